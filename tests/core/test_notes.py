from functools import cache

import numpy as np
import pytest

from core.lesson import Lesson
from core.lessons import LESSONS
from core.notes import Experiment, Published, at, at_end, at_epoch
from core.run import Run
from core.run_facts import Why

ALL = [pytest.param(lesson, id=name) for name, lesson in LESSONS.items()]
EXPERIMENTS = [(lesson, experiment) for lesson in LESSONS.values() for experiment in lesson.notes.experiments]
FIGURES = [(lesson, figure) for lesson in LESSONS.values() for figure in lesson.notes.published]
UNDER = [(lesson, figure) for lesson, figure in FIGURES if figure.settings is not None]


def finished(name: str, settings=None) -> Run:
    """Run a lesson to its end, the first time that it is asked for."""
    return finished_once(name, **(settings or {}))


@cache
def finished_once(name: str, **settings) -> Run:
    run = Run(LESSONS[name], settings)
    run.advance()
    assert run.why is not Why.FAILED, run.failure
    return run


def tried(name: str, number: int) -> Run:
    """Run a lesson as its experiment `number` (from 1) says."""
    return finished(name, LESSONS[name].notes.experiments[number - 1].settings)


def end(run: Run) -> dict[str, float]:
    return run.history.row(len(run.history) - 1)


def differs(lesson: Lesson, settings) -> bool:
    complete = lesson.arguments(settings)
    return all(complete[name] != lesson.parameters[name].default for name in settings)


@pytest.mark.parametrize("lesson", ALL)
def test_each_lesson_says_where_it_comes_from_and_what_to_watch_and_try(lesson):
    notes = lesson.notes
    assert notes.source
    assert 2 <= len(notes.about) <= 4
    assert 3 <= len(notes.experiments) <= 4


@pytest.mark.parametrize(("lesson", "experiment"), EXPERIMENTS)
def test_an_experiment_changes_hyperparameters_that_the_lesson_has(lesson: Lesson, experiment: Experiment):
    assert experiment.settings
    assert differs(lesson, experiment.settings)


@pytest.mark.parametrize(("lesson", "figure"), UNDER)
def test_a_published_figure_appears_under_its_settings(lesson: Lesson, figure: Published):
    assert differs(lesson, figure.settings)
    value = figure.find(finished(lesson.name, figure.settings))
    assert value is not None
    assert figure.agrees(value)


@pytest.mark.parametrize(
    ("name", "agree"),
    [
        ("quadratic_numpy", [False, False]),
        ("quadratic_autograd", [True, True]),
        ("autograd_scalar", [True]),
        ("autograd_chain", [True, False]),
        ("line_epochs", [False, False]),
    ],
)
def test_with_the_lessons_own_values_only_some_figures_agree(name, agree):
    run = finished(name)
    assert [figure.agrees(figure.find(run)) for figure in LESSONS[name].notes.published] == agree


def test_a_figure_that_is_not_reproduced_says_why():
    assert {lesson.name for lesson, _ in FIGURES} == {
        "quadratic_numpy",
        "quadratic_autograd",
        "autograd_scalar",
        "autograd_chain",
        "line_epochs",
    }
    assert all(figure.why for _, figure in FIGURES if figure.settings != {})


@pytest.mark.parametrize(
    ("text", "value", "agrees"),
    [
        ("7", 7.0, True),
        ("12", 12.0, True),
        ("13", 10.0, False),
        ("2.99850472", 2.9985047213026497, True),
        ("2.99850472", 2.998681441869641, False),
        ("2.0989827", 2.098982703472643, True),
        ("2.0990", 2.099034070968628, True),
        ("2.9578", 2.9577622413635254, True),
        ("2.9578", 2.95774, False),
        ("1.9876543283462524", 2.0668342, False),
        ("7", float("nan"), False),
        ("7", float("inf"), False),
    ],
)
def test_a_figure_agrees_in_every_printed_digit(text, value, agrees):
    assert Published("w", text, at_end("w")).agrees(value) is agrees


def test_a_figure_is_found_only_once_the_run_has_come_that_far():
    run = Run(LESSONS["minibatch_scratch"], {"epochs": 1})
    finders = (at_end("b"), at(20, "b"), at_epoch(0))
    run.advance(rows=20)
    assert [find(run) for find in finders] == [None, None, None]
    run.advance(rows=21)
    assert [find(run) is None for find in finders] == [True, False, True]
    run.advance()
    assert [find(run) for find in finders] == [end(run)["b"], run.history.row(20)["b"], run.epochs[0].loss]


