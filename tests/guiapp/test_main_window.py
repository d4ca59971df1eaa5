import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.source import shown_source
from guiapp.actions import ACTIONS
from guiapp.app import install_exception_hooks, make_window
from guiapp.controller import RATES, START, Controller
from guiapp.main_window import MainWindow
from guiapp.options import Options
from tests.guiapp.helpers import (
    breaking,
    click,
    field,
    finished,
    line_of,
    press,
    recorded,
    run_to,
    stands_at,
    type_text,
    views,
)

Key = Qt.Key


def test_updating_a_widget_does_not_lose_references_to_none(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(500):
        widget.update()
    assert sys.getrefcount(None) > before - 100


def test_the_right_key_steps_one_iteration_at_a_time(qtbot, window):
    for row in range(3):
        press(Key.Key_Right)
        stands_at(qtbot, window, row)
        assert window.controller.rows == row + 1
    assert views(window)["fit"].title.text().startswith("Iteration 2 ")


def test_right_pressed_many_times_at_once_steps_as_often(qtbot, window):
    press(*[Key.Key_Right] * 10)
    stands_at(qtbot, window, 9)
    assert window.controller.rows == 10


def test_space_runs_and_pauses_a_real_worker(qtbot, open_window):
    window = open_window("endless")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.running and window.controller.shown > 3)
    assert window.actions_by_name["run"].text() == "Pause"
    assert window.statusBar().state.text() == "Running"
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running)
    rows = window.controller.rows
    assert window.actions_by_name["run"].text() == "Run"
    assert window.statusBar().state.text() == "Paused"
    assert window.controller.shown == rows - 1
    press(Key.Key_Right)
    stands_at(qtbot, window, rows)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > rows + 3)


def test_the_articles_run_stops_early_and_says_so(qtbot, window):
    while window.controller.rate != RATES[-1]:
        press(Key.Key_Up)
    press(Key.Key_Space)
    finished(qtbot, window)
    fit, bar = views(window)["fit"], window.statusBar()
    assert window.controller.shown == 100
    assert window.controller.status.why.value == "stop_rule"
    assert fit.title.text() == "Iteration 100    w = 2.986011    b = 6.059381"
    sentence = fit.outcome.text()
    assert sentence.startswith("Stopped at iteration 100: loss 0.")
    assert sentence.endswith("< 1.")
    assert fit.outcome.isVisible()
    assert bar.state.text().startswith("Finished")
    assert bar.state.text().endswith(sentence)
    assert bar.state.isVisible()
    assert "100" in window.timeline.place.text()
    assert views(window)["output"].toPlainText().splitlines()[-1].startswith("iteration 100: loss 0.")


def test_a_window_that_is_closed_while_it_trains_leaves_no_thread(qtbot, open_window, monkeypatch):
    for number in range(20):
        if number == 3:  # the views are what takes long, and the run's thread does not know them
            monkeypatch.setattr(MainWindow, "load_views", lambda window: None)
        window = open_window("endless")
        window.controller.set_rate(RATES[-1])
        press(Key.Key_Space)
        qtbot.waitUntil(lambda window=window: window.controller.rows > 10)
        window.close()
        assert window.controller.worker.isFinished()
        window.deleteLater()


def test_a_window_that_is_closed_while_torch_is_imported_leaves_no_thread(qtbot):
    window = make_window(Options())
    window.show()
    qtbot.waitUntil(window.controller.worker.isRunning)
    window.close()
    assert window.controller.worker.isFinished()


@pytest.mark.qt_log_ignore("which does not have a handle")  # the paint under way has nowhere to go
def test_a_window_that_is_closed_at_its_first_paint_starts_no_thread(qtbot):
    window = make_window(Options())
    window.painted.connect(window.close)
    with qtbot.waitSignal(window.painted):
        window.show()
    for _ in range(5):
        QApplication.processEvents()
    assert not window.isVisible()
    assert not window.controller.worker.isRunning()


