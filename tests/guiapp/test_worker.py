import builtins
import threading

import pytest
from PySide6.QtCore import QObject

import core.lessons
from core.run_facts import State
from guiapp.orders import Advance, Change, Pause, Prepare, Step
from guiapp.worker import Worker
from tests.guiapp.helpers import lesson_of


class Listener(QObject):
    """Notes what the worker says, in the window's thread."""

    def __init__(self, worker):
        super().__init__()
        self.runs, self.statuses, self.crashes, self.threads = {}, [], [], set()
        worker.prepared.connect(self.take_run)
        worker.status_changed.connect(self.take_status)
        worker.crashed.connect(self.take_crash)

    def take_run(self, number, run, status):
        self.threads.add(threading.current_thread())
        self.runs[number] = run
        self.take_status(number, status)

    def take_status(self, number, status):
        self.statuses.append((number, status))

    def take_crash(self, details):
        self.crashes.append(details)

    def said(self, number, state):
        return any(n == number and status.state is state for n, status in self.statuses)


@pytest.fixture
def worker():
    worker = Worker()
    worker.listener = Listener(worker)
    worker.start()
    yield worker
    worker.finish()
    assert worker.isFinished()


@pytest.fixture
def running(qtbot, worker):
    """Return the worker while it runs an endless lesson as fast as it goes, and that run."""
    worker.post(Prepare(1, "endless", {}))
    worker.post(Advance(1))
    qtbot.waitUntil(lambda: 1 in worker.listener.runs)
    run = worker.listener.runs[1]
    qtbot.waitUntil(lambda: len(run.history) > 1000)
    return worker, run


def test_while_a_lesson_runs_pyside_does_not_look_at_each_import(running):
    assert builtins.__import__.__name__ != "__feature_import__"


def counting_threads():
    import torch

    loss = 1.0
    for _ in range(1):
        print(torch.get_num_threads())
        loss = loss / 2


def test_torch_computes_in_one_thread(qtbot, worker, monkeypatch):
    lesson = lesson_of(counting_threads, parameters=(), equation="")
    monkeypatch.setitem(core.lessons.LESSONS, "counting_threads", lesson)
    worker.post(Prepare(1, "counting_threads", {}))
    worker.post(Advance(1))
    qtbot.waitUntil(lambda: worker.listener.said(1, State.FINISHED))
    assert worker.listener.runs[1].output.lines == ["1"]


def test_facts_arrive_in_the_windows_thread(running):
    worker, _ = running
    assert worker.listener.threads == {threading.main_thread()}


def test_progress_is_told_once_until_it_is_taken(qtbot, worker):
    emissions = []  # a list's append is called in the worker's thread, with each emission
    worker.progressed.connect(emissions.append)
    worker.post(Prepare(1, "endless", {}))
    worker.post(Advance(1))
    qtbot.waitUntil(lambda: 1 in worker.listener.runs)
    run = worker.listener.runs[1]
    for count in (1, 2, 3):
        goal = len(run.history) + 20_000
        qtbot.waitUntil(lambda goal=goal: len(run.history) > goal)
        assert emissions == [1] * count
        worker.taken()


def test_a_pause_is_obeyed_at_full_speed_and_nothing_runs_after_it(qtbot, running):
    worker, run = running
    worker.post(Pause(1))
    qtbot.waitUntil(lambda: worker.listener.said(1, State.PAUSED))
    rows = len(run.history)
    _, status = worker.listener.statuses[-1]
    assert (status.state, status.rows, status.why) == (State.PAUSED, rows, None)
    worker.post(Step(1))
    qtbot.waitUntil(lambda: worker.listener.statuses[-1][1].rows == rows + 1)
    assert len(run.history) == rows + 1


def test_a_step_is_obeyed_at_full_speed(qtbot, running):
    worker, run = running
    worker.post(Step(1))
    qtbot.waitUntil(lambda: worker.listener.said(1, State.PAUSED))
    assert worker.listener.statuses[-1][1].rows == len(run.history)


def test_a_pause_is_obeyed_between_two_iterations_that_are_far_apart(qtbot, worker):
    worker.post(Prepare(1, "endless", {}))
    worker.post(Advance(1, rate=0.001))
    qtbot.waitUntil(lambda: 1 in worker.listener.runs)
    qtbot.waitUntil(lambda: len(worker.listener.runs[1].history) == 1)
    worker.post(Pause(1))
    qtbot.waitUntil(lambda: worker.listener.said(1, State.PAUSED))
    assert len(worker.listener.runs[1].history) == 1


def test_a_change_does_not_interrupt_a_run(qtbot, running):
    worker, run = running
    worker.post(Change(1, "learning_rate", 0.5))
    qtbot.waitUntil(lambda: run.events != [])
    (event,) = run.events
    assert (event.name, event.value) == ("learning_rate", 0.5)
    qtbot.waitUntil(lambda: len(run.history) > event.iteration + 1000)
    assert [status.state for _, status in worker.listener.statuses] == [State.READY, State.RUNNING]


def test_an_advance_ends_at_the_row_it_names(qtbot, worker):
    worker.post(Prepare(1, "endless", {}))
    worker.post(Advance(1, rows=12_345))
    qtbot.waitUntil(lambda: worker.listener.said(1, State.PAUSED))
    assert len(worker.listener.runs[1].history) == 12_345


def test_orders_for_an_old_run_are_dropped(qtbot, running):
    worker, first = running
    worker.post(Prepare(2, "endless", {}))
    for order in (Advance(1), Step(1), Change(1, "learning_rate", 0.5), Pause(1)):
        worker.post(order)
    worker.post(Pause(2))
    qtbot.waitUntil(lambda: worker.listener.said(2, State.PAUSED))
    second = worker.listener.runs[2]
    assert len(second.history) == 0
    assert second.events == first.events == []
    told = [number for number, _ in worker.listener.statuses]
    assert told == sorted(told)


def test_a_mistake_of_the_program_is_told_and_the_thread_lives_on(qtbot, worker):
    worker.post(Prepare(1, "no such lesson", {}))
    qtbot.waitUntil(lambda: worker.listener.crashes != [])
    assert "KeyError: 'no such lesson'" in worker.listener.crashes[0]
    worker.post(Prepare(2, "endless", {}))
    qtbot.waitUntil(lambda: worker.listener.said(2, State.READY))


def test_what_an_order_breaks_while_it_runs_is_told_and_the_thread_lives_on(qtbot, running):
    worker, run = running
    worker.post(Change(1, "target", 1.0))  # is not live
    qtbot.waitUntil(lambda: worker.listener.crashes != [])
    assert "target is not live" in worker.listener.crashes[0]
    rows = len(run.history)
    worker.post(Step(1))
    qtbot.waitUntil(lambda: len(run.history) == rows + 1)


@pytest.mark.parametrize("rate", [0.001, float("inf")])
def test_finish_ends_the_thread_whatever_it_does(qtbot, worker, rate):
    worker.post(Prepare(1, "endless", {}))
    worker.post(Advance(1, rate))
    qtbot.waitUntil(lambda: 1 in worker.listener.runs and len(worker.listener.runs[1].history) > 0)
    worker.finish()
    assert worker.isFinished()


def test_the_window_can_hold_the_lesson_while_it_draws(qtbot, running):
    worker, run = running
    seen = [0]

    def stands_still():
        seen.append(len(run.history))
        return seen[-1] == seen[-2]

    worker.hold()
    qtbot.waitUntil(stands_still)
    worker.let_go()
    qtbot.waitUntil(lambda: len(run.history) > seen[-1] + 1000)
