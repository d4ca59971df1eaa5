"""Which hyperparameters a sweep varies, and over which values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np

from core.lesson import Lesson
from core.parameter import Parameter, shown
from core.text import QT_TRANSLATE_NOOP, InputError

most_points = 10_000


@dataclass(frozen=True)
class Axis:
    """A hyperparameter and the values that it takes; `log` says that they stand in proportion."""

    name: str
    values: tuple[Any, ...]
    log: bool = False


def read_axis(lesson: Lesson, text: str) -> Axis:
    """Read an axis as it is typed: learning-rate=log:1e-4:1:50, =lin:0:1:11, =list:0.1,0.2 or optimizer=SGD,Adam.

    Raises InputError.
    """
    given, equals, values = text.partition("=")
    parameter = lesson.parameter(given.strip().replace("-", "_"), given)
    scale, colon, rest = values.partition(":")
    if equals and scale in ("lin", "log") and colon:
        ends = rest.split(":")
        if len(ends) == 3 and ends[2].strip().isdecimal() and len(ends[2]) < 20:
            low, high = parameter.parse(ends[0]), parameter.parse(ends[1])
            return spaced(parameter, low, high, int(ends[2]), scale == "log")
    elif words := values.removeprefix("list:").strip():
        return listed(parameter, [parameter.parse(word) for word in words.split(",")])
    template = QT_TRANSLATE_NOOP(
        "core", "{name} must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values with commas between them, not {given}."
    )
    raise InputError(template, name=shown(given), given=shown(values))


def spaced(parameter: Parameter, low: object, high: object, count: int, log: bool) -> Axis:
    """Return `count` numbers from `low` to `high`, evenly spaced or in proportion; whole ones are rounded.

    Raises InputError.
    """
    if parameter.type not in (int, float):
        template = QT_TRANSLATE_NOOP("core", "{label} is no number: give its values with commas between them.")
        raise InputError(template, label=parameter.label.text)
    first, last = sorted((parameter.check(low), parameter.check(high)))
    if log and first <= 0:
        template = QT_TRANSLATE_NOOP("core", "{label} on a logarithmic range must begin above 0, not at {given}.")
        raise InputError(template, label=parameter.label.text, given=shown(first))
    if not 2 <= count <= most_points:
        template = QT_TRANSLATE_NOOP("core", "{label} must take from 2 to {most} values, not {given}.")
        raise InputError(template, label=parameter.label.text, most=most_points, given=count)
    numbers = (np.geomspace if log else np.linspace)(first, last, count).tolist()
    inner = (round(n) if parameter.type is int else float(f"{n:.12g}") for n in numbers[1:-1])
    return Axis(parameter.name, _distinct(parameter, [first, *inner, last]), log)


def listed(parameter: Parameter, values: Iterable[object]) -> Axis:
    """Return an axis of these values.

    Raises InputError.
    """
    if parameter.type is tuple:
        template = QT_TRANSLATE_NOOP("core", "{label} holds several numbers and cannot be varied.")
        raise InputError(template, label=parameter.label.text)
    return Axis(parameter.name, _distinct(parameter, values))


def grid(lesson: Lesson, axes: Sequence[Axis], values: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return every combination of the axes' values, the last axis' changing first; `values` are the other values.

    Raises InputError.
    """
    if not 1 <= len(axes) <= 2:
        template = QT_TRANSLATE_NOOP("core", "A sweep varies one or two parameters, not {count}.")
        raise InputError(template, count=len(axes))
    if len(axes) == 2 and axes[0].name == axes[1].name:
        label = lesson.parameter(axes[0].name).label.text
        raise InputError(QT_TRANSLATE_NOOP("core", "{label} is varied twice."), label=label)
    lesson.arguments(values)
    for axis in axes:
        for value in axis.values:
            lesson.parameter(axis.name).check(value)
    count = prod(len(axis.values) for axis in axes)
    if not 1 <= count <= most_points:
        template = QT_TRANSLATE_NOOP("core", "A sweep has from 1 to {most} points, not {count}.")
        raise InputError(template, most=most_points, count=count)
    names = [axis.name for axis in axes]
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*(axis.values for axis in axes))]


def _distinct(parameter: Parameter, values: Iterable[object]) -> tuple[Any, ...]:
    """Check values and leave out what is there already."""
    return tuple(dict.fromkeys(parameter.check(value) for value in values))
