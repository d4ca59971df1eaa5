from math import log10

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from guiapp.views.loss.view import LossView
from tests.guiapp.helpers import click, finished, press, run_to
from tests.guiapp.pictures import pixels
from tests.guiapp.views.view_helpers import settle

Key = Qt.Key


@pytest.fixture
def loss(window):
    return window.findChild(LossView)


def place_of(view, iteration, height=0.5) -> QPoint:
    """Return where an iteration stands in the plot's viewport."""
    box = view.plot.getViewBox()
    low, high = box.viewRange()[1]
    return box.mapViewToScene(QPointF(iteration, low + height * (high - low))).toPoint()


def ready_to_hover(qtbot, window, rows):
    run_to(qtbot, window, rows)
    view = window.findChild(LossView)
    view.grab()  # the plot's coordinates are settled once it is painted
    return view


def test_the_curve_has_the_losses_of_all_rows_on_a_logarithmic_axis(qtbot, window, loss):
    run_to(qtbot, window, 30)
    assert loss.log_switch.isChecked()
    recorded = window.controller.run.history.column("loss")
    x, y = loss.whole_curve()
    assert np.array_equal(x, np.arange(30))
    assert np.allclose(y, np.log10(recorded))


def test_it_can_be_linear(qtbot, window, loss):
    run_to(qtbot, window, 30)
    click(loss.log_switch)
    recorded = window.controller.run.history.column("loss")
    assert np.array_equal(loss.whole_curve()[1], recorded)
    low, high = loss.plot.getViewBox().viewRange()[1]
    assert low <= 0
    assert high >= recorded.max()
    click(loss.log_switch)
    assert np.allclose(loss.whole_curve()[1], np.log10(recorded))


def texts(view):
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def test_the_threshold_and_the_least_loss_possible_are_drawn_and_named(qtbot, window, loss):
    run_to(qtbot, window, 3)
    start = window.controller.run.start
    slope, intercept = np.polyfit(start.x.ravel(), start.y.ravel(), 1)
    least = float((0.5 * (start.y - slope * start.x - intercept) ** 2).mean())
    assert loss.threshold.value == 1.0
    assert loss.least.value == pytest.approx(least)
    assert "stop below 1" in texts(loss)
    (text,) = (text for text in texts(loss) if text.startswith("least possible "))
    assert float(text.split()[-1]) == pytest.approx(least, rel=1e-3)
    assert level_heights(loss) == pytest.approx([0.0, log10(least)])
    click(loss.log_switch)
    assert level_heights(loss) == pytest.approx([1.0, least])


def level_heights(view):
    return [level._line.value() for level in (view.threshold, view.least)]


def test_a_rule_that_is_turned_off_has_no_line(qtbot, open_window):
    window = open_window(stop_below=0.0)
    run_to(qtbot, window, 3)
    assert not any(text.startswith("stop below") for text in texts(window.findChild(LossView)))


def test_all_rows_and_levels_are_in_sight(qtbot, window, loss):
    press(Key.Key_End)
    finished(qtbot, window)
    (left, right), (low, high) = loss.plot.getViewBox().viewRange()
    recorded = np.log10(window.controller.run.history.column("loss"))
    assert left <= 0
    assert right >= 100
    assert low < min(recorded.min(), log10(loss.least.value))
    assert high > recorded.max()


def test_the_shown_iteration_is_marked_and_read_out(qtbot, window, loss):
    run_to(qtbot, window, 30)
    assert loss.marker.x.tolist() == [29, 29]
    press(Key.Key_Left)
    assert loss.marker.x.tolist() == [28, 28]
    expected = window.controller.run.history.row(28)["loss"]
    head, value = loss.reading.text().split(": loss ")
    assert head == "Iteration 28"
    assert float(value) == pytest.approx(expected, rel=1e-6)
    press(Key.Key_Home)
    assert loss.marker.x.size == 0


