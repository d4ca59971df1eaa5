"""The kept runs behind the present one: in the fit, the loss, the gradients and on the loss surface."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel

from core.run import Run
from guiapp.theme import KEPT
from guiapp.views.fit.view import FitView
from guiapp.views.gradients.view import GradientsView
from guiapp.views.loss.view import LossView
from guiapp.views.plotting.kept_lines import finite_parameters, last_iteration, most_entries, style_of
from guiapp.views.plotting.run_before import comparison
from guiapp.views.surface.marks import draw_line
from guiapp.views.surface.view import SurfaceView
from tests.guiapp.helpers import click
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

VIEWS = (FitView, LossView, GradientsView, SurfaceView)


def keep_another(view, rows, name="", **values):
    """Keep a run of the present lesson with other values."""
    run = Run(view.controller.lesson, {**view.controller.values, **values})
    run.advance(rows=rows)
    view.controller.kept.add(run.snapshot(len(run.history)), name)
    return run


def painted(view) -> set[str]:
    return colours_of(view.plot.layer.grab().toImage())


def entries(view) -> list[str]:
    names = {kept.name for kept in view.controller.kept.runs}
    labels = [label for label in view.findChildren(QLabel) if label.isVisibleTo(view)]
    return [label.text() for label in labels if label.text() in names or label.text().startswith("and ")]


@pytest.mark.parametrize("make", VIEWS)
def test_a_kept_run_is_drawn_and_named_until_it_is_hidden_or_removed(qtbot, make):
    with shown_view(qtbot, make, "line_optimizers") as view:
        colours = [QColor(colour).name() for colour in KEPT[:2]]
        run_on(qtbot, view, 10)
        assert not painted(view) & {*colours}
        for name, rate in (("slow", 0.005), ("slower", 0.001)):
            keep_another(view, 60, name, learning_rate=rate)
        assert painted(view) >= {*colours}
        qtbot.waitUntil(lambda: entries(view) == ["slow", "slower"])
        view.controller.kept.change(0, visible=False)
        assert painted(view) & {*colours} == {colours[1]}
        qtbot.waitUntil(lambda: entries(view) == ["slower"])
        view.controller.kept.change(1, colour="#123456", name="very slow")
        assert "#123456" in painted(view)
        qtbot.waitUntil(lambda: entries(view) == ["very slow"])
        view.controller.kept.clear()
        assert not painted(view) & {*colours, "#123456"}
        qtbot.waitUntil(lambda: entries(view) == [])


@pytest.mark.parametrize("make", VIEWS)
@pytest.mark.parametrize(
    ("lesson", "names"), [("minibatch_scratch", []), ("live_line", ["kept"]), ("autograd_chain", [])]
)
def test_only_runs_of_the_lesson_and_its_family_are_drawn(qtbot, make, lesson, names):
    with shown_view(qtbot, make, "line_optimizers") as view:
        keep_another(view, 5, "kept")
        view.controller.open_lesson(lesson)
        qtbot.waitUntil(lambda: view.controller.ready)
        view.controller.step_forward()
        qtbot.waitUntil(lambda: view.controller.rows == 1 and not view.controller.running)
        view.grab()
        qtbot.waitUntil(lambda: entries(view) == names)


@pytest.mark.parametrize("make", VIEWS)
def test_of_many_runs_only_the_first_are_named(qtbot, make):
    with shown_view(qtbot, make, "live_line") as view:
        for _ in range(most_entries + 2):
            keep_another(view, 3)
        names = [f"Run {index}" for index in range(1, most_entries + 1)]
        qtbot.waitUntil(lambda: entries(view) == [*names, "and 2 more"])


def test_a_long_name_is_cut_and_told_in_full_with_what_differs(qtbot):
    with shown_view(qtbot, LossView, "live_line") as view:
        name = "<b>a name that is much too long for a legend"
        keep_another(view, 3, name, learning_rate=0.02)
        (label,) = [label for label in view.findChildren(QLabel) if label.text().startswith("<b>")]
        assert label.text().endswith("…")
        assert label.sizeHint().width() <= 125
        tip = label.parentWidget().toolTip().split("<br>")
        assert tip == [f"&lt;b&gt;{name[3:]}", "A line, drawn live", "Learning rate: 0.02"]


def test_the_curves_are_those_of_the_shown_iteration_or_of_a_runs_last(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        slow, short = keep_another(view, 30, learning_rate=0.01), keep_another(view, 4, seed=3)
        run_on(qtbot, view, 20)
        for row in (12, 19, 2):
            stand_at(qtbot, view, row)
            for run, trace in zip((slow, short), view.kept_curves.traces, strict=True):
                values = run.parameters(min(row, len(run.history) - 1))
                assert np.allclose(trace.y, values["w"] * view.line.x + values["b"])
        view.controller.go_to_start()
        for run, trace in zip((slow, short), view.kept_curves.traces, strict=True):
            start = run.start.values
            assert np.allclose(trace.y, start["w"] * view.line.x + start["b"])


def test_of_several_features_the_others_are_at_the_present_runs_mean(qtbot):
    with shown_view(qtbot, FitView, "minibatch_scratch") as view:
        run = keep_another(view, 10, learning_rate=0.01)
        run_on(qtbot, view, 10)
        view.chooser.box.setCurrentIndex(1)
        grid = np.tile(view.controller.run.start.x.mean(axis=0), (len(view.line.x), 1))
        grid[:, 1] = view.line.x
        values = run.parameters(9)
        assert np.allclose(view.kept_curves.traces[0].y, (grid @ values["w"] + values["b"]).ravel())


def test_of_a_diverged_kept_run_the_last_numbers_are_drawn(qtbot):
    with shown_view(qtbot, FitView, "diverging") as view:
        run = keep_another(view, 100)
        last = len(run.history) - 1
        assert not np.isfinite(run.parameters(last)["w"]).all()
        assert finite_parameters(run, 99)["w"] == finite_parameters(run, last - 1)["w"] == run.parameters(last - 1)["w"]
        run_on(qtbot, view, 100)
        view.grab()
        assert np.isfinite(view.kept_curves.traces[0].y).all()


def test_the_loss_of_a_kept_run_is_drawn_whole_on_the_axis_that_is_switched_on(qtbot):
    with shown_view(qtbot, LossView, "live_line") as view:
        run = keep_another(view, 80, learning_rate=0.001, stop_below=0.0)
        loss = run.history.column("loss")
        assert np.allclose(view.kept_lines.traces[0].y, np.log10(loss))
        assert view.plot.getViewBox().viewRange()[0][1] >= 79  # and nothing has been run yet
        run_on(qtbot, view, 5)
        click(view.log_switch)
        assert np.array_equal(view.kept_lines.traces[0].y, loss)
        (left, right), (low, high) = view.plot.getViewBox().viewRange()
        assert (left <= 0, right >= 79, low <= loss.min(), high >= loss.max()) == (True,) * 4
        assert view.present_entry.isVisible()


def test_losses_of_another_scale_are_in_sight(qtbot):
    with shown_view(qtbot, LossView, "line_optimizers") as view:
        run = keep_another(view, 60, learning_rate=0.1)
        run_on(qtbot, view, 5)
        loss = np.log10(run.history.column("loss")[:-1])  # the last one is infinite
        assert loss.max() > 30
        low, high = view.plot.getViewBox().viewRange()[1]
        assert low < loss.min() < loss.max() < high


def test_a_long_kept_run_is_drawn_with_few_points(qtbot):
    with shown_view(qtbot, LossView, "quadratic_numpy", iterations=5000) as view:
        keep_another(view, 5000)
        assert 100 < view.kept_lines.traces[0].x.size <= 2000


def test_gradients_are_drawn_as_far_as_they_are_switched_on(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        run = keep_another(view, 50, learning_rate=0.01)
        assert view.scale.threshold < 1  # nothing has been run yet, and the axis fits what is drawn
        run_on(qtbot, view, 5)
        for name, trace in zip(("w.grad", "b.grad"), view.kept_lines.traces, strict=True):
            assert [view.scale.value(place) for place in trace.y] == pytest.approx(run.history.column(name).tolist())
            assert trace.pen.style() == style_of(0)
            assert trace.pen.color().name() == QColor(KEPT[0]).name()
        assert view.plot.getViewBox().viewRange()[0][1] >= 49
        click(view.lines[0].switch)
        (trace,) = view.kept_lines.traces
        assert view.scale.value(trace.y[0]) == pytest.approx(run.history.row(0)["b.grad"])


def test_two_kept_runs_differ_in_style_too_in_the_gradients_and_on_the_surface(qtbot):
    with shown_view(qtbot, GradientsView, "live_line") as view:
        keep_another(view, 20, learning_rate=0.01)
        keep_another(view, 20, learning_rate=0.02)
        styles = [trace.pen.style() for trace in view.kept_lines.traces]
        assert styles == [style_of(0), style_of(0), style_of(1), style_of(1)]
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        keep_another(view, 20, learning_rate=0.01)
        keep_another(view, 20, learning_rate=0.02)
        assert view.kept_paths.styles == [style_of(0), style_of(1)]
        assert style_of(0) != style_of(1)


def test_a_dashed_path_has_gaps_however_close_its_points_are():
    picture = QImage(400, 20, QImage.Format.Format_RGB32)
    points = np.stack([np.linspace(10, 390, 1500), np.full(1500, 10.5)], axis=1)
    inked = {}
    for style in (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine):
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        draw_line(painter, QColor("black"), 1.6, points, QRectF(picture.rect()), lambda x, y: (x, y), style)
        painter.end()
        inked[style] = sum(picture.pixelColor(x, 10).lightness() < 100 for x in range(10, 390))
    assert inked[Qt.PenStyle.SolidLine] > 370
    assert 150 < inked[Qt.PenStyle.DashLine] < 340


def test_on_the_surface_a_kept_run_has_its_path_and_its_place_at_the_shown_iteration(qtbot):
    with shown_view(qtbot, SurfaceView, "line_optimizers") as view:
        slow, short = keep_another(view, 30, learning_rate=0.01), keep_another(view, 4, seed=3)
        run_on(qtbot, view, 20)
        for run, (_, points) in zip((slow, short), view.kept_paths.paths, strict=True):
            path = np.stack([run.history.column(name) for name in "wb"], axis=1)
            assert np.allclose(points[1:], path)
            assert np.allclose(points[0], [run.start.values[name].item() for name in "wb"])
        for row in (12, -1):
            stand_at(qtbot, view, row)
            expected = [points[min(row + 1, len(points) - 1)] for _, points in view.kept_paths.paths]
            assert np.allclose(view.kept_places.places, expected)
        (left, right), (low, high) = view.plot.getViewBox().viewRange()
        points = view.kept_paths.paths[0][1]  # the other one comes where the loss is very high
        assert left < points[:, 0].min() < points[:, 0].max() < right
        assert low < points[:, 1].min() < points[:, 1].max() < high


def test_the_views_of_a_controller_share_one_run_before(qtbot):
    with shown_view(qtbot, LossView, "quadratic_numpy") as view:
        fit = FitView(view.controller)
        qtbot.addWidget(fit)
        assert fit.comparison is view.comparison is comparison(view.controller)
        run_on(qtbot, view, 150)
        view.controller.open_lesson("quadratic_autograd")
        qtbot.waitUntil(lambda: view.controller.ready)
        assert view.plot.getViewBox().viewRange()[0][1] >= 149  # the whole run before, until the new one has rows
        run_on(qtbot, view, 10)
        assert view.plot.getViewBox().viewRange()[0][1] < 30


@pytest.mark.parametrize(
    ("rows", "beside", "finished", "last"),
    [
        *((0, 0, False, 20), (21, 0, False, 50), (45, 0, True, 44), (10, 300, False, 299), (300, 300, False, 299)),
        *((301, 300, False, 500), (10, 300, True, 299), (3, 2, True, 2), (3, 4, False, 20)),
    ],
)
def test_the_axis_ends_with_the_longest_run_or_in_a_step_beyond_the_present_one(rows, beside, finished, last):
    assert last_iteration(rows, beside, finished) == last
