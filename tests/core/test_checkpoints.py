import time

import numpy as np
import pytest

from core.checkpoints import Checkpoints
from core.history import History
from core.lessons import LESSONS
from core.replay import replayed
from core.run import Run
from tests.core.helpers import function_from, lesson_from

SETTINGS = {
    "live_line": {"iterations": 400, "stop_below": 0.0, "zero_grad": True, "learning_rate": 0.05},
    "minibatch_scratch": {"epochs": 4},
    "minibatch_concise": {"epochs": 4},
    "quadratic_numpy": {"iterations": 400},
    "quadratic_autograd": {"iterations": 400},
    "polynomial": {"iterations": 400},
    "line_epochs": {"epochs": 400},
}
SETTINGS |= {
    f"line_optimizers {name}": {"optimizer": name, "learning_rate": 0.01, "iterations": 300}
    for name in ("SGD", "Adagrad", "RMSprop", "Adam", "AdamW", "LBFGS")
    if "line_optimizers" in LESSONS
}


def closely_kept(run, distance=32):
    run.checkpoints.distance = run.checkpoints.due = distance
    run.checkpoints.seconds = 0
    return run


@pytest.mark.parametrize("name", SETTINGS)
def test_a_run_that_is_taken_up_gives_the_same_rows_as_the_run_itself(name):
    run = closely_kept(Run(LESSONS[name.split()[0]], SETTINGS[name]))
    run.advance(rows=150)
    run.change("learning_rate", 0.75 * run.values["learning_rate"])
    run.advance()
    count = len(run.history)
    assert count >= 300
    for rows in (1, 33, 100, 151, 161, count - 1):
        checkpoint = run.checkpoints.before(rows)
        assert (checkpoint.rows if checkpoint else 0) == (rows - 1) // 32 * 32
        replica = replayed(run, rows)
        assert len(replica.history) == rows
        assert replica.history.equals(run.history, 0, rows)
        assert replica.events == [event for event in run.events if event.iteration < rows]
        assert replica.taken_up
    replica.advance()
    assert len(replica.history) == count
    assert replica.history.equals(run.history, count - 1, count)
    assert replica.output.lines == run.output.lines
    assert [(epoch.row, epoch.loss) for epoch in replica.epochs] == [(epoch.row, epoch.loss) for epoch in run.epochs]
    if run.lesson.watch.batch:
        assert all(
            np.array_equal(mine, its)
            for row in (0, rows, count - 1)
            for mine, its in zip(replica.batches.at(row), run.batches.at(row), strict=True)
        )
    assert run.checkpoints.distance == 32  # and the run itself was only read


def test_a_run_that_is_taken_up_runs_only_what_follows_the_checkpoint():
    ran = []
    source = """\
def program():
    w = 0.0
    for i in range(200):
        note(i)
        loss = float(i)
        w = w + 1
"""
    run = closely_kept(Run(lesson_from(function_from(source, note=ran.append))))
    run.advance()
    ran.clear()
    assert replayed(run, 150).locals["i"] == 149
    assert ran == [*range(128, 150)]


HOLDING = """\
def program():
    w = 0.0
    seen = []
    state = {"best": [1.0], "at": (0, None)}
    array = np.zeros(3)
    view = array[1:]
    fixed = np.arange(1000.0)
    late = None
    for i in range(200):
        loss = float(fixed.sum()) / 1e6 + w
        w = w + 0.5 + random.random() + float(view.sum())
        seen.append(w)
        state["best"][0] = min(state["best"][0], w)
        array[2] += 0.001
        late = np.full(2, w)
    print(len(seen), sum(seen), state, array.tolist(), late.tolist())
"""


def holding(source=HOLDING):
    import random

    return lesson_from(function_from(source, np=np, random=random))


def test_containers_arrays_views_and_random_numbers_are_as_they_were():
    run = closely_kept(Run(holding()))
    run.advance()
    replica = replayed(run, 150)
    replica.advance()
    assert replica.history.equals(run.history, 0, 200)
    assert replica.output.lines == run.output.lines


