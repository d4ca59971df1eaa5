"""Recorded iterations, shown one after another."""

from math import inf
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from guiapp.frames import frame_seconds

longest_seconds = 3.0
"""The longest record is played in this time where the speed is without a limit."""


class Playback(QObject):
    """Plays a record.

    Signals:
        moved(int): this row is to be shown.
        ended(): the last one was.
    """

    moved = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it; nothing is played yet."""
        super().__init__(parent)
        self._begun, self._first, self._rows, self._rate = 0.0, 0, 0, 1.0
        self._timer = QTimer(self, interval=round(1000 * frame_seconds), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._move)

    @property
    def active(self) -> bool:
        """Whether it is playing."""
        return self._timer.isActive()

    def start(self, first: int, rows: int, rate: float) -> None:
        """Play a record of so many rows from the row `first` on, `rate` iterations a second."""
        self._begun, self._first, self._rows = perf_counter(), first, rows
        self._rate = rate if rate < inf else max(1 / frame_seconds, rows / longest_seconds)
        self._timer.start()

    def stop(self) -> None:
        """Stop where it is."""
        self._timer.stop()

    def _move(self) -> None:
        row = min(self._first + int((perf_counter() - self._begun) * self._rate), self._rows - 1)
        self.moved.emit(row)
        if self.active and row == self._rows - 1:
            self._timer.stop()
            self.ended.emit()
