"""What the window shows and what its keys do: one run, one shown iteration.

The worker runs ahead; the window follows at the display's rate, or stands at an earlier iteration. However it gets
there, everything ends in "draw row `shown`", where -1 is the start, before the first update.
"""

from collections.abc import Mapping
from functools import cached_property
from math import inf, nan
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from guiapp.garbage import GarbageCollector
from guiapp.kept_runs import KeptRuns
from guiapp.worker import (
    Advance,
    Breakpoints,
    Change,
    DrawGraph,
    Order,
    Pause,
    Pins,
    Prepare,
    ReadFrame,
    RunAside,
    Status,
    Step,
    StepLine,
    TakeUp,
    Worker,
)

if TYPE_CHECKING:
    from core.autograd_graph import Graph
    from core.lesson import Lesson
    from core.run import Run
    from core.variables import Frame
    from guiapp.loss_shape import LossShape

START = -1
"""The position before the first iteration."""

RATES = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 100.0, 400.0, 1000.0, inf)
"""The speeds to choose from, in iterations a second."""

ARTICLE_RATE = 40.0
"""The article's program draws every 20th iteration and then waits for half a second."""

frame_seconds = 1 / 60
text_seconds = 0.2
picture_seconds = 0.4
longest_replay_seconds = 3.0
graph_milliseconds = 60