def test_what_never_changes_is_not_kept():
    run = closely_kept(Run(LESSONS["live_line"], SETTINGS["live_line"] | {"examples": 10_000}))
    run.advance()
    kept = run.checkpoints.before(400)
    assert "x" not in kept.variables
    assert "y" not in kept.variables
    assert {"w", "b", "iteration", "learning_rate"} <= kept.variables.keys()


def test_a_loop_that_cannot_be_taken_up_is_replayed_from_its_start():
    source = """\
def program():
    w = 0.0
    secret = iter(range(10**6))
    for i in range(200):
        loss = float(next(secret))
        w = w + loss
"""
    run = closely_kept(Run(lesson_from(function_from(source))))
    run.advance()
    replica = replayed(run, 150)
    assert replica.history.equals(run.history, 0, 150)
    replica.advance()
    assert replica.history.equals(run.history, 0, 200)


def test_what_cannot_be_copied_stops_the_checkpoints_and_not_the_lesson():
    class Stubborn(np.ndarray):
        def copy(self, *_):
            raise TypeError("not this one")

    source = "def program():\n    w = made()\n    for i in range(200):\n        loss = float(i)\n        w[0] = i\n"
    run = closely_kept(Run(lesson_from(function_from(source, made=lambda: np.zeros(1).view(Stubborn)))))
    run.advance()
    assert run.failure is None
    assert len(run.history) == 200
    assert run.checkpoints.before(200) is None
    assert replayed(run, 100).history.equals(run.history, 0, 100)


def test_checkpoints_grow_sparser_when_they_are_many_or_large():
    checkpoints = Checkpoints(distance=2, most=8, seconds=0)
    for rows in range(2, 101):
        if rows == checkpoints.due:
            checkpoints.add(rows, (0, ""), {"w": float(rows)})
    assert checkpoints.distance == 16
    assert [checkpoints.before(rows).rows for rows in (17, 100, 50)] == [16, 96, 48]
    assert checkpoints.before(16) is None
    large = Checkpoints(distance=1, memory_limit=100_000, seconds=0)
    for rows in range(1, 65):
        if rows == large.due:
            large.add(rows, (0, ""), {"w": np.full(5000, float(rows))})
    assert large.distance == 32
    assert large.before(100).rows == 64


def test_no_checkpoint_is_kept_of_what_is_run_again_at_once():
    near, far = Checkpoints(distance=2, seconds=1000), Checkpoints(distance=2, seconds=0.001)
    for rows in range(2, 40):
        time.sleep(0.002)
        for checkpoints in (near, far):
            if rows == checkpoints.due:
                checkpoints.add(rows, (0, ""), {"w": float(rows)})
    assert (near.before(1000), near.distance) == (None, 64)
    assert (far.before(1000).rows, far.distance) == (38, 2)
    assert near.fork(near, 39).seconds == 1000


def test_a_partly_printed_line_is_completed():
    source = """\
def program():
    w = 0.0
    for i in range(100):
        loss = float(i)
        w = w + 1
        print(".", end="" if i % 50 else "\\n")
    print("done")
"""
    run = closely_kept(Run(lesson_from(function_from(source))))
    run.advance()
    replica = replayed(run, 90)
    replica.advance()
    assert replica.output.lines == run.output.lines


def test_a_forked_history_grows_by_itself():
    history = History(("a", "b"))
    for row in range(20_000):
        history.append((row, -row))
    for rows in (0, 5, 16_384, 19_999):
        fork = history.fork(rows)
        assert len(fork) == rows
        assert fork.equals(history, max(0, rows - 3), rows)
        fork.append((7.0, 8.0))
        assert fork.row(rows) == {"a": 7.0, "b": 8.0}
        assert history.row(rows) == {"a": float(rows), "b": float(-rows)}
    assert history.fork(3).column("b").tolist() == [0.0, -1.0, -2.0]
