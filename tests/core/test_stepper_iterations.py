"""What an iteration is, what the observer is told of it, and the phases of its statements."""

import inspect
from textwrap import dedent

import pytest

from core.lessons import LESSONS
from core.lessons.live_line import live_line
from core.statements import Phase
from core.stepper import Stepped
from tests.core.helpers import LossReader, Recording, function_from, run_stepped, watch
from tests.core.programs import names

# Each program notes its own passes; the figures are written out by hand.

ITERATIONS = {
    "the end of the body ends one": ("for i in range(3):\n    loss = i", [(False, 0), (False, 1), (False, 2)]),
    "a break ends one and leaves": ("for i in range(3):\n    loss = i\n    if i: break", [(False, 0), (True, 1)]),
    "a return ends one and leaves": ("for i in range(3):\n    loss = i\n    if i: return", [(False, 0), (True, 1)]),
    "a continue ends one": (
        "for i in range(3):\n    loss = i\n    if i == 1: continue\n    i = 9",
        [(False, 0), (False, 1), (False, 2)],
    ),
    "a break before the loss does not": (
        "for i in range(3):\n    if i == 2: break\n    loss = i",
        [(False, 0), (False, 1)],
    ),
    "a continue before the loss does not": (
        "for i in range(3):\n    if i == 1: continue\n    loss = i",
        [(False, 0), (False, 2)],
    ),
    "a return before the loss does not": ("while True:\n    if w: return\n    loss = w\n    w = 1", [(False, 0)]),
    "a break of an inner loop does not": (
        "for i in range(2):\n    loss = i\n    for j in range(3):\n        if j: break",
        [(False, 0), (False, 1)],
    ),
    "a return in an inner loop does": (
        "for i in range(2):\n    loss = i\n    for j in range(3):\n        if i: return",
        [(False, 0), (True, 1)],
    ),
    "batches in epochs": (
        "for e in range(2):\n    for i in range(2):\n        loss = 10 * e + i\n    w = e",
        [(False, 0), (False, 1), (False, 10), (False, 11)],
    ),
    "a loss before the loop is not a training loop": ("loss = 1\nfor i in range(3):\n    w = i", []),
    "a loss after the inner loop belongs to the outer": (
        "for i in range(2):\n    for j in range(3):\n        w = j\n    loss = i + w",
        [(False, 2), (False, 3)],
    ),
    "a loss in a with block": (
        "for i in range(2):\n    with torch.no_grad():\n        loss = i",
        [(False, 0), (False, 1)],
    ),
    "a loss in a nested function is not the loop's": (
        "for i in range(2):\n    def f():\n        loss = 1\n    f()",
        [],
    ),
    "a break in a finally": (
        "for i in range(3):\n    try:\n        loss = i\n    finally:\n        if i: break",
        [(False, 0), (True, 1)],
    ),
    "a continue in an except whose try did not reach the loss": (
        "for i in range(3):\n    try:\n        loss = 6 / i\n    except ZeroDivisionError:\n        w = 0",
        [(False, None), (False, 6.0), (False, 3.0)],
    ),
    "an else of the loop": ("for i in range(2):\n    loss = i\nelse:\n    w = 1", [(False, 0), (False, 1)]),
    "a return in the else of the loop": (
        "for i in range(2):\n    loss = i\nelse:\n    return",
        [(False, 0), (False, 1)],
    ),
    "a tuple that holds the loss": ("for i in range(2):\n    w, loss = i, -i", [(False, 0), (False, -1)]),
}


@pytest.mark.parametrize(("body", "expected"), ITERATIONS.values(), ids=ITERATIONS.keys())
def test_iterations(body, expected):
    lines = "\n".join("    " + line for line in body.splitlines())
    program = function_from(f"def program():\n    w = 0\n{lines}\n", **names)
    observer = LossReader()
    outcome, _ = run_stepped(Stepped(program, watch()), observer, every=False)
    assert outcome.error is None
    assert observer.read == expected


def test_a_function_without_a_training_loop_says_so():
    assert not Stepped(function_from("def program():\n    loss = 1\n"), watch()).has_loop
    assert Stepped(function_from("def program():\n    while 1:\n        loss = 1\n"), watch()).has_loop


