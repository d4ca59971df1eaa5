from core.run import Run
from guiapp import theme
from guiapp.controller import START
from guiapp.kept_runs import differences
from guiapp.palettes import DARK, LIGHT
from guiapp.theme import KEPT
from tests.guiapp.helpers import record, recorded


def go_on_from(qtbot, controller, row):
    controller.go_to(row)
    run = controller.run
    with qtbot.waitSignal(controller.taken_up):
        controller.continue_from_here()
    qtbot.waitUntil(lambda: controller.run is not run and controller.ready)


def test_a_kept_run_is_a_copy_of_what_was_recorded(qtbot, make):
    controller = make()
    controller.kept.keep()
    assert controller.kept.runs == []  # there was nothing to keep
    record(qtbot, controller, 5)
    with qtbot.waitSignal(controller.kept.changed):
        controller.kept.keep()
    (kept,) = controller.kept.runs
    before = kept.run.history.column("w").tolist()
    record(qtbot, controller, 8)
    controller.kept.keep()
    assert kept.run.history.column("w").tolist() == before == recorded(controller)["w"][:5]
    assert [(one.name, one.colour, len(one.run.history)) for one in controller.kept.runs] == [
        ("Run 1", KEPT[0], 5),
        ("Run 2", KEPT[1], 8),
    ]
    assert controller.sentences == ["Kept as Run 1.", "Kept as Run 2."]


def test_kept_runs_take_the_colours_of_another_theme(qtbot, make):
    controller = make()
    record(qtbot, controller, 2)
    for _ in range(3):
        controller.kept.keep()
    controller.kept.change(1, colour="#123456")
    theme.use("dark")
    try:
        with qtbot.waitSignal(controller.kept.changed):
            controller.kept.follow_theme()
        assert [kept.colour for kept in controller.kept.runs] == [DARK.KEPT[0], "#123456", DARK.KEPT[2]]
        opened = controller.kept.add(controller.run, "from a file", LIGHT.KEPT[5])
        assert opened.colour == DARK.KEPT[5]
    finally:
        theme.use("light")


def test_kept_runs_can_be_renamed_hidden_coloured_and_removed(qtbot, make):
    controller = make()
    record(qtbot, controller, 2)
    for _ in range(2):
        controller.kept.keep()
    controller.kept.change(0, name="slow", colour="#123456")
    controller.kept.change(1, visible=False)
    assert [kept.name for kept in controller.kept.drawn()] == ["slow"]
    controller.kept.remove(0)
    assert [kept.name for kept in controller.kept.runs] == ["Run 2"]
    assert controller.kept.drawn() == []


def test_only_runs_over_the_same_kind_of_data_are_drawn(qtbot, make):
    controller = make("quadratic_numpy")
    record(qtbot, controller, 2)
    controller.kept.keep()
    controller.open_lesson("quadratic_autograd")
    assert len(controller.kept.drawn()) == 1
    controller.open_lesson("live_line")
    assert controller.kept.drawn() == []


def test_going_on_from_an_earlier_iteration_gives_the_same_rows_and_keeps_the_run(qtbot, make):
    controller = make()
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.finished and controller.at_end)
    before = recorded(controller)
    go_on_from(qtbot, controller, 30)
    assert (controller.rows, controller.shown, controller.finished, controller.live) == (31, 30, False, True)
    assert controller.sentences[-1] == "Goes on from iteration 30; what was run until now is kept as Run 1."
    (kept,) = controller.kept.runs
    assert kept.run.history.column("loss").tolist() == before["loss"]
    controller.run_to_end()
    qtbot.waitUntil(lambda: controller.finished)
    assert recorded(controller) == before
    assert controller.run.output.lines == kept.run.output.lines


def test_going_on_with_another_learning_rate_is_another_run_from_the_same_point(qtbot, make):
    controller = make()
    record(qtbot, controller, 60)
    before = recorded(controller)
    controller.go_to(20)
    controller.edit("learning_rate", 0.01)
    go_on_from(qtbot, controller, 20)
    assert controller.values["learning_rate"] == 0.01
    record(qtbot, controller, 40)
    now = recorded(controller)
    assert now["w"][:21] == before["w"][:21]
    assert now["w"][21] != before["w"][21]
    assert [(event.iteration, event.value) for event in controller.run.events] == [(21, 0.01)]


