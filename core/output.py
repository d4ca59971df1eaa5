"""What a lesson prints."""

import builtins
import io
import sys
from collections.abc import Callable
from typing import Any


class Output:
    """The lines that a run has printed, in order; the lesson's `print` is its `print` method.

    Keeps the first `limit` lines, and says once that more were printed.
    """

    def __init__(self, limit: int = 100_000) -> None:
        """Start empty."""
        self.lines: list[str] = []
        self.limit = limit
        self.on_line: Callable[[str], None] | None = None
        """Called with each line as it is printed, kept or not."""
        self._begun = ""

    @property
    def printed(self) -> tuple[int, str]:
        """Return how many lines are complete, and what was printed of the next one."""
        return len(self.lines), self._begun

    def fork(self, printed: tuple[int, str]) -> "Output":
        """Return another output that holds what had been printed when `printed` was that."""
        count, begun = printed
        other = Output(self.limit)
        other.lines, other._begun = self.lines[:count], begun
        return other

    def print(
        self,
        *values: Any,
        sep: str | None = " ",
        end: str | None = "\n",
        file: Any = None,
        flush: bool = False,
    ) -> None:
        """Take what a lesson prints; what it prints into a file of its own goes there."""
        if file is not None and file not in (sys.stdout, sys.stderr):
            builtins.print(*values, sep=sep, end=end, file=file, flush=flush)
            return
        written = io.StringIO()
        builtins.print(*values, sep=sep, end=end, file=written)
        *lines, self._begun = (self._begun + written.getvalue()).split("\n")
        for line in lines:
            self.add(line)

    def finish(self) -> None:
        """Take what was printed without a line end as a line."""
        if self._begun:
            self.add(self._begun)
            self._begun = ""

    def add(self, line: str) -> None:
        """Add one line."""
        if self.on_line:
            self.on_line(line)
        if len(self.lines) < self.limit:
            self.lines.append(line)
        elif len(self.lines) == self.limit:
            self.lines.append(f"... only the first {self.limit:,} lines are kept")
