# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007, F841

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from core.run import Run
from core.source import shown_source
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.code.view import CodeView
from tests.guiapp.helpers import (
    breaking,
    broken,
    click,
    diverging,
    endless,
    lesson_of,
    press,
    run_to,
    turn_wheel,
    views,
)
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

Key = Qt.Key


# fmt: off
def two_lines(factor: float = 2.0):
    x = np.array([1.0, 2.0])
    y = factor * x
    w = 0.0
    for iteration in range(100):
        y_pred = (
            w
            * x
        )
        loss = ((y - y_pred) ** 2).mean()
        w += 0.1
# fmt: on


def wait_for_frame(qtbot, view, rows):
    """Wait until the lesson's variables are known as they are after so many rows."""
    inspection = view.controller.inspection
    qtbot.waitUntil(lambda: inspection.frame is not None and inspection.frame.rows == rows)


def line_with(view, text: str) -> int:
    """Return the number of the one shown line that begins with `text`."""
    (line,) = (number for number, line in enumerate(view.source.lines, 1) if line.strip().startswith(text))
    return line


def marked(view) -> list[str]:
    """List the marked lines, as the bars are drawn."""
    return [selection.cursor.block().text().strip() for selection in view.text.extraSelections()]


def statement(qtbot, view, count: int = 1) -> None:
    """Run so many statements."""
    for _ in range(count):
        with qtbot.waitSignal(view.controller.status_changed):
            view.controller.step_into()


def place_of(view, text: str) -> QPoint:
    """Return where the first letter of a text is drawn, once it is in sight."""
    cursor = view.text.document().find(text)
    view.text.setTextCursor(cursor)
    cursor.setPosition(cursor.selectionStart())
    return view.text.cursorRect(cursor).center() + QPoint(3, 0)


def tip_over(widget, position: QPoint) -> str:
    """Return what the tool tip says when the mouse rests there."""
    QToolTip.showText(QPoint(), "another tip")  # a tip fades away slowly: until then it has its text
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, position, widget.mapToGlobal(position)))
    return QToolTip.text().removeprefix("<qt>").removesuffix("</qt>").replace("another tip", "")


