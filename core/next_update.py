"""Where the next update of a run leads, for any learning rate."""

from dataclasses import dataclass, replace
from math import ceil, log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.analysis import Shapes, flatten, loss_at, unflatten
from core.curvature import Quadratic
from core.pulls import gradient_at
from core.stability import Rule, rule_of
from core.watch import Watch

if TYPE_CHECKING:  # which imports torch
    from core.run import Run

Array = NDArray[np.float64]

faded = 1e-12
"""What has become so small a part of a sum is left out."""
greatest_loss = 1e300
"""What is greater is as good as infinite: computing with it overflows."""


@dataclass(frozen=True)
class NextUpdate:
    """The update after a recorded row: it subtracts the learning rate times `direction` from `parameters`."""

    watch: Watch
    x: Array
    y: Array
    shapes: Shapes
    quadratic: Quadratic | None
    row: int
    """The row that it starts from: the last one with finite parameters and a finite loss; -1 is the start."""
    parameters: Array
    direction: Array

    def losses(self, learning_rates: Array) -> Array:
        """Return the loss over the data after an update with each of these learning rates (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            places = self.parameters - np.multiply.outer(np.asarray(learning_rates, float), self.direction)
            if self.quadratic:
                return self.quadratic.loss(places)
            return np.array([loss_at(self.watch, self.x, self.y, unflatten(place, self.shapes)) for place in places])

    def loss(self, learning_rate: float) -> float:
        """Return the loss over the data after an update with one learning rate; 0 gives the present loss."""
        return float(self.losses(np.array([learning_rate]))[0])


def next_update(
    run: "Run", row: int, x: Array, y: Array, shapes: Shapes, quadratic: Quadratic | None
) -> NextUpdate | None:
    """Find the update that follows recorded row `row` (-1: the start), for the loss of x and y.

    `quadratic` is the shape of that loss, if it has one. Where the parameters or their loss are not finite, it is the
    update after the last row where they are. None where there is none, without data, and where an optimiser goes by
    more than gradients.
    """
    if run.start is None or not x.size or not shapes or not rule_of(run.lesson.watch, run.values_at(row)):
        return None
    for start in range(row, -2, -1):
        parameters = _parameters(run, start, shapes)
        found = NextUpdate(run.lesson.watch, x, y, shapes, quadratic, start, parameters, np.zeros_like(parameters))
        if np.isfinite(parameters).all() and found.loss(0) < greatest_loss:
            return replace(found, direction=_direction(run, start, _gradient(found)))
    return None


def _gradient(update: NextUpdate) -> Array:
    """Return the gradient of the loss at an update's parameters."""
    if update.quadratic:
        return update.quadratic.gradient(update.parameters)
    values = unflatten(update.parameters, update.shapes)
    return gradient_at(update.watch, update.x, update.y, values, update.shapes)


def _parameters(run: "Run", row: int, shapes: Shapes) -> Array:
    """Return the parameters after a row as one vector."""
    assert run.start
    return flatten(run.start.values if row < 0 else run.parameters(row), shapes)


def _direction(run: "Run", row: int, gradient: Array) -> Array:
    """Return what the next update multiplies by the learning rate (p,), from its gradient and those up to a row."""
    rule = rule_of(run.lesson.watch, run.values_at(row))
    assert rule
    kept = rule.memory * _summed(run, row, gradient.size, rule) if rule.memory and row >= 0 else 0.0
    return gradient + rule.memory * (kept + gradient) if rule.nesterov else kept + gradient


def _summed(run: "Run", row: int, size: int, rule: Rule) -> Array:
    """Return the sum of the gradients up to a row (p,), each one fading by the memory with every later one."""
    columns = slice(1 + size, 1 + 2 * size)  # behind the loss and the parameters
    if not rule.zeroed:
        return run.history.values(row)[columns]  # a gradient that is never zeroed is the sum
    count = min(row + 1, ceil(log(faded) / log(rule.memory)))
    gradients = np.array([run.history.values(k)[columns] for k in range(row, row - count, -1)])
    return rule.memory ** np.arange(count) @ gradients
