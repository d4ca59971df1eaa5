import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from guiapp import theme
from guiapp.views.fit.view import FitView
from tests.guiapp.helpers import click, field, finished, press, run_to
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

Key = Qt.Key


@pytest.fixture
def fit(window):
    return window.findChild(FitView)


def test_it_shows_the_data_before_the_first_iteration(window, fit):
    x, y = fit.points.getData()
    start = window.controller.run.start
    assert np.array_equal(x, start.x.ravel())
    assert np.array_equal(y, start.y.ravel())
    assert fit.title.text().startswith("Start    w = ")
    assert fit.loss.text().startswith("Loss 7.16")
    assert fit.outcome.text() == "Press Space to run, → to go one iteration on."


def test_the_line_is_of_the_parameters_in_the_title(qtbot, window, fit):
    run_to(qtbot, window, 21)
    row = window.controller.run.history.row(20)
    assert fit.title.text() == f"Iteration 20    w = {row['w']:.7f}    b = {row['b']:.6f}"
    assert np.allclose(fit.line.y, row["w"] * fit.line.x + row["b"])
    assert fit.formula.text().startswith("y = 0.9371 x + 7.775    R² = ")


def test_the_loss_is_told_before_and_after_the_update(qtbot, window, fit):
    run_to(qtbot, window, 21)
    text = fit.loss.text()
    assert text.startswith("Loss 4.777")
    assert text.endswith("after it (half the mean squared error)")
    after = float(text.split(", ")[1].split()[0])
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.shown == 21)
    assert window.controller.shown_loss() == pytest.approx(after, rel=1e-5)


def test_the_line_is_visible_on_the_screen(qtbot, window, fit):
    run_to(qtbot, window, 101)
    image = fit.plot.grab().toImage()
    colours = colours_of(image)
    assert {QColor(theme.FIT).name(), QColor(theme.DATA).name()} <= colours


def test_the_least_squares_line_can_be_shown(window, fit):
    assert fit.best_line.x.size == 0
    click(fit.best_switch)
    start = window.controller.run.start
    slope, intercept = np.polyfit(start.x.ravel(), start.y.ravel(), 1)
    assert np.allclose(fit.best_line.y, slope * fit.best_line.x + intercept)
    click(fit.best_switch)
    assert fit.best_line.x.size == 0


def test_it_does_not_draw_while_it_is_closed_and_draws_when_it_is_opened(qtbot, window, fit):
    before = fit.line.y  # each drawing makes another one
    window.docks["fit"].close()
    press(Key.Key_End)
    finished(qtbot, window)
    press(Key.Key_Left)
    assert fit.line.y is before
    assert fit.title.text().startswith("Start")
    window.docks["fit"].show()
    window.docks["fit"].raise_()  # other views may have taken its place
    qtbot.waitUntil(lambda: fit.line.y is not before)
    assert fit.title.text().startswith("Iteration 99 ")


def test_it_does_not_draw_behind_another_tab(qtbot, window, fit):
    window.tabifyDockWidget(window.docks["fit"], window.docks["loss"])
    window.docks["loss"].raise_()
    qtbot.waitUntil(lambda: not fit.isVisible())
    before = fit.line.y  # each drawing makes another one
    run_to(qtbot, window, 5)
    assert fit.line.y is before
    assert fit.title.text().startswith("Start")
    window.docks["fit"].raise_()
    qtbot.waitUntil(fit.isVisible)
    assert fit.title.text().startswith("Iteration 4 ")


def test_other_data_are_shown_when_the_run_begins_again(qtbot, window, fit):
    run = window.controller.run
    window.controller.edit("examples", 300)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    assert len(fit.points.getData()[0]) == 300
    assert field(window, "examples").value == 300


@pytest.mark.parametrize("examples", [2, 30_000, 300_000])
def test_few_and_many_examples_are_drawn(qtbot, open_window, examples):
    window = open_window(examples=examples)
    fit = window.findChild(FitView)
    run_to(qtbot, window, 2)
    assert fit.title.text().startswith("Iteration 1 ")
    image = fit.plot.grab().toImage()
    colours = colours_of(image)
    assert QColor(theme.DATA).name() in colours


