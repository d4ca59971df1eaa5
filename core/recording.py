"""What a stepped lesson tells of itself, row by row."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from math import inf, isfinite, prod
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.batches import Batches
from core.checkpoints import Checkpoints
from core.history import History
from core.instrumentation import AT_TOP
from core.lesson import Lesson
from core.output import Output
from core.recorder import Recorder, as_array, one_number
from core.run_facts import Epoch, Event, Failure, Pinned, Start, State, Why
from core.stepper import Stepping
from core.text import QT_TRANSLATE_NOOP, Sentence


class Recording:
    """The record of a run: the stepped lesson calls its methods, and whoever is interested reads it.

    Another thread may read `history`, `output`, `events` and `start` while it grows.
    """

    _stepping: Stepping

    def __init__(self, lesson: Lesson, values: Mapping[str, object], memory_limit: int) -> None:
        """Begin without rows; `begin_record` empties it again.

        Raises InputError where `values` names an unknown hyperparameter or holds a bad value.
        """
        self.lesson = lesson
        self.arguments = lesson.arguments(values)
        self.memory_limit = memory_limit
        self.state = State.READY
        self.why: Why | None = None
        self.message: Sentence | None = None
        self.failure: Failure | None = None
        self.start: Start | None = None
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.events: list[Event] = []
        self.pinned: dict[str, Pinned] = {}
        """Locals that are recorded beside the watched ones."""
        self._keep_going: Callable[[], bool] | None = None
        self._every = 0.0
        self._begin_record()

    def _begin_record(self) -> None:
        """Forget every row."""
        self.output = Output()
        self.history = History()
        self.batches, self.checkpoints = Batches(), Checkpoints()
        self.epochs: list[Epoch] = []
        self.lines: list[int] = []
        """Where each statement is a step: the line of each row's."""
        self.pinned = {name: Pinned(0) for name in self.pinned}
        self._recorder: Recorder | None = None
        self._left, self._left_line = False, 0
        self._rows: float = inf
        self._look: float = inf
        self._due = inf
        self._resuming = False

    def pin(self, name: str) -> None:
        """Record a local variable from the next iteration on, nan where it is not one number."""
        self.pinned.setdefault(name, Pinned(len(self.history)))

    def unpin(self, name: str) -> None:
        """Record a local variable no longer, and forget what was recorded."""
        self.pinned.pop(name, None)

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
            count = history.commit()
        except MemoryError as error:
            self._finish(Why.MEMORY, QT_TRANSLATE_NOOP("core", "The record is full: {reason}."), reason=str(error))
            return True
        if self.pinned:
            self._record_pinned()
        if count >= self._look and self._arrived():
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

    def _share_record(self, run: "Recording", rows: int) -> None:
        """Begin with what another run had recorded when it had so many rows."""
        self.history, self.batches = run.history.fork(rows), run.batches.fork(rows)
        self.checkpoints = run.checkpoints.fork(self.checkpoints, rows)
        self.events = [event for event in run.events if event.iteration < rows]
        self.epochs = [epoch for epoch in run.epochs if epoch.row < rows]
