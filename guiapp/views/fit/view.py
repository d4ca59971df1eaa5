"""The data, the fitted curve, and what the article writes above them."""

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.analysis import LeastSquares
from core.lesson import Lesson
from guiapp import theme
from guiapp.controller import Controller
from guiapp.language import translated
from guiapp.views.fit.caption import FitCaption
from guiapp.views.fit.feature_chooser import FeatureChooser
from guiapp.views.fit.pulls import Pulls
from guiapp.views.fit.remedies import Remedies
from guiapp.views.plotting.kept_lines import KeptCurves, KeptLegend, finite_parameters, most_moving
from guiapp.views.plotting.legend import Legend, legend_row
from guiapp.views.plotting.plot import LegendEntry, Plot, dot_pen, follow_button, item_pen, line_pen, sample
from guiapp.views.plotting.run_before import comparison, short_title
from guiapp.views.plotting.traces import Array, Trace
from guiapp.widgets.switch import Switch

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

curve_points = 100
many_points = 20_000
most_batch_points = 1000
low_height = 320
"""Pixels: a lower view keeps no room free for what may be said later."""


class FitView(QWidget):
    """Scatter, fitted curve and title, drawn from the shown row.

    Signals: none. It draws when the controller says that a frame is due, unless it cannot be seen.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run."""
        super().__init__(parent)
        self.controller = controller
        self.best: LeastSquares | None = None
        self.comparison = comparison(controller)
        self._lesson: Lesson | None = None
        """The lesson of the run that is drawn; None where there is nothing to draw."""
        self._last_lesson: Lesson | None = None
        self._features = np.empty((0, 1))
        self._grid, self._across = np.empty((0, 1)), np.empty(0)
        self.caption = FitCaption(controller)
        self.title, self.formula = self.caption.title, self.caption.formula
        self.loss, self.outcome = self.caption.loss, self.caption.outcome
        name = self.tr("Fit: data and fitted curve")
        self.before_line = Trace(line_pen(theme.RUN_BEFORE, 2, Qt.PenStyle.DashDotLine), smooth=True)
        self.best_line = Trace(line_pen(theme.LEAST_SQUARES, 1.5, Qt.PenStyle.DashLine), smooth=True)
        self.true_line = Trace(line_pen(theme.TRUTH, 1.5, Qt.PenStyle.DotLine), smooth=True)
        self.line = Trace(line_pen(theme.FIT, 2.5), smooth=True)
        self.batch = Trace(None, smooth=True, dots=dot_pen(theme.BATCH, 9))
        still = [self.before_line, self.best_line, self.true_line]
        self.pulls = Pulls(controller)
        self.kept_curves = KeptCurves()
        moving = [self.kept_curves, self.batch, *self.pulls.below, self.line, self.pulls.note]
        self.plot = Plot(name, moving, still=still)
        self.points = pg.ScatterPlotItem(pxMode=True)
        self.plot.add(self.points)

        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self.plot, 1)
        column.addWidget(Remedies(controller))
        tip = self.tr("Show all the data again (double click)")
        legend = self._make_legend()
        column.addLayout(legend_row(legend, follow_button(self.plot, tip)))
        self.kept = KeptLegend(controller, legend)
        self.kept.changed.connect(self._take_kept)
        controller.run_replaced.connect(self._take_run)
        controller.frames.due.connect(self.draw)
        controller.status_changed.connect(self._describe)
        self._take_run()
        if controller.run:
            self.draw()
            self._describe()

    def draw(self) -> None:
        """Draw the shown row."""
        run, lesson = self.controller.run, self._lesson
        if not self.isVisible() or run is None or lesson is None:
            return
        shown, due = self.controller.shown, self.controller.frames.with_texts
        with np.errstate(over="ignore", invalid="ignore"):
            self.kept_curves.move(shown, self._across, self._grid, None if due else most_moving)
            self.line.x, self.line.y = self._across, self._curve(lesson, finite_parameters(run, shown))
            self._place_batch(run)
            if self.pulls.on:
                self.pulls.draw(run, self._across, self._grid, self.chooser.feature)
            self.plot.layer.refresh()
            if due:
                self.caption.write(lesson, self.controller.shown_values(), self.best)
                self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room to the plot where there is little."""
        super().resizeEvent(event)
        self.outcome.keep_room(event.size().height() >= low_height * theme.SCALE)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _curve(self, lesson: Lesson, values: Any) -> Array:
        """Return the height of a lesson's model all across the plot."""
        return np.asarray(lesson.watch.curve(self._grid, **values), float).ravel()

    def _place_batch(self, run: "Run") -> None:
        """Mark the examples that the shown iteration used."""
        batch = run.batches.at(self.controller.shown)
        if batch is None:
            self.batch.clear()
            return
        features, labels = batch
        stride = ceil(len(labels) / most_batch_points) or 1
        self.batch.x = features[::stride, self.chooser.feature].astype(float)
        self.batch.y = labels[::stride].astype(float)

    def _take_run(self) -> None:
        """Show another run's data."""
        run, lesson = self.controller.run, self.controller.lesson
        self.best, self._lesson, features = None, None, np.empty((0, 1))
        self.line.clear()
        self.batch.clear()
        self.kept_curves.take(self.kept.runs)
        if run and lesson and run.start and lesson.watch.has_model:
            self._lesson, start = lesson, run.start
            features = start.x.reshape(-1, start.x.shape[-1] if start.x.ndim > 1 else 1)
            self.best = self.controller.shape.best
        else:
            # It failed before its loop: nothing of the last run stays.
            self.caption.clear()
        self._features = features
        self.chooser.offer(features.shape[1])
        self.pulls.offer(run if self._lesson else None)
        self._show_what_applies()
        self._show_features()

    def _take_kept(self) -> None:
        """Draw other kept runs behind the present one."""
        self.kept_curves.take(self.kept.runs)
        self.draw()

    def _show_what_applies(self) -> None:
        """Offer the switches that mean something for the lesson; name the run before."""
        lesson, before = self._lesson, self.comparison.run_before
        for widget, applies in (
            (self.data_entry, lesson is None or len(self._features)),
            (self.batch_entry, lesson and lesson.watch.batch),
            (self.best_switch, lesson is None or self.best),
            (self.true_switch, lesson and lesson.watch.truth),
            (self.before_switch, lesson and before),
        ):
            widget.setVisible(bool(applies))
        if before:
            title = short_title(before, self.fontMetrics())
            self.before_switch.setText(self._before_text.format(title))
            self.before_switch.setToolTip(self._before_text.format(translated(before.lesson.title)))

    def _show_features(self) -> None:
        """Lay the chosen feature on the x axis; the curves are drawn with the others at their mean."""
        run, lesson = self.controller.run, self._lesson
        feature, features = self.chooser.feature, self._features
        self.plot.follow()
        if run is None or lesson is None or run.start is None:
            self.points.setData([], [])
            self._show_still()
            return
        x, y = features[:, feature], run.start.y.ravel()
        low, high = lesson.watch.domain
        if len(x):
            margin = 0.05 * (np.ptp(x) or 1)
            low, high = x.min() - margin, x.max() + margin
        self._across = np.linspace(low, high, curve_points)
        means = features.mean(axis=0) if len(x) else np.zeros(features.shape[1])
        self._grid = np.tile(means, (curve_points, 1))
        self._grid[:, feature] = self._across
        truth = self._truth(run, lesson)
        if lesson is not self._last_lesson:
            # A straight line is the least squares line but for the noise.
            straight = truth is not None and np.ptp(np.diff(truth)) < 1e-6 * (np.ptp(truth) or 1)
            self.true_switch.setChecked(not straight or features.shape[1] > 1 or not len(x))
            self._last_lesson = lesson
        heights = y if len(y) else self._curve(lesson, run.start.values) if truth is None else truth
        margin = 0.3 * (np.ptp(heights) or 1)  # room for a line that is still far off
        self.plot.show_range(low, high, heights.min() - margin, heights.max() + margin)
        several = features.shape[1] > 1
        self.plot.set_labels(self.chooser.box.currentText() if several else lesson.watch.x, lesson.watch.y)
        few = len(x) <= many_points
        self.points.setData(
            x,
            y,
            size=9 if len(x) <= 200 else 5 if few else 2,
            brush=theme.DATA,
            pen=item_pen(theme.BASE) if few else None,
        )
        self._show_still()
        self.draw()

    def _truth(self, run: "Run", lesson: Lesson) -> Array | None:
        """Return the height of the curve that the data are drawn from."""
        if lesson.watch.truth is None:
            return None
        values = lesson.watch.truth(**run.values)
        return self._curve(lesson, {name: np.asarray(value, float) for name, value in values.items()})

    def _show_still(self) -> None:
        """Draw the curves that do not move, if they are switched on."""
        run, lesson, before = self.controller.run, self._lesson, self.comparison.run_before
        for trace in (self.before_line, self.best_line, self.true_line):
            trace.clear()
        if run and lesson:
            if before and self.before_switch.isChecked():
                self.before_line.x, self.before_line.y = self._across, self._curve(before.lesson, before.values)
            if self.best and self.best_switch.isChecked():
                self.best_line.x, self.best_line.y = self._across, self._curve(lesson, self.best.values)
            truth = self._truth(run, lesson) if self.true_switch.isChecked() else None
            if truth is not None:
                self.true_line.x, self.true_line.y = self._across, truth
        self.plot.layer.take_new_picture()

    def _describe(self) -> None:
        """Describe the picture in words."""
        if not self.controller.running:
            self.plot.setAccessibleDescription(f"{self.caption.description} {self.pulls.note.text}".strip())

    def _make_legend(self) -> Legend:
        """Make the row of entries, switches and the chooser below the plot."""
        data, batch, line = self.tr("Data"), self.tr("This batch"), self.tr("Fit")
        self.data_entry = LegendEntry(theme.DATA, Qt.PenStyle.NoPen, data)
        self.batch_entry = LegendEntry(theme.BATCH, Qt.PenStyle.NoPen, batch)
        least = self.tr("Least squares")
        self.best_switch = Switch(least)
        tip = self.tr("The fit with the least squared error possible, computed directly")
        self.best_switch.setToolTip(tip)
        true = self.tr("True curve")
        self.true_switch = Switch(true)
        tip = self.tr("The curve that the data are drawn from, without their noise")
        self.true_switch.setToolTip(tip)
        self._before_text = self.tr("Run before: {0}")
        self.before_switch = Switch()
        self.before_switch.setChecked(True)
        self.chooser = FeatureChooser()
        self.chooser.chosen.connect(self._show_features)
        for slot in (self.draw, self._describe):
            self.pulls.chosen.connect(slot)
        legend = Legend()
        for widget in (self.data_entry, self.batch_entry, LegendEntry(theme.FIT, Qt.PenStyle.SolidLine, line)):
            legend.addWidget(widget)
        for switch, colour, style in (
            (self.best_switch, theme.LEAST_SQUARES, Qt.PenStyle.DashLine),
            (self.true_switch, theme.TRUTH, Qt.PenStyle.DotLine),
            (self.before_switch, theme.RUN_BEFORE, Qt.PenStyle.DashDotLine),
        ):
            switch.setIcon(sample(colour, style))
            switch.toggled.connect(self._show_still)
            legend.addWidget(switch)
        for widget in (self.chooser, self.pulls, *self.pulls.entries):
            legend.addWidget(widget)
        return legend
