"""The worker processes of a sweep, by joblib: how they are started, given points, and ended."""

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import TimeoutError, current_process, resource_tracker  # joblib's, which is not the built-in one
from threading import Event, Thread
from time import sleep
from typing import Any

import joblib
from joblib.externals.loky.backend import resource_tracker as loky_tracker

from core.lesson import Lesson
from core.sweep_point import Point, ask_seconds, run_point

idle_seconds = 60
"""So long workers wait for another sweep."""
watch_seconds = 1.0


class WorkersLostError(RuntimeError):
    """A worker process ended by itself, or could not be reached: the points that are missing will not come."""


def run_in_workers(
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


def end_workers() -> None:
    """End the worker processes that wait for another sweep, and wait until they have ended."""
    if loky := sys.modules.get("joblib.externals.loky.reusable_executor"):
        executor = loky._executor  # to ask for it would start one
        if executor is not None:
            executor.shutdown(wait=True, kill_workers=True)


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
    """Run one point, in a worker."""
    from core.lessons import LESSONS

    if current_process().name.startswith("Loky"):
        _serve(owner)
    point = run_point(LESSONS[packed] if isinstance(packed, str) else packed, values, settings, memory_limit)
    assert point is not None
    return index, point


@cache
def _serve(owner: int) -> None:
    """Have this worker process give way to the program that owns it, and end with that, however it ends."""

    def watch() -> None:
        while os.getppid() == owner:
            sleep(watch_seconds)
        os._exit(1)

    if hasattr(os, "nice"):
        os.nice(10)
    Thread(target=watch, daemon=True).start()


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