def test_going_on_from_the_start_begins_again(qtbot, make):
    controller = make()
    record(qtbot, controller, 10)
    before = recorded(controller)
    go_on_from(qtbot, controller, START)
    assert (controller.rows, controller.shown) == (0, START)
    record(qtbot, controller, 10)
    assert recorded(controller) == before


def test_at_the_newest_iteration_there_is_nothing_to_go_back_to(qtbot, make):
    controller = make()
    record(qtbot, controller, 3)
    run = controller.run
    controller.continue_from_here()
    assert controller.run is run
    assert controller.kept.runs == []
    assert controller.sentences == ["Nothing has been run after this iteration: the run simply goes on from here."]


def test_a_kept_run_of_another_lesson_can_be_gone_on_with(qtbot, make):
    controller = make("line_epochs")
    record(qtbot, controller, 40)
    controller.kept.keep()
    before = recorded(controller)
    controller.open_lesson("live_line")
    qtbot.waitUntil(lambda: controller.ready)
    with qtbot.waitSignals([controller.taken_up, controller.lesson_changed]):
        controller.take_up(controller.kept.runs[0].run)
    qtbot.waitUntil(lambda: controller.ready)
    assert (controller.lesson.name, controller.rows, controller.shown) == ("line_epochs", 40, 39)
    assert recorded(controller) == before
    record(qtbot, controller, 50)


def test_taking_up_can_be_broken_off(qtbot, make):
    # So many that it surely takes longer to run them again than to break that off.
    controller = make(iterations=20_000, stop_below=0.0)
    record(qtbot, controller, 20_000)
    run = controller.run
    slow = run.snapshot(19_999)
    slow.checkpoints = type(slow.checkpoints)()  # everything is run again
    controller.take_up(slow)
    with qtbot.waitSignal(controller.taking_up):
        pass
    with qtbot.waitSignal(controller.taken_up):
        controller.toggle_running()
    assert not controller.running
    assert controller.run is run
    assert controller.rows == 20_000
    assert controller.sentences == ["That was broken off; the run stands where it stood."]


def test_what_differs_from_the_lessons_own_values_is_told(qtbot, make):
    controller = make(learning_rate=0.05)
    record(qtbot, controller, 2)
    controller.edit("zero_grad", True)
    record(qtbot, controller, 3)
    assert differences(controller.run) == {"learning_rate": 0.05, "zero_grad": True}


def test_a_recipe_is_run_when_there_is_time_and_then_has_its_rows(qtbot, make):
    controller = make("line_epochs")
    record(qtbot, controller, 30)
    before = recorded(controller)
    recipe = Run(controller.lesson, controller.values)
    with qtbot.waitSignal(controller.kept.ran):
        controller.kept.add_recipe(recipe, 30, "again")
        (kept,) = controller.kept.runs
        assert controller.kept.is_running(kept)
        assert controller.kept.drawn() == []
    (kept,) = controller.kept.runs
    assert not controller.kept.is_running(kept)
    assert (kept.name, kept.run.history.column("w").tolist()) == ("again", before["w"])
    assert [one.name for one in controller.kept.drawn()] == ["again"]


def test_a_recipe_that_was_removed_meanwhile_stays_away(qtbot, make):
    controller = make("line_epochs")
    with qtbot.waitSignal(controller.kept.ran):
        for name in ("one", "two"):
            controller.kept.add_recipe(Run(controller.lesson, controller.values), 20, name)
        controller.kept.remove(0)
    assert [(kept.name, len(kept.run.history)) for kept in controller.kept.runs] == [("two", 20)]


def test_a_race_runs_the_other_optimisers_from_the_same_start(qtbot, make):
    controller = make("line_optimizers", iterations=20)
    with qtbot.waitSignal(controller.kept.ran):
        controller.kept.race()
    choices = controller.lesson.parameters["optimizer"].choices
    assert [kept.name for kept in controller.kept.runs] == [c for c in choices if c != controller.values["optimizer"]]
    assert {len(kept.run.history) for kept in controller.kept.runs} == {20}
    assert len({kept.run.history.column("loss")[0] for kept in controller.kept.runs}) == 1
    assert len({kept.run.history.column("loss")[19] for kept in controller.kept.runs}) == 5
