"""The window without a mouse, and without eyes: names and descriptions, Tab, the keys, and the frame of the focus."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from core.graph import has_backward
from core.lessons import LESSONS
from guiapp import theme
from guiapp.accessible import FocusFrame, tab_order
from guiapp.language import speak
from guiapp.theme import apply_theme
from guiapp.transport import EpochSlider
from tests.guiapp.helpers import finished, press, run_to, stands_at
from tests.guiapp.views.test_sweep import result_of

lessons = ["live_line", "minibatch_scratch", "polynomial", "autograd_chain", "line_optimizers"]
no_learning = "autograd_chain"
arrangements = ["overview", "inside"]
interactive = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTabBar)

QTS_OWN = {
    "qt_spinbox_lineedit": "part of a spin box, which has the name and the focus",
    "qt_tableview_cornerbutton": "never shown: the tables have no headings at their left",
    "ScrollLeftButton": "Qt names it, and puts it into its tab bar by itself",
    "ScrollRightButton": "Qt names it, and puts it into its tab bar by itself",
}
"""Inner parts of Qt's widgets that need no name from us, and why."""


def settle(qtbot, window):
    """Let everything be drawn that a shown dock or another iteration makes due."""
    for _ in range(5):
        QApplication.processEvents()
    controller = window.controller
    backward = has_backward(controller.lesson.function)
    if window.views["graph"].isVisible() and controller.shown >= 0 and backward:
        qtbot.waitUntil(lambda: controller.inspection.graph_row == controller.shown)


def go(qtbot, window, row):
    """Show a recorded iteration."""
    window.controller.go_to(row)
    stands_at(qtbot, window, row)
    settle(qtbot, window)


def docks_shown(qtbot, window):
    """Bring one dock after the other before those of its place."""
    for dock in window.docks.values():
        if dock.toggleViewAction().isVisible():
            dock.show()
            dock.raise_()
            settle(qtbot, window)
            yield dock


def spoken(widget) -> tuple[str, str]:
    """Return the name and the description that a screen reader gets; a combo box is named by its label there."""
    told = QAccessible.queryAccessibleInterface(widget)
    name = told.text(QAccessible.Text.Name)
    if isinstance(widget, QComboBox):
        labels = [one.text(QAccessible.Text.Name) for one, _ in told.relations(QAccessible.RelationFlag.Label)]
        name = " ".join(labels)
    return name.strip(), told.text(QAccessible.Text.Description).strip()


def to_be_named(place) -> list[QWidget]:
    """List what is to have a name in a dock or tool bar, once its view is shown."""
    found = []
    for widget in place.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        inner = widget.objectName() in QTS_OWN or isinstance(widget, QScrollBar)
        popup = widget.window() is not place.window()
        if (
            widget.isVisible()
            and (reached or isinstance(widget, interactive))
            and not inner
            and not popup
            and not isinstance(widget, QHeaderView)
        ):
            found.append(widget)
    return found


def is_english(text: str) -> bool:
    """Whether a text of more than names of code is not Chinese."""
    return not re.search(r"[\u4e00-\u9fff]", text) and bool(
        re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}|^[A-Z][a-z]{3,}$", text)
    )


@pytest.fixture
def language(request, qapp):
    speak(qapp, request.param)
    yield request.param
    speak(qapp, "en")


