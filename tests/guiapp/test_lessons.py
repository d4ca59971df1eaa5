"""The lessons in the real window: how one gets to them, what they show, and that they come back."""

import json

import pytest
from PySide6.QtCore import QSettings, Qt

from core.lessons import LESSONS
from core.run import Run
from guiapp.app import make_window
from guiapp.last_lesson import last_lesson
from guiapp.options import Options, default_lesson
from tests.guiapp.helpers import LESSONS_OF_OURS, field, finished, is_ready, press, run_to, stands_at, views

Key = Qt.Key
control = Qt.KeyboardModifier.ControlModifier
NAMES = [name for name in LESSONS if name not in {lesson.name for lesson in LESSONS_OF_OURS}]


def opened(qtbot, window, name: str) -> None:
    """Wait until another lesson is ready."""
    qtbot.waitUntil(lambda: window.controller.lesson.name == name and is_ready(window))


def gives_the_figures_of_the_command_line(qtbot, window, name: str) -> None:
    """Run the lesson that was just asked for to its end, and compare it with a run of its own."""
    opened(qtbot, window, name)
    controller, lesson = window.controller, LESSONS[name]
    assert window.windowTitle() == f"{lesson.title} – Fitscope"
    assert list(window.form.fields) == list(lesson.parameters)
    assert [action.isChecked() for action in window.menus.lessons.values()][: len(NAMES)] == [n == name for n in NAMES]
    press(Key.Key_End)
    finished(qtbot, window)
    alone = Run(lesson)
    alone.advance()
    for column in alone.history.columns:
        assert controller.run.history.column(column).tobytes() == alone.history.column(column).tobytes()
    assert controller.run.output.lines == alone.output.lines
    assert controller.run.epochs == alone.epochs


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES[:9], 1)))
def test_control_and_a_digit_open_a_lesson_which_gives_the_figures_of_the_command_line(qtbot, window, number, name):
    press(getattr(Key, f"Key_{number}"), modifier=control)
    gives_the_figures_of_the_command_line(qtbot, window, name)


@pytest.mark.parametrize("name", NAMES[9:])
def test_the_menu_opens_a_lesson_without_a_digit_which_gives_the_figures_of_the_command_line(qtbot, window, name):
    assert window.menus.lessons[name].shortcut().isEmpty()
    window.menus.lessons[name].trigger()
    gives_the_figures_of_the_command_line(qtbot, window, name)


@pytest.mark.parametrize("name", NAMES)
def test_every_view_of_a_lesson_opens_at_its_start_midway_and_at_its_end(qtbot, open_window, name):
    window = open_window(name)
    contents = window.views | {"fit": window.main_view, "parameters": window.form}
    for where in ("start", "midway", "end"):
        for name, dock in window.docks.items():
            if dock.toggleViewAction().isVisible():
                dock.show()
                dock.raise_()
                qtbot.waitUntil(contents[name].isVisible)
                assert not contents[name].grab().isNull()
        if where == "start":
            run_to(qtbot, window, 3)
        elif where == "midway":
            press(Key.Key_End)
            finished(qtbot, window)


def test_a_lesson_without_a_model_puts_away_what_means_nothing_for_it(qtbot, window):
    docks = window.docks
    docks["coefficients"].close()
    qtbot.waitUntil(lambda: docks["loss"].height() > 2 * docks["output"].height())
    sizes = [docks[name].size() for name in ("parameters", "fit", "loss", "output")]
    press(Key.Key_7, modifier=control)
    opened(qtbot, window, "autograd_scalar")
    assert views(window)["derivative"].isVisible()
    assert not views(window)["fit"].isVisible()
    assert [docks[name].isHidden() for name in ("loss", "predicted", "coefficients", "output")] == [True] * 3 + [False]
    assert not docks["loss"].toggleViewAction().isVisible()
    press(Key.Key_1, modifier=control)
    opened(qtbot, window, "live_line")
    assert views(window)["fit"].isVisible()
    assert [docks[name].isHidden() for name in ("loss", "predicted", "coefficients")] == [False, False, True]
    qtbot.waitUntil(lambda: [docks[name].size() for name in ("parameters", "fit", "loss", "output")] == sizes)


