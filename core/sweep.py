"""Runs a lesson over and over, with one or two of its hyperparameters varied.

The points are run in worker processes by joblib: random states and the number of threads belong to a process.
`joblib.parallel_config` chooses another backend than processes on this machine, such as a Dask cluster.
"""

from collections.abc import Callable, Mapping, Sequence
from math import gcd, inf
from time import perf_counter

import joblib

from core.lesson import Lesson
from core.sweep_axes import Axis, grid
from core.sweep_point import Point, run_point
from core.sweep_workers import run_in_workers

start_seconds = 3.0
"""What worker processes take to start: each of them imports torch. Quick sweeps are over by then."""


def sweep(
    lesson: Lesson,
    axes: Sequence[Axis],
    values: Mapping[str, object] | None = None,
    on_point: Callable[[Point], None] | None = None,
    keep_going: Callable[[], bool] | None = None,
    workers: int | None = None,
    alone_seconds: float = start_seconds,
) -> list[Point]:
    """Run a lesson at every combination of the axes' values, and return the points that were reached, in that order.

    `values` are the other hyperparameters. Each point goes to `on_point` as it is finished, in an order that soon
    covers the whole grid. `keep_going` is asked every 50 ms, from another thread too; a no leaves what is not
    finished. For the first `alone_seconds` points are run in this process, and for ever where `workers` is 1: a
    program that runs a lesson in another of its threads gives 0 and at least 2 workers.

    Raises InputError before anything is run, and WorkersLostError.
    """
    settings = grid(lesson, axes, values or {})
    order, goes_on, found = _spread(len(settings)), keep_going or (lambda: True), {}
    workers = workers or joblib.cpu_count()
    memory_limit = 2**31 // workers

    def take(index: int, point: Point) -> None:
        found[index] = point
        if on_point:
            on_point(point)

    alone_until = perf_counter() + (inf if workers == 1 else alone_seconds)

    def goes_on_alone() -> bool:
        return perf_counter() < alone_until and goes_on()

    while len(found) < len(order) and goes_on_alone():
        index = order[len(found)]
        if point := run_point(lesson, values or {}, settings[index], memory_limit, goes_on_alone):
            take(index, point)
    rest = [(index, settings[index]) for index in order[len(found) :]]
    if rest and goes_on():
        run_in_workers(lesson, values or {}, rest, memory_limit, take, goes_on, workers)
    return [found[index] for index in sorted(found)]


def _spread(count: int) -> list[int]:
    """Return the numbers below `count` in an order in which the first ones already lie all over them."""
    stride = max(1, round(count * 0.618))
    while gcd(stride, count) > 1:
        stride += 1
    return [index * stride % count for index in range(count)]
