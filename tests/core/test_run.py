import gc
import random
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lessons import LESSONS
from core.run import Run
from core.run_facts import Event, State, Why
from core.text import InputError
from tests.core.helpers import function_from, lesson_from, run_plain

LIVE_LINE = LESSONS["live_line"]


def column(run, name="loss"):
    return run.history.column(name).tolist()


def rows(run):
    return {name: run.history.column(name).tobytes() for name in run.history.columns}


def lesson(body, **watched):
    """A lesson whose body is written in the test."""
    lines = "\n".join("    " + line for line in body.strip("\n").splitlines())
    source = (
        "from typing import Annotated\n"
        "import random, sys\n"
        "import numpy as np, torch\n"
        "from core.parameter import LIVE, Range\n"
        "def program(n: Annotated[int, Range(1, 10**8)] = 3, rate: Annotated[float, Range(0, 10), LIVE] = 0.1):\n"
        f"{lines}\n"
    )
    return lesson_from(function_from(source), **watched)


COUNTING = """
w = 0
for i in range(n):
    w += rate
    loss = i
"""


# States.


def test_a_new_run_is_ready_and_nothing_has_run():
    run = Run(lesson("print('begun')\n" + COUNTING))
    assert run.state is State.READY
    assert run.why is None
    assert len(run.history) == 0
    assert run.output.lines == []


def test_a_lesson_is_compiled_once_and_its_runs_do_not_meet():
    first, second = Run(LIVE_LINE), Run(LIVE_LINE)
    assert first.stepped is second.stepped
    first.advance(rows=3)
    second.step()
    assert (len(first.history), len(second.history)) == (3, 1)
    assert second.history.row(0) == first.history.row(0)


def test_preparing_runs_up_to_the_loop_and_stays_ready():
    run = Run(LIVE_LINE)
    run.prepare()
    assert run.state is State.READY
    assert len(run.history) == 0
    assert run.start.values["w"] == pytest.approx([2.2843969], abs=1e-7)
    assert run.start.values["b"].tolist() == [0.0]
    assert run.start.x.shape == run.start.y.shape == (20, 1)
    before = run.start
    run.prepare()
    assert run.start is before


def test_the_start_keeps_its_values_while_the_run_goes_on():
    run = Run(LIVE_LINE)
    run.prepare()
    w = run.start.values["w"].copy()
    run.advance(rows=10)
    assert run.start.values["w"].tolist() == w.tolist()


def test_a_step_is_one_iteration_and_pauses():
    run = Run(LIVE_LINE)
    run.step()
    assert run.state is State.PAUSED
    assert len(run.history) == 1
    run.step()
    assert len(run.history) == 2


def test_advance_runs_to_the_rows_asked_for_and_goes_on_running():
    run = Run(LIVE_LINE)
    run.advance(rows=7)
    assert run.state is State.RUNNING
    assert len(run.history) == 7
    run.pause()
    assert run.state is State.PAUSED
    run.advance(rows=5)
    assert len(run.history) == 7
    assert run.state is State.PAUSED
    run.advance()
    assert run.state is State.FINISHED


def test_advance_asks_whether_to_keep_going():
    asked = []

    def keep_going():
        asked.append(len(run.history))
        return len(asked) < 3

    run = Run(LIVE_LINE, {"iterations": 10**8, "stop_below": 0.0, "learning_rate": 0.01})
    run.advance(keep_going=keep_going, every=0)
    assert len(asked) == 3
    assert len(run.history) == asked[-1] or len(run.history) == asked[-1] + 1
    assert run.state is State.RUNNING


def test_a_finished_run_stays_as_it_is():
    run = Run(LIVE_LINE, {"iterations": 3})
    run.advance()
    before = rows(run)
    for act in (run.step, run.step_line, run.advance, run.pause, run.prepare, run.close):
        act()
        assert (run.state, run.why) == (State.FINISHED, Why.COMPLETED)
    assert rows(run) == before