def beside(view, line: int) -> QPoint:
    """Return a place in the margin beside a line that is in sight."""
    return QPoint(view.text.gutter.width() // 2, dict(view.text.visible_lines())[line].center().y())


def test_it_says_what_will_appear_until_there_is_a_lesson(qtbot):
    view = CodeView(Controller())
    qtbot.addWidget(view)
    view.show()
    assert view.text.toPlainText() == ""
    assert view.text.placeholderText() == "The lesson's code appears here once it is loaded."
    assert not view.copy_button.isEnabled()


@pytest.mark.parametrize("lesson", ["minibatch_scratch", "autograd_chain"])
def test_it_shows_the_program_that_can_be_copied(qtbot, lesson):
    with shown_view(qtbot, CodeView, lesson) as view:
        controller = view.controller
        program = shown_source(controller.lesson, controller.values).text
        assert view.text.toPlainText() + "\n" == program
        said = []
        controller.said.connect(said.append)
        click(view.copy_button)
        assert QGuiApplication.clipboard().text() == program
        assert said == ["The program is copied. It runs in plain Python."]


def test_before_the_first_iteration_the_first_statement_is_next(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        assert marked(view) == ["torch.manual_seed(seed)"]
        assert view.state.text() == f"Next: line {line_with(view, 'torch.manual_seed')}"
        statement(qtbot, view)
        assert marked(view) == ["x = torch.rand(examples, 1) * 10"]


def test_the_statement_that_runs_next_is_marked_and_named(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        run_on(qtbot, view, 3)
        assert marked(view) == ["for iteration in range(iterations):"]
        assert view.state.text() == f"Iteration 2 has ended. Next: line {line_with(view, 'for ')}"
        statement(qtbot, view)
        assert marked(view) == ["y_pred = w * x + b"]
        assert view.state.text() == f"Next: line {line_with(view, 'y_pred =')}, forward pass"
        statement(qtbot, view, 2)
        assert marked(view) == ["loss.backward()"]
        assert view.state.text() == f"Next: line {line_with(view, 'loss.backward')}, backward pass"
        assert not view.text.marker.over


def test_a_statement_on_several_lines_is_marked_whole(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(two_lines)) as view:
        run_on(qtbot, view, 1)
        statement(qtbot, view)
        assert marked(view) == ["y_pred = (", "w", "* x", ")"]
        first = line_with(view, "y_pred")
        assert {view.text.gutter.phases[line].name for line in range(first, first + 4)} == {"forward pass"}


def test_nothing_is_marked_while_it_runs(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(endless)) as view:
        seen = []
        view.controller.frames.due.connect(lambda: seen.append((view.state.text(), marked(view))))
        view.controller.set_rate(20.0)
        view.controller.toggle_running()
        qtbot.waitUntil(lambda: len(seen) > 3)
        assert {(text, tuple(lines)) for text, lines in seen[1:]} == {("Running", ())}
        view.controller.pause()
        qtbot.waitUntil(lambda: marked(view) == ["while True:"])


def test_looking_back_marks_the_end_of_the_shown_iteration(qtbot):
    with shown_view(qtbot, CodeView, "line_epochs") as view:
        run_on(qtbot, view, 20)
        stand_at(qtbot, view, 12)
        assert marked(view) == ["if (epoch + 1) % 10 == 0:"]
        assert view.text.marker.over
        assert view.state.text() == "Record: iteration 12, its last line. The program is at iteration 19."
        stand_at(qtbot, view, -1)
        assert marked(view) == []
        assert view.state.text() == "Record: the start. The program is at iteration 19."
        stand_at(qtbot, view, 19)
        assert marked(view) == ["for epoch in range(epochs):"]


def test_where_each_statement_is_a_step_looking_back_marks_the_one_that_was_run(qtbot):
    with shown_view(qtbot, CodeView, "autograd_scalar", expression="x**2 + 3*x + 1") as view:
        run_on(qtbot, view, 3)
        assert marked(view) == ['print(f"dy/dx = {x.grad}")']
        stand_at(qtbot, view, 1)
        assert marked(view) == ["y = x**2 + 3*x + 1"]
        assert view.state.text() == "Record: line 6 has been run."
        assert tip_over(view.text.viewport(), place_of(view, "y = ")) == "y = 11.00000<br>after line 6"


def test_the_end_is_told(qtbot):
    with shown_view(qtbot, CodeView, "line_epochs", epochs=3) as view:
        view.controller.run_to_end()
        qtbot.waitUntil(lambda: view.state.text() == "The program has ended.")
        assert marked(view) == []


def test_a_run_that_was_stopped_says_why(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(diverging)) as view:
        view.controller.run_to_end()
        qtbot.waitUntil(lambda: view.state.text().startswith("The program was stopped: loss became inf at iteration"))


def test_a_failure_marks_its_line_and_brings_it_into_sight(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(breaking)) as view:
        view.resize(420, 160)
        view.controller.run_to_end()
        line = line_with(view, "raise")
        qtbot.waitUntil(lambda: view.state.text() == f"Line {line} failed: LookupError: the third is missing")
        assert marked(view) == ['raise LookupError("the third is missing")']
        assert view.text.marker.colour == theme.BAD
        assert theme.BAD in view.state.styleSheet()
        assert line in dict(view.text.visible_lines())
        stand_at(qtbot, view, 0)
        assert view.state.text().startswith("Record: iteration 0")
        assert theme.BAD not in view.state.styleSheet()


def test_a_lesson_that_fails_at_once_shows_where(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(broken)) as view:
        assert marked(view) == ['raise LookupError("nothing begins")']


def test_every_phase_has_a_colour_a_letter_and_a_name(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        found = {}
        for line, look in sorted(view.text.gutter.phases.items()):
            found.setdefault((look.letter, look.name), []).append(view.source.lines[line - 1].strip())
        assert found == {
            ("F", "forward pass"): ["y_pred = w * x + b"],
            ("L", "loss"): ["loss = (0.5 * (y - y_pred) ** 2).mean()"],
            ("B", "backward pass"): ["loss.backward()"],
            ("U", "update"): ["b.data.sub_(learning_rate * b.grad)", "w.data.sub_(learning_rate * w.grad)"],
            ("Z", "zeroing the gradients"): ["b.grad.zero_()", "w.grad.zero_()"],
        }
        assert len({look.colour for look in view.text.gutter.phases.values()}) == 5
        texts = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
        assert [name for _, name in found] == [text for text in texts if text in {name for _, name in found}]
        forward = line_with(view, "y_pred =")
        view.text.verticalScrollBar().setValue(forward - 2)
        picture = view.text.gutter.grab().toImage()
        colours = colours_of(picture)
        looks = view.text.gutter.phases
        seen = {looks[line].colour for line, _ in view.text.visible_lines() if line in looks}
        assert len(seen) == 5
        assert {QColor(colour).name() for colour in seen} <= colours
        tip = tip_over(view.text.gutter, beside(view, forward))
        assert tip == f"Line {forward}: forward pass\nA click sets or removes a breakpoint: the run stops there."


def test_the_legend_names_only_the_phases_that_a_lesson_has(qtbot):
    with shown_view(qtbot, CodeView, "quadratic_numpy") as view:
        texts = {label.text() for label in view.findChildren(QLabel) if label.isVisible()}
        assert {"forward pass", "loss", "backward pass", "update"} <= texts
        assert "zeroing the gradients" not in texts


def test_a_click_in_the_margin_sets_a_breakpoint_at_which_the_run_stops(qtbot):
    with shown_view(qtbot, CodeView, "line_epochs") as view:
        controller, gutter = view.controller, view.text.gutter
        line = line_with(view, "loss.backward")
        view.text.verticalScrollBar().setValue(line - 3)
        click(gutter, beside(view, line))
        assert controller.inspection.breakpoints == {view.source.file_line(line)}
        assert gutter.breakpoints == {line}
        controller.toggle_running()
        qtbot.waitUntil(lambda: marked(view) == ["loss.backward()"])
        assert controller.rows == 0
        click(gutter, beside(view, line))
        assert controller.inspection.breakpoints == gutter.breakpoints == set()


def test_where_the_run_cannot_stand_the_next_line_takes_the_breakpoint(qtbot):
    with shown_view(qtbot, CodeView, "line_epochs") as view:
        click(view.text.gutter, beside(view, 1))
        assert view.text.gutter.breakpoints == {line_with(view, "torch.manual_seed")}
        last = len(view.source.lines)
        view.text.verticalScrollBar().setValue(last)
        click(view.text.gutter, beside(view, last))
        assert view.text.gutter.breakpoints == {line_with(view, "torch.manual_seed"), last}


def test_beside_a_line_behind_all_statements_a_click_does_nothing(qtbot):
    with shown_view(qtbot, CodeView, lesson_of(two_lines)) as view:
        view.text.breakpoint_asked.emit(len(view.source.lines) + 1)
        click(view.text.gutter, QPoint(3, view.text.gutter.height() - 2))
        assert view.controller.inspection.breakpoints == set()


def test_the_wheel_scrolls_the_text_from_the_margin_too(qtbot):
    with shown_view(qtbot, CodeView, "line_epochs") as view:
        turn_wheel(view.text.gutter)
        assert view.text.verticalScrollBar().value() > 0


def test_f9_toggles_the_breakpoint_of_the_cursors_line(qtbot, open_window):
    window = open_window("line_epochs")
    window.docks["code"].raise_()
    view = views(window)["code"]
    qtbot.waitUntil(view.isVisible)
    view.text.setFocus()
    place_of(view, "loss = torch.mean")
    press(Key.Key_F9)
    line = line_with(view, "loss = torch")
    assert window.controller.inspection.breakpoints == {view.source.file_line(line)}
    press(Key.Key_Down, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Key.Key_F9)
    assert view.text.gutter.breakpoints == {line, line + 1}
    press(Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Key.Key_F9)
    assert view.text.gutter.breakpoints == {line + 1}


def test_the_windows_keys_act_while_the_code_has_the_focus(qtbot, open_window):
    window = open_window("line_epochs")
    window.docks["code"].raise_()
    controller, view = window.controller, views(window)["code"]
    qtbot.waitUntil(view.isVisible)
    click(view.text.viewport())
    assert view.text.hasFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: controller.running)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not controller.running)
    rows = controller.rows
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: controller.rows == rows + 1 and controller.at_end)
    press(Key.Key_Left)
    qtbot.waitUntil(lambda: controller.shown == rows - 1)
    press(Key.Key_Home)
    qtbot.waitUntil(lambda: controller.shown == -1)
    rate = controller.rate
    press(Key.Key_Up)
    assert controller.rate > rate
    press(Key.Key_Down)
    assert controller.rate == rate
    press(Key.Key_End)
    qtbot.waitUntil(lambda: controller.finished and controller.at_end)
    run = controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: controller.run is not run)


