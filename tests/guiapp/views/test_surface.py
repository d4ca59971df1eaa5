# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007, F841

from itertools import pairwise
from typing import Annotated

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.analysis import flatten, loss_at
from core.parameter import LIVE, Range
from core.surface import MAIN_AXES
from guiapp import theme
from guiapp.views.surface.view import SurfaceView
from tests.guiapp.helpers import bare, broken, click, lesson_of
from tests.guiapp.pictures import colours_of, is_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

Key = Qt.Key


def bent(learning_rate: Annotated[float, Range(1e-6, 10), LIVE] = 0.1, iterations: int = 20):
    x = torch.linspace(-2, 2, 30)
    y = torch.tanh(1.5 * x) * 2
    w = torch.tensor(0.3, requires_grad=True)
    b = torch.tensor(0.5, requires_grad=True)
    for iteration in range(iterations):
        y_pred = b * torch.tanh(w * x)
        loss = (y - y_pred).abs().mean()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
            w.grad.zero_()
            b.grad.zero_()


def absolute(y, y_pred):
    return abs(y - y_pred).mean()


BENT = lesson_of(
    bent,
    parameters=("w", "b"),
    curve=lambda x, w, b: b * np.tanh(w * x),
    loss_of=absolute,
    learning_rate="learning_rate",
)


def one_weight(learning_rate: float = 0.1):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = 0.0
    for iteration in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w += 0.1


def has_surface(view):
    """Whether the picture is of what the plot shows now."""
    surface, ((left, right), (bottom, top)) = view.contours.surface, view.plot.getViewBox().viewRange()
    return surface is not None and (surface.a[0], surface.a[-1], surface.b[0], surface.b[-1]) == (
        left,
        right,
        bottom,
        top,
    )


def colours(view):
    """Return what colours are inside the axes."""
    picture = view.plot.grab()
    image = picture.copy(view.plot.getViewBox().sceneBoundingRect().toRect()).toImage()
    return colours_of(image)


def place_on(view, a, b) -> QPoint:
    """Return where a point of the surface is in the plot's viewport."""
    view.grab()  # the plot's coordinates are settled once it is painted
    return view.plot.getViewBox().mapViewToScene(QPointF(a, b)).toPoint()


def hover(view, a, b):
    port, place = view.plot.viewport(), QPointF(place_on(view, a, b))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(port.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, move)


def choose(box, key):
    """Choose an entry with a key, as in any list."""
    box.setFocus()
    QTest.keyClick(box, key)


def shown(view):
    """Return the shown parameters as the surface's coordinates, and the loss over all data there."""
    controller, shape = view.controller, view.controller.shape
    values = controller.shown_values()
    loss = loss_at(controller.run.lesson.watch, shape.x, shape.y, values)
    return view.walk.plane.place(flatten(values, shape.shapes)), loss