def test_a_diverged_row_is_shown_too(qtbot, open_window):
    window = open_window("diverging")
    press(Key.Key_End)
    finished(qtbot, window)
    fit = window.findChild(FitView)
    assert fit.title.text().startswith(f"Iteration {window.controller.rows - 1} ")
    assert "∞" in fit.loss.text() or "nan" in fit.loss.text()
    fit.grab()
    assert theme.BAD in fit.outcome.styleSheet()


def test_of_a_diverged_run_the_last_curve_of_numbers_stays_drawn(qtbot, open_window):
    window = open_window("diverging")
    press(Key.Key_End)
    finished(qtbot, window)
    fit, run = window.findChild(FitView), window.controller.run
    rows = [run.history.row(row)["w"] for row in range(window.controller.rows)]
    assert not np.isfinite(rows[-1])
    assert np.isfinite(rows[-2])
    assert np.allclose(fit.line.y, rows[-2] * fit.line.x)


def test_a_model_without_data_is_drawn_over_its_domain(qtbot, open_window):
    window = open_window("bare")
    run_to(qtbot, window, 2)
    fit = window.findChild(FitView)
    assert len(fit.points.getData()[0]) == 0
    assert (fit.line.x[0], fit.line.x[-1]) == window.controller.lesson.watch.domain
    assert not fit.best_switch.isVisible()
    assert "R²" not in fit.formula.text()
    fit.grab()


def test_nothing_is_left_of_the_last_run_where_the_next_one_fails_before_its_loop(qtbot, open_window):
    window = open_window("broken", fails=False)
    run_to(qtbot, window, 2)
    fit = window.findChild(FitView)
    assert fit.title.text().startswith("Iteration 1 ")
    click(field(window, "fails"))
    qtbot.waitUntil(lambda: "nothing begins" in fit.outcome.text())
    assert "Iteration" not in fit.title.text()
    assert len(fit.points.getData()[0]) == 0
    assert fit.line.x.size == 0


def test_what_is_shown_can_be_read_out(qtbot, window, fit):
    run_to(qtbot, window, 21)
    description = fit.plot.accessibleDescription()
    assert fit.plot.accessibleName() == "Fit: data and fitted curve"
    assert "Iteration 20" in description
    assert fit.loss.text() in description


def test_a_low_view_keeps_no_room_for_how_the_run_will_end(qtbot):
    with shown_view(qtbot, FitView, "live_line", iterations=5) as view:
        view.resize(330, 258)
        assert view.outcome.isVisible()  # it says how to begin
        run_on(qtbot, view, 3)
        assert not view.outcome.isVisible()
        view.controller.run_to_end()
        qtbot.waitUntil(view.outcome.isVisible)
        assert view.outcome.text() == "The loop ended after 5 iterations."
        view.controller.restart()
        run_on(qtbot, view, 3)
        view.resize(420, 400)
        assert view.outcome.isVisible()


def test_a_loss_that_is_too_long_is_told_without_its_name_before_its_digits_are_cut(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 3)
        line, whole = view.loss, view.loss.text()
        assert whole.endswith("after it (half the mean squared error)")
        width = line.fontMetrics().horizontalAdvance
        pictures = []
        for text in (whole, whole.removesuffix(" (half the mean squared error)")):
            line.resize(width(text) - 1 if text == whole else width(text) + 1, line.height())
            line.setText(text)
            pictures.append(line.grab().toImage())
        longer, shorter = pictures
        assert longer.copy(0, 0, shorter.width(), shorter.height()) == shorter


def test_a_title_that_is_too_long_has_fewer_digits_until_there_is_room_again(qtbot):
    with shown_view(qtbot, FitView, "minibatch_scratch") as view:
        view.resize(900, 600)
        run_on(qtbot, view, 150)
        long = "Iteration 149    w = (1.972635, −3.365264)    b = 4.149359"
        assert view.title.text() == long
        too_little = view.title._label.fontMetrics().horizontalAdvance(long) - 1
        view.resize(view.width() - view.title.width() + too_little, 600)
        assert view.title.text() == "Iteration 149    w = (1.973, −3.365)    b = 4.149"
        assert not view.title.is_cut
        stand_at(qtbot, view, 0)
        assert view.title.text() == "Iteration 0    w = (0.04027, 0.01094)    b = 0.1004"
        view.resize(900, 600)
        assert view.title.text() == "Iteration 0    w = (0.04027235, 0.01094271)    b = 0.1004025"
        view.controller.open_lesson("live_line")
        qtbot.waitUntil(lambda: view.title.text() == "Start    w = 2.284397    b = 0.000000")
