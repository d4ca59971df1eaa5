import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import flatten, loss_at, unflatten
from core.lessons import LESSONS
from core.pulls import gradient_at, pulls
from core.run import Run
from tests.core.helpers import watch

MODELS = [name for name, lesson in LESSONS.items() if lesson.watch.has_model]
LINE = watch(parameters=("w", "b"), curve=lambda x, w, b: w * x + b)
SCALARS = {"w": (), "b": ()}


def line(x, w, b):
    return w * x + b


# The plain programs' models, as their bodies write them; of all others, a line.
FORWARD = {
    "minibatch_scratch": lambda x, w, b: x @ w + b,
    "minibatch_concise": torch.nn.functional.linear,
    "quadratic_numpy": lambda x, w, b: torch.pow(x, 2) * w + b,
    "quadratic_autograd": lambda x, w, b: x.pow(2).mm(w) + b,
    "polynomial": lambda x, w, b: torch.nn.functional.linear(torch.cat([x, x**2, x**3], 1), w, b),
}


def after_one_iteration(name):
    """Return a run of one iteration with the examples that it used."""
    run = Run(LESSONS[name])
    run.step()
    batch = run.batches.at(0)
    x, y = batch if batch else (run.start.x, run.start.y)
    return run, x.astype(float), y.astype(float)


@pytest.mark.parametrize("name", MODELS)
def test_the_pulls_are_what_autograd_finds_for_each_example(name):
    run, x, y = after_one_iteration(name)
    values = {key: torch.tensor(value, requires_grad=True) for key, value in run.start.values.items()}
    predicted = FORWARD.get(name, line)(torch.tensor(x), values["w"], values["b"])
    labels = torch.tensor(y).reshape(predicted.shape)
    found = pulls(run.lesson.watch, x, y, run.start.values, run.shapes)
    whole = run.lesson.watch.loss_of(labels, predicted)
    slope = torch.autograd.grad(whole, predicted, retain_graph=True)[0]
    for example in range(len(y)):
        own = torch.autograd.grad(
            predicted.ravel()[example] * slope.ravel()[example] * len(y), [*values.values()], retain_graph=True
        )
        np.testing.assert_allclose(found[example], np.concatenate([part.numpy().ravel() for part in own]), rtol=1e-9)
    gradient = torch.autograd.grad(whole, [*values.values()])
    expected = np.concatenate([part.numpy().ravel() for part in gradient])
    np.testing.assert_allclose(found.mean(axis=0), expected, rtol=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_the_gradient_is_that_of_finite_differences(name):
    run, x, y = after_one_iteration(name)
    flat = flatten(run.start.values, run.shapes)

    def loss(parameters):
        return loss_at(run.lesson.watch, x, y, unflatten(parameters, run.shapes))

    differences = [(loss(flat + h) - loss(flat - h)) / 2e-4 for h in 1e-4 * np.eye(flat.size)]
    found = gradient_at(run.lesson.watch, x, y, run.start.values, run.shapes)
    np.testing.assert_allclose(found, differences, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_the_gradient_is_the_one_that_the_first_iteration_recorded(name):
    run, x, y = after_one_iteration(name)
    row = run.history.row(0)
    recorded = np.array([value for column, value in row.items() if ".grad" in column])
    if name == "minibatch_scratch":
        recorded /= len(y)  # its program goes backward from the sum of the losses, and divides later
    found = gradient_at(run.lesson.watch, x, y, run.start.values, run.shapes)
    np.testing.assert_allclose(found, recorded, rtol=2e-5)


def test_a_published_gradient():
    """The first iteration of live_line moves w from 2.2843969 to 4.187980, at a learning rate of 0.1."""
    run, x, y = after_one_iteration("live_line")
    w, b = gradient_at(run.lesson.watch, x, y, run.start.values, run.shapes)
    assert 2.2843969 - 0.1 * w == pytest.approx(4.187980, abs=1e-6)
    assert -0.1 * b == pytest.approx(0.363660, abs=1e-6)


numbers = st.lists(st.floats(-100, 100), min_size=2, max_size=30)


@given(numbers, st.floats(-1e30, 1e30), st.floats(-1e30, 1e30))
@settings(deadline=None)
def test_an_example_pulls_with_its_residual_however_far_away_the_line_is(across, w, b):
    x = np.array(across)[:, None]
    residual = w * x.ravel() + b - 1.0
    found = pulls(LINE, x, np.ones(len(x)), {"w": w, "b": b}, SCALARS)
    np.testing.assert_allclose(found[:, 1], 2 * residual, rtol=1e-9)
    np.testing.assert_allclose(found[:, 0], 2 * residual * x.ravel(), rtol=1e-9)


@pytest.mark.parametrize("name", ["sum", "mean"])
def test_the_mean_of_the_pulls_is_the_gradient_whatever_the_reduction(name):
    one = watch(parameters=("w", "b"), curve=LINE.curve, loss_of=lambda y, y_pred: getattr((y - y_pred) ** 2, name)())
    x, y = np.arange(4.0)[:, None], np.array([1.0, 0.0, 2.0, -1.0])
    residual = 3 * x.ravel() - 2 - y
    expected = [2 * getattr(residual * x.ravel(), name)(), 2 * getattr(residual, name)()]
    np.testing.assert_allclose(gradient_at(one, x, y, {"w": 3.0, "b": -2.0}, SCALARS), expected, rtol=1e-12)


def test_a_model_that_is_not_linear_is_differentiated_too():
    wave = watch(parameters=("w", "b"), curve=lambda x, w, b: np.sin(w * x) + b**2)
    x, y = np.linspace(-2, 2, 9)[:, None], np.linspace(0, 1, 9)
    residual = np.sin(0.7 * x.ravel()) + 1.44 - y
    found = pulls(wave, x, y, {"w": 0.7, "b": -1.2}, SCALARS)
    np.testing.assert_allclose(found[:, 0], 2 * residual * np.cos(0.7 * x.ravel()) * x.ravel(), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found[:, 1], 2 * residual * -2.4, rtol=1e-7)


def test_a_model_that_predicts_the_same_for_all_is_pulled_at_by_each():
    level = watch(parameters=("b",), curve=lambda x, b: b)
    found = pulls(level, np.zeros((3, 1)), np.array([1.0, 2.0, 6.0]), {"b": 2.0}, {"b": ()})
    assert found.ravel().tolist() == [2.0, 0.0, -8.0]


def test_parameters_that_are_not_numbers_give_pulls_that_are_not_either():
    found = pulls(LINE, np.ones((2, 1)), np.ones(2), {"w": np.nan, "b": 0.0}, SCALARS)
    assert found.shape == (2, 2)
    assert np.isnan(found).all()
