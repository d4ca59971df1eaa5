"""Sweeps: which values are taken, what comes of each point, and what becomes of the worker processes."""

# A lesson's locals are what a run records, whether or not the lesson reads them again.
# ruff: noqa: F841

import os
import subprocess
import sys
import time
from math import isnan
from typing import Annotated

import joblib
import numpy as np
import pytest

from core.lessons import LESSONS
from core.parameter import Range
from core.run import Run
from core.sweep import sweep
from core.sweep_axes import Axis, grid, listed, read_axis, spaced
from core.sweep_point import run_point
from core.sweep_workers import WorkersLostError, end_workers
from core.text import InputError
from tests.core.helpers import lesson_from

live_line = LESSONS["live_line"]
rates = read_axis(live_line, "learning-rate=log:1e-3:1:6")


def troubled(trouble: Annotated[int, Range(0, 9)] = 0, iterations: Annotated[int, Range(1, 10**9)] = 4):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = 0.0
    for iteration in range(iterations):
        if iteration == 2 and trouble == 1:
            raise LookupError("the third is missing")
        if iteration == 2 and trouble == 2:
            os.kill(os.getpid(), 9)
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w += 0.1


troubled_lesson = lesson_from(troubled)


@pytest.fixture(scope="module")
def no_workers_stay():
    """One test's workers may serve the next: each of them takes seconds to start."""
    yield
    end_workers()


def worker_processes():
    """List the worker processes of this test."""
    command = ["ps", "-ww", "-o", "args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if "popen_loky" in line]


def test_numbers_are_spaced_evenly_or_in_proportion_with_both_ends_exact():
    assert read_axis(live_line, "noise=lin:0:1:5") == Axis("noise", (0.0, 0.25, 0.5, 0.75, 1.0))
    assert read_axis(live_line, "learning-rate=log:1e-3:1:4") == Axis("learning_rate", (0.001, 0.01, 0.1, 1.0), True)
    low, high = 0.1 + 0.2, 0.7000000000000001
    assert read_axis(live_line, f"learning_rate=log:{high}:{low}:3").values[::2] == (low, high)


def test_whole_numbers_are_rounded_and_appear_once():
    assert read_axis(live_line, "examples=log:2:20:9").values == (2, 3, 4, 5, 6, 8, 11, 15, 20)
    assert read_axis(live_line, "seed=lin:1:3:50").values == (1, 2, 3)


def test_single_values_words_and_switches_are_taken_as_listed():
    assert read_axis(live_line, "learning-rate=list:0.1, 0.01,0.1").values == (0.1, 0.01)
    assert read_axis(live_line, "zero-grad=off,on").values == (False, True)
    assert read_axis(LESSONS["line_optimizers"], "optimizer=SGD,Adam").values == ("SGD", "Adam")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("learning-rate=log:0:1:5", "Learning rate must be a number from 1e-06 to 10, not 0."),
        ("noise=log:0:1:5", "Noise on a logarithmic range must begin above 0, not at 0.0."),
        ("learning-rate=lin:0.1:11:5", "Learning rate must be a number from 1e-06 to 10, not 11."),
        ("learning-rate=0.1,x", "Learning rate must be a number from 1e-06 to 10, not 'x'."),
        ("learning-rate=lin:0.1:1:1", "Learning rate must take from 2 to 10000 values, not 1."),
        ("learning-rate=lin:0.1:1:10001", "Learning rate must take from 2 to 10000 values, not 10001."),
        ("zero-grad=lin:0:1:2", "Zero the gradients is no number: give its values with commas between them."),
        ("zero-grad=maybe", "Zero the gradients must be on or off, not 'maybe'."),
        ("rate=1,2", "Lesson live_line has no parameter 'rate'; it has seed, examples, slope, intercept, noise, "),
        ("learning-rate", "'learning-rate' must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values with commas"),
        ("learning-rate=lin:1:2", "'learning-rate' must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values"),
        ("learning-rate=lin:1:2:-3", "'learning-rate' must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values"),
        ("learning-rate=list:", "'learning-rate' must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values"),
    ],
)
def test_a_bad_axis_is_told_in_a_sentence(text, sentence):
    with pytest.raises(InputError) as refused:
        read_axis(live_line, text)
    assert str(refused.value).startswith(sentence)


