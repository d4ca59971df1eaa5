"""Scales of axes: one that is logarithmic on both sides of zero, and round ends."""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from guiapp.views.plotting.plot import ReadableAxis
from guiapp.views.plotting.traces import Array

pixels_a_tick = 22


def round_up(value: float) -> float:
    """Return the next 1, 2, 5, 10, 20 ... that is not below a positive value."""
    decade = 10.0 ** floor(log10(value))
    return next(digit * decade for digit in (1, 2, 5, 10) if digit * decade >= value * (1 - 1e-12))


@dataclass(frozen=True)
class SignedLog:
    """Linear from -threshold (at -1) to threshold (at 1); beyond, each power of ten is one further."""

    threshold: float = 1.0

    def place(self, values: Array) -> Array:
        """Return where values stand on the axis."""
        size = np.abs(values) / self.threshold
        return np.sign(values) * np.where(size <= 1, size, 1 + np.log10(np.maximum(size, 1)))

    def value(self, place: float) -> float:
        """Return the value that stands at a place."""
        size = abs(place) if abs(place) <= 1 else 10.0 ** min(abs(place) - 1, 308)
        return float(np.sign(place)) * size * self.threshold


class SignedLogAxis(ReadableAxis):
    """An axis labelled −100, −10, −1, 0, 1, 10, 100 where it has a signed logarithmic scale; else a linear one."""

    def __init__(self, orientation: str) -> None:
        """Make a linear axis; `set_scale` gives it another scale."""
        self.signed_log: SignedLog | None = None  # asked for by pyqtgraph's constructor
        super().__init__(orientation)

    def set_scale(self, scale: SignedLog | None) -> None:
        """Label another scale; None is a linear one."""
        self.signed_log = scale
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N803 (pyqtgraph's names)
        """Mark zero, powers of ten and where there is room 2 and 5 times these."""
        if self.signed_log is None:
            return super().tickValues(minVal, maxVal, size)
        room, reach = max(3.0, size / pixels_a_tick), ceil(max(abs(minVal), abs(maxVal)))
        for digits in ((1, 2, 5), (1,)):
            positive = [digit / 10 for digit in digits if digit > 1]
            positive += [power + log10(digit) for power in range(1, reach + 1) for digit in digits]
            ticks = [0.0, *positive, *(-tick for tick in positive)]
            ticks = sorted(tick for tick in ticks if minVal <= tick <= maxVal)
            if 3 <= len(ticks) <= room:
                return [(1.0, ticks)]
        if len(ticks) < 3:
            return super().tickValues(minVal, maxVal, size)
        stride = ceil(len(ticks) / room)
        return [(float(stride), [tick for tick in ticks if tick % stride == 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the values themselves, not their places."""
        if self.signed_log is None:
            texts = super().tickStrings(values, scale, spacing)
        else:
            texts = [_written(self.signed_log.value(value)) for value in values]
        return [text.replace("-", "−") for text in texts]


def _written(value: float) -> str:
    """Write a tick's value: as people do near 1, as powers of ten far from it."""
    if value == 0 or 1e-4 < abs(value) < 1e5:
        return f"{value:.4g}"
    return f"{value:.3g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