def test_it_stands_still_at_the_end_of_an_iteration_only_where_the_observer_wants_it():
    program = function_from("def program():\n    w = 0\n    for i in range(3):\n        loss = i\n")
    stepped = Stepped(program, watch())
    _, stood = run_stepped(stepped, Recording(stops=True), every=False)
    assert [(mark.line, mark.ends) for mark in stood] == [(3, True)] * 3  # the loop goes on
    _, stood = run_stepped(stepped, Recording(stops=False), every=False)
    assert stood == []


def test_gradients_are_handed_over_right_after_the_backward_statement():
    program = function_from(
        dedent("""\
        def program():
            w = torch.ones(1, requires_grad=True)
            for i in range(2):
                loss = (3 * w).sum()
                loss.backward()
                w.grad.zero_()
        """),
        **names,
    )

    class Reading(Recording):
        def gradients_computed(self, w):
            self.gradients.append(w.grad.item())

    observer = Reading()
    outcome, _ = run_stepped(Stepped(program, watch()), observer, every=False)
    assert outcome.error is None
    assert observer.gradients == [3.0, 3.0]


def test_a_live_value_is_taken_at_the_top_of_the_next_iteration_and_nowhere_else():
    program = function_from(
        dedent("""\
        def program(rate=1):
            w = 0
            for i in range(4):
                w += rate
                loss = rate
        """)
    )
    observer = Recording(stops=True)
    stepped = Stepped(program, watch(), live=["rate"])
    observer.stepping = stepping = stepped.start({}, observer)
    next(stepping.generator)
    stepping.every_statement = True
    next(stepping.generator)  # before w += rate, of which the top of the iteration is a part
    next(stepping.generator)  # before loss = rate
    stepping.changes["rate"] = 10
    stepping.every_statement = False
    assert len(list(stepping.generator)) == 3
    assert [values for _, values in observer.iterations] == [(1, 1), (1, 2), (10, 12), (10, 22)]


def test_the_phases_of_the_article():
    stepped = Stepped(live_line, LESSONS["live_line"].watch)
    source, first = inspect.getsourcelines(live_line)
    phases = {source[mark.line - first].strip(): mark.phase for mark in stepped.marks if not mark.ends}
    assert {line: phase.name for line, phase in phases.items() if phase} == {
        "y_pred = w * x + b": "FORWARD",
        "loss = (0.5 * (y - y_pred) ** 2).mean()": "LOSS",
        "loss.backward()": "BACKWARD",
        "b.data.sub_(learning_rate * b.grad)": "UPDATE",
        "w.data.sub_(learning_rate * w.grad)": "UPDATE",
        "b.grad.zero_()": "ZERO",
        "w.grad.zero_()": "ZERO",
    }
    assert phases["w = torch.randn(1, requires_grad=True)"] is None, "outside the loop nothing has a phase"


@pytest.mark.parametrize(
    ("statement", "phase"),
    [
        ("y_pred = net(x)", Phase.FORWARD),
        ("loss = criterion(y_pred, y)", Phase.LOSS),
        ("loss.sum().backward()", Phase.BACKWARD),
        ("dw = (y_pred - y).sum()", Phase.BACKWARD),
        ("w -= rate * w.grad", Phase.UPDATE),
        ("w[:] = w - rate * w.grad", Phase.UPDATE),
        ("w.data = w.data - rate * w.grad", Phase.UPDATE),
        ("w.data -= rate * w.grad", Phase.UPDATE),
        ("w = w - rate * dw", Phase.UPDATE),
        ("w.sub_(rate * w.grad)", Phase.UPDATE),
        ("optimizer.step()", Phase.UPDATE),
        ("optimizer.zero_grad()", Phase.ZERO),
        ("w.grad.zero_()", Phase.ZERO),
        ("w.grad.data.zero_()", Phase.ZERO),
        ("w.grad = None", Phase.ZERO),
        ("print(loss, w)", None),
        ("history = w.item()", None),
        ("net.__init__(w)", None),
    ],
)
def test_the_phase_of_a_statement(statement, phase):
    program = function_from(f"def program():\n    for i in x:\n        {statement}\n        loss = 0\n")
    stepped = Stepped(program, watch(gradients={"w": "dw"}))
    assert next(mark for mark in stepped.marks if mark.line == 3).phase is phase
