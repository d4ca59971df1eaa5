"""The shape of a loss that is quadratic in the parameters: where it is least, and how it curves away from there."""

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.analysis import LeastSquares, Shapes, least_squares, loss_at, unflatten
from core.watch import Watch

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Quadratic:
    """A loss of p parameters, least + ½ (parameters − best)ᵀ hessian (parameters − best)."""

    shapes: Shapes
    best: Array
    """The parameters with the least loss, as one vector (p,)."""
    least: float
    hessian: Array

    @cached_property
    def eigenvalues(self) -> Array:
        """Return the curvatures along the main axes, the greatest first; none is below 0."""
        return self._axes[0]

    @cached_property
    def eigenvectors(self) -> Array:
        """Return the main axes as columns, in the order of the eigenvalues."""
        return self._axes[1]

    @cached_property
    def _axes(self) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(self.hessian)
        # Of a direction that changes nothing, rounding leaves a tiny curvature of either sign.
        values[values < 1e-13 * values.max(initial=0.0)] = 0.0
        return values[::-1], vectors[:, ::-1]

    def loss(self, parameters: Array) -> Array:
        """Return the loss at one vector of parameters (p,), or at many (..., p)."""
        away = np.asarray(parameters, float) - self.best
        return self.least + 0.5 * np.einsum("...i,ij,...j->...", away, self.hessian, away)

    def gradient(self, parameters: Array) -> Array:
        """Return the gradient of the loss at one vector of parameters (p,)."""
        return self.hessian @ (np.asarray(parameters, float) - self.best)


def quadratic_loss(
    watch: Watch, x: Array, y: Array, shapes: Shapes, fit: LeastSquares | None = None
) -> Quadratic | None:
    """Find the shape of the watched loss over all of the data; None without data, or where it is not quadratic.

    x and y: the data, examples along the first axis; shapes: of each parameter; fit: theirs, if it is known.
    """
    fit = fit or least_squares(watch, x, y, shapes)
    if fit is None or not watch.has_loss_formula:
        return None
    size = sum(prod(shape) for shape in shapes.values())

    def predict(flat: Array) -> Array:
        return np.asarray(watch.curve(x, **unflatten(flat, shapes)), float)

    at_best = predict(fit.best)
    design = np.stack([(predict(unit) - predict(np.zeros(size))).ravel() for unit in np.eye(size)], axis=1)
    slope = loss_slope(watch, y, at_best)
    bent = [loss_slope(watch, y, at_best + column.reshape(at_best.shape)) - slope for column in design.T]
    hessian = design.T @ np.stack(bent, axis=1)
    result = Quadratic(shapes, fit.best, loss_at(watch, x, y, fit.values), (hessian + hessian.T) / 2)
    # Two places that no parameter's axis passes through tell another kind of loss.
    for scale in (1.0, -3.0):
        probe = fit.best + scale * np.linspace(0.5, 2.0, size)
        found = loss_at(watch, x, y, unflatten(probe, shapes))
        if not np.isclose(result.loss(probe), found, rtol=1e-9, atol=1e-12):
            return None
    return result


def loss_slope(watch: Watch, y: Array, prediction: Array) -> Array:
    """Return the derivative of the watched loss by each prediction, as a vector."""
    import torch  # here, because the window is painted before torch is there

    with torch.enable_grad():
        predicted = torch.tensor(prediction, dtype=torch.float64, requires_grad=True)
        watch.loss_of(torch.tensor(np.reshape(y, prediction.shape), dtype=torch.float64), predicted).backward()
    assert predicted.grad is not None
    return predicted.grad.numpy().ravel()
