import ast
import inspect
import math
from textwrap import dedent

import numpy as np
import pytest
import torch

from core.analysis import least_squares, loss_at
from core.lessons.autograd import (
    AUTOGRAD_CHAIN,
    AUTOGRAD_SCALAR,
    LINE_EPOCHS,
    autograd_chain,
    autograd_scalar,
    line_epochs,
)
from core.run import Run
from core.run_facts import State, Why
from tests.core.helpers import run_plain, run_stepped

nan = math.nan
LESSONS = (AUTOGRAD_SCALAR, AUTOGRAD_CHAIN, LINE_EPOCHS)
LIMITS = [
    pytest.param(lesson, {name: value}, id=f"{lesson.name} {name}={value}")
    for lesson in LESSONS
    for name, parameter in lesson.parameters.items()
    if parameter.range
    for value in (parameter.range.low, parameter.range.high)
]


def ran(lesson, rows=float("inf"), **given):
    run = Run(lesson, given)
    run.advance(rows=rows)
    return run


def rows_of(run):
    return [run.history.values(row).tolist() for row in range(len(run.history))]


def lines_of(run):
    """Return the source of each row's statement."""
    source = inspect.getsource(inspect.getmodule(run.lesson.function)).splitlines()
    return [source[line - 1].strip() for line in run.lines]


@pytest.mark.parametrize(
    ("function", "known"),
    [
        (autograd_scalar, {"torch", "evaluate", "print"}),
        (autograd_chain, {"torch", "evaluate", "print"}),
        (line_epochs, {"torch", "range", "print"}),
    ],
)
def test_the_body_is_what_a_learner_would_write(function, known):
    tree = ast.parse(dedent(inspect.getsource(function))).body[0]
    nodes = [node for statement in tree.body for node in ast.walk(statement)]
    assert not any(
        isinstance(node, ast.Return | ast.Yield | ast.YieldFrom | ast.FunctionDef | ast.Lambda) for node in nodes
    )
    local = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    read = (
        {node.id for node in nodes if isinstance(node, ast.Name)}
        - local
        - inspect.signature(function).parameters.keys()
    )
    assert read == known


SETTINGS = [
    (AUTOGRAD_SCALAR, {}),
    (AUTOGRAD_SCALAR, {"x": -1.5, "expression": "exp(x)/x"}),
    (AUTOGRAD_CHAIN, {}),
    (AUTOGRAD_CHAIN, {"x": 0.25, "expression": "sin(x)"}),
    (LINE_EPOCHS, {}),
    (LINE_EPOCHS, {"seed": 8, "examples": 7, "learning_rate": 0.02, "epochs": 25, "slope": -4.0, "noise": 0.5}),
    (LINE_EPOCHS, {"learning_rate": 1.0, "epochs": 8}),
]


