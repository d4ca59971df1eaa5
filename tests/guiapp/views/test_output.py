from PySide6.QtCore import Qt

import core.lessons
from guiapp.views.output import kept_lines
from tests.guiapp.helpers import finished, lesson_of, press, run_to, stands_at, views

Key = Qt.Key


def chatty():
    loss = 1.0
    for number in range(6000):
        print("line", number)
        loss = loss / 2


def test_what_the_lesson_prints_appears_in_its_order(qtbot, window):
    press(Key.Key_End)
    finished(qtbot, window)
    output = views(window)["output"]
    lines = output.toPlainText().splitlines()
    assert lines == window.controller.run.output.lines
    assert [line.split(":")[0] for line in lines] == [f"iteration {n}" for n in range(0, 101, 20)]
    assert lines[-1] == "iteration 100: loss 0.7424, w 2.986011, b 6.059381"


def test_it_is_not_drawn_while_it_is_closed_and_whole_when_it_is_opened(qtbot, window):
    window.docks["output"].close()
    run_to(qtbot, window, 50)
    output = views(window)["output"]
    assert output.toPlainText() == ""
    window.docks["output"].toggleViewAction().trigger()
    qtbot.waitUntil(lambda: output.toPlainText().splitlines() == window.controller.run.output.lines)
    assert len(output.toPlainText().splitlines()) == 3


def test_it_begins_empty_with_each_run(qtbot, window):
    run_to(qtbot, window, 3)
    output = views(window)["output"]
    assert output.toPlainText() != ""
    press(Key.Key_R)
    stands_at(qtbot, window, -1)
    assert output.toPlainText() == ""
    assert output.placeholderText() == "What the lesson prints appears here."
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: output.toPlainText().startswith("iteration 0:"))


def test_it_begins_empty_with_each_run_while_it_is_closed_too(qtbot, window):
    run_to(qtbot, window, 50)
    window.docks["output"].close()
    run = window.controller.run
    press(Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    run_to(qtbot, window, 2)
    window.docks["output"].toggleViewAction().trigger()
    qtbot.waitUntil(lambda: len(views(window)["output"].toPlainText().splitlines()) == 1)


def test_it_keeps_only_the_newest_lines(qtbot, open_window, monkeypatch):
    lesson = lesson_of(chatty, parameters=(), equation="")
    monkeypatch.setitem(core.lessons.LESSONS, "chatty", lesson)
    window = open_window("chatty")
    press(Key.Key_End)
    finished(qtbot, window)
    lines = views(window)["output"].toPlainText().splitlines()
    assert len(lines) == kept_lines < 6000
    assert lines == [f"line {number}" for number in range(6000 - kept_lines, 6000)]


def test_looking_back_takes_nothing_away(qtbot, window):
    run_to(qtbot, window, 50)
    text = views(window)["output"].toPlainText()
    press(Key.Key_Home)
    assert views(window)["output"].toPlainText() == text


def test_nothing_can_be_typed_into_it(qtbot, window):
    output = views(window)["output"]
    output.setFocus()
    press(Key.Key_X, Key.Key_Return)
    assert output.toPlainText() == ""
