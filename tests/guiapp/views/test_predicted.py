# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007, F841

import numpy as np
import pytest
import torch
from PySide6.QtGui import QColor

from core.lesson import Lesson
from core.watch import Watch
from guiapp import theme
from guiapp.views.predicted import PredictedView, most_points
from tests.guiapp.helpers import bare, broken, diverging, lesson_of
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def two_features(examples: int = 30):
    torch.manual_seed(1)
    features = torch.randn(examples, 2)
    labels = features @ torch.tensor([[2.0], [-1.0]])
    w = torch.zeros(2, 1)
    for iteration in range(20):
        prediction = features @ w
        loss = ((labels - prediction) ** 2).mean()
        w = w + 0.1 * features.T @ (labels - prediction) / examples


def fresh(last: float = 9.0):
    w = 1.0
    for iteration in range(10):
        points = np.arange(3.0)[:, None] * (last if iteration == 9 else 1.0)
        targets = 2 * points
        prediction = w * points
        loss = ((targets - prediction) ** 2).mean()
        w = w + 0.1


TWO = Lesson(
    two_features,
    "Two",
    "",
    Watch("loss", ("w",), "prediction", "features", "labels", lambda x, w: x @ w, equation="y = X w"),
)
FRESH = Lesson(
    fresh,
    "Fresh",
    "",
    Watch(
        "loss",
        ("w",),
        "prediction",
        "points",
        "targets",
        lambda x, w: w * x,
        equation="y = {w} x",
        batch=("points", "targets"),
    ),
)


def drawn(view):
    return [view.points.x, view.points.y]


def test_each_example_stands_at_its_label_and_the_prediction_of_the_shown_parameters(qtbot):
    with shown_view(qtbot, PredictedView, TWO) as view:
        run_on(qtbot, view, 5)
        run = view.controller.run
        labels, predictions = drawn(view)
        assert np.array_equal(labels, run.start.y.ravel())
        assert np.allclose(predictions, (run.start.x @ run.parameters(4)["w"]).ravel())
        stand_at(qtbot, view, -1)
        assert np.array_equal(drawn(view)[1], np.zeros(30))


def test_the_diagonal_is_where_prediction_and_label_are_equal(qtbot):
    with shown_view(qtbot, PredictedView, TWO) as view:
        across, up = view.diagonal.x, view.diagonal.y
        assert np.array_equal(across, up)
        (low, high), _ = view.plot.getViewBox().viewRange()
        assert across[0] < low < high < across[1]
        colours = colours_of(view.plot.grab().toImage())
        assert {QColor(theme.DATA).name(), QColor(theme.LEAST_SQUARES).name()} <= colours


def test_of_many_examples_some_are_drawn_and_it_says_so(qtbot):
    with shown_view(qtbot, PredictedView, TWO, examples=12_000) as view:
        assert len(drawn(view)[0]) == 4000 <= most_points
        assert view.note.text() == "4,000 of 12,000 examples drawn"


def test_where_each_iteration_draws_its_examples_those_are_shown(qtbot):
    with shown_view(qtbot, PredictedView, FRESH) as view:
        assert len(drawn(view)[0]) == 0
        run_on(qtbot, view, 3)
        labels, predictions = drawn(view)
        assert np.allclose(labels, [0, 2, 4])
        assert np.allclose(predictions, np.array([0, 1, 2]) * 1.3)


def test_the_range_widens_for_labels_that_it_has_not_room_for_and_stays_wide(qtbot):
    with shown_view(qtbot, PredictedView, FRESH) as view:
        run_on(qtbot, view, 9)
        before = view.plot.getViewBox().viewRange()
        assert before[0][1] < 5
        run_on(qtbot, view, 10)
        assert view.plot.getViewBox().viewRange()[0][1] > 36
        stand_at(qtbot, view, 0)
        assert view.plot.getViewBox().viewRange()[0][1] > 36


def test_examples_that_are_not_kept_are_missed_in_words(qtbot):
    with shown_view(qtbot, PredictedView, FRESH) as view:
        run_on(qtbot, view, 2)
        view.controller.run.batches._kept.clear()
        stand_at(qtbot, view, 0)
        assert len(drawn(view)[0]) == 0
        assert view.note.text() == "The examples of this iteration are not kept any more."


def test_points_outside_the_picture_are_counted_when_a_run_diverges(qtbot):
    with shown_view(qtbot, PredictedView, lesson_of(diverging)) as view:
        run_on(qtbot, view, 100)
        assert view.controller.finished
        assert view.note.text() == "2 outside the picture"
        assert len(drawn(view)[0]) == 0
        view.grab()


@pytest.mark.parametrize(
    "lesson", [lesson_of(broken), lesson_of(bare, parameters=(), curve=lambda x: x, equation=""), "autograd_scalar"]
)
def test_there_is_nothing_to_draw_without_data_or_a_model(qtbot, lesson):
    with shown_view(qtbot, PredictedView, lesson) as view:
        run_on(qtbot, view, 2)
        assert len(drawn(view)[0]) == 0
        view.grab()


def test_it_draws_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, PredictedView, TWO) as view:
        view.hide()
        run_on(qtbot, view, 5)
        assert np.array_equal(drawn(view)[1], np.zeros(30))
        view.show()
        assert not np.array_equal(drawn(view)[1], np.zeros(30))
