"""Which learning rates are stable, where the loss is quadratic in the parameters.

Along each main axis of such a loss, of curvature c, an update with the learning rate r takes the distance e to the
best parameters from e[k] to e[k+1] = (1 + m - r c) e[k] - m e[k-1]. The memory m is how much of the sum of the past
gradients an update keeps: nothing where they are zeroed, all of it where they never are, the momentum between.
With Nesterov's momentum it is e[k+1] = (1 - r c) ((1 + m) e[k] - m e[k-1]).
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.curvature import Quadratic
from core.watch import Watch

Array = NDArray[np.float64]

most_iterations = 2**53
block, most_blocks = 1000, 1000


@dataclass(frozen=True)
class Rule:
    """How a lesson updates its parameters: it subtracts learning_rate * (memory * the sum before + the gradient)."""

    memory: float = 0.0
    """0 where gradients are zeroed, 1 where they never are; between them the momentum, as torch.optim.SGD has it."""
    nesterov: bool = False

    @property
    def zeroed(self) -> bool:
        """Whether past gradients are forgotten, at once or by and by."""
        return self.memory < 1


class Outlook(Enum):
    """What the loss will do if the learning rate stays as it is."""

    CONVERGES = "converges"
    OVERSHOOTS = "overshoots"
    """It converges, but updates jump beyond the best parameters."""
    OSCILLATES = "oscillates"
    DIVERGES = "diverges"


@dataclass(frozen=True)
class Zone:
    """Learning rates of one outlook."""

    low: float
    high: float
    outlook: Outlook


def rule_of(watch: Watch, values: Mapping[str, Any]) -> Rule | None:
    """Return how a lesson with these hyperparameters updates; None where an optimiser has a rule of its own."""
    if watch.optimizer and values[watch.optimizer] != "SGD":
        return None
    if watch.zero_grad and not values[watch.zero_grad]:
        return Rule(1.0)
    return Rule(
        float(values[watch.momentum]) if watch.momentum else 0.0,
        bool(watch.nesterov and values[watch.nesterov]),
    )


def largest_stable_rate(quadratic: Quadratic, rule: Rule) -> float:
    """Return the learning rate above which the loss grows without bound; inf where the loss is the same everywhere."""
    memory = rule.memory
    return _rate(2 * (1 + memory) / (1 + 2 * memory if rule.nesterov else 1), quadratic)


def largest_steady_rate(quadratic: Quadratic, rule: Rule) -> float:
    """Return the learning rate up to which no update jumps beyond the best parameters along any main axis."""
    memory = rule.memory
    return _rate(((1 - memory) / (1 + memory)) ** 2 if rule.nesterov else (1 - sqrt(memory)) ** 2, quadratic)


def outlook(quadratic: Quadratic, rule: Rule, learning_rate: float) -> Outlook:
    """Say what the loss will do with this learning rate, from parameters that are off the best ones on every axis."""
    limit = largest_stable_rate(quadratic, rule)
    if learning_rate > limit:
        return Outlook.DIVERGES
    if learning_rate == limit:
        # A sum that never forgets is pushed at its own rhythm there: its swings grow by the same amount each time.
        return Outlook.OSCILLATES if rule.zeroed else Outlook.DIVERGES
    if learning_rate <= largest_steady_rate(quadratic, rule):
        return Outlook.CONVERGES
    return Outlook.OVERSHOOTS if rule.zeroed else Outlook.OSCILLATES


def zones(quadratic: Quadratic, rule: Rule) -> list[Zone]:
    """Divide the learning rates from 0 to infinity by their outlook."""
    steady, limit = largest_steady_rate(quadratic, rule), largest_stable_rate(quadratic, rule)
    middle = Outlook.OVERSHOOTS if rule.zeroed else Outlook.OSCILLATES
    ends = [(0.0, steady, Outlook.CONVERGES), (steady, limit, middle), (limit, inf, Outlook.DIVERGES)]
    return [Zone(*zone) for zone in ends if zone[0] < zone[1]]


def condition_number(quadratic: Quadratic) -> float:
    """Return the greatest curvature over the least; inf where the loss has a direction in which it does not change."""
    values = quadratic.eigenvalues
    return float(values[0] / values[-1]) if values[-1] > 0 else inf


def iterations_to_tenth(quadratic: Quadratic, rule: Rule, learning_rate: float, flat: Array) -> int | None:
    """Count the iterations from the parameters `flat` (p,), with nothing summed yet, to a tenth of the excess loss.

    The excess is over the least loss possible. None where the loss does not converge; with momentum also where it
    takes more than a million.
    """
    away = np.asarray(flat, float) - quadratic.best
    converges = outlook(quadratic, rule, learning_rate) in (Outlook.CONVERGES, Outlook.OVERSHOOTS)
    if not converges or not np.isfinite(away).all():
        return None
    away = quadratic.eigenvectors.T @ (away / (abs(away).max(initial=0.0) or 1.0))  # great squares overflow
    curvatures = quadratic.eigenvalues
    goal = float(curvatures @ away**2) / 10
    if goal == 0:
        return 0
    if rule.memory:
        return _count_steps(curvatures, rule, learning_rate, away, goal)

    def reached(iterations: int) -> bool:
        factors = abs(1 - learning_rate * curvatures) ** float(iterations)
        return float(curvatures @ (factors * away) ** 2) <= goal

    count = bisect_left(range(most_iterations), True, key=reached)
    return count if count < most_iterations else None


def _rate(product: float, quadratic: Quadratic) -> float:
    """Return the learning rate that is `product` when multiplied by the greatest curvature."""
    greatest = float(quadratic.eigenvalues.max(initial=0.0))
    return product / greatest if greatest > 0 else inf


def _count_steps(curvatures: Array, rule: Rule, learning_rate: float, away: Array, goal: float) -> int | None:
    """Follow the distances along the main axes, many iterations at a time, until the excess loss is `goal`."""
    # A distance is `turn` times the one before it, less `back` times the one before that.
    shrink = 1 - learning_rate * curvatures
    turn = (1 + rule.memory) * shrink if rule.nesterov else rule.memory + shrink
    back = rule.memory * shrink if rule.nesterov else np.full_like(shrink, rule.memory)
    now, before = np.empty((2, block + 1, len(away)))
    now[0], now[1], before[0], before[1] = 1.0, turn, 0.0, -1.0
    for step in range(2, block + 1):
        now[step] = turn * now[step - 1] - back * now[step - 2]
        before[step] = turn * before[step - 1] - back * before[step - 2]
    lag = rule.memory * away  # nothing was summed before the first iteration
    for index in range(most_blocks):
        path = now * away + before * lag
        found = np.flatnonzero(path**2 @ curvatures <= goal)
        if found.size:
            return index * block + int(found[0])
        away, lag = path[block], back * path[block - 1]
    return None