def test_ctrl_q_closes_the_window(qtbot, window):
    press(Key.Key_Q, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    assert window.controller.worker.isFinished()


def test_left_home_and_right_walk_over_the_record_and_past_its_end_the_run_goes_on(qtbot, window):
    run_to(qtbot, window, 3)
    title = views(window)["fit"].title.text
    third = title()
    press(Key.Key_Left)
    assert window.controller.shown == 1
    assert title().startswith("Iteration 1 ")
    press(Key.Key_Home)
    assert window.controller.shown == START
    assert title().startswith("Start ")
    press(Key.Key_Left)
    assert window.controller.shown == START
    press(Key.Key_Right, Key.Key_Right, Key.Key_Right)
    assert window.controller.rows == 3
    assert title() == third
    press(Key.Key_Right)
    stands_at(qtbot, window, 3)
    assert window.controller.rows == 4


def test_looking_back_keeps_what_was_recorded(qtbot, window):
    run_to(qtbot, window, 30)
    before = recorded(window.controller)
    press(Key.Key_Home, Key.Key_Right, Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > 35)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running)
    assert {name: column[:30] for name, column in recorded(window.controller).items()} == before


def test_space_at_an_earlier_row_plays_the_record_and_then_runs_on(qtbot, window):
    run_to(qtbot, window, 10)
    seen = []
    window.controller.frames.due.connect(lambda: seen.append((window.controller.shown, window.controller.replaying)))
    press(Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_Space)
    assert window.statusBar().state.text() == "Playing the record"
    qtbot.waitUntil(lambda: window.controller.rows > 12)
    played = [row for row, playing in seen if playing]
    assert played[0] == 6
    assert played == sorted(played)
    assert played[-1] >= 9
    assert not window.controller.replaying
    assert window.controller.running


def test_space_stops_the_playing_of_the_record(qtbot, window):
    run_to(qtbot, window, 60)
    press(Key.Key_Home, Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.shown > 2)
    press(Key.Key_Space)
    assert not window.controller.replaying
    assert window.controller.shown < 59
    assert window.statusBar().state.text() == "Looking back"
    assert window.controller.rows == 60


def test_space_at_the_end_of_a_finished_run_plays_it_from_the_start(qtbot, window):
    press(Key.Key_End)
    finished(qtbot, window)
    seen = []
    window.controller.frames.due.connect(lambda: seen.append(window.controller.shown))
    window.controller.set_rate(RATES[-1])
    press(Key.Key_Space)
    assert window.controller.replaying
    finished(qtbot, window)
    assert seen[0] == START
    assert seen[-1] == 100
    assert window.controller.rows == 101


def test_end_runs_to_the_end_from_wherever_it_stands(qtbot, window):
    run_to(qtbot, window, 5)
    press(Key.Key_Home, Key.Key_End)
    finished(qtbot, window)
    assert window.controller.shown == 100
    press(Key.Key_Home)
    assert window.controller.shown == START
    press(Key.Key_End)
    assert window.controller.shown == 100


def test_r_restarts_and_gives_the_same_rows(qtbot, window):
    press(Key.Key_End)
    finished(qtbot, window)
    first, run = recorded(window.controller), window.controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    assert window.controller.shown == START
    assert window.statusBar().state.text() == "Ready"
    assert window.controller.rows == 0
    press(Key.Key_End)
    finished(qtbot, window)
    assert recorded(window.controller) == first


def test_right_while_it_runs_pauses_and_goes_on_from_the_newest_row(qtbot, open_window):
    window = open_window("endless")
    window.controller.set_rate(RATES[-1])
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > 1000)
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: not window.controller.running)
    qtbot.waitUntil(lambda: window.controller.at_end)
    assert window.statusBar().state.text() == "Paused"


def test_r_while_it_runs_stands_still_at_the_start(qtbot, open_window):
    window = open_window("endless")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > 5)
    run = window.controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    assert not window.controller.running
    assert window.controller.rows == 0


def test_up_and_down_choose_the_speed(window):
    controller, speed = window.controller, window.transport.speed
    first = RATES.index(controller.rate)
    press(Key.Key_Up)
    assert controller.rate == RATES[first + 1]
    assert speed.currentIndex() == first + 1
    press(*[Key.Key_Up] * len(RATES))
    assert controller.rate == RATES[-1]
    press(*[Key.Key_Down] * (len(RATES) + 2))
    assert controller.rate == RATES[0]
    assert speed.currentIndex() == 0


