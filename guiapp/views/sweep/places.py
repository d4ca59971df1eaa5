"""Where the values of a sweep's axes stand in its plot."""

from math import inf, isfinite

import numpy as np

from core.sweep_axes import Axis
from guiapp.sweep_result import SweepResult
from guiapp.views.plotting.plot import ReadableAxis
from guiapp.views.plotting.traces import Array


class AcrossAxis(ReadableAxis):
    """A readable axis whose numbers stand side by side and so take more room."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N803 (pyqtgraph's names)
        """Mark fewer numbers."""
        return super().tickValues(minVal, maxVal, size / 2 if self.logMode else size)


def places(axis: Axis) -> Array:
    """Return where an axis' values stand: numbers as they are or their logarithms, anything else side by side."""
    if not is_number(axis):
        return np.arange(len(axis.values), dtype=float)
    values = np.array(axis.values, float)
    return np.log10(values) if axis.log else values


def is_number(axis: Axis) -> bool:
    """Whether an axis' values are numbers."""
    return not isinstance(axis.values[0], bool | str)


def edges(axis: Axis) -> Array:
    """Return the ends (n, 2) of the cells around an axis' values."""
    at = places(axis)
    order = np.argsort(at)
    middles = (at[order][1:] + at[order][:-1]) / 2
    first, last = (middles[0], middles[-1]) if len(at) > 1 else (at[0] - 0.5, at[0] + 0.5)
    ends = np.concatenate([[2 * at[order][0] - first], middles, [2 * at[order][-1] - last]])
    result = np.empty((len(at), 2))
    result[order] = np.stack([ends[:-1], ends[1:]], axis=1)
    return result


def limit_line(result: SweepResult) -> tuple[list[float], Array, Array]:
    """Return the largest stable learning rates and their line, where one axis is the learning rate and they are known.

    Over two hyperparameters the line goes in steps, a piece beside each value of the other one.
    """
    names, rate = [axis.name for axis in result.axes], result.order.lesson.watch.learning_rate
    limits = result.limits(names.index(rate)) if rate in names else []
    known = [limit for limit in limits if isfinite(limit)]
    if not known:
        return [], np.empty(0), np.empty(0)
    place = names.index(rate)
    shown = np.array([limit if isfinite(limit) else np.nan for limit in limits])
    at = np.log10(shown) if result.axes[place].log else shown
    if len(names) == 1:
        return known, np.repeat(at, 2), np.array([-inf, inf])
    ends = edges(result.axes[1 - place])
    order = np.argsort(ends[:, 0])
    along, beside = np.repeat(at[order], 2), ends[order].ravel()
    seen = np.isfinite(along)
    along, beside = along[seen], beside[seen]
    return (known, along, beside) if place == 0 else (known, beside, along)


def within(ends: Array, at: float) -> int | None:
    """Return the cell with a place; None where there is none."""
    found = np.flatnonzero((ends[:, 0] <= at) & (at <= ends[:, 1]))
    return int(found[0]) if found.size else None
