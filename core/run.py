"""Drives one stepped lesson and records what it does."""

import copy
import traceback
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import inf, isfinite, prod
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.batches import Batches
from core.checkpoints import Checkpoint, Checkpoints
from core.history import History
from core.isolation import Isolation
from core.lesson import Lesson
from core.output import Output
from core.recorder import Recorder, as_array, one_number
from core.stepper import AT_TOP, Mark, Stepped, Stepping
from core.text import QT_TRANSLATE_NOOP, Sentence


class State(Enum):
    """Where a run stands: READY -> RUNNING <-> PAUSED -> FINISHED."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


class Why(Enum):
    """Why a run is finished."""

    COMPLETED = "completed"
    STOP_RULE = "stop_rule"
    DIVERGED = "diverged"
    FAILED = "failed"
    MEMORY = "memory"


@dataclass(frozen=True)
class Start:
    """What a lesson has before its first iteration: the data and the parameters' first values."""

    x: NDArray
    y: NDArray
    values: dict[str, NDArray]


@dataclass(frozen=True)
class Event:
    """A live hyperparameter took a new value at the top of an iteration."""

    iteration: int
    name: str
    value: Any


@dataclass(frozen=True)
class Epoch:
    """The end of a pass over all data: its last iteration, and the loss over all of them after it."""

    row: int
    loss: float


@dataclass(frozen=True)
class Failure:
    """An exception in a lesson: the line of its source, and what was said."""

    line: int
    message: str
    details: str


@dataclass(frozen=True)
class Pinned:
    """The values of a local variable at the ends of the iterations from `first` on."""

    first: int
    record: History = field(default_factory=lambda: History(("value",)))

    @property
    def values(self) -> NDArray[np.float64]:
        """Copy the values, one an iteration."""
        return self.record.column("value")