@pytest.mark.parametrize("lesson", lessons)
@pytest.mark.parametrize("language", ["en", "zh_CN"], indirect=True)
def test_every_control_has_a_name_of_its_own_and_says_what_it_does(qtbot, open_window, language, lesson):
    window = open_window(lesson)
    run_to(qtbot, window, 4)
    window.controller.kept.keep()
    window.controller.inspection.toggle_pin(LESSONS[lesson].watch.parameters[0])
    bars = [window.transport, window.timeline]
    for place in [*bars, *docks_shown(qtbot, window)]:
        settle(qtbot, window)
        names = {widget: spoken(widget)[0] for widget in to_be_named(place)}
        assert all(names.values()), [widget for widget, name in names.items() if not name]
        twice = {name for name, count in Counter(names.values()).items() if count > 1}
        for widget, name in names.items():
            text = spoken(widget)[1]
            if name in twice:  # the same button on two cards: what it does tells them apart
                others = [spoken(other)[1] for other, one in names.items() if one == name and other is not widget]
                assert text not in others, name
            if language == "zh_CN":
                assert not is_english(name), name
                assert not is_english(text), text
    for bar in window.findChildren(QTabBar):
        if bar.isVisible():
            assert spoken(bar)[0] == bar.tabText(bar.currentIndex())
    assert all(spoken(dock)[0] for dock in window.docks.values())
    assert spoken(window.status_bar)[0]


@pytest.mark.parametrize("name", ["qt_toolbar_ext_button", "qt_menubar_ext_button"])
def test_the_buttons_for_what_has_no_room_in_a_bar_have_a_name(window, name):
    buttons = window.findChildren(QToolButton, name)
    assert buttons
    assert all(spoken(button) == ("More", "More") for button in buttons)


