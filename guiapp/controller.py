"""What the window shows and what its keys do: one run, one shown iteration.

The worker runs ahead; the window follows at the display's rate, or stands at an earlier iteration. However it gets
there, everything ends in "draw row `shown`", where -1 is the start, before the first update.
"""

from collections.abc import Mapping
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from guiapp.frames import START, Frames, frame_seconds
from guiapp.garbage import GarbageCollector
from guiapp.inspection import Inspection
from guiapp.kept_runs import KeptRuns
from guiapp.orders import Advance, Change, Order, Pause, Prepare, RunAside, Status, Step, StepLine, TakeUp
from guiapp.playback import Playback
from guiapp.worker import Worker

if TYPE_CHECKING:
    from core.lesson import Lesson
    from core.run import Run
    from guiapp.loss_shape import LossShape

RATES = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 100.0, 400.0, 1000.0, inf)
"""The speeds to choose from, in iterations a second."""

ARTICLE_RATE = 40.0
"""The article's program draws every 20th iteration and then waits for half a second."""


class Controller(QObject):
    """The model behind the widgets: they call its slots and draw when `frames` says so.

    Signals:
        lessons_loaded(): torch is there, and `lessons` are known.
        lesson_changed(): `lesson` is another one, with its `values`; its run is being prepared.
        run_replaced(): `run` is another one, standing before its first iteration; `values` are its own.
        status_changed(): `status` or `replaying` has changed.
        rate_changed(): `rate` has changed.
        taking_up(int, int): so many of so many iterations are there of a run that will be the present one.
        taken_up(): it is the present one, or never will be.
        said(str): a sentence for the user.
        crashed(str): an error of the program itself, as a traceback.
    """

    lessons_loaded = Signal()
    lesson_changed = Signal()
    run_replaced = Signal()
    status_changed = Signal()
    rate_changed = Signal()
    taking_up = Signal(object, object)
    taken_up = Signal()
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
        self.rate = self._rate_now = ARTICLE_RATE
        self.follow_checks = False
        self.wanted = lesson
        """The lesson to open as soon as there are any."""
        self._left_values: dict[str, dict[str, Any]] = {}
        self._number = 0
        self._last_number = 0
        self._pending: int | None = None
        """The number of a run that is being taken up."""
        self._pending_changes: dict[str, Any] = {}
        self._resume = False
        self._following = True
        self._rows_followed: int | None = None
        """How many rows there were at the last frame, while rows keep coming."""

        self._garbage = GarbageCollector(self)
        self.worker = Worker(self)
        self.worker.loaded.connect(self._take_lessons)
        self.worker.prepared.connect(self._take_run)
        self.worker.progressed.connect(self._take_progress)
        self.worker.status_changed.connect(self._take_status)
        self.kept = KeptRuns(self)
        self.worker.taking_up.connect(self._take_progress_of_taking_up)
        self.worker.not_taken_up.connect(self._take_refusal)
        self.worker.crashed.connect(self.crashed)
        self.frames = Frames(self)
        self.inspection = Inspection(self)
        self.playback = Playback(self)
        self.playback.moved.connect(self._play)
        self.playback.ended.connect(self._go_on_after_playback)
        self._frame_timer = QTimer(self, interval=round(1000 * frame_seconds), timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._follow)

    def start(self) -> None:
        """Start the worker: it imports torch, then prepares the lesson."""
        self._garbage.start()
        self.worker.start()

    def finish(self) -> None:
        """End the worker and wait for it."""
        self.playback.stop()
        self._stop_following()
        self.inspection.finish()
        self._number, self._pending = -1, None  # what is still on its way comes too late
        self.worker.finish()
        self._garbage.stop()

    # What is known

    @property
    def ready(self) -> bool:
        """Whether there is a run to drive."""
        return self.run is not None and self.status is not None

    @property
    def number(self) -> int:
        """Return the number of the present run, which every order and every fact of it carries."""
        return self._number

    @property
    def rows(self) -> int:
        """Count the recorded iterations."""
        return len(self.run.history) if self.run else 0

    @property
    def running(self) -> bool:
        """Whether iterations are being run."""
        return self.status is not None and self.status.state == "running"

    @property
    def fast(self) -> bool:
        """Whether more iterations are run than frames are drawn, so that nobody can follow each."""
        return self.running and self._rate_now * frame_seconds > 1

    @property
    def replaying(self) -> bool:
        """Whether recorded iterations are being shown one after another."""
        return self.playback.active

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""
        return self.status is not None and self.status.state == "finished"

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
            self.order(Pause)  # which breaks off what is being taken up
        elif self.replaying or self.running:
            self.pause()
        elif not self.at_end:
            self._start_playback(self.shown)
        elif self.finished:
            self._start_playback(START)
        else:
            self._advance(self.rate)

    def run_when_ready(self) -> None:
        """Run as soon as the lesson is ready."""
        self._resume = True

    def pause(self) -> None:
        """Stand still."""
        self._stop_playback()
        if self.running:
            self.order(Pause)

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
            self.order(Step)

    def step_into(self) -> None:
        """Run one statement, where the run itself stands."""
        if not self.ready:
            return
        self.pause()
        if self._following or self.at_end:
            self._following = True
            self.order(StepLine)
        else:
            self._following = True
            self.show_newest()

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
        self._stop_playback()
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
            self.inspection.look_again()

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
        marks = self.inspection.breakpoints_of(run.lesson.name), self.inspection.pins_of(run.lesson.name)
        self._pending_changes = dict(changes or {})
        self.worker.post(TakeUp(self._pending, run, rows, self._pending_changes, *marks))

    def run_aside(self, key: int, run: "Run", rows: float) -> None:
        """Have another run run again as far as `rows` rows, when there is time; the worker says `run_aside`."""
        self.worker.post(RunAside(key, run, rows))

    def show_again(self) -> None:
        """Have everything drawn: a window is new."""
        self._draw()
        self.status_changed.emit()
        self.inspection.look_again()

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
                self._start_playback(self.shown)
            elif self.running:
                self._advance(rate)

    def go_faster(self) -> None:
        """Take the next higher speed."""
        self.set_rate(next((rate for rate in RATES if rate > self.rate), self.rate))

    def go_slower(self) -> None:
        """Take the next lower speed."""
        self.set_rate(next((rate for rate in reversed(RATES) if rate < self.rate), self.rate))

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
            self.order(Change, name, value)
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

    def order(self, kind: type[Order], *details: Any) -> None:
        """Give the worker an order for the present run."""
        self.worker.post(kind(self._number, *details))

    # What the worker says

    def _take_lessons(self, lessons: "dict[str, Lesson]") -> None:
        self.lessons = lessons
        self.lessons_loaded.emit()
        name, values = self.wanted, self.values
        try:  # what was kept from the last time may be of another version
            values = lessons[name].arguments(values)
        except (KeyError, ValueError):
            name, values = (name if name in lessons else next(iter(lessons))), {}
        self._open(name, values, self._resume)

    def _take_run(self, number: int, run: "Run", status: Status) -> None:
        if number not in (self._number, self._pending):
            return
        if taken_up := number == self._pending:
            self._pending = None
            self._number, self._resume, self._following = number, False, True
            self.inspection.forget()
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
        # At once, and not as another fact: a key that is pressed in between would be lost.
        self._take_status(number, status)
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
        if status.state != "running":
            self._stop_following()
            if self._following:
                self.shown = self.rows - 1
            self._draw()
            self.inspection.look_again()
        self.status_changed.emit()
        if self._resume and status.state == "ready":
            self._resume = False
            self._advance(self.rate)

    def _take_progress(self, number: int) -> None:
        if number != self._number:
            self.worker.taken()
        elif not self._frame_timer.isActive():
            self._frame_timer.start()
            self._follow()

    # Drawing and replaying

    def _follow(self) -> None:
        """Draw the newest row, frame after frame; once there is no newer one, wait until the worker tells of it."""
        rows = self.rows
        if rows == self._rows_followed:
            self._stop_following()
            return
        self._rows_followed = rows
        newest = rows - 1
        if self.follow_checks and self.run and self.lesson and self.lesson.watch.redraw_every:
            newest -= newest % self.values[self.lesson.watch.redraw_every]
        if newest != self.shown and self._following:
            self.shown = newest
            self.worker.hold()
            try:
                self._draw()
            finally:
                self.worker.let_go()

    def _stop_following(self) -> None:
        self._frame_timer.stop()
        self._rows_followed = None
        self.worker.taken()

    def _draw(self) -> None:
        self.frames.draw(self.fast)

    def _start_playback(self, row: int) -> None:
        self.playback.start(row, self.rows, self.rate)
        self.show_row(row)
        self.status_changed.emit()

    def _stop_playback(self) -> None:
        if self.replaying:
            self.playback.stop()
            self.status_changed.emit()

    def _play(self, row: int) -> None:
        if row != self.shown:
            self.shown = row
            self._draw()

    def _go_on_after_playback(self) -> None:
        self.inspection.look_again()
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
        self._stop_playback()
        self._number, self._pending = self._next_number(), None
        self._resume, self._following = resume, True
        assert self.lesson
        self.inspection.forget()
        marks = self.inspection.breakpoints, self.inspection.unrecorded
        self.order(Prepare, self.lesson.name, dict(self.values), *marks)

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _advance(self, rate: float = inf, rows: float = inf) -> None:
        self._following, self._rate_now = True, rate
        self.order(Advance, rate, rows)
