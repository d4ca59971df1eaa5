"""One run of a sweep, and what is kept of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, nan
from threading import Lock
from typing import Any

import torch

from core.lesson import Lesson
from core.run import Run
from core.run_facts import Why
from core.text import QT_TRANSLATE_NOOP, Sentence

ask_seconds = 0.05

_one_at_a_time = Lock()
"""Random states belong to the whole process."""


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
        return self.iterations - 1 if self.stopped == Why.STOP_RULE else None

    @property
    def diverged(self) -> bool:
        """Whether the loss or a parameter became infinite or nan."""
        return self.stopped == Why.DIVERGED


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


@contextmanager
def _one_thread() -> Iterator[None]:
    """Compute on one thread: sums over many examples have other digits on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
