import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import flatten, least_squares, loss_at, unflatten
from core.lessons import LESSONS
from core.run import Run
from tests.core.helpers import watch

LINE = watch(parameters=("w", "b"), curve=lambda x, w, b: w * x + b)
PLANE = watch(parameters=("v", "b"), curve=lambda x, v, b: x @ v + b)
SCALARS = {"w": (), "b": (1,)}


def live_line():
    run = Run(LESSONS["live_line"])
    run.advance()
    return run


def test_the_published_least_squares_line():
    run = live_line()
    fit = least_squares(run.lesson.watch, run.start.x, run.start.y, run.shapes)
    assert fit.values["w"].item() == pytest.approx(2.0708549, abs=1e-7)
    assert fit.values["b"].item() == pytest.approx(4.8031768, abs=1e-7)
    loss = loss_at(run.lesson.watch, run.start.x, run.start.y, fit.values)
    assert f"{loss:.7f}" == "0.4635462"
    assert fit.residual / 2 / 20 == pytest.approx(loss, rel=1e-12)


data = st.integers(3, 40).flatmap(
    lambda size: st.tuples(st.integers(0, 10**6), st.just(size), st.floats(0.01, 100), st.floats(0, 10))
)


def drawn(data, features=1):
    seed, size, scale, noise = data
    generator = np.random.default_rng(seed)
    x = scale * generator.normal(size=(size, features))
    return x, x @ generator.normal(size=(features, 1)) + 4.2 + noise * generator.normal(size=(size, 1))


@given(data)
@settings(deadline=None)
def test_the_best_line_is_that_of_numpy(data):
    x, y = drawn(data)
    fit = least_squares(LINE, x, y, SCALARS)
    expected = np.linalg.lstsq(np.hstack([x, np.ones_like(x)]), y, rcond=None)[0].ravel()
    np.testing.assert_allclose(fit.best, expected, rtol=1e-7, atol=1e-9)
    assert fit.values["w"].shape == ()
    assert fit.values["b"].shape == (1,)


@given(data.filter(lambda data: data[1] > 5))
@settings(deadline=None)
def test_the_best_plane_is_that_of_numpy(data):
    x, y = drawn(data, features=2)
    fit = least_squares(PLANE, x, y, {"v": (2, 1), "b": (1,)})
    expected = np.linalg.lstsq(np.hstack([x, np.ones((len(x), 1))]), y, rcond=None)[0].ravel()
    np.testing.assert_allclose(fit.best, expected, rtol=1e-7, atol=1e-9)
    assert fit.values["v"].shape == (2, 1)


def direct(x, y, values):
    error = y - (values["w"] * x + values["b"])
    return 1 - float((error**2).sum()) / float(((y - y.mean()) ** 2).sum())


@given(data, st.floats(-100, 100), st.floats(-100, 100), st.sampled_from([1.0, 1e-3, 1e-6, 1e-9, 0.0]))
@settings(deadline=None)
def test_r_squared_is_that_of_its_formula_near_the_best_parameters_too(data, w, b, distance):
    x, y = drawn(data)
    fit = least_squares(LINE, x, y, SCALARS)
    values = {"w": fit.values["w"] + distance * w, "b": fit.values["b"] + distance * b}
    expected = direct(x, y, values)
    assert fit.r_squared(values) == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert fit.r_squared(values) <= fit.r_squared(fit.values) + 1e-12


def test_r_squared_is_1_for_a_perfect_line_and_nan_where_the_labels_do_not_vary():
    x = np.arange(5.0)[:, None]
    assert least_squares(LINE, x, 2 * x + 1, SCALARS).r_squared({"w": 2, "b": 1}) == pytest.approx(1, abs=1e-12)
    assert np.isnan(least_squares(LINE, x, 0 * x + 3, SCALARS).r_squared({"w": 0, "b": 3}))


