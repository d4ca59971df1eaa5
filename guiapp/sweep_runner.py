"""The thread that waits for a sweep's worker processes, so that neither the window nor the lesson does."""

from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from core.lesson import Lesson
from core.sweep_axes import Axis
from guiapp.language import say

if TYPE_CHECKING:  # the window is painted before torch is imported
    from core.sweep_point import Point

bundle_seconds = 0.1
least_workers = 2
"""One would be this very process, in which the lesson runs: they would share random numbers."""


@dataclass(frozen=True, eq=False)
class Order:
    """What is to be swept: the axes, and the other hyperparameters' values."""

    lesson: Lesson
    axes: tuple[Axis, ...]
    values: dict[str, Any]


class SweepRunner(QThread):
    """Runs one sweep at a time, in processes.

    Signals:
        points_found(Order, list[Point]): these points of a sweep are there; at most ten times a second.
        lost(Order, str): the sweep has ended before its time, and why.
    """

    points_found = Signal(object, object)
    lost = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Stand by; no process is started yet."""
        super().__init__(parent)
        self.order: Order | None = None
        self._cancelled = False
        self._lock = Lock()
        self._found: list[Point] = []
        self._told_at = 0.0

    def begin(self, order: Order) -> None:
        """Run a sweep, once no other one is running."""
        assert not self.isRunning()
        self.order, self._cancelled, self._found = order, False, []
        self.start()

    def cancel(self) -> None:
        """End the sweep that is running, soon; `finished` tells when."""
        self._cancelled = True

    def finish(self) -> None:
        """End the sweep and its processes, and wait until they have ended."""
        self.cancel()
        self.wait()
        if self.order:
            from core.sweep_workers import end_workers

            end_workers()

    def run(self) -> None:
        """Wait for the points and tell of them."""
        order = self.order
        assert order
        try:
            import joblib

            from core.sweep import sweep

            workers = max(least_workers, joblib.cpu_count() - 1)
            sweep(order.lesson, order.axes, order.values, self._take, self._goes_on, workers, alone_seconds=0)
        except Exception as error:
            text = self.tr("The sweep was broken off: {reason}")
            sentence = getattr(error, "sentence", None)
            reason = say(sentence) if sentence else f"{type(error).__name__}: {error}"
            self.lost.emit(order, text.format(reason=reason))
        self._tell()

    def _take(self, point: "Point") -> None:
        with self._lock:
            self._found.append(point)

    def _goes_on(self) -> bool:
        """Tell of what there is, if it is time to, and say whether to go on; the sweep asks again and again."""
        if perf_counter() >= self._told_at + bundle_seconds:
            self._tell()
        return not self._cancelled

    def _tell(self) -> None:
        with self._lock:
            found, self._found = self._found, []
            self._told_at = perf_counter()
        if found:
            self.points_found.emit(self.order, found)
