"""The loss over two axes of parameter space: planes through it, the loss on them, contour levels and ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.analysis import Shapes, loss_at, unflatten
from core.curvature import Quadratic
from core.recorder import elements
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch

Array = NDArray[np.float64]

MAIN_AXES = (QT_TRANSLATE_NOOP("core", "Main axis 1"), QT_TRANSLATE_NOOP("core", "Main axis 2"))
"""The directions in which the loss curves most and second most, as axes to choose."""


@dataclass(frozen=True)
class Plane:
    """Two axes of parameter space, and where all other parameters stand."""

    names: tuple[str, str]
    origin: Array
    """All parameters (p,) where both coordinates are 0."""
    directions: Array
    """The axes (2, p): unit vectors, at right angles to each other."""

    def place(self, parameters: ArrayLike) -> Array:
        """Return the coordinates (..., 2) of parameters (..., p): seen along what the plane leaves out."""
        return (np.asarray(parameters, float) - self.origin) @ self.directions.T

    def point(self, a: ArrayLike, b: ArrayLike) -> Array:
        """Return the parameters (..., p) at coordinates, which may be arrays that broadcast."""
        across, up = np.asarray(a, float)[..., None], np.asarray(b, float)[..., None]
        return self.origin + across * self.directions[0] + up * self.directions[1]


def axes(shapes: Shapes, quadratic: Quadratic | None = None) -> tuple[str, ...]:
    """Name the axes to choose from: parameter elements, and of three and more also the main axes of curvature."""
    names = _element_names(shapes)
    return names + MAIN_AXES if quadratic and len(names) > 2 else names


def plane_through(parameters: Array, names: tuple[str, str], shapes: Shapes, quadratic: Quadratic | None) -> Plane:
    """Lay a plane through parameters (p,) along two elements, or along both main axes.

    An element's coordinate is its value; that of a main axis is the distance from the least loss.
    Raises ValueError where only one of the axes is a main one, or both are the same.
    """
    mains = [name in MAIN_AXES for name in names]
    if mains[0] != mains[1] or names[0] == names[1]:
        raise ValueError(f"{names[0]} and {names[1]} do not make a plane")
    origin = np.array(parameters, float)
    if not all(mains):
        known = _element_names(shapes)
        places = [known.index(name) for name in names]
        origin[places] = 0.0
        return Plane(names, origin, np.eye(len(origin))[places])
    assert quadratic
    directions = quadratic.eigenvectors.T[[MAIN_AXES.index(name) for name in names]]
    # An eigenvector may point either way: this one does not turn round when the data change a little.
    greatest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[[0, 1], greatest])[:, None]
    return Plane(names, origin - directions.T @ (directions @ (origin - quadratic.best)), directions)


def loss_over(
    plane: Plane, watch: Watch, x: Array, y: Array, shapes: Shapes, quadratic: Quadratic | None, a: Array, b: Array
) -> Array:
    """Return the watched loss of all data at each pair of coordinates a (n,) and b (m,), as (m, n)."""
    points = plane.point(a[None, :], b[:, None])
    if quadratic:
        return quadratic.loss(points)
    flat = points.reshape(-1, points.shape[-1])
    with np.errstate(all="ignore"):  # a model may overflow in a corner
        losses = [loss_at(watch, x, y, unflatten(one, shapes)) for one in flat]
    return np.reshape(losses, points.shape[:-1])


def least_over(plane: Plane, quadratic: Quadratic) -> float:
    """Return the least loss on a plane, which need not pass through the least of all."""
    hessian = plane.directions @ quadratic.hessian @ plane.directions.T
    coordinates = np.linalg.lstsq(hessian, -plane.directions @ quadratic.gradient(plane.origin), rcond=None)[0]
    return float(quadratic.loss(plane.point(*coordinates)))


def contour_levels(least: float, low: float, high: float, count: int = 13) -> Array:
    """Choose round losses between `low` and `high`, closer together towards the least loss there is.

    Equal steps of the fourth root of what is above the least loss: steps of the loss itself would leave a valley
    empty, steps of its logarithm would crowd around the least.
    """
    if not (np.isfinite([least, low, high]).all() and low < high):
        return np.empty(0)
    roots = np.maximum([low - least, high - least], 0.0) ** 0.25
    levels = least + np.linspace(roots[0], roots[1], count + 2)[:-1] ** 4
    gaps = np.diff(levels)
    if not (gaps > 0).all():
        return np.empty(0)
    # Each is rounded by less than half of what parts it from the one before.
    steps = 10.0 ** np.floor(np.log10(gaps))
    rounded = np.round(levels[1:] / steps) * steps
    return np.unique(rounded[(low < rounded) & (rounded < high)])


def suggested_range(points: Sequence[ArrayLike] | Array, margin: float = 0.2) -> tuple[float, float, float, float]:
    """Return x from and to, y from and to: all finite points (n, 2) with a margin, in steps that a path seldom crosses.

    Where the points do not differ on an axis, it is as long as the other one.
    """
    known: Any = np.reshape(np.asarray(points, float), (-1, 2))
    known = known[np.isfinite(known).all(axis=1)]
    if not len(known):
        return 0.0, 1.0, 0.0, 1.0
    low, high = known.min(axis=0), known.max(axis=0)
    spans = high - low
    tiny = 1e-9 * np.maximum(np.abs(low), np.abs(high))
    spans = np.where(spans > tiny, spans, np.max(spans, where=spans > tiny, initial=0.0))
    spans = np.where(spans > tiny, spans, np.maximum(1.0, 1e3 * tiny))
    steps = _round_steps(spans / 4)
    middle = (low + high) / 2
    low = np.floor((np.minimum(low, middle - spans / 2) - margin * spans) / steps) * steps
    high = np.ceil((np.maximum(high, middle + spans / 2) + margin * spans) / steps) * steps
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def _round_steps(values: Array) -> Array:
    """Return the nearest 1, 2, 5, 10 ... that is not above each positive value."""
    decades = 10.0 ** np.floor(np.log10(values))
    digits = values / decades * (1 + 1e-12)
    return decades * np.select([digits >= 5, digits >= 2], [5.0, 2.0], 1.0)


def _element_names(shapes: Shapes) -> tuple[str, ...]:
    return tuple(element for name, shape in shapes.items() for element in elements(name, shape))
