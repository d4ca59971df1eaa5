import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from guiapp import theme
from guiapp.app import make_window
from guiapp.options import Options
from guiapp.tour import Tour, TourOffer, offer_tour, start_tour
from guiapp.views.texts import Hint
from guiapp.widgets.callout import Callout, Side
from tests.guiapp.helpers import click, is_ready, press, run_to

Key = Qt.Key


@pytest.fixture
def tour(window):
    return start_tour(window)


def settings_of(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "some.ini"), QSettings.Format.IniFormat)


def is_shown(callout) -> bool:
    return shiboken6.isValid(callout) and callout.isVisible()


def in_place(tour) -> bool:
    """Whether the callout stands beside what it speaks of, which it does not cover, inside the window."""
    target = tour.steps[tour._index].place()
    whole = tour.parentWidget().rect().contains(tour.geometry())
    return target is not None and tour.target == target and whole and not tour.geometry().intersects(target)


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)], ids=["small", "usual"])
@pytest.mark.parametrize("lesson", ["live_line", "autograd_scalar", "autograd_chain"])
def test_five_steps_point_at_parts_of_the_window_and_cover_none_of_them(qtbot, open_window, lesson, size):
    window = open_window(lesson)
    window.resize(*size)
    tour, places = start_tour(window), []
    for number in range(1, 6):
        qtbot.waitUntil(lambda: in_place(tour))
        assert tour.side
        assert tour.count.text() == f"{number} of 5"
        for label in (tour.title, tour.text):
            assert label.text()
            assert label.height() >= label.heightForWidth(label.width())
        places.append(tour.target)
        press(Key.Key_Return)
    assert len({place.topLeft().toTuple() for place in places}) == 5
    assert not is_shown(tour)


def test_back_goes_to_the_step_before_and_not_beyond_the_first(tour):
    first = tour.title.text()
    assert not tour.back.isEnabled()
    click(tour.next)
    assert tour.title.text() != first
    click(tour.back)
    assert tour.title.text() == first
    assert not tour.back.isEnabled()
    assert tour.next.hasFocus()


def test_the_keys_of_the_window_work_while_the_tour_is_shown(qtbot, window, tour):
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.rows == 1 and window.controller.shown == 0)
    press(Key.Key_Left)
    qtbot.waitUntil(lambda: window.controller.shown == -1)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.running or window.controller.replaying)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running and not window.controller.replaying)
    assert tour.isVisible()
    assert tour.count.text() == "1 of 5"
    assert tour.next.hasFocus()


@pytest.mark.parametrize(
    "leave", [lambda tour: press(Key.Key_Escape), lambda tour: click(tour.leave)], ids=["key", "button"]
)
def test_the_focus_goes_back_to_where_it_was(window, leave):
    window.transport.speed.setFocus()
    tour = start_tour(window)
    assert tour.next.hasFocus()
    leave(tour)
    assert not is_shown(tour)
    assert window.transport.speed.hasFocus()


def test_the_focus_stays_where_the_user_has_put_it(window):
    tour = start_tour(window)
    window.transport.speed.setFocus()
    click(tour.leave)
    assert QApplication.focusWidget() is not None
    assert not is_shown(tour)


def test_a_closed_dock_is_not_spoken_of(qtbot, window):
    window.docks["loss"].close()
    window.timeline.hide()
    tour, titles = start_tour(window), []
    while is_shown(tour):
        titles.append(tour.title.text())
        assert tour.count.text() == f"{len(titles)} of 3"
        press(Key.Key_Return)
    assert titles == ["Run", "The learning rate", "Look inside"]
    assert window.docks["loss"].isHidden()


def test_a_dock_behind_a_tab_is_brought_forward(qtbot, window):
    window.docks["gradients"].raise_()
    qtbot.waitUntil(lambda: window.docks["loss"].visibleRegion().isEmpty())
    tour = start_tour(window)
    press(Key.Key_Return, Key.Key_Return)
    assert tour.title.text() == "The loss"
    qtbot.waitUntil(lambda: in_place(tour))


def test_the_callout_follows_when_the_window_or_the_widget_changes(qtbot, window, tour):
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: in_place(tour))
    before = tour.target
    window.resize(1024, 700)
    window.docks["about"].raise_()  # the form cannot be seen
    qtbot.waitUntil(lambda: tour.target is None)
    assert tour.side is None
    assert window.rect().contains(tour.geometry())
    window.docks["parameters"].raise_()
    qtbot.waitUntil(lambda: in_place(tour))
    assert tour.target != before


def test_another_lesson_is_told_in_its_own_words(qtbot, window, tour):
    press(Key.Key_Return, Key.Key_Return)
    told = tour.text.text()
    window.controller.open_lesson("autograd_scalar")
    qtbot.waitUntil(lambda: is_ready(window) and tour.text.text() != told)
    assert tour.title.text() == "The derivative"
    qtbot.waitUntil(lambda: in_place(tour))


