"""The thread that runs sweeps: points in bundles, cancelling, and nothing that stays."""

import os
import subprocess
from time import monotonic

import pytest

from core.lessons import LESSONS
from core.sweep_axes import Axis
from guiapp.sweep_runner import Order, SweepRunner, bundle_seconds

live_line = LESSONS["live_line"]


@pytest.fixture(scope="module")
def runner():
    """Make one for all tests: its processes take seconds to start."""
    runner = SweepRunner()
    yield runner
    runner.finish()
    assert not runner.isRunning()
    assert not worker_processes()


def worker_processes() -> list[str]:
    """List the worker processes by their numbers."""
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    return [line.split()[0] for line in listed.splitlines() if "popen_loky" in line]


def order(*rates, **values):
    return Order(live_line, (Axis("learning_rate", rates),), live_line.arguments(values))


def ended(qtbot, runner):
    qtbot.waitUntil(lambda: not runner.isRunning())


def test_all_points_arrive_in_bundles_and_the_processes_are_used_again(qtbot, runner):
    told = []
    runner.points_found.connect(lambda order, points: told.append((monotonic(), order, points)))
    wanted = order(*(k / 100_000 for k in range(1, 41)), iterations=3)
    processes = []
    for _ in range(2):
        told.clear()
        runner.begin(wanted)
        ended(qtbot, runner)
        qtbot.waitUntil(lambda: sum(len(points) for _, _, points in told) == 40)
        assert all(one is wanted for _, one, _ in told)
        begun, last = told[0][0], told[-1][0]
        assert len(told) <= 2 + (last - begun) / bundle_seconds
        processes.append(worker_processes())
    assert processes[0] == processes[1]
    assert len(processes[0]) >= 2


def test_cancelling_ends_a_long_sweep_at_once_and_another_one_can_begin(qtbot, runner):
    told, lost = [], []
    runner.points_found.connect(lambda order, points: told.extend(points))
    runner.lost.connect(lambda *facts: lost.append(facts))
    runner.begin(order(1e-6, 2e-6, 1.0, iterations=10**8, stop_below=0))
    qtbot.waitUntil(lambda: len(told) == 1)
    runner.cancel()
    ended(qtbot, runner)
    assert [point.stopped for point in told] == ["diverged"]
    runner.begin(order(0.01, 0.02, iterations=2))
    ended(qtbot, runner)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert not lost


def test_finishing_in_the_middle_of_a_sweep_leaves_nothing(qtbot, runner):
    with qtbot.waitSignal(runner.points_found):
        runner.begin(order(1e-6, 2e-6, 1.0, iterations=10**8, stop_below=0))
    assert len(worker_processes()) >= 2
    assert runner.isRunning()
    runner.finish()
    assert not runner.isRunning()
    assert not worker_processes()


def test_an_order_that_cannot_be_run_is_told(qtbot, runner):
    with qtbot.waitSignal(runner.lost) as told:
        runner.begin(order(99.0))
    ended(qtbot, runner)
    assert told.args[1] == ("The sweep was broken off: Learning rate must be a number from 1e-06 to 10, not 99.0.")