class Controller(QObject):
    """The model behind the widgets: they call its slots and draw when it says so.

    Signals:
        lessons_loaded(): torch is there, and `lessons` are known.
        lesson_changed(): `lesson` is another one, with its `values`; its run is being prepared.
        run_replaced(): `run` is another one, standing before its first iteration; `values` are its own.
        frame_due(): row `shown` is to be drawn, and whatever else depends on the rows recorded so far.
        status_changed(): `state_name`, `status` or `replaying` has changed.
        rate_changed(): `rate` has changed.
        taking_up(int, int): so many of so many iterations are there of a run that will be the present one.
        taken_up(): it is the present one, or never will be.
        frame_read(): `frame` is another one: what the lesson's variables hold.
        graph_computed(): `graph` is another one.
        breakpoints_changed(): `breakpoints` has changed.
        pins_changed(): `pins` has changed.
        previewed(): `preview_rate` has changed.
        said(str): a sentence for the user.
        crashed(str): an error of the program itself, as a traceback.
    """

    lessons_loaded = Signal()
    lesson_changed = Signal()
    run_replaced = Signal()
    frame_due = Signal()
    status_changed = Signal()
    rate_changed = Signal()
    taking_up = Signal(object, object)
    taken_up = Signal()
    frame_read = Signal()
    graph_computed = Signal()
    breakpoints_changed = Signal()
    pins_changed = Signal()
    previewed = Signal()
    said = Signal(str)
    crashed = Signal(str)

    def __init__(self, parent: QObject | None = None, lesson: str = "live_line", values: Mapping | None = None) -> None:
        """Make a controller for a lesson with some values given; `start` begins to load it."""
        super().__init__(parent)
        self.values: dict[str, Any] = dict(values or {})
        self.lessons: dict[str, Lesson] = {}
        self.lesson: Lesson | None = None
        self.run: Run | None = None
        self.status: Status | None = None
        self.shown = START
        self.rate = ARTICLE_RATE
        self.follow_checks = False
        self.frames = 0
        self.texts_due = True
        """Whether this frame's numbers are to be written: nobody can read them 60 times a second."""
        self.frame: Frame | None = None
        self.graph: Graph | None = None
        self.graph_row: int | None = None
        """The row that `graph` is of."""
        self.preview_rate: float | None = None
        """A learning rate that is being tried and not committed."""
        self._breakpoints: dict[str, frozenset[int]] = {}
        self._pins: dict[str, frozenset[str]] = {}
        self._want_frame: set[int] = set()
        self._want_graph: set[int] = set()
        self.curves_due = True
        """The same for curves that only grow, and for the path over the loss surface: every third frame."""
        self.pictures_due = True
        """The same for whole pictures, which cost more and are looked at when the run stands still."""
        self._wanted = lesson
        self._left_values: dict[str, dict[str, Any]] = {}
        self._number = 0
        self._last_number = 0
        self._pending: int | None = None
        """The number of a run that is being taken up."""
        self._pending_changes: dict[str, Any] = {}
        self._resume = False
        self._following = True
        self._last_frame = self._last_texts = self._last_pictures = 0.0
        self._replay_from = (0.0, 0)

        self._garbage = GarbageCollector(self)
        self.worker = Worker(self)
        self.worker.loaded.connect(self._take_lessons)
        self.worker.prepared.connect(self._take_run)
        self.worker.progressed.connect(self._take_progress)
        self.worker.status_changed.connect(self._take_status)
        self.worker.frame_read.connect(self._take_frame)
        self.kept = KeptRuns(self)
        self.worker.taking_up.connect(self._take_progress_of_taking_up)
        self.worker.not_taken_up.connect(self._take_refusal)
        self.worker.graph_found.connect(self._take_graph)
        self.worker.crashed.connect(self.crashed)
        self._graph_timer = QTimer(self, singleShot=True, interval=graph_milliseconds)
        self._graph_timer.timeout.connect(self._ask_for_graph)

        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._follow)
        self._replay_timer = QTimer(self, interval=round(1000 * frame_seconds), timerType=Qt.TimerType.PreciseTimer)
        self._replay_timer.timeout.connect(self._replay)

    def start(self) -> None:
        """Start the worker: it imports torch, then prepares the lesson."""
        self._garbage.start()
        self.worker.start()

    def finish(self) -> None:
        """End the worker and wait for it."""
        self._replay_timer.stop()
        self._frame_timer.stop()
        self._graph_timer.stop()
        self._number, self._pending = -1, None  # what is still on its way comes too late
        self.worker.finish()
        self._garbage.stop()

    # What is known

    @property
    def ready(self) -> bool:
        """Whether there is a run to drive."""
        return self.run is not None and self.status is not None

    @property
    def rows(self) -> int:
        """Count the recorded iterations."""
        return len(self.run.history) if self.run else 0

    @property
    def running(self) -> bool:
        """Whether iterations are being run."""
        return self.status is not None and self.status.state.value == "running"

    @property
    def fast(self) -> bool:
        """Whether more iterations are run than frames are drawn, so that nobody can follow each."""
        return self.running and self.rate * frame_seconds > 1

    @property
    def replaying(self) -> bool:
        """Whether recorded iterations are being shown one after another."""
        return self._replay_timer.isActive()

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""
        return self.status is not None and self.status.state.value == "finished"

    @property
    def at_end(self) -> bool:
        """Whether the newest row is shown."""
        return self.shown == self.rows - 1

    @cached_property
    def shape(self) -> "LossShape":
        """Return the shape of the loss over the present run's data."""
        from guiapp.loss_shape import LossShape  # which imports numpy: the window is painted before

        return LossShape(self)

    @property
    def live(self) -> bool:
        """Whether what is shown is where the program itself stands."""
        return self.at_end and not self.replaying

    @property
    def breakpoints(self) -> frozenset[int]:
        """Return the lines of the lesson before which it stands still."""
        return self._breakpoints.get(self.lesson.name, frozenset()) if self.lesson else frozenset()

    @property
    def pins(self) -> frozenset[str]:
        """Return the names whose values are drawn over the iterations."""
        return self._pins.get(self.lesson.name, frozenset()) if self.lesson else frozenset()

    @property
    def rate_to_try(self) -> float:
        """Return the learning rate that is being tried, or else the present one; nan where there is none."""
        if self.preview_rate is not None:
            return self.preview_rate
        return self.values[self.lesson.watch.learning_rate] if self.lesson and self.lesson.watch.learning_rate else nan

    def shown_values(self) -> dict[str, Any]:
        """Return the parameters at the shown position as float arrays, by name."""
        assert self.run
        if self.shown == START or not self.rows:
            return self.run.start.values if self.run.start else {}
        return self.run.parameters(self.shown)

    def shown_loss(self) -> float | None:
        """Return the loss of the shown iteration; None before the first."""
        assert self.run
        return None if self.shown == START else self.run.history.row(self.shown)["loss"]

    # What keys and widgets ask for

    def toggle_running(self) -> None:
        """Run or pause; from an earlier iteration first show the record again, from the end of a finished run too."""
        if not self.ready:
            return
        if self._pending:
            self._post(Pause(self._number))  # which breaks off what is being taken up
        elif self.replaying or self.running:
            self.pause()
        elif not self.at_end:
            self._start_replay(self.shown)
        elif self.finished:
            self._start_replay(START)
        else:
            self._advance(self.rate)

    def run_when_ready(self) -> None:
        """Run as soon as the lesson is ready."""
        self._resume = True

    def pause(self) -> None:
        """Stand still."""
        self._stop_replay()
        if self.running:
            self._post(Pause(self._number))

    def step_forward(self) -> None:
        """Show the next iteration; run it if it has not been yet."""
        if not self.ready:
            return
        self.pause()
        # Where the newest row is followed, it may be recorded but not shown yet: an earlier key asked for it.
        if not self._following and not self.at_end:
            self.show_row(self.shown + 1)
        elif not self.finished:
            self._following = True
            self._post(Step(self._number))

    def step_into(self) -> None:
        """Run one statement, where the run itself stands."""
        if not self.ready:
            return
        self.pause()
        if self._following or self.at_end:
            self._following = True
            self._post(StepLine(self._number))
        else:
            self._following = True
            self.show_newest()

    def toggle_breakpoint(self, line: int) -> None:
        """Stand still before the statement at a line, or no longer."""
        assert self.lesson
        self._breakpoints[self.lesson.name] = self.breakpoints ^ {line}
        self._post(Breakpoints(self._number, self.breakpoints))
        self.breakpoints_changed.emit()

    def set_marks(self, lesson: str, breakpoints: frozenset[int], pins: frozenset[str]) -> None:
        """Set breakpoints and pins of a lesson that will be opened."""
        self._breakpoints[lesson], self._pins[lesson] = breakpoints, pins
        self.breakpoints_changed.emit()
        self.pins_changed.emit()

    def toggle_pin(self, name: str) -> None:
        """Record a local variable over the iterations, or no longer."""
        assert self.lesson
        self._pins[self.lesson.name] = self.pins ^ {name}
        self._post(Pins(self._number, self._unrecorded()))
        self.pins_changed.emit()

    def preview(self, learning_rate: float | None) -> None:
        """Show where a learning rate would lead, without giving it to the lesson; None: none."""
        if learning_rate != self.preview_rate:
            self.preview_rate = learning_rate
            self.previewed.emit()

    def want_frame(self, asker: object, wanted: bool) -> None:
        """Read the lesson's variables as long as somebody wants it."""
        (self._want_frame.add if wanted else self._want_frame.discard)(id(asker))
        self.worker.wants_frames = bool(self._want_frame)
        if wanted and self.ready:
            self._post(ReadFrame(self._number))

    def want_graph(self, asker: object, wanted: bool) -> None:
        """Find the computation graph of the shown row as long as somebody wants it."""
        (self._want_graph.add if wanted else self._want_graph.discard)(id(asker))
        if wanted:
            self._graph_timer.start()
        elif not self._want_graph and self.ready:
            self._post(DrawGraph(self._number, None))

    def step_back(self) -> None:
        """Show the iteration before."""
        self.pause()
        self.show_row(self.shown - 1)

    def go_to_start(self) -> None:
        """Show where the run began."""
        self.pause()
        self.show_row(START)

    def run_to_end(self) -> None:
        """Run as fast as it goes until the run is finished, and show its last iteration."""
        if not self.ready:
            return
        self._stop_replay()
        self.show_row(self.rows - 1)
        if not self.finished:
            self._advance()

    def run_until(self, iteration: int) -> None:
        """Run as fast as it goes until `iteration` has ended."""
        self._advance(rows=iteration + 1)

    def go_to(self, row: int) -> None:
        """Stand still at a recorded iteration."""
        self.pause()
        self.show_row(row)

    def show_row(self, row: int) -> None:
        """Show a recorded iteration, the nearest one there is."""
        row = max(START, min(row, self.rows - 1))
        self._following = False
        if row != self.shown:
            self.shown = row
            self._draw()
            self.status_changed.emit()
            self._graph_timer.start()

    def show_newest(self) -> None:
        """Show where the program itself stands."""
        self.show_row(self.rows - 1)
        self._following = True

    def continue_from_here(self) -> None:
        """Make the shown iteration the newest, with the live hyperparameters as they are set; keep the present run."""
        run, shown = self.run, self.shown
        if not self.ready or run is None or self._pending:
            return
        self.pause()
        if shown == self.rows - 1:
            self.said.emit(self.tr("Nothing has been run after this iteration: the run simply goes on from here."))
            return
        kept = self.kept.add(run.snapshot(self.rows))
        then = run.values_at(shown)
        changes = {n: v for n, v in self.values.items() if run.lesson.parameters[n].live and v != then[n]}
        self.take_up(run.snapshot(shown + 1), changes)
        if kept:
            text = self.tr("Goes on from iteration {iteration}; what was run until now is kept as {name}.")
            self.said.emit(text.format(iteration=shown, name=kept.name))

    def take_up(self, run: "Run", changes: Mapping[str, Any] | None = None, rows: int | None = None) -> None:
        """Make a run the present one that has the rows of another, and these live hyperparameters changed."""
        self.pause()
        self._pending = self._next_number()
        rows = len(run.history) if rows is None else rows
        pins = self._pins.get(run.lesson.name, frozenset())
        breakpoints = self._breakpoints.get(run.lesson.name, frozenset())
        self._pending_changes = dict(changes or {})
        self._post(TakeUp(self._pending, run, rows, self._pending_changes, breakpoints, pins))

    def run_aside(self, key: int, run: "Run", rows: float) -> None:
        """Have another run run again as far as `rows` rows, when there is time; the worker says `run_aside`."""
        self._post(RunAside(key, run, rows))

    def show_again(self) -> None:
        """Have everything drawn: a window is new."""
        self._draw()
        self.status_changed.emit()
        self._graph_timer.start()

    def restart(self) -> None:
        """Begin again from the same start, standing still."""
        if self.ready:
            self._prepare(resume=False)

    def set_rate(self, rate: float) -> None:
        """Run at most `rate` iterations a second from now on."""
        if rate != self.rate:
            self.rate = rate
            self.rate_changed.emit()
            if self.replaying:
                self._start_replay(self.shown)
            elif self.running:
                self._advance(rate)

    def go_faster(self) -> None:
        """Take the next higher speed."""
        self.set_rate(RATES[min(RATES.index(self.rate) + 1, len(RATES) - 1)])

    def go_slower(self) -> None:
        """Take the next lower speed."""
        self.set_rate(RATES[max(RATES.index(self.rate) - 1, 0)])

    def set_follow_checks(self, on: bool) -> None:
        """Show only every iteration at which the article's program redraws, or as many as the display can."""
        self.follow_checks = on

    def edit(self, name: str, value: Any) -> None:
        """Give a hyperparameter a checked value: a live one acts at once on a run under way, another restarts it."""
        assert self.lesson
        parameter = self.lesson.parameters[name]
        if value == self.values[name]:
            return
        self.values[name] = value
        label = QCoreApplication.translate("core", parameter.label.text)
        under_way = self.rows > 0 and not self.finished
        if parameter.live and (under_way or self.running):
            self._post(Change(self._number, name, value))
            text = self.tr("{label} is {value} from the next iteration on.")
        else:
            text = self.tr("{label} is now {value}: the run begins again.") if self.rows else ""
            self._prepare(resume=self.running)
        if text:
            shown = parameter.format(value)
            if parameter.type is bool:
                shown = self.tr("on") if value else self.tr("off")
            self.said.emit(text.format(label=label, value=shown))

    def use_defaults(self) -> None:
        """Give every hyperparameter its default and begin again."""
        self._begin_with({}, self.tr("The lesson's own values: the run begins again."), resume=False)

    def try_settings(self, settings: Mapping[str, Any]) -> None:
        """Run with the lesson's own values but for these."""
        self._begin_with(settings, self.tr("The run begins again with the values to try."), resume=True)

    def open_lesson(self, name: str) -> None:
        """Go to another lesson, with the values that it was left with."""
        if not self.lessons or (self.lesson and name == self.lesson.name):
            return
        if self.lesson:
            self._left_values[self.lesson.name] = self.values
        self._open(name, self._left_values.get(name, {}), resume=False)

    # What the worker says

    def _take_lessons(self, lessons: "dict[str, Lesson]") -> None:
        self.lessons = lessons
        self.lessons_loaded.emit()
        name, values = self._wanted, self.values
        try:  # what was kept from the last time may be of another version
            values = lessons[name].arguments(values)
        except (KeyError, ValueError):
            name, values = (name if name in lessons else next(iter(lessons))), {}
        self._open(name, values, self._resume)

    def _take_run(self, number: int, run: "Run") -> None:
        if number not in (self._number, self._pending):
            return
        if taken_up := number == self._pending:
            self._pending = None
            self._number, self._resume, self._following = number, False, True
            self.frame = self.graph = self.graph_row = self.preview_rate = None
            if self.lesson and run.lesson is not self.lesson:
                self._left_values[self.lesson.name] = self.values
            changed, self.lesson = run.lesson is not self.lesson, run.lesson
            self.values = run.values | self._pending_changes
            if changed:
                self.lesson_changed.emit()
        self.run, self.status = run, None
        self.shown = len(run.history) - 1
        self.shape.take_run()
        self.run_replaced.emit()
        self._draw()
        if taken_up:
            self.taken_up.emit()

    def _take_progress_of_taking_up(self, number: int, rows: int, of: int) -> None:
        if number == self._pending:
            self.taking_up.emit(rows, of)

    def _take_refusal(self, number: int) -> None:
        if number == self._pending:
            self._pending = None
            self.taken_up.emit()
            self.said.emit(self.tr("That was broken off; the run stands where it stood."))

    def _take_status(self, number: int, status: Status) -> None:
        if number != self._number:
            return
        self.status = status
        if status.state.value != "running":
            self._frame_timer.stop()
            self.worker.taken()
            if self._following:
                self.shown = self.rows - 1
            self._draw()
            self._graph_timer.start()
        self.status_changed.emit()
        if self._resume and status.state.value == "ready":
            self._resume = False
            self._advance(self.rate)

    def _take_frame(self, number: int, frame: "Frame | None") -> None:
        if number == self._number:
            self.frame = frame
            self.frame_read.emit()

    def _take_graph(self, number: int, row: int, graph: "Graph") -> None:
        if number == self._number:
            self.graph, self.graph_row = graph, row
            self.graph_computed.emit()

    def _ask_for_graph(self) -> None:
        """Have the graph of the shown row found, if somebody wants it and the run stands still."""
        still = self.ready and not self.running and not self.replaying
        if self._want_graph and still and self.shown not in (START, self.graph_row):
            self._post(DrawGraph(self._number, self.shown))

    def _unrecorded(self) -> frozenset[str]:
        """Return the pinned names that the run records for this alone."""
        columns = self.run.history.columns if self.run else ()
        watched = {self.lesson.watch.loss, *self.lesson.watch.parameters} if self.lesson else set()
        return frozenset(self.pins - {*columns} - watched)

    def _take_progress(self, number: int) -> None:
        if number == self._number and not self._frame_timer.isActive():
            wait = max(0.0, self._last_frame + frame_seconds - perf_counter())
            self._frame_timer.start(int(1000 * wait))
        elif number != self._number:
            self.worker.taken()

    # Drawing and replaying

    def _follow(self) -> None:
        """Draw the newest row."""
        self._last_frame = perf_counter()
        self.worker.taken()
        newest = self.rows - 1
        if self.follow_checks and self.run and self.lesson and self.lesson.watch.redraw_every:
            newest -= newest % self.values[self.lesson.watch.redraw_every]
        if newest != self.shown and self._following:
            with self.worker.held():
                self.shown = newest
                self._draw()

    def _draw(self) -> None:
        self.frames += 1
        now = perf_counter()
        self.texts_due = not self.fast or now - self._last_texts >= text_seconds
        self.pictures_due = not self.fast or now - self._last_pictures >= picture_seconds
        self.curves_due = self.texts_due or self.frames % 3 == 0
        if self.pictures_due:
            self._last_pictures = now
        if self.texts_due:
            self._last_texts = now
            self.shape.take_rows()
        self.frame_due.emit()

    def _start_replay(self, row: int) -> None:
        self._replay_from = (perf_counter(), row)
        self._replay_timer.start()
        self.show_row(row)
        self.status_changed.emit()

    def _stop_replay(self) -> None:
        if self.replaying:
            self._replay_timer.stop()
            self.status_changed.emit()

    def _replay(self) -> None:
        begun, first = self._replay_from
        rate = self.rate if self.rate < inf else max(1 / frame_seconds, self.rows / longest_replay_seconds)
        row = min(first + int((perf_counter() - begun) * rate), self.rows - 1)
        if row != self.shown:
            self.shown = row
            self._draw()
        if self.at_end:
            self._replay_timer.stop()
            self._graph_timer.start()
            if not self.finished:
                self._advance(self.rate)
            self.status_changed.emit()

    def _begin_with(self, settings: Mapping[str, Any], text: str, resume: bool) -> None:
        """Begin again with the lesson's own values but for `settings`, and say so."""
        if self.lesson:
            self.values = self.lesson.arguments(settings)
            self.said.emit(text)
            self._prepare(resume)

    def _open(self, name: str, values: Mapping[str, Any], resume: bool) -> None:
        self.lesson = self.lessons[name]
        self.values = self.lesson.arguments(values)
        self.run = self.status = None
        self.shown = START
        self.shape.take_run()
        self.lesson_changed.emit()
        self._prepare(resume)

    def _prepare(self, resume: bool) -> None:
        self._stop_replay()
        self._number, self._pending = self._next_number(), None
        self._resume, self._following = resume, True
        assert self.lesson
        self.frame = self.graph = self.graph_row = self.preview_rate = None
        pins = self._unrecorded()
        self._post(Prepare(self._number, self.lesson.name, dict(self.values), self.breakpoints, pins))

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _advance(self, rate: float = inf, rows: float = inf) -> None:
        self._following = True
        self._post(Advance(self._number, rate, rows))

    def _post(self, order: Order) -> None:
        self.worker.post(order)
