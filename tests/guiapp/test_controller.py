from math import inf
from time import perf_counter, sleep

import pytest

import core.variables
from core.run_facts import State
from guiapp.controller import START, Controller
from guiapp.orders import Status
from tests.guiapp.helpers import recorded


class Driven(Controller):
    """A controller with what it said and drew."""

    def __init__(self, lesson="live_line", **values):
        super().__init__(lesson=lesson, values=values)
        self.sentences, self.drawn = [], []
        self.said.connect(self.sentences.append)
        self.frames.due.connect(lambda: self.drawn.append(self.shown))


@pytest.fixture
def make(qtbot):
    made = []

    def make_it(lesson="live_line", **values):
        controller = Driven(lesson, **values)
        made.append(controller)
        controller.start()
        qtbot.waitUntil(lambda: controller.ready)
        return controller

    yield make_it
    for controller in made:
        controller.finish()


@pytest.fixture
def endless(qtbot, make):
    """Return a controller that runs an endless lesson as fast as it goes."""
    controller = make("endless")
    controller.set_rate(inf)
    controller.toggle_running()
    qtbot.waitUntil(lambda: controller.rows > 100 and controller.shown > 0)
    return controller


def test_given_values_are_completed_and_checked(make):
    controller = make(examples=5)
    assert controller.values["examples"] == 5
    assert controller.values["learning_rate"] == 0.1
    assert controller.run.arguments == controller.values


def test_the_learning_rate_can_be_changed_while_it_runs(qtbot, endless):
    run = endless.run
    endless.edit("learning_rate", 0.5)
    qtbot.waitUntil(lambda: run.events != [])
    rows = endless.rows
    qtbot.waitUntil(lambda: endless.rows > rows + 100)
    assert endless.run is run
    assert endless.running
    assert [(event.name, event.value) for event in run.events] == [("learning_rate", 0.5)]
    assert 0 < run.events[0].iteration < endless.rows
    assert endless.sentences == ["Learning rate is 0.5 from the next iteration on."]


def test_a_live_change_acts_from_the_next_iteration_of_a_paused_run(qtbot, make):
    controller = make()
    controller.run_until(4)
    qtbot.waitUntil(lambda: controller.rows == 5 and not controller.running)
    controller.edit("learning_rate", 1e-3)
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.shown == 5)
    (event,) = controller.run.events
    assert (event.iteration, event.name, event.value) == (5, "learning_rate", 0.001)
    before, after = controller.run.history.row(4), controller.run.history.row(5)
    assert after["w"] == pytest.approx(before["w"] - 0.001 * after["w.grad"], rel=1e-6)


def test_a_change_before_the_first_iteration_begins_again_without_a_word(qtbot, make):
    controller = make()
    run = controller.run
    controller.edit("learning_rate", 0.05)
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    assert controller.run.arguments["learning_rate"] == 0.05
    assert controller.run.events == []
    assert controller.sentences == []


def test_another_change_restarts_says_so_and_stands_still(qtbot, make):
    controller = make()
    controller.run_until(4)
    qtbot.waitUntil(lambda: controller.rows == 5 and not controller.running)
    run = controller.run
    controller.edit("seed", 11)
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    assert controller.sentences == ["Seed is now 11: the run begins again."]
    assert controller.run.arguments["seed"] == 11
    assert (controller.rows, controller.shown, controller.running) == (0, START, False)


def test_it_is_fast_where_it_runs_faster_than_frames_come(qtbot, make):
    controller = make("endless")
    for go, fast in ((controller.toggle_running, False), (controller.run_to_end, True)):
        assert not controller.fast
        go()
        qtbot.waitUntil(lambda: controller.rows > 3 and controller.running)
        assert controller.rate == 40
        assert controller.fast is fast
        controller.pause()
        qtbot.waitUntil(lambda: not controller.running)
        controller.restart()
        qtbot.waitUntil(lambda: controller.ready and controller.rows == 0)


def test_another_change_while_it_runs_restarts_and_keeps_running(qtbot, endless):
    run = endless.run
    endless.edit("target", 4.0)
    qtbot.waitUntil(lambda: endless.run is not run and endless.rows > 100 and endless.shown > 0)
    assert endless.running
    assert endless.sentences == ["Target is now 4.0: the run begins again."]
    assert endless.run.arguments["target"] == 4.0


def test_a_live_change_after_the_end_begins_again(qtbot, make):
    controller = make()
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.finished and controller.at_end)
    run = controller.run
    controller.edit("zero_grad", True)
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    assert controller.run.arguments["zero_grad"] is True
    assert controller.sentences == ["Zero the gradients is now on: the run begins again."]


def test_the_same_value_again_changes_nothing(make):
    controller = make()
    controller.edit("learning_rate", 0.1)
    assert controller.ready
    assert controller.sentences == []


def test_the_defaults_return_and_the_run_begins_again(qtbot, make):
    controller = make(seed=7, learning_rate=0.5)
    run = controller.run
    controller.use_defaults()
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)
    assert controller.values == controller.lesson.arguments({})
    assert controller.run.arguments == controller.values
    assert "begins again" in controller.sentences[-1]


def test_many_changes_in_a_row_end_with_the_last_one_and_the_window_follows(qtbot, endless):
    for number in range(20):
        endless.edit("target", float(number))
    qtbot.waitUntil(lambda: endless.ready and endless.run.arguments["target"] == 19.0)
    frames = endless.frames.count
    qtbot.waitUntil(lambda: endless.frames.count > frames + 5 and endless.shown > 100)
    assert endless.running


