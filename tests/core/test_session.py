import dataclasses
import subprocess
import sys

import pytest

from core.export import versions
from core.lessons import LESSONS
from core.run import Run
from core.session import Change, Kept, Recipe, Versions, checked, checked_session, notes, recipe_of, session_of
from core.session_file import from_bytes, to_bytes
from core.text import InputError

CHANGES = {
    "live_line": [
        (0, "learning_rate", 0.07),
        (6, "zero_grad", True),
        (6, "learning_rate", 1e-6),
        (11, "zero_grad", False),
    ],
    "polynomial": [(3, "learning_rate", 0.1 + 0.2), (9, "learning_rate", 1e-3)],
}
GIVEN = {
    "polynomial": {"coefficients": (0.1, -2.0, 1 / 3), "constant": -0.0, "seed": 7},
    "live_line": {"noise": 0.30000000000000004, "examples": 33},
    "autograd_scalar": {"expression": "sin(x)**2 + 3*x"},
}


def played(recipe):
    """Run what a recipe says."""
    run = Run(LESSONS[recipe.lesson], recipe.parameters)
    for change in recipe.events:
        run.advance(rows=change.iteration)
        run.pause()
        run.change(change.name, change.value)
    run.advance(rows=recipe.rows)
    return run


def a_run(name, rows=25):
    given = GIVEN.get(name, {})
    changes = CHANGES.get(name)
    if changes is None:
        live = [key for key, parameter in LESSONS[name].parameters.items() if parameter.live]
        changes = [(5, "learning_rate", 0.0012), (17, "learning_rate", 0.0307)] if "learning_rate" in live else []
    return played(Recipe(name, given, tuple(Change(*change) for change in changes), rows))


def recorded(run):
    return {name: run.history.column(name).tobytes() for name in run.history.columns}


def live_line(*events, rows=30, **parameters):
    return Recipe("live_line", parameters, tuple(Change(*event) for event in events), rows)


@pytest.mark.parametrize("name", LESSONS)
def test_a_session_gives_the_same_run_again_bit_for_bit(name):
    run = a_run(name)
    saved = session_of(run, shown=3, kept=[Kept("before", "#1f77b4", True, recipe_of(run))])
    again = checked_session(from_bytes(to_bytes(saved)), LESSONS)
    assert repr(again) == repr(saved)
    for recipe in (again.recipe, again.kept[0].recipe):
        replayed = played(recipe)
        assert recorded(replayed) == recorded(run)
        assert len(replayed.history) > 0
        assert replayed.events == run.events
        assert replayed.arguments == run.arguments


def test_every_lesson_with_a_live_learning_rate_is_changed_in_that_test():
    live = {name for name, one in LESSONS.items() if (rate := one.parameters.get("learning_rate")) and rate.live}
    assert {name for name in LESSONS if a_run(name).events} == live != set()


def test_a_run_that_has_not_begun_is_a_recipe_too():
    run = Run(LESSONS["live_line"], {"learning_rate": 0.02})
    recipe = recipe_of(run)
    assert (recipe.rows, recipe.events, recipe.parameters) == (0, (), run.arguments)
    assert session_of(run, shown=-1).shown == -1


def test_what_the_user_has_set_and_the_run_has_not_taken_follows_at_the_end():
    run = played(live_line((4, "learning_rate", 0.05), rows=10))
    set_by_the_user = run.values | {"learning_rate": 0.02}
    recipe = recipe_of(run, set_by_the_user)
    assert recipe.events == (Change(4, "learning_rate", 0.05), Change(10, "learning_rate", 0.02))
    assert checked(recipe, LESSONS) == recipe
    run.change("learning_rate", 0.02)
    run.advance(rows=20)
    again = played(recipe)
    again.advance(rows=20)
    assert recorded(again) == recorded(run)


def test_of_an_iteration_that_is_under_way_the_newest_value_counts():
    run = played(live_line(rows=10))
    run.change("learning_rate", 0.05)
    while not run.events:
        run.step_line()
    assert len(run.history) == 10
    assert recipe_of(run).events == (Change(10, "learning_rate", 0.05),)
    recipe = recipe_of(run, run.values | {"learning_rate": 0.02})
    assert recipe.events == (Change(10, "learning_rate", 0.02),)
    assert checked(recipe, LESSONS) == recipe


