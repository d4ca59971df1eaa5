"""A sweep in forms that people and other programs read."""

import csv
import json
from codecs import getwriter
from collections.abc import Mapping, Sequence
from math import isfinite, prod
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from core.atomic import replacing
from core.export import versions
from core.lesson import Lesson
from core.progress import Progress, width
from core.recorder import elements
from core.sweep_axes import Axis
from core.sweep_point import Point

shown_digits = 6


def as_json(lesson: Lesson, axes: Sequence[Axis], values: Mapping[str, Any], points: Sequence[Point]) -> dict[str, Any]:
    """Return a sweep as one JSON object; a number that is not finite is the string "nan", "inf" or "-inf"."""
    return {
        "lesson": lesson.name,
        "vary": {axis.name: list(axis.values) for axis in axes},
        "parameters": _others(lesson, axes, values),
        "points": [
            {
                "settings": dict(point.settings),
                "loss": _jsonable(point.loss),
                "iterations": point.iterations,
                "stopped_at": point.stopped_at,
                "stopped": point.stopped,
                "message": str(point.message) if point.message else None,
                "values": {name: _jsonable(value) for name, value in point.values.items()},
            }
            for point in points
        ],
        "complete": _is_complete(axes, points),
        "versions": versions(),
    }


def table(axes: Sequence[Axis], points: Sequence[Point]) -> tuple[list[str], list[list[Any]]]:
    """Return a sweep's columns and rows: settings, loss, iterations, why it stopped, parameters; "" for what is not."""
    shapes = {name: np.shape(value) for point in points for name, value in point.values.items()}
    names = [axis.name for axis in axes]
    parameters = [element for name, shape in shapes.items() for element in elements(name, shape)]
    rows = []
    for point in points:
        fixed = [point.loss, point.iterations, "" if point.stopped_at is None else point.stopped_at, point.stopped]
        rows.append([*(point.settings[name] for name in names), *fixed])
        for name, shape in shapes.items():
            blank = [""] * len(elements(name, shape))
            rows[-1] += np.ravel(point.values[name]).tolist() if name in point.values else blank
    return [*names, "loss", "iterations", "stopped_at", "stopped", *parameters], rows


def write_csv(
    path: Path, lesson: Lesson, axes: Sequence[Axis], values: Mapping[str, Any], points: Sequence[Point]
) -> None:
    """Write a sweep as CSV at full precision, below lines with # that say what it is of.

    The file is there whole or not at all. Raises OSError.
    """
    header, rows = table(axes, points)
    facts = {"lesson": lesson.name, "parameters": json.dumps(_others(lesson, axes, values), ensure_ascii=False)}
    facts |= {"complete": str(_is_complete(axes, points)).lower(), **versions()}
    with replacing(path) as file:
        text = getwriter("utf-8")(file)
        for name, fact in facts.items():
            text.write(f"# {name}: {fact}\n")
        csv.writer(text, lineterminator="\n").writerows([header, *rows])


def summary(lesson: Lesson, axes: Sequence[Axis], points: Sequence[Point]) -> str:
    """Write a sweep as a table for a person."""
    header, rows = table(axes, points)
    cells = [header, *([_told(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(wide) for cell, wide in zip(row, widths, strict=True)) for row in cells]
    whole = "" if _is_complete(axes, points) else ", interrupted"
    return "\n".join([f"{lesson.name}: {len(points)} points{whole}", *lines])


class SweepProgress(Progress):
    """Draws how many points are there, and how long the rest will take; `total` is how many there will be."""

    def __init__(self, stream: Any, total: int) -> None:
        """Begin; the bar appears when a second has passed."""
        super().__init__(stream, total)
        self._points = total

    def show(self, done: int) -> None:
        """Draw the bar, at most ten times a second."""
        now = monotonic()
        if not self._terminal or now - self._start < 1 or now - self._last < 0.1:
            return
        self._last, self._shown = now, True
        left = f", {(now - self._start) * (self._points - done) / done:,.0f} s left" if done else ""
        bar = "#" * (width * done // self._points)
        self._stream.write(f"\r\x1b[K[{bar:<{width}}] {done:,} of {self._points:,} points{left}")
        self._stream.flush()


def _others(lesson: Lesson, axes: Sequence[Axis], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the hyperparameters that are not varied."""
    varied = {axis.name for axis in axes}
    return {name: value for name, value in lesson.arguments(values).items() if name not in varied}


def _is_complete(axes: Sequence[Axis], points: Sequence[Point]) -> bool:
    return len(points) == prod(len(axis.values) for axis in axes)


def _jsonable(value: Any) -> Any:
    if isinstance(value, list):
        return [_jsonable(element) for element in value]
    return value if isfinite(value) else str(value)


def _told(cell: Any) -> str:
    return f"{cell:.{shown_digits}g}" if isinstance(cell, float) else str(cell)
