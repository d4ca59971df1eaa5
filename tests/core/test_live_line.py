import ast
import inspect
from textwrap import dedent

import pytest
import torch

from core.lessons.live_line import LIVE_LINE, live_line
from core.run import Run
from core.run_facts import Why
from tests.core.helpers import run_plain


def test_the_article_runs_as_a_plain_function(capsys):
    assert live_line() is None
    assert capsys.readouterr().out.splitlines() == [
        "iteration 0: loss 7.1647, w 4.187980, b 0.363660",
        "iteration 20: loss 4.7770, w 0.937096, b 7.774909",
        "iteration 40: loss 29.5106, w 1.453165, b 6.185173",
        "iteration 60: loss 41.3768, w 4.040080, b 0.416632",
        "iteration 80: loss 19.7220, w 0.023529, b 7.911216",
        "iteration 100: loss 0.7424, w 2.986011, b 6.059381",
    ]


def test_the_data_are_the_articles():
    local = run_plain(live_line, iterations=1).locals
    torch.manual_seed(10)
    x = torch.rand(20, 1) * 10
    y = x * 2 + (5 + torch.randn(20, 1))
    assert torch.equal(local["x"], x)
    assert torch.equal(local["y"], y)


def test_the_body_is_what_a_learner_would_write():
    """No framework call, no yield, no callback, no return: it is also a script."""
    tree = ast.parse(dedent(inspect.getsource(live_line))).body[0]
    nodes = [node for statement in tree.body for node in ast.walk(statement)]
    assert not any(
        isinstance(node, ast.Return | ast.Yield | ast.YieldFrom | ast.FunctionDef | ast.Lambda) for node in nodes
    )
    local = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - local - LIVE_LINE.parameters.keys()
    assert read == {"torch", "range", "print"}


@pytest.mark.parametrize(
    ("given", "why", "updates"),
    [
        ({}, Why.STOP_RULE, 101),
        ({"check_every": 1}, Why.STOP_RULE, 13),
        ({"stop_below": 0.0, "iterations": 50}, Why.COMPLETED, 50),
        ({"iterations": 1}, Why.COMPLETED, 1),
        ({"iterations": 101}, Why.STOP_RULE, 101),
        ({"stop_below": 1e9}, Why.STOP_RULE, 1),
        ({"learning_rate": 0.116, "stop_below": 0.0, "iterations": 10**5}, Why.DIVERGED, None),
        ({"learning_rate": 0.115, "stop_below": 0.0, "iterations": 3000}, Why.COMPLETED, 3000),
    ],
)
def test_how_it_ends(given, why, updates):
    run = Run(LIVE_LINE, given)
    run.advance()
    assert run.why is why
    assert updates in (None, len(run.history))


def test_without_zeroing_the_gradient_is_the_sum_of_all_so_far():
    runs = {zero: Run(LIVE_LINE, {"zero_grad": zero, "learning_rate": 1e-6, "iterations": 3}) for zero in (True, False)}
    for run in runs.values():
        run.advance()
    first = runs[True].history.row(0)["w.grad"]
    assert runs[False].history.row(0)["w.grad"] == first
    assert runs[False].history.row(2)["w.grad"] == pytest.approx(3 * first, rel=1e-3)
    assert runs[True].history.row(2)["w.grad"] == pytest.approx(first, rel=1e-3)