def test_a_line_drawn_live():
    steady, diverging, checked = (tried("live_line", number) for number in (1, 2, 3))
    assert (steady.why, len(steady.history) - 1) == (Why.STOP_RULE, 80)
    assert end(steady)["loss"] == pytest.approx(0.9837, abs=5e-5)
    assert diverging.why is Why.DIVERGED
    assert (checked.why, len(checked.history) - 1) == (Why.STOP_RULE, 12)
    assert end(checked)["loss"] == pytest.approx(0.6023, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "features", "limit"),
    [
        ("live_line", lambda x: x, 0.05777),
        ("quadratic_autograd", np.square, 0.0178),
        ("line_epochs", lambda x: x, 0.0292),
    ],
)
def test_the_limit_of_the_learning_rate(name, features, limit):
    run = Run(LESSONS[name])
    run.prepare()
    design = np.hstack([features(run.start.x), np.ones_like(run.start.x)]).astype(float)
    count = len(design)
    scale = {"live_line": 1 / count, "quadratic_autograd": 1, "line_epochs": 2 / count}[name]
    assert 2 / np.linalg.eigvalsh(scale * design.T @ design).max() == pytest.approx(limit, rel=3e-3)


def test_minibatches_from_scratch():
    whole, noisy, diverging = (tried("minibatch_scratch", number) for number in (1, 2, 3))
    assert len(whole.history) == 3
    assert whole.epochs[-1].loss > 13
    assert end(whole)["b"] == pytest.approx(0.35, abs=0.006)
    assert [epoch.loss for epoch in noisy.epochs] == pytest.approx([0.48, 0.46, 0.46], abs=0.006)
    true = LESSONS["minibatch_scratch"].watch.truth(**noisy.values)
    fitted = noisy.parameters(len(noisy.history) - 1)
    assert all(np.abs(fitted[name].ravel() - np.ravel(true[name])).max() < 0.05 for name in fitted)
    assert diverging.why is Why.DIVERGED
    assert len(diverging.history) <= 100


def test_minibatches_made_concise():
    halved, diverging, reseeded = (tried("minibatch_concise", number) for number in (1, 2, 3))
    first = finished("minibatch_scratch").epochs[0].loss
    assert first == pytest.approx(0.04, abs=0.002)
    assert halved.epochs[0].loss == pytest.approx(2 * first, rel=0.05)
    assert diverging.why is Why.DIVERGED
    assert finished("minibatch_scratch", {"learning_rate": 1.0}).epochs[-1].loss < 0.001
    true = LESSONS["minibatch_concise"].watch.truth(**reseeded.values)
    fitted = reseeded.parameters(len(reseeded.history) - 1)
    assert all(np.abs(fitted[name].ravel() - np.ravel(true[name])).max() < 0.01 for name in fitted)


def test_a_parabola_by_hand():
    _, torchs, faster = (tried("quadratic_numpy", number) for number in (1, 2, 3))
    by_autograd = finished("quadratic_autograd")
    for run in (torchs, by_autograd):
        assert (f"{end(run)['w']:.4f}", f"{end(run)['b']:.4f}") == ("2.9578", "2.0990")
    assert (f"{end(faster)['w']:.6f}", f"{end(faster)['b']:.6f}") == ("3.000626", "2.098197")
    assert finished("quadratic_numpy").history.column("b").max() == pytest.approx(2.47, abs=0.005)


def test_a_parabola_by_autograd():
    numpys, quiet, diverging = (tried("quadratic_autograd", number) for number in (1, 2, 3))
    for run in (numpys, finished("quadratic_numpy")):
        assert (f"{end(run)['w']:.4f}", f"{end(run)['b']:.4f}") == ("2.9987", "2.0989")
    assert f"{end(quiet)['b']:.2f}" == "2.00"
    assert diverging.why is Why.DIVERGED
    assert finished("quadratic_autograd", {"learning_rate": 0.0177}).why is Why.COMPLETED


def test_a_polynomial():
    faster, lucky, wild = (tried("polynomial", number) for number in (1, 2, 3))
    assert faster.why is Why.STOP_RULE
    assert len(faster.history) < 200
    assert (lucky.why, len(lucky.history)) == (Why.STOP_RULE, 519)
    assert f"{end(lucky)['b']:.2f}" == "0.75"
    assert wild.why is Why.DIVERGED
    own = finished("polynomial")
    assert len(own.history) == 1412
    assert f"{end(own)['b']:.2f}" == "0.86"


