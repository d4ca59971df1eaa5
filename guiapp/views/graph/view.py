"""The computation graph of the shown iteration, and the backward pass through it, step by step."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.atomic import write_atomically
from core.graph import NO_BACKWARD, Graph, Kind, has_backward
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.views.graph import texts
from guiapp.views.graph.canvas import GraphCanvas
from guiapp.views.graph.items import Box
from guiapp.views.graph.steps import StepBar
from guiapp.views.line import Line

usual_number, longest_number = "−000.00", "−0.0000e−00"
patience_milliseconds = 300
most_told = 30
"""Nodes whose values are told in words."""


class GraphView(QWidget):
    """Boxes for values and arrows for their use; the backward pass lights them up one after another."""

    KEYS = (
        (("N", "."), QT_TRANSLATE_NOOP("keys", "Next step of the backward pass")),
        (("P", ","), QT_TRANSLATE_NOOP("keys", "One step of it back")),
    )

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until an iteration has run."""
        super().__init__(parent)
        self.controller = controller
        self.graph: Graph | None = None
        """What is drawn."""
        self._names: list[str] = []
        self._translate()
        self.reading = Line()
        name = self.tr("Computation graph")
        self.canvas = GraphCanvas(name)
        self.steps = StepBar()
        self._patience = QTimer(self, singleShot=True, interval=patience_milliseconds)
        self._patience.timeout.connect(self.draw)
        self._lay_out()
        self.steps.moved.connect(self._write)
        controller.lesson_changed.connect(self.draw)
        controller.run_replaced.connect(self.draw)
        controller.inspection.graph_computed.connect(self.draw)
        controller.status_changed.connect(self._wait)

    def draw(self) -> None:
        """Draw the graph of the shown row, and say what it is of or why there is none."""
        controller = self.controller
        if not self.isVisible():
            return
        busy = controller.running or controller.replaying
        graph = None if controller.shown == START and not busy else controller.inspection.graph
        if graph is None or not graph.nodes:
            self._clear()
        elif graph is not self.graph:
            self._take(graph)
        found = controller.inspection.graph is not None and controller.inspection.graph_row == controller.shown
        if busy or found or self.graph is None or not self._patience.isActive():
            self.canvas.dim(busy or not found)
            told = self._told(busy, found)
            self.reading.setText(told if self.graph else " ")
            self.canvas.say("" if self.graph else told)
            self._describe()

    def export(self) -> None:
        """Ask for a file and write the drawing into it: as SVG, or as PNG where its name ends so."""
        lesson = self.controller.lesson
        if lesson is None or self.graph is None:
            return
        proposed, kinds = f"{lesson.name}_graph.svg", "SVG (*.svg);;PNG (*.png)"
        chosen, kind = QFileDialog.getSaveFileName(self, self._export_title, proposed, kinds)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".png" if kind.startswith("PNG") else ".svg")
        png = path.suffix.lower() == ".png"
        try:
            write_atomically(path, self.canvas.png() if png else self.canvas.svg(translated(lesson.title)))
        except OSError as error:
            self.controller.said.emit(self._not_written.format(file=path, reason=error.strerror or error))
        else:
            self.controller.said.emit(self._written.format(file=path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the backward pass with N and P, or . and ,."""
        if event.key() in (Qt.Key.Key_N, Qt.Key.Key_Period):
            self.steps.go_on()
        elif event.key() in (Qt.Key.Key_P, Qt.Key.Key_Comma):
            self.steps.go_back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Have graphs found from now on."""
        super().showEvent(event)
        self.controller.inspection.want_graph(self, True)
        self._wait()

    def hideEvent(self, event: QHideEvent) -> None:
        """Have none found that nobody sees."""
        super().hideEvent(event)
        self._patience.stop()
        self.controller.inspection.want_graph(self, False)

    def _translate(self) -> None:
        """Translate what is written often."""
        self._gradient = self.tr("gradient {value}")
        self._iteration = self.tr("Iteration {0}")
        self._statement = self.tr("Statement {0}")
        self._no_iteration = self.tr("→ runs one iteration; its graph appears here.")
        self._no_statement = self.tr("→ runs one statement; the graph appears here.")
        self._running = self.tr("Running: the graph is drawn when the run stands still.")
        self._finding_statement = self.tr("Finding the graph ...")
        self._finding = self.tr("Finding the graph of iteration {0}: the iterations up to it are run again ...")
        self._before_backward = self.tr("backward() has not run yet: there are no gradients.")
        self._forward = self.tr("Forward pass: each value is computed from those before it.")
        self._complete = self.tr("All {0} steps of the backward pass: each gradient has arrived.")
        self._export_title = self.tr("Export the graph")
        self._written = self.tr("The graph was written to {file}.")
        self._not_written = self.tr("{file} could not be written: {reason}.")

    def _lay_out(self) -> None:
        """Put everything in its place."""
        export, export_tip = self.tr("Export ..."), self.tr("Write the graph into an SVG or PNG file")
        smaller, larger, fit = self.tr("Zoom out"), self.tr("Zoom in"), self.tr("Show the whole graph (double click)")
        self.export_button = _button(export_tip, self.export, export)
        self.zoom_out_button = _button(smaller, self.canvas.zoom_out, "−")
        self.zoom_in_button = _button(larger, self.canvas.zoom_in, "+")
        self.fit_button = _button(fit, self.canvas.fit)
        self.fit_button.setIcon(theme.icon("view_all"))
        header = QHBoxLayout()
        header.addWidget(self.reading, 1)
        for button in self._tools:
            header.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(header)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.steps)

    @property
    def _tools(self) -> tuple[QToolButton, ...]:
        return self.export_button, self.zoom_out_button, self.zoom_in_button, self.fit_button

    def _wait(self) -> None:
        """Follow what the run does; a graph that is on its way is waited for a moment."""
        if self.isVisible():
            self._patience.start()
            self.draw()

    def _told(self, busy: bool, found: bool) -> str:
        """Say what is drawn, or why nothing is."""
        controller = self.controller
        if controller.run is None or controller.lesson is None:
            return self._no_iteration
        if not has_backward(controller.lesson.function):
            return translated(NO_BACKWARD)
        if busy:
            return self._running
        formula = controller.lesson.watch.formula
        if controller.shown == START:
            return self._no_statement if formula else self._no_iteration
        if not found:
            return self._finding_statement if formula else self._finding.format(controller.shown)
        return self._statement.format(controller.shown + 1) if formula else self._iteration.format(controller.shown)

    def _clear(self) -> None:
        """Draw nothing."""
        self.graph = None
        self.canvas.build(Graph(), [], [])
        self.steps.take(0, same=False)
        self._write()

    def _take(self, graph: Graph) -> None:
        """Draw another graph: in the same places if only its numbers are others."""
        same = self.graph is not None and graph.structure == self.graph.structure
        self.graph, self._names = graph, texts.names_of(graph)
        self.steps.take(len(graph.passes) + 1 if graph.order else 0, same)
        wanted = self._texts()
        if not same or not self.canvas.holds(*wanted):
            # Some room more, so that the next iteration's numbers most likely fit too.
            for number in (usual_number, longest_number):
                self.canvas.build(graph, *self._texts(number), keep_view=same)
                if self.canvas.holds(*wanted):
                    break
        self._write()

    def _write(self) -> None:
        """Write the values, and light up what the backward pass has reached."""
        if self.graph:
            self._light(self.graph, self.steps.step)
        for button in self._tools:
            button.setEnabled(self.graph is not None)
        self.steps.say(self._said())
        self._describe()

    def _describe(self) -> None:
        """Say in words what is drawn, as far as it is of use to hear it."""
        boxes = [self._box(node.index, self.steps.step) for node in self.graph.nodes] if self.graph else []
        nodes = [f"{box.title}: {', '.join(box.facts)}" for box in boxes[:most_told] if box.facts]
        state = [self.reading.text().strip() or self.canvas.message, self._said().strip()]
        self.canvas.setAccessibleDescription("\n".join(filter(None, [*state, *nodes])))

    def _light(self, graph: Graph, step: int) -> None:
        """Show the nodes and edges as they are after a step."""
        passed = graph.passes[: max(0, step - 1)]
        here = passed[-1] if passed and not self.steps.whole else None
        node_here = here.source if here else graph.order[0] if step == 1 else None
        for node, item in zip(graph.nodes, self.canvas.nodes, strict=True):
            gradient = graph.gradient_after(node.index, len(passed)) if step else None
            item.show_state(self._box(node.index, step), gradient is not None, node.index == node_here)
            item.setToolTip(texts.node_tip(node, self._names[node.index], gradient))
        for edge, item in zip(graph.edges, self.canvas.edges, strict=True):
            lit = any(edge is one for one in passed)
            item.show_state(texts.edge_label(edge, graph), lit, edge is here)
            item.setToolTip(texts.edge_tip(edge, graph, self._names, lit))
            if edge is here:
                self.canvas.reveal(item)

    def _texts(self, widest: str = "") -> tuple[list[Box], list[str]]:
        """Return what is written in the nodes and on the edges at the end of the backward pass."""
        assert self.graph
        boxes = [self._box(index, self.steps.total, widest) for index in range(len(self.graph.nodes))]
        return boxes, [texts.edge_label(edge, self.graph, widest) for edge in self.graph.edges]

    def _box(self, index: int, step: int, widest: str = "") -> Box:
        """Return what is written in a node after a step of the backward pass; `widest` stands for every number."""
        assert self.graph
        node = self.graph.nodes[index]
        title = texts.title(node, self._names[index])
        facts = [] if title == texts.short(node.value) else [texts.short(node.value, widest)]
        if node.kind is not Kind.CONSTANT:
            gradient = self.graph.gradient_after(index, step - 1) if step else None
            shown = texts.short(node.value if widest else gradient, widest, shape=False)
            facts.append(self._gradient.format(value=shown))
            if gradient is node.gradient and node.accumulated is not None and not node.zeroed_before:
                facts.append(f".grad {texts.short(node.accumulated, widest, shape=False)}")
        # An operation is known by its sign.
        return Box(title, "" if node.kind is Kind.OPERATION else texts.kind_text(node.kind), facts)

    def _said(self) -> str:
        """Say where the backward pass is."""
        if self.graph is None:
            return " "
        if not self.steps.total:
            return self._before_backward
        if self.steps.whole:
            return self._complete.format(self.steps.total)
        return texts.step_sentence(self.graph, self._names, self.steps.step) if self.steps.step else self._forward


def _button(tip: str, slot: Callable[[], None], text: str = "") -> QToolButton:
    button = QToolButton(autoRaise=True)
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(slot)
    return button
