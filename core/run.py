"""Drives one stepped lesson."""

import copy
import traceback
from collections.abc import Callable, Mapping
from math import inf
from time import perf_counter
from typing import Any

import numpy as np

from core.checkpoints import Checkpoint
from core.instrumentation import AT_TOP, Mark
from core.isolation import Isolation
from core.lesson import Lesson
from core.recorder import as_array
from core.recording import Recording
from core.run_facts import Failure, Start, State, Why
from core.stepper import Stepping
from core.text import QT_TRANSLATE_NOOP


class Run(Recording):
    """One run of a lesson.

    The same arguments give the same rows. Nothing runs by itself: the caller drives it by `step`, `step_line` or
    `advance`, from one thread. Another thread may read its record meanwhile.
    """

    def __init__(self, lesson: Lesson, values: Mapping[str, object] | None = None, memory_limit: int = 2**31) -> None:
        """Set up a run.

        Raises InputError where `values` names an unknown hyperparameter or holds a bad value.
        """
        super().__init__(lesson, values or {}, memory_limit)
        self.stepped = lesson.stepped
        self.mark: Mark | None = None
        """The statement that runs next, where the run stands between two statements."""
        self.line: int | None = None
        """The line of the lesson's file that runs next, where the run stands still and has not ended."""
        self.breakpoints: frozenset[int] = frozenset()
        """Lines before whose statements `advance` stands still."""
        self.at_breakpoint = False
        self._isolation = Isolation()
        self._begin()

    @property
    def locals(self) -> dict[str, Any]:
        """Return the lesson's local variables as they are now; empty once it has ended."""
        return self._stepping.locals

    def line_of(self, row: int) -> int:
        """Return the line of the last statement of iteration `row`, or of the statement that gave this row."""
        if self.lines:
            return self.lines[row]
        return self._left_line if self._left and row == len(self.history) - 1 else self.stepped.last_line

    def prepare(self) -> None:
        """Run the statements before the training loop, so that `start` is known; the run stays READY."""
        if self.state is not State.READY or self.mark or not self.stepped.has_loop:
            return
        self._drive(lines=True)
        local = self._stepping.locals
        watch = self.lesson.watch
        if self.state is State.READY and {*watch.parameters} <= local.keys():
            values = {name: as_array(local[name]) for name in watch.parameters}
            known = {watch.x, watch.y} <= local.keys()
            x, y = (as_array(local[name]) if known else np.empty((0, 1)) for name in (watch.x, watch.y))
            self.start = Start(x, y, values)
            self.checkpoints.begin(local)

    def step(self) -> None:
        """Run one iteration, or one statement where each is a step."""
        breakpoints, self.breakpoints = self.breakpoints, frozenset()
        self.advance(rows=len(self.history) + 1)
        self.breakpoints = breakpoints
        self.pause()

    def step_line(self) -> None:
        """Run one statement; from READY the first is the function's own first."""
        if self.state is State.FINISHED:
            return
        if self.lesson.watch.formula:
            self.step()
            return
        if self.state is State.READY:
            self._go_to_first_line()
        self._drive(lines=True)
        self.pause()

    def advance(self, rows: float = inf, keep_going: Callable[[], bool] | None = None, every: float = 0.004) -> None:
        """Run until `rows` rows are recorded, a breakpoint is reached, `keep_going` says no, or the run is finished.

        `keep_going` is asked every so many seconds, between two iterations. The breakpoint at which the run stands
        does not stop it again.
        """
        self.prepare()
        if self.state is State.READY and self.mark and any(line < self.mark.line for line in self.breakpoints):
            self._go_to_first_line()
        if self.state is not State.FINISHED and len(self.history) < rows:
            self.state = State.RUNNING
            self._rows, self._look = rows, min(rows, self.checkpoints.due)
            self._keep_going, self._every = keep_going, every
            self._due = perf_counter() + every if keep_going else inf
            if self.lesson.watch.formula:
                self._drive_statements()
            else:
                self._drive(lines=bool(self.breakpoints), through=True)
            self._rows = self._due = inf

    def ask_soon(self) -> None:
        """Have `keep_going` asked at the end of the present iteration; from any thread."""
        self._due = 0.0

    def pause(self) -> None:
        """Stand still, if running."""
        if self.state is not State.FINISHED:
            self.state = State.PAUSED

    def change(self, name: str, value: object) -> None:
        """Give a live hyperparameter a new value from the next iteration on.

        Raises InputError for a bad value, ValueError for a hyperparameter that is not live.
        """
        parameter = self.lesson.parameters[name]
        if not parameter.live:
            raise ValueError(f"{name} is not live")
        self._stepping.changes[name] = parameter.check(value)

    def snapshot(self, rows: int) -> "Run":
        """Return a run that nobody can drive, with the first `rows` rows; it can be read, and taken up."""
        other = copy.copy(self)
        other._share_record(self, rows)
        other.output = copy.copy(self.output)
        other.lines, other.pinned = self.lines[:rows], {}
        if other.why and rows < len(self.history):
            other.why = other.message = other.failure = None
        other.state = State.FINISHED
        del other._stepping
        return other

    def take_up(self, run: "Run", checkpoint: Checkpoint) -> None:
        """Take up another run of the same lesson and arguments at one of its checkpoints, from READY.

        What that run recorded before is recorded here, too. The loops are gone through when this run is driven.
        """
        self.prepare()
        self._make_recorder()
        self._share_record(run, checkpoint.rows)
        self.output = run.output.fork(checkpoint.printed)
        passes, changes, restored = checkpoint.rows, self._stepping.changes, self._stepping.restored
        self._resuming = True

        def pass_over() -> bool:
            nonlocal passes
            passes -= 1
            if passes < 0:
                del changes[AT_TOP]
                restored.update(checkpoint.restore(self._stepping.locals))
                self._resuming = False
            return passes >= 0

        changes[AT_TOP] = pass_over

    @property
    def taken_up(self) -> bool:
        """Whether this run has come to the checkpoint, if it was to take up another one."""
        return not self._resuming

    def close(self) -> None:
        """End the lesson's execution where it stands; what was recorded stays."""
        if self._stepping.generator.gi_frame is None:
            return  # it has ended by itself
        try:
            with self._isolation:
                self._stepping.generator.close()
        except Exception as error:
            # The lesson caught GeneratorExit and went on, or failed on its way out: it is dropped where it stands.
            self.output.add("".join(traceback.format_exception_only(error)).strip())

    def _begin(self) -> None:
        """Call the lesson anew; nothing has run."""
        self._isolation.rewind()
        self._begin_record()
        self.line, self.at_breakpoint = None, False
        self._stepping: Stepping = self.stepped.start(self.arguments, self)

    def _go_to_first_line(self) -> None:
        """Begin anew, before the function's own first statement."""
        changes = self._stepping.changes
        self.close()
        self._begin()
        self._stepping.changes.update(changes)
        self.state = State.PAUSED
        self._drive(lines=True)

    def _drive(self, lines: bool = False, through: bool = False) -> None:
        """Resume the lesson until an observer stops it or it ends.

        With `lines` it stands still before the next statement, before the next loop's first one if READY; with
        `through` as well, only where there is a breakpoint.
        """
        self._stepping.every_statement = lines
        self.mark = self.line = None
        self.at_breakpoint = False
        # A run that diverges says so itself; NumPy need not warn of each overflow on the way.
        with self._isolation, np.errstate(all="ignore"):
            try:
                for index in self._stepping.generator:
                    mark = self.stepped.marks[index]
                    if mark.ends or (self._stops_before(mark) if through else self._stands_before(mark)):
                        self.mark = None if mark.ends else mark
                        self.line = mark.line
                        break
                else:
                    self._finish(Why.STOP_RULE if self._left else Why.COMPLETED)
            except Exception as error:
                self._fail(error)
        if self.state is State.FINISHED:
            self.close()

    def _stands_before(self, mark: Mark) -> bool:
        """Whether a statement is the next to stand at, or on the way to the loop its first one."""
        return mark.begins or self.state is not State.READY

    def _stops_before(self, mark: Mark) -> bool:
        """Whether there is a breakpoint at a statement."""
        self.at_breakpoint = mark.line in self.breakpoints
        return self.at_breakpoint

    def _drive_statements(self) -> None:
        """Run statements, each of which is a step with a row of its own, until somebody stops the run."""
        while not self.why and len(self.history) < self._rows:
            before = self.mark
            self._drive(lines=True)
            if before and not self.why:
                self.lines.append(before.line)
                self._append_locals()
            if self.mark is self.stepped.marks[-1]:
                self._drive(lines=True)  # only the end is left
            if self.mark and before and self._stops_before(self.mark):
                break
            if perf_counter() >= self._due and not self._go_on():
                break

    def _fail(self, error: Exception) -> None:
        """Finish with an exception, told with the line of the lesson where it came from."""
        if isinstance(error, RuntimeError) and isinstance(error.__cause__, StopIteration):
            error = error.__cause__  # a generator may not raise StopIteration, so Python wraps it
        code = self.lesson.function.__code__
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f.lineno for f in frames if f.filename == code.co_filename and f.name == code.co_name]
        message = "".join(traceback.format_exception_only(error)).strip()
        self.failure = Failure(lines[-1] or 0 if lines else 0, message, "".join(traceback.format_exception(error)))
        self._finish(
            Why.FAILED,
            QT_TRANSLATE_NOOP("core", "Line {line}: {message}"),
            line=self.failure.line,
            message=message,
        )