def test_a_hyperparameter_of_several_numbers_is_not_varied():
    polynomial = LESSONS["polynomial"]
    name = next(name for name, parameter in polynomial.parameters.items() if parameter.type is tuple)
    with pytest.raises(InputError, match="holds several numbers and cannot be varied"):
        listed(polynomial.parameters[name], [(1.0, 2.0)])


def test_a_sweep_has_one_or_two_different_axes_of_the_lesson_and_10000_points_at_most():
    learning_rate = live_line.parameters["learning_rate"]
    many = spaced(learning_rate, 0.1, 1, 101, log=False)
    seeds = read_axis(live_line, "seed=lin:1:100:100")
    for axes, values, sentence in (
        ([], {}, "A sweep varies one or two parameters, not 0."),
        ([rates] * 3, {}, "A sweep varies one or two parameters, not 3."),
        ([rates, many], {}, "Learning rate is varied twice."),
        ([many, seeds], {}, "A sweep has from 1 to 10000 points, not 10100."),
        ([Axis("learning_rate", (0.1, 99.0))], {}, "Learning rate must be a number from 1e-06 to 10, not 99.0."),
        ([Axis("nothing", (1,))], {}, "Lesson live_line has no parameter 'nothing'"),
        ([Axis("seed", ())], {}, "A sweep has from 1 to 10000 points, not 0."),
        ([rates], {"noise": -1}, "Noise must be a number from 0 to 100, not -1."),
    ):
        with pytest.raises(InputError) as refused:
            grid(live_line, axes, values)
        assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "values", "settings"),
    [
        ("live_line", {}, {"learning_rate": 0.01}),
        ("live_line", {"examples": 50}, {"learning_rate": 0.1, "zero_grad": True}),
        ("line_optimizers", {"iterations": 30}, {"optimizer": "LBFGS", "learning_rate": 0.5}),
        ("minibatch_scratch", {}, {"seed": 3}),
        ("polynomial", {"iterations": 50}, {"seed": 4}),
        ("quadratic_numpy", {"iterations": 40}, {"seed": 5}),
        ("autograd_scalar", {}, {}),
    ],
)
def test_a_point_has_the_very_digits_of_the_run(name, values, settings):
    lesson = LESSONS[name]
    point, run = run_point(lesson, values, settings), Run(lesson, {**values, **settings})
    run.advance()
    last = len(run.history) - 1
    assert point is not None
    assert (point.loss, point.iterations) == (run.history.row(last)["loss"], last + 1)
    assert run.why is not None
    assert (point.stopped, point.message) == (run.why.value, run.message)
    assert {n: np.ravel(v).tolist() for n, v in point.values.items()} == {
        n: v.ravel().tolist() for n, v in run.parameters(last).items()
    }


def test_points_tell_when_the_stop_rule_fired_and_whether_they_diverged():
    points = sweep(live_line, [read_axis(live_line, "learning-rate=0.01,0.07,1")], workers=1)
    assert [(p.stopped, p.stopped_at, p.diverged) for p in points] == [
        ("stop_rule", points[0].iterations - 1, False),
        ("completed", None, False),
        ("diverged", None, True),
    ]


def test_two_axes_are_combined_and_the_points_come_back_in_their_order():
    seen = []
    axes = [rates, read_axis(live_line, "zero-grad=off,on")]
    points = sweep(live_line, axes, {"iterations": 5}, on_point=seen.append, workers=1)
    assert [p.settings for p in points] == grid(live_line, axes, {})
    assert seen != points
    assert len(seen) == len(points) == 12
    assert {p.iterations for p in points} <= {1, 2, 3, 4, 5}


def test_an_exception_in_the_lesson_is_a_failed_point_and_the_others_go_on():
    points = sweep(troubled_lesson, [Axis("trouble", (0, 1))], workers=1)
    assert [p.stopped for p in points] == ["completed", "failed"]
    assert "LookupError: the third is missing" in str(points[1].message)


def test_a_point_beyond_the_memory_limit_says_so():
    point = run_point(troubled_lesson, {"iterations": 10**6}, {}, memory_limit=2**16)
    assert point is not None
    assert point.stopped == "memory"
    assert str(point.message).startswith("The record is full")


