"""What a run tells of one iteration: its next line, its breakpoints, its locals, and what is pinned."""

import inspect
from math import isnan

import pytest

from core.analysis import known_data
from core.lessons import LESSONS
from core.run import Run
from core.run_facts import State
from tests.core.helpers import function_from, lesson_from

LIVE_LINE = LESSONS["live_line"]

PROGRAM = """\
def program():
    w = 0.0
    half = 0.5
    for i in range(5):
        y_pred = w * half
        loss = (1.0 - y_pred) ** 2
        if i == 3:
            w = 5.0
            break
        w = w + half * 0.1
    done = True
"""


def lesson(source=PROGRAM, **watched):
    return lesson_from(function_from(source), **watched)


def line_of(function, text):
    lines, first = inspect.getsourcelines(function)
    return first + next(index for index, line in enumerate(lines) if text in line)


def rows(run):
    return {name: run.history.column(name).tobytes() for name in run.history.columns}


def test_the_next_line_is_known_wherever_the_run_stands_still():
    run = Run(lesson())
    assert run.line is None
    run.prepare()
    assert run.line == 5
    run.step_line()
    assert run.line == 3  # it began with the function's own first statement
    run.step_line()
    assert run.line == 4
    run.step()
    assert run.line == 4  # the loop goes on
    run.step_line()
    assert run.line == 5
    run.advance()
    assert run.line is None


def test_the_line_where_an_iteration_ended_is_known_for_every_row():
    run = Run(lesson())
    run.advance(rows=4)
    assert run.line == 9
    assert [run.line_of(row) for row in range(4)] == [10, 10, 10, 9]
    run.advance()
    assert [run.line_of(row) for row in range(4)] == [10, 10, 10, 9]


def test_in_a_scalar_lesson_the_line_of_a_row_is_its_statements():
    run = Run(LESSONS["autograd_chain"])
    run.advance(rows=4)
    assert run.line_of(3) == line_of(run.lesson.function, "z.backward()")
    assert run.line == line_of(run.lesson.function, 'print(f"dz/dx')


def test_a_run_stands_still_at_a_breakpoint_and_goes_on_from_it():
    run = Run(lesson())
    run.breakpoints = frozenset({6})
    for row in range(4):
        run.advance()
        assert (run.state, run.line, len(run.history), run.at_breakpoint) == (State.RUNNING, 6, row, True)
        assert run.mark.line == 6
    run.advance()
    assert run.state is State.FINISHED
    assert len(run.history) == 4


def test_a_run_with_breakpoints_records_what_one_without_does():
    plain, broken = Run(LIVE_LINE), Run(LIVE_LINE)
    plain.advance()
    broken.breakpoints = frozenset({line_of(LIVE_LINE.function, "loss.backward()"), 1})
    while broken.state is not State.FINISHED:
        broken.advance()
    assert rows(broken) == rows(plain)
    assert broken.output.lines == plain.output.lines


def test_a_breakpoint_before_the_loop_is_reached_from_the_functions_first_line():
    run = Run(lesson())
    run.breakpoints = frozenset({3})
    run.advance()
    assert (run.line, run.locals) == (3, {"w": 0.0})
    run.advance()
    assert run.state is State.FINISHED


def test_a_breakpoint_does_not_stop_a_step_of_one_iteration():
    run = Run(lesson())
    run.breakpoints = frozenset({6})
    run.step()
    assert (run.line, len(run.history)) == (4, 1)
    assert run.breakpoints == {6}


def test_a_breakpoint_that_is_taken_away_stops_nothing():
    run = Run(lesson())
    run.breakpoints = frozenset({6})
    run.advance()
    run.breakpoints = frozenset()
    run.advance()
    assert run.state is State.FINISHED


def test_a_scalar_lesson_stands_still_at_a_breakpoint():
    run = Run(LESSONS["autograd_scalar"])
    run.breakpoints = frozenset({line_of(run.lesson.function, "y.backward()")})
    run.advance()
    assert (len(run.history), run.line, run.at_breakpoint) == (2, *run.breakpoints, True)
    run.advance()
    assert run.state is State.FINISHED


def test_the_locals_are_those_of_the_lesson_and_nothing_of_the_stepper():
    run = Run(lesson())
    run.step()
    assert run.locals == {"w": 0.05, "half": 0.5, "i": 0, "y_pred": 0.0, "loss": 1.0}
    run.advance()
    assert run.locals == {}


def test_a_pinned_local_is_recorded_from_then_on():
    run = Run(lesson())
    run.step()
    run.pin("y_pred")
    run.pin("done")
    run.advance()
    assert run.pinned["y_pred"].first == 1
    assert run.pinned["y_pred"].values == pytest.approx([0.025, 0.05, 0.075])
    assert all(map(isnan, run.pinned["done"].values))
    run.unpin("done")
    assert [*run.pinned] == ["y_pred"]


def test_what_is_pinned_before_the_start_is_recorded_from_the_first_iteration_even_when_begun_anew():
    run = Run(LIVE_LINE)
    run.pin("iteration")
    run.step_line()
    run.advance(rows=5)
    assert run.pinned["iteration"].values.tolist() == [0, 1, 2, 3, 4]
    scalar = Run(LESSONS["autograd_scalar"])
    scalar.pin("y")
    scalar.advance()
    assert scalar.pinned["y"].values[1:].tolist() == [11, 11, 11]


def test_the_known_data_are_the_lessons_own_or_those_of_its_batches():
    run = Run(LIVE_LINE)
    assert known_data(run)[0].size == 0
    run.prepare()
    x, y = known_data(run)
    assert (x is run.start.x, y is run.start.y) == (True, True)
    fresh = Run(LESSONS["polynomial"])
    fresh.prepare()
    assert known_data(fresh)[0].size == 0
    fresh.advance(rows=70)
    x, y = known_data(fresh)
    assert (x.shape, y.shape) == ((64 * 32, 1), (64 * 32, 1))
    assert x[:32, 0].tolist() == fresh.batches.at(0)[0][:, 0].tolist()