def hovered(view, iteration) -> bool:
    """Move the mouse to an iteration, and say whether it is read out: pyqtgraph drops moves that come too quickly."""
    for height in (0.4, 0.6):
        QTest.mouseMove(view.plot.viewport(), place_of(view, iteration, height))
    return view.reading.text().startswith(f"Iteration {iteration}:")


def test_hovering_reads_out_an_iteration(qtbot, window):
    loss = ready_to_hover(qtbot, window, 30)
    for iteration in (11, 5):
        qtbot.waitUntil(lambda iteration=iteration: hovered(loss, iteration))
    assert window.controller.shown == 29
    QTest.mouseMove(window.timeline.slider, QPoint(5, 5))
    qtbot.waitUntil(lambda: loss.reading.text().startswith("Iteration 29:"))


def test_a_click_goes_to_the_iteration(qtbot, window):
    loss = ready_to_hover(qtbot, window, 30)
    qtbot.waitUntil(lambda: hovered(loss, 17))
    click(loss.plot.viewport(), place_of(loss, 17))
    qtbot.waitUntil(lambda: window.controller.shown == 17)
    assert window.controller.rows == 30
    assert window.statusBar().state.text() == "Looking back"


def test_a_click_where_there_is_no_iteration_goes_nowhere(qtbot, window):
    loss = ready_to_hover(qtbot, window, 5)
    place = place_of(loss, 15)
    QTest.mouseMove(loss.plot.viewport(), place)
    click(loss.plot.viewport(), place)
    press(Key.Key_Left)
    assert window.controller.shown == 3


def test_it_does_not_draw_while_it_is_closed_and_draws_when_it_is_opened(qtbot, window, loss):
    before = loss.marker.x  # each drawing makes another one
    window.docks["loss"].close()
    press(Key.Key_End)
    finished(qtbot, window)
    assert loss.marker.x is before
    assert loss.whole_curve()[0].size == 0
    window.docks["loss"].show()
    window.docks["loss"].raise_()  # other views may have taken its place
    qtbot.waitUntil(lambda: loss.marker.x is not before)
    assert loss.whole_curve()[0].size == 101


@pytest.mark.parametrize("log", [True, False])
def test_a_diverging_run_is_drawn_to_its_last_row(qtbot, open_window, log):
    window = open_window("diverging")
    loss = window.findChild(LossView)
    if not log:
        click(loss.log_switch)
    press(Key.Key_End)
    finished(qtbot, window)
    assert loss.whole_curve()[0].size == window.controller.rows
    loss.grab()
    assert "∞" in loss.reading.text() or "nan" in loss.reading.text()
    assert np.isfinite(loss.plot.getViewBox().viewRange()).all()


def test_a_long_run_is_drawn_with_few_points_that_span_it(qtbot, open_window):
    window = open_window("endless")
    run_to(qtbot, window, 50_000)
    loss = window.findChild(LossView)
    x, y = loss.whole_curve()
    assert x.size < 10_000
    assert x[0] < 100
    assert x[-1] > 49_900
    recorded = np.log10(window.controller.run.history.column("loss"))
    assert y.max() == recorded.max()
    assert y.min() == recorded.min()


def test_what_is_drawn_while_it_runs_is_what_is_drawn_afterwards(qtbot, window, loss):
    """The curve is painted piece by piece; the picture must not differ from the whole one."""
    window.controller.set_rate(400.0)
    press(Key.Key_Space)
    finished(qtbot, window)
    settle()  # the plot tells a moment later that its range has changed
    grown = pixels(loss.plot.layer.grab().toImage())
    loss.plot.layer.take_new_picture()
    whole = pixels(loss.plot.layer.grab().toImage())
    assert (grown != whole).sum() < 60


def test_another_run_begins_with_an_empty_curve(qtbot, window, loss):
    run_to(qtbot, window, 30)
    press(Key.Key_R)
    qtbot.waitUntil(lambda: loss.whole_curve()[0].size == 0)
    assert loss.marker.x.size == 0
    assert loss.reading.text() == " "
