"""Python's cyclic garbage collection, kept out of the lesson's thread."""

import gc
from typing import ClassVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer

milliseconds = 250
"""Each time, the lesson waits for the interpreter."""


class GarbageCollector(QObject):
    """Collects in the window's thread only, between `start` and `stop`.

    Python collects in whatever thread happens to allocate; in the lesson's it would destroy forgotten widgets there,
    which crashes Qt. As long as any window needs that, it stays so.
    """

    _started: ClassVar[WeakSet["GarbageCollector"]] = WeakSet()

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it; Python still collects by itself."""
        super().__init__(parent)
        self._timer = QTimer(self, interval=milliseconds)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Collect here from now on."""
        self._started.add(self)
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again, where nobody else needs it; without a start there is nothing to stop."""
        self._timer.stop()
        self._started.discard(self)
        if not self._started:
            gc.enable()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        for generation, (count, threshold) in reversed(
            [*enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))]
        ):
            if count > threshold:
                gc.collect(generation)
                return
