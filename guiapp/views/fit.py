"""The data, the fitted curve, and what the article writes above them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.analysis import LeastSquares, least_squares, loss_at
from core.lesson import Lesson
from core.recorder import elements
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.switch import Switch
from guiapp.views.plot import LegendEntry, Plot, follow_button, line_pen, sample
from guiapp.views.traces import Trace
from guiapp.wording import number, outcome

curve_points = 100
many_points = 20_000
most_points_per_frame = 200_000


class FitView(QWidget):
    """Scatter, fitted curve and title, drawn from the shown row.

    Signals: none. It draws when the controller says that a frame is due, unless it cannot be seen.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run."""
        super().__init__(parent)
        self.controller = controller
        self.best: LeastSquares | None = None
        self._grid = np.empty((0, 1))
        self.title = self._label(size=1.3, bold=True)
        self.formula = self._label(size=1.1)
        self.loss = self._label()
        self.outcome = self._label(bold=True)
        name = self.tr("Fit: data and fitted line")
        self.best_line = Trace(line_pen(theme.LEAST_SQUARES, 1.5, Qt.PenStyle.DashLine), smooth=True)
        self.line = Trace(line_pen(theme.FIT, 2.5), smooth=True)
        self.plot = Plot(name, [self.best_line, self.line])
        self.points = pg.ScatterPlotItem(pxMode=True)
        self.plot.addItem(self.points)

        text = self.tr("Least squares line")
        self.best_switch = Switch(text)
        tip = self.tr("The line with the least squared error possible, computed directly")
        self.best_switch.setToolTip(tip)
        self.best_switch.setIcon(sample(theme.LEAST_SQUARES, Qt.PenStyle.DashLine))
        self.best_switch.toggled.connect(self._show_best)

        # Translated once: a frame has no time to ask.
        self._start_text, self._iteration_text = self.tr("Start"), self.tr("Iteration {0}")
        self._start_loss_text = self.tr("Loss {after} before the first update ({name})")
        self._loss_text = self.tr("Loss {before} before this update, {after} after it ({name})")
        self._batch_loss_text = self.tr("Loss {before} before this update ({name})")
        self._loss_name = ""

        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        for label in (self.title, self.formula, self.loss, self.outcome):
            column.addWidget(label)
        column.addWidget(self.plot, 1)
        column.addLayout(self._make_legend())
        controller.run_replaced.connect(self._take_run)
        controller.frame_due.connect(self.draw)
        controller.status_changed.connect(self._show_outcome)
        if controller.run:
            self._take_run()
            self.draw()
            self._show_outcome()

    def draw(self) -> None:
        """Draw the shown row."""
        run, lesson = self.controller.run, self.controller.lesson
        if not self.isVisible() or run is None or lesson is None or run.start is None:
            return
        values = self.controller.shown_values()
        with np.errstate(over="ignore", invalid="ignore"):
            self.line.y = np.asarray(lesson.watch.curve(self._grid, **values), float).ravel()
            self.line.x = self._grid.ravel()
            self.plot.layer.update()
            if self.controller.texts_due:
                self._write(lesson, values)

    def _write(self, lesson: Lesson, values: Mapping[str, Any]) -> None:
        """Write title, formula and loss of the shown row."""
        shown, loss = self.controller.shown, self.controller.shown_loss()
        parameters = "    ".join(
            f"{element} = {number(value)}"
            for name, array in values.items()
            for element, value in zip(elements(name, array.shape), array.ravel().tolist(), strict=True)
        )
        where = self._start_text if shown == START else self._iteration_text.format(shown)
        self.title.setText(f"{where}    {parameters}")
        scalars = {name: number(array.item(), 4) for name, array in values.items() if array.size == 1}
        formula = lesson.watch.equation.format(**scalars).replace("+ −", "− ")
        fit = self.best.r_squared(values) if self.best else np.nan
        self.formula.setText(f"{formula}    R² = {number(fit, 4)}" if np.isfinite(fit) else formula)
        after = self._loss_after(values)
        text = self._start_loss_text if loss is None else self._batch_loss_text if after is None else self._loss_text
        before, after = number(loss or 0.0), "" if after is None else number(after)
        self.loss.setText(text.format(before=before, after=after, name=self._loss_name))

    def _loss_after(self, values: Mapping[str, Any]) -> float | None:
        """Return the loss of what is drawn: the row's own loss is of the parameters before their update."""
        run, lesson = self.controller.run, self.controller.lesson
        if run is None or lesson is None or run.start is None or run.start.x.size > most_points_per_frame:
            return None
        return loss_at(lesson.watch, run.start.x, run.start.y, values)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _take_run(self) -> None:
        """Show another run's data."""
        run, lesson = self.controller.run, self.controller.lesson
        self.plot.follow()
        if run is None or lesson is None or run.start is None:
            # It failed before its loop: nothing of the last run stays.
            self.best, self.line.x = None, np.empty(0)
            self.points.setData([], [])
            for label in (self.title, self.formula, self.loss):
                label.setText(" ")
            self._show_best()
            return
        watch, start = lesson.watch, run.start
        self._loss_name = translated(watch.loss_name)
        x, y = start.x.ravel(), start.y.ravel()
        shapes = {name: value.shape for name, value in start.values.items()}
        self.best = least_squares(watch, start.x, start.y, shapes)
        x_margin, y_margin = (0.05 * (np.ptp(side) or 1) for side in (x, y))
        low, high = x.min() - x_margin, x.max() + x_margin
        self.plot.show_range(low, high, y.min() - 2 * y_margin, y.max() + 2 * y_margin)
        self.plot.set_labels(watch.x, watch.y)
        self._grid = np.linspace(low, high, curve_points)[:, None]
        few = len(x) <= many_points
        self.points.setData(
            x,
            y,
            size=9 if len(x) <= 200 else 5 if few else 2,
            brush=theme.DATA,
            pen=line_pen(theme.BASE) if few else None,
        )
        self._show_best()

    def _show_best(self) -> None:
        lesson = self.controller.lesson
        self.best_line.x = np.empty(0)
        if self.best_switch.isChecked() and lesson and self.best:
            self.best_line.x = self._grid.ravel()
            self.best_line.y = np.asarray(lesson.watch.curve(self._grid, **self.best.values), float).ravel()
        self.plot.layer.update()

    def _show_outcome(self) -> None:
        """Say why the run is finished, or what can be done."""
        if not self.controller.running:
            self.plot.setAccessibleDescription(f"{self.title.text()}. {self.formula.text()}. {self.loss.text()}")
        text, colour = outcome(self.controller)
        if text == self.outcome.text():
            return
        self.outcome.setText(text)
        self.outcome.setToolTip(text)
        self.outcome.setStyleSheet(f"color: {colour};")

    def _label(self, size: float = 1.0, bold: bool = False) -> QLabel:
        """Make a line of text that never asks the layout for more room than there is."""
        label = QLabel(" ", textFormat=Qt.TextFormat.PlainText)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * size)
        font.setBold(bold)
        label.setFont(font)
        label.setFixedHeight(label.sizeHint().height() + 2)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _make_legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        data, line = self.tr("Data"), self.tr("Fitted line")
        for text, colour, style in (
            (data, theme.DATA, Qt.PenStyle.NoPen),
            (line, theme.FIT, Qt.PenStyle.SolidLine),
        ):
            row.addWidget(LegendEntry(colour, style, text))
        row.addWidget(self.best_switch)
        row.addStretch()
        tip = self.tr("Show all the data again (double click)")
        row.addWidget(follow_button(self.plot, tip))
        return row
