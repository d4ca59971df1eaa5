"""The command `python -m core sweep LESSON`."""

import argparse
import json
import signal
import sys
from math import prod
from pathlib import Path
from typing import Any

from core.lesson import Lesson
from core.options import add_parameters, check_file, given_parameters, writing
from core.sweep import sweep
from core.sweep_axes import Axis, grid, read_axis
from core.sweep_report import SweepProgress, as_json, summary, write_csv
from core.sweep_workers import WorkersLostError, end_workers
from core.text import InputError

most_workers = 1024


def add_sweep(parser: argparse.ArgumentParser, lesson: Lesson) -> None:
    """Add the options of a sweep of a lesson."""
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="NAME=VALUES",
        help="vary a parameter, for one or two of them: learning-rate=log:1e-4:1:50, noise=lin:0:2:11 or seed=1,2,3",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the result as one JSON object")
    form.add_argument("--csv", type=Path, metavar="FILE", help="write the result into FILE at full precision")
    parser.add_argument("--workers", metavar="N", help="run in so many processes (default: one a core)")
    add_parameters(parser, lesson)


def sweep_lesson(lesson: Lesson, options: argparse.Namespace) -> int:
    """Run a sweep to its end, or to Ctrl-C, and print what came of it; return 1 if points were lost."""
    axes = [read_axis(lesson, text) for text in options.vary]
    values = given_parameters(options, lesson)
    if twice := next((axis.name for axis in axes if axis.name in values), None):
        raise InputError("{label} is both given and varied.", label=lesson.parameters[twice].label.text)
    if not axes:
        raise InputError("--vary is missing: name a parameter and its values, as in seed=1,2,3.")
    grid(lesson, axes, values)
    workers = _workers(options.workers)
    check_file("--csv", options.csv)
    interrupted = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        interrupted = True

    progress, done, lost = SweepProgress(sys.stderr, prod(len(axis.values) for axis in axes)), [], ""

    def keep_going() -> bool:
        progress.show(len(done))
        return not interrupted

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        points = sweep(lesson, axes, values, done.append, keep_going, workers)
    except WorkersLostError as error:
        points, lost = done, f"A worker process ended by itself; the points that it had are missing: {error}"
    finally:
        end_workers()
        progress.finish()
        signal.signal(signal.SIGINT, before)
    _print(lesson, axes, values, points, options)
    if lost:
        print(lost, file=sys.stderr)
    return 1 if lost else 0


def _print(lesson: Lesson, axes: list[Axis], values: dict[str, Any], points: list, options: argparse.Namespace) -> None:
    if not options.csv:
        result = as_json(lesson, axes, values, points) if options.json else None
        print(json.dumps(result, allow_nan=False) if result else summary(lesson, axes, points))
        return
    with writing("--csv", options.csv):
        write_csv(options.csv, lesson, axes, values, points)
    print(f"{len(points)} points written into {options.csv}")


def _workers(given: str | None) -> int | None:
    """Read how many worker processes there are to be."""
    if given is None:
        return None
    if given.isdecimal() and len(given) < 10 and 1 <= int(given) <= most_workers:
        return int(given)
    raise InputError("--workers must be a whole number from 1 to {most}, not {given}.", most=most_workers, given=given)
