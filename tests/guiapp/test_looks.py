import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from guiapp import theme
from guiapp.looks import SIZES, Looks
from guiapp.palettes import DARK, LIGHT
from guiapp.renewal import Desk
from tests.guiapp.helpers import changed, is_ready, press, recorded, run_to

Key = Qt.Key


@pytest.fixture
def desk(looks, open_window):
    return Desk(open_window())


def test_another_theme_makes_the_window_anew_around_the_same_run(qtbot, desk, looks):
    window, crashes = desk.window, []
    window.controller.crashed.connect(crashes.append)
    run_to(qtbot, window, 7)
    run, before = window.controller.run, recorded(window.controller)
    window.controller.go_to(3)
    window.arrange("inside")
    new = changed(qtbot, desk, lambda: looks.set(theme="dark"))
    assert theme.BASE == DARK.BASE
    assert new.controller.run is run
    assert (new.controller.shown, recorded(new.controller)) == (3, before)
    assert "Iteration 3" in new.views["fit"].title.text()
    assert new.docks["code"].isVisible()
    assert new.arrangement.name == "inside"
    assert not window.isVisible()
    new.controller.step_forward()
    qtbot.waitUntil(lambda: "Iteration 4" in new.views["fit"].title.text())
    for name in ("minibatch_concise", "autograd_chain", "live_line"):
        new.controller.open_lesson(name)
        qtbot.waitUntil(lambda name=name: is_ready(new) and new.controller.lesson.name == name)
        new.controller.step_forward()
        qtbot.waitUntil(lambda: new.controller.rows == 1)
    changed(qtbot, desk, lambda: looks.set(theme="light"))
    assert theme.BASE == LIGHT.BASE
    assert crashes == []


def test_the_language_changes_at_once_and_back(qtbot, desk, looks):
    run_to(qtbot, desk.window, 2)
    new = changed(qtbot, desk, lambda: looks.set(language="zh_CN"))
    assert new.docks["code"].windowTitle() == "代码"
    assert "第 1 次迭代" in new.views["fit"].title.text()
    assert new.actions_by_name["run"].text() == "运行"
    again = changed(qtbot, desk, lambda: looks.set(language="en"))
    assert again.docks["code"].windowTitle() == "Code"


def test_a_run_under_way_goes_on_while_the_window_changes(qtbot, desk, looks):
    controller = desk.window.controller
    controller.open_lesson("endless")
    qtbot.waitUntil(lambda: is_ready(desk.window))
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.rows > 100)
    before, rows = desk.window, controller.rows
    looks.set(size=125)
    qtbot.waitUntil(lambda: desk.window is not before and controller.rows > rows and controller.shown > rows)
    assert controller.running
    controller.pause()
    qtbot.waitUntil(lambda: not controller.running)


def test_the_keys_for_the_size_change_type_and_lines_and_are_kept(qtbot, desk, looks, qapp):
    size = qapp.font().pointSizeF()
    changed(qtbot, desk, lambda: press(Key.Key_Plus, modifier=Qt.KeyboardModifier.ControlModifier))
    assert (looks.size, theme.SCALE) == (110, pytest.approx(1.1))
    assert qapp.font().pointSizeF() == pytest.approx(1.1 * size)
    assert desk.window.views["fit"].line.pen.widthF() == pytest.approx(2.5 * 1.1)
    changed(qtbot, desk, lambda: press(Key.Key_Minus, modifier=Qt.KeyboardModifier.ControlModifier))
    assert looks.size == 100
    looks.grow(100)
    assert looks.size == SIZES[-1]


def test_a_presentation_fills_the_screen_and_escape_leaves_it_as_it_was(qtbot, desk, looks):
    run_to(qtbot, desk.window, 3)
    desk.window.docks["output"].close()
    shown = changed(qtbot, desk, lambda: press(Key.Key_F5))
    assert shown.isFullScreen()
    assert not shown.menuBar().isVisible()
    assert not shown.docks["parameters"].isVisible()
    assert shown.docks["fit"].isVisible()
    assert pytest.approx(1.4) == theme.SCALE
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: shown.controller.shown == 3)
    back = changed(qtbot, desk, lambda: press(Key.Key_Escape))
    assert not back.isFullScreen()
    assert back.menuBar().isVisible()
    assert back.docks["parameters"].isVisible()
    assert back.docks["output"].isHidden()
    assert theme.SCALE == 1.0


def test_the_menus_offer_languages_and_themes_and_mark_the_present_ones(qtbot, desk, looks):
    menus = {name: desk.window.findChild(QMenu, name) for name in ("language", "theme")}
    marked = {name: [a.objectName() for a in menu.actions() if a.isChecked()] for name, menu in menus.items()}
    assert marked == {"language": ["en"], "theme": ["system"]}
    (dark,) = [action for action in menus["theme"].actions() if action.objectName() == "dark"]
    changed(qtbot, desk, dark.trigger)
    assert theme.BASE == DARK.BASE


def test_what_was_chosen_comes_back_and_bad_settings_do_not_matter(qapp, looks, tmp_path):
    looks.set(theme="dark", language="zh_CN", size=150)
    settings = QSettings(str(tmp_path / "looks.ini"), QSettings.Format.IniFormat)
    again = Looks(qapp, settings)
    assert (again.theme, again.language, again.size) == ("dark", "zh_CN", 150)
    for name, value in (("theme", "pink"), ("language", "xx"), ("size", "huge")):
        settings.setValue(f"looks/{name}", value)
    bad = Looks(qapp, settings)
    assert (bad.theme, bad.size) == ("system", 100)
    for one in (again, bad):
        shiboken6.delete(one)


def test_reset_all_settings_forgets_everything(qtbot, desk, looks):
    window = changed(qtbot, desk, lambda: looks.set(theme="dark", size=125))
    window.docks["output"].close()
    new = changed(qtbot, desk, window.actions_by_name["reset_all"].trigger)
    assert (looks.theme, looks.size) == ("system", 100)
    assert new.docks["output"].isVisible()
    assert not new.settings.contains("looks/theme")


def test_without_looks_there_is_no_action_for_them(window):
    for name in ("larger", "smaller", "present", "reset_all"):
        assert not window.actions_by_name[name].isVisible()
    assert window.findChild(QMenu, "theme") is None
    assert QKeySequence("F5") in window.actions_by_name["present"].shortcuts()


def test_a_presentation_shows_the_same_docks_after_a_lesson_without_a_model(qtbot, open_window):
    window = open_window()
    window.present()
    hidden = [name for name, dock in window.docks.items() if dock.isHidden()]
    for name in ("autograd_chain", "live_line"):
        window.controller.open_lesson(name)
        qtbot.waitUntil(lambda: window.controller.ready)
    assert [name for name, dock in window.docks.items() if dock.isHidden()] == hidden
