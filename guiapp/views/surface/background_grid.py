"""Computes the loss over a grid in a thread, where each point takes a whole pass over the data."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal

from core.analysis import Shapes
from core.surface import Plane, loss_over
from core.watch import Watch

Array = NDArray[np.float64]


class BackgroundGrid(QObject):
    """Computes one grid at a time; the latest request wins.

    Signals:
        computed(Array, Array, Array): the coordinates a (n,) and b (m,) that were asked for last, and the loss (m, n).
    """

    computed = Signal(object, object, object)
    _ended = Signal(object, object, object, object)

    def __init__(self, parent: QObject) -> None:
        """Stand ready; `parent` lives in the window's thread."""
        super().__init__(parent)
        self.busy = False
        """Whether a grid is still to come."""
        self._number = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._tell)

    def ask(self, plane: Plane, watch: Watch, x: Array, y: Array, shapes: Shapes, a: Array, b: Array) -> None:
        """Begin to compute, and leave what was asked for before."""
        self._leave()
        self.busy = True
        self._pool.start(partial(self._compute, self._number, plane, watch, x, y, shapes, a, b))

    def stop(self) -> bool:
        """Leave what was asked for, and wait until the thread has; return whether there was anything to leave."""
        left = self.busy
        self._leave()
        self._pool.waitForDone()
        return left

    def _leave(self) -> None:
        self.busy = False
        self._number += 1
        self._pool.clear()

    def _compute(
        self, number: int, plane: Plane, watch: Watch, x: Array, y: Array, shapes: Shapes, a: Array, b: Array
    ) -> None:
        rows = []
        for up in b:
            if number != self._number:
                return
            rows.append(loss_over(plane, watch, x, y, shapes, None, a, up[None])[0])
        self._ended.emit(number, a, b, np.stack(rows))

    def _tell(self, number: int, a: Array, b: Array, loss: Array) -> None:
        if number == self._number:
            self.busy = False
            self.computed.emit(a, b, loss)