@pytest.mark.parametrize(
    ("name", "gradients"),
    [
        ("autograd_scalar", [(0.0,), (12.0,), (7.389,)]),
        ("autograd_chain", [(12.0, 13.0), (0.0, 4.0), (3.0, 2.0)]),
    ],
)
def test_derivatives(name, gradients):
    for number, expected in enumerate(gradients, start=1):
        row = end(tried(name, number))
        found = [row[column] for column in ("x.grad", "y.grad") if column in row]
        assert found == pytest.approx(expected, abs=5e-4)


def test_a_line_in_epochs():
    longer, swinging, quiet = (tried("line_epochs", number) for number in (1, 2, 3))
    assert (f"{end(longer)['w']:.4f}", f"{end(longer)['b']:.4f}") == ("1.9882", "1.1785")
    assert f"{end(longer)['loss']:.2f}" == "3.85"
    assert end(swinging)["loss"] > 1e6
    assert f"{end(quiet)['b']:.2f}" == "0.58"
    own = end(finished("line_epochs"))
    assert (f"{own['w']:.4f}", f"{own['b']:.4f}", f"{own['loss']:.2f}") == ("2.0668", "0.6556", "3.92")


def above_the_least_loss(run: Run) -> np.ndarray:
    """Return how far the loss of each iteration is above that of the least squares line."""
    features = np.hstack([run.start.x, np.ones_like(run.start.x)])
    squares = np.linalg.lstsq(features, run.start.y, rcond=None)[1].item()
    return run.history.column("loss") - squares / 2 / len(features)


def stays_within(run: Run, distance: float) -> int:
    """Return the iteration from which on the loss stays so near to the least one."""
    return int(np.flatnonzero(above_the_least_loss(run) > distance)[-1]) + 1


def rises(run: Run) -> int:
    return int((np.diff(run.history.column("loss")) > 0).sum())


def test_a_line_with_torchs_optimisers():
    momentum, nesterov, adam, lbfgs = (tried("line_optimizers", number) for number in (1, 2, 3, 4))
    assert [stays_within(run, 0.05) for run in (momentum, adam)] == [49, 53]
    assert stays_within(lbfgs, 0.01) == 6
    assert rises(momentum) > 50
    without = finished("line_optimizers", nesterov.arguments | {"nesterov": False})
    assert (rises(nesterov), rises(without)) == (1, 28)
    assert finished("line_optimizers", nesterov.arguments | {"learning_rate": 0.05}).why is Why.DIVERGED
    longer = nesterov.arguments | {"iterations": 1200}
    below, beyond = (
        above_the_least_loss(finished("line_optimizers", longer | {"learning_rate": rate})) for rate in (0.0391, 0.0393)
    )
    assert below[-1] < 0.01 < 1e6 < beyond[-1]
    assert finished("line_optimizers", {"learning_rate": 0.3, "iterations": 1000}).why is Why.DIVERGED
    moved = [adam.history.row(0)[name] - value.item() for name, value in adam.start.values.items()]
    assert moved == pytest.approx([0.3, 0.3], abs=1e-5)


def test_what_is_said_of_each_of_torchs_optimisers():
    plain = finished("line_optimizers")
    features = np.hstack([plain.start.x, np.ones_like(plain.start.x)])
    low, high = np.linalg.eigvalsh(features.T @ features / len(features))
    assert (f"{high / low:.0f}", f"{2 / high:.5f}", f"{3.8 / 2.8 / high:.4f}") == ("308", "0.05777", "0.0392")
    assert f"{np.linalg.lstsq(features, plain.start.y, rcond=None)[0][1].item():.2f}" == "4.80"
    assert (f"{end(plain)['b']:.2f}", f"{above_the_least_loss(plain)[-1]:.2f}") == ("3.28", "0.14")
    assert f"{end(finished('line_optimizers', {'optimizer': 'Adagrad'}))['b']:.2f}" == "0.76"
    thrown_out = above_the_least_loss(finished("line_optimizers", {"optimizer": "RMSprop"}))
    assert thrown_out[185] < 0.002
    assert thrown_out[199] > 0.2
    steps = np.diff(finished("line_optimizers", {"optimizer": "Adam"}).history.column("b")[:10])
    assert steps == pytest.approx(0.05, rel=0.25)
    pulled, free = (
        end(finished("line_optimizers", {"optimizer": name, "learning_rate": 0.3})) for name in ("AdamW", "Adam")
    )
    assert pulled["b"] < free["b"] - 0.05
    for rate in (0.05, 0.5):
        learnt = finished("line_optimizers", {"optimizer": "LBFGS", "learning_rate": rate})
        above = above_the_least_loss(learnt)
        known = np.flatnonzero(above < 0.01)[0]
        np.testing.assert_allclose(above[known + 1 : known + 5] / above[known : known + 4], (1 - rate) ** 2, rtol=0.2)