class Run:
    """One run of a lesson.

    The same arguments give the same rows. Nothing runs by itself: the caller drives it by `step`, `step_line` or
    `advance`, from one thread. Another thread may read `history`, `output`, `events` and `start` meanwhile.
    """

    def __init__(self, lesson: Lesson, values: Mapping[str, object] | None = None, memory_limit: int = 2**31) -> None:
        """Set up a run.

        Raises InputError where `values` names an unknown hyperparameter or holds a bad value.
        """
        self.lesson = lesson
        self.arguments = lesson.arguments(values or {})
        self.stepped = Stepped(lesson.function, lesson.watch, [name for name, p in lesson.parameters.items() if p.live])
        self.memory_limit = memory_limit
        self.state = State.READY
        self.why: Why | None = None
        self.message: Sentence | None = None
        self.failure: Failure | None = None
        self.mark: Mark | None = None
        """The statement that runs next, where the run stands between two statements."""
        self.start: Start | None = None
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.events: list[Event] = []
        self.batches = Batches()
        self.epochs: list[Epoch] = []
        self.lines: list[int] = []
        """Where each statement is a step: the line of each row's."""
        self.line: int | None = None
        """The line of the lesson's file that runs next, where the run stands still and has not ended."""
        self.breakpoints: frozenset[int] = frozenset()
        """Lines before whose statements `advance` stands still."""
        self.at_breakpoint = False
        self.pinned: dict[str, Pinned] = {}
        """Locals that are recorded beside the watched ones."""
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

    def pin(self, name: str) -> None:
        """Record a local variable from the next iteration on, nan where it is not one number."""
        self.pinned.setdefault(name, Pinned(len(self.history)))

    def unpin(self, name: str) -> None:
        """Record a local variable no longer, and forget what was recorded."""
        self.pinned.pop(name, None)

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

    def _share_record(self, run: "Run", rows: int) -> None:
        """Begin with what another run had recorded when it had so many rows."""
        self.history, self.batches = run.history.fork(rows), run.batches.fork(rows)
        self.checkpoints = run.checkpoints.fork(self.checkpoints, rows)
        self.events = [event for event in run.events if event.iteration < rows]
        self.epochs = [epoch for epoch in run.epochs if epoch.row < rows]

    @property
    def taken_up(self) -> bool:
        """Whether this run has come to the checkpoint, if it was to take up another one."""
        return not self._resuming

    def close(self) -> None:
        """End the lesson's execution where it stands; what was recorded stays."""
        try:
            with self._isolation:
                self._stepping.generator.close()
        except Exception as error:
            # The lesson caught GeneratorExit and went on, or failed on its way out: it is dropped where it stands.
            self.output.add("".join(traceback.format_exception_only(error)).strip())

    @property
    def values(self) -> dict[str, Any]:
        """Return the hyperparameters with every change that took effect."""
        return self.arguments | {event.name: event.value for event in self.events}

    def values_at(self, row: int) -> dict[str, Any]:
        """Return the hyperparameters that iteration `row` ran with."""
        return self.arguments | {event.name: event.value for event in self.events if event.iteration <= row}

    def parameters(self, row: int) -> dict[str, NDArray[np.float64]]:
        """Return the watched parameters after iteration `row`, by name, in their shapes."""
        values, place, parameters = self.history.values(row), 1, {}  # the loss comes first
        for name, shape in self.shapes.items():
            size = prod(shape)
            parameters[name] = values[place : place + size].reshape(shape)
            place += size
        return parameters

    def gradients_computed(self, *values: Any) -> None:
        """Record the gradients; the stepped lesson calls this right after its backward statement."""
        recorder = self._recorder or self._make_recorder()
        cells, place = self.history.cells, self.history.place + recorder.values_count
        if recorder.has_grad_items and values:
            try:
                for holder in values:
                    cells[place] = holder.grad.item()
                    place += 1
                return
            except AttributeError:
                recorder.has_grad_items = False  # one of them has no gradient
                place = self.history.place + recorder.values_count
        for number in recorder.gradients(values or self._watched(recorder.gradient_names)):
            cells[place] = number
            place += 1

    def iteration_ended(self, leaves: bool, *values: Any) -> bool:
        """Record a row; the stepped lesson calls this and stands still where the answer is yes.

        It is written out at length because each call into another function costs the loop half a percent.
        """
        recorder, history = self._recorder or self._make_recorder(), self.history
        cells, place, total = history.cells, history.place, 0.0
        if recorder.has_items and values:
            try:
                for value in values:
                    cells[place] = number = value.item()
                    place += 1
                    total += number
            except AttributeError:
                recorder.has_items = recorder.has_grad_items = False  # one of them is a plain number now
        if not recorder.has_items or not values:
            row = recorder.values(values or self._watched(recorder.value_names))
            cells[history.place : history.place + len(row)] = array("d", row)
            total = sum(row)
        self._left = leaves
        if leaves:
            frame = self._stepping.generator.gi_frame
            self._left_line = frame.f_lineno if frame else 0
        # A sum is finite only if its terms are; of one that is not, the terms are looked at.
        if total - total != 0.0 and self._diverged(recorder):
            return True
        try:
            history.commit()
        except MemoryError as error:
            self._finish(Why.MEMORY, QT_TRANSLATE_NOOP("core", "The record is full: {reason}."), reason=str(error))
            return True
        if self.pinned:
            self._record_pinned()
        if len(history) >= self._look and self._arrived():
            return True
        return perf_counter() >= self._due and not self._go_on()

    def batch_used(self, features: Any, labels: Any) -> None:
        """Keep the examples of this iteration."""
        self.batches.add(len(self.history), features, labels)

    def epoch_ended(self, loss: Any) -> None:
        """Note the loss over all data at the end of an epoch."""
        if not self._resuming:
            self.epochs.append(Epoch(len(self.history) - 1, as_array(loss).item()))

    def change_taken(self, name: str) -> Any:
        """Hand a live change to the lesson, and note that it took effect in this iteration."""
        value = self._stepping.changes.pop(name)
        self.events.append(Event(len(self.history), name, value))
        return value

    def print(self, *values: Any, **options: Any) -> None:
        """Take what the lesson prints."""
        if not self._resuming:
            self.output.print(*values, **options)

    def _arrived(self) -> bool:
        """See to what is due at this row; return whether the run is to stand still."""
        if len(self.history) >= self.checkpoints.due:
            self._stepping.changes[AT_TOP] = self._add_checkpoint
        self._look = self._rows
        return len(self.history) >= self._rows

    def _add_checkpoint(self) -> bool:
        """Keep what the frame holds at the top of this iteration, whose body is to run."""
        del self._stepping.changes[AT_TOP]
        self._stepping.restored.clear()
        try:
            self.checkpoints.add(len(self.history), self.output.printed, self._stepping.locals)
        except Exception:
            # What this lesson holds cannot be copied, which is no fault of it: going back takes a whole replay.
            self.checkpoints = Checkpoints(most=0)
            self.checkpoints.due = inf
        self._look = min(self._rows, self.checkpoints.due)
        return False

    def _begin(self) -> None:
        """Call the lesson anew; nothing has run."""
        self._isolation.rewind()
        self.output = Output()
        self.history = History()
        self.batches, self.epochs, self.lines = Batches(), [], []
        self._recorder: Recorder | None = None
        self.checkpoints = Checkpoints()
        self._left, self._left_line = False, 0
        self._look: float = inf
        self._resuming = False
        self.line, self.at_breakpoint = None, False
        self.pinned = {name: Pinned(0) for name in self.pinned}
        self._rows = self._due = inf
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

    def _append_locals(self) -> None:
        """Record the watched locals as they are, nan for what there is not yet."""
        watch = self.lesson.watch
        if not self._recorder:
            self._recorder = Recorder(watch, [0.0] * len(watch.parameters))
            self.shapes = self._recorder.shapes
            self.history = History(self._recorder.columns, self.memory_limit)
        values = self._recorder.values(self._watched(self._recorder.value_names))
        self.history.append(values + self._recorder.gradients(self._watched(self._recorder.gradient_names)))
        self._record_pinned()

    def _record_pinned(self) -> None:
        """Record the pinned locals of this row."""
        local = self._stepping.locals
        for name, pinned in [*self.pinned.items()]:
            pinned.record.append([one_number(local.get(name))])

    def _go_on(self) -> bool:
        """Ask whoever drives; `advance` set when."""
        self._due = perf_counter() + self._every
        return self._keep_going is None or self._keep_going()

    def _watched(self, names: Sequence[str]) -> list[Any]:
        """Read locals that the lesson could not pass because they may be unbound."""
        local = self._stepping.locals
        return [local.get(name) for name in names]

    def _make_recorder(self) -> Recorder:
        """Make the recorder from the first frame that it is needed for; it decides the history's columns."""
        self._recorder = Recorder(self.lesson.watch, self._watched(self.lesson.watch.parameters))
        self.shapes = self._recorder.shapes
        self.history = History(self._recorder.columns, self.memory_limit)
        return self._recorder

    def _diverged(self, recorder: Recorder) -> bool:
        """Finish, with its row, an iteration that has left a loss or parameter that is not finite."""
        history = self.history
        row = history.cells[history.place : history.place + recorder.values_count].tolist()
        culprit = next((index for index, value in enumerate(row) if not isfinite(value)), None)
        if culprit is None:
            return False
        history.commit()
        self._finish(
            Why.DIVERGED,
            QT_TRANSLATE_NOOP("core", "{name} became {value} at iteration {iteration}."),
            name=history.columns[culprit],
            value=str(row[culprit]),
            iteration=len(history) - 1,
        )
        return True

    def _finish(self, why: Why, template: str = "", **values: object) -> None:
        self.output.finish()
        self.message = Sentence(template, values) if template else None
        self.why, self.state = why, State.FINISHED

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
