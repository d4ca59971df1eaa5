from math import floor, log10

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from guiapp.views.gradients.view import GradientsView, fitting_scale
from guiapp.views.plotting.scales import SignedLog, SignedLogAxis
from tests.guiapp.helpers import bare, click, lesson_of
from tests.guiapp.pictures import is_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def lines(view):
    return [line for line in view.lines if line.column]


def view_range(view):
    return view.plot.getViewBox().viewRange()


def place_of(view, iteration, height=0.5) -> QPoint:
    """Return where an iteration stands in the plot's viewport."""
    low, high = view_range(view)[1]
    return view.plot.getViewBox().mapViewToScene(QPointF(iteration, low + height * (high - low))).toPoint()


def hovered(view, iteration) -> bool:
    """Move the mouse to an iteration, and say whether it is read out: pyqtgraph drops moves that come too quickly."""
    for height in (0.4, 0.6):
        QTest.mouseMove(view.plot.viewport(), place_of(view, iteration, height))
    return view.reading.text().startswith(f"Iteration {iteration}:")


def test_each_element_has_a_line_through_its_recorded_gradients(qtbot):
    with shown_view(qtbot, GradientsView, "minibatch_scratch") as view:
        run_on(qtbot, view, 30)
        assert [line.switch.text() for line in lines(view)] == ["w.grad[0,0]", "w.grad[1,0]", "b.grad"]
        assert len({line.growth.pen.color().name() for line in lines(view)}) == 3
        for line in lines(view):
            x, y = view.whole_line(line)
            recorded = view.controller.run.history.column(line.column)
            assert np.array_equal(x, np.arange(30))
            assert [view.scale.value(place) for place in y] == pytest.approx(recorded.tolist())


def test_it_can_be_linear(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 30)
        click(view.log_switch)
        recorded = view.controller.run.history.column("w.grad")
        assert np.array_equal(view.whole_line(view.lines[0])[1], recorded)
        low, high = view_range(view)[1]
        assert low < recorded.min() < recorded.max() < high
        assert view.axis.tickStrings([-20.0, 0.0], 1.0, 20.0) == ["−20", "0"]


def test_all_rows_and_zero_are_in_sight(qtbot):
    with shown_view(qtbot, GradientsView, "quadratic_autograd") as view:
        run_on(qtbot, view, 1000)
        (left, right), (low, high) = view_range(view)
        assert left <= 0
        assert right >= 799
        heights = np.concatenate([view.whole_line(line)[1] for line in lines(view)])
        assert low < min(0, heights.min())
        assert high > max(0, heights.max())


def test_a_line_can_be_switched_off(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 5)
        click(view.lines[0].switch)
        assert view.whole_line(view.lines[0])[0].size == 0
        assert view.whole_line(view.lines[1])[0].size == 5
        assert "w.grad" not in view.reading.text()
        run_on(qtbot, view, 9)
        click(view.lines[0].switch)
        assert view.whole_line(view.lines[0])[0].size == 9


def test_the_shown_iteration_is_marked_and_read_out(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 20)
        stand_at(qtbot, view, 12)
        assert view.marker.x.tolist() == [12, 12]
        row = view.controller.run.history.row(12)
        w, b = (float(part.split()[-1].replace("−", "-")) for part in view.reading.text().split(", "))
        assert view.reading.text().startswith("Iteration 12: w.grad ")
        assert (w, b) == (pytest.approx(row["w.grad"], rel=1e-3), pytest.approx(row["b.grad"], rel=1e-3))
        assert view.plot.accessibleDescription() == view.reading.text()
        view.controller.go_to_start()
        assert view.marker.x.size == 0


def test_hovering_reads_out_and_a_click_goes_to_the_iteration(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 30)
        view.grab()  # the plot's coordinates are settled once it is painted
        qtbot.waitUntil(lambda: hovered(view, 7))
        assert view.controller.shown == 29
        click(view.plot.viewport(), place_of(view, 7))
        qtbot.waitUntil(lambda: view.controller.shown == 7)


@pytest.mark.parametrize("shown", [0, 1])
def test_what_is_drawn_while_it_runs_is_what_is_drawn_afterwards(qtbot, shown):
    """The lines are painted piece by piece; the picture must not differ from the whole ones but in where dashes end."""
    with shown_view(qtbot, GradientsView, "live_line") as view:
        click(view.lines[1 - shown].switch)
        view.controller.set_rate(400.0)
        view.controller.toggle_running()
        qtbot.waitUntil(lambda: view.controller.finished and view.controller.at_end)
        grown = inked(view, shown)
        view.plot.layer.take_new_picture()
        whole = inked(view, shown)
        if shown == 0:
            assert (grown ^ whole).sum() < 60
        else:
            assert grown.sum() == pytest.approx(whole.sum(), rel=0.1)


def inked(view, index) -> np.ndarray:
    """Return which points of the screen have a line's colour."""
    return is_of(view.plot.layer.grab().toImage(), view.lines[index].growth.pen.color().name())


def test_a_long_run_is_drawn_with_few_points_that_span_it(qtbot):
    with shown_view(qtbot, GradientsView, "line_epochs", epochs=1000) as view:
        run_on(qtbot, view, 1000)
        assert view.whole_line(view.lines[0])[0].size == 1000
    with shown_view(qtbot, GradientsView, "quadratic_numpy", iterations=20_000) as view:
        run_on(qtbot, view, 20_000)
        x, y = view.whole_line(view.lines[0])
        assert x.size < 5000
        assert (x[0] < 100, x[-1] > 19_900) == (True, True)
        recorded = view.scale.place(view.controller.run.history.column("w.grad"))
        assert (y.min(), y.max()) == (recorded.min(), recorded.max())


