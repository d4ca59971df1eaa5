from time import sleep

import pytest

from core.lessons import LESSONS
from core.replay import replayed
from core.run import Run
from core.run_facts import State, Why
from tests.core.helpers import function_from, lesson_from


def slow_lesson():
    body = "def slow():\n    w = 0.0\n    while True:\n        w += 1\n        wait()\n        loss = w\n"
    return lesson_from(function_from(body, wait=lambda: sleep(0.001)))


def recorded(run, rows):
    return {name: run.history.column(name, 0, rows).tobytes() for name in run.history.columns}


def run_of(name, rows, changes=(), **values):
    """A run with live changes (rows there are, name, value)."""
    run = Run(LESSONS[name], values)
    for at, changed, value in changes:
        run.advance(rows=at)
        run.change(changed, value)
    run.advance(rows=rows)
    return run


@pytest.mark.parametrize("name", LESSONS)
def test_a_replayed_run_has_the_same_rows_bit_for_bit(name):
    run = run_of(name, 40)
    rows = min(30, len(run.history) - 1)
    again = replayed(run, rows)
    assert again is not None
    assert len(again.history) == rows
    assert recorded(again, rows) == recorded(run, rows)
    assert again.lines == run.lines[:rows]


@pytest.mark.parametrize("name", [name for name, one in LESSONS.items() if "learning_rate" in one.parameters])
def test_live_changes_are_made_where_they_were_made(name):
    changes = [(0, "learning_rate", 0.002), (7, "learning_rate", 0.0007), (19, "learning_rate", 0.005)]
    run = run_of(name, 30, changes)
    plain = run_of(name, 30)
    assert recorded(run, 30) != recorded(plain, 30)
    for rows in (7, 8, 25, 30):
        again = replayed(run, rows)
        assert again is not None
        assert recorded(again, rows) == recorded(run, rows)
        assert again.events == [event for event in run.events if event.iteration < rows]


def test_two_hyperparameters_may_change_at_one_iteration():
    run = run_of("live_line", 40, [(5, "zero_grad", True), (5, "learning_rate", 0.01), (9, "zero_grad", False)])
    assert len(run.events) == 3
    again = replayed(run, 40)
    assert again is not None
    assert recorded(again, 40) == recorded(run, 40)


def test_a_replayed_run_goes_on_as_the_run_does():
    run = run_of("minibatch_scratch", 250, [(120, "learning_rate", 0.01)])
    again = replayed(run, 130)
    assert again is not None
    assert again.state is State.PAUSED
    again.advance(rows=250)
    assert recorded(again, 250) == recorded(run, 250)


def test_a_finished_run_is_replayed_to_its_last_row():
    run = run_of("live_line", 100_000)
    assert run.why is Why.STOP_RULE
    again = replayed(run, len(run.history))
    assert again is not None
    assert recorded(again, len(run.history)) == recorded(run, len(run.history))
    again.advance()
    assert again.why is Why.STOP_RULE
    assert len(again.history) == len(run.history)


def test_prints_go_to_the_replica_alone(capsys):
    run = run_of("live_line", 50)
    printed = [*run.output.lines]
    again = replayed(run, 50)
    assert again is not None
    assert printed
    assert run.output.lines == printed
    assert again.output.lines == printed
    assert capsys.readouterr() == ("", "")


def test_a_replay_stops_where_it_is_told_to():
    run = Run(slow_lesson())
    run.advance(rows=60)
    asked = []
    assert replayed(run, 60, lambda rows: bool(asked.append(rows))) is None
    assert len(asked) == 1
    assert 0 < asked[0] < 60
    assert replayed(run, 60, lambda rows: True) is not None
