import ast
import asyncio
import functools
import traceback
from textwrap import dedent

import pytest

from core.stepper import Stepped
from tests.core.helpers import Recording, function_from, lines_run, run_plain, run_stepped, shown, watch
from tests.core.programs import names

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
