import ast
import inspect
from functools import cache
from textwrap import dedent

import numpy as np
import pytest
import torch
from torch import nn

from core.analysis import least_squares, loss_at
from core.lessons.polynomial import POLYNOMIAL, polynomial
from core.run import Run
from core.run_facts import State, Why
from tests.core.helpers import run_plain, run_stepped

DEGREES = [tuple(range(1, degree + 1)) for degree in range(1, 10)]
LIMITS = [
    {name: value}
    for name, parameter in POLYNOMIAL.parameters.items()
    if parameter.range and name != "coefficients"
    for value in (parameter.range.low, parameter.range.high)
] + [{"coefficients": (sign * 1000.0,) * count} for sign in (-1, 1) for count in (1, 9)]


def ran(rows=float("inf"), **given):
    run = Run(POLYNOMIAL, given)
    run.advance(rows=rows)
    return run


def article(seed, iterations, rate, coefficients=(0.5, 3.0, 2.4), constant=0.9, batch_size=32):
    """Compute what the article does without an optimizer or a criterion: each iteration's loss, w and b."""
    torch.manual_seed(seed)
    model, rows = nn.Linear(len(coefficients), 1), []
    w, b = model.weight.data, model.bias.data
    target = torch.tensor(coefficients)[:, None]
    for _ in range(iterations):
        x = torch.randn(batch_size)
        features = torch.stack([x**power for power in range(1, len(coefficients) + 1)], 1)
        error = features @ w.T + b - (features @ target + constant)
        rows.append([(error**2).mean().item(), *w.ravel().tolist(), b.item()])
        w -= rate * 2 * (error * features).mean(0)
        b -= rate * 2 * error.mean()
        rows[-1][1:] = [*w.ravel().tolist(), b.item()]
    return np.array(rows)


@pytest.mark.parametrize(("seed", "iterations"), [(0, 1412), (1, 2485), (2, 1907)])
def test_the_article_ends_after_so_many_iterations(seed, iterations):
    run = ran(seed=seed)
    assert (run.why, len(run.history)) == (Why.STOP_RULE, iterations)
    values = run.parameters(iterations - 1)
    np.testing.assert_allclose(values["w"], [[0.5, 3.0, 2.4]], atol=0.1)
    np.testing.assert_allclose(values["b"], [0.9], atol=0.1)
    loss = run.history.column("loss")
    assert loss[-1] < 1e-3 <= loss[:-1].min()


def test_what_the_article_prints(capsys):
    assert polynomial() is None
    assert capsys.readouterr().out.splitlines() == [
        "Loss: 0.000935 after 1412 batches",
        "==> Learned function: y = +0.5279 x^1 +3.0168 x^2 +2.3948 x^3 +0.8587",
        "==> Actual function:  y = +0.5000 x^1 +3.0000 x^2 +2.4000 x^3 +0.9000",
    ]


def test_the_body_is_what_a_learner_would_write():
    tree = ast.parse(dedent(inspect.getsource(polynomial))).body[0]
    nodes = [node for statement in tree.body for node in ast.walk(statement)]
    inner = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in inner] == ["make_features", "f", "get_batch", "describe"]
    returns = [node for node in nodes if isinstance(node, ast.Return)]
    assert len(returns) == len(inner), "only the functions in it return"
    assert not any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)
    local = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    local |= {name.arg for node in inner for name in node.args.args} | {node.name for node in inner}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - local - POLYNOMIAL.parameters.keys()
    assert read == {"torch", "nn", "optim", "RuntimeError", "range", "len", "enumerate", "print"}


@cache
def plain_polynomial(**given):
    return run_plain(polynomial, **POLYNOMIAL.arguments(given))


