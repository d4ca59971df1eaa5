# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007


import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest

from core.source import shown_source
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.variables.model import NAME, TYPE, VALUE
from guiapp.views.variables.sparkline import SPARK_ROLE
from guiapp.views.variables.view import VariablesView
from tests.guiapp.helpers import bare, broken, diverging, lesson_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def stepwise(first: float = 2.0):
    x = torch.arange(10.0)
    y = first * x
    w = torch.tensor(0.5, requires_grad=True)
    for iteration in range(10):
        prediction = x * w
        loss = ((prediction - y) ** 2).mean()
        loss.backward()
        w.data.sub_(w.grad, alpha=0.01)  # pyright: ignore[reportArgumentType]
        w.grad = None


STEPWISE = lesson_of(stepwise, prediction="prediction", curve=lambda x, w: x * w)


def row_of(view, name: str) -> int:
    return view.model.names.index(name)


def cell(view, name: str, column: int, role: int = Qt.ItemDataRole.DisplayRole):
    return view.model.index(row_of(view, name), column).data(role)


def lit(view) -> set[str]:
    names = view.model.names
    brush = Qt.ItemDataRole.BackgroundRole
    marked = {name for name in names if cell(view, name, VALUE, brush)}
    assert marked == {name for name in names if cell(view, name, NAME, Qt.ItemDataRole.FontRole).bold()}
    return marked


def shown_names(view) -> list[str]:
    return [name for row, name in enumerate(view.model.names) if not view.table.isRowHidden(row)]


def step_into(qtbot, view) -> None:
    with qtbot.waitSignals([view.controller.inspection.frame_read, view.controller.status_changed]):
        view.controller.step_into()


def wait_for(qtbot, view, *names: str) -> None:
    qtbot.waitUntil(lambda: {*names} <= {*view.model.variables})


