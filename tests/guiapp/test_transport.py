from itertools import pairwise
from math import inf

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider, QToolButton

from guiapp import theme
from guiapp.controller import RATES, START
from tests.guiapp.helpers import click, finished, press, run_to, stands_at

Key = Qt.Key


def place_of(slider, value) -> QPoint:
    """Return where the middle of a slider's handle is when it stands at a value."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    handle = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider)
    room = slider.width() - handle.width()
    left = QStyle.sliderPositionFromValue(slider.minimum(), slider.maximum(), value, room)
    return QPoint(left + handle.width() // 2, handle.center().y())


def test_the_buttons_do_what_the_keys_do(qtbot, window):
    buttons = {
        name: window.transport.widgetForAction(window.actions_by_name[name])
        for name in ("run", "step_forward", "step_back", "to_start", "to_end", "restart")
    }
    assert all(isinstance(button, QToolButton) and button.isVisible() for button in buttons.values())
    click(buttons["step_forward"])
    stands_at(qtbot, window, 0)
    click(buttons["step_back"])
    assert window.controller.shown == START
    click(buttons["to_end"])
    finished(qtbot, window)
    click(buttons["to_start"])
    assert window.controller.shown == START
    click(buttons["run"])
    assert window.controller.replaying
    assert buttons["run"].text() == "Pause"
    click(buttons["run"])
    assert not window.controller.replaying
    assert buttons["run"].text() == "Run"
    click(buttons["restart"])
    qtbot.waitUntil(lambda: window.controller.ready and window.controller.rows == 0)


def test_dragging_the_slider_shows_recorded_rows(qtbot, window):
    run_to(qtbot, window, 50)
    slider = window.timeline.slider
    drawn = []
    window.controller.frames.due.connect(lambda: drawn.append(window.controller.shown))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=place_of(slider, 49))
    QTest.mouseMove(slider, place_of(slider, 20))
    qtbot.waitUntil(lambda: window.controller.shown == 20)
    QTest.mouseMove(slider, place_of(slider, 30))
    qtbot.waitUntil(lambda: window.controller.shown == 30)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place_of(slider, 30))
    assert drawn == [20, 30]
    assert window.controller.rows == 50
    assert window.timeline.place.text() == "30 / 49"
    assert window.statusBar().state.text() == "Looking back"


def test_the_slider_and_its_text_follow_the_run(qtbot, window):
    slider, place = window.timeline.slider, window.timeline.place
    assert not slider.isEnabled()
    assert place.text() == "Start"
    run_to(qtbot, window, 7)
    assert slider.isEnabled()
    assert (slider.minimum(), slider.maximum(), slider.value()) == (START, 6, 6)
    assert place.text() == "6 / 6"
    press(Key.Key_Home)
    assert slider.value() == START
    assert place.text() == "Start / 6"
    press(Key.Key_R)
    qtbot.waitUntil(lambda: not slider.isEnabled())
    assert place.text() == "Start"


def test_dragging_the_slider_while_it_runs_pauses(qtbot, open_window):
    window = open_window("endless")
    window.controller.set_rate(inf)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.shown > 1000)
    slider = window.timeline.slider
    slider.setValue(10)
    qtbot.waitUntil(lambda: not window.controller.running)
    assert window.controller.shown == 10
    assert slider.value() == 10


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_a_speed_is_chosen_from_the_list_by_keys(qtbot, window):
    speed = window.transport.speed
    assert [speed.itemText(index) for index in range(speed.count())][-1] == "As fast as it goes"
    assert speed.currentText() == "40 a second (the article's pace)"
    speed.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    QTest.keyClick(speed.view(), Key.Key_End)
    QTest.keyClick(speed.view(), Key.Key_Return)
    assert window.controller.rate == inf
    assert speed.currentIndex() == len(RATES) - 1
    assert not window.controller.running


@pytest.mark.parametrize(("rate", "shown"), [(3.0, 2.0), (60.0, 40.0), (0.001, 1.0), (5000.0, 1000.0), (inf, inf)])
def test_a_speed_that_is_not_offered_is_shown_as_the_nearest(window, rate, shown):
    window.controller.set_rate(rate)
    assert RATES[window.transport.speed.currentIndex()] == shown


def test_redrawing_as_the_article_does_can_be_switched_on(qtbot, open_window):
    window = open_window(stop_below=0.0, iterations=100_000)
    switch = window.transport.as_article
    assert not window.controller.follow_checks
    click(switch)
    assert window.controller.follow_checks
    drawn = []
    window.controller.set_rate(400.0)
    window.controller.frames.due.connect(lambda: drawn.append(window.controller.shown))
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.shown >= 60)
    assert drawn
    assert all(row % 20 == 0 for row in drawn)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running)


@pytest.mark.parametrize(("lesson", "offered"), [("live_line", True), ("endless", False)])
def test_it_is_offered_only_where_a_lesson_has_such_iterations(open_window, lesson, offered):
    assert open_window(lesson).transport.as_article.isEnabled() is offered


def test_buttons_and_controls_have_names_for_those_who_do_not_see_them(window):
    assert window.transport.speed.accessibleName() == "Speed"
    assert window.timeline.slider.accessibleName() == "Timeline"
    for name in ("run", "step_forward", "step_back", "to_start", "to_end", "restart"):
        assert window.actions_by_name[name].text()
        assert window.actions_by_name[name].toolTip()
        assert not window.actions_by_name[name].icon().isNull()


def test_the_end_of_each_epoch_is_marked_below_the_slider(qtbot, open_window):
    window = open_window("minibatch_scratch", examples=100)
    slider = window.timeline.slider
    run_to(qtbot, window, 25)
    marks = slider.marks()
    assert list(marks) == [9, 19]
    middle = place_of(slider, 19).x()
    assert abs(marks[19] - middle) <= 1
    image = slider.grab().toImage()
    assert image.pixelColor(marks[19], slider.height() - 2).name() == QColor(theme.MUTED).name()
    assert image.pixelColor(marks[19] + 4, slider.height() - 2).name() != QColor(theme.MUTED).name()
    assert slider.toolTip() == "Drag to go back to any iteration"
    press(Key.Key_R)
    qtbot.waitUntil(lambda: not slider.marks())


def test_of_very_many_epochs_some_are_marked(qtbot, open_window):
    window = open_window("minibatch_scratch", examples=2, batch_size=1, epochs=400)
    press(Key.Key_End)
    finished(qtbot, window)
    marks = list(window.timeline.slider.marks().values())
    assert 50 < len(marks) <= 300
    assert all(right - left >= 3 for left, right in pairwise(marks))
