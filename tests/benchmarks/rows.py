"""One line of the table of ratios."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, in which unit, and the limit that is wanted: at most that, or at least."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Whether the wanted limit is kept."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        """Write the line."""
        sign, verdict = "at least" if self.at_least else "at most", "ok" if self.ok else "MISSED"
        return f"{self.name:<58} {self.value:>9.3f} {sign:>9} {self.limit:>8.3f}  {self.unit:<16} {verdict}"
