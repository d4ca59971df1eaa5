"""When what is drawn: at full speed the eye cannot follow everything, and drawing takes time from the lesson."""

from time import perf_counter, thread_time

from PySide6.QtCore import QObject, Signal

START = -1
"""The position before the first iteration."""

frame_seconds = 1 / 60
curve_seconds = 0.045
text_seconds = 0.2
picture_seconds = 0.4
longest_seconds = 1.0
motion_share = 0.3
curve_share = 0.08
still_share = 0.04
"""Of the time of the window's thread, at most, for frames with something that moves, for those with curves, and for
those with each of the others: what takes longer comes less often."""


class Frames(QObject):
    """Says which views are to draw the shown row. Where the run is not fast, all of them with each frame.

    Signals:
        due(): what moves with every iteration.
        motion_due(): what moves too, but may take long: with each frame where there is time for it.
        curves_due(): curves that only grow: every third frame at most.
        texts_due(): numbers and texts, which nobody can read 60 times a second.
        pictures_due(): whole pictures, which cost more and are looked at when the run stands still.
    """

    due = Signal()
    motion_due = Signal()
    curves_due = Signal()
    texts_due = Signal()
    pictures_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without a frame."""
        super().__init__(parent)
        self.count = 0
        self.with_texts = True
        """Whether texts are due in this frame, for those that also draw what moves."""
        self._motion = _Pace(0.0, motion_share)
        self._curves = _Pace(curve_seconds, curve_share)
        self._texts = _Pace(text_seconds, still_share)
        self._pictures = _Pace(picture_seconds, still_share)
        self._rarest: _Pace | None = None
        """What the last frame had and most frames have not: whatever it cost more is put down to that."""
        self._spent = 0.0

    def draw(self, fast: bool) -> None:
        """Have a frame drawn; `fast` is whether more iterations are run than frames are drawn."""
        now, spent = perf_counter(), thread_time()
        if self._rarest and fast:
            self._rarest.cost = spent - self._spent
        self.count += 1
        paces = self._motion, self._curves, self._texts, self._pictures
        motion, curves, texts, pictures = (not fast or pace.take(now) for pace in paces)
        taken = [pace for pace, due in zip(paces, (motion, curves, texts, pictures), strict=True) if due]
        self._rarest, self._spent = taken[-1] if taken and fast else None, spent
        self.with_texts = texts
        self.due.emit()
        if motion or texts:
            self.motion_due.emit()
        if curves or texts:
            self.curves_due.emit()
        if texts:
            self.texts_due.emit()
        if pictures:
            self.pictures_due.emit()


class _Pace:
    """How often something is drawn: not more often than it should be, nor than it may be for what it costs."""

    def __init__(self, seconds: float, share: float) -> None:
        self.cost = 0.0
        """Seconds of work in the window's thread, from the frame with it to the next one: the painting, too."""
        self._seconds, self._share = seconds, share
        self._last = 0.0

    def take(self, now: float) -> bool:
        """Say whether it is to be drawn now."""
        due = now - self._last >= min(max(self._seconds, self.cost / self._share), longest_seconds)
        if due:
            self._last = now
        return due