def described(window) -> dict[str, str]:
    """Return what is said of each plot, drawing, table and slider that can be seen, and of the status bar."""
    from guiapp.views.graph.canvas import GraphCanvas
    from guiapp.views.plotting.plot import Plot

    kinds = (Plot, GraphCanvas, QAbstractItemView, EpochSlider)
    widgets = [one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    widgets = [one for one in widgets if not isinstance(one, QHeaderView)]
    return {spoken(widget)[0]: spoken(widget)[1] for widget in widgets}


@pytest.mark.parametrize("lesson", lessons)
def test_what_is_drawn_is_told_in_words_for_the_shown_iteration(qtbot, open_window, lesson):
    window = open_window(lesson)
    if lesson == no_learning:
        window.controller.run_to_end()
        finished(qtbot, window)
    else:
        run_to(qtbot, window, 8)
    window.controller.inspection.toggle_pin(LESSONS[lesson].watch.loss)
    first, second = (window.controller.rows - 2, window.controller.rows - 1)
    told = {}
    for row in (first, second):
        for _ in docks_shown(qtbot, window):
            go(qtbot, window, row)
            told[row] = told.get(row, {}) | described(window)
    assert len(told[first]) > (3 if lesson == no_learning else 8)
    still = {"Kept runs", "Sweep: what comes of each run"}  # they are not of one iteration
    for name in told[first].keys() - still:
        assert told[first][name], name
        if lesson != no_learning:  # whose last statements only print
            assert told[first][name] != told[second][name], name


def test_the_words_hold_the_figures(qtbot, window):
    run_to(qtbot, window, 6)
    told = {}
    for _ in docks_shown(qtbot, window):
        settle(qtbot, window)
        told |= described(window)
    assert "w = 4.147772" in told["Fit: data and fitted curve"]
    assert told["Loss over the iterations"] == "Iteration 5: loss 29.45911"
    assert "w.grad −26.94" in told["Gradients over the iterations"]
    assert "loss 40.42" in told["Loss surface"]
    assert told["Parameters: fitted and true"].startswith("w: Fitted 4.147772, True 2")
    assert told["Predicted against actual"].startswith("20 examples: prediction and label differ by")
    assert "Iteration 5" in told["Computation graph"]
    assert "\nw: 1.4534, gradient " in told["Computation graph"]
    assert told["Timeline"].startswith("5 / 5")
    assert spoken(window.status_bar)[1] == "Paused"


def test_the_words_about_the_loss_surface_are_of_where_a_run_stopped(qtbot, window):
    for _ in docks_shown(qtbot, window):
        if window.views["surface"].isVisible():
            break
    window.controller.run_to_end()
    finished(qtbot, window)
    surface = window.views["surface"]
    assert spoken(surface.plot)[1].startswith(surface.reading.text())


def test_a_tangent_is_told_with_its_point(qtbot, open_window):
    window = open_window("autograd_scalar")
    window.controller.run_to_end()
    finished(qtbot, window)
    derivative = window.views["derivative"]
    assert spoken(derivative.picture.plot)[1] == "x = 2, y = 11. Tangent, slope 7"
    assert "autograd and the rule agree" in spoken(derivative)[1]


def in_front(window) -> list[QWidget]:
    """List by itself what a hand could use now: visible, enabled, and not behind a tab."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, (*interactive, QPlainTextEdit)) or widget.objectName() in QTS_OWN:
            continue
        place = next((dock for dock in window.docks.values() if dock.isAncestorOf(widget)), widget)
        usable = widget.isVisible() and widget.isEnabled() and not place.visibleRegion().isEmpty()
        if usable and not isinstance(widget, (QScrollBar, QHeaderView)) and widget.window() is window:
            found.append(widget)
    return found


@pytest.mark.parametrize("arrangement", arrangements)
@pytest.mark.parametrize("lesson", ["minibatch_scratch", no_learning])
def test_tab_goes_once_through_everything_and_back(qtbot, open_window, lesson, arrangement):
    window = open_window(lesson)
    run_to(qtbot, window, 3)
    window.arrange(arrangement)
    settle(qtbot, window)
    count = len(tab_order(window))
    window.setFocus()
    forward, back = [], []
    for _ in range(count):
        press(Qt.Key.Key_Tab)
        forward.append(QApplication.focusWidget())
    assert len(set(forward)) == count > 10
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is forward[0]
    for _ in range(count):
        press(Qt.Key.Key_Backtab, modifier=Qt.KeyboardModifier.ShiftModifier)
        back.append(QApplication.focusWidget())
    assert back == forward[::-1]
    for widget in set(in_front(window)) - set(forward):
        # A tool bar's buttons have a key each; a dock's are in the menu View, as is the dock.
        assert isinstance(widget, QAbstractButton)
        bar, dock = widget.parent(), widget.parent()
        if isinstance(bar, QToolBar):
            assert widget.defaultAction().shortcut()
        else:
            assert isinstance(dock, QDockWidget)


@pytest.mark.parametrize("arrangement", arrangements)
def test_tab_reads_each_view_like_a_text(qtbot, window, arrangement):
    run_to(qtbot, window, 3)
    window.arrange(arrangement)
    settle(qtbot, window)
    order = tab_order(window)
    places = [next((dock for dock in window.docks.values() if dock.isAncestorOf(one)), one) for one in order]
    for (before, here), (place, next_place) in zip(pairwise(order), pairwise(places), strict=True):
        first, second = (QRect(one.mapTo(window, QPoint()), one.size()) for one in (before, here))
        if place is next_place:
            assert second.top() > first.center().y() or second.left() > first.left()
    docks = [place for place in dict.fromkeys(places) if isinstance(place, QDockWidget)]
    assert docks == sorted(docks, key=lambda dock: (dock.x(), dock.y()))
    assert order[-1] is window.timeline.slider
    assert order[0] is window.transport.speed


def test_tab_goes_on_where_a_field_was_left(qtbot, window):
    seed, examples = window.form.fields["seed"], window.form.fields["examples"]
    seed.setFocus()
    press(Qt.Key.Key_Return)
    assert not seed.hasFocus()
    press(Qt.Key.Key_Tab)
    assert examples.hasFocus()


window_keys = (*(getattr(Qt.Key, f"Key_{name}") for name in ("Space", "Left", "Right", "Up", "Down", "Home", "End")),)
letters = (Qt.Key.Key_R, Qt.Key.Key_K, Qt.Key.Key_C)
up_and_down = {Qt.Key.Key_Up, Qt.Key.Key_Down}


def may_keep(widget) -> set[Qt.Key]:
    """Return which of the window's keys a widget needs more than the window does."""
    if isinstance(widget, QAbstractSpinBox):
        return {*window_keys, *letters} - {Qt.Key.Key_Space}  # a number has no blank
    if isinstance(widget, QLineEdit):
        return {*window_keys, *letters}
    if isinstance(widget, QComboBox) and not isinstance(widget.parent(), QToolBar):
        return up_and_down
    if isinstance(widget, QAbstractItemView):
        return up_and_down
    if isinstance(widget, QTabBar):
        return {Qt.Key.Key_Left, Qt.Key.Key_Right}
    return set()


def kept_by(widget) -> set[Qt.Key]:
    """Ask a focused widget, as Qt does with each key, which of the window's keys it keeps."""
    kept = set()
    for key in (*window_keys, *letters):
        text = chr(key.value).lower() if key in letters else " " if key == Qt.Key.Key_Space else ""
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text)
        event.ignore()
        QCoreApplication.sendEvent(widget, event)
        if event.isAccepted():
            kept.add(key)
    return kept


