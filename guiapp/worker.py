"""The thread in which lessons run.

Orders go in through a queue; facts come out as signals. A busy run looks at its orders every few milliseconds, so an
order is obeyed within one slice. Every order and every fact carries its run's number: what comes late is dropped.
"""

import builtins
import traceback
from collections import deque
from math import inf
from queue import Empty, SimpleQueue
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from guiapp.orders import (
    Advance,
    Breakpoints,
    Change,
    DrawGraph,
    Order,
    Pause,
    Pins,
    Prepare,
    Quit,
    ReadFrame,
    RunAside,
    Status,
    Step,
    StepLine,
    TakeUp,
)

if TYPE_CHECKING:  # the window is painted before torch is imported, here in the thread
    from core.autograd_graph import GraphReplay
    from core.lesson import Lesson
    from core.run import Run

slice_seconds = 0.004
longest_wait_seconds = 0.002
frame_seconds = 0.2


class Worker(QThread):
    """Runs one lesson at a time, iteration by iteration.

    Signals:
        loaded(dict): torch is imported; the lessons by name.
        prepared(int, Run, Status): there is a run, and this is how it stands. Others may read what it records.
        progressed(int): there are new rows. Not sent again before `taken` is called.
        status_changed(int, Status): a run has another state, or has stood still after an order.
        frame_read(int, Frame): what the lesson's variables hold, each time it stands still and five times a second
            while it runs, as long as `wants_frames` is set.
        taking_up(int, int, int): so many of so many rows of a run that is taken up are there.
        not_taken_up(int): that was interrupted.
        run_aside(int, Run): a run that nobody drives any more has the rows that were wanted.
        graph_found(int, int, Graph): the computation graph of a row.
        crashed(str): an error of the program itself, as a traceback.
    """

    loaded = Signal(object)
    prepared = Signal(object, object, object)
    progressed = Signal(object)
    status_changed = Signal(object, object)
    frame_read = Signal(object, object)
    graph_found = Signal(object, object, object)
    taking_up = Signal(object, object, object)
    not_taken_up = Signal(object)
    run_aside = Signal(object, object)
    crashed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the thread; `start` starts it."""
        super().__init__(parent)
        self._orders: SimpleQueue[Order] = SimpleQueue()
        self._lessons: dict[str, Lesson] = {}
        self._run: Run | None = None
        self._number = 0
        self._advance: Advance | None = None
        self._untaken = self._interrupted = False
        self.wants_frames = False
        self._frame_due = 0.0
        self._graph_row: int | None = None
        self._graphs: GraphReplay | None = None
        self._aside: deque[RunAside] = deque()
        self._beside: Run | None = None
        """The first of them, as far as it has come."""
        self._gate = Lock()
        self._arrived = Lock()  # free once the lesson waits at the gate
        self._arrived.acquire()

    def post(self, order: Order) -> None:
        """Give an order, to be looked at when the present iteration has ended; from any thread."""
        self._orders.put(order)
        if isinstance(order, Prepare | TakeUp | Advance | Step | StepLine | Pause | Quit):
            self._interrupted = not isinstance(order, TakeUp)
        if self._run:
            self._run.ask_soon()

    def taken(self) -> None:
        """Allow the next `progressed`: the last one was taken."""
        self._untaken = False

    def hold(self) -> None:
        """Keep the lesson waiting, from the end of its present iteration until `let_go`, while the window draws.

        Two threads that pass the interpreter lock to and fro at each call into Qt or torch get in each other's way
        for ten times as long as a frame takes.
        """
        self._gate.acquire()
        if self._run and self._advance:
            self._run.ask_soon()
            self._arrived.acquire(timeout=longest_wait_seconds)

    def let_go(self) -> None:
        """Let the lesson go on."""
        self._gate.release()

    def finish(self) -> None:
        """End the thread, whatever it does, and wait until it has ended."""
        self.post(Quit())
        self.wait()

    def run(self) -> None:
        """Obey orders until Quit."""
        try:
            restore_import()
            import torch

            torch.set_num_threads(1)  # acts only in the thread that calls it
            from core.lessons import LESSONS

            self._lessons = LESSONS
            self.loaded.emit(LESSONS)
        except Exception:
            self.crashed.emit(traceback.format_exc())
        order = self._orders.get()
        while not isinstance(order, Quit):
            try:
                self._obey(order)
                order = self._run_on() if self._advance else self._wait()
            except Exception:
                self._advance = self._graph_row = None
                self.crashed.emit(traceback.format_exc())
                order = self._orders.get()
        if self._run:
            self._run.close()

    def _obey(self, order: Order) -> None:
        if isinstance(order, Prepare):
            self._prepare(order)
            return
        if isinstance(order, TakeUp):
            self._take_up(order)
            return
        if isinstance(order, RunAside):
            self._aside.append(order)
            return
        run = self._run
        if run is None or order.number != self._number:
            return
        match order:
            case Change():
                run.change(order.name, order.value)
                return
            case Advance():
                self._advance = order
                if not run.why:
                    self._tell_status(running=True)
                return
            case Breakpoints():
                run.breakpoints = order.lines
                return
            case Pins():
                for name in run.pinned.keys() - order.names:
                    run.unpin(name)
                for name in order.names:
                    run.pin(name)
                return
            case ReadFrame():
                self._read_frame()
                return
            case DrawGraph():
                self._graph_row = order.row
                if order.row is None:
                    self._graphs = None
                return
            case Step():
                self._advance = None
                run.step()
            case StepLine():
                self._advance = None
                run.step_line()
            case Pause():
                self._advance = None
                run.pause()
        self._tell_status()

    def _prepare(self, order: Prepare) -> None:
        from core.run import Run

        if self._run:
            self._run.close()
        lesson = self._lessons[order.lesson]
        if lesson.watch.formula:
            import sympy  # noqa: F401 - which takes half a second: the view that needs it would stop the window
        self._run = run = Run(lesson, order.values)
        for name in order.pins:
            run.pin(name)
        run.prepare()
        self._begin_with(run, order)

    def _take_up(self, order: TakeUp) -> None:
        from core.replay import replayed

        told = perf_counter() - 0.75 * frame_seconds  # soon, if it takes its time

        def keep_going(rows: int) -> bool:
            nonlocal told
            if perf_counter() >= told + frame_seconds:
                told = perf_counter()
                self.taking_up.emit(order.number, rows, order.rows)
            return not self._interrupted

        run = replayed(order.run, order.rows, keep_going)
        if run is None:
            self.not_taken_up.emit(order.number)
            return
        if self._run:
            self._run.close()
        run.prepare()
        for name in order.pins:
            run.pin(name)
        for name, value in order.changes.items():
            run.change(name, value)
        self._begin_with(run, order)

    def _begin_with(self, run: "Run", order: Prepare | TakeUp) -> None:
        """Make a run the present one."""
        run.breakpoints = order.breakpoints
        self._run, self._advance, self._number = run, None, order.number
        self._graph_row = self._graphs = None
        self.prepared.emit(order.number, run, self._status())
        if self.wants_frames:
            self._read_frame()

    def _run_on(self) -> Order:
        """Run until there is an order, or nothing more to run; return the next order."""
        run, advance = self._run, self._advance
        assert run
        assert advance
        begun, first = perf_counter(), len(run.history)
        while not run.why and len(run.history) < advance.rows:
            due, wait = inf, 0.0
            if advance.rate < inf:
                due = first + int((perf_counter() - begun) * advance.rate) + 1
            run.advance(min(advance.rows, due), self._keep_going, slice_seconds)
            if run.why or run.at_breakpoint:
                break
            if advance.rate < inf:
                wait = max(0.0, begun + (due - first) / advance.rate - perf_counter())
            if self._orders.empty():  # else the status tells it, and sooner
                self._announce()
            try:
                return self._orders.get(timeout=wait)
            except Empty:
                continue
        return self._stand_still()

    def _stand_still(self) -> Order:
        """Stop running and wait for the next order."""
        assert self._run
        self._advance = None
        self._run.pause()
        self._tell_status()
        return self._wait()

    def _wait(self) -> Order:
        """Wait for the next order; until it comes, find the graph that is wanted, and run what is to be run aside."""
        self._find_graph()
        while self._aside and self._orders.empty():
            self._run_beside(self._aside[0])
        return self._orders.get()

    def _run_beside(self, job: RunAside) -> None:
        from core.replay import follow
        from core.run import Run

        self._beside = run = self._beside or Run(job.run.lesson, job.run.arguments)
        if follow(run, job.run, job.rows, self._orders.empty):
            run.close()
            self._aside.popleft()
            self._beside = None
            self.run_aside.emit(job.key, run.snapshot(len(run.history)))

    def _find_graph(self) -> None:
        row, run = self._graph_row, self._run
        if row is not None and run:
            from core.autograd_graph import GraphReplay

            self._graphs = self._graphs or GraphReplay(run)
            graph = self._graphs.graph_at(row, self._orders.empty)
            if graph:
                self._graph_row = None
                self.graph_found.emit(self._number, row, graph)

    def _keep_going(self) -> bool:
        if self._gate.locked() and self._arrived.locked():
            self._arrived.release()
        with self._gate:
            self._announce()
        return self._orders.empty()

    def _announce(self) -> None:
        if not self._untaken:
            self._untaken = True
            self.progressed.emit(self._number)
        if self.wants_frames and perf_counter() >= self._frame_due:
            self._read_frame()

    def _read_frame(self) -> None:
        """Tell what the lesson's variables hold."""
        from core.variables import read_frame

        self._frame_due = perf_counter() + frame_seconds
        try:
            frame = read_frame(self._run) if self._run else None
        except Exception:  # it is called within the lesson, whose failure it is not
            self.wants_frames = False
            self.crashed.emit(traceback.format_exc())
            return
        self.frame_read.emit(self._number, frame)

    def _tell_status(self, running: bool = False) -> None:
        if self.wants_frames and not running:
            self._read_frame()
        self.status_changed.emit(self._number, self._status(running))

    def _status(self, running: bool = False) -> Status:
        """Return how the present run stands."""
        from core.run_facts import State

        run = self._run
        assert run
        return Status(State.RUNNING if running else run.state, run.why, run.message, len(run.history))


def restore_import() -> None:
    """Take back what PySide puts in place of `import`.

    It looks for `from __feature__ import ...`, which nobody uses here, in Python, and takes twice as long. Each
    backward pass of torch imports something.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
