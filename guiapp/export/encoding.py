"""Films: pictures, one after another, as GIF, WebP or MP4, in a thread of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from queue import Full, Queue
from tempfile import TemporaryDirectory
from threading import Thread

from PIL import Image
from PySide6.QtGui import QImage

frames_ahead = 4


@dataclass(frozen=True)
class Frame:
    """One picture: a byte each of red, green, blue and nothing for every dot."""

    size: tuple[int, int]
    dots: bytes


def frame_of(image: QImage) -> Frame:
    """Copy a picture, so that another thread can read it."""
    dots = image.convertToFormat(QImage.Format.Format_RGBX8888)
    return Frame((dots.width(), dots.height()), bytes(dots.constBits()))


def can_write_mp4() -> bool:
    """Whether the optional encoder is installed."""
    return find_spec("imageio_ffmpeg") is not None


class CancelledError(Exception):
    """Nobody wants the film any more."""


class Encoding(Thread):
    """Encodes frames as they come; when it has ended, `film` holds the file, or `error` says why there is none."""

    def __init__(self, kind: str, frames: int, frames_a_second: int) -> None:
        """Get ready for so many frames of one size, to be given by `put`."""
        super().__init__(name="fitscope film", daemon=True)
        self.kind = kind
        self.film: bytes | None = None
        self.error: Exception | None = None
        self._count = frames
        self._rate = frames_a_second
        self._frames: Queue[Frame | None] = Queue(frames_ahead)
        self._cancelled = False

    def put(self, frame: Frame) -> bool:
        """Give the next frame; False where the encoder is behind and takes none yet."""
        try:
            self._frames.put_nowait(frame)
        except Full:
            return False
        return True

    def cancel(self) -> None:
        """Give up as soon as can be."""
        self._cancelled = True
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put(None)

    def run(self) -> None:
        """Encode all frames."""
        try:
            self.film = self._mp4() if self.kind == "mp4" else self._sequence()
        except CancelledError:
            pass
        except Exception as error:
            self.error = error

    def _sequence(self) -> bytes:
        """Encode as GIF or WebP."""
        film = _as_sequence(self._taken, self._count)
        ends = [1000 * (frame + 1) // self._rate for frame in range(self._count)]
        if self.kind == "gif":  # which counts in hundredths of a second
            ends = [end // 10 * 10 for end in ends]
        durations = [end - before for before, end in zip([0, *ends], ends, strict=False)]
        file = Written(self)
        film.save(file, self.kind, save_all=True, duration=durations, loop=0, lossless=True, quality=50, method=2)
        return file.getvalue()

    def _mp4(self) -> bytes:
        """Encode as MP4 (H.264), by the ffmpeg that comes with imageio-ffmpeg."""
        import imageio_ffmpeg  # type: ignore[import-not-found]

        first = self._taken()
        with TemporaryDirectory(prefix="fitscope-") as folder:
            path = Path(folder) / "film.mp4"
            options = {"pix_fmt_in": "rgb0", "fps": self._rate, "quality": 8, "macro_block_size": 2}
            writer = imageio_ffmpeg.write_frames(path, first.size, **options)
            writer.send(None)
            try:
                writer.send(first.dots)
                for _ in range(self._count - 1):
                    writer.send(self._taken().dots)
            finally:
                writer.close()
            return path.read_bytes()

    def _taken(self) -> Frame:
        """Take the next frame, as soon as there is one."""
        frame = self._frames.get()
        if frame is None or self._cancelled:
            raise CancelledError
        return frame

    def check(self) -> None:
        """Raise CancelledError if it is."""
        if self._cancelled:
            raise CancelledError


class Written(BytesIO):
    """What an encoder has written; it ends an encoder that is no longer wanted."""

    def __init__(self, encoding: Encoding) -> None:
        """Write for an encoding."""
        super().__init__()
        self._encoding = encoding

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write, unless it was cancelled."""
        self._encoding.check()
        return super().write(data)


def _as_sequence(take: Callable[[], Frame], count: int) -> Image.Image:
    """Make what Pillow takes for a picture with many frames: it asks for each by `seek`, and gets it as it is drawn."""
    film, at = _as_pillow(take()), 0

    def seek(frame: int) -> None:
        nonlocal at
        if frame >= count:
            raise EOFError
        while at < frame:
            film.paste(_as_pillow(take()))
            at += 1

    film.n_frames, film.is_animated = count, count > 1  # type: ignore[attr-defined]
    film.seek, film.tell = seek, lambda: at  # type: ignore[method-assign]
    return film


def _as_pillow(frame: Frame) -> Image.Image:
    return Image.frombytes("RGB", frame.size, frame.dots, "raw", "RGBX")
