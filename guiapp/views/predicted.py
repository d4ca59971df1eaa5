"""What the model predicts against what the labels are, for any number of features."""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.plotting.plot import LegendEntry, Plot, dot_pen, follow_button, line_pen
from guiapp.views.plotting.traces import Array, Trace
from guiapp.views.texts import Hint, paragraph
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

most_points = 5000


class PredictedView(QWidget):
    """One point an example, label across and prediction up: a perfect model has them all on the diagonal.

    Where a lesson draws fresh examples in each iteration, those of the shown one.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run."""
        super().__init__(parent)
        self.controller = controller
        self._run: Run | None = None
        self._span: tuple[float, float, float, float] | None = None
        name = self.tr("Predicted against actual")
        self.diagonal = Trace(line_pen(theme.LEAST_SQUARES, 1.5, Qt.PenStyle.DashLine), smooth=True)
        self.points = Trace(None, smooth=True, dots=dot_pen(theme.DATA, 5))
        self.plot = Plot(name, [self.points, self.diagonal])
        across, up = self.tr("Label"), self.tr("Prediction")
        self.plot.set_labels(across, up)
        self.note = paragraph(" ", colour=theme.MUTED)
        text = self.tr("Each example appears here as a point: its label across, its prediction up.")
        self.hint = Hint(self.plot.viewport(), text, self.plot.getAxis("left").width())

        # Translated once: a frame has no time to ask.
        self._drawn_text = self.tr("{drawn} of {count} examples drawn")
        self._outside_text = self.tr("{count} outside the picture")
        self._error_text = self.tr(
            "{count} examples: prediction and label differ by {mean} on average, at most by {most}."
        )
        self._gone_text = self.tr("The examples of this iteration are not kept any more.")
        self._no_model_text = self.tr("This lesson has no model that predicts anything.")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        column.addWidget(self.note)
        column.addWidget(self.plot, 1)
        column.addLayout(self._make_legend())
        controller.run_replaced.connect(self.draw)
        controller.status_changed.connect(self.draw)
        controller.frames.pictures_due.connect(self.draw)

    def draw(self) -> None:
        """Draw the shown row."""
        run = self.controller.run
        if not self.isVisible():
            return
        if run is None:
            self.hint.show_if(True)
            return
        if run is not self._run:
            self._run, self._span = run, None
            self.plot.follow()
        labels = predictions = np.empty(0)
        notes = [] if run.lesson.watch.has_model else [self._no_model_text]
        if run.start and run.lesson.watch.has_model:
            if pair := self._examples(run):
                x, y = pair
                step = ceil(len(y) / most_points)
                labels = np.asarray(y[::step], float).ravel()
                predictions = self._predict(run, x[::step], len(labels))
                notes = [self._drawn_text.format(drawn=f"{len(labels):,}", count=f"{len(y):,}")] if step > 1 else []
                notes += self._follow(labels, predictions)
            elif self.controller.shown != START:
                notes = [self._gone_text]
        near = np.abs(predictions) < 1e100  # what is more cannot be placed
        self.hint.show_if(not labels.size and not notes)
        self.points.x, self.points.y = labels[near], predictions[near]
        self.plot.layer.refresh()
        note = "    ".join(notes) or " "
        if note != self.note.text():
            self.note.setText(note)
        if not self.controller.running:
            self.plot.setAccessibleDescription(f"{self._errors(labels, predictions)} {note}".strip())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _errors(self, labels: Array, predictions: Array) -> str:
        """Say in words how far the points are from the diagonal."""
        errors = np.abs(predictions - labels)
        if not errors.size:
            return ""
        mean, most = number(float(errors.mean()), 4), number(float(errors.max()), 4)
        return self._error_text.format(count=len(errors), mean=mean, most=most)

    def _examples(self, run: "Run") -> tuple[NDArray, NDArray] | None:
        """Return features and labels: all of them, or the shown iteration's where each draws its own."""
        if run.start and run.start.y.size:
            return run.start.x, run.start.y
        return run.batches.at(self.controller.shown)

    def _predict(self, run: "Run", x: NDArray, count: int) -> Array:
        """Return `count` predictions of the shown parameters."""
        with np.errstate(all="ignore"):
            predicted = np.ravel(np.asarray(run.lesson.watch.curve(x, **self.controller.shown_values()), float))
        if len(predicted) == count:
            return predicted
        return np.full(count, predicted[0] if len(predicted) == 1 else np.nan)  # the same for every example

    def _follow(self, labels: Array, predictions: Array) -> list[str]:
        """Widen the picture for labels that it has not room for; say how many points are outside it."""
        finite = labels[np.isfinite(labels)]
        if not finite.size:
            return []
        low, high = float(finite.min()), float(finite.max())
        margin = 0.1 * (high - low or 1.0)
        if self._span is None or low < self._span[0] or high > self._span[1]:
            x_low, x_high, y_low, y_high = self._span or (low, high, low, high)
            reached = np.array([low, high, y_low, y_high])
            if self._span is None:
                # Where the predictions begin they can be seen to leave, unless that is far away.
                first = np.clip(predictions[np.isfinite(predictions)], low - 30 * margin, high + 30 * margin)
                reached = np.concatenate([reached, first])
            # With a margin, or each of the next batches would move the picture a little.
            y_low, y_high = float(reached.min()) - margin, float(reached.max()) + margin
            self._span = (min(x_low, low - margin), max(x_high, high + margin), y_low, y_high)
            self.plot.show_range(*self._span)
            ends = np.array([min(self._span), max(self._span)]) + 100 * margin * np.array([-1, 1])
            self.diagonal.x = self.diagonal.y = ends
        outside = int(np.count_nonzero(~((predictions >= self._span[2]) & (predictions <= self._span[3]))))
        return [self._outside_text.format(count=f"{outside:,}")] if outside else []

    def _make_legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        examples, perfect = self.tr("Examples"), self.tr("Prediction = label")
        row.addWidget(LegendEntry(theme.DATA, Qt.PenStyle.NoPen, examples))
        row.addWidget(LegendEntry(theme.LEAST_SQUARES, Qt.PenStyle.DashLine, perfect))
        row.addStretch()
        tip = self.tr("Show all the labels again (double click)")
        row.addWidget(follow_button(self.plot, tip))
        return row
