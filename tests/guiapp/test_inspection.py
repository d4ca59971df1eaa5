"""What the controller tells of the inside of an iteration: statements, breakpoints, the frame, pins, the graph."""

import pytest

from core.run_facts import State
from guiapp.controller import START
from tests.guiapp.helpers import endless, line_of, record, recorded

LIVE_BACKWARD = "loss.backward()"


def backward(controller):
    return line_of(controller.lesson.function, LIVE_BACKWARD)


def test_step_into_runs_one_statement(qtbot, make):
    controller = make()
    record(qtbot, controller, 3)
    lines = []
    controller.status_changed.connect(lambda: lines.append(controller.run.line))
    for count in range(1, 4):
        controller.step_into()
        qtbot.waitUntil(lambda count=count: len(lines) == count)
    first = line_of(controller.lesson.function, "y_pred = w * x + b")
    assert lines == [first, first + 1, first + 2]
    assert (controller.rows, controller.shown) == (3, 2)
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.rows == 4)


def test_step_into_while_looking_back_goes_where_the_program_stands(qtbot, make):
    controller = make()
    record(qtbot, controller, 5)
    controller.go_to(1)
    assert not controller.live
    line = controller.run.line
    controller.step_into()
    assert (controller.shown, controller.live, controller.run.line) == (4, True, line)
    controller.step_into()
    qtbot.waitUntil(lambda: controller.run.line != line)


def test_a_run_stands_still_at_a_breakpoint_and_goes_on(qtbot, make):
    controller = make()
    line = backward(controller)
    controller.inspection.toggle_breakpoint(line)
    assert controller.inspection.breakpoints == {line}
    for rows in range(3):
        controller.run_to_end()
        qtbot.waitUntil(lambda rows=rows: controller.run.line == line and controller.rows == rows)
        qtbot.waitUntil(lambda: controller.status.state is State.PAUSED and not controller.running)
    controller.inspection.toggle_breakpoint(line)
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.finished)
    assert recorded(controller)["loss"][-1] == 0.7424246072769165


def test_a_breakpoint_stops_a_run_under_way(qtbot, make):
    controller = make("endless")
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.rows > 100)
    line = line_of(endless, "loss = ")
    controller.inspection.toggle_breakpoint(line)
    qtbot.waitUntil(lambda: not controller.running)
    assert controller.run.line == line


def test_breakpoints_and_pins_stay_with_their_lesson(qtbot, make):
    controller = make()
    line = backward(controller)
    controller.inspection.toggle_breakpoint(line)
    controller.inspection.toggle_pin("iteration")
    controller.open_lesson("line_epochs")
    qtbot.waitUntil(lambda: controller.ready)
    assert (controller.inspection.breakpoints, controller.inspection.pins) == (frozenset(), frozenset())
    assert not controller.run.breakpoints
    controller.open_lesson("live_line")
    qtbot.waitUntil(lambda: controller.ready)
    assert (controller.inspection.breakpoints, controller.inspection.pins) == ({line}, {"iteration"})
    assert (controller.run.breakpoints, [*controller.run.pinned]) == ({line}, ["iteration"])


def test_a_pinned_local_is_recorded_and_forgotten(qtbot, make):
    controller = make()
    controller.inspection.toggle_pin("iteration")
    controller.inspection.toggle_pin("w")  # which is recorded anyway
    record(qtbot, controller, 4)
    assert [*controller.run.pinned] == ["iteration"]
    assert controller.run.pinned["iteration"].values.tolist() == [0, 1, 2, 3]
    controller.inspection.toggle_pin("iteration")
    qtbot.waitUntil(lambda: not controller.run.pinned)
    assert controller.inspection.pins == {"w"}


def test_the_frame_is_read_only_while_somebody_wants_it(qtbot, make):
    controller = make()
    record(qtbot, controller, 2)
    assert controller.inspection.frame is None
    asker = object()
    with qtbot.waitSignal(controller.inspection.frame_read):
        controller.inspection.want_frame(asker, True)
    values = {variable.name: variable.number for variable in controller.inspection.frame.variables}
    assert values["iteration"] == 1
    assert values["w"] == recorded(controller)["w"][1]
    with qtbot.waitSignal(controller.inspection.frame_read):
        controller.step_forward()
    controller.inspection.want_frame(asker, False)
    frame = controller.inspection.frame
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.shown == 3)
    assert controller.inspection.frame is frame


def test_the_frame_is_read_while_it_runs(qtbot, make):
    controller = make("endless")
    controller.inspection.want_frame(controller, True)
    controller.run_to_end()
    rows = set()
    controller.inspection.frame_read.connect(lambda: rows.add(controller.inspection.frame.rows))
    qtbot.waitUntil(lambda: len(rows) > 3)
    controller.pause()
    qtbot.waitUntil(lambda: not controller.running and controller.inspection.frame.rows == controller.rows)


def test_the_graph_of_the_shown_row_is_found_as_long_as_somebody_wants_it(qtbot, make):
    controller = make()
    controller.inspection.want_graph(controller, True)
    record(qtbot, controller, 5)
    qtbot.waitUntil(lambda: controller.inspection.graph_row == 4)
    (root,) = [node for node in controller.inspection.graph.nodes if node.name == "loss"]
    assert float(root.value) == recorded(controller)["loss"][4]
    controller.go_to(1)
    qtbot.waitUntil(lambda: controller.inspection.graph_row == 1)
    (root,) = [node for node in controller.inspection.graph.nodes if node.name == "loss"]
    assert float(root.value) == recorded(controller)["loss"][1]
    controller.inspection.want_graph(controller, False)
    controller.go_to(3)
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.shown == 4)
    assert controller.inspection.graph_row == 1


def test_a_learning_rate_can_be_tried_without_giving_it_to_the_lesson(qtbot, make):
    controller = make()
    told = []
    controller.inspection.previewed.connect(lambda: told.append(controller.inspection.rate_to_try))
    controller.inspection.preview(0.01)
    controller.inspection.preview(0.01)
    controller.inspection.preview(None)
    assert told == [0.01, 0.1]
    assert controller.values["learning_rate"] == 0.1
    assert controller.run.events == []


def test_the_shape_of_the_loss_is_known_with_the_run(qtbot, make):
    controller = make("polynomial")
    assert (controller.shape.full, controller.shape.quadratic) == (False, None)
    changes = []
    controller.shape.changed.connect(lambda: changes.append(len(controller.shape.x)))
    record(qtbot, controller, 3)
    assert controller.shape.quadratic is not None
    assert len(controller.shape.x) >= 32
    controller.open_lesson("live_line")
    qtbot.waitUntil(lambda: controller.ready)
    assert controller.shape.full
    assert 2 / controller.shape.quadratic.eigenvalues[0] == pytest.approx(0.05777, abs=5e-6)
    controller.open_lesson("autograd_chain")
    qtbot.waitUntil(lambda: controller.ready)
    assert controller.shape.quadratic is None
    assert controller.shown == START