def test_a_second_tour_takes_the_place_of_the_first(window, tour):
    second = start_tour(window)
    assert not is_shown(tour)
    assert second.isVisible()


def test_a_screen_reader_is_told_what_is_said(window, tour):
    press(Key.Key_Return)
    assert tour.accessibleName() == tour.title.text() == "The learning rate"
    assert tour.accessibleDescription() == tour.text.text()


def test_the_tour_is_offered_once(window, tmp_path):
    settings = settings_of(tmp_path)
    offer = offer_tour(window, settings)
    assert isinstance(offer, TourOffer)
    assert offer.isVisible()
    assert offer.side is None
    assert window.rect().contains(offer.geometry())
    click(offer.refuse)
    assert not is_shown(offer)
    settings.sync()
    assert offer_tour(window, settings_of(tmp_path)) is None


def test_without_settings_nothing_is_offered(window):
    assert offer_tour(window, None) is None
    assert not window.findChildren(Callout)


def test_the_offer_leads_to_the_tour_and_takes_no_keys(qtbot, window, tmp_path):
    focus = QApplication.focusWidget()
    offer = offer_tour(window, settings_of(tmp_path))
    assert offer
    assert QApplication.focusWidget() is focus
    click(offer.accept)
    assert not is_shown(offer)
    (tour,) = window.findChildren(Tour)
    assert tour.isVisible()


def test_the_offer_goes_when_something_runs(qtbot, window, tmp_path):
    offer = offer_tour(window, settings_of(tmp_path))
    assert offer
    gone = []
    offer.closed.connect(lambda: gone.append(True))
    run_to(qtbot, window, 3)
    qtbot.waitUntil(lambda: bool(gone))


@pytest.mark.parametrize(
    ("target", "side"),
    [
        (QRect(350, 10, 60, 30), Side.BELOW),
        (QRect(350, 550, 60, 30), Side.ABOVE),
        (QRect(0, 0, 200, 600), Side.RIGHT),
        (QRect(600, 0, 200, 600), Side.LEFT),
    ],
    ids=["top", "bottom", "left", "right"],
)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_callout_stands_on_the_side_with_the_most_room_and_its_arrow_ends_at_the_target(
    qtbot, qapp, target, side, name
):
    theme.apply_theme(qapp, name)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    callout = Callout(window)
    callout.say("Title", "Some words about it, which take more than one line of the box for sure.")
    window.show()
    callout.show()
    callout.point_at(target)
    theme_colour = theme.ACCENT
    picture = window.grab().toImage()
    theme.apply_theme(qapp, "light")
    assert callout.side is side
    assert window.rect().contains(callout.geometry())
    assert not callout.geometry().intersects(target)
    across, down = side.value
    tip = callout.mapToParent(callout._tip.toPoint())
    inside = tip - QPoint(across, down)
    assert target.adjusted(-1, -1, 1, 1).contains(inside)
    beside = [picture.pixelColor(tip + QPoint(across, down) * step).name().upper() for step in range(6)]
    assert theme_colour in beside


def test_every_view_says_what_will_appear_before_there_is_a_lesson(qtbot):
    window = make_window(Options(lesson="live_line", values={}))
    window.painted.disconnect()
    window.show()
    window.load_views()
    silent = []
    for name, view in window.views.items():
        window.docks[name].show()
        window.docks[name].raise_()
        qtbot.waitUntil(view.isVisible)
        labels = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
        hints = [getattr(one, "placeholderText", str)() for one in (view, *view.findChildren(QWidget))]
        message = getattr(getattr(view, "canvas", None), "message", "")
        if not any(text.rstrip(".").count(" ") > 3 for text in (*labels, *hints, message)):
            silent.append(name)
    assert silent == []


def test_what_will_appear_is_said_until_it_is_there(qtbot, window):
    loss = window.views["loss"]
    hint = loss.findChild(Hint)
    assert hint.isVisible()
    run_to(qtbot, window, 2)
    assert not hint.isVisible()
    press(Key.Key_R)
    qtbot.waitUntil(lambda: is_ready(window) and not window.controller.rows)


@pytest.mark.parametrize("lesson", ["live_line", "autograd_scalar"])
def test_a_lesson_that_is_ready_says_how_it_is_run(open_window, lesson):
    window = open_window(lesson)
    view = window.main_view.currentWidget()
    hint = view.outcome
    assert "Press" in hint.text()
    assert "Space" in hint.text()
    assert hint.isVisible()
    assert theme.LIT in hint.styleSheet()


def test_a_program_that_has_not_begun_has_not_ended(qtbot, open_window):
    window = open_window("autograd_scalar")
    window.docks["variables"].show()
    window.docks["variables"].raise_()
    qtbot.waitUntil(lambda: window.controller.inspection.frame is not None)
    note = window.views["variables"].note
    qtbot.waitUntil(lambda: note.text() == "Before line 5.")
