"""The lesson on torch's optimisers, held to torch.optim itself and to each update rule written out in NumPy."""

import ast
import inspect
import json
from functools import cache
from textwrap import dedent

import numpy as np
import pytest
import torch

from core.__main__ import main
from core.autograd_graph import GraphReplay
from core.lessons import LESSONS
from core.lessons.live_line import LIVE_LINE, live_line
from core.lessons.optimizers import LINE_OPTIMIZERS, line_optimizers
from core.run import Run
from core.run_facts import Why
from core.statements import Phase
from tests.core.helpers import run_plain

CASES = {
    "SGD": {"optimizer": "SGD", "learning_rate": 0.05},
    "SGD with momentum": {"optimizer": "SGD", "learning_rate": 0.03, "momentum": 0.9},
    "SGD with Nesterov momentum": {"optimizer": "SGD", "learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
    "Adagrad": {"optimizer": "Adagrad", "learning_rate": 0.7},
    "RMSprop": {"optimizer": "RMSprop", "learning_rate": 0.02},
    "RMSprop with momentum": {"optimizer": "RMSprop", "learning_rate": 0.01, "momentum": 0.8},
    "Adam": {"optimizer": "Adam", "learning_rate": 0.2},
    "AdamW": {"optimizer": "AdamW", "learning_rate": 0.2},
    "LBFGS": {"optimizer": "LBFGS", "learning_rate": 0.5},
}
every_case = pytest.mark.parametrize("given", CASES.values(), ids=list(CASES))
OPTIMIZERS = LINE_OPTIMIZERS.parameters["optimizer"].choices


def finished(given) -> Run:
    """Run the lesson to its end, the first time that it is asked for."""
    return finished_once(**given)


@cache
def finished_once(**given) -> Run:
    run = Run(LINE_OPTIMIZERS, given)
    run.advance()
    assert run.why is Why.COMPLETED, run.failure
    return run


def recorded(run: Run, *columns: str) -> np.ndarray:
    """Return some columns side by side, (rows, columns)."""
    return np.column_stack([run.history.column(column) for column in columns])


# The lesson itself.


@pytest.mark.parametrize(
    "given", [{}, {"seed": 3, "examples": 7, "slope": -1.0, "intercept": 0.5, "noise": 0.2}], ids=["own", "others"]
)
def test_the_data_and_the_start_are_those_of_the_first_lesson(given):
    runs = [Run(lesson, given) for lesson in (LIVE_LINE, LINE_OPTIMIZERS)]
    for run in runs:
        run.prepare()
    first, other = (run.start for run in runs)
    assert first.x.tobytes() == other.x.tobytes()
    assert first.y.tobytes() == other.y.tobytes()
    assert {name: value.tobytes() for name, value in first.values.items()} == {
        name: value.tobytes() for name, value in other.values.items()
    }
    shared = ("seed", "examples", "slope", "intercept", "noise")
    assert [LIVE_LINE.parameters[name] for name in shared] == [LINE_OPTIMIZERS.parameters[name] for name in shared]


def test_its_runs_and_those_of_the_first_lesson_can_be_drawn_over_each_other():
    assert LINE_OPTIMIZERS.family == LIVE_LINE.family != ""
    x, (y, prediction) = np.linspace(0, 1, 5)[:, None], np.random.default_rng(0).normal(size=(2, 5, 1))
    theirs, ours = LIVE_LINE.watch, LINE_OPTIMIZERS.watch
    assert ours.loss_of(y, prediction) == theirs.loss_of(y, prediction)
    assert np.array_equal(ours.curve(x, w=2.0, b=1.0), theirs.curve(x, w=2.0, b=1.0))


def test_plain_sgd_is_the_descent_of_the_first_lesson():
    given = {"learning_rate": 0.05, "iterations": 200}
    first = Run(LIVE_LINE, given | {"zero_grad": True, "stop_below": 0.0})
    first.advance()
    columns = ("loss", "w", "b", "w.grad", "b.grad")
    np.testing.assert_allclose(recorded(finished(given), *columns), recorded(first, *columns), rtol=2e-4, atol=2e-5)


def test_the_body_is_what_a_learner_would_write():
    """No framework call, no yield, no return: it is also a script."""
    tree = ast.parse(dedent(inspect.getsource(line_optimizers))).body[0]
    nodes = [node for statement in tree.body for node in ast.walk(statement)]
    assert not any(isinstance(node, ast.Return | ast.Yield | ast.YieldFrom | ast.FunctionDef) for node in nodes)
    local = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - local - LINE_OPTIMIZERS.parameters.keys()
    assert read == {"torch", "range", "print"}


def test_it_shares_its_hyperparameters_with_the_window():
    watch = LINE_OPTIMIZERS.watch
    named = (watch.learning_rate, watch.momentum, watch.optimizer, watch.nesterov)
    assert named == ("learning_rate", "momentum", "optimizer", "nesterov")
    assert {*named} <= LINE_OPTIMIZERS.parameters.keys()
    assert [name for name, p in LINE_OPTIMIZERS.parameters.items() if p.live] == ["learning_rate"]
    assert (watch.zero_grad, LIVE_LINE.watch.optimizer, LIVE_LINE.watch.nesterov) == (None, None, None)


def test_the_command_line_runs_it(capsys):
    assert main(["run", "line_optimizers", "--optimizer", "Adam", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["parameters"]["optimizer"] == "Adam"
    assert result["loss"] == finished({"optimizer": "Adam"}).history.column("loss")[-1]


# Held to torch.optim.


def written_out(optimizer, learning_rate, momentum=0.0, nesterov=False, iterations=200):
    """Train with torch.optim; return a row of loss, w, b, w.grad, b.grad for each iteration."""
    options = {"RMSprop": {"momentum": momentum}, "LBFGS": {"max_iter": 1}}
    options["SGD"] = {"momentum": momentum, "nesterov": nesterov}
    data = run_plain(live_line, iterations=1).locals
    x, y = data["x"], data["y"]
    torch.manual_seed(10)
    torch.rand(20, 1), torch.randn(20, 1)
    w, b = torch.randn(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    descent = getattr(torch.optim, optimizer)([w, b], lr=learning_rate, **options.get(optimizer, {}))
    rows = []

    def closure():
        descent.zero_grad()
        loss = (0.5 * (y - (w * x + b)) ** 2).mean()
        loss.backward()
        rows.append([loss.item()])
        return loss

    for iteration in range(iterations):
        descent.step(closure)
        assert len(rows) == iteration + 1  # asked for once an update
        rows[-1] += [value.item() for value in (w, b, w.grad, b.grad)]
    return np.array(rows)


@every_case
def test_each_optimiser_gives_the_digits_of_torch_optim(given):
    run = finished(given)
    assert recorded(run, "loss", "w", "b", "w.grad", "b.grad").tobytes() == written_out(**given).tobytes()


@every_case
def test_the_stepped_lesson_gives_the_digits_of_the_plain_one(given):
    run = finished(given | {"iterations": 30})
    plain = run_plain(line_optimizers, **run.arguments)
    last = recorded(run, "loss", "w", "b", "w.grad", "b.grad")[-1].tolist()
    loss, w, b = (plain.locals[name] for name in ("loss", "w", "b"))
    assert last == [value.item() for value in (loss, w, b, w.grad, b.grad)]
    assert run.output.lines == plain.output.splitlines()


# Held to NumPy.


def descend(given, iterations):
    """Apply an optimiser's update rule in float64; return a row of loss, w, b for each iteration."""
    rate, momentum = given["learning_rate"], given.get("momentum", 0.0)
    run = Run(LINE_OPTIMIZERS)
    run.prepare()
    assert run.start
    features = np.hstack([run.start.x, np.ones_like(run.start.x)])
    place = np.concatenate([run.start.values["w"], run.start.values["b"]])
    first, second, rows = np.zeros(2), np.zeros(2), []
    for step in range(1, iterations + 1):
        errors = features @ place - run.start.y.ravel()
        gradient = features.T @ errors / len(errors)
        match given["optimizer"]:
            case "SGD":
                first = momentum * first + gradient
                update = gradient + momentum * first if given.get("nesterov") else first
            case "Adagrad":
                second += gradient**2
                update = gradient / (np.sqrt(second) + 1e-10)
            case "RMSprop":
                second += 0.01 * (gradient**2 - second)
                first = momentum * first + gradient / (np.sqrt(second) + 1e-8)
                update = first
            case "Adam" | "AdamW" as name:
                if name == "AdamW":
                    place = place * (1 - rate * 0.01)
                first += 0.1 * (gradient - first)
                second += 0.001 * (gradient**2 - second)
                update = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        place = place - rate * update
        rows.append([(errors**2).mean() / 2, *place])
    return np.array(rows)


@pytest.mark.parametrize("name", [name for name in CASES if name != "LBFGS"])
def test_each_optimiser_follows_its_update_rule(name):
    rows = descend(CASES[name], 200)
    np.testing.assert_allclose(recorded(finished(CASES[name]), "loss", "w", "b"), rows, rtol=1e-4)


def test_lbfgs_is_at_the_least_loss_within_a_few_iterations():
    run = finished({"optimizer": "LBFGS", "learning_rate": 1.0, "iterations": 20})
    features = np.hstack([run.start.x, np.ones_like(run.start.x)])
    best, squares, *_ = np.linalg.lstsq(features, run.start.y, rcond=None)
    assert recorded(run, "loss")[-1] == pytest.approx(squares / 2 / len(features), rel=1e-5)
    assert recorded(run, "w", "b")[-1] == pytest.approx(best.ravel(), rel=1e-3)


# What the hyperparameters do.


@every_case
def test_a_live_change_of_the_learning_rate_acts_on_each_optimiser(given):
    run = Run(LINE_OPTIMIZERS, given | {"iterations": 12})
    run.advance(rows=10)
    run.change("learning_rate", 1e-6)
    run.advance()
    moved = np.abs(np.diff(recorded(run, "w", "b"), axis=0)).max(axis=1)
    assert moved[8] > 1e-3
    assert moved[9] < 2e-5  # the update of iteration 10
    unchanged = finished(given | {"iterations": 12})
    assert recorded(unchanged, "loss", "w", "b")[:10].tobytes() == recorded(run, "loss", "w", "b")[:10].tobytes()


def test_without_momentum_nesterov_changes_nothing():
    runs = [finished({"nesterov": nesterov, "iterations": 20}) for nesterov in (False, True)]
    assert recorded(runs[0], "w", "b").tobytes() == recorded(runs[1], "w", "b").tobytes()


@pytest.mark.parametrize("optimizer", [name for name in OPTIMIZERS if name not in ("SGD", "RMSprop")])
def test_momentum_is_left_to_sgd_and_rmsprop(optimizer):
    runs = [finished({"optimizer": optimizer, "iterations": 20} | more) for more in ({}, {"momentum": 0.9})]
    assert recorded(runs[0], "w", "b").tobytes() == recorded(runs[1], "w", "b").tobytes()


def test_nesterov_momentum_is_left_to_sgd():
    given = {"optimizer": "RMSprop", "momentum": 0.9, "iterations": 20}
    runs = [finished(given | {"nesterov": nesterov}) for nesterov in (False, True)]
    assert recorded(runs[0], "w", "b").tobytes() == recorded(runs[1], "w", "b").tobytes()


# Looked into.


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_iteration_shows_its_phases_in_order(optimizer):
    run = Run(LESSONS["line_optimizers"], {"optimizer": optimizer})
    run.prepare()
    phases = []
    while len(run.history) < 1:
        phases.append(run.mark.phase)
        run.step_line()
    expected = [Phase.FORWARD, Phase.LOSS, Phase.ZERO, Phase.BACKWARD, Phase.UPDATE]
    assert [phase for phase in phases if phase] == expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_graph_of_an_iteration_is_that_of_its_own_backward_pass(optimizer):
    run = finished({"optimizer": optimizer, "iterations": 6})
    graph = GraphReplay(run).graph_at(4)
    other = Run(LIVE_LINE, {"iterations": 2})
    other.advance()
    assert graph.structure == GraphReplay(other).graph_at(0).structure
    gradients = {node.name: node.gradient.item() for node in graph.nodes if node.name in ("w", "b")}
    row = run.history.row(4)
    assert gradients == {"w": row["w.grad"], "b": row["b.grad"]}
