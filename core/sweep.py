"""Runs a lesson over and over, with one or two of its hyperparameters varied.

The points are run in worker processes by joblib: random states and the number of threads belong to a process.
`joblib.parallel_config` chooses another backend than processes on this machine, such as a Dask cluster.
"""

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from math import gcd, inf, nan
from multiprocessing import TimeoutError, resource_tracker  # joblib's, which is not the built-in one
from threading import Event, Lock, Thread
from time import perf_counter
from typing import Any

import joblib
import torch
from joblib.externals.loky.backend import resource_tracker as loky_tracker

from core.lesson import Lesson
from core.run import Run, Why
from core.sweep_axes import Axis, grid
from core.text import QT_TRANSLATE_NOOP, Sentence

start_seconds = 3.0
"""What worker processes take to start: each of them imports torch. Quick sweeps are over by then."""
ask_seconds = 0.05
idle_seconds = 60
"""So long workers wait for another sweep."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Point:
    """What came of one run: its loss and parameters after `iterations` iterations, and why it stopped.

    `settings` are the varied hyperparameters; `stopped` is the value of a `Why`; the loss is nan where there is none.
    """

    settings: Mapping[str, Any]
    loss: float
    iterations: int
    stopped: str
    values: Mapping[str, Any]
    message: Sentence | None = None

    @property
    def stopped_at(self) -> int | None:
        """Return the iteration at which the lesson's stop rule fired; None where it did not."""
        return self.iterations - 1 if self.stopped == Why.STOP_RULE.value else None

    @property
    def diverged(self) -> bool:
        """Whether the loss or a parameter became infinite or nan."""
        return self.stopped == Why.DIVERGED.value


class WorkersLostError(RuntimeError):
    """A worker process ended by itself, or could not be reached: the points that are missing will not come."""


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
        _run_in_workers(lesson, values or {}, rest, memory_limit, take, goes_on, workers)
    return [found[index] for index in sorted(found)]


def run_point(
    lesson: Lesson,
    values: Mapping[str, object],
    settings: Mapping[str, Any],
    memory_limit: int = 2**31,
    keep_going: Callable[[], bool] | None = None,
) -> Point | None:
    """Run a lesson to its end on one thread, and return what came of it; None where `keep_going` said no."""
    with _one_at_a_time, _one_thread():
        try:
            run = Run(lesson, {**values, **settings}, memory_limit)
            run.checkpoints.due = inf  # nobody goes back in it
            run.advance(keep_going=keep_going, every=ask_seconds)
            if run.why is None:
                run.close()
                return None
        except Exception as error:  # the program's own, such as a full memory: one point less
            template = QT_TRANSLATE_NOOP("core", "{kind}: {reason}")
            message = Sentence(template, {"kind": type(error).__name__, "reason": str(error)})
            return Point(settings, nan, 0, Why.FAILED.value, {}, message)
    rows = len(run.history)
    found = run.parameters(rows - 1) if rows else {}
    numbers = {name: array.item() if array.size == 1 else array.tolist() for name, array in found.items()}
    loss = run.history.row(rows - 1)["loss"] if rows else nan
    return Point(settings, loss, rows, run.why.value, numbers, run.message)


def end_workers() -> None:
    """End the worker processes that wait for another sweep, and wait until they have ended."""
    if loky := sys.modules.get("joblib.externals.loky.reusable_executor"):
        executor = loky._executor  # to ask for it would start one
        if executor is not None:
            executor.shutdown(wait=True, kill_workers=True)


def _run_in_workers(
    lesson: Lesson,
    values: Mapping[str, object],
    rest: Sequence[tuple[int, dict[str, Any]]],
    memory_limit: int,
    take: Callable[[int, Point], None],
    goes_on: Callable[[], bool],
    workers: int,
) -> None:
    """Hand points to worker processes until all are there or `goes_on` says no, which ends the processes."""
    parallel = joblib.Parallel(n_jobs=workers, return_as="generator_unordered", idle_worker_timeout=idle_seconds)
    packed, owner = _packed(lesson), os.getpid()
    job = joblib.delayed(_work)
    with _interrupts_held():
        results: Any = parallel(job(index, packed, values, one, memory_limit, owner) for index, one in rest)
    with _watch(parallel, goes_on):
        arriving = _arriving(results, goes_on)
        for index, point in arriving:
            take(index, point)
            if not goes_on():
                with suppress(StopIteration):
                    arriving.throw(TimeoutError())


def _arriving(results: Any, goes_on: Callable[[], bool]) -> Generator[tuple[int, Point], None, None]:
    """Pass on what joblib returns, until the watch or the caller ends it."""
    try:
        yield from results
    except TimeoutError:
        return
    except Exception as error:
        if not goes_on():
            return
        raise WorkersLostError(str(error).partition("\n")[0]) from error


def _work(
    index: int,
    packed: str | Lesson,
    values: Mapping[str, object],
    settings: Mapping[str, Any],
    memory_limit: int,
    owner: int,
) -> tuple[int, Point]:
    """Run one point, in a worker; a process of the owner's own gives way to others, and ends with its owner."""
    from core.lessons import LESSONS

    lesson = LESSONS[packed] if isinstance(packed, str) else packed
    keep_going = None
    if hasattr(os, "nice") and os.getppid() == owner:
        os.nice(max(0, 10 - os.nice(0)))
        keep_going = lambda: os.getppid() == owner  # noqa: E731
    point = run_point(lesson, values, settings, memory_limit, keep_going)
    if point is None:
        os._exit(1)
    return index, replace(point, settings=settings)


def _packed(lesson: Lesson) -> str | Lesson:
    """Return what tells a worker which lesson is meant: the name of one of ours is enough."""
    from core.lessons import LESSONS

    return lesson.name if LESSONS.get(lesson.name) is lesson else lesson


@contextmanager
def _watch(parallel: joblib.Parallel, goes_on: Callable[[], bool]) -> Iterator[None]:
    """Have joblib give up once `goes_on` says no: it waits for the next point, and listens to its timeout only."""
    over = Event()

    def watch() -> None:
        while not over.wait(ask_seconds):
            if not goes_on():
                parallel.timeout = 0
                return

    thread = Thread(target=watch, name="sweep watch")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Have the processes that start meanwhile never see Ctrl-C: it means the program, which tells them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Each of these lets Ctrl-C through again as it starts.
    resource_tracker.ensure_running()
    loky_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Compute on one thread: sums over many examples have other digits on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _spread(count: int) -> list[int]:
    """Return the numbers below `count` in an order in which the first ones already lie all over them."""
    stride = max(1, round(count * 0.618))
    while gcd(stride, count) > 1:
        stride += 1
    return [index * stride % count for index in range(count)]
