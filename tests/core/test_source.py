"""What is shown is a program of its own: every lesson's is run by plain Python, far from this checkout."""

import inspect
import json
import subprocess
import sys
from typing import Annotated

import pytest

from core.expression import evaluate
from core.lesson import Lesson
from core.lessons import LESSONS
from core.parameter import Formula
from core.run import Run
from core.run_facts import State
from core.source import shown_source
from core.watch import Watch
from tests.core.helpers import function_from, lesson_from

SHORT = {
    "live_line": {},
    "minibatch_scratch": {"examples": 100},
    "minibatch_concise": {"examples": 100},
    "quadratic_numpy": {"iterations": 100},
    "quadratic_autograd": {"iterations": 100},
    "polynomial": {"iterations": 100},
    "autograd_scalar": {},
    "autograd_chain": {},
    "line_epochs": {},
    "line_optimizers": {},
}
OTHERS = [
    ("live_line", {"zero_grad": True, "learning_rate": 0.01, "iterations": 45, "check_every": 7}),
    ("minibatch_scratch", {"true_w": (-1.5, 1e-3), "noise": 0.5, "batch_size": 7, "examples": 50, "seed": 3}),
    ("minibatch_concise", {"true_w": (0.1, 1e9 / 1e7), "batch_size": 9, "examples": 50, "epochs": 2}),
    ("quadratic_numpy", {"data_from": "torch", "precision": "float32", "init_cell_runs": 3, "iterations": 50}),
    ("quadratic_autograd", {"data_from": "numpy", "precision": "float64", "iterations": 50}),
    ("polynomial", {"coefficients": (0.3,), "constant": -2.0, "stop_below": 1.0, "iterations": 200}),
    ("autograd_scalar", {"expression": "relu(x)**3/7 + exp(1)*x - 2**-1", "x": 0.3}),
    ("autograd_chain", {"expression": "sin(x)/3", "y": -1.0}),
    ("line_epochs", {"epochs": 10, "examples": 33}),
    ("line_optimizers", {"optimizer": "LBFGS", "learning_rate": 0.5, "iterations": 50, "noise": 0.3}),
]
CASES = [*SHORT.items(), *OTHERS]

RUNNER = """
import contextlib, io, json, sys
sys.modules["core"] = None  # whoever imports it fails
import numpy

def digits(value):
    return numpy.asarray(value.detach() if hasattr(value, "detach") else value, float).ravel().tolist()

results = []
for program, names in json.load(sys.stdin):
    variables, text = {"__name__": "__main__"}, io.StringIO()
    with contextlib.redirect_stdout(text):
        exec(compile(program, "program.py", "exec"), variables)
    results.append((text.getvalue(), [digits(variables[name]) for name in names]))
print(json.dumps(results))
"""


def defaults(lesson):
    return lesson.arguments({})


def identity(case):
    return f"{case[0]}-{len(case[1])}"