@pytest.mark.parametrize("lesson", ["minibatch_scratch", no_learning])
def test_the_windows_keys_act_wherever_they_are_not_needed(qtbot, open_window, lesson):
    window = open_window(lesson)
    run_to(qtbot, window, 3)
    for _ in docks_shown(qtbot, window):
        for widget in tab_order(window):
            widget.setFocus()
            assert kept_by(widget) <= may_keep(widget), widget


def test_a_real_key_reaches_the_window_from_every_view(qtbot, window):
    run_to(qtbot, window, 60)
    row = 59
    for widget in tab_order(window):
        if Qt.Key.Key_Left not in may_keep(widget):
            widget.setFocus()
            press(Qt.Key.Key_Left)
            row -= 1
            stands_at(qtbot, window, row)
    assert row < 50


def test_the_arrows_go_through_tabs(qtbot, window):
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 2)
    here = bar.currentIndex()
    bar.setFocus()
    press(Qt.Key.Key_Right)
    assert bar.currentIndex() == here + 1
    assert window.controller.rows == 0


def test_the_arrows_go_through_the_variables_and_return_pins_one(qtbot, window):
    run_to(qtbot, window, 3)
    window.arrangement.bring_forward("variables")
    table = window.views["variables"].table
    qtbot.waitUntil(lambda: table.isVisible() and table.model().rowCount() > 3)
    table.setFocus()
    press(Qt.Key.Key_Down)
    before, rate = table.currentIndex().row(), window.controller.rate
    press(Qt.Key.Key_Down)
    assert (table.currentIndex().row(), window.controller.rate) == (before + 1, rate)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_return_presses_buttons_and_opens_lists(qtbot, window):
    fit = window.views["fit"]
    fit.plot._let_go()
    button = next(one for one in fit.findChildren(QToolButton) if one.isEnabled())
    button.setFocus()
    press(Qt.Key.Key_Return)
    assert fit.plot.following
    defaults = next(one for one in window.form.findChildren(QAbstractButton) if one.text() == "Defaults")
    defaults.setFocus()
    with qtbot.waitSignal(window.form.defaults_wanted):
        press(Qt.Key.Key_Return)
    fit.pulls.box.setFocus()
    press(Qt.Key.Key_Return)
    assert fit.pulls.box.view().isVisible()
    fit.pulls.box.hidePopup()


def test_return_shows_and_hides_a_kept_run(qtbot, window):
    run_to(qtbot, window, 3)
    kept = window.controller.kept
    kept.keep()
    window.arrangement.bring_forward("kept")
    table = window.views["kept"].table
    qtbot.waitUntil(table.isVisible)
    table.setFocus()
    press(Qt.Key.Key_Down)
    table.selectRow(0)
    for visible in (False, True):
        press(Qt.Key.Key_Return)
        assert kept.runs[0].visible is visible