def test_divergence_is_told_with_its_iteration_and_the_window_lives_on(qtbot, open_window):
    window = open_window("diverging")
    press(Key.Key_End)
    finished(qtbot, window)
    controller, fit = window.controller, views(window)["fit"]
    last = controller.rows - 1
    assert controller.status.why.value == "diverged"
    row = controller.run.history.row(last)
    assert row["loss"] == float("inf") or row["loss"] != row["loss"]
    assert fit.outcome.text().startswith("Diverged: loss became ")
    assert fit.outcome.text().endswith(f"at iteration {last}.")
    assert f"iteration {last}" in window.statusBar().state.text()
    fit.grab()
    press(Key.Key_Left)
    assert controller.shown == last - 1
    run = controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    press(Key.Key_Right)
    stands_at(qtbot, window, 0)
    assert "Diverged" not in fit.outcome.text()


def test_an_exception_in_a_lesson_is_shown_with_its_line_and_the_window_lives_on(qtbot, open_window):
    window = open_window("breaking")
    press(Key.Key_End)
    finished(qtbot, window)
    shown = shown_source(window.controller.lesson, window.controller.values)
    line = shown.shown_line(line_of(breaking, "raise LookupError"))  # as the code view numbers it
    sentence = f"Failed: Line {line}: LookupError: the third is missing"
    assert views(window)["fit"].outcome.text() == sentence
    assert window.statusBar().state.text().startswith("Finished")
    assert window.statusBar().state.text().endswith(sentence)
    output = views(window)["output"].toPlainText()
    assert output.startswith("iteration 0\niteration 1\niteration 2\nTraceback")
    assert output.count("the third is missing") == 1 + output.count('raise LookupError("the third is missing")')
    run = window.controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    assert views(window)["output"].toPlainText() == ""
    press(Key.Key_Right)
    stands_at(qtbot, window, 0)


def test_a_lesson_that_fails_before_its_loop_is_told_too_and_can_be_mended(qtbot, open_window):
    window = open_window("broken")
    assert "nothing begins" in views(window)["fit"].outcome.text()
    assert window.statusBar().state.text().startswith("Finished")
    assert "Failed: Line " in window.statusBar().state.text()
    press(Key.Key_Right, Key.Key_Left, Key.Key_Home, Key.Key_End, Key.Key_Space, Key.Key_Space)
    run = window.controller.run
    click(field(window, "fails"))
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    press(Key.Key_End)
    finished(qtbot, window)
    assert window.controller.rows == 3


def test_a_lesson_that_watches_no_parameter_runs_too(qtbot, open_window):
    window = open_window("bare")
    press(Key.Key_End)
    finished(qtbot, window)
    assert window.controller.rows == 5
    assert "0.03125" in views(window)["loss"].reading.text()


def test_an_exception_in_a_slot_is_told_and_the_window_lives_on(qtbot, window, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "excepthook", sys.excepthook)
        install_exception_hooks(window)

        def fail():
            raise ArithmeticError("a slot went wrong")

        window.actions_by_name["overview"].triggered.connect(fail)
        window.actions_by_name["overview"].trigger()
    report = window.error_report
    assert report.isVisible()
    assert not report.isModal()
    assert report.informativeText() == "ArithmeticError: a slot went wrong"
    assert "Traceback" in report.detailedText()
    assert "a slot went wrong" in capsys.readouterr().err
    report.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(Key.Key_Right)
    stands_at(qtbot, window, 0)


def places(window):
    loss, output = views(window)["loss"], views(window)["output"]
    return {
        "plot": views(window)["fit"].plot,
        "loss plot": loss.plot,
        "check box": loss.log_switch,
        "slider": window.timeline.slider,
        "combo box": window.transport.speed,
        "output": output,
        "form's check box": field(window, "zero_grad"),
        "article switch": window.transport.as_article,
    }


