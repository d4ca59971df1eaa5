from PySide6.QtWidgets import QLabel

from core.lesson import Lesson
from core.notes import Experiment, Notes
from guiapp.views.about import AboutView
from tests.guiapp.helpers import broken, click, endless, lesson_of, watch
from tests.guiapp.views.view_helpers import run_on, shown_view

NOTED = Lesson(
    endless,
    "Without end",
    "It never ends.",
    watch(),
    Notes(
        "Article 9",
        ("What it does. " * 20, "What to watch."),
        (Experiment("Go faster.", {"learning_rate": 0.5}), Experiment("Begin again.")),
    ),
)


def texts(view):
    return [label.text() for label in view.widget().findChildren(QLabel)]


def test_it_tells_where_the_lesson_is_from_what_it_shows_and_what_to_try(qtbot):
    with shown_view(qtbot, AboutView, NOTED) as view:
        assert texts(view) == [
            "Without end",
            "Article 9",
            "It never ends.",
            "What it does. " * 20,
            "What to watch.",
            "Try this",
            "Go faster.",
            "Begin again.",
        ]


def test_an_experiment_runs_with_its_values_and_the_lesson_s_own_for_the_rest(qtbot):
    with shown_view(qtbot, AboutView, NOTED, target=7.0) as view:
        controller, run = view.controller, view.controller.run
        assert view.buttons[0].toolTip() == "Learning rate: 0.5"
        click(view.buttons[0])
        qtbot.waitUntil(lambda: controller.run is not run and controller.rows > 0)
        assert controller.values == {"learning_rate": 0.5, "target": 3.0}
        run = controller.run
        click(view.buttons[1])
        qtbot.waitUntil(lambda: controller.run is not run and controller.rows > 0)
        assert controller.values["learning_rate"] == 0.1


def test_the_texts_wrap_and_nothing_is_cut_off(qtbot):
    with shown_view(qtbot, AboutView, NOTED) as view:
        for width in (260, 420, 800):
            view.resize(width, 400)
            qtbot.waitUntil(lambda: view.widget().width() == view.viewport().width())
            labels = view.widget().findChildren(QLabel)
            assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)


def test_a_lesson_without_notes_has_its_summary(qtbot):
    with shown_view(qtbot, AboutView, lesson_of(broken)) as view:
        run_on(qtbot, view, 2)
        assert texts(view)[0] == "broken"
        assert view.buttons == []


def test_another_lesson_brings_its_own_notes_also_after_it_was_hidden(qtbot):
    with shown_view(qtbot, AboutView, NOTED) as view:
        view.controller.open_lesson("live_line")
        assert texts(view)[0] == "A line, drawn live"
        assert not any(button.isEnabled() for button in view.buttons)
        qtbot.waitUntil(lambda: view.controller.ready)
        assert all(button.isEnabled() for button in view.buttons)
        view.hide()
        view.controller.open_lesson("autograd_scalar")
        assert texts(view)[0] == "A line, drawn live"
        view.show()
        assert texts(view)[0] == "A derivative by autograd"
