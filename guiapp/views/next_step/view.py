"""The loss after the next update, over the learning rate: where each rate would lead, to be tried by hand."""

from math import inf

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.next_update import NextUpdate, next_update
from core.stability import Outlook, condition_number, iterations_to_tenth, largest_stable_rate, outlook
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.line import Line
from guiapp.views.next_step.plot import Landing, StepPlot, heights, steady, taken_off
from guiapp.views.next_step.rate_axis import (
    ZoneBands,
    ZoneNames,
    allowed_rates,
    limit_text,
    outlook_sentence,
    present_rule,
    present_zones,
    rate_parameter,
    rate_text,
)
from guiapp.views.plotting.legend import Legend
from guiapp.views.plotting.plot import LegendEntry, follow_button, line_pen
from guiapp.views.plotting.scales import round_up
from guiapp.views.plotting.traces import Trace
from guiapp.wording import number

curve_points = 120
low_height = 320
"""Pixels: a lower view leaves out what can be done without."""


class NextStepView(QWidget):
    """The loss after the next update as a curve over the learning rate, and in words what the rate to try will do."""

    KEYS = (
        (("+", "-"), QT_TRANSLATE_NOOP("keys", "Try another learning rate")),
        (("Return",), QT_TRANSLATE_NOOP("keys", "Take the learning rate that is tried")),
        (("Esc",), QT_TRANSLATE_NOOP("keys", "Leave it as it was")),
    )

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run."""
        super().__init__(parent)
        self.controller = controller
        self.update_ahead: NextUpdate | None = None
        self._offset, self._highest = 0.0, inf
        self._heights = 0.0, 0.0
        """The range of the loss axis."""
        self._hovered: float | None = None
        self._translate()
        self.limit, self.outlook = Line(drops_aside=True), Line(bold=True)
        self.speed, self.reading = Line(), Line()
        self.note = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.note.setStyleSheet(f"color: {theme.MUTED};")
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.message.setStyleSheet(f"color: {theme.MUTED};")
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.bands, self.landing = ZoneBands(), Landing()
        self.curve = Trace(line_pen(theme.LOSS, 2), smooth=True)
        self.level = Trace(line_pen(theme.LEAST_SQUARES, 1, Qt.PenStyle.DashLine))
        traces = [self.bands, self.level, self.curve, ZoneNames(self.bands), self.landing]
        self.plot = StepPlot(controller, self._name, self.landing, traces)
        self._lay_out()
        self.plot.getViewBox().scene().sigMouseMoved.connect(self._hover)
        controller.frames.pictures_due.connect(self._draw_frame)
        controller.inspection.previewed.connect(self._show_try)
        for signal in (controller.status_changed, controller.run_replaced, controller.lesson_changed):
            signal.connect(self.draw)
        controller.said.connect(self.draw)  # a hyperparameter has another value
        controller.shape.changed.connect(self.draw)

    def draw(self) -> None:
        """Draw where the update after the shown row leads."""
        if not self.isVisible():
            return
        problem = self._look_ahead()
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self.body.setVisible(not problem)
        if self.update_ahead:
            self._draw_curve(self.update_ahead)
            self._show_try()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room for the plot where there is little."""
        super().resizeEvent(event)
        for widget in (self.speed, self.hint):
            widget.setVisible(event.size().height() >= low_height * theme.SCALE)

    def leaveEvent(self, event: QEvent) -> None:
        """Read out the landing point again."""
        super().leaveEvent(event)
        self._hovered = None
        self._tell_reading()

    def _draw_frame(self) -> None:
        # A loss that is not quadratic is computed from all data for each point of the curve.
        if self.controller.shape.quadratic or not self.controller.running:
            self.draw()

    def _look_ahead(self) -> str:
        """Find the next update; return what there is to say where none can be drawn."""
        controller, self.update_ahead = self.controller, None
        run, shape = controller.run, controller.shape
        if controller.lesson and not rate_parameter(controller):
            return self._no_rate
        if controller.lesson and not present_rule(controller):
            return self._own_rule
        if run is None or controller.lesson is None:
            return self._waiting
        ahead = next_update(run, controller.shown, shape.x, shape.y, shape.shapes, shape.quadratic)
        self.update_ahead = ahead
        return "" if ahead else self._too_large if shape.x.size else self._no_data

    def _draw_curve(self, ahead: NextUpdate) -> None:
        """Lay out the axes for the rate that the lesson has, so that they stand still while another is tried."""
        controller, quadratic = self.controller, ahead.quadratic
        parameter = rate_parameter(controller)
        assert parameter
        rate, limit = float(controller.values[parameter.name]), inf
        if quadratic and (rule := present_rule(controller)):
            limit = largest_stable_rate(quadratic, rule)
        # Beyond four times the limit nothing is left of what can be seen below it.
        wanted = min(max(1.15 * rate, 1.4 * limit), 4 * limit) if limit < inf else round_up(2 * rate)
        last = min(wanted, allowed_rates(parameter).high)
        present = ahead.loss(0)
        self._offset = taken_off(present, quadratic.least if quadratic else 0.0)
        rates = np.linspace(0, last, curve_points)
        losses = ahead.losses(rates) - self._offset
        above, landing = present - self._offset, ahead.loss(rate) - self._offset
        needed = heights(losses, above, landing)
        self._heights = low, top = steady(self._heights, needed) if controller.running else needed
        self.bands.zones = present_zones(controller)
        self._highest = 10 * max(abs(low), top)  # far beyond it, and painting it could overflow
        self.curve.x, self.curve.y = rates, np.clip(losses, -self._highest, self._highest)
        self.level.x, self.level.y = np.array([0.0, last]), np.full(2, above)
        self.plot.show_range(-0.03 * last, last, low, top)
        self.plot.set_labels(self._x_label, self._above_label if self._offset else self._y_label)

    def _show_try(self) -> None:
        """Show where the rate to try leads, and say what it will do."""
        ahead, controller = self.update_ahead, self.controller
        if ahead is None or not self.isVisible():
            return
        rate = controller.inspection.rate_to_try
        self.landing.rate = rate
        self.landing.loss = float(np.fmin(ahead.loss(rate) - self._offset, self._highest))
        self.landing.hollow = controller.inspection.preview_rate is not None
        self.plot.layer.refresh()
        self._tell_reading()
        self._tell_outlook(ahead, rate)
        if not controller.running:
            texts = (self.limit, self.outlook, self.speed, self.reading)
            self.plot.setAccessibleDescription(" ".join(line.text().strip() for line in texts))

    def _tell_outlook(self, ahead: NextUpdate, rate: float) -> None:
        """Say how the rate to try compares with the limit, and what comes of it."""
        quadratic, rule = ahead.quadratic, present_rule(self.controller)
        shape, watch = self.controller.shape, ahead.watch
        note = (self._batch_note if shape.full else self._seen_note) if watch.batch else ""
        if ahead.row != self.controller.shown:
            note = self._finite_note.format(ahead.row) if ahead.row >= 0 else self._start_note
        self.note.setText(note)
        self.note.setVisible(bool(note))
        if quadratic is None or rule is None:
            write(self.limit, self._not_quadratic)
            write(self.outlook, " ")
            write(self.speed, " ")
            return
        found = outlook(quadratic, rule, rate)
        write(self.limit, limit_text(rate, largest_stable_rate(quadratic, rule), rule))
        if ahead.direction.any():
            colour = theme.BAD if found is Outlook.DIVERGES else theme.TEXT
            write(self.outlook, outlook_sentence(found), colour)
        else:
            write(self.outlook, self._flat)
        condition = condition_number(quadratic)
        count = iterations_to_tenth(quadratic, rule, rate, ahead.parameters)
        text = self._condition if count is None or not ahead.direction.any() else self._condition_and_count
        write(self.speed, text.format(number(condition, 3) if condition < inf else "∞", count))

    def _hover(self, position: QPointF) -> None:
        rate = self.plot.getViewBox().mapSceneToView(position).x()
        self._hovered = rate if rate >= 0 else None
        self._tell_reading()

    def _tell_reading(self) -> None:
        """Read out the hovered learning rate, or the one to try."""
        ahead = self.update_ahead
        if ahead is None:
            return
        if self.controller.inspection.preview_rate is not None:  # then the mouse rests, or drags
            self._hovered = None
        rate = self.controller.inspection.rate_to_try if self._hovered is None else self._hovered
        after, now = ahead.loss(rate), ahead.loss(0)
        text = self._reading.format(rate=rate_text(rate), after=number(after, 5), now=number(now, 5))
        write(self.reading, text)

    def _translate(self) -> None:
        """Fetch the texts once: a frame has no time to ask."""
        self._name = self.tr("Next step: loss after the next update, over the learning rate")
        self._x_label = self.tr("Learning rate")
        self._y_label = self.tr("Next loss")
        self._above_label = self.tr("Excess loss")
        self._waiting = self.tr("The loss after the next update appears here as soon as the lesson is ready.")
        self._no_rate = self.tr("This lesson has no learning rate.")
        self._own_rule = self.tr(
            "This optimiser does not follow the gradient alone: its next step depends on what it remembers of the "
            "steps before, and no limit of its learning rate can be told."
        )
        self._no_data = self.tr("Nothing is known yet of the data: the first iteration brings some.")
        self._too_large = self.tr("The loss is too large to draw.")
        self._not_quadratic = self.tr("The loss is not quadratic in the parameters: no limit can be told.")
        self._flat = self.tr("The gradient is zero: no learning rate changes anything.")
        self._condition = self.tr("Condition number {0}.")
        self._condition_and_count = self.tr("Condition number {0}. About {1} iterations to a tenth of the excess loss.")
        self._reading = self.tr("Rate {rate}: next loss {after}, now {now}")
        self._batch_note = self.tr("Of all data; the next batch differs, and so does its step.")
        self._finite_note = self.tr("Seen from iteration {0}, the last one with a finite loss after it.")
        self._start_note = self.tr("Seen from the start: the loss is not finite after any iteration.")
        self._seen_note = self.tr("Of the batches seen so far; the next one differs.")

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self.reading, 1)
        whole = self.tr("Show the whole curve again (double click)")
        header.addWidget(follow_button(self.plot, whole))
        after, present = self.tr("After the update"), self.tr("Present loss")
        self.hint = QLabel(self.tr("Drag the point, or + and −"))
        self.hint.setStyleSheet(f"color: {theme.MUTED};")
        legend = Legend()
        legend.addWidget(LegendEntry(theme.LOSS, Qt.PenStyle.SolidLine, after))
        legend.addWidget(LegendEntry(theme.LEAST_SQUARES, Qt.PenStyle.DashLine, present))
        legend.addWidget(self.hint)
        tip = self.tr("Drag the point: Return or letting go takes the learning rate, Escape leaves it as it was.")
        self.plot.setToolTip(tip)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in (self.limit, self.outlook, self.speed, self.note):
            column.addWidget(line)
        column.addLayout(header)
        column.addWidget(self.plot, 1)
        column.addLayout(legend)
        whole_column = QVBoxLayout(self)
        whole_column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        whole_column.addWidget(self.message)
        whole_column.addWidget(self.body)
        self.body.hide()


def write(line: Line, text: str, colour: str = "") -> None:
    """Write a line, if it says something else now."""
    if text != line.text():
        line.setText(text)
        line.setStyleSheet(f"color: {colour or theme.TEXT};")