@pytest.mark.parametrize("every", [True, False], ids=["every statement", "running through"])
@pytest.mark.parametrize(("lesson", "given"), [pytest.param(*s, id=f"{s[0].name} {s[1]}") for s in SETTINGS])
def test_stepped_it_ends_on_the_same_bits_as_the_plain_function(lesson, given, every):
    arguments = lesson.arguments(given)
    plain = run_plain(lesson.function, **arguments)
    stepped, _ = run_stepped(lesson.stepped, every=every, **arguments)
    assert stepped.shown == plain.shown
    run = ran(lesson, **given)
    row = run.history.row(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    for local, column in zip((lesson.watch.loss, *lesson.watch.parameters), run.history.columns, strict=False):
        value = plain.locals[local].detach()
        assert stepped.locals[local].detach().numpy().tobytes() == value.numpy().tobytes()
        assert row[column] == value.item()


# One variable.


def test_the_scalar_article_runs_as_a_plain_function(capsys):
    assert autograd_scalar() is None
    assert capsys.readouterr().out == "dy/dx = 7.0\n"


def test_the_scalar_article_has_a_row_for_each_statement():
    run = ran(AUTOGRAD_SCALAR)
    assert run.why is Why.COMPLETED
    assert run.history.columns == ("loss", "x", "x.grad")
    np.testing.assert_array_equal(rows_of(run), [[nan, 2, nan], [11, 2, nan], [11, 2, 7], [11, 2, 7]])
    assert lines_of(run) == [
        "x = torch.tensor(x, requires_grad=True)",
        "y = evaluate(expression, x=x)",
        "y.backward()",
        'print(f"dy/dx = {x.grad}")',
    ]


def test_a_step_is_one_statement():
    run = Run(AUTOGRAD_SCALAR)
    for count in (1, 2, 3):
        run.step()
        assert (run.state, len(run.history), len(run.lines)) == (State.PAUSED, count, count)
    assert run.output.lines == []
    run.step()
    assert (run.why, len(run.history)) == (Why.COMPLETED, 4)
    assert run.output.lines == ["dy/dx = 7.0"]


@pytest.mark.parametrize(
    ("x", "expression", "value", "slope"),
    [
        (-3.0, "x**2 + 3*x + 1", 1, -3),
        (2.0, "x", 2, 1),
        (0.0, "sin(x)", 0, 1),
        (0.0, "exp(2*x) - 1", 0, 2),
        (4.0, "sqrt(x)", 2, 0.25),
        (2.0, "1/x", 0.5, -0.25),
        (-5.0, "relu(x)", 0, 0),
        (2.0, "0*x", 0, 0),
        (3.0, "2**x", 8, 8 * math.log(2)),
    ],
)
def test_other_expressions_are_differentiated(x, expression, value, slope):
    last = rows_of(ran(AUTOGRAD_SCALAR, x=x, expression=expression))[-1]
    assert last == pytest.approx([value, x, slope])


@pytest.mark.parametrize(
    ("x", "expression", "value", "slope"),
    [
        (-1.0, "log(x)", nan, -1),
        (-1.0, "sqrt(x)", nan, nan),
        (0.0, "1/x", math.inf, -math.inf),
        (0.0, "sqrt(x)", 0, math.inf),
        (1000.0, "exp(x)", math.inf, math.inf),
        (1000.0, "x**99 - x**99", nan, nan),
    ],
)
def test_an_expression_that_is_not_finite_there_runs_to_its_end(x, expression, value, slope):
    run = ran(AUTOGRAD_SCALAR, x=x, expression=expression)
    assert (run.why, len(run.history)) == (Why.COMPLETED, 4)
    np.testing.assert_array_equal(rows_of(run)[-1], [value, x, slope])


# Two variables.


def test_the_chain_article_gives_12_and_10_not_13(capsys):
    assert autograd_chain() is None
    assert capsys.readouterr().out.splitlines() == ["dz/dx = 12.0", "dz/dy = 10.0"]


def test_the_chain_article_has_a_row_for_each_statement():
    run = ran(AUTOGRAD_CHAIN)
    assert run.why is Why.COMPLETED
    assert run.history.columns == ("loss", "x", "y", "x.grad", "y.grad")
    before, value, after = [nan, 2, 3, nan, nan], [21, 2, 3, nan, nan], [21, 2, 3, 12, 10]
    np.testing.assert_array_equal(rows_of(run), [before, before, value, after, after, after])
    assert lines_of(run) == [
        "x = torch.tensor(x, requires_grad=True)",
        "y = torch.tensor(y, requires_grad=True)",
        "z = evaluate(expression, x=x, y=y)",
        "z.backward()",
        'print(f"dz/dx = {x.grad}")',
        'print(f"dz/dy = {y.grad}")',
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("x*y", [15, 3, 5, 5, 3]),
        ("x/y", [0.6, 3, 5, 0.2, -0.12]),
        ("sin(x)*exp(-y)", [math.sin(3) * math.exp(-5), 3, 5, math.cos(3) * math.exp(-5), -math.sin(3) * math.exp(-5)]),
        ("log(3 - x) + y", [-math.inf, 3, 5, -math.inf, 1]),
        ("log(x - y)*y", [nan, 3, 5, -2.5, nan]),
    ],
)
def test_other_expressions_have_both_derivatives(expression, expected):
    run = ran(AUTOGRAD_CHAIN, x=3.0, y=5.0, expression=expression)
    assert run.why is Why.COMPLETED
    np.testing.assert_allclose(rows_of(run)[-1], expected, rtol=1e-5)


def test_a_variable_that_does_not_occur_has_no_gradient():
    run = ran(AUTOGRAD_CHAIN, expression="y**2")
    assert run.why is Why.COMPLETED
    np.testing.assert_array_equal(rows_of(run)[-1], [9, 2, 3, nan, 6])
    assert run.output.lines == ["dz/dx = None", "dz/dy = 6.0"]