def test_a_row_that_the_run_does_not_have_is_not_shown():
    assert session_of(played(live_line(rows=10)), shown=40).shown == 9


def test_values_come_in_their_own_types():
    recipe = checked(Recipe("polynomial", {"coefficients": (1, 2), "constant": 3, "seed": 4.0}, (), 5), LESSONS)
    assert repr(recipe.parameters["coefficients"]) == "(1.0, 2.0)"
    assert repr(recipe.parameters["constant"]) == "3.0"
    assert repr(recipe.parameters["seed"]) == "4"
    assert recipe.parameters.keys() == LESSONS["polynomial"].parameters.keys()
    assert repr(checked(live_line((1, "learning_rate", 1)), LESSONS).events[0].value) == "1.0"


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        (Recipe("lines", {}, (), 0), "no lesson 'lines'; there are live_line, "),
        (live_line(rate=0.1), "Lesson live_line has no parameter 'rate'"),
        (live_line(learning_rate=99.0), "Learning rate must be a number .* not 99.0"),
        (live_line(learning_rate="0.1"), "Learning rate must be a number .* not '0.1'"),
        (live_line(learning_rate=True), "Learning rate must be a number"),
        (live_line(examples=2.5), "whole number .* not 2.5"),
        (live_line(zero_grad=1), "must be on or off, not 1"),
        (Recipe("polynomial", {"coefficients": ()}, (), 0), "Coefficients must be 1 to 9 numbers"),
        (Recipe("polynomial", {"device": "tpu"}, (), 0), "Device must be one of cpu, cuda"),
        (live_line((3, "rate", 0.1)), "no parameter 'rate' that can change while it runs"),
        (live_line((3, "seed", 4)), "no parameter 'seed' that can change while it runs"),
        (live_line((3, "learning_rate", 0.1), (3, "learning_rate", 0.2)), "learning_rate changes twice at iteration 3"),
        (live_line((3, "learning_rate", 0)), "Learning rate must be a number .* not 0"),
        (live_line((3, "learning_rate", 0.1), (2, "zero_grad", True)), "iterations 3 to 30, not at 2"),
        (live_line((31, "learning_rate", 0.1)), "iterations 0 to 30, not at 31"),
        (live_line((-1, "learning_rate", 0.1)), "iterations 0 to 30, not at -1"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_a_lesson_does_not_allow_is_told(recipe, said):
    with pytest.raises(InputError, match=said):
        checked(recipe, LESSONS)
    session = session_of(Run(LESSONS["live_line"]), -1)
    for wrong in (
        dataclasses.replace(session, recipe=recipe),
        dataclasses.replace(session, kept=(Kept("", "", True, recipe),)),
    ):
        with pytest.raises(InputError, match=said):
            checked_session(wrong, LESSONS)


def test_two_hyperparameters_may_change_at_one_iteration_and_at_the_last():
    recipe = live_line((3, "learning_rate", 0.1), (3, "zero_grad", True), (30, "learning_rate", 0.2))
    assert checked(recipe, LESSONS).events == recipe.events


def test_a_file_from_another_torch_may_give_other_digits():
    here = Versions(**versions())
    session = session_of(Run(LESSONS["live_line"]), -1)
    assert session.versions == here
    assert notes(session) == []
    release = here.torch.partition("+")[0]
    for torch, count in [(f"{release}+cu130", 0), (release, 0), ("1.2.0+cpu", 1)]:
        assert len(notes(dataclasses.replace(session, versions=dataclasses.replace(here, torch=torch)))) == count
    said = [str(note) for note in notes(dataclasses.replace(session, versions=Versions("3", "1.2.0", "0.1")))]
    assert said == [
        f"This file was saved with torch 1.2.0; here is {here.torch}, so the last digits may differ.",
        f"This file was saved with numpy 0.1; here is {here.numpy}, so the last digits may differ.",
    ]


def test_the_window_can_know_sessions_before_torch_is_there():
    code = "import core.session, core.session_file, sys; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"
