# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: F841

from math import inf
from typing import Annotated

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from core.parameter import LIVE, Range
from core.stability import Outlook
from guiapp.views.next_step.plot import heights, steady
from guiapp.views.next_step.rate_axis import ZoneNames
from guiapp.views.next_step.view import NextStepView
from tests.guiapp.helpers import lesson_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

Key = Qt.Key
Rate = Annotated[float, Range(1e-6, 10, log=True), LIVE]


def shown_next_step(qtbot, lesson, **values):
    return shown_view(qtbot, NextStepView, lesson, **values)


def landing_loss(view) -> float:
    return view.landing.loss + view._offset


def place_of(view, rate: float) -> QPoint:
    """Return where a learning rate stands on the plot, in the middle of its height."""
    box = view.plot.getViewBox()
    low, high = box.viewRange()[1]
    return view.plot.mapFromScene(box.mapViewToScene(QPointF(rate, (low + high) / 2)))


def take_hold(view) -> None:
    view.plot.layer.grab()  # the point is where it was painted
    QTest.mousePress(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=view.landing.place.toPoint())


def ranges(view):
    return view.plot.getViewBox().viewRange()


@pytest.mark.parametrize(
    ("lesson", "values"),
    [
        ("live_line", {}),
        ("live_line", {"zero_grad": True, "learning_rate": 0.03}),
        ("quadratic_numpy", {}),
        ("line_epochs", {}),
    ],
)
def test_the_point_lands_where_the_lesson_goes(qtbot, lesson, values):
    with shown_next_step(qtbot, lesson, **values) as view:
        expected = {-1: landing_loss(view)}
        for row in range(4):
            run_on(qtbot, view, row + 1)
            expected[row] = landing_loss(view)
        run_on(qtbot, view, 6)
        losses = view.controller.run.history.column("loss")
        for row, loss in expected.items():
            assert loss == pytest.approx(losses[row + 2], rel=1e-4)
        stand_at(qtbot, view, 1)
        assert landing_loss(view) == pytest.approx(expected[1])
        assert np.interp(view.landing.rate, view.curve.x, view.curve.y) == pytest.approx(view.landing.loss, rel=0.02)
        assert view.level.y[0] + view._offset == pytest.approx(losses[2], rel=1e-4)


def test_it_says_what_the_learning_rate_will_do(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        assert view.limit.text() == "Learning rate 0.1. Largest stable: 0.1155 (never zeroed: 4/λmax)."
        assert view.outlook.text() == "The loss will oscillate for ever."
        assert [zone.outlook for zone in view.bands.zones] == [Outlook.OSCILLATES, Outlook.DIVERGES]
        view.controller.edit("zero_grad", True)
        qtbot.waitUntil(lambda: "0.05777 (2/λmax)" in view.limit.text())
        assert view.outlook.text() == "The loss will grow without bound."
        assert len(view.bands.zones) == 3
        assert view.outlook.text() in view.plot.accessibleDescription()


def test_a_live_change_is_told_while_the_run_stands_still(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        run_on(qtbot, view, 3)
        view.controller.edit("learning_rate", 0.2)
        assert view.limit.text().startswith("Learning rate 0.2.")
        assert view.outlook.text() == "The loss will grow without bound."


def test_the_iterations_to_a_tenth_are_told_where_it_converges(qtbot):
    with shown_next_step(qtbot, "quadratic_numpy") as view:
        assert view.speed.text() == "Condition number 13.7. About 12 iterations to a tenth of the excess loss."
        run_on(qtbot, view, 20)
        excess = view.controller.run.history.column("loss") - view.controller.shape.quadratic.least
        assert np.flatnonzero(excess <= excess[0] / 10)[0] == 12


def test_dragging_the_point_tries_rates_and_letting_go_takes_one(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        run_on(qtbot, view, 3)
        before, controller = ranges(view), view.controller
        view.plot.layer.grab()
        # As a hand does: the mouse is over the point before it is pressed.
        QTest.mouseMove(view.plot.viewport(), view.landing.place.toPoint() + QPoint(3, 0))
        qtbot.waitUntil(lambda: view._hovered is not None)
        take_hold(view)
        for rate in (0.08, 0.05):
            QTest.mouseMove(view.plot.viewport(), place_of(view, rate))
            assert controller.inspection.preview_rate == pytest.approx(rate, rel=0.02)
            assert view.landing.hollow
            assert view.reading.text().startswith(f"Rate {controller.inspection.preview_rate:.4g}:")
            assert controller.values["learning_rate"] == 0.1
            assert ranges(view) == before
        tried, expected = controller.inspection.preview_rate, landing_loss(view)
        QTest.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0.05))
        assert controller.inspection.preview_rate is None
        assert controller.values["learning_rate"] == tried == float(f"{tried:.3g}")
        assert not view.landing.hollow
        run_on(qtbot, view, 5)
        assert controller.run.history.row(4)["loss"] == pytest.approx(expected, rel=1e-4)


def test_escape_leaves_the_rate_as_it_was(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        take_hold(view)
        QTest.mouseMove(view.plot.viewport(), place_of(view, 0.03))
        assert view.landing.rate == pytest.approx(0.03, rel=0.02)
        QTest.keyClick(view.plot, Key.Key_Escape)
        assert view.controller.inspection.preview_rate is None
        assert view.landing.rate == 0.1
        QTest.mouseMove(view.plot.viewport(), place_of(view, 0.05))
        QTest.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0.05))
        assert view.controller.values["learning_rate"] == 0.1