def test_a_live_change_updates_its_line_and_leaves_scroll_position_and_selection(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        run_on(qtbot, view, 2)
        place_of(view, "loss.backward")
        bar = view.text.verticalScrollBar()
        bar.setValue(11)
        line = line_with(view, "learning_rate")
        view.controller.edit("learning_rate", 0.0123)
        assert view.source.lines[line - 1] == "learning_rate = 0.0123"
        assert view.text.document().findBlockByNumber(line - 1).text() == "learning_rate = 0.0123"
        assert view.text.toPlainText() + "\n" == view.source.text
        assert view.text.textCursor().selectedText() == "loss.backward"
        assert bar.value() == 11


def test_another_lesson_brings_its_own_code(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        run_on(qtbot, view, 2)
        view.controller.open_lesson("autograd_scalar")
        assert "y.backward()" in view.text.toPlainText()
        assert marked(view) == []
        assert view.text.gutter.phases == {}
        qtbot.waitUntil(lambda: view.controller.ready)
        assert marked(view) == ["x = torch.tensor(x, requires_grad=True)"]


def test_the_marked_line_comes_into_sight_unless_text_is_being_selected(qtbot):
    with shown_view(qtbot, CodeView, "minibatch_scratch") as view:
        bar = view.text.verticalScrollBar()
        assert line_with(view, "torch.manual_seed") in dict(view.text.visible_lines())
        assert bar.value() == 0
        QTest.mousePress(view.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
        run_on(qtbot, view, 1)
        assert bar.value() == 0
        QTest.mouseRelease(view.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
        statement(qtbot, view)
        assert line_with(view, "y_hat = linreg") in dict(view.text.visible_lines())
        # In sight already: nothing moves.
        before = bar.value()
        statement(qtbot, view)
        assert bar.value() == before


def test_the_marked_line_stays_in_sight_when_there_is_less_room_but_only_if_it_was(qtbot):
    with shown_view(qtbot, CodeView, "polynomial") as view:
        run_on(qtbot, view, 1)
        bar, (line,) = view.text.verticalScrollBar(), view.text.marker.lines

        def room_below():
            return view.text.viewport().height() - dict(view.text.visible_lines())[line].bottom()

        bar.setValue(line - 1)
        view.resize(420, 800)
        bar.setValue(0)
        assert room_below() > 0
        view.resize(420, 300)  # as the docks of a session that is opened leave it
        qtbot.waitUntil(lambda: bar.value() > 0)
        assert room_below() >= 0
        bar.setValue(0)
        view.resize(420, 280)
        assert bar.value() == 0


def test_a_name_tells_what_it_holds(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        run_on(qtbot, view, 5)
        viewport = view.text.viewport()
        run = Run(view.controller.lesson)
        run.advance(5)
        w, gradient = run.locals["w"], run.locals["w"].grad
        qtbot.waitUntil(
            lambda: view.controller.inspection.frame is not None and view.controller.inspection.frame.rows == 5
        )
        place = place_of(view, "w.data.sub_")
        assert tip_over(viewport, place) == f"w = {w.item()!r}<br>Tensor float32 (1,)"
        place = place_of(view, "w.grad.zero_")
        assert tip_over(viewport, place) == f"w = {w.item()!r}<br>Tensor float32 (1,)"
        column = view.text.fontMetrics().horizontalAdvance("w.g")
        assert tip_over(viewport, place + QPoint(column, 0)) == f"w.grad = {gradient.item()!r}<br>Tensor float32 (1,)"
        assert tip_over(viewport, place_of(view, "iteration in")) == "iteration = 4<br>int"


def test_of_the_record_only_what_was_recorded_is_told(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        run_on(qtbot, view, 5)
        stand_at(qtbot, view, 2)
        row, viewport = view.controller.run.history.row(2), view.text.viewport()
        for text, column in (("w.data", "w"), ("loss.backward", "loss")):
            name, rest = tip_over(viewport, place_of(view, text)).split(" = ")
            assert name == column
            value, when = rest.split("<br>")
            assert float(value.replace("−", "-")) == pytest.approx(row[column], rel=1e-6)
            assert when == "of iteration 2"
        place = place_of(view, "w.grad.zero_") + QPoint(view.text.fontMetrics().horizontalAdvance("w.g"), 0)
        assert tip_over(viewport, place).startswith("w.grad = ")
        assert tip_over(viewport, place_of(view, "x = torch.rand")) == ""
        stand_at(qtbot, view, -1)
        assert tip_over(viewport, place_of(view, "w.data")) == ""


def test_names_of_nested_functions_and_attributes_are_not_taken_for_the_lessons(qtbot):
    with shown_view(qtbot, CodeView, "minibatch_scratch") as view:
        run_on(qtbot, view, 2)
        viewport = view.text.viewport()
        qtbot.waitUntil(
            lambda: view.controller.inspection.frame is not None and view.controller.inspection.frame.rows == 2
        )
        assert tip_over(viewport, place_of(view, "w, b)\n")) == ""
        assert tip_over(viewport, place_of(view, "x @ w")) == ""
        assert tip_over(viewport, place_of(view, "y_hat = linreg")).startswith("y_hat = [[")
        view.resize(420, 1600)
        below = QPoint(10, viewport.height() - 2)
        assert below.y() > max(row.bottom() for _, row in view.text.visible_lines())
        assert tip_over(viewport, below) == ""


def test_a_hidden_view_wants_no_variables_and_catches_up_when_it_is_shown(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        view.hide()
        assert not view.controller.worker.wants_frames
        run_on(qtbot, view, 4)
        assert view.state.text() != "Iteration 3 has ended. Next: line 21"
        view.show()
        assert view.controller.worker.wants_frames
        assert view.state.text() == f"Iteration 3 has ended. Next: line {line_with(view, 'for ')}"


def test_ctrl_c_copies_what_is_selected_and_nothing_can_be_typed(qtbot, open_window):
    window = open_window("live_line")
    run_to(qtbot, window, 1)
    window.docks["code"].raise_()
    view = views(window)["code"]
    qtbot.waitUntil(view.isVisible)
    view.text.setFocus()
    text = view.text.toPlainText()
    place_of(view, "torch.manual_seed(seed)")
    press(Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "torch.manual_seed(seed)"
    press(Key.Key_X, Key.Key_Return, Key.Key_Backspace)
    assert view.text.toPlainText() == text


def test_the_code_is_coloured_by_its_syntax(qtbot):
    with shown_view(qtbot, CodeView, "quadratic_numpy") as view:

        def colour_of(text: str) -> str:
            cursor = view.text.document().find(text)
            column = cursor.selectionStart() - cursor.block().position()
            for span in cursor.block().layout().formats():
                if span.start <= column < span.start + span.length:
                    return span.format.foreground().color().name().upper()
            return theme.TEXT

        assert colour_of("import") == colour_of("for iteration") == theme.ACCENT
        assert colour_of("'numpy'") == theme.GOOD
        assert colour_of("0.001") == theme.BATCH
        assert colour_of("learning_rate") == theme.TEXT
        view.controller.edit("learning_rate", 0.25)
        qtbot.waitUntil(lambda: "learning_rate = 0.25" in view.text.toPlainText())
        assert colour_of("0.25") == theme.BATCH


def test_it_moves_the_cursor_with_control_and_the_arrows(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        view.text.moveCursor(QTextCursor.MoveOperation.Start)
        QTest.keyClick(view.text, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert view.text.textCursor().blockNumber() == 1
        QTest.keyClick(view.text, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
        assert view.text.textCursor().blockNumber() == 0


def test_the_marked_line_stays_in_sight_when_the_view_becomes_lower_unless_the_user_looks_elsewhere(qtbot):
    with shown_view(qtbot, CodeView, "live_line") as view:
        view.resize(420, 700)
        run_on(qtbot, view, 3)
        qtbot.waitUntil(lambda: view.text.marker is not None)

        def in_sight() -> bool:
            return view.text.marker.lines[0] in [
                line for line, area in view.text.visible_lines() if area.bottom() <= view.text.viewport().height()
            ]

        assert in_sight()
        view.resize(420, 280)
        assert in_sight()
        view.text.verticalScrollBar().setValue(0)
        assert not in_sight()
        view.resize(420, 260)
        assert view.text.verticalScrollBar().value() == 0