@pytest.mark.parametrize(
    "place",
    ["plot", "loss plot", "check box", "slider", "combo box", "output", "form's check box", "article switch"],
)
def test_the_keys_act_wherever_the_focus_is(qtbot, window, place):
    run_to(qtbot, window, 30)
    widget = places(window)[place]
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    controller, rate = window.controller, window.controller.rate
    before = {name: w.isChecked() for name, w in places(window).items() if hasattr(w, "isChecked")}
    press(Key.Key_Left)
    assert controller.shown == 28
    press(Key.Key_Right)
    assert controller.shown == 29
    press(Key.Key_Home)
    assert controller.shown == START
    press(Key.Key_Up)
    assert controller.rate > rate
    press(Key.Key_Down, Key.Key_Down)
    assert controller.rate < rate
    press(Key.Key_Space)
    assert controller.replaying
    press(Key.Key_Space)
    assert not controller.replaying
    run = controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    press(Key.Key_End)
    finished(qtbot, window)
    assert {name: w.isChecked() for name, w in places(window).items() if hasattr(w, "isChecked")} == before


def test_keys_that_are_typed_into_a_number_stay_there(qtbot, window):
    run_to(qtbot, window, 5)
    controller, run = window.controller, window.controller.run
    box = field(window, "learning_rate")
    box.setFocus()
    box.selectAll()
    type_text("0.R 5")
    press(Key.Key_Left, Key.Key_Left, Key.Key_Home, Key.Key_End)
    assert box.lineEdit().text() == "0.R 5"
    assert controller.shown == 4
    assert controller.run is run
    assert not controller.running
    rate = controller.rate
    press(Key.Key_Escape)
    assert box.value == 0.1
    press(Key.Key_Left)
    assert controller.shown == 3
    assert controller.rate == rate


def test_space_runs_while_a_number_has_the_focus_but_nothing_is_typed(qtbot, window):
    box = field(window, "learning_rate")
    box.setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > 2)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running)
    assert box.lineEdit().text() == "0.1"


def test_the_sheet_of_keys_lists_every_key_of_the_table_and_of_the_views(window):
    press(Key.Key_F1)
    assert window.help.isVisible()
    labels = window.help.findChildren(QLabel)
    rows = [(keys.text(), text.text(), text.toolTip()) for keys, text in pairwise(labels)]
    for spec in ACTIONS:
        if spec.keys and window.actions_by_name[spec.name].isVisible():
            assert (" / ".join(spec.keys), spec.text, spec.tip) in rows
    native = QKeySequence.SequenceFormat.NativeText
    for view in (window.form, *views(window).values()):
        for keys, text in getattr(view, "KEYS", ()):
            assert (" / ".join(QKeySequence(key).toString(native) for key in keys), text, "") in rows
    press(Key.Key_F1)
    assert not window.help.isVisible()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)], ids=["small", "usual"])
def test_the_sheet_of_keys_fits_into_the_window_without_scrolling(qtbot, window, size):
    window.resize(*size)
    press(Key.Key_F1)
    qtbot.waitUntil(lambda: window.help.area.viewport().width() >= window.help.area.widget().sizeHint().width())
    assert window.rect().contains(window.help.geometry())
    assert window.help.area.verticalScrollBar().maximum() == window.help.area.horizontalScrollBar().maximum() == 0
    for label in window.help.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width()


def test_a_sheet_of_keys_that_is_too_high_is_scrolled_by_keys(qtbot, window):
    window.resize(window.minimumSizeHint())
    press(Key.Key_F1)
    bar = window.help.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(Key.Key_PageDown)
    assert bar.value() > 0
    assert window.help.isVisible()
    press(Key.Key_Escape)
    assert not window.help.isVisible()


def test_a_click_elsewhere_closes_the_sheet_of_keys(window):
    press(Key.Key_F1)
    assert window.help.isVisible()
    window.transport.speed.setFocus()
    assert not window.help.isVisible()


def test_every_action_of_the_table_is_in_a_menu(window):
    found = [a for menu in window.menuBar().actions() for a in menu.menu().actions()]
    for action in window.actions_by_name.values():
        assert found.count(action) == 1


def test_docks_can_be_closed_and_opened_from_the_menu(qtbot, window):
    for dock in window.docks.values():
        dock.close()
        assert not dock.isVisible()
        dock.toggleViewAction().trigger()
        qtbot.waitUntil(dock.isVisible)