@pytest.mark.parametrize(
    "given",
    [
        {"iterations": 200},
        {"seed": 5, "coefficients": (-2.0, 0.25), "constant": 7.0, "batch_size": 3, "iterations": 50},
        {"seed": 1, "coefficients": (2.0,), "learning_rate": 0.05, "stop_below": 0.5},
    ],
)
@pytest.mark.parametrize("every", [True, False], ids=["every statement", "running through"])
def test_stepped_it_ends_on_the_same_bits_as_the_plain_function(given, every):
    arguments = POLYNOMIAL.arguments(given)
    plain = plain_polynomial(**given)
    stepped, _ = run_stepped(POLYNOMIAL.stepped, every=every, **arguments)
    assert stepped.shown == plain.shown
    for name in ("w", "b", "loss", "points", "batch_x", "batch_y", "output"):
        assert stepped.locals[name].detach().numpy().tobytes() == plain.locals[name].detach().numpy().tobytes()
    run = ran(**given)
    last = run.parameters(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    assert run.history.column("loss")[-1] == plain.locals["loss"].item()
    for name in ("w", "b"):
        np.testing.assert_array_equal(last[name], plain.locals[name].detach().numpy())


@pytest.mark.parametrize(
    "given",
    [
        {"seed": 11, "rate": 5e-3},
        {"seed": 4, "rate": 0.02, "coefficients": (1.0, -2.0), "constant": -3.0, "batch_size": 7},
        {"seed": 4, "rate": 1e-4, "coefficients": (1.0, 2.0, 3.0, 4.0, 5.0)},
    ],
)
def test_the_rows_are_those_of_a_loop_written_without_optimizer_and_criterion(given):
    expected = article(iterations=40, **given)
    run = ran(rows=40, learning_rate=given.pop("rate"), stop_below=0.0, **given)
    rows = np.array([run.history.values(row)[: expected.shape[1]] for row in range(40)])
    np.testing.assert_allclose(rows, expected, rtol=2e-4, atol=1e-5)


def test_a_change_of_the_learning_rate_reaches_the_optimizer():
    run = ran(rows=3)
    before = run.parameters(2)
    run.change("learning_rate", 0.01)
    run.step()
    after, row = run.parameters(3), run.history.row(3)
    assert [(event.iteration, event.value) for event in run.events] == [(3, 0.01)]
    for power in range(3):
        step = before["w"][0, power] - after["w"][0, power]
        assert step == pytest.approx(0.01 * row[f"w.grad[0,{power}]"], rel=1e-4)


@pytest.mark.parametrize("coefficients", DEGREES)
def test_every_degree_runs(coefficients):
    run = ran(rows=4, coefficients=coefficients, learning_rate=1e-6)
    assert (run.state, len(run.history)) == (State.RUNNING, 4)
    assert run.shapes == {"w": (1, len(coefficients)), "b": (1,)}
    features, labels = run.batches.at(3)
    assert (features.shape, labels.shape) == ((32, 1), (32,))
    assert np.isfinite(run.history.values(3)).all()


def test_a_high_degree_diverges_and_says_so():
    run = ran(coefficients=DEGREES[-1])
    assert run.why is Why.DIVERGED
    assert str(run.message).endswith(f"at iteration {len(run.history) - 1}.")


def test_each_iteration_keeps_its_own_fresh_batch():
    run = ran(rows=3, seed=6, batch_size=5)
    torch.manual_seed(6)
    nn.Linear(3, 1)
    for row in range(3):
        x = torch.randn(5)
        features, labels = run.batches.at(row)
        np.testing.assert_array_equal(features, x[:, None].numpy())
        np.testing.assert_allclose(labels, 0.9 + 0.5 * x + 3 * x**2 + 2.4 * x**3, rtol=1e-5, atol=1e-5)
    assert run.batches.at(3) is None


def test_before_the_loop_there_are_parameters_and_no_data():
    run = Run(POLYNOMIAL)
    run.prepare()
    assert run.start.x.shape == run.start.y.shape == (0, 1)
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    np.testing.assert_array_equal(run.start.values["w"], model.weight.detach().numpy())
    np.testing.assert_array_equal(run.start.values["b"], model.bias.detach().numpy())


@pytest.mark.parametrize("coefficients", DEGREES)
def test_the_formulas_agree_with_the_body(coefficients):
    local = run_plain(polynomial, **POLYNOMIAL.arguments({"coefficients": coefficients, "iterations": 1})).locals
    torch.manual_seed(0)
    model = nn.Linear(len(coefficients), 1)
    x, y, output = (local[name].detach().double().numpy() for name in ("points", "batch_y", "output"))
    w, b = (value.detach().double().numpy() for value in (model.weight, model.bias))
    watch = POLYNOMIAL.watch
    curve = watch.curve(x, w=w, b=b)
    assert curve.shape == (32, 1)
    np.testing.assert_allclose(curve, output, rtol=1e-4, atol=1e-4)
    assert watch.loss_of(y, output) == pytest.approx(local["loss"].item(), rel=1e-5)


def test_the_truth_gives_the_labels():
    run = ran(rows=1, coefficients=(1.0, -2.0, 0.5, 3.0), constant=-7.0)
    truth = {name: np.array(value) for name, value in run.lesson.watch.truth(**run.values).items()}
    assert {name: value.shape for name, value in truth.items()} == run.shapes
    x, y = run.batches.at(0)
    np.testing.assert_allclose(run.lesson.watch.curve(x, **truth).ravel(), y, rtol=1e-5, atol=1e-4)
    fit = least_squares(run.lesson.watch, x.astype(float), y[:, None].astype(float), run.shapes)
    np.testing.assert_allclose(fit.values["w"], truth["w"], atol=1e-4)
    assert loss_at(run.lesson.watch, x, y[:, None], truth) < 1e-8


def test_the_equation_has_a_place_for_b_alone():
    for coefficients in DEGREES[:2]:
        scalars = {"b": "0.9"} | ({"w": "2"} if len(coefficients) == 1 else {})
        assert POLYNOMIAL.watch.equation.format(**scalars) == "y = w · (x, x², …) + 0.9"


def test_it_ends_after_the_iterations_allowed():
    run = ran(stop_below=0.0, iterations=30)
    assert (run.why, len(run.history)) == (Why.COMPLETED, 30)
    assert run.output.lines[0].endswith("after 30 batches")


@pytest.mark.skipif(torch.cuda.is_available(), reason="only where there is no CUDA device")
def test_cuda_where_there_is_none_is_told_in_a_sentence():
    run = ran(device="cuda")
    assert run.why is Why.FAILED
    assert run.failure.message == "RuntimeError: there is no CUDA device here; choose cpu"
    assert str(run.message) == f"Line {run.failure.line}: {run.failure.message}"
    assert "raise RuntimeError" in inspect.getsource(inspect.getmodule(polynomial)).splitlines()[run.failure.line - 1]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="only where there is a CUDA device")
def test_cuda_fits_the_same_polynomial():
    run = ran(device="cuda", iterations=50)
    np.testing.assert_allclose(run.parameters(49)["w"], ran(iterations=50).parameters(49)["w"], rtol=1e-3)


@pytest.mark.parametrize("given", LIMITS)
def test_the_limits_of_each_hyperparameter_run(given):
    run = ran(rows=3, **given)
    assert run.why in (None, Why.STOP_RULE, Why.COMPLETED, Why.DIVERGED)
    assert len(run.history)
    assert (run.message is None) == (run.why is not Why.DIVERGED)