def test_a_sweep_that_is_told_to_stop_keeps_what_it_has_and_drops_what_is_not_finished():
    found = []
    points = sweep(troubled_lesson, [Axis("trouble", (0, 3, 4, 5))], {"iterations": 3}, found.append, lambda: not found)
    assert points == found
    assert len(points) == 1
    begun = time.monotonic()
    endless = {"iterations": 10**9}
    assert not sweep(troubled_lesson, [rates_of_trouble], endless, None, lambda: time.monotonic() < begun + 0.2)


rates_of_trouble = Axis("trouble", (0, 3))


def test_workers_give_the_same_points_and_are_used_again(no_workers_stay):
    axes = [rates, read_axis(live_line, "zero-grad=off,on")]
    alone = sweep(live_line, axes, workers=1)
    assert sweep(live_line, axes, workers=2, alone_seconds=0) == alone
    before = worker_processes()
    assert len(before) == 2
    seen = []
    # What is not one of our lessons goes to the workers as it is.
    points = sweep(troubled_lesson, [Axis("trouble", (0, 1, 3))], None, seen.append, workers=2, alone_seconds=0)
    assert [p.stopped for p in points] == ["completed", "failed", "completed"]
    assert len(seen) == 3
    assert worker_processes() == before


def test_cancelling_ends_the_workers_at_once_and_another_sweep_gets_new_ones(no_workers_stay):
    axes, endless = [read_axis(live_line, "learning-rate=1e-6,2e-6")], {"iterations": 10**8, "stop_below": 0}
    sweep(live_line, axes, {"iterations": 2}, workers=2, alone_seconds=0)
    begun = time.monotonic()
    points = sweep(live_line, axes, endless, None, lambda: time.monotonic() < begun + 0.5, 2, alone_seconds=0)
    assert points == []
    assert not worker_processes()
    assert len(sweep(live_line, axes, {"iterations": 2}, workers=2, alone_seconds=0)) == 2
    assert len(worker_processes()) == 2


def test_a_killed_worker_is_told_and_what_is_there_is_kept(no_workers_stay):
    found = []
    with pytest.raises(WorkersLostError):
        sweep(troubled_lesson, [Axis("trouble", (0, 2))], {"iterations": 3}, found.append, workers=2, alone_seconds=0)
    assert all(point.settings == {"trouble": 0} for point in found)


def test_workers_that_wait_are_ended():
    end_workers()
    joblib.Parallel(n_jobs=2)(joblib.delayed(os.getpid)() for _ in range(2))
    assert len(worker_processes()) == 2
    end_workers()
    assert not worker_processes()


def test_workers_end_with_a_program_that_is_killed():
    code = (
        "from core.lessons import LESSONS; from core.sweep import sweep; from core.sweep_axes import Axis\n"
        "axis = Axis('learning_rate', (1e-6, 2e-6))\n"
        "sweep(LESSONS['live_line'], [axis], {'iterations': 2}, workers=2, alone_seconds=0); print(flush=True)\n"
        "sweep(LESSONS['live_line'], [axis], {'iterations': 10**8, 'stop_below': 0}, workers=2, alone_seconds=0)\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert program.stdout
    program.stdout.readline()
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(program.pid)], capture_output=True, text=True).stdout
    children = [int(line) for line in listed.split()]
    assert len(children) >= 2
    program.kill()
    program.communicate()
    end = time.monotonic() + 20
    while any(is_alive(child) for child in children):
        assert time.monotonic() < end
        time.sleep(0.1)


def is_alive(process: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_a_point_that_never_began_has_no_loss():
    def broken(fails: bool = True):
        x = np.array([1.0])
        y = x
        w = 0.0
        if fails:
            raise LookupError("nothing begins")
        for _ in range(3):
            y_pred = w * x
            loss = ((y - y_pred) ** 2).mean()

    point = run_point(lesson_from(broken), {}, {"fails": True})
    assert point is not None
    assert (point.iterations, point.stopped, point.values) == (0, "failed", {})
    assert isnan(point.loss)


def test_dask_takes_over_where_it_is_chosen():
    distributed = pytest.importorskip("dask.distributed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        points = sweep(live_line, [rates], workers=2, alone_seconds=0)
    assert points == sweep(live_line, [rates], workers=1)