def test_a_rate_dragged_off_the_plot_is_the_least_allowed(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        take_hold(view)
        QTest.mouseMove(view.plot.viewport(), QPoint(0, 100))
        assert view.controller.inspection.preview_rate == 1e-6


def test_a_press_elsewhere_takes_no_hold(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        view.plot.layer.grab()
        QTest.mousePress(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0.03))
        QTest.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0.03))
        assert not view.plot.dragging
        assert view.controller.inspection.preview_rate is None


def test_keys_try_a_rate_and_take_it(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        run_on(qtbot, view, 3)
        QTest.keyClick(view.plot, Key.Key_Plus)
        assert view.controller.inspection.preview_rate == pytest.approx(0.105)
        QTest.keyClick(view.plot, Key.Key_Minus)
        QTest.keyClick(view.plot, Key.Key_Minus)
        assert view.controller.inspection.preview_rate == pytest.approx(0.0952)
        assert view.landing.hollow
        QTest.keyClick(view.plot, Key.Key_Return)
        assert view.controller.inspection.preview_rate is None
        assert view.controller.values["learning_rate"] == pytest.approx(0.0952)
        QTest.keyClick(view.plot, Key.Key_Plus)
        QTest.keyClick(view.plot, Key.Key_Escape)
        assert view.controller.inspection.preview_rate is None
        assert view.controller.values["learning_rate"] == pytest.approx(0.0952)


def test_hovering_reads_out_another_rate(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        view.plot.layer.grab()

        def hovered() -> bool:
            for height in (0, 5):  # pyqtgraph drops moves that come too quickly
                QTest.mouseMove(view.plot.viewport(), place_of(view, 0.03) + QPoint(0, height))
            return view.reading.text().startswith("Rate 0.0")

        qtbot.waitUntil(hovered)
        rate, loss = view.reading.text().removeprefix("Rate ").split(": next loss ")
        expected = view.update_ahead.loss(float(rate))
        assert float(loss.split(",")[0]) == pytest.approx(expected, rel=0.01)


def test_batches_are_told_of(qtbot):
    with shown_next_step(qtbot, "minibatch_scratch") as view:
        assert view.note.text() == "Of all data; the next batch differs, and so does its step."
        assert view.note.isVisible()


def test_data_that_are_drawn_afresh_are_known_from_the_first_batches_on(qtbot):
    with shown_next_step(qtbot, "polynomial") as view:
        assert view.message.text().startswith("Nothing is known yet")
        assert not view.plot.isVisible()
        run_on(qtbot, view, 4)
        assert view.plot.isVisible()
        assert not view.message.isVisible()
        assert view.note.text() == "Of the batches seen so far; the next one differs."


def test_a_lesson_without_a_model_has_no_learning_rate(qtbot):
    with shown_next_step(qtbot, "autograd_chain") as view:
        run_on(qtbot, view, 2)
        assert view.message.text() == "This lesson has no learning rate."
        assert view.message.isVisible()
        assert not view.plot.isVisible()


def exploding(learning_rate: Rate = 1.0):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = np.array(1.0)
    for _ in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w = w * -1e30 if abs(w) < 1e100 else w * 1e300


def test_a_diverged_run_is_seen_from_its_last_finite_row(qtbot):
    with shown_next_step(qtbot, lesson_of(exploding, learning_rate="learning_rate")) as view:
        run_on(qtbot, view, 2)
        assert landing_loss(view) > 1e100
        view.grab()
        run_on(qtbot, view, 5)
        assert view.controller.status.why.value == "diverged"
        assert view.update_ahead.row < view.controller.shown
        assert view.note.text().startswith(f"Seen from iteration {view.update_ahead.row},")
        view.grab()
        assert np.isfinite(ranges(view)).all()
        assert "Rate 1:" in view.reading.text()


@pytest.mark.parametrize(
    ("lesson", "values"), [("quadratic_numpy", {"learning_rate": 10.0}), ("line_epochs", {"learning_rate": 10.0})]
)
def test_a_run_that_overflowed_is_drawn(qtbot, lesson, values):
    with shown_next_step(qtbot, lesson, **values) as view:
        run_on(qtbot, view, 1000)
        assert view.controller.status.why.value == "diverged"
        view.grab()
        assert view.plot.isVisible()
        assert np.isfinite(ranges(view)).all()
        assert view.landing.place.y() < view.plot.height() / 2  # at the upper edge


def settled(learning_rate: Rate = 0.1):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = np.array(2.0)
    for _ in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()


def test_a_gradient_of_zero_is_told(qtbot):
    with shown_next_step(qtbot, lesson_of(settled, learning_rate="learning_rate")) as view:
        assert view.outlook.text() == "The gradient is zero: no learning rate changes anything."
        assert view.speed.text() == "Condition number 1.00."
        assert view.landing.loss == 0
        view.grab()


def quartic(learning_rate: Rate = 0.001):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = np.array(0.5)
    for _ in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 4).mean()
        w = w + learning_rate * (4 * (y - y_pred) ** 3 * x).mean()


def test_a_loss_that_is_not_quadratic_is_drawn_without_zones(qtbot):
    lesson = lesson_of(quartic, learning_rate="learning_rate", loss_of=lambda y, y_pred: ((y - y_pred) ** 4).mean())
    with shown_next_step(qtbot, lesson) as view:
        assert view.limit.text() == "The loss is not quadratic in the parameters: no limit can be told."
        assert view.bands.zones == []
        expected = landing_loss(view)
        run_on(qtbot, view, 3)
        assert view.controller.run.history.row(1)["loss"] == pytest.approx(expected)


def test_a_rate_far_above_the_limit_leaves_the_zones_in_sight(qtbot):
    with shown_next_step(qtbot, "line_epochs", learning_rate=10.0) as view:
        limit = view.bands.zones[-1].low
        assert 2 * limit < ranges(view)[0][1] < 5 * limit
        view.plot.layer.grab()
        assert view.landing.place.x() < view.plot.width()  # at the edge, to be taken hold of


def test_a_hidden_view_does_nothing_and_catches_up(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        view.hide()
        before = view.update_ahead
        run_on(qtbot, view, 5)
        view.controller.inspection.preview(0.03)
        assert view.update_ahead is before
        view.show()
        assert view.update_ahead.row == 4
        assert view.landing.rate == 0.03


def test_a_frame_without_pictures_is_not_drawn(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        before = view.update_ahead
        for signal in (view.controller.frames.due, view.controller.frames.curves_due, view.controller.frames.texts_due):
            signal.emit()
        assert view.update_ahead is before
        view.controller.frames.pictures_due.emit()
        assert view.update_ahead is not before


@pytest.mark.parametrize(
    ("losses", "present", "landing", "expected"),
    [
        ([7.0, 0.5, 9.0], 7.0, 3.0, (-0.8, 20)),
        ([7.0, 0.5, 90.0], 7.0, 80.0, (-4, 100)),
        ([7.0, 0.5, inf], 7.0, inf, (-4, 100)),
        ([0.0, 0.0, 0.0], 0.0, 0.0, (-0.04, 1)),
        ([0.0, 3.0, 12.0], 0.0, 0.0, (-0.8, 20)),
        ([1e-12, 1e-12], 1e-12, 1e-12, (-8e-14, 2e-12)),
        ([1e305, 1e300], 1e305, 1e308, (-4e298, 1e300)),
        ([1.21, 1.2, 1.19], 1.21, 1.2, (1.18, 1.22)),
    ],
)
def test_the_loss_axis_shows_the_present_loss_and_the_landing_point_if_it_can(losses, present, landing, expected):
    assert heights(np.array(losses), present, landing) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("shown", "wanted", "kept"),
    [
        ((-0.8, 20), (-0.4, 10), True),
        ((-0.4, 10), (-0.8, 20), False),
        ((-2, 50), (-0.4, 10), False),
        ((-0.4, 10), (-0.4, 10), True),
        ((4, 5), (4.2, 4.6), True),
        ((4, 5), (3.9, 4.6), False),
        ((0, 0), (-0.4, 10), False),
    ],
)
def test_the_loss_axis_stands_still_while_the_loss_goes_to_and_fro(shown, wanted, kept):
    assert steady(shown, wanted) == (shown if kept else wanted)


def test_once_the_run_stands_still_the_loss_axis_is_that_of_its_iteration(qtbot):
    with shown_next_step(qtbot, "live_line", learning_rate=0.05, stop_below=0.0) as view:
        for rows in (3, 4, 5, 60, 61):
            run_on(qtbot, view, rows)
            shown = view.plot.getViewBox().viewRange()[1]
            view._heights = 0.0, 0.0
            view.draw()
            assert view.plot.getViewBox().viewRange()[1] == shown


def test_a_low_view_leaves_out_what_can_be_done_without_and_keeps_a_plot(qtbot):
    with shown_next_step(qtbot, "live_line") as view:
        assert view.speed.isVisible()
        assert view.hint.isVisible()
        view.resize(320, 230)
        qtbot.waitUntil(lambda: view.plot.getViewBox().height() > 60)
        assert not view.speed.isVisible()
        assert not view.hint.isVisible()
        view.resize(320, 400)
        assert view.speed.isVisible()


def test_the_names_of_the_zones_are_written_over_the_lines(qtbot):
    with shown_next_step(qtbot, "live_line", learning_rate=0.02) as view:
        traces = view.plot.layer._traces
        (names,) = (place for place, trace in enumerate(traces) if isinstance(trace, ZoneNames))
        assert names > max(traces.index(view.curve), traces.index(view.level))