def test_the_picture_has_the_surface_the_path_and_the_shown_point(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        run_on(qtbot, view, 101)
        assert has_surface(view)
        surface, shape = view.contours.surface, view.controller.shape
        assert surface.loss[3, 5] == pytest.approx(float(shape.quadratic.loss([surface.a[5], surface.b[3]])))
        assert np.array_equal(view.step.here, shown(view)[0])
        assert {QColor(c).name() for c in (theme.TEXT, theme.MUTED, theme.CURSOR)} <= colours(view)


def test_the_range_shows_start_path_and_least_loss_and_seldom_moves(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy") as view:
        ranges = []
        for rows in range(1, 800, 100):
            run_on(qtbot, view, rows)
            ranges.append(view.plot.getViewBox().viewRange())
        (left, right), (bottom, top) = ranges[-1]
        places = view.walk.points(-1, 701, 800)
        assert len(places) == 702
        assert ((left < places[:, 0]) & (places[:, 0] < right)).all()
        assert ((bottom < places[:, 1]) & (places[:, 1] < top)).all()
        assert left < view.walk.best[0] < right
        assert sum(a != b for a, b in pairwise(ranges)) <= 2


def test_the_step_lands_where_the_next_iteration_does(qtbot):
    """Of the lesson that zeroes its gradients, and of the one that never does."""
    for lesson, values in (("quadratic_numpy", {}), ("live_line", {}), ("live_line", {"zero_grad": True})):
        with shown_view(qtbot, SurfaceView, lesson, **values) as view:
            run_on(qtbot, view, 7)
            for row in (3, -1):
                stand_at(qtbot, view, row)
                landing = view.step.there
                stand_at(qtbot, view, row + 1)
                assert landing == pytest.approx(view.step.here, rel=1e-5)


def test_the_first_step_is_in_the_picture_before_it_is_taken(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        (left, right), (bottom, top) = view.plot.getViewBox().viewRange()
        assert left < view.step.there[0] < right
        assert bottom < view.step.there[1] < top


def test_a_learning_rate_that_is_tried_moves_the_landing(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy") as view:
        run_on(qtbot, view, 3)
        here, there = view.step.here, view.step.there
        view.controller.inspection.preview(0.003)
        assert view.step.there - here == pytest.approx(3 * (there - here))
        view.controller.inspection.preview(None)
        assert np.array_equal(view.step.there, there)


def test_it_reads_out_the_shown_parameters_and_what_is_below_the_mouse(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        run_on(qtbot, view, 101)
        (w, b), loss = shown(view)
        assert view.reading.text() == f"w = {w:#.4g}, b = {b:#.4g}: loss {loss:#.4g}"
        assert view.curvature.text() == "Curvature 33.7 along w, 1 along b; most 34.6, least 0.112"
        hover(view, 3.0, 5.0)
        a, b = (float(part.split()[0].rstrip(":,")) for part in view.reading.text().split("= ")[1:])
        assert (a, b) == pytest.approx((3.0, 5.0), abs=0.05)
        loss = float(view.controller.shape.quadratic.loss([a, b]))
        assert float(view.reading.text().split()[-1]) == pytest.approx(loss, rel=0.02)
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert view.reading.text().startswith(f"w = {w:#.4g}")


def test_looking_back_the_path_behind_the_shown_iteration_is_lighter(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy") as view:
        run_on(qtbot, view, 300)
        assert QColor(theme.RUN_BEFORE).name() not in colours(view)
        stand_at(qtbot, view, 5)
        assert (view.path.last, view.later.last) == (5, 299)
        assert QColor(theme.RUN_BEFORE).name() in colours(view)


def test_what_is_switched_off_is_not_drawn(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy") as view:
        run_on(qtbot, view, 300)
        stand_at(qtbot, view, 30)
        painted, path = colours(view), {QColor(theme.MUTED).name(), QColor(theme.RUN_BEFORE).name()}
        assert path <= painted
        click(view.legend.path)
        assert not path & colours(view)
        assert len(view.marks.points()) == 2
        click(view.legend.best)
        assert len(view.marks.points()) == 0
        assert view.step.there is not None
        click(view.legend.step)
        assert view.step.there is None
        numbered = view.plot.grab().toImage()
        click(view.legend.numbers)
        assert view.plot.grab().toImage() != numbered


def test_a_range_of_the_users_own_stays_and_can_be_given_back(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        run_on(qtbot, view, 3)
        view.grab()
        QTest.mousePress(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
        port = view.plot.viewport()
        for x in (230, 260):
            place = QPointF(x, 170)
            move = QMouseEvent(
                QEvent.Type.MouseMove,
                place,
                QPointF(port.mapToGlobal(place)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(port, move)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(260, 170))
        assert not view.plot.following
        own = view.plot.getViewBox().viewRange()
        assert has_surface(view)
        run_on(qtbot, view, 60)
        assert view.plot.getViewBox().viewRange() == own
        QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
        assert view.plot.getViewBox().viewRange() != own
        assert has_surface(view)


def test_a_click_changes_nothing(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        run_on(qtbot, view, 5)
        before = view.plot.getViewBox().viewRange()
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
        assert (view.controller.shown, view.plot.getViewBox().viewRange()) == (4, before)
        assert view.plot.following


def test_of_more_than_two_parameters_two_are_chosen(qtbot):
    with shown_view(qtbot, SurfaceView, "minibatch_scratch") as view:
        across, up = view.legend.axes.boxes
        assert [across.itemText(index) for index in range(5)] == ["w[0,0]", "w[1,0]", "b", "Main axis 1", "Main axis 2"]
        assert view.walk.plane.names == ("w[0,0]", "w[1,0]")
        choose(across, Key.Key_B)
        assert view.walk.plane.names == ("b", "w[1,0]")
        choose(up, Key.Key_Down)
        assert view.walk.plane.names == ("w[1,0]", "b")
        assert (across.currentText(), up.currentText()) == ("w[1,0]", "b")
        choose(up, Key.Key_Down)
        assert view.walk.plane.names == (MAIN_AXES[1], MAIN_AXES[0])
        assert view.plot.getAxis("left").labelText == "Main axis 1"
        assert view.curvature.text() == "Curvature 1.01 along Main axis 2, 1.1 along Main axis 1; least 0.979"
        choose(across, Key.Key_Home)
        assert view.walk.plane.names == ("w[0,0]", "w[1,0]")


def test_the_surface_moves_with_the_parameters_that_are_not_on_its_axes(qtbot):
    with shown_view(qtbot, SurfaceView, "minibatch_scratch") as view:
        run_on(qtbot, view, 60)
        for row in (59, 10, -1):
            stand_at(qtbot, view, row)
            (a, b), loss = shown(view)
            surface = view.contours.surface
            column, line = np.abs(surface.a - a).argmin(), np.abs(surface.b - b).argmin()
            assert surface.loss[line, column] == pytest.approx(loss, rel=0.05)


def test_a_lesson_of_two_parameters_has_no_axes_to_choose(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        assert not view.legend.axes.isVisible()
        assert view.legend.best.isVisible()


@pytest.mark.parametrize(
    ("lesson", "text"),
    [
        ("autograd_chain", "This lesson has no model, and so no loss surface."),
        (lesson_of(one_weight), "A loss surface takes two parameters; this lesson has fewer."),
        (lesson_of(bare, parameters=(), curve=lambda x: x, equation=""), "This lesson has no model, and so no loss "),
        (lesson_of(broken), "The run ended before its first iteration."),
    ],
    ids=["no model", "one parameter", "no parameters", "broken"],
)
def test_where_there_is_no_surface_a_sentence_says_why(qtbot, lesson, text):
    with shown_view(qtbot, SurfaceView, lesson) as view:
        assert not view.sheet.isVisible()
        assert view.note.text().startswith(text)


def test_fresh_batches_have_a_surface_after_the_first(qtbot):
    with shown_view(qtbot, SurfaceView, "polynomial") as view:
        assert view.note.text() == "The surface appears after the first iteration: its data are drawn there."
        run_on(qtbot, view, 1)
        assert view.sheet.isVisible()
        assert has_surface(view)
        run_on(qtbot, view, 40)
        assert has_surface(view)
        view.controller.restart()
        qtbot.waitUntil(lambda: not view.sheet.isVisible())


def test_a_run_that_diverges_leaves_the_picture_and_the_range_stays(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line", zero_grad=True) as view:
        run_on(qtbot, view, 1000)
        assert view.controller.status.why.value == "diverged"
        (left, right), (bottom, top) = view.plot.getViewBox().viewRange()
        assert max(abs(left), abs(right), abs(bottom), abs(top)) < 100
        assert has_surface(view)
        assert QColor(theme.MUTED).name() in colours(view)
        stand_at(qtbot, view, 2)
        view.grab()


def test_a_flat_valley_is_drawn(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy", examples=2) as view:
        run_on(qtbot, view, 20)
        assert has_surface(view)
        assert view.curvature.text().endswith("least 0")


def test_another_loss_is_computed_in_the_background(qtbot):
    with shown_view(qtbot, SurfaceView, BENT) as view:
        qtbot.waitUntil(lambda: has_surface(view))
        view.plot.getViewBox().setRange(xRange=(0, 3), yRange=(0, 3), padding=0)
        assert view.curvature.text() == "Computing the surface ..."
        qtbot.waitUntil(lambda: view.curvature.text() == " " and has_surface(view))
        assert not view.legend.best.isVisible()
        surface, shape = view.contours.surface, view.controller.shape
        expected = loss_at(BENT.watch, shape.x, shape.y, {"w": surface.a[7], "b": surface.b[9]})
        assert surface.loss[9, 7] == pytest.approx(expected)
        run_on(qtbot, view, 10)
        qtbot.waitUntil(lambda: has_surface(view))
        assert view.step.there is not None


def test_the_last_of_several_requests_is_drawn_and_a_hidden_view_computes_nothing(qtbot):
    with shown_view(qtbot, SurfaceView, BENT) as view:
        for width in (2.0, 3.0, 4.0):
            view.plot.getViewBox().setRange(xRange=(0, width), yRange=(0, width), padding=0)
        qtbot.waitUntil(lambda: has_surface(view))
        view.plot.getViewBox().setRange(xRange=(0, 5), yRange=(0, 5), padding=0)
        view.hide()
        assert view.curvature.text() == " "
        assert not has_surface(view)
        view.show()
        qtbot.waitUntil(lambda: has_surface(view))


def test_a_surface_that_is_still_computed_does_not_keep_the_view_open(qtbot):
    curve = lambda x, w, b: [b * np.tanh(w * x) for _ in range(200)][-1]  # noqa: E731
    slow = lesson_of(bent, parameters=("w", "b"), curve=curve, loss_of=absolute)
    with shown_view(qtbot, SurfaceView, slow) as view:
        assert view.curvature.text() == "Computing the surface ..."
    assert view.contours.surface is None


def test_where_the_loss_is_no_number_there_is_no_contour(qtbot):
    curve = lambda x, w, b: b * np.sqrt(w) * x  # noqa: E731
    with (
        np.errstate(invalid="ignore"),
        shown_view(qtbot, SurfaceView, lesson_of(bent, parameters=("w", "b"), curve=curve, loss_of=absolute)) as view,
    ):
        view.plot.getViewBox().setRange(xRange=(-1, 1), yRange=(0, 3), padding=0)
        qtbot.waitUntil(lambda: has_surface(view))
        assert np.isnan(view.contours.surface.loss).any()
        assert len(view.contours.surface.levels) > 5
        assert QColor(theme.CURSOR).name() in colours(view)


def test_it_draws_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        view.hide()
        before, drawn = view.reading.text(), view.path.last
        run_on(qtbot, view, 30)
        assert (view.reading.text(), view.path.last) == (before, drawn)
        view.show()
        assert view.path.last == 29
        assert np.array_equal(view.step.here, shown(view)[0])
        assert has_surface(view)


def test_a_long_path_is_thinned_and_keeps_its_beginning_and_its_end(qtbot):
    with shown_view(qtbot, SurfaceView, "quadratic_numpy", iterations=9000, learning_rate=1e-4) as view:
        run_on(qtbot, view, 9000)
        places = view.walk.points(-1, 9000, 2000)
        assert len(places) <= 2001
        every = view.walk.points(-1, 9000, 10_000)
        assert np.array_equal(places[:1000], every[:1000])
        assert np.array_equal(places[-1], every[-1])


def test_after_a_jump_forward_all_of_the_path_is_there(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line", learning_rate=0.05, stop_below=0.0) as view:
        run_on(qtbot, view, 300)
        view.path.follow(view.walk.points)
        view.draw()
        whole = view.plot.layer.grab().toImage()
        stand_at(qtbot, view, 2)
        stand_at(qtbot, view, 299)
        ink = [is_of(image, theme.MUTED).sum() for image in (whole, view.plot.layer.grab().toImage())]
        assert ink[0] > 1000
        assert ink[1] == pytest.approx(ink[0], rel=0.02)


def test_another_lesson_has_a_surface_of_its_own(qtbot):
    with shown_view(qtbot, SurfaceView, "live_line") as view:
        run_on(qtbot, view, 5)
        view.controller.open_lesson("minibatch_concise")
        qtbot.waitUntil(lambda: view.controller.ready)
        assert view.walk.run is view.controller.run
        assert view.legend.axes.isVisible()
        assert has_surface(view)
        view.controller.open_lesson("autograd_chain")
        qtbot.waitUntil(lambda: view.controller.ready)
        assert view.walk is None
        assert not view.sheet.isVisible()