# The line.


def test_the_line_article_to_the_last_digit():
    run = ran(LINE_EPOCHS)
    loss, last = run.history.column("loss"), run.history.row(99)
    assert (run.why, len(run.history), run.epochs) == (Why.COMPLETED, 100, [])
    assert (f"{loss[0]:.4f}", f"{loss[-1]:.4f}") == ("161.1026", "3.9217")
    assert (f"{last['w']:.7f}", f"{last['b']:.7f}") == ("2.0668342", "0.6555757")
    fit = least_squares(run.lesson.watch, run.start.x, run.start.y, run.shapes)
    assert (f"{fit.values['w'].item():.7f}", f"{fit.values['b'].item():.7f}") == ("1.9882098", "1.1784820")


def test_the_line_article_prints_at_every_tenth_epoch(capsys):
    assert line_epochs() is None
    *losses, w, b = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in losses] == [f"Epoch {epoch}/100" for epoch in range(10, 101, 10)]
    assert losses[-1] == "Epoch 100/100, loss 3.9217"
    assert (w, b) == ("w = 2.0668342113494873", "b = 0.655575692653656")


@pytest.mark.parametrize(("seed", "rate"), [(42, 0.01), (3, 0.02), (0, 1e-4)])
def test_the_rows_are_those_of_a_loop_without_autograd(seed, rate):
    torch.manual_seed(seed)
    x = torch.linspace(0, 10, 50, dtype=torch.float32)[:, None]
    y = (-3 * x + 4 + 0.5 * torch.randn(50, 1)).double().numpy()
    x, w, b, expected = x.double().numpy(), 0.0, 0.0, []
    for _ in range(30):
        error = w * x + b - y
        gradients = 2 * (error * x).mean(), 2 * error.mean()
        w, b = w - rate * gradients[0], b - rate * gradients[1]
        expected.append([(error**2).mean(), w, b, *gradients])
    given = {"seed": seed, "examples": 50, "slope": -3.0, "intercept": 4.0, "noise": 0.5, "epochs": 30}
    np.testing.assert_allclose(rows_of(ran(LINE_EPOCHS, learning_rate=rate, **given)), expected, rtol=2e-3, atol=2e-4)


def test_a_change_of_the_learning_rate_takes_effect_at_the_next_epoch():
    run = ran(LINE_EPOCHS, rows=2)
    run.change("learning_rate", 0.001)
    run.step()
    (_, before, after), row = run.history.column("w"), run.history.row(2)
    assert before - after == pytest.approx(0.001 * row["w.grad"], rel=1e-4)


def test_the_formulas_of_the_line_agree_with_its_body():
    local = run_plain(line_epochs, epochs=3).locals
    run = ran(LINE_EPOCHS, rows=3)
    x, y, y_pred = (local[name].detach().double().numpy() for name in ("x", "y", "y_pred"))
    before = run.parameters(1)
    np.testing.assert_allclose(LINE_EPOCHS.watch.curve(x, **before), y_pred, rtol=1e-5)
    assert LINE_EPOCHS.watch.loss_of(y, y_pred) == pytest.approx(local["loss"].item(), rel=1e-6)
    assert loss_at(LINE_EPOCHS.watch, x, y, before) == pytest.approx(run.history.row(2)["loss"], rel=1e-5)


def test_without_noise_the_truth_is_the_line():
    run = ran(LINE_EPOCHS, rows=1, noise=0.0, slope=-6.5, intercept=3.25)
    truth = LINE_EPOCHS.watch.truth(**run.values)
    assert truth == {"w": -6.5, "b": 3.25}
    assert loss_at(LINE_EPOCHS.watch, run.start.x, run.start.y, truth) < 1e-9


def test_the_line_diverges_beyond_its_greatest_learning_rate():
    assert ran(LINE_EPOCHS, learning_rate=0.05, epochs=1000).why is Why.DIVERGED


@pytest.mark.parametrize(("lesson", "given"), LIMITS)
def test_the_limits_of_each_hyperparameter_run(lesson, given):
    run = ran(lesson, rows=3, **given)
    assert run.why in (None, Why.COMPLETED, Why.DIVERGED)
    assert len(run.history)
    assert (run.message is None) == (run.why is not Why.DIVERGED)
