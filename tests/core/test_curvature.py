import numpy as np
import pytest

from core.analysis import flatten, known_data, loss_at, unflatten
from core.curvature import loss_slope, quadratic_loss
from core.lessons import LESSONS
from core.run import Run
from core.watch import Watch

WITH_DATA = [name for name, lesson in LESSONS.items() if lesson.watch.has_model]


def prepared(name, **values):
    run = Run(LESSONS[name], values)
    run.prepare()
    if not run.start.x.size:
        run.advance(rows=3)
    x, y = known_data(run)
    return run, x, y, {name: value.shape for name, value in run.start.values.items()}


def watch_of(**others):
    return Watch("loss", ("w", "b"), curve=lambda x, w, b: w * x + b, equation="y", **others)


SHAPES = {"w": (1,), "b": (1,)}
X = np.linspace(-1, 2, 7)[:, None]


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_shape_gives_the_loss_itself(name):
    run, x, y, shapes = prepared(name)
    quadratic = quadratic_loss(run.lesson.watch, x, y, shapes)
    random = np.random.default_rng(1)
    for parameters in random.normal(0, 5, (20, len(quadratic.best))):
        found = loss_at(run.lesson.watch, x, y, unflatten(parameters, shapes))
        assert quadratic.loss(parameters) == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize("name", WITH_DATA)
def test_gradient_and_hessian_are_differences_of_the_loss(name):
    run, x, y, shapes = prepared(name)
    quadratic = quadratic_loss(run.lesson.watch, x, y, shapes)
    place = flatten(run.start.values, shapes)
    for k, unit in enumerate(np.eye(len(place))):
        ahead, behind = (
            loss_at(run.lesson.watch, x, y, unflatten(place + step * unit, shapes)) for step in (0.5, -0.5)
        )
        assert quadratic.gradient(place)[k] == pytest.approx(ahead - behind, rel=1e-9, abs=1e-9)
        here = loss_at(run.lesson.watch, x, y, run.start.values)
        assert quadratic.hessian[k, k] == pytest.approx((ahead - 2 * here + behind) / 0.25, rel=1e-8)


def test_the_figures_of_the_first_article():
    run, x, y, shapes = prepared("live_line")
    quadratic = quadratic_loss(run.lesson.watch, x, y, shapes)
    assert quadratic.best == pytest.approx([2.0708549, 4.8031768], abs=1e-6)
    assert quadratic.least == pytest.approx(0.4635462, abs=1e-7)
    assert 2 / quadratic.eigenvalues[0] == pytest.approx(0.05777, abs=5e-6)
    assert 4 / quadratic.eigenvalues[0] == pytest.approx(0.11553, abs=5e-6)
    product = quadratic.eigenvectors @ np.diag(quadratic.eigenvalues) @ quadratic.eigenvectors.T
    assert product == pytest.approx(quadratic.hessian)


def test_many_places_are_computed_at_once():
    run, x, y, shapes = prepared("live_line")
    quadratic = quadratic_loss(run.lesson.watch, x, y, shapes)
    grid = np.random.default_rng(2).normal(0, 3, (4, 5, 2))
    losses = quadratic.loss(grid)
    assert losses.shape == (4, 5)
    assert losses[2, 3] == pytest.approx(quadratic.loss(grid[2, 3]), rel=1e-14)


def test_a_direction_that_changes_nothing_has_no_curvature():
    watch = watch_of(loss_of=lambda y, prediction: ((y - prediction) ** 2).mean())
    quadratic = quadratic_loss(watch, np.full((4, 1), 2.0), np.arange(4.0)[:, None], SHAPES)
    assert quadratic.eigenvalues[1] == 0.0
    assert quadratic.eigenvalues[0] > 1


@pytest.mark.parametrize(
    "loss_of",
    [
        lambda y, prediction: abs(y - prediction).mean(),
        lambda y, prediction: ((y - prediction) ** 4).mean(),
        lambda y, prediction: ((y - prediction) ** 2).mean() ** 0.5,
    ],
    ids=["absolute", "fourth power", "root"],
)
def test_another_loss_is_not_called_quadratic(loss_of):
    assert quadratic_loss(watch_of(loss_of=loss_of), X, X**3, SHAPES) is None


def test_a_model_that_is_not_linear_in_its_parameters_has_no_such_shape():
    watch = Watch("loss", ("w", "b"), curve=lambda x, w, b: w * b * x, loss_of=lambda y, p: ((y - p) ** 2).mean())
    assert quadratic_loss(watch, X, X, SHAPES) is None


def test_a_loss_that_weighs_its_examples_is_not_taken_for_least_squares():
    weights = np.arange(1.0, 8.0)[:, None]

    def loss_of(y, prediction):
        import torch

        return ((y - prediction) ** 2 * (torch.tensor(weights) if torch.is_tensor(y) else weights)).mean()

    assert quadratic_loss(watch_of(loss_of=loss_of), X, X**3, SHAPES) is None


def test_without_data_there_is_no_shape():
    watch = watch_of(loss_of=lambda y, prediction: ((y - prediction) ** 2).mean())
    assert quadratic_loss(watch, np.empty((0, 1)), np.empty((0, 1)), SHAPES) is None


def test_the_slope_of_the_loss_is_taken_even_where_gradients_are_off():
    import torch

    watch = watch_of(loss_of=lambda y, prediction: ((y - prediction) ** 2).sum())
    with torch.no_grad():
        assert loss_slope(watch, np.zeros(2), np.array([1.0, -3.0])).tolist() == [2.0, -6.0]