def test_a_run_of_a_sweep_is_found_and_opened_by_keys(qtbot, window):
    sweep = window.views["sweep"]
    sweep.result = result_of(LESSONS["live_line"], "learning_rate=log:0.001:0.05:4", zero_grad=True)
    window.arrangement.bring_forward("sweep")
    qtbot.waitUntil(sweep.isVisible)
    sweep._draw()
    sweep._show_state()
    chart = sweep.chart
    assert "4 runs; the least final loss: Learning rate" in spoken(chart.plot)[1]
    chart.plot.setFocus()
    press(Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P)
    second = sweep.result.points[(1,)]
    assert chart.hovered is second
    assert spoken(chart.plot)[1] == chart.reading.text() == sweep.result.tell(second)
    with qtbot.waitSignal(window.controller.run_replaced):
        press(Qt.Key.Key_Return)
    assert window.controller.values["learning_rate"] == second.settings["learning_rate"]


def colour_at(window, place: QPoint) -> QColor:
    """Return the colour of a pixel, without painting the whole window."""
    QApplication.processEvents()
    return window.grab(QRect(place, QSize(1, 1))).toImage().pixelColor(0, 0)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_has_the_focus_has_a_frame(qtbot, qapp, open_window, name):
    apply_theme(qapp, name)
    try:
        window = open_window()
        run_to(qtbot, window, 3)
        frame = window.findChild(FocusFrame)
        assert not frame.isVisible()  # a hand on the mouse needs none
        for arrangement in arrangements:
            window.arrange(arrangement)
            settle(qtbot, window)
            for _ in tab_order(window):
                press(Qt.Key.Key_Tab)
                widget = QApplication.focusWidget()
                around = QRect(widget.mapTo(window, QPoint()), widget.size())
                places = [QPoint(around.left() - 1, around.center().y()), QPoint(around.center().x(), around.top() - 1)]
                for place in filter(window.rect().contains, places):
                    assert colour_at(window, place) == QColor(theme.ACCENT), widget
                    frame.hide()
                    assert colour_at(window, place) != QColor(theme.ACCENT), widget
                    frame.show()
    finally:
        apply_theme(qapp, "light")


def test_the_frame_goes_where_its_widget_goes(qtbot, window):
    window.setFocus()
    while not isinstance(QApplication.focusWidget(), QPlainTextEdit):
        press(Qt.Key.Key_Tab)
    frame, text = window.findChild(FocusFrame), QApplication.focusWidget()

    def around(widget):
        return QRect(widget.mapTo(window, QPoint()), widget.size()) & frame.geometry() == QRect(
            widget.mapTo(window, QPoint()), widget.size()
        )

    assert around(text)
    window.resize(1100, 720)
    qtbot.waitUntil(lambda: around(text) and frame.width() < text.width() + 8)
    window.docks["output"].hide()
    qtbot.waitUntil(lambda: not frame.isVisible() or frame.parentWidget() is window)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_frame_stands_out_from_what_is_around_it(name):
    from guiapp.palettes import PALETTES

    palette = PALETTES[name]
    for ground in (palette.WINDOW, palette.BASE):
        assert contrast(palette.ACCENT, ground) >= 3


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted([light(one), light(other)])
    return (bright + 0.05) / (dark + 0.05)


def test_lines_side_by_side_differ_not_in_colour_alone(qtbot, window):
    run_to(qtbot, window, 4)
    for _ in range(4):
        window.controller.kept.keep()
    for name in ("w", "b", "loss", "w.grad"):
        window.controller.inspection.toggle_pin(name)
    settle(qtbot, window)
    for traces in (window.views["loss"].kept_lines.traces, window.views["fit"].kept_curves.traces):
        assert len({trace.pen.style() for trace in traces}) == 4
    curves = window.views["variables"].pinned.curves.values()
    assert len({curve.style for curve in curves}) == 4
