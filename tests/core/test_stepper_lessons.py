"""Every lesson, stepped and plain."""

from functools import cache

import pytest
import torch

from core.lessons import LESSONS
from core.run import Run
from tests.core.helpers import Outcome, run_plain, run_stepped, shown

SETTINGS = {
    "live_line": [
        {},
        {"seed": 0, "iterations": 60},
        {"seed": 3, "zero_grad": True, "learning_rate": 0.05},
        {"seed": 7, "examples": 2, "noise": 0.0, "iterations": 37, "check_every": 1, "stop_below": 0.0},
        {"seed": 2**31 - 1, "slope": -3.5, "intercept": 0.25, "examples": 1000, "learning_rate": 1e-6, "iterations": 5},
        {"zero_grad": True, "learning_rate": 10.0, "iterations": 40, "stop_below": 0.0},
    ],
    "polynomial": [{"stop_below": 0.1}],
}


@cache
def plain_lesson(name, **given) -> Outcome:
    lesson = LESSONS[name]
    return run_plain(lesson.function, **lesson.arguments(given))


@pytest.mark.parametrize("every", [True, False], ids=["every statement", "running through"])
@pytest.mark.parametrize(
    ("name", "given"),
    [pytest.param(name, given, id=f"{name} {given}") for name in LESSONS for given in SETTINGS.get(name, [{}])],
)
def test_a_stepped_lesson_ends_on_the_same_bits_as_the_plain_one(name, given, every):
    lesson = LESSONS[name]
    arguments = lesson.arguments(given)
    plain = plain_lesson(name, **given)
    stepped, _ = run_stepped(lesson.stepped, every=every, **arguments)
    assert stepped.output == plain.output
    assert stepped.locals.keys() == plain.locals.keys()
    assert all(same(stepped.locals[name], value) for name, value in plain.locals.items())


def same(one, other):
    """Whether two values are the same bit for bit."""
    if isinstance(one, torch.Tensor):
        grads = [value.grad if value.is_leaf else None for value in (one, other)]
        return one.detach().numpy().tobytes() == other.detach().numpy().tobytes() and (
            (grads[0] is None and grads[1] is None) or same(*grads)
        )
    return type(one) is type(other) and shown(one) == shown(other)


@pytest.mark.parametrize("name", LESSONS)
def test_a_run_leaves_the_same_rows_as_the_plain_lesson_computes(name):
    lesson = LESSONS[name]
    given = SETTINGS.get(name, [{}])[0]
    run, plain = Run(lesson, given), plain_lesson(name, **given)
    run.advance()
    last = run.history.row(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    assert last["loss"] == plain.locals[lesson.watch.loss].item()
