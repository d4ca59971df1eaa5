# A lesson's locals are what is watched, whether or not the lesson reads them again.
# ruff: noqa: F841

from typing import Annotated

import numpy as np
import pytest
import torch

from core.analysis import known_data
from core.curvature import quadratic_loss
from core.lessons import LESSONS
from core.next_update import NextUpdate, next_update
from core.parameter import LIVE, Range
from core.run import Run
from tests.core.helpers import lesson_from

Rate = Annotated[float, Range(1e-6, 10, log=True), LIVE]


def after(run: Run, row: int) -> NextUpdate:
    """Return the update that follows a row, over all data."""
    assert run.start
    shapes = {name: value.shape for name, value in run.start.values.items()}
    x, y = known_data(run)
    found = next_update(run, row, x, y, shapes, quadratic_loss(run.lesson.watch, x, y, shapes))
    assert found
    return found


def advanced(name: str, rows: int, **values) -> Run:
    run = Run(LESSONS[name], values)
    run.advance(rows)
    return run


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("live_line", {"zero_grad": True, "learning_rate": 0.03}),
        ("live_line", {"zero_grad": False, "learning_rate": 0.1}),
        ("quadratic_numpy", {}),
        ("quadratic_autograd", {"precision": "float64"}),
        ("line_epochs", {}),
    ],
)
def test_the_loss_after_each_update_is_what_the_lesson_records(name, values):
    run = advanced(name, 12, **values)
    rate = run.values["learning_rate"]
    losses = run.history.column("loss")
    for row in range(-1, 10):
        update = after(run, row)
        assert update.row == row
        assert update.loss(0) == pytest.approx(losses[row + 1], rel=1e-5)
        assert update.loss(rate) == pytest.approx(losses[row + 2], rel=1e-5)


def test_a_sum_that_is_zeroed_from_now_on_still_counts_once():
    run = advanced("live_line", 4, zero_grad=False)
    run.change("zero_grad", True)
    run.advance(8)
    losses = run.history.column("loss")
    for row in (2, 3, 4, 5):
        assert after(run, row).loss(0.1) == pytest.approx(losses[row + 2], rel=1e-5)


def test_another_learning_rate_leads_where_the_lesson_goes_with_it():
    run = advanced("live_line", 4, zero_grad=False)
    update = after(run, 3)
    run.change("learning_rate", 0.02)
    run.advance(6)
    assert update.loss(0.02) == pytest.approx(run.history.row(5)["loss"], rel=1e-5)


def momentum_line(learning_rate: Rate = 0.02, momentum: Annotated[float, Range(0, 0.99), LIVE] = 0.8):
    """Descend with torch's momentum."""
    x = torch.tensor([[1.0], [2.0], [4.0]])
    y = 3 * x
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=learning_rate, momentum=momentum)
    for _ in range(20):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def test_momentum_carries_the_last_update_on():
    run = Run(lesson_from(momentum_line, learning_rate="learning_rate", momentum="momentum"))
    run.advance(10)
    losses = run.history.column("loss")
    for row in range(-1, 8):
        assert after(run, row).loss(0.02) == pytest.approx(losses[row + 2], rel=1e-4)


def fourth_power(learning_rate: Rate = 0.001):
    """Descend a loss that is not quadratic."""
    x = np.array([1.0, 2.0, 3.0])
    y = 2 * x
    w = np.array(0.5)
    for _ in range(20):
        y_pred = w * x
        loss = ((y - y_pred) ** 4).mean()
        w = w + learning_rate * (4 * (y - y_pred) ** 3 * x).mean()


def test_a_loss_that_is_not_quadratic_is_followed_too():
    run = Run(
        lesson_from(fourth_power, learning_rate="learning_rate", loss_of=lambda y, y_pred: ((y - y_pred) ** 4).mean())
    )
    run.advance(8)
    losses = run.history.column("loss")
    for row in range(-1, 6):
        update = after(run, row)
        assert update.quadratic is None
        assert update.losses(np.array([0.0, 0.001])) == pytest.approx(losses[row + 1 : row + 3], rel=1e-6)


def exploding(learning_rate: Rate = 1.0):
    """Leave all bounds at the second update."""
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = np.array(1.0)
    for _ in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w = w * -1e200


def test_a_diverged_run_is_left_from_its_last_finite_loss():
    run = Run(lesson_from(exploding, learning_rate="learning_rate"))
    run.advance()
    assert len(run.history) == 2
    assert not np.isfinite(run.parameters(1)["w"])
    update = after(run, 1)
    assert update.row == -1  # the parameter after row 0 is finite, its loss is not
    assert update.parameters.tolist() == [1.0]
    assert update.direction == pytest.approx([-5.0])


def test_without_data_there_is_no_next_update():
    run = Run(LESSONS["polynomial"])
    run.prepare()
    assert run.start
    shapes = {name: value.shape for name, value in run.start.values.items()}
    assert next_update(run, -1, *known_data(run), shapes, None) is None
    run.advance(2)
    assert after(run, 1).row == 1
