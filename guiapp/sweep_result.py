"""What a sweep has found so far, as its view draws and tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, isfinite, prod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from core.curvature import Quadratic
from core.lesson import Lesson
from core.stability import largest_stable_rate, rule_of
from core.sweep_axes import Axis
from guiapp.language import say, translated
from guiapp.sweep_runner import Order
from guiapp.wording import number

if TYPE_CHECKING:
    from core.sweep_point import Point

LOSS, ITERATIONS, ENDING = range(3)
"""What a sweep shows of each point."""


@dataclass(frozen=True, eq=False)
class SweepResult:
    """The points of a sweep that are there, by their places on the axes."""

    order: Order
    quadratic: Quadratic | None = None
    """The shape of the loss with the order's values, where it is known."""
    points: dict[tuple[int, ...], "Point"] = field(default_factory=dict)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return the one or two axes."""
        return self.order.axes

    @property
    def total(self) -> int:
        """Count the points that there will be."""
        return prod(len(axis.values) for axis in self.axes)

    def take(self, points: "list[Point]") -> None:
        """Add points."""
        for point in points:
            self.points[tuple(axis.values.index(point.settings[axis.name]) for axis in self.axes)] = point

    def value(self, point: "Point", measure: int) -> float:
        """Return a point's loss or the iteration at which its rule fired; nan where it has none or diverged."""
        if point.diverged or measure == ENDING:
            return float("nan")
        if measure == ITERATIONS:
            return float("nan") if point.stopped_at is None else float(point.stopped_at)
        return point.loss if isfinite(point.loss) else float("nan")

    def label(self, axis: Axis) -> str:
        """Name an axis."""
        return translated(self.order.lesson.parameters[axis.name].label.text)

    def all_values(self, point: "Point") -> dict[str, Any]:
        """Return all hyperparameters of a point."""
        return self.order.values | dict(point.settings)

    def tell(self, point: "Point") -> str:
        """Say what a point is of, and what came of it."""
        settings = ", ".join(f"{self.label(axis)} {written(point.settings[axis.name])}" for axis in self.axes)
        text = QCoreApplication.translate("sweep", "{settings}: loss {loss} after {count} iterations; {ending}")
        loss = number(point.loss, 4)
        return text.format(settings=settings, loss=loss, count=point.iterations, ending=ending(point.stopped))

    def limits(self, place: int) -> list[float]:
        """Return the largest stable learning rate for each value of the other axis, inf where it is not known.

        `place` is that of the learning rate's axis. Without another axis there is one limit.
        """
        others = [axis for index, axis in enumerate(self.axes) if index != place]
        if not others:
            return [stable_rate(self.order.lesson, self.quadratic, self.order.values)]
        other = others[0]
        changes_data = self.order.lesson.parameters[other.name].label.group == "Data"
        known = None if changes_data else self.quadratic
        return [stable_rate(self.order.lesson, known, self.order.values | {other.name: v}) for v in other.values]


def stable_rate(lesson: Lesson, quadratic: Quadratic | None, values: Mapping[str, Any]) -> float:
    """Return the largest stable learning rate with these hyperparameters; inf where it is not known."""
    rule = rule_of(lesson.watch, values)
    return largest_stable_rate(quadratic, rule) if quadratic and rule else inf


def written(value: Any) -> str:
    """Write a hyperparameter's value with few digits."""
    if isinstance(value, bool):
        on, off = QCoreApplication.translate("sweep", "on"), QCoreApplication.translate("sweep", "off")
        return on if value else off
    return f"{value:.4g}".replace("-", "−") if isinstance(value, float) else str(value)


def ending(stopped: str) -> str:
    """Say how a run ended."""
    return {
        "stop_rule": QCoreApplication.translate("sweep", "stopped by its rule"),
        "completed": QCoreApplication.translate("sweep", "ran to its end"),
        "diverged": QCoreApplication.translate("sweep", "diverged"),
        "failed": QCoreApplication.translate("sweep", "failed"),
        "memory": QCoreApplication.translate("sweep", "the record is full"),
    }[stopped]


def as_table(result: SweepResult) -> str:
    """Write the points as lines of columns with tabs between them, at full precision."""
    head = [result.label(axis) for axis in result.axes]
    head += [QCoreApplication.translate("sweep", "Final loss"), QCoreApplication.translate("sweep", "Iterations")]
    head += [QCoreApplication.translate("sweep", "How it ended"), *_parameters(result)]
    lines = ["\t".join(head)]
    for _, point in sorted(result.points.items()):
        cells = [point.settings[axis.name] for axis in result.axes] + [point.loss, point.iterations]
        cells += [ending(point.stopped), *(point.values.get(name, "") for name in _parameters(result))]
        if point.message and point.stopped == "failed":
            cells.append(say(point.message))
        lines.append("\t".join(map(str, cells)))
    return "\n".join(lines)


def _parameters(result: SweepResult) -> list[str]:
    """Name the fitted parameters."""
    return list(dict.fromkeys(name for point in result.points.values() for name in point.values))
