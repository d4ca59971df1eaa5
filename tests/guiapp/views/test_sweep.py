"""The sweep view: what it proposes, how it draws points, and that a click opens a run."""

from contextlib import contextmanager
from math import log10

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest

from core.lessons import LESSONS
from core.sweep import sweep
from core.sweep_axes import read_axis
from core.sweep_workers import end_workers
from guiapp.export.stage import in_sight, usual_size
from guiapp.sweep_result import ENDING, ITERATIONS, LOSS, SweepResult
from guiapp.sweep_runner import Order
from guiapp.views.sweep.cells import Scale
from guiapp.views.sweep.chart import SweepChart
from guiapp.views.sweep.form import proposed
from guiapp.views.sweep.places import edges
from guiapp.views.sweep.view import SweepView
from tests.guiapp.helpers import click, press, type_text
from tests.guiapp.views.view_helpers import shown_view

live_line = LESSONS["live_line"]
limit = 0.1155318  # of live_line with its own values: its gradients are never zeroed


@pytest.fixture(scope="module", autouse=True)
def the_worker_processes_are_used_again():
    """Keep them from one test to the next: they take seconds to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.sweep_workers.end_workers", lambda: None)
        yield
    end_workers()


@contextmanager
def shown_sweep(qtbot, lesson="live_line", **values):
    with shown_view(qtbot, SweepView, lesson, **values) as view:
        view.resize(430, 400)
        qtbot.waitUntil(view.run_button.isEnabled)
        try:
            yield view
        finally:
            view.finish()


def ended(qtbot, view):
    qtbot.waitUntil(lambda: view.run_button.isVisible() and view.run_button.isEnabled())


def result_of(lesson, *axes, quadratic=None, **values):
    """Run a sweep here and now."""
    axes = tuple(read_axis(lesson, axis) for axis in axes)
    result = SweepResult(Order(lesson, axes, lesson.arguments(values)), quadratic)
    result.take(sweep(lesson, axes, values, workers=1))
    return result


@pytest.fixture
def chart(qtbot):
    chart = SweepChart("Sweep")
    qtbot.addWidget(chart)
    chart.resize(430, 300)
    chart.show()
    qtbot.waitExposed(chart)
    return chart


def pixel(chart, spot):
    """Return where a spot of the plot lies in its viewport."""
    return chart.plot.mapFromScene(chart.plot.getViewBox().mapViewToScene(QPointF(*spot)))


def apart(chart):
    return [(spot.pos().x(), spot.pos().y(), spot.symbol()) for spot in chart.apart.points()]


def test_it_proposes_learning_rates_on_both_sides_of_the_limit_and_says_what_will_appear(qtbot):
    with shown_sweep(qtbot) as view:
        assert view.note.isVisible()
        assert "press Run the sweep" in view.note.text()
        assert not view.chart.isVisible()
        axis = view.rows[0].axis()
        assert axis.name == "learning_rate"
        assert axis.log
        assert len(axis.values) == 30
        assert (axis.values[0], axis.values[-1]) == (0.00116, 0.347)
        assert view.rows[1].axis() is None
        assert not view.cancel_button.isVisible()


def test_a_range_is_proposed_within_what_is_allowed():
    parameters = live_line.parameters
    assert proposed(parameters["noise"], 1.0, float("inf")) == (0.0, 2.0, False)
    assert proposed(parameters["noise"], 0.0, float("inf")) == (0.0, 1.0, False)
    assert proposed(parameters["slope"], -3.0, float("inf")) == (-6.0, 0.0, False)
    assert proposed(parameters["examples"], 5, float("inf")) == (2, 50, True)
    assert proposed(parameters["learning_rate"], 5.0, float("inf")) == (0.5, 10.0, True)


def test_the_second_parameter_is_never_the_first(qtbot):
    with shown_sweep(qtbot) as view:
        first, second = view.rows
        assert "learning_rate" not in second.names
        second.choose("noise")
        first.box.setCurrentIndex(first.names.index("noise"))
        first.box.activated.emit(first.names.index("noise"))
        assert "noise" not in second.names
        assert second.axis() is None
        assert first.axis().name == "noise"


def test_a_range_that_cannot_be_is_told_and_nothing_is_run(qtbot):
    with shown_sweep(qtbot) as view:
        view.rows[0].choose("noise")
        view.rows[0].log.setChecked(True)
        click(view.run_button)
        assert view.problem.text() == "Noise on a logarithmic range must begin above 0, not at 0.0."
        assert view.problem.isVisible()
        assert view.result is None
        assert not view.runner.isRunning()


def test_a_lesson_with_one_parameter_offers_no_second_one(qtbot):
    with shown_sweep(qtbot, "autograd_scalar") as view:
        assert view.rows[0].names
        assert view.rows[1].isVisible() == (len(view.rows[0].names) > 1)


def test_a_sweep_is_run_drawn_copied_and_stays_when_a_click_opens_one_of_its_runs(qtbot):
    with shown_sweep(qtbot, iterations=200, noise=0.5) as view:
        count = view.rows[0].boxes[2]
        count.setFocus()
        count.selectAll()
        type_text("6")
        press(Qt.Key.Key_Return)
        click(view.run_button)
        assert view.cancel_button.isVisible()
        qtbot.waitUntil(lambda: view.chart.isVisible())
        ended(qtbot, view)
        qtbot.waitUntil(lambda: len(view.result.points) == 6)
        assert view.told.text() == "6 runs"
        assert view.chart.limit.x.tolist() == pytest.approx([log10(limit)] * 2, abs=1e-5)
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
        assert lines[0] == ["Learning rate", "Final loss", "Iterations", "How it ended", "w", "b"]
        points = [point for _, point in sorted(view.result.points.items())]
        assert [float(line[0]) for line in lines[1:]] == [point.settings["learning_rate"] for point in points]
        assert [float(line[1]) for line in lines[1:]] == [point.loss for point in points]
        point = points[2]
        place = pixel(view.chart, view.chart._spots[2,])
        QTest.mouseMove(view.chart.plot.viewport(), place)
        qtbot.waitUntil(lambda: view.chart.hovered is point)
        assert view.chart.reading.text().startswith(f"Learning rate {point.settings['learning_rate']:.4g}: loss ")
        with qtbot.waitSignal(view.controller.run_replaced):
            QTest.mouseClick(view.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        controller = view.controller
        assert controller.values["learning_rate"] == point.settings["learning_rate"]
        assert (controller.values["iterations"], controller.values["noise"]) == (200, 0.5)
        controller.run_to_end()
        qtbot.waitUntil(lambda: controller.finished and controller.at_end)
        assert controller.shown_loss() == point.loss
        assert len(view.result.points) == 6
        assert view.chart.isVisible()


def test_what_is_there_stays_on_cancel_and_goes_with_another_lesson(qtbot):
    with shown_sweep(qtbot, iterations=100_000_000, stop_below=0.0) as view:
        view.rows[0].boxes[0].set_value(1e-6)
        view.rows[0].boxes[1].set_value(1.0)
        view.rows[0].boxes[2].set_value(4)
        click(view.run_button)
        qtbot.waitUntil(lambda: bool(view.result.points))
        qtbot.waitUntil(lambda: view.told.text() == "1 of 4 runs")
        click(view.cancel_button)
        ended(qtbot, view)
        found = len(view.result.points)
        assert 1 <= found < 4
        assert view.told.text() == f"{found} of 4 runs"
        view.controller.open_lesson("quadratic_numpy")
        qtbot.waitUntil(lambda: view.controller.ready and view.note.isVisible())
        assert view.result is None
        assert view.told.text() == ""


def test_the_time_that_is_left_is_told_in_words_from_the_first_points_on(qtbot, monkeypatch):
    with shown_sweep(qtbot) as view:
        now = 100.0
        monkeypatch.setattr("guiapp.views.sweep.view.perf_counter", lambda: now)
        result = result_of(live_line, "learning-rate=lin:0.1:1:10", iterations=1)
        points = list(result.points.values())
        view.result = SweepResult(result.order)
        monkeypatch.setattr(view.runner, "isRunning", lambda: True)
        view._take_points(result.order, points[:2])
        assert view.told.text() == "2 of 10 runs"
        now = 110.0
        view._take_points(result.order, points[2:4])
        assert view.told.text() == "about 30 s left"
        assert (view.progress.value(), view.progress.maximum()) == (4, 10)
        now = 200.0
        view._take_points(result.order, points[4:6])
        assert view.told.text() == "about 2 min left"
        view._take_points(Order(live_line, result.axes, {}), points)  # of another sweep
        assert len(view.result.points) == 6
        monkeypatch.undo()


def test_a_curve_has_its_points_and_the_diverged_ones_apart_at_the_top(chart):
    result = result_of(live_line, "learning-rate=log:1e-3:1:7", iterations=300)
    chart.show_result(result, LOSS)
    points = [point for _, point in sorted(result.points.items())]
    known = [point for point in points if not point.diverged]
    diverged = [point for point in points if point.diverged]
    assert known
    assert diverged
    x, y = chart.dots.getData()
    assert x.tolist() == pytest.approx([log10(point.settings["learning_rate"]) for point in known])
    losses = [point.loss for point in known]
    assert y.tolist() == pytest.approx(np.log10(losses) if Scale(np.array(losses)).log else losses)
    assert [spot[0] for spot in apart(chart)] == pytest.approx([log10(p.settings["learning_rate"]) for p in diverged])
    assert all(spot[1] > max(y) and spot[2] == "x" for spot in apart(chart))
    assert chart.endings["diverged"].isVisible()
    assert not chart.endings["failed"].isVisible()


def test_runs_that_never_met_their_rule_stand_apart_from_those_that_diverged(chart):
    result = result_of(live_line, "learning-rate=0.01,0.07,1")
    chart.show_result(result, ITERATIONS)
    assert chart.dots.getData()[1].tolist() == [result.points[0,].stopped_at]
    assert [spot[2] for spot in apart(chart)] == ["t", "x"]
    chart.show_result(result, ENDING)
    assert [spot[1:] for spot in apart(chart)] == [(0, "o"), (1, "t"), (2, "x")]
    assert all(chart.endings[name].isVisible() for name in ("stop_rule", "completed", "diverged"))


def test_a_map_has_a_cell_for_each_pair_hatched_where_it_diverged(chart):
    result = result_of(live_line, "learning-rate=log:1e-3:1:4", "zero-grad=off,on", iterations=50)
    chart.show_result(result, LOSS)
    assert len(chart.cells.cells) == 8
    looks = [look for _, look in chart.cells.cells]
    for point, look in zip(result.points.values(), looks, strict=True):
        assert look == "diverged" if point.diverged else isinstance(look, QColor)
    assert "diverged" in looks
    assert chart.bar.isVisible()
    place = pixel(chart, chart._spots[1, 1])
    QTest.mouseMove(chart.plot.viewport(), place)
    assert chart.hovered is result.points[1, 1]
    assert "Zero the gradients on: loss" in chart.reading.text()
    chart.show_result(result, ENDING)
    assert not chart.bar.isVisible()
    assert all(isinstance(look, str) for _, look in chart.cells.cells)


def test_the_limit_goes_in_steps_where_the_other_parameter_changes_it(qtbot):
    with shown_sweep(qtbot) as view:
        quadratic = view.controller.shape.quadratic
    axes = "learning-rate=log:1e-3:1:4", "zero-grad=off,on"
    result = result_of(live_line, *axes, quadratic=quadratic, iterations=2)
    assert result.limits(0) == pytest.approx([limit, limit / 2], rel=1e-5)
    data = result_of(live_line, axes[0], "examples=20,30", quadratic=quadratic, iterations=2)
    assert result_of(live_line, axes[0], "seed=1,2", quadratic=quadratic, iterations=2).limits(0) == [np.inf] * 2
    assert data.limits(0) == [np.inf] * 2
    optimizers = LESSONS["line_optimizers"]
    several = result_of(optimizers, axes[0], "optimizer=SGD,Adam", quadratic=quadratic, iterations=2)
    assert several.limits(0) == [pytest.approx(limit / 2, rel=1e-5), np.inf]


def test_cells_meet_half_way_between_the_values():
    axis = read_axis(live_line, "seed=4,1,2")
    assert edges(axis).tolist() == [[3.0, 5.0], [0.5, 1.5], [1.5, 3.0]]
    assert edges(read_axis(live_line, "zero-grad=off,on")).tolist() == [[-0.5, 0.5], [0.5, 1.5]]


def test_a_few_values_far_off_do_not_hide_the_differences_of_the_others():
    scale = Scale(np.array([1.0, 2.0, 3.0, 1e20]))
    assert scale.beyond
    assert scale.share(1e20) == 1
    assert scale.share(3.0) - scale.share(1.0) > 0.1
    assert not Scale(np.array([1.0, 2.0, 3.0])).beyond
    assert Scale(np.array([2.0])).share(2.0) == 0.5


def test_behind_a_tab_it_is_exported_with_its_points(qtbot):
    with shown_sweep(qtbot) as view:
        result = result_of(live_line, "learning-rate=lin:0.01:0.1:5", iterations=30)
        view.result = SweepResult(result.order)
        view._take_points(result.order, list(result.points.values()))
        QCoreApplication.sendPostedEvents()  # the layout takes the new text in
        before = view.grab().toImage()
        view.hide()
        with in_sight(view, view.controller) as copy:
            assert copy is not view
            assert copy.told.text() == view.told.text() == "5 runs"
            assert copy.chart._spots == view.chart._spots
            assert copy.grab().toImage().size() == usual_size
        view.show()
        assert view.grab().toImage() == before
