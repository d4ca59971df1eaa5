"""The loss over the iterations."""

from math import ceil, floor, inf, isfinite, log10
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.analysis import loss_at
from core.history import History, Pyramid
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.views.line import Line
from guiapp.views.loss.marks import EpochLine, Level
from guiapp.views.plotting.kept_lines import KeptLegend, Lines, Thinned, extremes, last_iteration, style_of
from guiapp.views.plotting.legend import Legend
from guiapp.views.plotting.over_iterations import OverIterations
from guiapp.views.plotting.plot import LegendEntry, Plot, follow_button, line_pen
from guiapp.views.plotting.run_before import comparison, short_title
from guiapp.views.plotting.scales import round_up
from guiapp.views.plotting.traces import Array, Growth, Trace
from guiapp.views.texts import Hint
from guiapp.widgets.switch import Switch
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

drawn_points = 1000
most_new_rows = 2000
smallest = 1e-300
"""What a loss of zero is drawn as on a logarithmic axis."""


class LossView(OverIterations):
    """The loss curve with the shown iteration, the stop threshold and the least loss possible."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there are rows."""
        super().__init__(controller, parent)
        self.pyramid: Pyramid | None = None
        self._extremes = (inf, -inf)
        self._kept_rows, self._kept_extremes = 0, extremes([])
        name = self.tr("Loss over the iterations")
        self.comparison = comparison(controller)
        self.before_line = Trace(line_pen(theme.RUN_BEFORE, style=Qt.PenStyle.DashDotLine))
        self.epochs = EpochLine()
        growth = Growth(line_pen(theme.LOSS), self.whole_curve)
        self.kept_lines, self._thinned = Lines(), Thinned()
        still = [self.before_line, self.kept_lines]
        self.plot = Plot(name, [self.marker, self.epochs.trace], growth, still=still)
        batch, epochs = self.tr("loss of the batch"), self.tr("loss over all data, at each epoch's end")
        self.batch_entry = LegendEntry(theme.LOSS, Qt.PenStyle.SolidLine, batch)
        self.epochs_entry = LegendEntry(theme.EPOCHS, Qt.PenStyle.NoPen, epochs)
        legend = Legend()
        present = self.tr("present run")
        self.present_entry = LegendEntry(theme.LOSS, Qt.PenStyle.SolidLine, present)
        for entry in (self.present_entry, self.batch_entry, self.epochs_entry):
            legend.addWidget(entry)
        stop, least = self.tr("stop below {0}"), self.tr("least possible {0}")
        self.threshold = Level(self.plot, legend, stop, theme.THRESHOLD, Qt.PenStyle.DashLine)
        self.least = Level(self.plot, legend, least, theme.LEAST_SQUARES, Qt.PenStyle.DotLine)
        self._before_text = self.tr("Run before: {0}")
        self.before_entry = LegendEntry(theme.RUN_BEFORE, Qt.PenStyle.DashDotLine)
        legend.addWidget(self.before_entry)
        self.kept = KeptLegend(controller, legend)
        self.kept.changed.connect(self._change_scale)
        self.reading = Line()
        text = self.tr("Logarithmic")
        self.log_switch = Switch(text)
        self.log_switch.setChecked(True)
        tip = self.tr("Draw the loss on a logarithmic axis")
        self.log_switch.setToolTip(tip)
        self.log_switch.toggled.connect(self._change_scale)

        header = QHBoxLayout()
        header.addWidget(self.reading, 1)
        header.addWidget(self.log_switch)
        whole = self.tr("Show the whole curve again (double click)")
        header.addWidget(follow_button(self.plot, whole))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        column.addLayout(header)
        column.addWidget(self.plot, 1)
        column.addLayout(legend)
        self._reading_text = self.tr("Iteration {0}: loss {1}")
        text = self.tr("The loss appears here, a point an iteration.")
        self.hint = Hint(self.plot.viewport(), text, self.plot.getAxis("left").width())
        x, y = self.tr("Iteration"), self.tr("Loss")
        self.plot.set_labels(x, y)
        self._follow()

    def whole_curve(self) -> tuple[Array, Array]:
        """Return the curve as far as it is drawn, and as closely as can be seen."""
        if self.pyramid is None:
            return np.empty(0), np.empty(0)
        x, y = self.pyramid.span(*self._rows_in_sight(), drawn_points)
        return x, self._on_axis(y)

    def _draw_beside(self, run: "Run") -> None:
        if run.epochs:
            self.epochs.take(run, self._taken, self._on_axis)

    def _is_empty(self) -> bool:
        return not self.kept_lines.traces and self.comparison.run_before is None

    def _take_run(self) -> None:
        """Clear the curve for another run, and find its levels."""
        run, lesson = self.controller.run, self.controller.lesson
        self.pyramid, self._hovered = None, None
        self._taken, self._extremes = 0, (inf, -inf)
        self._place_marker(START)
        self.reading.setText(" ")
        self.epochs.clear()
        self.threshold.value = self.least.value = 0.0
        watch, before = lesson.watch if lesson else None, self.comparison.run_before
        if watch and run:
            if watch.stop_below:
                self.threshold.value = float(run.values[watch.stop_below])
            if run.start and (best := self.controller.shape.best):
                self.least.value = loss_at(watch, run.start.x, run.start.y, best.values)
            self.plot.follow()
        self.batch_entry.setVisible(bool(watch and watch.batch))
        self.epochs_entry.setVisible(bool(watch and watch.epoch_loss))
        self.before_entry.setVisible(before is not None)
        if before:
            title = short_title(before, self.fontMetrics())
            self.before_entry.label.setText(self._before_text.format(title))
            self.before_entry.setToolTip(self._before_text.format(translated(before.lesson.title)))
        self._change_scale()

    def _change_scale(self) -> None:
        """Draw everything on the axis that is switched on."""
        log = self.log_switch.isChecked()
        self.plot.getAxis("left").setLogMode(y=log)
        for level in (self.threshold, self.least):
            level.show(self._on_axis)
        self.epochs.show(self._on_axis)
        self.before_line.clear()
        if before := self.comparison.run_before:
            self.before_line.x, self.before_line.y = before.rows, self._on_axis(before.loss)
        self._place_kept()
        self._choose_range()
        self.plot.layer.take_new_picture()

    def _place_kept(self) -> None:
        """Draw the losses of the kept runs."""
        histories = [kept.run.history for kept in self.kept.runs]
        self.present_entry.setVisible(bool(histories) and self.batch_entry.isHidden())
        lines = [self._thinned.column(history, "loss") for history in histories]
        self._kept_rows, self._kept_extremes = max(map(len, histories), default=0), extremes(lines)
        self.kept_lines.traces = [
            Trace(line_pen(kept.colour, style=style_of(place)), x=rows, y=self._on_axis(loss))
            for place, (kept, (rows, loss)) in enumerate(zip(self.kept.runs, lines, strict=True))
        ]

    def _take_rows(self, history: History, rows: int) -> None:
        """Draw the rows that are new; if they are many, the whole curve again."""
        if self.pyramid is None:
            self.pyramid = Pyramid(history, "loss")
        if rows - self._taken > most_new_rows:
            self._taken = rows
            self._extremes = self.pyramid.extremes()
            self.plot.layer.take_new_picture()
            return
        first = max(0, self._taken - 1)
        loss = history.column("loss", first, rows)
        finite = loss[np.isfinite(loss)]
        if finite.size:
            low, high = self._extremes
            self._extremes = min(low, float(finite.min())), max(high, float(finite.max()))
        self.plot.layer.grow(np.arange(first, rows, dtype=float), self._on_axis(loss))
        self._taken = rows

    def _on_axis(self, loss: Array) -> Array:
        """Return where a loss stands on the axis."""
        return np.log10(np.maximum(loss, smallest)) if self.log_switch.isChecked() else loss

    def _choose_range(self) -> None:
        """Show all rows; the range grows in steps, so that the axes stand still most of the time."""
        log, rows, beside = self.log_switch.isChecked(), self._taken, self._kept_rows
        before = self.comparison.run_before
        if before and not rows:
            beside = max(beside, before.count)
        values = [*self._extremes, *self.epochs.extremes, *self._kept_extremes, *(before.extremes if before else ())]
        values += [level.value for level in (self.threshold, self.least) if level.shown]
        values = [value for value in values if isfinite(value)]
        if not (rows or beside) or not values:
            self._show_span(20, *((-1.0, 2.0) if log else (0.0, 100.0)))
            return
        last = last_iteration(rows, beside, self.controller.finished)
        low, high = min(values), max(values)
        if log:
            low, high = (log10(max(value, smallest)) for value in (low, high))
            self._show_span(last, floor(4 * low - 0.4) / 4, ceil(4 * high + 0.4) / 4)
        else:
            self._show_span(last, min(0.0, low), round_up(high) if high > 0 else 1.0)

    def _show_span(self, last: float, low: float, high: float) -> None:
        margin = 0.02 * last
        self.plot.show_range(-margin, last + margin, low, high)

    def _tell_reading(self) -> None:
        """Read out the hovered iteration, or the shown one."""
        row, run = self.told, self.controller.run
        if run is None or row is None:
            self.reading.setText(" ")
            return
        loss = number(run.history.row(row)["loss"])
        self.reading.setText(self._reading_text.format(row, loss))
        if not self.controller.running:
            self.plot.setAccessibleDescription(self.reading.text())