def test_each_lesson_comes_back_in_the_layout_in_which_it_was_left(qtbot, window):
    docks = window.docks
    docks["output"].close()
    press(Key.Key_2, modifier=control)
    opened(qtbot, window, "minibatch_scratch")
    assert docks["output"].isHidden()  # as in the lesson before it
    docks["output"].show()
    docks["loss"].close()
    press(Key.Key_1, modifier=control)
    opened(qtbot, window, "live_line")
    assert (docks["output"].isHidden(), docks["loss"].isHidden()) == (True, False)
    window.actions_by_name["overview"].trigger()
    assert not docks["output"].isHidden()
    press(Key.Key_2, modifier=control)
    opened(qtbot, window, "minibatch_scratch")
    assert (docks["output"].isHidden(), docks["loss"].isHidden()) == (False, True)


def test_right_runs_one_statement_of_a_lesson_without_a_loop(qtbot, open_window):
    window = open_window("autograd_scalar")
    controller = window.controller
    gradients = []
    for row in range(3):
        press(Key.Key_Right)
        stands_at(qtbot, window, row)
        gradients.append(controller.run.history.row(row)["x.grad"])
    assert str(gradients) == "[nan, nan, 7.0]"
    press(Key.Key_Left)
    stands_at(qtbot, window, 1)
    assert controller.rows == 3


def test_a_lesson_comes_back_with_the_values_that_it_was_left_with(qtbot, window):
    window.controller.edit("examples", 7)
    qtbot.waitUntil(lambda: is_ready(window) and window.controller.run.values["examples"] == 7)
    press(Key.Key_9, modifier=control)
    opened(qtbot, window, "line_epochs")
    assert window.controller.values["examples"] == 100
    press(Key.Key_1, modifier=control)
    opened(qtbot, window, "live_line")
    assert window.controller.run.values["examples"] == 7
    assert field(window, "examples").text() == "7"


def test_opening_the_lesson_that_is_open_changes_nothing(qtbot, window):
    run_to(qtbot, window, 5)
    run = window.controller.run
    press(Key.Key_1, modifier=control)
    assert window.controller.run is run
    assert window.menus.lessons["live_line"].isChecked()


def test_a_lesson_can_be_left_while_it_runs(qtbot, open_window):
    window = open_window("endless")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.running and window.controller.rows > 3)
    press(Key.Key_2, modifier=control)
    opened(qtbot, window, "minibatch_scratch")
    assert (window.controller.rows, window.controller.shown) == (0, -1)


def test_values_to_try_begin_a_run_and_stand_in_the_form(qtbot, window):
    window.controller.try_settings({"zero_grad": True, "learning_rate": 0.05})
    window.controller.set_rate(float("inf"))
    qtbot.waitUntil(lambda: window.controller.finished)
    assert window.controller.rows == 81
    assert field(window, "learning_rate").text() == "0.05"
    assert field(window, "zero_grad").isChecked()


# The next start.


def start(qtbot, **options):
    window = make_window(Options(**options))
    window.show()
    qtbot.waitUntil(lambda: is_ready(window))
    return window


def test_the_last_lesson_and_its_values_come_back_at_the_next_start(qtbot):
    window = start(qtbot, lesson="minibatch_concise")
    window.controller.edit("true_w", (1.5, -0.25))
    qtbot.waitUntil(lambda: is_ready(window) and window.controller.run.values["true_w"] == (1.5, -0.25))
    window.close()
    again = start(qtbot)
    assert again.controller.lesson.name == "minibatch_concise"
    assert again.controller.run.values["true_w"] == (1.5, -0.25)
    again.close()
    given = start(qtbot, lesson="line_epochs")
    assert given.controller.lesson.name == "line_epochs"


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "nonsense",
        "[]",
        "3",
        json.dumps({"lesson": 3, "parameters": {}}),
        json.dumps({"lesson": "live_line"}),
        json.dumps({"lesson": "of_another_version", "parameters": {"a": 1}}),
        json.dumps({"lesson": "live_line", "parameters": {"seed": -1}}),
        json.dumps({"lesson": "live_line", "parameters": {"alpha": 1}}),
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_of_the_last_lesson_gives_the_first_one(qtbot, own_settings, kept):
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Fitscope", "Fitscope")
    settings.setValue("lesson", kept)
    settings.sync()
    window = start(qtbot)
    assert window.controller.lesson.name == default_lesson
    assert window.controller.run.values == LESSONS[default_lesson].arguments({})


def test_nothing_kept_is_the_first_lesson(tmp_path):
    settings = QSettings(str(tmp_path / "none.ini"), QSettings.Format.IniFormat)
    assert last_lesson(settings) == (default_lesson, {})
