"""The fit and the loss of lessons with several features, with minibatches, with fresh data, and of one family."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel

from guiapp.theme import BATCH
from guiapp.views.fit.view import FitView
from guiapp.views.loss.view import LossView
from tests.guiapp.helpers import click, finished, press, run_to, stands_at
from tests.guiapp.pictures import colours_of

Key = Qt.Key


@pytest.fixture
def minibatch(open_window):
    return open_window("minibatch_scratch", examples=100)


def open_lesson(qtbot, window, name) -> None:
    controller = window.controller
    controller.open_lesson(name)
    qtbot.waitUntil(lambda: controller.ready and not controller.running)


def predicted(window, x) -> np.ndarray:
    values = window.controller.shown_values()
    return (x @ values["w"] + values["b"]).ravel()


def texts(view) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("feature", [0, 1])
def test_one_of_several_features_is_the_x_axis_and_the_others_are_at_their_mean(qtbot, minibatch, feature):
    run_to(qtbot, minibatch, 15)
    fit = minibatch.findChild(FitView)
    fit.chooser.box.setCurrentIndex(feature)
    start = minibatch.controller.run.start
    x, y = fit.points.getData()
    assert np.array_equal(x, start.x[:, feature])
    assert np.array_equal(y, start.y.ravel())
    grid = np.tile(start.x.mean(axis=0), (len(fit.line.x), 1))
    grid[:, feature] = fit.line.x
    assert np.allclose(fit.line.y, predicted(minibatch, grid))
    assert fit.plot.getAxis("bottom").labelText == f"x{feature + 1}"


def test_the_feature_stays_chosen_when_the_run_begins_again(qtbot, minibatch):
    fit = minibatch.findChild(FitView)
    fit.chooser.box.setCurrentIndex(1)
    run_to(qtbot, minibatch, 3)
    press(Key.Key_R)
    qtbot.waitUntil(lambda: minibatch.controller.rows == 0)
    assert fit.chooser.feature == 1


def test_there_is_nothing_to_choose_with_one_feature(qtbot, minibatch):
    fit = minibatch.findChild(FitView)
    assert fit.chooser.isVisible()
    open_lesson(qtbot, minibatch, "live_line")
    assert not fit.chooser.isVisible()
    assert fit.plot.getAxis("bottom").labelText == "x"


def test_the_examples_of_the_shown_iteration_stand_out(qtbot, minibatch):
    fit = minibatch.findChild(FitView)
    assert fit.batch.x.size == 0
    run_to(qtbot, minibatch, 15)
    for row in (14, 3):
        minibatch.controller.go_to(row)
        features, labels = minibatch.controller.run.batches.at(row)
        assert np.array_equal(fit.batch.x, features[:, 0])
        assert np.array_equal(fit.batch.y, labels)
    assert "This batch" in texts(fit)
    image = fit.plot.grab().toImage()
    colours = colours_of(image)
    assert QColor(BATCH).name() in colours
    press(Key.Key_Home)
    assert fit.batch.x.size == 0


def test_the_title_writes_an_array_in_parentheses(qtbot, minibatch):
    run_to(qtbot, minibatch, 15)
    row = minibatch.controller.run.history.row(14)
    title = minibatch.findChild(FitView).title.text()
    first, second = (f"{row[name]:#.7g}".replace("-", "−") for name in ("w[0,0]", "w[1,0]"))
    assert title.startswith(f"Iteration 14    w = ({first}, {second})    b = ")


def test_a_title_that_is_too_long_ends_in_dots_and_is_told_in_the_tool_tip(qtbot, open_window):
    window = open_window("polynomial", coefficients=tuple(0.001 * n for n in range(1, 10)))
    run_to(qtbot, window, 2)
    title = window.findChild(FitView).title
    assert title.fontMetrics().horizontalAdvance(title.text()) > title.width()
    shown, place = title.grab().toImage(), title.rect().center()
    QApplication.sendEvent(title, QHelpEvent(QEvent.Type.ToolTip, place, title.mapToGlobal(place)))
    assert title.toolTip() == title.text()
    title.setText(title.text() + " and more")
    assert title.grab().toImage() == shown


def test_loss_of_the_batch_and_of_all_data_are_told_apart(qtbot, minibatch):
    run_to(qtbot, minibatch, 10)
    run = minibatch.controller.run
    text = minibatch.findChild(FitView).loss.text()
    batch, after = text.removeprefix("Loss of the batch ").split(" (")[0].split(", of all data after this update ")
    assert float(batch) == pytest.approx(run.history.row(9)["loss"], rel=1e-4)
    minibatch.controller.run_until(10)
    qtbot.waitUntil(lambda: len(run.epochs) == 1)
    assert float(after) == pytest.approx(run.epochs[0].loss, rel=1e-4)


def test_points_at_each_epochs_end_are_in_the_loss_plot(qtbot, minibatch):
    loss = minibatch.findChild(LossView)
    press(Key.Key_End)
    finished(qtbot, minibatch)
    epochs = minibatch.controller.run.epochs
    assert loss.epochs.trace.x.tolist() == [9, 19, 29]
    assert np.allclose(loss.epochs.trace.y, np.log10([epoch.loss for epoch in epochs]))
    assert {"loss of the batch", "loss over all data, at each epoch's end"} <= set(texts(loss))
    click(loss.log_switch)
    assert loss.epochs.trace.y.tolist() == [epoch.loss for epoch in epochs]
    press(Key.Key_R)
    qtbot.waitUntil(lambda: loss.epochs.trace.x.size == 0)


def test_fresh_data_are_drawn_as_the_batch_over_the_lessons_domain(qtbot, open_window):
    window = open_window("polynomial")
    fit, watch = window.findChild(FitView), window.controller.lesson.watch
    assert len(fit.points.getData()[0]) == 0
    run_to(qtbot, window, 5)
    assert np.array_equal(fit.batch.y, window.controller.run.batches.at(4)[1])
    assert (fit.line.x[0], fit.line.x[-1]) == watch.domain
    x = fit.true_line.x
    assert np.allclose(fit.true_line.y, 0.5 * x + 3 * x**2 + 2.4 * x**3 + 0.9)
    low, high = fit.plot.getViewBox().viewRange()[1]
    assert low < fit.true_line.y.min()
    assert high > fit.true_line.y.max()
    assert not fit.best_switch.isVisible()
    assert "Data" not in texts(fit)
    assert "R²" not in fit.formula.text()
    press(Key.Key_Home)
    assert fit.loss.text() == " "
    assert window.findChild(LossView).least.value == 0


@pytest.mark.parametrize(
    ("lesson", "on"), [("line_epochs", False), ("minibatch_concise", True), ("quadratic_numpy", True)]
)
def test_the_true_curve_is_shown_at_once_unless_it_is_a_line_beside_the_least_squares_line(open_window, lesson, on):
    fit = open_window(lesson).findChild(FitView)
    assert fit.true_switch.isVisible()
    assert fit.true_switch.isChecked() is on
    assert bool(fit.true_line.x.size) is on
    click(fit.true_switch)
    assert bool(fit.true_line.x.size) is not on


def test_what_was_switched_stays_while_the_lesson_does(qtbot, open_window):
    window = open_window("line_epochs")
    fit = window.findChild(FitView)
    click(fit.true_switch)
    run = window.controller.run
    window.controller.edit("slope", 3.0)
    qtbot.waitUntil(lambda: window.controller.run is not run and window.controller.ready)
    assert np.allclose(fit.true_line.y, 3 * fit.true_line.x + 1)


def test_a_lesson_without_truth_offers_no_true_curve(open_window):
    assert not open_window("endless").findChild(FitView).true_switch.isVisible()


def test_the_run_before_is_drawn_behind_another_lesson_of_its_family(qtbot, open_window):
    window = open_window("quadratic_numpy")
    fit, loss = window.findChild(FitView), window.findChild(LossView)
    assert not fit.before_switch.isVisible()
    run_to(qtbot, window, 30)
    window.controller.go_to(20)
    values = {name: value.item() for name, value in window.controller.shown_values().items()}
    losses = window.controller.run.history.column("loss")
    open_lesson(qtbot, window, "quadratic_autograd")
    assert fit.before_switch.isVisible()
    assert fit.before_switch.text() == "Run before: A parabola, with NumPy"
    x = fit.before_line.x
    assert np.allclose(fit.before_line.y, values["w"] * x**2 + values["b"])
    assert np.allclose(loss.before_line.y, np.log10(losses))
    assert "Run before: A parabola, with NumPy" in texts(loss)
    click(fit.before_switch)
    assert fit.before_line.x.size == 0
    press(Key.Key_R)  # a run of the same lesson takes nothing away
    stands_at(qtbot, window, -1)
    assert fit.before_switch.isVisible()
    open_lesson(qtbot, window, "live_line")
    assert not fit.before_switch.isVisible()
    assert loss.before_line.x.size == 0
    open_lesson(qtbot, window, "quadratic_numpy")
    assert not fit.before_switch.isVisible()


def test_the_first_line_is_drawn_behind_that_of_torchs_optimisers(qtbot, open_window):
    window = open_window("live_line")
    run_to(qtbot, window, 12)
    open_lesson(qtbot, window, "line_optimizers")
    fit = window.findChild(FitView)
    assert fit.before_switch.text() == "Run before: A line, drawn live"
    assert fit.before_line.x.size
    open_lesson(qtbot, window, "line_epochs")  # which has data of its own
    assert not fit.before_switch.isVisible()


def test_a_long_run_before_is_drawn_with_few_points(qtbot, open_window):
    window = open_window("quadratic_numpy", iterations=5000)
    run_to(qtbot, window, 5000)
    open_lesson(qtbot, window, "quadratic_autograd")
    assert 100 < window.findChild(LossView).before_line.x.size <= 2500


def test_a_lesson_without_a_model_leaves_both_views_quiet(qtbot, minibatch):
    # Not those of the window, which puts them away then.
    fit, loss = views = FitView(minibatch.controller), LossView(minibatch.controller)
    for view in views:
        qtbot.addWidget(view)
        view.show()
    run_to(qtbot, minibatch, 5)
    assert fit.line.x.size
    open_lesson(qtbot, minibatch, "autograd_chain")
    minibatch.controller.step_forward()
    qtbot.waitUntil(lambda: minibatch.controller.rows == 1)
    for view in views:
        view.grab()
    assert fit.title.text() == " "
    assert fit.line.x.size == 0
    assert loss.epochs.trace.x.size == 0


def test_a_legend_takes_another_line_where_there_is_no_room(qtbot, minibatch):
    fit = FitView(minibatch.controller)
    qtbot.addWidget(fit)
    fit.show()
    widgets = [fit.data_entry, fit.batch_entry, fit.best_switch, fit.true_switch, fit.chooser]
    for width in (300, 900):
        fit.resize(width, 600)
        fit.grab()
        boxes = [widget.geometry() for widget in widgets]
        assert all(box.right() <= width for box in boxes)
        assert all(not one.intersects(other) for one in boxes for other in boxes if one is not other)
        assert (len({box.center().y() // 10 for box in boxes}) > 1) is (width == 300)
        assert all(box.top() >= fit.plot.geometry().bottom() for box in boxes)