def test_reset_layout_puts_every_view_back(qtbot, window):
    # The other docks stand behind these, as tabs.
    front = [window.docks[name] for name in ("parameters", "fit", "loss", "output")]
    first = [dock.geometry() for dock in front]
    for bar in (window.transport, window.timeline):
        bar.hide()
    window.docks["output"].close()
    window.docks["about"].close()
    window.docks["fit"].setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.docks["parameters"])
    window.actions_by_name["overview"].trigger()
    qtbot.waitUntil(lambda: [dock.geometry() for dock in front] == first)
    assert not any(dock.isHidden() for dock in window.docks.values())
    assert window.transport.isVisible()
    assert window.timeline.isVisible()
    assert not window.docks["fit"].isFloating()


def test_layout_and_size_return_at_the_next_start(qtbot, tmp_path):
    path = str(tmp_path / "layout.ini")

    def start():
        window = MainWindow(Controller(), QSettings(path, QSettings.Format.IniFormat))
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    first = start()
    first.resize(770, 555)
    first.docks["output"].close()
    first.tabifyDockWidget(first.docks["fit"], first.docks["loss"])
    first.close()
    second = start()
    assert (second.width(), second.height()) == (770, 555)
    assert second.docks["output"].isHidden()
    assert second.docks["loss"] in second.tabifiedDockWidgets(second.docks["fit"])
    second.actions_by_name["overview"].trigger()
    assert second.docks["output"].isVisible()
    assert second.docks["loss"] not in second.tabifiedDockWidgets(second.docks["fit"])


def test_the_layout_of_a_lesson_without_a_model_returns_at_the_next_start(qtbot, tmp_path):
    path = str(tmp_path / "layout.ini")

    def start():
        window = MainWindow(Controller(lesson="autograd_scalar"), QSettings(path, QSettings.Format.IniFormat))
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        window.load_views()
        window.controller.start()
        qtbot.waitUntil(lambda: window.controller.ready)
        return window

    first = start()
    assert first.docks["loss"].isHidden()
    first.docks["published"].close()
    first.close()
    second = start()
    assert second.docks["published"].isHidden()
    assert second.docks["loss"].isHidden()
    assert not second.docks["output"].isHidden()


def test_a_presentation_is_not_what_the_next_start_begins_with(qtbot, tmp_path):
    path = str(tmp_path / "layout.ini")
    window = MainWindow(Controller(), QSettings(path, QSettings.Format.IniFormat))
    window.show()
    window.docks["output"].close()
    window.before_presentation = window.arrangement.as_texts(), "overview", window.geometry(), window.windowState()
    window.present()
    window.close()
    second = MainWindow(Controller(), QSettings(path, QSettings.Format.IniFormat))
    second.show()
    assert second.docks["output"].isHidden()
    assert not second.docks["parameters"].isHidden()


def test_a_spoilt_settings_file_gives_the_first_layout(qtbot, tmp_path):
    path = tmp_path / "layout.ini"
    path.write_text("[window]\ngeometry=@ByteArray(nonsense)\nstate=7\n[layout]\nlive_line=nonsense\n")
    window = MainWindow(Controller(), QSettings(str(path), QSettings.Format.IniFormat))
    window.show()
    assert all(dock.isVisible() for dock in window.docks.values())


def test_run_can_be_pressed_only_when_the_lesson_is_ready(qtbot):
    window = make_window(Options())
    names = ("run", "step_forward", "step_back", "to_start", "to_end", "restart")
    assert not any(window.actions_by_name[name].isEnabled() for name in names)
    assert window.statusBar().state.text() == "Loading"
    window.show()
    press_before_ready = window.actions_by_name["run"]
    press_before_ready.trigger()
    qtbot.waitUntil(lambda: window.controller.ready)
    assert all(window.actions_by_name[name].isEnabled() for name in names)
    assert window.controller.rows == 0


def test_the_option_run_starts_it(qtbot):
    window = make_window(Options(run=True))
    window.show()
    qtbot.waitUntil(lambda: window.controller.rows > 3)
    assert window.controller.running
