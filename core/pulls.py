"""How each example pulls at the parameters: its own share of the gradient."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis import Shapes, flatten, unflatten
from core.curvature import loss_slope
from core.watch import Watch

Array = NDArray[np.float64]

relative_step = float(np.cbrt(np.finfo(float).eps))
"""Of a central difference: longer ones miss the curve's bend, shorter ones lose digits."""


def pulls(watch: Watch, x: Array, y: Array, values: Mapping[str, Any], shapes: Shapes) -> Array:
    """Return each example's own gradient (n, p) of every parameter element; their mean is that of the watched loss.

    x and y: n examples along the first axis; values: the parameters, of these shapes, p elements in all.
    """
    count = len(y)

    def predict(flat: Array) -> Array:
        return np.broadcast_to(np.ravel(np.asarray(watch.curve(x, **unflatten(flat, shapes)), float)), count)

    flat = flatten(values, shapes)
    slope = loss_slope(watch, np.ravel(y), predict(flat))
    return count * slope[:, None] * _sensitivity(predict, flat)


def gradient_at(watch: Watch, x: Array, y: Array, values: Mapping[str, Any], shapes: Shapes) -> Array:
    """Return the gradient (p,) of the watched loss of these examples at `values`."""
    return pulls(watch, x, y, values, shapes).mean(axis=0)


def _sensitivity(predict: Any, flat: Array) -> Array:
    """Return the derivative of each prediction by each parameter element (n, p)."""
    units = np.eye(flat.size)
    origin = predict(np.zeros(flat.size))
    design = np.stack([predict(unit) - origin for unit in units], axis=1)
    probe = np.linspace(0.5, 2.0, flat.size)
    expected = origin + design @ probe
    if np.abs(predict(probe) - expected).max() <= 1e-9 * (1 + np.abs(expected).max()):
        return design  # linear in the parameters: exact, however large these are
    steps = relative_step * np.maximum(1.0, np.abs(flat))
    changes = [predict(flat + step) - predict(flat - step) for step in steps * units]
    return np.stack(changes, axis=1) / (2 * steps)