def test_the_first_step_line_runs_the_first_statement_of_all():
    run = Run(lesson("a = 1\nb = 2\n" + COUNTING))
    first = run.lesson.function.__code__.co_firstlineno
    run.step_line()
    assert run.state is State.PAUSED
    assert run.mark.line == first + 2
    assert run._stepping.locals.keys() == {"n", "rate", "a"}


def test_stepping_by_lines_after_preparing_also_starts_at_the_first_statement():
    run = Run(lesson("print('begun')\nb = 2\n" + COUNTING))
    run.prepare()
    run.step_line()
    assert run.mark.line == run.lesson.function.__code__.co_firstlineno + 2
    assert run.output.lines == ["begun"]


def test_step_line_runs_one_statement_each_and_records_where_an_iteration_ends():
    run = Run(lesson(COUNTING))
    line, seen = run.lesson.function.__code__.co_firstlineno, []
    while run.state is not State.FINISHED:
        run.step_line()
        seen.append((run.mark and run.mark.line - line, len(run.history)))
    assert seen == [(2, 0), (3, 0), (4, 0), (3, 1), (4, 1), (3, 2), (4, 2), (None, 3)]
    assert run.why is Why.COMPLETED


def test_step_finishes_the_iteration_that_step_line_began():
    run = Run(LIVE_LINE)
    run.step()
    run.step_line()
    run.step_line()
    run.step()
    assert len(run.history) == 2


@pytest.mark.parametrize("act", ["step", "step_line", "advance"])
def test_a_function_without_a_loop_runs(act):
    run = Run(lesson("a = n + 1\nprint(a)"))
    assert not run.stepped.has_loop
    count = 0
    while run.state is not State.FINISHED:
        getattr(run, act)()
        count += 1
    assert count == (2 if act == "step_line" else 1)
    assert run.why is Why.COMPLETED
    assert run.output.lines == ["4"]
    assert len(run.history) == 0


def test_closing_runs_the_finally_and_keeps_the_rows():
    run = Run(lesson("w = 0\ntry:\n    for i in range(n):\n        loss = i\nfinally:\n    print('closed')"))
    run.step()
    run.close()
    assert run.output.lines == ["closed"]
    assert column(run) == [0]


def test_closing_drops_a_lesson_that_catches_everything():
    run = Run(lesson("w = 0\nwhile True:\n    try:\n        loss = w\n        w += 1\n    except:\n        pass"))
    run.step_line()
    run.step()
    run.step_line()
    run.step_line()
    run.close()
    assert column(run)[0] == 0


def test_closing_survives_a_finally_that_raises():
    run = Run(
        lesson("w = 0\ntry:\n    for i in range(n):\n        loss = i\nfinally:\n    raise ValueError('at the end')")
    )
    run.step()
    run.close()
    assert column(run) == [0]


def test_print_goes_to_the_output_and_a_line_without_an_end_is_kept(capsys):
    run = Run(lesson("print('a', 1, sep='-')\nprint('b', end='')\n" + COUNTING))
    run.advance()
    assert run.output.lines == ["a-1", "b"]
    assert capsys.readouterr().out == ""


# The article's figures.


def test_the_article_to_the_last_digit():
    run = Run(LIVE_LINE)
    run.advance()
    assert (run.state, run.why, len(run.history)) == (State.FINISHED, Why.STOP_RULE, 101)
    first, last = run.history.row(0), run.history.row(100)
    assert f"{first['loss']:.4f} {first['w']:.6f} {first['b']:.6f}" == "7.1647 4.187980 0.363660"
    assert (last["loss"], last["w"], last["b"]) == (0.7424246072769165, 2.986011028289795, 6.059381008148193)
    losses = column(run)
    assert [f"{losses[k]:.4f}" for k in (20, 40, 60, 80)] == ["4.7770", "29.5106", "41.3768", "19.7220"]
    assert next(k for k, loss in enumerate(losses) if loss < 1) == 12
    assert f"{losses[12]:.4f}" == "0.6023"


