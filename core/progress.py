"""A progress bar on a terminal."""

from time import monotonic
from typing import TextIO

width = 30


class Progress:
    """Draws how far a long run has come, below what is printed; draws nothing into a file or pipe.

    `total` is the most iterations that there can be, or None where it is not known.
    """

    def __init__(self, stream: TextIO, total: int | None) -> None:
        """Begin; the bar appears when a second has passed."""
        self._stream = stream
        self._total = total
        self._terminal = stream.isatty()
        self._start = self._last = monotonic()
        self._shown = False

    def print(self, line: str) -> None:
        """Print a line above the bar."""
        self._clear()
        print(line, file=self._stream)

    def show(self, done: int) -> None:
        """Draw the bar, at most ten times a second."""
        now = monotonic()
        if not self._terminal or now - self._start < 1 or now - self._last < 0.1:
            return
        self._last, self._shown = now, True
        rate = f"{done:,} iterations, {done / (now - self._start):,.0f} a second"
        bar = "#" * (width * done // self._total) if self._total else ""
        self._stream.write(f"\r\x1b[K[{bar:<{width}}] {rate}" if self._total else f"\r\x1b[K{rate}")
        self._stream.flush()

    def finish(self) -> None:
        """Remove the bar."""
        self._clear()

    def _clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