def test_a_key_right_after_a_restart_acts(qtbot, make, monkeypatch):
    controller = make()
    read = core.variables.read_frame
    monkeypatch.setattr("core.variables.read_frame", lambda run: sleep(0.2) or read(run))
    controller.inspection.want_frame(controller, True)
    with qtbot.waitSignal(controller.run_replaced):
        controller.restart()
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.rows == 1)


def test_late_facts_of_an_old_run_are_dropped(qtbot, make):
    controller = make()
    first = controller.run
    controller.restart()
    qtbot.waitUntil(lambda: controller.run is not first and controller.ready)
    second, status, frames = controller.run, controller.status, controller.frames.count
    number = controller._number
    controller.worker.prepared.emit(number - 1, first, Status(State.READY, None, None, 0))
    controller.worker.status_changed.emit(number - 1, Status(State.RUNNING, None, None, 7))
    controller.worker.progressed.emit(number - 1)
    assert controller.run is second
    assert controller.status is status
    assert controller.frames.count == frames
    controller.worker.status_changed.emit(number, Status(State.RUNNING, None, None, 7))
    assert controller.running  # one of its own is taken


def test_it_redraws_only_where_the_article_does_while_it_runs(qtbot, make):
    controller = make(stop_below=0.0, check_every=20, iterations=2000)
    controller.set_follow_checks(True)
    controller.set_rate(400.0)
    controller.toggle_running()
    qtbot.waitUntil(lambda: controller.shown >= 100)
    assert controller.running
    drawn = [row for row in controller.drawn if row != START]
    assert drawn
    assert all(row % 20 == 0 for row in drawn)
    controller.pause()
    qtbot.waitUntil(lambda: not controller.running)
    assert controller.at_end


def test_it_redraws_other_rows_too_without_that(qtbot, make):
    controller = make(stop_below=0.0, check_every=20, iterations=2000)
    controller.set_rate(400.0)
    controller.toggle_running()
    qtbot.waitUntil(lambda: controller.shown >= 100)
    assert any(row % 20 for row in controller.drawn if row != START)


def test_no_more_iterations_a_second_are_run_than_asked_for(qtbot, make):
    controller = make("endless")
    controller.set_rate(20.0)
    begun = perf_counter()
    controller.toggle_running()
    qtbot.waitUntil(lambda: controller.rows >= 8)
    rows = controller.rows
    assert rows <= (perf_counter() - begun) * 20 + 1


def test_another_speed_acts_at_once(qtbot, make):
    controller = make("endless")
    controller.set_rate(1.0)
    controller.toggle_running()
    qtbot.waitUntil(lambda: controller.rows == 1)
    controller.set_rate(inf)
    qtbot.waitUntil(lambda: controller.rows > 1000)
    assert controller.running


def test_another_speed_does_not_start_a_run_that_stands_still(qtbot, make):
    controller = make("endless")
    controller.set_rate(inf)
    controller.step_forward()
    qtbot.waitUntil(lambda: controller.shown == 0)
    assert controller.rows == 1


def test_a_row_that_there_is_not_is_the_nearest_one(qtbot, make):
    controller = make()
    controller.run_until(4)
    qtbot.waitUntil(lambda: controller.rows == 5 and not controller.running)
    controller.go_to(10**9)
    assert controller.shown == 4
    controller.go_to(-7)
    assert controller.shown == START


def test_going_back_while_it_runs_pauses_there(qtbot, endless):
    endless.go_to(10)
    qtbot.waitUntil(lambda: not endless.running)
    assert endless.shown == 10
    assert endless.rows > 10
    endless.run_until(endless.rows + 99)
    qtbot.waitUntil(lambda: endless.at_end and not endless.running)


def test_the_same_steps_give_the_same_rows_however_they_are_made(qtbot, make):
    stepped, ran = make(), make()
    for row in range(30):
        stepped.step_forward()
        qtbot.waitUntil(lambda row=row: stepped.shown == row)
    ran.run_until(29)
    qtbot.waitUntil(lambda: ran.shown == 29)
    assert recorded(stepped) == recorded(ran)


def test_shown_values_are_those_of_the_shown_row(qtbot, make):
    controller = make()
    assert controller.shown_values().keys() == {"w", "b"}
    assert controller.shown_values()["b"].tolist() == [0.0]
    assert controller.shown_loss() is None
    controller.run_until(2)
    qtbot.waitUntil(lambda: controller.shown == 2)
    row = controller.run.history.row(2)
    assert controller.shown_values()["w"].tolist() == [row["w"]]
    assert controller.shown_loss() == row["loss"]


def test_nothing_can_be_asked_of_it_before_the_lesson_is_there():
    controller = Driven()
    for ask in (controller.toggle_running, controller.step_forward, controller.step_back, controller.go_to_start):
        ask()
    controller.run_to_end()
    controller.restart()
    assert (controller.rows, controller.shown, controller.running) == (0, START, False)
    assert controller.drawn == []
    controller.finish()


def test_the_longest_record_is_played_in_a_few_seconds(qtbot, make):
    controller = make("endless")
    controller.set_rate(inf)
    controller.run_until(99_999)
    qtbot.waitUntil(lambda: controller.rows == 100_000 and not controller.running)
    controller.go_to_start()
    controller.drawn.clear()
    controller.toggle_running()
    qtbot.waitUntil(lambda: not controller.replaying)
    assert len(controller.drawn) < 1000
    assert controller.drawn == sorted(controller.drawn)
    assert controller.drawn[-1] >= 99_999
