from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from guiapp.actions import ACTIONS, FILE_MENU, HELP_MENU, LESSON_MENU, RUN_MENU, VIEW_MENU
from guiapp.language import assets
from guiapp.widgets.number_box import NumberBox
from tests.guiapp.helpers import press


def test_no_two_actions_have_the_same_name_text_or_key():
    assert len({spec.name for spec in ACTIONS}) == len(ACTIONS)
    assert len({spec.text for spec in ACTIONS}) == len(ACTIONS)
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(set(keys)) == len(keys)


def test_every_action_says_what_it_does():
    for spec in ACTIONS:
        assert spec.text
        assert spec.tip
        assert not spec.tip.endswith(".")


def test_every_key_is_one_that_qt_knows():
    for spec in ACTIONS:
        for key in spec.keys:
            assert QKeySequence(key).toString() == key


def test_every_icon_is_a_file():
    for spec in ACTIONS:
        assert not spec.icon or (assets / "icons" / f"{spec.icon}.svg").is_file()


def test_the_menus_hold_every_action_once():
    assert sorted(spec.name for spec in (*LESSON_MENU, *RUN_MENU, *FILE_MENU, *VIEW_MENU, *HELP_MENU)) == sorted(
        spec.name for spec in ACTIONS
    )


def test_the_windows_actions_have_the_tables_texts_keys_and_tips(window):
    assert window.actions_by_name.keys() == {spec.name for spec in ACTIONS}
    for spec in ACTIONS:
        action = window.actions_by_name[spec.name]
        assert action.text() == spec.text
        assert [key.toString() for key in action.shortcuts()] == list(spec.keys)
        assert action.toolTip().startswith(spec.tip)
        assert all(key in action.toolTip() for key in spec.keys)
        assert action.icon().isNull() is not bool(spec.icon)


def test_the_panel_with_the_focus_leaves_the_window_and_comes_back_by_a_key(qtbot, open_window):
    window = open_window()
    dock, box = window.docks["parameters"], window.form.findChild(NumberBox)
    box.setFocus()
    press(Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dock.isFloating)
    assert dock.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dock.isFloating())
    assert window.focusWidget() is box


def test_without_a_focused_panel_it_says_what_to_do(qtbot, open_window):
    window = open_window()
    window.transport.speed.setFocus()
    window.actions_by_name["detach"].trigger()
    assert not any(dock.isFloating() for dock in window.docks.values())
    assert "press Tab" in window.status_bar.message.text()
