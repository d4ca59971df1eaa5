import numpy as np
import pytest
import torch

from core.lessons.quadratic import QUADRATIC_AUTOGRAD, QUADRATIC_NUMPY, quadratic_autograd, quadratic_numpy
from core.recorder import as_array
from core.run import Run
from core.run_facts import Why
from core.statements import Phase
from core.text import InputError
from tests.core.helpers import run_plain
from tests.core.scripts import run_as_script

LESSONS = [QUADRATIC_NUMPY, QUADRATIC_AUTOGRAD]
both = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
every_data = pytest.mark.parametrize("data_from", ["numpy", "torch"])
every_precision = pytest.mark.parametrize("precision", ["float64", "float32"])


def finished(lesson, **given):
    run = Run(lesson, given)
    run.advance()
    assert run.why is Why.COMPLETED, run.message
    return run


def article_numpy(seed, learning_rate, iterations):
    """Train as the article's first program does; return loss, parameters and gradients of each iteration."""
    np.random.seed(seed)
    x = np.linspace(-1, 1, 100).reshape(100, 1)
    y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
    w1, b1 = np.random.rand(1, 1), np.random.rand(1, 1)
    rows = []
    for _ in range(iterations):
        y_pred = np.power(x, 2) * w1 + b1
        loss = (0.5 * (y_pred - y) ** 2).sum()
        grad_w, grad_b = np.sum((y_pred - y) * np.power(x, 2)), np.sum(y_pred - y)
        w1 -= learning_rate * grad_w
        b1 -= learning_rate * grad_b
        rows.append([loss.item(), w1.item(), b1.item(), grad_w.item(), grad_b.item()])
    return rows


def article_autograd(seed, learning_rate, iterations):
    """Train as the article's second program does."""
    torch.manual_seed(seed)
    x = torch.unsqueeze(torch.linspace(-1, 1, 100), dim=1)
    y = 3 * x.pow(2) + 2 + 0.2 * torch.rand(x.size())
    w, b = torch.randn(1, 1, requires_grad=True), torch.zeros(1, 1, requires_grad=True)
    rows = []
    for _ in range(iterations):
        loss = (0.5 * (x.pow(2).mm(w) + b - y) ** 2).sum()
        loss.backward()
        gradients = [w.grad.item(), b.grad.item()]
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
            w.grad.zero_()
            b.grad.zero_()
        rows.append([loss.item(), w.item(), b.item(), *gradients])
    return rows


@pytest.mark.parametrize(
    ("function", "given", "printed"),
    [
        (quadratic_numpy, {}, "[[2.99868144]] [[2.09891723]]"),
        (quadratic_numpy, {"init_cell_runs": 3}, "[[2.99850472]] [[2.0989827]]"),
        (quadratic_autograd, {}, "tensor([[2.9578]], requires_grad=True) tensor([[2.0990]], requires_grad=True)"),
    ],
)
def test_the_article_runs_as_a_plain_function(function, given, printed, capsys):
    assert function(**given) is None
    assert capsys.readouterr().out == printed + "\n"


@both
@every_data
def test_the_body_is_also_a_script(lesson, data_from):
    given = {"data_from": data_from, "iterations": 20}
    variables, output = run_as_script(lesson.function, **given)
    plain = run_plain(lesson.function, **given)
    assert output == plain.output
    assert variables["loss"] == plain.locals["loss"]


@both
@pytest.mark.parametrize("given", [{}, {"seed": 5, "examples": 33, "iterations": 50, "noise": 1.0}])
def test_stepping_changes_no_digit(lesson, given):
    plain, run = run_plain(lesson.function, **given), finished(lesson, **given)
    last = run.parameters(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    assert all(np.array_equal(last[name], as_array(plain.locals[name])) for name in ("w", "b"))
    assert run.history.row(len(run.history) - 1)["loss"] == plain.locals["loss"].item()


@pytest.mark.parametrize(
    ("lesson", "article"), [(QUADRATIC_NUMPY, article_numpy), (QUADRATIC_AUTOGRAD, article_autograd)]
)
@pytest.mark.parametrize(("seed", "learning_rate"), [(666, 0.001), (12, 0.004)])
def test_every_iteration_is_that_of_the_articles_loop(lesson, article, seed, learning_rate):
    given = {"seed": seed, "learning_rate": learning_rate, "iterations": 300}
    run = finished(lesson, **given)
    assert [list(run.history.values(row)) for row in range(300)] == article(**given)


@both
@every_data
@every_precision
def test_the_formulas_agree_with_the_body(lesson, data_from, precision):
    given = {"data_from": data_from, "precision": precision, "noise": 2.0, "iterations": 40}
    run, watch = finished(lesson, **given), lesson.watch
    before = run.start.values
    for row in range(len(run.history)):
        prediction = watch.curve(run.start.x, **before)
        assert watch.loss_of(run.start.y, prediction) == pytest.approx(run.history.row(row)["loss"], rel=1e-6)
        before = run.parameters(row)
    y_pred = as_array(run_plain(lesson.function, **given).locals["y_pred"])
    np.testing.assert_allclose(prediction, y_pred, rtol=1e-6)


@every_data
def test_the_two_methods_agree_on_the_same_data_and_start(data_from):
    given = {"data_from": data_from, "precision": "float64"}
    by_hand, by_autograd = (finished(lesson, **given) for lesson in LESSONS)
    assert np.array_equal(by_hand.start.y, by_autograd.start.y)
    for column in by_hand.history.columns:
        ours, theirs = by_hand.history.column(column), by_autograd.history.column(column)
        tolerance = 1e-12 if column in ("w", "b") else 1e-11  # a sum of a hundred terms
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=tolerance, err_msg=column)


