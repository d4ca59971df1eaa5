"""The run of another lesson that a run is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics

from core.history import Pyramid
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.views.plotting.traces import Array

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.lesson import Lesson
    from core.run import Run

loss_points = 1000
longest_title = 240
"""Pixels."""


@dataclass(frozen=True)
class RunBefore:
    """What was shown of a run when its lesson was left: the parameters of the shown row, and the loss so far."""

    lesson: "Lesson"
    values: Mapping[str, Any]
    rows: Array
    loss: Array

    @property
    def count(self) -> int:
        """Count the iterations that are drawn."""
        return int(self.rows[-1]) + 1 if self.rows.size else 0

    @cached_property
    def extremes(self) -> tuple[float, ...]:
        """Return the least and greatest loss, if there is any."""
        return (float(self.loss.min()), float(self.loss.max())) if self.loss.size else ()


class Comparison(QObject):
    """Keeps the run before for as long as lessons of its family follow."""

    def __init__(self, controller: Controller) -> None:
        """Begin without a run before."""
        super().__init__(controller)
        self.controller = controller
        self.run_before: RunBefore | None = None
        self._lesson: Lesson | None = None
        self._run: Run | None = None
        self._shown = START
        controller.frames.due.connect(self._note)
        controller.lesson_changed.connect(self._change_lesson)
        self._note()

    def _note(self) -> None:
        """Note what is shown, so that it is known when it is gone."""
        if self.controller.run:
            self._lesson, self._run, self._shown = self.controller.lesson, self.controller.run, self.controller.shown

    def _change_lesson(self) -> None:
        """Keep the run that was noted last if the lesson that opens is another one of its family."""
        lesson, kept = self.controller.lesson, self.run_before
        if self._lesson and self._run and len(self._run.history):
            kept = _kept(self._lesson, self._run, self._shown)
        self._run = None
        related = lesson and kept and lesson.family and lesson.family == kept.lesson.family
        self.run_before = kept if related and kept and kept.lesson is not lesson else None


def comparison(controller: Controller) -> Comparison:
    """Return the one comparison that all views of a controller share."""
    return controller.findChild(Comparison) or Comparison(controller)


def short_title(before: RunBefore, metrics: QFontMetrics) -> str:
    """Name the lesson of the run before, in the room that a legend has."""
    title = translated(before.lesson.title)
    return metrics.elidedText(title, Qt.TextElideMode.ElideRight, longest_title)


def _kept(lesson: "Lesson", run: "Run", shown: int) -> RunBefore:
    start = run.start.values if run.start else {}
    values = start if shown == START else run.parameters(shown)
    rows, loss = Pyramid(run.history, "loss").span(0, len(run.history), loss_points)
    finite = np.isfinite(loss)
    return RunBefore(lesson, {name: np.array(value) for name, value in values.items()}, rows[finite], loss[finite])
