"""A run as a film: the chosen rows, drawn one after another on no screen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.atomic import write_atomically
from guiapp.export.encoding import Encoding, Frame, frame_of
from guiapp.export.stage import Stage

step_milliseconds = 5


class Animation(QObject):
    """Draws the rows of a stage into a film, a frame at a time, so that the window lives on.

    Signals:
        progressed(int, int): so many of so many frames are drawn.
        finished(): the file is there.
        failed(Exception): it is not, and why; what was there before still is.
        cancelled(): it is not, as nobody wants it any more.
    """

    progressed = Signal(int, int)
    finished = Signal()
    failed = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        stage: Stage,
        rows: Sequence[int],
        path: Path,
        frames_a_second: int = 10,
        scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        """Get ready to write `rows` into a file whose suffix names the format; `stage` is closed at the end."""
        super().__init__(parent)
        self.rows, self.path = rows, path
        self._stage, self._scale = stage, scale
        self._drawn = 0
        self._waiting: Frame | None = None
        self._encoding = Encoding(path.suffix[1:].lower(), len(rows), frames_a_second)
        self._timer = QTimer(self, interval=step_milliseconds)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin."""
        self._encoding.start()
        self._timer.start()

    def cancel(self) -> None:
        """Give up; no file is left behind."""
        if self.running:
            self._encoding.cancel()
            self._end()
            self.cancelled.emit()

    def _step(self) -> None:
        """Draw a frame, or look whether the encoder has ended."""
        encoding = self._encoding
        if encoding.is_alive():
            if self._drawn < len(self.rows):
                self._draw()
            return
        self._end()
        if encoding.film is None:
            self.failed.emit(encoding.error)
            return
        try:
            write_atomically(self.path, encoding.film)
        except OSError as error:
            self.failed.emit(error)
        else:
            self.finished.emit()

    def _draw(self) -> None:
        if self._waiting is None:
            self._stage.show_row(self.rows[self._drawn])
            self._waiting = frame_of(self._stage.picture(self._scale))
        if self._encoding.put(self._waiting):
            self._waiting = None
            self._drawn += 1
            self.progressed.emit(self._drawn, len(self.rows))

    def _end(self) -> None:
        self._timer.stop()
        self._stage.close()


def chosen_rows(first: int, last: int, every: int = 1) -> list[int]:
    """Choose every so many rows of a span, and its last one in any case."""
    return [*range(first, last, every), last]
