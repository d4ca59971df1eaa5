"""Runs a run again: the same lesson, arguments and live changes give the same rows, bit for bit."""

from collections.abc import Callable

from core.run import Run
from core.run_facts import State


def replayed(run: Run, rows: int, keep_going: Callable[[int], bool] | None = None) -> Run | None:
    """Return a new run that stands after the first `rows` rows of `run`; None where `keep_going` said no.

    It has an output of its own. `run` is only read; where it has fewer rows, so may the new one. Only what follows
    the last checkpoint before is run again; where that does not give the same rows, everything. `keep_going` is told
    how many rows there are.
    """
    checkpoint = run.checkpoints.before(rows)
    if checkpoint:
        replica = Run(run.lesson, run.arguments, run.memory_limit)
        replica.take_up(run, checkpoint)
        if not follow(replica, run, rows, _told(replica, keep_going)):
            return None
        if _agree(replica, run, checkpoint.rows, rows):
            return replica
    replica = Run(run.lesson, run.arguments, run.memory_limit)
    return replica if follow(replica, run, rows, _told(replica, keep_going)) else None


def follow(replica: Run, run: Run, rows: float, keep_going: Callable[[], bool] | None = None) -> bool:
    """Drive a replica of `run` on until it has `rows` rows or is finished; False where `keep_going` said no.

    Each live change is posted when as many rows exist as when `run` took it.
    """
    while replica.state is not State.FINISHED and (done := len(replica.history)) < rows:
        stop: float = rows
        for event in run.events[len(replica.events) :]:
            if event.iteration > done:
                stop = min(stop, event.iteration)
                break
            replica.change(event.name, event.value)
        replica.advance(stop, keep_going)
        replica.pause()
        if len(replica.history) < stop and replica.state is not State.FINISHED:
            return False
    return True


def _told(replica: Run, keep_going: Callable[[int], bool] | None) -> Callable[[], bool] | None:
    return (lambda: keep_going(len(replica.history))) if keep_going else None


def _agree(replica: Run, run: Run, start: int, stop: int) -> bool:
    """Whether a run that took up another one at row `start` has its rows as far as `stop`, and from its own frame."""
    if not replica.taken_up or len(replica.history) < min(stop, len(run.history)):
        return False
    return replica.history.equals(run.history, start, min(stop, len(run.history)))
