"""A run in forms that other programs read."""

import csv
import platform
from codecs import getwriter
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.atomic import replacing
from core.recorder import elements
from core.run import Run, State


def versions() -> dict[str, str]:
    """Name the versions on which the digits depend."""
    return {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}


def as_json(run: Run) -> dict[str, Any]:
    """Return a run as one JSON object; a number that is not finite is the string "nan", "inf" or "-inf".

    `stopped` is "interrupted" for a run that somebody stopped.
    """
    updates = len(run.history)
    row = run.history.row(updates - 1) if updates else {}
    stopped = run.why.value if run.state is State.FINISHED and run.why else "interrupted"
    return {
        "lesson": run.lesson.name,
        "parameters": run.values,
        "iteration": updates - 1 if updates else None,
        "updates": updates,
        "stopped": stopped,
        "message": str(run.message) if run.message else None,
        "loss": _number(row["loss"]) if row else None,
        "values": _nested(row, run.shapes, ""),
        "gradients": _nested(row, run.shapes, ".grad"),
        "output": run.output.lines,
        "versions": versions(),
    }


def summary(result: Mapping[str, Any]) -> str:
    """Write a result of `as_json` for a person."""
    names = {
        "stop_rule": "the stop rule fired",
        "completed": "the program ended",
        "diverged": "diverged",
        "failed": "failed",
        "memory": "the record is full",
        "interrupted": "interrupted",
    }
    head = f"{result['lesson']}: {names[result['stopped']]}"
    if result["updates"]:
        head += f" at iteration {result['iteration']}, loss {result['loss']}"
    lines = [head + (f" ({result['message']})" if result["message"] else "")]
    return "\n".join([*lines, *(f"  {name} = {value}" for name, value in result["values"].items())])


def write_history(run: Run, path: Path) -> None:
    """Write the history as CSV at full precision: a header, then one row an iteration.

    The file is there whole or not at all. Raises OSError.
    """
    with replacing(path) as file:
        writer = csv.writer(getwriter("utf-8")(file))
        writer.writerow(["iteration", *run.history.columns])
        columns = [run.history.column(name).tolist() for name in run.history.columns]
        writer.writerows(zip(range(len(run.history)), *columns, strict=True))


def _nested(row: Mapping[str, float], shapes: Mapping[str, tuple[int, ...]], suffix: str) -> dict[str, Any]:
    """Put the elements of each parameter back into their shape: a number, or nested lists."""
    if not row:
        return {}
    result = {}
    for name, shape in shapes.items():
        numbers = np.array([_number(row[element]) for element in elements(name + suffix, shape)], dtype=object)
        result[name] = numbers[0] if numbers.size == 1 else numbers.reshape(shape).tolist()
    return result


def _number(value: float) -> float | str:
    return value if isfinite(value) else str(value)
