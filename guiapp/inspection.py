"""What is looked at inside an iteration: variables, graph, breakpoints, pinned names, a learning rate to try."""

from math import nan
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from guiapp.frames import START
from guiapp.orders import Breakpoints, DrawGraph, Pins, ReadFrame

if TYPE_CHECKING:
    from core.autograd_graph import Graph
    from core.variables import Frame
    from guiapp.controller import Controller

graph_milliseconds = 60


class Inspection(QObject):
    """Has the worker find what the views of the inside show, as long as one of them wants it.

    Signals:
        frame_read(): `frame` is another one: what the lesson's variables hold.
        graph_computed(): `graph` is another one.
        breakpoints_changed(): `breakpoints` has changed.
        pins_changed(): `pins` has changed.
        previewed(): `preview_rate` has changed.
    """

    frame_read = Signal()
    graph_computed = Signal()
    breakpoints_changed = Signal()
    pins_changed = Signal()
    previewed = Signal()

    def __init__(self, controller: "Controller") -> None:
        """Begin without anything."""
        super().__init__(controller)
        self._controller = controller
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
        # Not for each row that is only passed by.
        self._timer = QTimer(self, singleShot=True, interval=graph_milliseconds)
        self._timer.timeout.connect(self._ask_for_graph)
        controller.worker.frame_read.connect(self._take_frame)
        controller.worker.graph_found.connect(self._take_graph)

    @property
    def breakpoints(self) -> frozenset[int]:
        """Return the lines of the lesson before which it stands still."""
        return self.breakpoints_of(self._lesson)

    @property
    def pins(self) -> frozenset[str]:
        """Return the names whose values are drawn over the iterations."""
        return self.pins_of(self._lesson)

    @property
    def unrecorded(self) -> frozenset[str]:
        """Return the pinned names that the run records for this alone."""
        run, lesson = self._controller.run, self._controller.lesson
        columns = run.history.columns if run else ()
        watched = {lesson.watch.loss, *lesson.watch.parameters} if lesson else set()
        return frozenset(self.pins - {*columns} - watched)

    @property
    def rate_to_try(self) -> float:
        """Return the learning rate that is being tried, or else the present one; nan where there is none."""
        if self.preview_rate is not None:
            return self.preview_rate
        lesson = self._controller.lesson
        return self._controller.values[lesson.watch.learning_rate] if lesson and lesson.watch.learning_rate else nan

    def breakpoints_of(self, lesson: str) -> frozenset[int]:
        """Return the breakpoints of a lesson."""
        return self._breakpoints.get(lesson, frozenset())

    def pins_of(self, lesson: str) -> frozenset[str]:
        """Return the pinned names of a lesson."""
        return self._pins.get(lesson, frozenset())

    def set_marks(self, lesson: str, breakpoints: frozenset[int], pins: frozenset[str]) -> None:
        """Set breakpoints and pins of a lesson that will be opened."""
        self._breakpoints[lesson], self._pins[lesson] = breakpoints, pins
        self.breakpoints_changed.emit()
        self.pins_changed.emit()

    def toggle_breakpoint(self, line: int) -> None:
        """Stand still before the statement at a line, or no longer."""
        self._breakpoints[self._lesson] = self.breakpoints ^ {line}
        self._controller.order(Breakpoints, self.breakpoints)
        self.breakpoints_changed.emit()

    def toggle_pin(self, name: str) -> None:
        """Record a local variable over the iterations, or no longer."""
        self._pins[self._lesson] = self.pins ^ {name}
        self._controller.order(Pins, self.unrecorded)
        self.pins_changed.emit()

    def preview(self, learning_rate: float | None) -> None:
        """Show where a learning rate would lead, without giving it to the lesson; None: none."""
        if learning_rate != self.preview_rate:
            self.preview_rate = learning_rate
            self.previewed.emit()

    def want_frame(self, asker: object, wanted: bool) -> None:
        """Read the lesson's variables as long as somebody wants it."""
        (self._want_frame.add if wanted else self._want_frame.discard)(id(asker))
        self._controller.worker.wants_frames = bool(self._want_frame)
        if wanted and self._controller.ready:
            self._controller.order(ReadFrame)

    def want_graph(self, asker: object, wanted: bool) -> None:
        """Find the computation graph of the shown row as long as somebody wants it."""
        (self._want_graph.add if wanted else self._want_graph.discard)(id(asker))
        if wanted:
            self.look_again()
        elif not self._want_graph and self._controller.ready:
            self._controller.order(DrawGraph, None)

    def look_again(self) -> None:
        """Find the graph of the row that is shown now, if it still is in a moment."""
        self._timer.start()

    def forget(self) -> None:
        """Forget what was found: another run begins."""
        self.frame = self.graph = self.graph_row = self.preview_rate = None

    def show(self, other: "Inspection") -> None:
        """Show what another one has found."""
        self.frame, self.graph, self.graph_row = other.frame, other.graph, other.graph_row

    def finish(self) -> None:
        """Ask for nothing any more."""
        self._timer.stop()

    @property
    def _lesson(self) -> str:
        return self._controller.lesson.name if self._controller.lesson else ""

    def _take_frame(self, number: int, frame: "Frame | None") -> None:
        if number == self._controller.number:
            self.frame = frame
            self.frame_read.emit()

    def _take_graph(self, number: int, row: int, graph: "Graph") -> None:
        if number == self._controller.number:
            self.graph, self.graph_row = graph, row
            self.graph_computed.emit()
            self.look_again()  # another row may be shown by now, or again

    def _ask_for_graph(self) -> None:
        """Have the graph of the shown row found, if somebody wants it and the run stands still."""
        controller = self._controller
        still = controller.ready and not controller.running and not controller.replaying
        if self._want_graph and still and controller.shown not in (START, self.graph_row):
            controller.order(DrawGraph, controller.shown)