def test_the_two_articles_differ_because_their_data_and_start_do():
    by_hand, by_autograd = (finished(lesson) for lesson in LESSONS)
    assert not np.array_equal(by_hand.start.y, by_autograd.start.y)
    assert not np.array_equal(by_hand.start.values["w"], by_autograd.start.values["w"])
    assert by_hand.parameters(799)["w"].item() - by_autograd.parameters(799)["w"].item() > 0.04


@both
@every_data
@every_precision
def test_all_is_computed_in_the_chosen_precision(lesson, data_from, precision):
    given = {"data_from": data_from, "precision": precision, "iterations": 3}
    local = run_plain(lesson.function, **given).locals
    names = ["x", "y", "w", "b", "y_pred", "loss"] + ["grad_w", "grad_b"] * (lesson is QUADRATIC_NUMPY)
    assert {str(local[name].dtype).removeprefix("torch.") for name in names} == {precision}


@every_data
def test_running_the_start_cell_again_changes_the_start_alone(data_from):
    runs = [Run(QUADRATIC_NUMPY, {"data_from": data_from, "init_cell_runs": count}) for count in range(1, 11)]
    for run in runs:
        run.prepare()
    assert all(np.array_equal(run.start.y, runs[0].start.y) for run in runs)
    assert len({run.start.values["w"].item() for run in runs}) == 10


@both
@every_data
def test_the_truth_makes_the_data_where_there_is_no_noise(lesson, data_from):
    run = Run(lesson, {"noise": 0.0, "curvature": -4.0, "offset": 9.0, "data_from": data_from})
    run.step()
    truth = lesson.watch.truth(**run.values)
    assert {name: np.shape(value) for name, value in truth.items()} == run.shapes
    np.testing.assert_allclose(lesson.watch.curve(run.start.x, **truth), run.start.y, rtol=1e-6, atol=1e-6)


@both
def test_a_live_learning_rate_is_the_next_updates(lesson):
    run = Run(lesson)
    run.advance(rows=5)
    run.change("learning_rate", 0.01)
    run.advance(rows=6)
    moved = run.parameters(4)["w"].item() - run.parameters(5)["w"].item()
    assert moved == pytest.approx(0.01 * run.history.row(5)["w.grad"], rel=1e-5)


@both
def test_every_iteration_uses_all_examples_and_there_are_no_epochs(lesson):
    run = finished(lesson, iterations=3)
    assert run.batches.at(0) is None
    assert run.epochs == []


def test_the_statements_of_an_iteration_have_their_phases():
    by_hand, by_autograd = ({mark.phase for mark in Run(lesson).stepped.marks} for lesson in LESSONS)
    assert by_autograd == {None, *Phase}
    assert by_hand == {None, *Phase} - {Phase.ZERO}  # gradients by hand are computed anew


@both
@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.parametrize(("learning_rate", "why"), [(0.0177, Why.COMPLETED), (0.019, Why.DIVERGED), (10, Why.DIVERGED)])
def test_where_steps_become_too_long(lesson, learning_rate, why):
    """The loss is curved by 112.6 at most, so that steps diverge beyond a learning rate of 2 / 112.6 = 0.01776."""
    run = Run(lesson, {"learning_rate": learning_rate, "iterations": 3000})
    run.advance()
    assert run.why is why


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.parametrize(
    ("lesson", "name"),
    [(lesson, name) for lesson in LESSONS for name, parameter in lesson.parameters.items() if parameter.range],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_limits_run_and_what_is_beyond_is_refused(lesson, name):
    parameter = lesson.parameters[name]
    for limit, beyond in [(parameter.range.low, -1), (parameter.range.high, 1)]:
        run = Run(lesson, {"examples": 4, "iterations": 3} | {name: limit})
        run.advance(rows=5)
        assert run.failure is None
        assert run.why in (Why.COMPLETED, Why.DIVERGED) or len(run.history) == 5
        with pytest.raises(InputError, match=parameter.label.text):
            Run(lesson, {name: limit + beyond})


@both
@pytest.mark.parametrize("name", ["data_from", "precision"])
def test_another_word_is_refused(lesson, name):
    with pytest.raises(InputError, match="must be one of"):
        Run(lesson, {name: "float16"})
