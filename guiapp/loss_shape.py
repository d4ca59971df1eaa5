"""The shape of the loss over the data of the present run, found once for all views."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.analysis import LeastSquares, Shapes, known_data, least_squares, most_batches
from core.curvature import Quadratic, quadratic_loss

if TYPE_CHECKING:
    from guiapp.controller import Controller


class LossShape(QObject):
    """The data that a run trains on and, where the loss is quadratic in the parameters, its shape.

    Signals:
        changed(): another run, or more of its data, are known.
    """

    changed = Signal()

    def __init__(self, controller: "Controller") -> None:
        """Stay empty until there is a run."""
        super().__init__(controller)
        self._controller = controller
        self._batches = 0
        self.best: LeastSquares | None = None
        """The least squares fit to all the data; None where only some batches of them are known."""
        self.quadratic: Quadratic | None = None
        self.x, self.y = np.empty((0, 1)), np.empty((0, 1))
        self.shapes: Shapes = {}
        self.full = True
        """Whether the data are all that the lesson trains on, and not only those of some batches."""
        controller.frames.texts_due.connect(self._take_rows)

    def take_run(self) -> None:
        """Look at another run."""
        run = self._controller.run
        self._batches, self.shapes = 0, {}
        self.full = not (run and run.start and run.lesson.watch.has_model and not run.start.x.size)
        self._find()

    def _take_rows(self) -> None:
        """Look at more batches, where these are all that is known: when they have doubled, and at every stop."""
        rows = self._controller.rows
        due = max(1, 2 * self._batches) if self._controller.running else self._batches + 1
        if not self.full and self._batches < most_batches and rows >= due:
            self._find()

    def _find(self) -> None:
        run = self._controller.run
        self.x, self.y, self.quadratic, self.best = np.empty((0, 1)), np.empty((0, 1)), None, None
        if run and run.start and run.lesson.watch.has_model:
            self._batches = self._controller.rows
            self.shapes = {name: value.shape for name, value in run.start.values.items()}
            self.x, self.y = known_data(run)
            fit = least_squares(run.lesson.watch, self.x, self.y, self.shapes)
            self.best = fit if self.full else None
            self.quadratic = quadratic_loss(run.lesson.watch, self.x, self.y, self.shapes, fit)
        self.changed.emit()
