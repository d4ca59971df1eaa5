import ast
import asyncio
import contextlib
import functools
import inspect
import random
import traceback
from itertools import chain
from textwrap import dedent

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lessons import LESSONS
from core.lessons.live_line import live_line
from core.run import Run
from core.statements import Phase
from core.stepper import Stepped
from tests.core.helpers import Recording, function_from, lines_run, run_plain, run_stepped, shown, watch


@contextlib.contextmanager
def announced(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("leave", name)


def counting(count):
    for number in range(count):
        print("count", number)
        yield number


names = {
    "torch": torch,
    "announced": announced,
    "suppress": contextlib.suppress,
    "counting": counting,
    "random": random,
}

PROGRAMS = {
    "no loop": """
        def program(n=3):
            a = n + 1
            print("a is", a, sep="=", end="!")
            return a
        """,
    "only a docstring": '''
        def program():
            """Nothing."""
        ''',
    "only pass": """
        def program():
            pass
        """,
    "epochs over batches": """
        def program(epochs=3):
            total = 0.0
            for epoch in range(epochs):
                for batch in range(4):
                    loss = 1 / (1 + batch + epoch)
                    total += loss
                else:
                    print("epoch", epoch, total)
            else:
                print("all")
            return total
        """,
    "while True": """
        def program(limit=5):
            i = 0
            while True:
                i += 1
                if i % 2:
                    continue
                loss = 10 - i
                if loss < limit:
                    break
            else:
                print("never")
            return i, loss
        """,
    "return from the middle of two loops": """
        def program(n=4):
            for i in range(n):
                for j in range(n):
                    loss = i * j
                    if loss == 4:
                        return i, j
            return None
        """,
    "break out and else": """
        def program(n=5):
            for i in range(n):
                loss = i
                while i:
                    i -= 1
                    if i == 2:
                        break
                else:
                    print("drained")
                    continue
                print("broke")
            else:
                print("done")
        """,
    "finally": """
        def program():
            for i in range(4):
                try:
                    loss = 1 / (i - 2)
                    if i == 1:
                        continue
                except ZeroDivisionError as error:
                    print("caught", error)
                    break
                else:
                    print("fine", i)
                finally:
                    print("finally", i)
            return i
        """,
    "a finally that swallows": """
        def program():
            for i in range(2):
                try:
                    raise ValueError(i)
                finally:
                    loss = i
                    break
            return i
        """,
    "an exception goes out": """
        def program(n=2):
            loss = n
            with announced("a") as a, announced("b"):
                for i in range(3):
                    loss = loss / (n - i)
        """,
    "raised from": """
        def program():
            try:
                {}["key"]
            except KeyError as error:
                raise ValueError("no such thing") from error
        """,
    "an exception being handled stays so": """
        def program():
            import sys
            try:
                raise ValueError("first")
            except ValueError:
                kind = sys.exc_info()[0].__name__
                try:
                    raise
                except ValueError as error:
                    again = str(error)
            return kind, again, sys.exc_info()
        """,
    "exception groups": """
        def program():
            try:
                raise ExceptionGroup("several", [ValueError("v"), TypeError("t")])
            except* ValueError as group:
                print(group.exceptions)
            except* TypeError as group:
                loss = len(group.exceptions)
            return loss
        """,
    "unbound": """
        def program(n=0):
            if n:
                loss = 1
            return loss
        """,
    "deleted": """
        def program(n=3):
            for w in range(n):
                loss = w
                del loss
                if w == 1:
                    continue
            print(loss)
        """,
    "no_grad": """
        def program():
            w = torch.ones(2, requires_grad=True)
            for i in range(3):
                loss = (w * w).sum()
                loss.backward()
                with torch.no_grad():
                    w -= 0.1 * w.grad
                    inside = (w * 2).requires_grad
                    w.grad.zero_()
            return loss.item(), w.tolist(), inside, (w * 2).requires_grad
        """,
    "data loader": """
        def program(seed=0):
            torch.manual_seed(seed)
            x = torch.randn(7, 2)
            y = x.sum(dim=1, keepdim=True)
            loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=3, shuffle=True)
            net = torch.nn.Sequential(torch.nn.Linear(2, 1))
            w = net[0].weight
            optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
            for epoch in range(2):
                for features, labels in loader:
                    loss = torch.nn.functional.mse_loss(net(features), labels)
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                print(epoch, loss.item())
            return w.tolist(), torch.rand(1).item()
        """,
    "over a nested generator": """
        def program(seed=1):
            random.seed(seed)

            def batches(items, size):
                order = list(items)
                random.shuffle(order)
                for start in range(0, len(order), size):
                    yield order[start : start + size]

            w = 0
            for epoch in range(2):
                for batch in batches(range(7), 3):
                    loss = sum(batch)
                    w += loss * len(batch)
            return w, random.random()
        """,
    "nested functions, classes, lambdas and comprehensions": """
        def program(n=3):
            class Net(torch.nn.Module):
                def __init__(self):
                    super().__init__()
                    self.w = torch.nn.Parameter(torch.full((1,), float(n)))

                def forward(self, x):
                    return self.w * x

            net, w = Net(), 0

            def square(v):
                nonlocal w
                w += 1
                return v * v

            for i in range(n):
                loss = square(net(torch.tensor([i + 1.0]))).sum()
                loss.backward()
            triple = lambda v: 3 * v + w
            return [triple(i) for i in range(n) if i], loss.item(), net.w.grad.item(), w
        """,
    "global": """
        def program():
            global counter
            counter = 0
            for i in range(3):
                counter += i
                loss = counter
            return counter
        """,
    "match": """
        def program():
            seen = []
            for thing in (1, "two", [3, 4], {"five": 6}, None):
                match thing:
                    case int(number) if number > 0:
                        loss = number
                    case str():
                        continue
                    case [first, *rest]:
                        seen.append((first, rest))
                    case {"five": six}:
                        seen.append(six)
                    case _:
                        break
                seen.append("after")
            return seen
        """,
    "every kind of argument": """
        def program(a=1, /, b=2, *rest, c=3, **others):
            for i in range(a + b + c):
                loss = i
            return loss, rest, others
        """,
    "walrus, starred, several on a line": """
        def program():
            i = 0
            while (i := i + 1) < 4:
                loss, *w = i, i + 1, i + 2; print(loss)
                if i == 2: continue
                print(w)
            return i
        """,
    "annotations and imports": """
        def program(n: int = 3) -> "a list":
            import math as m
            total: float
            total: float = 0
            for i in range(n):
                total += m.sqrt(i)
                loss: float = total
            assert total < 1, f"total {total:.3f}"
            return total
        """,
    "stop iteration": """
        def program():
            loss = 1
            next(iter(()))
        """,
    "a stop iteration that is caught": """
        def program():
            try:
                loss = next(iter(()))
            except StopIteration as error:
                return repr(error)
        """,
}

watches = {"watched": watch(), "unwatched": None}


@pytest.mark.parametrize("every", [True, False], ids=["every statement", "running through"])
@pytest.mark.parametrize("watched", watches.values(), ids=watches.keys())
@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_stepped_program_does_what_the_plain_one_does(source, watched, every):
    program = function_from(dedent(source), **names)
    plain = run_plain(program)
    stepped, _ = run_stepped(Stepped(program, watched, ["n", "limit"]), every=every)
    assert stepped.shown == plain.shown


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_every_statement_that_runs_is_stood_before(source):
    program = function_from(dedent(source), **names)
    _, stood = run_stepped(Stepped(program, watch()))
    assert {mark.line for mark in stood if not mark.ends} >= set(lines_run(program)) & statement_lines(dedent(source))


def statement_lines(source):
    """The first lines of the statements that belong to the program itself."""

    def own(block):
        for child in ast.iter_child_nodes(block):
            if isinstance(child, ast.stmt):
                yield child.lineno
            if not isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
                yield from own(child)

    definition = ast.parse(source).body[0]
    documented = ast.get_docstring(definition) is not None
    return set(own(definition)) - ({definition.body[0].lineno} if documented else set())


def test_it_stands_before_each_statement_in_the_order_of_the_source():
    program = function_from(
        dedent("""\
        def program():
            w = 0
            for i in range(2):
                if i:
                    w = 1
                else:
                    w = 2
                loss = (
                    w
                )
            print(w)
        """)
    )
    _, stood = run_stepped(Stepped(program, watch()))
    assert [mark.line for mark in stood] == [2, 3, 4, 7, 8, 4, 5, 8, 11]
    assert [mark.begins for mark in stood] == [False, False, True, False, False, True, False, False, False]


def test_the_frame_stands_on_the_line_of_the_mark_with_the_locals_of_that_place():
    program = function_from("def program(n=2):\n    a = n\n    a = a * 10\n    return a\n")
    stepped = Stepped(program)
    stepping = stepped.start({}, Recording())
    stepping.every_statement = True
    places = [
        (stepped.marks[i].line, stepping.generator.gi_frame.f_lineno, stepping.locals) for i in stepping.generator
    ]
    assert places == [(2, 2, {"n": 2}), (3, 3, {"n": 2, "a": 2}), (4, 4, {"n": 2, "a": 20})]
    assert stepping.locals == {}


def test_nothing_of_the_function_runs_before_it_is_driven():
    observer = Recording()
    Stepped(function_from("def program():\n    print('begun')\n")).start({}, observer)
    assert observer.output.lines == []


def test_closure_variables_are_shared_with_the_plain_function():
    total, factor = 0, 3

    def program(n=4):
        nonlocal total
        for i in range(n):
            total += factor * i
        return total

    assert program() == 18
    outcome, _ = run_stepped(Stepped(program))
    assert outcome.result == 36
    assert total == 36


def test_a_closure_may_hold_a_print_of_its_own():
    said = []
    print = said.append

    def program():
        print("mine")

    observer = Recording()
    run_stepped(Stepped(program), observer)
    assert said == ["mine"]
    assert observer.output.lines == []


def test_a_global_print_of_its_own_is_kept():
    said = []
    program = function_from("def program():\n    print('mine')\n", print=said.append)
    observer = Recording()
    run_stepped(Stepped(program), observer)
    assert said == ["mine"]
    assert observer.output.lines == []


def test_two_executions_of_one_stepped_function_do_not_meet():
    stepped = Stepped(function_from("def program(n):\n    for i in range(n):\n        print(n, i)\n"))
    first, second = Recording(), Recording()
    a, b = stepped.start({"n": 2}, first), stepped.start({"n": 3}, second)
    a.every_statement = b.every_statement = True
    for _ in range(3):
        next(a.generator), next(b.generator)
    a.every_statement = False
    assert list(a.generator) == []
    assert first.output.lines == ["2 0", "2 1"]
    assert second.output.lines == ["3 0"]


def test_a_decorated_function_is_stepped_in_its_own_wrapper():
    def doubled(function):
        @functools.wraps(function)
        def wrapper(n):
            print("wrapped")
            return 2 * function(n)

        return wrapper

    @doubled
    def program(n):
        return n + 1

    outcome, stood = run_stepped(Stepped(program), n=3)
    assert outcome.result == 8
    assert outcome.output == "wrapped\n"
    assert len(stood) == 2


def test_tracebacks_point_into_the_source():
    source = "def program():\n    for i in range(3):\n        loss = 1 / (1 - i)  # here\n"
    program = function_from(source)
    outcome, _ = run_stepped(Stepped(program, watch()), every=False)
    last = traceback.extract_tb(outcome.error.__traceback__)[-1]
    assert (last.filename, last.lineno, last.name) == (program.__code__.co_filename, 3, "program")
    assert last.line == "loss = 1 / (1 - i)  # here"


def a_generator():
    yield 1


async def a_coroutine():
    await asyncio.sleep(0)


async def an_async_generator():
    yield 1


def takes_a_lambda(function=lambda: 1):
    return function()


class WithMethod:
    def method(self):
        return 1


@pytest.mark.parametrize(
    "function",
    [
        a_generator,
        a_coroutine,
        an_async_generator,
        lambda: 1,
        takes_a_lambda.__defaults__[0],
        print,
        len,
        WithMethod,
        WithMethod().method,
        functools.partial(statement_lines, ""),
        None,
    ],
    ids=shown,
)
def test_what_is_not_a_plain_function_is_refused(function):
    with pytest.raises(TypeError, match="is not a plain function"):
        Stepped(function)


# What an iteration is. Each program notes its own passes; the figures are written out by hand.

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


class LossReader(Recording):
    """Reads the loss as a Run does: as it is passed, or from the frame where it may be unbound."""

    def __init__(self):
        super().__init__()
        self.read = []

    def iteration_ended(self, leaves, *values):
        self.read.append((leaves, values[0] if values else self.stepping.locals.get("loss")))
        return False


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


# Every lesson, stepped and plain.

SETTINGS = {
    "live_line": [
        {},
        {"seed": 0, "iterations": 60},
        {"seed": 3, "zero_grad": True, "learning_rate": 0.05},
        {"seed": 7, "examples": 2, "noise": 0.0, "iterations": 37, "check_every": 1, "stop_below": 0.0},
        {"seed": 2**31 - 1, "slope": -3.5, "intercept": 0.25, "examples": 1000, "learning_rate": 1e-6, "iterations": 5},
        {"zero_grad": True, "learning_rate": 10.0, "iterations": 40, "stop_below": 0.0},
    ]
}


@pytest.mark.parametrize("every", [True, False], ids=["every statement", "running through"])
@pytest.mark.parametrize(
    ("name", "given"),
    [pytest.param(name, given, id=f"{name} {given}") for name in LESSONS for given in SETTINGS.get(name, [{}])],
)
def test_a_stepped_lesson_ends_on_the_same_bits_as_the_plain_one(name, given, every):
    lesson = LESSONS[name]
    arguments = lesson.arguments(given)
    live = [name for name, parameter in lesson.parameters.items() if parameter.live]
    plain = run_plain(lesson.function, **arguments)
    stepped, _ = run_stepped(Stepped(lesson.function, lesson.watch, live), every=every, **arguments)
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
    run = Run(lesson)
    plain = run_plain(lesson.function, **run.arguments)
    run.advance()
    last = run.history.row(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    assert last["loss"] == plain.locals[lesson.watch.loss].item()


# A family of programs.

variables = st.sampled_from("abcd")
values = st.sampled_from(["0", "1", "2", "3", "0.5", "-1.5", "a", "b", "c", "d", "rate"])
operators = st.sampled_from(["+", "-", "*", "/", "//", "%"])
comparisons = st.sampled_from(["<", "<=", "==", "!=", ">"])


@st.composite
def expressions(draw):
    operation = f"({draw(values)} {draw(operators)} {draw(values)})"
    return draw(st.sampled_from([f"{operation} % 1000", f"half({operation}) % 8", draw(values)]))


@st.composite
def conditions(draw):
    return f"{draw(values)} {draw(comparisons)} {draw(values)}"


@st.composite
def simple_statements(draw, looping):
    kinds = ["assign"] * 4 + [
        "augment",
        "print",
        "pair",
        "raise",
        "return",
        "bare",
        "pass",
        "delete",
        "lambda",
        "assert",
    ]
    kind = draw(st.sampled_from(kinds + ["break", "continue"] * 2 * looping))
    match kind:
        case "assign":
            return [f"{draw(variables)} = {draw(expressions())}"]
        case "augment":
            return [f"{draw(variables)} {draw(st.sampled_from('+-'))}= {draw(expressions())}"]
        case "print":
            return [f"print({draw(values)}, {draw(values)})"]
        case "pair":
            return [f"{draw(variables)}, {draw(variables)} = {draw(expressions())}, {draw(values)}"]
        case "raise":
            return [f"raise {draw(st.sampled_from(['ValueError', 'KeyError', 'StopIteration']))}({draw(values)})"]
        case "return":
            return [f"return {draw(expressions())}"]
        case "bare":
            return ["return"]
        case "delete":
            return [f"del {draw(variables)}"]
        case "lambda":
            return [f"{draw(variables)} = (lambda v: v + {draw(values)})(1)"]
        case "assert":
            return [f"assert {draw(conditions())}, {draw(values)}"]
    return [kind]


def indented(lines):
    return ["    " + line for line in lines]


@st.composite
def blocks(draw, depth, looping=False):
    lines = []
    for _ in range(draw(st.integers(1, 4 if depth else 2))):
        kinds = ["simple"] * 3 + ["if", "for", "while", "forever", "try", "with", "match", "generator", "def"] * (
            depth > 0
        )
        lines += draw(compound_statements(draw(st.sampled_from(kinds)), depth - 1, looping))
    return lines


@st.composite
def compound_statements(draw, kind, depth, looping):
    def block(loops=looping):
        return indented(draw(blocks(max(depth, 0), loops)))

    def perhaps(head):
        return [head, *block()] if draw(st.booleans()) else []

    match kind:
        case "simple":
            return draw(simple_statements(looping))
        case "if":
            return [f"if {draw(conditions())}:", *block(), *perhaps("else:")]
        case "for":
            count = draw(st.integers(0, 3))
            return [f"for {draw(variables)} in range({count}):", *block(True), *perhaps("else:")]
        case "while":
            guard = f"guard{depth}"
            body = [f"    {guard} += 1", *block(True)]
            return [f"{guard} = 0", f"while {guard} < 3 and {draw(conditions())}:", *body, *perhaps("else:")]
        case "forever":
            guard = f"guard{depth}"
            body = [f"    {guard} += 1", f"    if {guard} > 3:", "        break", *block(True)]
            return [f"{guard} = 0", "while True:", *body]
        case "try":
            error = draw(st.sampled_from(["ZeroDivisionError", "ValueError", "Exception", "UnboundLocalError"]))
            named = draw(st.sampled_from(["", " as error"]))
            handlers = [f"except {error}{named}:", *block(), *perhaps("else:")]
            final = perhaps("finally:")
            return ["try:", *block(), *(handlers if draw(st.booleans()) or not final else []), *final]
        case "with":
            context = draw(st.sampled_from(["announced('x') as c", "suppress(ValueError)", "announced('y')"]))
            return [f"with {context}:", *block()]
        case "match":
            other = draw(st.sampled_from(["case 1 | 2:", "case int(b):", "case float():"]))
            return [f"match {draw(values)}:", "    case 0:", *indented(block()), "    " + other, *indented(block())]
        case "generator":
            return [f"for {draw(variables)} in counting({draw(st.integers(0, 2))}):", *block(True)]
        case "def":
            return ["def inner(v):", *indented([f"return v + {draw(values)}"]), f"{draw(variables)} = inner(1)"]
    raise AssertionError(kind)


@st.composite
def programs(draw):
    body = ["a, b, c = 1, 2.0, 3", *draw(blocks(3)), *draw(blocks(1))]
    return "\n".join(["def program(rate=0.5):", *indented(body), ""])


def half(value):
    return value / 2


def reporting(source):
    """Let a generated program report the line of every statement just before it runs."""
    lines = source.splitlines()
    reported = lines[:1]
    for number, line in enumerate(lines[1:], start=2):
        statement = line.lstrip()
        headings = ("else", "except", "finally", "case", "return v +")
        if not statement.startswith(headings):
            reported.append(f"{line[: -len(statement)]}passing({number})")
        reported.append(line)
    return "\n".join([*reported, ""])


@given(
    source=programs(),
    loss=variables,
    parameters=st.lists(variables, min_size=1, max_size=2, unique=True),
    every=st.booleans(),
    stops=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_generated_program_does_the_same_stepped_and_plain(source, loss, parameters, every, stops):
    program = function_from(source, half=half, **names)
    plain = run_plain(program)
    stepped = Stepped(program, watch(loss, parameters), live=["rate"])
    outcome, stood = run_stepped(stepped, Recording(stops), every=every)
    assert outcome.shown == plain.shown
    passed = []
    run_plain(function_from(reporting(source), half=half, passing=passed.append, **names))
    assert [mark.line for mark in stood if not mark.ends] == (passed if every else [])


@st.composite
def training_loops(draw):
    """A loop whose body computes the loss exactly once, unless it leaves the pass before."""
    guarded = st.sampled_from(
        [[], ["if i == 1:", "    continue"], ["if i == 3:", "    break"], ["if i == 2:", "    return"]]
    )
    loop = draw(st.sampled_from(["for i in range(5):", "for i in counting(4):", "while (i := i + 1) < 5:"]))
    before, after = draw(st.lists(guarded, max_size=2)), draw(st.lists(guarded, max_size=2))
    body = [*chain(*before), "loss = compute(i)", "w += loss", *chain(*after), "print(i)"]
    wrap = draw(st.sampled_from(["plain", "try", "with", "inner"]))
    if wrap == "try":
        body = ["try:", *indented(body), "finally:", "    print('finally')"]
    if wrap == "with":
        body = ["with announced('x'):", *indented(body)]
    if wrap == "inner":
        body += ["for j in range(2):", "    if j: break"]
    lines = ["i = w = 0", loop, *indented(body)]
    if draw(st.booleans()):
        lines = ["for epoch in range(2):", *indented(lines), "    print(epoch)"]
    return "\n".join(["def program():", *indented(lines), ""])


@given(source=training_loops())
@settings(max_examples=150, deadline=None)
def test_there_is_one_iteration_for_each_loss_that_is_computed(source):
    computed = []

    def compute(i):
        computed.append(i + 1)
        return i + 1

    program = function_from(source, compute=compute, **names)
    observer = LossReader()
    outcome, _ = run_stepped(Stepped(program, watch()), observer, every=False)
    assert outcome.error is None
    assert [loss for _, loss in observer.read] == computed
