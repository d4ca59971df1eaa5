from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core.graph import Edge, Graph, Kind, Node
from guiapp.views.graph.items import Form
from guiapp.views.graph.layout import Layers, arrange
from guiapp.views.graph.view import GraphView
from tests.guiapp.helpers import click
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def found(qtbot, view):
    """Wait until the graph of the shown row is drawn."""
    controller = view.controller
    qtbot.waitUntil(
        lambda: controller.inspection.graph_row == controller.shown and view.graph is controller.inspection.graph
    )


def drawn(qtbot, view, rows):
    run_on(qtbot, view, rows)
    found(qtbot, view)


def titles(view):
    return sorted(item.box.title for item in view.canvas.nodes)


def item_of(view, title):
    (item,) = (item for item in view.canvas.nodes if item.box.title == title)
    return item


def lit(view):
    return {item.box.title for item in view.canvas.nodes if item.lit}


def turn_wheel(canvas, at, degrees):
    place = QPointF(at)
    event = QWheelEvent(
        place,
        QPointF(canvas.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 8 * degrees),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


# What is drawn.


def test_the_graph_of_the_shown_iteration_is_drawn(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        assert "runs one iteration" in view.canvas.message
        drawn(qtbot, view, 4)
        assert titles(view) == sorted(
            ["w", "x", "× u₁", "b", "+ y_pred", "y", "− u₂", "( )² u₃", "0.5", "× u₄", "mean loss"]
        )
        assert view.reading.text() == "Iteration 3"
        loss = view.controller.shown_loss()
        assert float(item_of(view, "mean loss").box.facts[0]) == pytest.approx(loss, rel=1e-4)
        stand_at(qtbot, view, 1)
        found(qtbot, view)
        assert view.reading.text() == "Iteration 1"
        assert float(item_of(view, "mean loss").box.facts[0]) == pytest.approx(view.controller.shown_loss(), rel=1e-4)


def test_a_graph_that_comes_late_gives_way_to_that_of_the_shown_iteration(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 4)
        worker = view.controller.worker
        with qtbot.waitSignal(worker.graph_found):  # left and come back to before it was found
            worker.graph_found.emit(view.controller.number, 1, Graph())
        found(qtbot, view)
        assert view.reading.text() == "Iteration 3"


def test_what_a_node_is_stands_in_it(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 1)
        kinds = {item.box.title: (item.kind, item.box.kind_text) for item in view.canvas.nodes}
        assert kinds["w"] == (Kind.LEAF, "leaf")
        assert kinds["x"] == (Kind.CONSTANT, "constant")
        assert kinds["× u₁"] == (Kind.OPERATION, "")
        assert kinds["mean loss"] == (Kind.ROOT, "root")


def test_the_sum_of_all_gradients_is_told_where_it_is_another(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 1)
        assert len(item_of(view, "w").box.facts) == 2
        drawn(qtbot, view, 4)
        total = view.controller.run.history.row(3)["w.grad"]
        assert item_of(view, "w").box.facts[2] == f".grad {total:.5g}"


def test_gradients_written_by_hand_are_said_to_have_no_graph(qtbot):
    with shown_view(qtbot, GraphView, "quadratic_numpy") as view:
        run_on(qtbot, view, 3)
        qtbot.waitUntil(lambda: "by hand" in view.canvas.message)
        assert view.canvas.nodes == []
        assert not view.export_button.isEnabled()


def test_the_start_has_no_graph_and_the_rows_have_it_again(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 2)
        view.controller.go_to_start()
        assert view.canvas.nodes == []
        assert "runs one iteration" in view.canvas.message
        stand_at(qtbot, view, 1)
        found(qtbot, view)
        assert len(view.canvas.nodes) == 11


def test_while_it_runs_the_last_graph_stays_and_is_faint(qtbot):
    with shown_view(qtbot, GraphView, "live_line", stop_below=0.0, iterations=10**8) as view:
        drawn(qtbot, view, 2)
        graph = view.graph
        view.controller.run_to_end()
        qtbot.waitUntil(lambda: view.controller.running)
        assert view.graph is graph
        assert view.reading.text().startswith("Running")
        assert view.canvas.nodes[0].opacity() < 0.5
        qtbot.waitUntil(lambda: view.controller.shown > 5)
        view.controller.pause()
        qtbot.waitUntil(lambda: not view.controller.running)
        found(qtbot, view)
        assert view.canvas.nodes[0].opacity() == 1
        assert view.reading.text() == f"Iteration {view.controller.shown}"


def test_a_hidden_view_has_no_graph_found(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        view.hide()
        run_on(qtbot, view, 3)
        controller = view.controller
        with qtbot.assertNotEmitted(controller.inspection.graph_computed, wait=200):
            controller.show_row(1)
        assert view.graph is None
        view.show()
        found(qtbot, view)
        assert view.reading.text() == "Iteration 1"


# The backward pass.


def test_the_steps_of_the_backward_pass_say_the_chain_rule(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        assert view.steps.sentence.text() == "All 7 steps of the backward pass: each gradient has arrived."
        click(view.steps.forward_button)
        assert view.steps.sentence.text().startswith("Forward pass")
        assert lit(view) == set()
        assert item_of(view, "x").box.facts == ["2", "gradient –"]
        said = []
        while view.steps.next_button.isEnabled():
            click(view.steps.next_button)
            said.append(view.steps.sentence.text())
        assert said == [
            "Step 1 of 7: ∂z/∂z = 1",
            "Step 2 of 7: ∂z/∂u₂ = ∂z/∂z · ∂z/∂u₂ = 1 · 1 = 1",
            "Step 3 of 7: ∂z/∂u₃ = ∂z/∂z · ∂z/∂u₃ = 1 · 1 = 1",
            "Step 4 of 7: ∂z/∂y = ∂z/∂u₃ · ∂u₃/∂y = 1 · 6 = 6",
            "Step 5 of 7: ∂z/∂u₁ = ∂z/∂u₂ · ∂u₂/∂u₁ = 1 · 3 = 3",
            "Step 6 of 7: ∂z/∂y += ∂z/∂u₂ · ∂u₂/∂y = 1 · 4 = 4",
            "Step 7 of 7: ∂z/∂x = ∂z/∂u₁ · ∂u₁/∂x = 3 · 4 = 12",
        ]
        assert item_of(view, "x").box.facts == ["2", "gradient 12"]
        assert item_of(view, "y").box.facts == ["3", "gradient 10"]


def test_a_gradient_adds_up_step_by_step(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        view.steps.go_to(5)
        assert item_of(view, "y").box.facts[1] == "gradient 6"
        assert item_of(view, "x").box.facts[1] == "gradient –"
        assert lit(view) == {"+ z", "× u₂", "( )² u₃", "y", "( )² u₁"}
        view.steps.go_to(6)
        assert item_of(view, "y").box.facts[1] == "gradient 10"
        assert item_of(view, "y").here
        edges = [item for item in view.canvas.edges if item.here]
        assert [item.text for item in edges] == ["× 4"]


def test_n_and_p_go_through_the_steps(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        click(view.steps.forward_button)
        view.canvas.setFocus()
        for key, step in (
            (Qt.Key.Key_N, 1),
            (Qt.Key.Key_Period, 2),
            (Qt.Key.Key_N, 3),
            (Qt.Key.Key_Comma, 2),
            (Qt.Key.Key_P, 1),
            (Qt.Key.Key_P, 0),
            (Qt.Key.Key_P, 0),
        ):
            QTest.keyClick(view.canvas, key)
            assert view.steps.step == step
        click(view.steps.all_button)
        QTest.keyClick(view.canvas, Qt.Key.Key_P)
        assert view.steps.step == 6


def test_steps_between_tensors_tell_the_shapes(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 1)
        view.steps.go_to(2)
        assert view.steps.sentence.text() == (
            "Step 2 of 8: ∂loss/∂u₄ = ∂loss/∂loss · ∂loss/∂u₄, from one number to shape (20, 1)"
        )


def test_before_backward_there_are_no_gradients(qtbot):
    with shown_view(qtbot, GraphView, "autograd_scalar") as view:
        drawn(qtbot, view, 1)
        assert titles(view) == ["x"]
        assert view.reading.text() == "Statement 1"
        drawn(qtbot, view, 2)
        assert "+ y" in titles(view)
        assert "has not run yet" in view.steps.sentence.text()
        assert lit(view) == set()
        assert not view.steps.next_button.isEnabled()
        drawn(qtbot, view, 3)
        assert item_of(view, "x").box.facts == ["2", "gradient 7"]
        assert view.steps.forward_button.isEnabled()


def test_the_next_iteration_is_shown_at_the_same_step(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 2)
        view.steps.go_to(3)
        drawn(qtbot, view, 3)
        assert view.steps.sentence.text().startswith("Step 3 of 8")


def test_full_precision_is_in_the_tool_tips(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 4)
        w = next(node for node in view.graph.nodes if node.name == "w")
        tip = item_of(view, "w").toolTip()
        assert f"value {w.value.item(0)!s}"[:12] in tip
        assert str(w.gradient.ravel()[0]) in tip
        assert str(w.accumulated.ravel()[0]) in tip
        view.steps.go_to_forward()
        assert str(w.gradient.ravel()[0]) not in item_of(view, "w").toolTip()
        assert any("no gradient" in item.toolTip() for item in view.canvas.edges)


# Zooming and moving.


def test_the_zoom_stays_when_only_numbers_change(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 3)
        click(view.zoom_in_button)
        click(view.zoom_in_button)
        items, transform = view.canvas.nodes, view.canvas.transform()
        centre = view.canvas.mapToScene(view.canvas.viewport().rect().center())
        drawn(qtbot, view, 4)
        assert view.canvas.transform() == transform
        moved = view.canvas.mapToScene(view.canvas.viewport().rect().center()) - centre
        assert moved.manhattanLength() < 2
        assert [item.pos() for item in view.canvas.nodes] == [item.pos() for item in items]


def test_the_wheel_zooms_around_the_pointer(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        canvas = view.canvas
        place = QPoint(100, 80)
        QTest.mouseMove(canvas.viewport(), place)
        before, scale = canvas.mapToScene(place), canvas.transform().m11()
        turn_wheel(canvas, place, 30)
        assert canvas.transform().m11() > 1.4 * scale
        assert (canvas.mapToScene(place) - before).manhattanLength() < 4
        QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert canvas.transform().m11() == pytest.approx(scale)


def test_dragging_moves_the_drawing_and_a_button_brings_it_back(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        canvas = view.canvas
        before = canvas.mapToScene(QPoint(0, 0))
        QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
        QTest.mouseMove(canvas.viewport(), QPoint(90, 80))
        QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, 80))
        qtbot.waitUntil(lambda: canvas.mapToScene(QPoint(0, 0)) != before)
        click(view.fit_button)
        assert (canvas.mapToScene(QPoint(0, 0)) - before).manhattanLength() < 2


def test_a_step_that_cannot_be_seen_is_moved_into_sight(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 1)
        for _ in range(8):
            click(view.zoom_in_button)
        for step in range(2, 9):
            view.steps.go_to(step)
            (item,) = (item for item in view.canvas.edges if item.here)
            seen = view.canvas.mapToScene(view.canvas.viewport().rect()).boundingRect()
            assert seen.intersects(item.sceneBoundingRect())


@pytest.mark.parametrize("size", [(430, 400), (1200, 360), (400, 900)], ids=str)
@pytest.mark.parametrize("expression", ["x**2*y + y**2", "x*x*x + sin(x*y)/exp(y) - x", "((x+y)*(x-y))**2/(x*y+1)"])
def test_the_whole_graph_fits_and_nothing_overlaps(qtbot, size, expression):
    with shown_view(qtbot, GraphView, "autograd_chain", expression=expression) as view:
        view.resize(*size)
        drawn(qtbot, view, 4)
        canvas = view.canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        boxes = [item.sceneBoundingRect() for item in canvas.nodes]
        labels = [item.label for item in canvas.edges if item.text]
        assert all(seen.contains(box) for box in boxes)
        assert not any(one.intersects(other) for one, other in combinations([*boxes, *labels], 2))
        for item in canvas.nodes:
            assert item.holds(item.box)


def test_a_wide_view_is_drawn_from_left_to_right(qtbot):
    with shown_view(qtbot, GraphView, "live_line") as view:
        view.resize(1200, 360)
        drawn(qtbot, view, 1)
        assert item_of(view, "w").x() < item_of(view, "+ y_pred").x() < item_of(view, "mean loss").x()
        view.resize(420, 700)
        qtbot.waitUntil(lambda: item_of(view, "w").y() < item_of(view, "+ y_pred").y() < item_of(view, "mean loss").y())
        assert view.canvas.form is not Form.STACKED


# Files.


@pytest.fixture
def asked(monkeypatch):
    """Have the file dialog answer with a path."""

    def answer(path, kind="SVG (*.svg)"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if path else "", kind))

    return answer


def test_the_graph_is_exported_as_svg_or_png(qtbot, tmp_path, asked):
    with shown_view(qtbot, GraphView, "live_line") as view:
        drawn(qtbot, view, 1)
        said = []
        view.controller.said.connect(said.append)
        for name in ("graph.svg", "graph.png", "other.PNG"):
            asked(tmp_path / name)
            click(view.export_button)
        assert QSvgRenderer(str(tmp_path / "graph.svg")).isValid()
        assert "y_pred" in (tmp_path / "graph.svg").read_text(encoding="utf-8")
        image = QImage(str(tmp_path / "graph.png"))
        assert image.width() > 300
        assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 3
        assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
            "graph.png",
            "graph.svg",
            "other.PNG",
        ]
        assert len(said) == 3
        assert "graph.svg" in said[0]


@pytest.mark.parametrize(("kind", "name"), [("SVG (*.svg)", "graph.svg"), ("PNG (*.png)", "graph.png")])
def test_a_name_without_an_ending_gets_the_chosen_one(qtbot, tmp_path, asked, kind, name):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        asked(tmp_path / "graph", kind)
        click(view.export_button)
        assert (tmp_path / name).is_file()


def test_a_file_that_cannot_be_written_is_said(qtbot, tmp_path, asked):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        asked(tmp_path / "nowhere" / "graph.svg")
        with qtbot.waitSignal(view.controller.said) as said:
            click(view.export_button)
        assert said.args[0].endswith("graph.svg could not be written: No such file or directory.")


def test_nothing_is_written_where_no_file_is_chosen(qtbot, tmp_path, asked):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        asked(None)
        with qtbot.assertNotEmitted(view.controller.said):
            click(view.export_button)


def test_buttons_have_names_and_leave_space_to_the_window(qtbot):
    with shown_view(qtbot, GraphView, "autograd_chain") as view:
        drawn(qtbot, view, 4)
        assert view.canvas.accessibleName() == "Computation graph"
        assert view.steps.sentence.text() in view.canvas.accessibleDescription()
        for button in (view.export_button, view.zoom_in_button, view.zoom_out_button, view.fit_button):
            assert len(button.accessibleName()) > 5
            assert button.toolTip()
        parent = QWidget()
        view.setParent(parent)
        keys = []
        parent.keyPressEvent = lambda event: keys.append(event.key())
        QTest.keyClick(view.canvas, Qt.Key.Key_Right)
        assert keys == [Qt.Key.Key_Right]
        view.setParent(None)


# The layout alone.


def graph_of(links):
    """A graph without values, of links between numbered nodes."""
    count = 1 + max(max(link) for link in links)
    nodes = tuple(Node(index, Kind.OPERATION, "+", str(index), None) for index in range(count))
    return Graph(nodes, tuple(Edge(source, target, None) for source, target in links))


@pytest.mark.parametrize("downward", [False, True])
def test_every_edge_goes_forward_and_around_other_nodes(downward):
    links = [(0, 2), (1, 2), (2, 3), (0, 3), (3, 5), (4, 5), (0, 5), (1, 5)]
    sizes = [(80.0, 40.0)] * 6
    layout = arrange(Layers(graph_of(links)), sizes, (30.0, 10.0), downward)
    for (source, target), path in zip(links, layout.paths, strict=True):
        along = [point[1] if downward else point[0] for point in path]
        assert along == sorted(along)
        for node, (x, y) in enumerate(layout.centres):
            if node not in (source, target):
                assert not any(abs(px - x) < 40 and abs(py - y) < 20 for px, py in path)
    assert max(x for x, _ in layout.centres) < layout.width
    assert max(y for _, y in layout.centres) < layout.height


def test_crossings_are_avoided_where_the_order_can_do_it():
    layout = arrange(
        Layers(graph_of([(0, 4), (1, 3), (2, 5), (3, 6), (4, 6), (5, 6)])), [(60.0, 30.0)] * 7, (40.0, 10.0)
    )
    heights = [y for _, y in layout.centres]
    assert (
        np.argsort([heights[1], heights[0], heights[2]]).tolist()
        == np.argsort([heights[3], heights[4], heights[5]]).tolist()
    )