def press(view, *keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(view.table, key, modifier)


def pin(qtbot, view, name: str) -> None:
    view.table.setCurrentIndex(view.model.index(row_of(view, name), NAME))
    with qtbot.waitSignal(view.controller.inspection.pins_changed):
        press(view, Qt.Key.Key_Return)


def test_every_local_has_a_row_with_type_and_value_and_hyperparameters_come_last(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        wait_for(qtbot, view, "w")
        assert shown_names(view) == ["x", "y", "w", "iteration", "first"]
        assert [cell(view, "x", column) for column in (NAME, TYPE, VALUE)] == [
            "x",
            "Tensor float32 (10,)",
            "0.00 … 4.50 … 9.00",
        ]
        assert cell(view, "x", VALUE, SPARK_ROLE) == tuple(range(10))
        assert [cell(view, "w", column) for column in (NAME, TYPE, VALUE)] == ["w", "Tensor float32 () ∇", "0.5"]
        assert [cell(view, "first", column) for column in (NAME, TYPE, VALUE)] == ["first", "float", "2.0"]


def test_a_gradient_has_a_row_below_its_tensor_which_stays_where_there_is_none(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 1)
        for _ in range(4):
            step_into(qtbot, view)
        wait_for(qtbot, view, "w.grad")
        assert row_of(view, "w.grad") == row_of(view, "w") + 1
        assert cell(view, "w.grad", NAME).strip() == "w.grad"
        gradient = view.model.variables["w.grad"]
        assert cell(view, "w.grad", VALUE) == repr(gradient.number)
        run_on(qtbot, view, 3)
        qtbot.waitUntil(lambda: cell(view, "w.grad", VALUE) == "–")
        assert "None" in cell(view, "w.grad", NAME, Qt.ItemDataRole.ToolTipRole)
        assert row_of(view, "w.grad") == row_of(view, "w") + 1


def test_what_the_last_statement_changed_is_lit(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        seen = []
        for _ in range(7):
            step_into(qtbot, view)
            seen.append(lit(view))
        assert {"iteration"} in seen
        assert seen[seen.index({"iteration"}) :][:5] == [{"iteration"}, {"prediction"}, {"loss"}, {"w.grad"}, {"w"}]


def test_what_the_last_statement_changed_is_scrolled_to_and_one_iteration_moves_nothing(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        view.resize(300, 150)
        table, seen = view.table, []
        for _ in range(7):
            step_into(qtbot, view)
            (name,) = lit(view) or {""}
            if name:
                rect = table.visualRect(view.model.index(row_of(view, name), NAME))
                seen.append((name, table.viewport().rect().contains(rect)))
        assert {("w", True), ("loss", True)} <= {*seen}
        assert all(is_seen for _, is_seen in seen)
        place = table.verticalScrollBar().value()
        for count in (4, 5):
            run_on(qtbot, view, count)
            qtbot.waitUntil(lambda: "loss" in lit(view))
            assert table.verticalScrollBar().value() == place


def test_what_the_last_iteration_changed_is_lit(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        run_on(qtbot, view, 3)
        qtbot.waitUntil(lambda: lit(view) == {"w", "iteration", "prediction", "loss"})


def test_the_note_says_before_which_line_the_program_stands(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        step_into(qtbot, view)
        source = shown_source(STEPWISE, view.controller.values)
        line = source.shown_line(view.controller.run.line) or 0
        assert "prediction = " in source.lines[line - 1]
        assert view.note.text() == f"Before line {line} of iteration 2."


def test_while_it_runs_the_note_says_how_often_it_is_read(qtbot):
    def counting():
        w = 0.0
        while True:
            loss = 1.0
            w = w + loss

    with shown_view(qtbot, VariablesView, lesson_of(counting)) as view:
        view.controller.run_to_end()
        qtbot.waitUntil(lambda: "5 times" in view.note.text())
        before = view.model.variables["w"].number
        qtbot.waitUntil(lambda: view.model.variables["w"].number != before)
        view.controller.pause()
        qtbot.waitUntil(lambda: view.note.text().startswith("Before line"))


def test_looking_back_shows_what_is_recorded_and_says_so(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 6)
        wait_for(qtbot, view, "prediction")
        before = shown_names(view)
        view.table.setCurrentIndex(view.model.index(row_of(view, "prediction"), NAME))
        stand_at(qtbot, view, 2)
        row = view.controller.run.history.row(2)
        assert shown_names(view) == ["w", "w.grad", "loss"]
        assert [cell(view, name, VALUE) for name in ("loss", "w", "w.grad")] == [
            repr(row[name]) for name in ("loss", "w", "w.grad")
        ]
        assert cell(view, "w", TYPE) == "Tensor float32 () ∇"
        assert view.note.text().startswith("Iteration 2 of the record")
        assert view.note.text().endswith("at iteration 5.")
        assert lit(view) == set()
        view.controller.go_to(5)
        qtbot.waitUntil(lambda: shown_names(view)[: len(before)] == [*before[:3], "w.grad", *before[3:-1]])
        assert view.table.currentIndex().row() == row_of(view, "prediction")


def test_looking_at_the_start_shows_the_first_parameters(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 3)
        view.controller.go_to_start()
        qtbot.waitUntil(lambda: view.note.text().startswith("The start"))
        assert [(name, cell(view, name, VALUE)) for name in shown_names(view)] == [("w", "0.5")]


def test_rows_and_scroll_position_stay_from_iteration_to_iteration(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 2)
        wait_for(qtbot, view, "loss")
        names = list(view.model.names)
        bar = view.table.verticalScrollBar()
        bar.setValue(40)
        view.table.selectRow(3)
        run_on(qtbot, view, 6)
        assert (view.model.names, bar.value()) == (names, 40)
        stand_at(qtbot, view, 1)
        stand_at(qtbot, view, 5)
        qtbot.waitUntil(lambda: shown_names(view) == names)
        assert bar.value() == 40
        assert [index.row() for index in view.table.selectionModel().selectedRows()] == [3]


def test_only_rows_that_changed_are_painted_again(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        for _ in range(3):
            step_into(qtbot, view)
        told = []
        view.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
        step_into(qtbot, view)
        changed = {*told}
        assert len(changed) == 2  # what has become alight and what is so no longer
        assert all(first == last for first, last in changed)


def test_the_ended_program_leaves_its_record(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        view.controller.run_to_end()
        qtbot.waitUntil(lambda: view.note.text().startswith("The program has ended"))
        assert cell(view, "w", VALUE) == repr(view.controller.run.history.row(9)["w"])


def test_return_pins_a_scalar_and_unpins_it(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 4)
        wait_for(qtbot, view, "loss")
        assert not view.pinned.isVisible()
        pin(qtbot, view, "loss")
        assert view.controller.inspection.pins == {"loss"}
        assert view.pinned.isVisible()
        assert not cell(view, "loss", NAME, Qt.ItemDataRole.DecorationRole).isNull()
        pin(qtbot, view, "loss")
        assert view.controller.inspection.pins == frozenset()
        assert not view.pinned.isVisible()
        assert cell(view, "loss", NAME, Qt.ItemDataRole.DecorationRole) is None


def test_a_double_click_pins_a_scalar_and_no_array(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        wait_for(qtbot, view, "loss")
        for name in ("x", "loss"):
            place = view.table.visualRect(view.model.index(row_of(view, name), VALUE)).center()
            QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert view.controller.inspection.pins == {"loss"}


def test_the_context_menu_pins(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 2)
        wait_for(qtbot, view, "loss")

        def actions(name: str) -> list[QAction]:
            return view.table.menu_of(view.model.index(row_of(view, name), NAME)).actions()

        assert [action.text() for action in actions("x")] == ["Copy"]
        assert [action.text() for action in actions("w")] == ["Pin: draw its values over the iterations", "Copy"]
        actions("w")[0].trigger()
        assert view.controller.inspection.pins == {"w"}
        assert actions("w")[0].text() == "Unpin"
        actions("w")[1].trigger()
        assert QGuiApplication.clipboard().text().splitlines()[0].startswith("x\tTensor")


def test_a_pinned_loss_is_drawn_from_the_first_iteration_on(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 6)
        wait_for(qtbot, view, "loss")
        pin(qtbot, view, "loss")
        curve, entry = view.pinned.curves["loss"], view.pinned.entries["loss"]
        qtbot.waitUntil(lambda: len(curve.whole()[0]) == 6)
        x, y = curve.whole()
        assert x.tolist() == list(range(6))
        assert np.allclose(y, view.controller.run.history.column("loss"))
        stand_at(qtbot, view, 2)
        assert (curve.dot.x.tolist(), curve.dot.y.tolist()) == ([2.0], [y[2]])
        assert float(entry.label.text().split(" = ")[1]) == pytest.approx(y[2], rel=1e-3)
        assert "from the start" in entry.toolTip()


def test_another_local_is_drawn_from_where_it_was_pinned_on(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 3)
        wait_for(qtbot, view, "iteration")
        pin(qtbot, view, "iteration")
        run_on(qtbot, view, 7)
        curve = view.pinned.curves["iteration"]
        qtbot.waitUntil(lambda: len(curve.whole()[0]) == 4)
        assert [values.tolist() for values in curve.whole()] == [[3, 4, 5, 6], [3, 4, 5, 6]]
        assert "from iteration 3 on" in view.pinned.entries["iteration"].toolTip()
        stand_at(qtbot, view, 1)
        assert view.pinned.entries["iteration"].label.text() == "iteration = –"
        assert not curve.dot.x.size


def test_a_gradient_that_is_recorded_can_be_pinned(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 5)
        wait_for(qtbot, view, "w.grad")
        pin(qtbot, view, "w.grad")
        run_on(qtbot, view, 9)
        assert view.pinned.curves["w.grad"].whole()[1].tolist() == view.controller.run.history.column("w.grad").tolist()


def test_curves_have_colours_of_their_own_and_keep_them(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 3)
        wait_for(qtbot, view, "loss", "iteration")
        for name in ("w", "b", "loss", "w.grad", "b.grad", "iteration", "learning_rate"):
            pin(qtbot, view, name)
        looks = {name: (curve.colour, curve.style) for name, curve in view.pinned.curves.items()}
        assert len({*looks.values()}) == 7
        button = view.pinned.entries["w"].button
        assert button.accessibleName() == "Unpin w"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert "w" not in view.controller.inspection.pins
        assert {name: (curve.colour, curve.style) for name, curve in view.pinned.curves.items()} == {
            name: look for name, look in looks.items() if name != "w"
        }


def test_pins_outlive_a_restart_and_the_curve_begins_again(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        run_on(qtbot, view, 4)
        wait_for(qtbot, view, "iteration")
        pin(qtbot, view, "iteration")
        run_on(qtbot, view, 6)
        with qtbot.waitSignal(view.controller.run_replaced):
            view.controller.restart()
        qtbot.waitUntil(lambda: view.controller.ready)
        run_on(qtbot, view, 3)
        qtbot.waitUntil(lambda: view.pinned.curves["iteration"].whole()[1].tolist() == [0, 1, 2])


def test_the_range_holds_all_curves_and_stands_still_mostly(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 2)
        wait_for(qtbot, view, "loss")
        pin(qtbot, view, "loss")
        pin(qtbot, view, "w.grad")
        ranges = []
        for rows in range(3, 19):
            run_on(qtbot, view, rows)
            ranges.append(str(view.pinned.plot.getViewBox().viewRange()))
        (left, right), (low, high) = view.pinned.plot.getViewBox().viewRange()
        history = view.controller.run.history
        values = np.concatenate([history.column("loss"), history.column("w.grad")])
        assert low < values.min() <= values.max() < high
        assert left < 0 < 17 < right
        assert len({*ranges}) <= 4


def test_a_diverged_run_can_be_pinned_too(qtbot):
    with shown_view(qtbot, VariablesView, lesson_of(diverging)) as view:
        wait_for(qtbot, view, "w")
        pin(qtbot, view, "w")
        run_on(qtbot, view, 100)
        assert view.controller.finished
        assert view.pinned.plot.grab().width() > 0


def test_it_is_copied_as_a_spreadsheet_reads_it(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        wait_for(qtbot, view, "w")
        view.table.clearSelection()
        press(view, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
        assert [line[0] for line in lines] == ["x", "y", "w", "iteration", "first"]
        assert lines[0] == ["x", "Tensor float32 (10,)", "[0, 1, 2, 3, 4, 5, ...]"]
        view.table.selectRow(row_of(view, "w"))
        press(view, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "w\tTensor float32 ()\t0.5"


def test_the_tool_tip_has_the_whole_value_and_what_can_be_done(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 2)
        wait_for(qtbot, view, "loss")
        tip = cell(view, "w", VALUE, Qt.ItemDataRole.ToolTipRole)
        assert view.model.variables["w"].text in tip
        assert "requires_grad" in tip
        assert "Double-click" in tip
        assert "Double-click" not in cell(view, "x", VALUE, Qt.ItemDataRole.ToolTipRole)


def test_it_reads_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, VariablesView, STEPWISE) as view:
        wait_for(qtbot, view, "w")
        view.hide()
        run_on(qtbot, view, 3)
        assert "loss" not in view.model.names
        view.show()
        wait_for(qtbot, view, "loss")
        assert lit(view) == set()
        run_on(qtbot, view, 4)
        qtbot.waitUntil(lambda: "loss" in lit(view))


@pytest.mark.parametrize("lesson", [lesson_of(broken), lesson_of(bare, parameters=(), curve=lambda x: x, equation="")])
def test_a_lesson_that_fails_or_has_no_parameters_is_shown_as_far_as_it_goes(qtbot, lesson):
    with shown_view(qtbot, VariablesView, lesson) as view:
        run_on(qtbot, view, 2)
        assert view.grab().width() == 420


def test_before_there_is_a_lesson_a_sentence_says_what_will_appear(qtbot):
    view = VariablesView(Controller())
    qtbot.addWidget(view)
    view.show()
    assert view.note.text() == "The variables appear here as soon as the lesson is ready."
    assert theme.MUTED in view.note.styleSheet()
    view.hide()


def test_in_a_low_view_the_curves_of_the_pins_are_not_covered_by_their_legend(qtbot):
    with shown_view(qtbot, VariablesView, "live_line") as view:
        run_on(qtbot, view, 4)
        wait_for(qtbot, view, "loss")
        for name in ("w", "b", "loss", "w.grad"):
            view.controller.inspection.toggle_pin(name)
        qtbot.waitUntil(lambda: len(view.pinned.entries) == 4)
        view.resize(330, 234)
        qtbot.waitUntil(lambda: not any(entry.isVisible() for entry in view.pinned.entries.values()))
        parts = [view.table.geometry(), view.pinned.geometry()]
        assert not parts[0].intersects(parts[1])
        assert parts[1].bottom() < view.height()
        assert view.pinned.rect().contains(view.pinned.plot.geometry())
        view.resize(330, 500)
        qtbot.waitUntil(lambda: all(entry.isVisible() for entry in view.pinned.entries.values()))
        for entry in view.pinned.entries.values():
            assert entry.geometry().top() > view.pinned.plot.geometry().bottom()
            assert view.pinned.rect().contains(entry.geometry())