def test_hand_written_gradients_have_the_names_that_the_program_gives_them(qtbot):
    with shown_view(qtbot, GradientsView, "quadratic_numpy") as view:
        assert [line.switch.text() for line in lines(view)] == ["grad_w", "grad_b"]


def test_of_more_than_ten_elements_the_first_ten_are_drawn(qtbot):
    def wide():
        x = np.eye(12)
        y = np.ones(12)
        w = np.zeros(12)
        for _ in range(3):
            y_pred = x @ w
            loss = ((y - y_pred) ** 2).mean()  # noqa: F841 (watched)
            grad = y_pred - y
            w = w - grad

    lesson = lesson_of(wide, curve=lambda x, w: x @ w, gradients={"w": "grad"}, equation="y = x·w")
    with shown_view(qtbot, GradientsView, lesson) as view:
        run_on(qtbot, view, 2)
        assert len(lines(view)) == 10
        assert view.more.isVisible()
        assert view.more.text() == "The first 10 of 12 are drawn."
        assert all(view.whole_line(line)[0].size == 2 for line in lines(view))


@pytest.mark.parametrize("name", ["diverging", "bare"])
def test_a_program_without_gradients_is_said_to_leave_none(qtbot, name):
    with shown_view(qtbot, GradientsView, name) as view:
        run_on(qtbot, view, 2)
        assert view.reading.text() == "This program leaves no gradients that could be drawn."
        assert not any(view.whole_line(line)[0].size for line in view.lines)
        view.grab()


@pytest.mark.parametrize("log", [True, False])
def test_a_diverging_run_is_drawn_to_its_last_row(qtbot, log):
    with shown_view(qtbot, GradientsView, "live_line", zero_grad=True, learning_rate=10.0) as view:
        if not log:
            click(view.log_switch)
        run_on(qtbot, view, 1000)
        assert view.controller.status.why.value == "diverged"
        assert view.whole_line(view.lines[0])[0].size == view.controller.rows
        view.grab()
        assert np.isfinite(view_range(view)).all()


def test_it_does_not_draw_while_it_cannot_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        view.hide()
        run_on(qtbot, view, 20)
        assert view.lines[0].pyramid is None
        view.show()
        assert view.whole_line(view.lines[0])[0].size == 20
        assert view.marker.x.tolist() == [19, 19]


def test_another_run_begins_with_empty_lines(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 20)
        view.controller.restart()
        qtbot.waitUntil(lambda: view.controller.ready and not view.controller.rows)
        assert view.whole_line(view.lines[0])[0].size == 0
        assert view.reading.text() == " "
        view.controller.open_lesson("polynomial")
        qtbot.waitUntil(lambda: len(lines(view)) == 4)


def test_the_range_can_be_taken_and_given_back(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run_on(qtbot, view, 20)
        view.plot.getViewBox().setRange(xRange=(5, 8))
        view.plot.getViewBox().sigRangeChangedManually.emit([True, False])
        run_on(qtbot, view, 25)
        assert view_range(view)[0] == pytest.approx([5, 8], abs=0.5)
        QTest.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 6))
        assert view_range(view)[0] == pytest.approx([-1, 51])


@given(st.floats(-1e300, 1e300), st.integers(-5, 5))
def test_places_on_the_signed_logarithmic_scale_are_values_again(value, power):
    scale = SignedLog(10.0**power)
    assert scale.value(float(scale.place(np.array([value]))[0])) == pytest.approx(value, rel=1e-9)


def test_the_scale_is_linear_around_zero_and_logarithmic_beyond():
    places = SignedLog(0.1).place(np.array([-10, -1, -0.1, -0.05, 0, 0.02, 0.1, 1, np.inf]))
    assert places.tolist() == pytest.approx([-3, -2, -1, -0.5, 0, 0.2, 1, 2, np.inf])


@given(st.lists(st.floats(-1e200, 1e200), min_size=1, max_size=10))
def test_the_scale_shows_the_first_gradients_well_apart_from_zero(first):
    largest = max(map(abs, first))
    scale = fitting_scale(first)
    assert log10(scale.threshold) == pytest.approx(round(log10(scale.threshold)))
    if largest > 1e-290:
        assert 10 <= largest / scale.threshold <= 10.0**5 * (1 + 1e-9)


def ticks(low, high, size, threshold=1.0):
    axis = SignedLogAxis("left")
    axis.set_scale(SignedLog(threshold))
    ((_, places),) = axis.tickValues(low, high, size)
    return axis.tickStrings(places, 1.0, 1.0)


def test_ticks_are_readable():
    assert ticks(-3.2, 2.2, 200) == ["−100", "−10", "−1", "0", "1", "10"]
    assert ticks(-3.2, 2.2, 60) == ["−10", "0", "10"]
    assert ticks(-0.1, 2.1, 300, 0.1) == ["0", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]
    assert ticks(-20, 20, 200, 1e-2)[-1] == "1e17"


def test_a_part_that_is_looked_at_closely_has_ticks_too():
    axis = SignedLogAxis("left")
    axis.set_scale(SignedLog(1.0))
    places = [place for _, level in axis.tickValues(1.4, 1.6, 200) for place in level]
    assert len(places) > 2
    texts = axis.tickStrings(places[:3], 1.0, 0.1)
    assert len({*texts}) == 3
    assert all(floor(float(text)) in (2, 3) for text in texts)


def test_a_lesson_without_parameters_has_an_empty_picture(qtbot):
    lesson = lesson_of(bare, parameters=(), curve=lambda x: x, equation="y")
    with shown_view(qtbot, GradientsView, lesson) as view:
        run_on(qtbot, view, 3)
        assert not lines(view)
