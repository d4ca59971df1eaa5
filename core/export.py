"""A run in forms that other programs read."""

import csv
import json
import platform
from codecs import getwriter
from collections.abc import Mapping
from importlib import metadata
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.atomic import replacing, write_atomically
from core.recorder import elements
from core.run import Run
from core.run_facts import State
from core.source import shown_source


def versions() -> dict[str, str]:
    """Name the versions on which the digits depend."""
    return {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}


def program_version() -> str:
    """Name the release of Fitscope that this is."""
    try:
        return metadata.version("fitscope")
    except metadata.PackageNotFoundError:  # it runs from a folder that nobody has installed
        return "unknown"


def as_json(run: Run) -> dict[str, Any]:
    """Return a run as one JSON object; a number that is not finite is the string "nan", "inf" or "-inf".

    `parameters` has the last value of what was changed live; `changes` has every change. `stopped` is "interrupted"
    for a run that somebody stopped.
    """
    updates = len(run.history)
    row = run.history.row(updates - 1) if updates else {}
    return {
        "lesson": run.lesson.name,
        "parameters": run.values,
        "changes": _changes(run),
        "iteration": updates - 1 if updates else None,
        "updates": updates,
        "stopped": _stopped(run),
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
    """Write the history as CSV at full precision: one row an iteration, below lines with # that say what it is of.

    The file is there whole or not at all. Raises OSError.
    """
    facts = {
        "fitscope": program_version(),
        "lesson": run.lesson.name,
        "parameters": json.dumps(run.arguments, ensure_ascii=False),
        "changes": json.dumps(_changes(run), ensure_ascii=False),
        "stopped": _stopped(run),
        **versions(),
    }
    columns = [run.history.column(name).tolist() for name in run.history.columns]
    rows = range(len(columns[0]) if columns else 0)  # of a run that goes on, the next columns may have more
    with replacing(path) as file:
        text = getwriter("utf-8")(file)
        for name, fact in facts.items():
            text.write(f"# {name}: {fact}\n")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["iteration", *run.history.columns])
        writer.writerows(zip(rows, *columns, strict=False))


def script(run: Run) -> str:
    """Write the lesson with the run's hyperparameters as a program of its own, which prints the same digits."""
    on = ", ".join(f"{name} {version}" for name, version in versions().items())
    lines = [
        f"# The lesson {run.lesson.name} of Fitscope {program_version()}, as a program of its own.",
        f"# Its digits were those of {on}; others may give other last digits.",
    ]
    if run.events:
        lines.append("# The run that it is of also had live changes, which this program does not make:")
        lines += [f"#   {event.name} = {event.value!r} from iteration {event.iteration} on" for event in run.events]
    return "\n".join([*lines, "", shown_source(run.lesson, run.arguments).text])


def write_json(run: Run, path: Path) -> None:
    """Write `as_json` into a file, which is there whole or not at all. Raises OSError."""
    text = json.dumps(as_json(run), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    write_atomically(path, text.encode())


def write_script(run: Run, path: Path) -> None:
    """Write `script` into a file, which is there whole or not at all. Raises OSError."""
    write_atomically(path, script(run).encode())


def _stopped(run: Run) -> str:
    return run.why.value if run.state is State.FINISHED and run.why else "interrupted"


def _changes(run: Run) -> list[dict[str, Any]]:
    return [{"iteration": event.iteration, "name": event.name, "value": event.value} for event in run.events]


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