def test_r_squared_of_the_lessons_last_row():
    run = live_line()
    fit = least_squares(run.lesson.watch, run.start.x, run.start.y, run.shapes)
    row = run.history.row(100)
    assert fit.r_squared(row) == pytest.approx(direct(run.start.x, run.start.y, row), rel=1e-12)


def test_a_curve_with_a_constant_part_is_fitted():
    fit = least_squares(watch(curve=lambda x, w: w * x**2 + 7), np.arange(4.0), 3 * np.arange(4.0) ** 2 + 7, {"w": ()})
    assert fit.best.tolist() == pytest.approx([3.0])
    assert fit.r_squared({"w": 3.0}) == pytest.approx(1)


def test_fewer_examples_than_parameters_are_fitted_exactly():
    fit = least_squares(LINE, np.array([[2.0]]), np.array([[6.0]]), SCALARS)
    assert fit.residual == pytest.approx(0, abs=1e-20)


@pytest.mark.parametrize(
    "curve",
    [
        lambda x, w, b: w * x * b,
        lambda x, w, b: w**2 * x + b,
        lambda x, w, b: np.exp(w * x) + b,
        lambda x, w, b: np.maximum(w * x + b, 0),
        lambda x, w, b: abs(w) * x + abs(b) - w * b,
    ],
)
def test_a_curve_that_is_not_linear_has_no_least_squares_fit(curve):
    x = np.linspace(-2, 2, 9)[:, None]
    assert least_squares(watch(parameters=("w", "b"), curve=curve), x, x, SCALARS) is None


@given(st.lists(st.floats(-10, 10), min_size=7, max_size=7))
def test_flattening_and_unflattening_undo_each_other(numbers):
    shapes = {"a": (2, 2), "b": (), "c": (1, 2)}
    values = unflatten(np.array(numbers), shapes)
    assert {name: value.shape for name, value in values.items()} == shapes
    assert flatten(values, shapes).tolist() == numbers


ROW = watch(parameters=("v", "b"), curve=lambda x, v, b: x @ v.T + b)
PARABOLA = watch(parameters=("w", "b"), curve=lambda x, w, b: w * x**2 + b)


def test_weights_in_a_row_are_fitted_as_those_in_a_column():
    x, y = drawn((3, 30, 2.0, 0.5), features=2)
    column = least_squares(PLANE, x, y, {"v": (2, 1), "b": (1,)})
    row = least_squares(ROW, x, y, {"v": (1, 2), "b": (1,)})
    np.testing.assert_allclose(row.best, column.best)
    assert row.values["v"].shape == (1, 2)
    assert row.r_squared(row.values) == pytest.approx(column.r_squared(column.values))


def test_a_parabola_is_linear_in_its_parameters():
    x = np.linspace(-1, 1, 50)[:, None]
    fit = least_squares(PARABOLA, x, 3 * x**2 + 2, {"w": (1, 1), "b": (1, 1)})
    assert fit.best.tolist() == pytest.approx([3, 2])


def test_torch_may_compute_the_curve():
    curve = watch(curve=lambda x, w: torch.as_tensor(x) * torch.as_tensor(w))
    x = np.arange(1.0, 5.0)[:, None]
    assert least_squares(curve, x, 2 * x, {"w": (1,)}).best.tolist() == pytest.approx([2])
    assert loss_at(curve, x, 2 * x, {"w": np.array([3.0])}) == pytest.approx(float((x**2).mean()))


def test_there_is_no_least_squares_fit_without_data_or_without_parameters():
    assert least_squares(PLANE, np.empty((0, 1)), np.empty((0, 1)), {"v": (1, 1), "b": (1,)}) is None
    assert least_squares(watch(parameters=(), curve=lambda x: x), np.ones((3, 1)), np.ones((3, 1)), {}) is None


def test_labels_in_a_line_are_compared_with_predictions_in_a_column():
    x = np.arange(4.0)[:, None]
    assert loss_at(LINE, x, 2 * x.ravel() + 1, {"w": 2.0, "b": 1.0}) == 0