@pytest.fixture(scope="module")
def of_plain_python(tmp_path_factory):
    """Run every case's program in one process of plain Python; return what each printed, and its parameters."""
    programs = []
    for name, values in CASES:
        lesson = LESSONS[name]
        programs.append((shown_source(lesson, lesson.arguments(values)).text, lesson.watch.parameters))
    folder = tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-I", "-W", "error", "-c", RUNNER]
    done = subprocess.run(command, input=json.dumps(programs), capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(map(identity, CASES), json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_the_program_prints_what_the_lesson_prints_and_ends_on_the_same_digits(of_plain_python, case):
    name, values = case
    run = Run(LESSONS[name], values)
    run.advance()
    assert run.state is State.FINISHED
    assert run.failure is None
    text, parameters = of_plain_python[identity(case)]
    assert text.splitlines() == run.output.lines
    recorded = run.parameters(len(run.history) - 1)
    assert parameters == [recorded[name].ravel().tolist() for name in run.lesson.watch.parameters]


def test_every_lesson_is_run_as_a_program():
    assert set(SHORT) == set(LESSONS) == {name for name, _ in OTHERS}


def test_the_first_lesson_reads_as_the_article_does():
    shown = shown_source(LESSONS["live_line"], defaults(LESSONS["live_line"]))
    assert shown.text.startswith(
        "import torch\n"
        "\n"
        "seed = 10\n"
        "examples = 20\n"
        "slope = 2.0\n"
        "intercept = 5.0\n"
        "noise = 1.0\n"
        "learning_rate = 0.1\n"
        "zero_grad = False\n"
        "iterations = 1000\n"
        "check_every = 20\n"
        "stop_below = 1.0\n"
        "\n"
        "torch.manual_seed(seed)\n"
        "x = torch.rand(examples, 1) * 10\n"
    )
    assert shown.text.endswith("        if loss.item() < stop_below:\n            break\n")
    assert shown.lines == tuple(shown.text.splitlines())


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_each_line_of_the_body_is_a_line_of_the_file(lesson):
    shown = shown_source(lesson, defaults(lesson))
    file = inspect.getsource(sys.modules[lesson.function.__module__]).splitlines()
    docstring = file.index(f'    """{lesson.function.__doc__}"""') + 1
    assert shown.file_line(shown.body) == docstring + 1
    for number, line in enumerate(shown.lines, 1):
        file_line = shown.file_line(number)
        if number < shown.body:
            assert file_line is None
        else:
            assert file_line is not None
            assert shown.shown_line(file_line) == number
            if lesson.watch.formula is None or "evaluate" not in file[file_line - 1]:
                assert line == file[file_line - 1].removeprefix("    ")
    assert shown.shown_line(docstring) is None
    assert shown.shown_line(docstring + len(shown.lines) - shown.body + 2) is None
    assert shown.file_line(0) is shown.file_line(len(shown.lines) + 1) is None


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_nothing_of_ours_is_in_the_program(lesson):
    text = shown_source(lesson, defaults(lesson)).text
    for word in ("core", "Annotated", "LIVE", "evaluate", "__"):
        assert word not in text


def test_only_the_imports_in_use_are_shown_as_the_module_has_them():
    shown = shown_source(LESSONS["polynomial"], defaults(LESSONS["polynomial"]))
    assert shown.lines[:3] == ("import torch", "from torch import nn, optim", "")
    shown = shown_source(LESSONS["minibatch_scratch"], defaults(LESSONS["minibatch_scratch"]))
    assert shown.lines[:3] == ("import random", "import torch", "")
    shown = shown_source(LESSONS["quadratic_numpy"], defaults(LESSONS["quadratic_numpy"]))
    assert shown.lines[:3] == ("import numpy as np", "import torch", "")


def test_a_formula_stands_in_the_place_of_its_evaluation():
    lesson = LESSONS["autograd_chain"]
    shown = shown_source(lesson, lesson.arguments({"expression": "tanh(x*y)**2", "x": 0.5}))
    assert shown.text == (
        "import torch\n"
        "\n"
        "x = 0.5\n"
        "y = 3.0\n"
        "\n"
        "x = torch.tensor(x, requires_grad=True)\n"
        "y = torch.tensor(y, requires_grad=True)\n"
        "z = torch.tanh(x*y)**2\n"
        "z.backward()\n"
        'print(f"dz/dx = {x.grad}")\n'
        'print(f"dz/dy = {y.grad}")\n'
    )


def test_a_call_on_several_lines_keeps_their_count():
    def of_lines(expression: Annotated[str, Formula(("x",))] = "x + 1", x: float = 2.0):
        y = evaluate(
            expression,
            x=x,
        )
        print(y)

    lesson = Lesson(of_lines, "", "", Watch(loss="y", parameters=("x",), formula="expression"))
    assert shown_source(lesson, defaults(lesson)).lines == ("x = 2.0", "", "y = x + 1", "", "", "", "print(y)")


def test_a_body_without_docstring_keeps_its_first_comment_and_its_tabs():
    source = "def f(count: int = 3):\n\t# Why.\n\n\t@staticmethod\n\tdef g():\n\t\treturn 1\n\tprint(g(), count)\n"
    lesson = lesson_from(function_from(source))
    shown = shown_source(lesson, {"count": 4})
    expected = ("count = 4", "", "# Why.", "", "@staticmethod", "def g():", "\treturn 1", "print(g(), count)")
    assert shown.lines == expected
    assert shown.file_line(3) == 2


def test_a_hyperparameter_that_the_body_does_not_use_is_left_out():
    lesson = lesson_from(function_from("def f(used: int = 3, unused: float = 1.0):\n    print(used)\n"))
    assert shown_source(lesson, {"used": 3, "unused": 1.0}).text == "used = 3\n\nprint(used)\n"


def test_the_lines_of_a_statement_are_its_own_and_of_a_compound_one_its_heads():
    source = """
def f():
    first = (
        1
    )
    if (
        first
    ):
        pass
    else:
        second = 2
    try:
        third = 3
    except ValueError:
        fourth = 4
    finally:
        fifth = 5
    for number in range(3): print(number)
    def nested():
        return 6
"""
    shown = shown_source(lesson_from(function_from(source.strip())), {})
    lines = {shown.lines[lines[0] - 1].strip(): len(lines) for lines in shown.statements.values()}
    assert lines == {
        "first = (": 3,
        "if (": 3,
        "pass": 1,
        "second = 2": 1,
        "try:": 1,
        "third = 3": 1,
        "fourth = 4": 1,
        "fifth = 5": 1,
        "for number in range(3): print(number)": 1,
        "def nested():": 1,
    }