def test_the_article_corrected_at_half_the_rate_stops_at_80():
    run = Run(LIVE_LINE, {"zero_grad": True, "learning_rate": 0.05})
    run.advance()
    last = run.history.row(len(run.history) - 1)
    assert (run.why, len(run.history) - 1) == (Why.STOP_RULE, 80)
    assert f"{last['loss']:.4f} {last['w']:.4f} {last['b']:.4f}" == "0.9837 2.5561 1.8170"


def test_the_article_corrected_diverges_and_says_where():
    run = Run(LIVE_LINE, {"zero_grad": True})
    run.advance()
    assert run.why is Why.DIVERGED
    end = len(run.history) - 1
    assert f"{run.history.row(20)['loss']:.1e}" == "2.4e+16"
    last = run.history.row(end)
    culprit = next(name for name, value in last.items() if not np.isfinite(value))
    assert str(run.message) == f"{culprit} became {last[culprit]} at iteration {end}."
    assert all(np.isfinite(list(run.history.row(end - 1).values())))


# Live changes.


def by_hand(changes, count, seed=10):
    """The article's loop, its learning rate and zeroing changed at given iterations."""
    torch.manual_seed(seed)
    x = torch.rand(20, 1) * 10
    y = 2.0 * x + (5.0 + 1.0 * torch.randn(20, 1))
    w = torch.randn(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    learning_rate, zero_grad, losses = 0.1, False, []
    for iteration in range(count):
        learning_rate = changes.get((iteration, "learning_rate"), learning_rate)
        zero_grad = changes.get((iteration, "zero_grad"), zero_grad)
        loss = (0.5 * (y - (w * x + b)) ** 2).mean()
        loss.backward()
        b.data.sub_(learning_rate * b.grad)
        w.data.sub_(learning_rate * w.grad)
        if zero_grad:
            b.grad.zero_()
            w.grad.zero_()
        losses.append([loss.item(), w.item(), b.item()])
    return losses


live_changes = st.lists(
    st.tuples(
        st.integers(0, 20), st.sampled_from([("learning_rate", 0.05), ("learning_rate", 0.02), ("zero_grad", True)])
    ),
    max_size=4,
    unique_by=lambda change: (change[0], change[1][0]),
)


@given(live_changes, st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_live_change_takes_effect_at_the_top_of_the_next_iteration(changes, within):
    run, count = Run(LIVE_LINE, {"stop_below": 0.0}), 25
    for iteration, (name, value) in sorted(changes):
        run.advance(rows=iteration)
        if within and iteration:
            run.pause()
        run.change(name, value)
    run.advance(rows=count)
    expected = by_hand({(iteration, name): value for iteration, (name, value) in changes}, count)
    with torch.random.fork_rng():
        assert [[run.history.row(k)[name] for name in ("loss", "w", "b")] for k in range(count)] == expected
    assert sorted((e.iteration, e.name, e.value) for e in run.events) == sorted((i, *c) for i, c in changes)


def test_a_change_in_the_middle_of_an_iteration_waits_for_the_next():
    run = Run(LIVE_LINE, {"stop_below": 0.0})
    run.advance(rows=3)
    run.step_line()
    run.step_line()
    run.change("learning_rate", 0.05)
    run.advance(rows=10)
    assert run.events == [Event(4, "learning_rate", 0.05)]
    expected = by_hand({(4, "learning_rate"): 0.05}, 10)
    assert column(run) == [loss for loss, _, _ in expected]


def test_of_two_changes_before_an_iteration_the_last_one_counts():
    run = Run(LIVE_LINE)
    run.step()
    run.change("learning_rate", 0.01)
    run.change("learning_rate", 0.02)
    run.step()
    assert run.events == [Event(1, "learning_rate", 0.02)]
    assert run.values["learning_rate"] == 0.02
    assert run.arguments["learning_rate"] == 0.1


@pytest.mark.parametrize("prepared", [False, True])
@pytest.mark.parametrize("act", ["step", "step_line", "advance"])
def test_a_change_before_the_start_takes_effect_in_the_first_iteration(act, prepared):
    run = Run(LIVE_LINE)
    if prepared:
        run.prepare()
    run.change("learning_rate", 0.05)
    getattr(run, act)()
    run.advance(rows=2)
    assert run.events == [Event(0, "learning_rate", 0.05)]
    assert run.history.row(0)["w"] == by_hand({(0, "learning_rate"): 0.05}, 1)[0][1]


def test_a_bad_change_is_refused_and_changes_nothing():
    run = Run(LIVE_LINE)
    run.step()
    with pytest.raises(InputError, match="Learning rate must be a number from 1e-06 to 10, not 11"):
        run.change("learning_rate", 11)
    with pytest.raises(ValueError, match="not live"):
        run.change("noise", 0.5)
    run.step()
    assert run.events == []


def test_a_bad_value_is_refused_at_the_start():
    with pytest.raises(InputError, match="Seed must be a whole number"):
        Run(LIVE_LINE, {"seed": "ten"})
    with pytest.raises(InputError, match="no parameter 'speed'"):
        Run(LIVE_LINE, {"speed": 1})


# However it is driven, the rows are the same.


@cache
def run_straight(**given):
    run = Run(LIVE_LINE, given)
    run.advance()
    return rows(run), run.output.lines, run.why, run.message


acts = st.lists(
    st.one_of(
        st.just(("step", {})),
        st.just(("step_line", {})),
        st.just(("pause", {})),
        st.builds(lambda rows: ("advance", {"rows": rows}), st.integers(0, 60)),
        st.just(("advance", {"keep_going": lambda: False, "every": 0})),
    ),
    max_size=40,
)


@given(
    acts, st.sampled_from([{"iterations": 40}, {}, {"zero_grad": True}, {"iterations": 5, "seed": 3}]), st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_any_mix_of_steps_gives_the_same_rows(acts, given_values, prepared):
    run = Run(LIVE_LINE, given_values)
    if prepared:
        run.prepare()
    for name, arguments in acts:
        getattr(run, name)(**arguments)
        torch.rand(1), np.random.rand(), random.random()
    run.advance()
    assert (rows(run), run.output.lines, run.why, run.message) == run_straight(**given_values)


def test_step_line_alone_gives_the_same_rows():
    run = Run(LIVE_LINE, {"iterations": 40})
    while run.state is not State.FINISHED:
        run.step_line()
    assert (rows(run), run.output.lines, run.why, run.message) == run_straight(iterations=40)


# Ends.


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_loss_that_is_not_finite_is_kept_and_named(value):
    run = Run(lesson(f"w = 0.5\nfor i in range(n):\n    loss = float('{value}') if i == 1 else 1.0"))
    run.advance()
    assert run.why is Why.DIVERGED
    assert str(run.message) == f"loss became {value} at iteration 1."
    assert str(column(run)[1]) == value


def test_one_element_of_a_parameter_that_is_not_finite_is_named():
    run = Run(lesson("w = np.zeros((2, 2))\nfor i in range(n):\n    loss = 1.0\n    w[1, 0] = np.inf if i == 2 else i"))
    run.advance()
    assert str(run.message) == "w[1,0] became inf at iteration 2."
    assert run.history.row(2)["w[1,0]"] == np.inf


def test_numbers_whose_sum_overflows_are_not_a_divergence():
    run = Run(lesson("w = 1e308\nfor i in range(n):\n    loss = 1e308"))
    run.advance()
    assert run.why is Why.COMPLETED


def test_the_stop_rule_is_told_from_the_end_of_the_loop():
    stops = Run(lesson("w = 0\nwhile True:\n    loss = w\n    w += 1\n    if loss == n: break"))
    stops.advance()
    assert (stops.why, len(stops.history)) == (Why.STOP_RULE, 4)
    ends = Run(lesson(COUNTING))
    ends.advance()
    assert (ends.why, len(ends.history)) == (Why.COMPLETED, 3)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("raise ValueError('no good')", "ValueError: no good"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("next(iter(()))", "StopIteration"),
        ("raise StopIteration('early')", "StopIteration: early"),
        ("raise RuntimeError('mine')", "RuntimeError: mine"),
        ("unknown", "NameError: name 'unknown' is not defined"),
        ("torch.zeros(2) + torch.zeros(3)", "RuntimeError: The size of tensor a (2) must match"),
        ("raise MemoryError('lesson')", "MemoryError: lesson"),
        ("(lambda: 1 / 0)()", "ZeroDivisionError: division by zero"),
    ],
)
@pytest.mark.parametrize("place", ["in the set-up", "in the loop"])
def test_an_exception_in_a_lesson_fails_the_run_with_its_line(statement, message, place):
    body = (
        f"w = 0\n{statement}\n{COUNTING}"
        if place == "in the set-up"
        else f"{COUNTING}    if i == 1:\n        {statement}"
    )
    run = Run(lesson(body))
    run.advance()
    offset = 2 if place == "in the set-up" else 6
    assert (run.state, run.why) == (State.FINISHED, Why.FAILED)
    assert run.failure.line == run.lesson.function.__code__.co_firstlineno + offset
    assert run.failure.message.startswith(message)
    assert str(run.message).startswith(f"Line {run.failure.line}: {message}")
    assert len(run.history) == (0 if place == "in the set-up" else 1)
    assert statement.split("(")[0] in run.failure.details


def test_an_exception_with_braces_in_its_message_is_told():
    run = Run(lesson("raise KeyError('{name}')\n" + COUNTING))
    run.advance()
    assert "{name}" in str(run.message)


def test_preparing_a_lesson_that_fails_finishes_it():
    run = Run(lesson("raise ValueError\n" + COUNTING))
    run.prepare()
    assert (run.state, run.why, run.start) == (State.FINISHED, Why.FAILED, None)


def test_the_memory_limit_ends_a_run_and_keeps_its_rows():
    run = Run(lesson(COUNTING, parameters=("w",)), {"n": 10**8}, memory_limit=1)
    run.advance()
    assert (run.state, run.why) == (State.FINISHED, Why.MEMORY)
    kept = len(run.history)
    assert kept > 0
    assert run.history.row(kept - 1)["loss"] == kept - 1
    assert str(run.message).startswith("The record is full")


def test_a_memory_limit_is_held():
    limit = 2_000_000
    run = Run(lesson(COUNTING), {"n": 10**8}, memory_limit=limit)
    run.advance()
    assert run.why is Why.MEMORY
    assert run.history.nbytes <= limit
    assert len(run.history) * 3 * 8 > limit / 2


# What is watched.


def test_gradients_held_in_variables_of_their_own_are_recorded():
    body = """
x = np.linspace(-1, 1, 10)
y = 3 * x
w = np.zeros((1, 1))
for i in range(n):
    y_pred = w[0, 0] * x
    loss = 0.5 * ((y_pred - y) ** 2).sum()
    dw = ((y_pred - y) * x).sum()
    w = w - rate * dw
"""
    run = Run(lesson(body, gradients={"w": "dw"}))
    run.advance()
    plain = run_plain(run.lesson.function, **run.arguments)
    assert run.history.columns == ("loss", "w", "w.grad")
    assert run.history.row(2)["loss"] == plain.locals["loss"]
    assert run.history.row(2)["w"] == plain.locals["w"].item()
    w = [0.0, *column(run, "w")]
    assert [before - 0.1 * gradient for before, gradient in zip(w, column(run, "w.grad"), strict=False)] == w[1:]


def test_parameters_of_several_elements_have_a_column_each():
    body = """
torch.manual_seed(0)
x = torch.randn(10, 2)
y = x @ torch.tensor([[2.0], [-3.4]]) + 4.2
v = torch.randn(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for i in range(n):
    y_pred = x @ v + b
    loss = ((y - y_pred) ** 2).mean()
    loss.backward()
    gradient = v.grad.clone()
    with torch.no_grad():
        v -= rate * v.grad
        b -= rate * b.grad
    v.grad = None
    b.grad = None
"""
    run = Run(lesson(body, parameters=("v", "b")))
    run.advance()
    plain = run_plain(run.lesson.function, **run.arguments)
    assert run.history.columns == ("loss", "v[0,0]", "v[1,0]", "b", "v.grad[0,0]", "v.grad[1,0]", "b.grad")
    assert run.shapes == {"v": (2, 1), "b": (1,)}
    last = run.history.row(2)
    assert [last["v[0,0]"], last["v[1,0]"]] == plain.locals["v"].detach().ravel().tolist()
    assert [last["v.grad[0,0]"], last["v.grad[1,0]"]] == plain.locals["gradient"].ravel().tolist()


def test_plain_numbers_and_a_missing_gradient_are_recorded_as_they_are():
    run = Run(lesson(COUNTING))
    run.advance()
    assert column(run, "w") == pytest.approx([0.1, 0.2, 0.3])
    assert np.isnan(column(run, "w.grad")).all()


def test_an_iteration_whose_loss_a_caught_exception_left_uncomputed_does_not_fail_the_run():
    loop = "    try:\n        loss = 1 / (i - 3)\n    except ZeroDivisionError:\n        break"
    run = Run(lesson(f"w = 0\nfor i in range(n):\n{loop}"), {"n": 9})
    run.advance()
    assert run.failure is None
    assert column(run)[:3] == [1 / -3, 1 / -2, 1 / -1]


# Nothing outside is disturbed.


def states():
    return (
        torch.get_rng_state().tolist(),
        repr(np.random.get_state()),
        random.getstate(),
        torch.is_grad_enabled(),
    )


RANDOM = """
w = 0.0
while True:
    with torch.no_grad():
        a = torch.rand(1).item()
        b = np.random.rand()
        c = random.random()
        loss = a + b + c
"""


@pytest.mark.parametrize("act", ["prepare", "step", "step_line", "close", "advance"])
def test_random_states_and_grad_mode_outside_are_untouched(act):
    run = Run(lesson(RANDOM))
    arguments = {"rows": 5} if act == "advance" else {}
    for _ in range(6):
        before = states()
        getattr(run, act)(**arguments)
        assert states() == before


def test_a_run_that_fails_inside_no_grad_leaves_grad_mode_as_it_was():
    run = Run(lesson("w = 0\nfor i in range(n):\n    torch.set_grad_enabled(False)\n    loss = 1 / (1 - i)"))
    run.advance()
    assert run.why is Why.FAILED
    assert torch.is_grad_enabled()


def test_beginning_anew_inside_no_grad_leaves_grad_mode_as_it_was():
    run = Run(lesson("w = 0\nwith torch.no_grad():\n    for i in range(n):\n        loss = i"))
    gc.collect()  # what other tests left behind must not be collected below
    run.prepare()
    with torch.no_grad():
        run.step_line()
        gc.collect()
        assert not torch.is_grad_enabled()


def test_a_run_drawn_from_the_present_states_repeats_them_when_begun_anew():
    torch.manual_seed(5), np.random.seed(5), random.seed(5)
    expected = torch.rand(1).item() + np.random.rand() + random.random()
    torch.manual_seed(5), np.random.seed(5), random.seed(5)
    run = Run(lesson(RANDOM))
    torch.rand(3)
    run.prepare()
    run.step_line()
    run.step()
    assert column(run)[0] == expected


@given(st.lists(st.sampled_from(["step", "step_line"]), max_size=15), st.data())
@settings(max_examples=25, deadline=None)
def test_interleaved_runs_do_not_disturb_one_another(acts, data):
    torch.manual_seed(1), np.random.seed(1), random.seed(1)
    alone = Run(lesson(RANDOM))
    one, other = Run(lesson(RANDOM)), Run(LIVE_LINE)
    for act in acts:
        run = one if data.draw(st.booleans()) else other
        getattr(run, act)()
        if data.draw(st.booleans()):
            torch.rand(1), np.random.rand(), random.random()
    assert torch.is_grad_enabled()
    for run, reference in ((one, alone), (other, Run(LIVE_LINE))):
        run.advance(rows=20)
        reference.advance(rows=20)
        assert rows(run) == rows(reference)


# Minibatches and epochs.

EPOCHS = """
data = torch.arange(6.0)
w = torch.ones(1, requires_grad=True)
for epoch in range(2):
    for X in data.split(2):
        y = 2 * X
        loss = ((w * X - y) ** 2).sum()
        loss.backward()
        w.data -= 0.001 * w.grad
        w.grad.zero_()
    with torch.no_grad():
        epoch_loss = ((w * data - 2 * data) ** 2).sum()
    print(epoch_loss.item())
"""


def test_each_iterations_examples_are_kept():
    run = Run(lesson(EPOCHS, parameters=("w",), batch=("X", "y")))
    run.advance()
    assert run.why is Why.COMPLETED
    assert len(run.history) == 6
    assert [run.batches.at(row)[0].ravel().tolist() for row in range(6)] == [[0, 1], [2, 3], [4, 5]] * 2
    assert run.batches.at(4)[1].tolist() == [4, 6]
    assert run.batches.at(6) is None


def test_the_loss_over_all_data_is_noted_at_each_epochs_end():
    run = Run(lesson(EPOCHS, parameters=("w",), epoch_loss="epoch_loss"))
    run.advance()
    assert [epoch.row for epoch in run.epochs] == [2, 5]
    assert [str(epoch.loss) for epoch in run.epochs] == run.output.lines


def test_without_data_before_the_loop_the_start_has_none():
    run = Run(lesson(EPOCHS, parameters=("w",), x="X", y="y"))
    run.prepare()
    assert run.start.x.shape == run.start.y.shape == (0, 1)
    assert run.start.values["w"].tolist() == [1.0]


# Lessons in which each statement is a step.

STATEMENTS = """
x = torch.tensor(2.0, requires_grad=True)
loss = x**2
loss.backward()
print(x.grad.item())
"""


def statements(body=STATEMENTS):
    return Run(lesson(body, parameters=("x",), formula="rate"))


def test_each_statement_is_a_row():
    run = statements()
    run.advance()
    assert (run.state, run.why) == (State.FINISHED, Why.COMPLETED)
    assert run.history.columns == ("loss", "x", "x.grad")
    assert column(run, "x") == [2.0] * 4
    assert str(column(run, "loss")) == "[nan, 4.0, 4.0, 4.0]"
    assert str(column(run, "x.grad")) == "[nan, nan, 4.0, 4.0]"
    assert [line - run.lines[0] for line in run.lines] == [0, 1, 2, 3]
    assert run.output.lines == ["4.0"]


def test_a_step_is_one_statement():
    run = statements()
    for count in (1, 2, 3):
        run.step()
        assert (len(run.history), run.state) == (count, State.PAUSED)
    assert run.output.lines == []
    run.step()
    assert (len(run.history), run.state) == (4, State.FINISHED)
    run.step()
    assert len(run.history) == 4


def test_statements_in_a_loop_that_fails_or_is_stopped_keep_their_rows():
    run = statements("x = torch.tensor(1.0, requires_grad=True)\nloss = x * 3\nloss.backward()\nloss.backward()")
    run.advance()
    assert run.why is Why.FAILED
    assert len(run.history) == len(run.lines) == 3
    run = statements()
    run.advance(keep_going=lambda: False, every=0)
    assert len(run.history) < 4
    assert run.state is State.RUNNING
