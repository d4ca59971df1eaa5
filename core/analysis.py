"""What can be known about a lesson without running it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.watch import Watch

if TYPE_CHECKING:  # which imports torch
    from core.run import Run

Array = NDArray[np.float64]
Shapes = Mapping[str, tuple[int, ...]]

most_batches = 64
"""So many batches stand for data that are drawn afresh at every iteration."""


@dataclass(frozen=True)
class LeastSquares:
    """The least squares fit of a model that is linear in its parameters, and how far any other fit is from it.

    `triangle` is R of the design matrix's QR decomposition: the squared error of parameters p is
    `residual + |R (p - best)|**2`, exact near the best ones too, at a cost that does not grow with the data.
    """

    shapes: Shapes
    best: Array
    triangle: Array
    residual: float
    total: float

    @property
    def values(self) -> dict[str, Array]:
        """Return the best parameters by name."""
        return unflatten(self.best, self.shapes)

    def r_squared(self, values: Mapping[str, Any]) -> float:
        """Return the share of the labels' variance that `values` explain; nan where the labels do not vary."""
        distance = self.triangle @ (flatten(values, self.shapes) - self.best)
        squared_error = self.residual + float(distance @ distance)
        return 1 - squared_error / self.total if self.total > 0 else np.nan


def least_squares(watch: Watch, x: Array, y: Array, shapes: Shapes) -> LeastSquares | None:
    """Fit the watched model to the data; None without data, or where its curve is not linear in the parameters.

    x and y: the data, examples along the first axis; shapes: of each parameter.
    """
    size = sum(prod(shape) for shape in shapes.values())
    if not x.size or not size:
        return None

    def curve(flat: Array) -> Array:
        return np.asarray(watch.curve(x, **unflatten(flat, shapes)), float).ravel()

    origin = curve(np.zeros(size))
    design = np.stack([curve(unit) - origin for unit in np.eye(size)], axis=1)
    probe = np.linspace(0.5, 2.0, size)
    if not np.allclose(curve(probe), origin + design @ probe, rtol=1e-9, atol=1e-9):
        return None
    labels = y.ravel() - origin
    best = np.asarray(np.linalg.lstsq(design, labels, rcond=None)[0], float)
    residual = labels - design @ best
    deviation = y.ravel() - y.mean()
    triangle = np.asarray(np.linalg.qr(design, mode="r"), float)
    return LeastSquares(shapes, best, triangle, float(residual @ residual), float(deviation @ deviation))


def loss_at(watch: Watch, x: Array, y: Array, values: Mapping[str, Any]) -> float:
    """Return the watched loss of all data at `values`."""
    prediction = np.asarray(watch.curve(x, **values), float)
    # Labels of shape (n,) minus predictions of shape (n, 1) would be of shape (n, n).
    return float(watch.loss_of(np.reshape(y, prediction.shape), prediction))


def known_data(run: "Run") -> tuple[Array, Array]:
    """Return x and y of what a run is known to train on: its data, or else the examples of its first batches.

    Both are empty where there are none yet.
    """
    if run.start is None or run.start.x.size:
        return (run.start.x, run.start.y) if run.start else (np.empty((0, 1)), np.empty((0, 1)))
    kept = [batch for batch in map(run.batches.at, range(min(most_batches, len(run.history)))) if batch]
    if not kept:
        return run.start.x, run.start.y
    x, y = (np.concatenate(parts).astype(float) for parts in zip(*kept, strict=True))
    return x, y.reshape(-1, 1)


def flatten(values: Mapping[str, Any], shapes: Shapes) -> Array:
    """Put the parameters into one vector, in the order of `shapes`."""
    return np.concatenate([np.asarray(values[name], float).ravel() for name in shapes])


def unflatten(flat: Array, shapes: Shapes) -> dict[str, Array]:
    """Give the parameters in one vector their names and shapes back."""
    ends = np.cumsum([prod(shape) for shape in shapes.values()])
    return {
        name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), np.split(flat, ends[:-1]), strict=True)
    }
