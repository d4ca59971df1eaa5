"""When what is drawn: at full speed the eye cannot follow everything, and drawing takes time from the lesson."""

from time import perf_counter

from PySide6.QtCore import QObject, Signal

START = -1
"""The position before the first iteration."""

frame_seconds = 1 / 60
text_seconds = 0.2
picture_seconds = 0.4
frames_a_curve = 3


class Frames(QObject):
    """Says which views are to draw the shown row. Where the run is not fast, all of them with each frame.

    Signals:
        due(): what moves with every iteration.
        curves_due(): curves that only grow, and the path over the loss surface: every third frame.
        texts_due(): numbers and texts, which nobody can read 60 times a second.
        pictures_due(): whole pictures, which cost more and are looked at when the run stands still.
    """

    due = Signal()
    curves_due = Signal()
    texts_due = Signal()
    pictures_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without a frame."""
        super().__init__(parent)
        self.count = 0
        self.with_texts = True
        """Whether texts are due in this frame, for those that also draw what moves."""
        self._last_texts = self._last_pictures = 0.0

    def draw(self, fast: bool) -> None:
        """Have a frame drawn; `fast` is whether more iterations are run than frames are drawn."""
        now = perf_counter()
        self.count += 1
        self.with_texts = not fast or now - self._last_texts >= text_seconds
        with_pictures = not fast or now - self._last_pictures >= picture_seconds
        self.due.emit()
        if self.with_texts or self.count % frames_a_curve == 0:
            self.curves_due.emit()
        if self.with_texts:
            self._last_texts = now
            self.texts_due.emit()
        if with_pictures:
            self._last_pictures = now
            self.pictures_due.emit()
