from typing import Annotated

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QApplication, QFormLayout, QGroupBox, QLabel, QPushButton

from core.lessons import LESSONS
from core.parameter import LIVE, Choices, Count, Formula, Label, Range
from guiapp import theme
from guiapp.parameter_form import ParameterForm
from tests.guiapp.helpers import click, field, is_ready, lesson_of, press, run_to, turn_wheel, type_text

Key = Qt.Key
LESSON = LESSONS["live_line"]


@pytest.fixture
def form(qtbot):
    form = ParameterForm(LESSON, LESSON.arguments({"seed": 3, "zero_grad": True}))
    qtbot.addWidget(form)
    form.chosen = []
    form.edited.connect(lambda name, value: form.chosen.append((name, value)))
    form.resize(320, 900)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def texts_shown(form):
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()]


def test_it_has_one_field_for_each_hyperparameter_with_its_value(form):
    assert list(form.fields) == list(LESSON.parameters)
    assert form.fields["seed"].value == 3
    assert form.fields["zero_grad"].isChecked()
    assert form.fields["noise"].lineEdit().text() == "1.0"


def test_every_field_has_a_name_and_help_for_those_who_do_not_see_it(form):
    for name, box in form.fields.items():
        label = LESSON.parameters[name].label
        assert box.accessibleName() == label.text
        assert label.help in box.accessibleDescription()
        assert label.help in box.toolTip()


def test_every_label_leads_to_its_field(form):
    buddies = [label.buddy() for label in form.findChildren(QLabel) if label.buddy()]
    assert set(buddies) == {box for name, box in form.fields.items() if name != "zero_grad"}


def test_fields_stand_in_the_groups_that_the_lesson_names(form):
    titles = [box.title() for box in form.findChildren(QGroupBox)]
    assert titles == ["Data", "Training", "Stopping"]
    rows = [box.findChild(QFormLayout).rowCount() for box in form.findChildren(QGroupBox)]
    assert sum(rows) == len(LESSON.parameters)


def test_a_value_that_is_typed_is_told(form):
    form.fields["learning_rate"].setFocus()
    form.fields["learning_rate"].selectAll()
    type_text("1e-3")
    press(Key.Key_Return)
    assert form.chosen == [("learning_rate", 0.001)]


def test_a_check_box_takes_clicks_and_return(form):
    click(form.fields["zero_grad"])
    form.fields["zero_grad"].setFocus()
    press(Key.Key_Return)
    press(Key.Key_Space)
    assert [value for _, value in form.chosen[:2]] == [False, True]


def test_what_is_wrong_stands_below_its_field_until_it_is_right(form):
    box = form.fields["learning_rate"]
    sentence = "Learning rate must be a number from 1e-06 to 10, not 99."
    box.setFocus()
    box.selectAll()
    type_text("99")
    assert sentence in texts_shown(form)
    press(Key.Key_Escape)
    assert sentence not in texts_shown(form)
    assert form.chosen == []


def test_values_that_are_shown_are_told_to_nobody(form):
    form.show_values(LESSON.arguments({"seed": 99}))
    assert form.fields["seed"].value == 99
    assert not form.fields["zero_grad"].isChecked()
    assert form.chosen == []


def test_the_form_is_never_narrower_than_its_fields(form):
    form.resize(10, 500)
    bar = form.verticalScrollBar().width() if form.verticalScrollBar().isVisible() else 0
    assert form.widget().minimumSizeHint().width() + bar <= form.width()


def test_typing_a_learning_rate_while_it_runs_changes_the_run_under_way(qtbot, open_window):
    window = open_window("endless")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.rows > 3)
    run = window.controller.run
    box = field(window, "learning_rate")
    box.setFocus()
    box.selectAll()
    type_text("1e-3")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: run.events != [])
    assert [(event.name, event.value) for event in run.events] == [("learning_rate", 0.001)]
    assert window.controller.run is run
    assert window.controller.running
    assert window.statusBar().message.text() == "Learning rate is 0.001 from the next iteration on."
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.controller.running)


def test_1e_3_is_read_where_the_system_is_german(qtbot, open_window):
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        window = open_window()
        run_to(qtbot, window, 3)
        box = field(window, "learning_rate")
        box.setFocus()
        box.selectAll()
        type_text("1e-3")
        press(Key.Key_Return, Key.Key_Right)
        qtbot.waitUntil(lambda: window.controller.rows == 4)
        assert [event.value for event in window.controller.run.events] == [0.001]
    finally:
        QLocale.setDefault(before)


def test_invalid_text_never_reaches_the_run(qtbot, window):
    run_to(qtbot, window, 3)
    run = window.controller.run
    for name, text in (("learning_rate", "0,5"), ("seed", "-1"), ("examples", "1")):
        box = field(window, name)
        box.setFocus()
        box.selectAll()
        type_text(text)
        sentences = [label.text() for label in window.form.findChildren(QLabel) if label.isVisible()]
        assert any(f"must be a {'whole ' * (name != 'learning_rate')}number" in text for text in sentences)
        press(Key.Key_Return)
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.rows == 4)
    assert window.controller.run is run
    assert run.events == []
    assert window.controller.values == LESSON.arguments({})


def test_another_seed_restarts_and_says_so(qtbot, window):
    run_to(qtbot, window, 3)
    box = field(window, "seed")
    box.setFocus()
    box.selectAll()
    type_text("11")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.rows == 0 and is_ready(window))
    assert window.controller.run.arguments["seed"] == 11
    assert window.statusBar().message.text() == "Seed is now 11: the run begins again."
    assert field(window, "seed").value == 11


def test_the_defaults_button_brings_the_articles_values_back(qtbot, open_window):
    window = open_window(seed=3, noise=0.5)
    assert field(window, "seed").value == 3
    run = window.controller.run
    (button,) = (b for b in window.form.findChildren(QPushButton) if b.text() == "Defaults")
    click(button)
    qtbot.waitUntil(lambda: window.controller.run is not run and is_ready(window))
    assert field(window, "seed").value == 10
    assert window.controller.run.arguments == LESSON.arguments({})


def kinds(
    device: Annotated[str, Choices(("cpu", "cuda", "tpu")), Label("Device", "What computes.")] = "cpu",
    formula: Annotated[str, Formula(("x", "y")), LIVE, Label("Formula", "What is computed.", unit="loss")] = "x + y",
    pair: Annotated[tuple[float, ...], Range(-1000, 1000), Count(2, 2), Label("Pair", "Two.")] = (2.0, -3.4),
    few: Annotated[tuple[float, ...], Range(-1, 1), Count(1, 9), Label("Few", "")] = (0.5,),
):
    """Has a hyperparameter of every kind that is no number."""


@pytest.fixture
def others(qtbot):
    """Return the form of these kinds, in a window whose actions have the keys of the main window."""
    lesson = lesson_of(kinds)
    form = ParameterForm(lesson, lesson.arguments({}))
    qtbot.addWidget(form)
    form.chosen, form.acted = [], []
    form.edited.connect(lambda name, value: form.chosen.append((name, value)))
    for key in ("Space", "Right", "Left", "Home", "End", "R", "Up", "Down"):
        action = QAction(key, form, shortcut=QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: form.acted.append(key))
        form.addAction(action)
    form.resize(320, 700)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def begin(box):
    box.setFocus()
    if hasattr(box, "selectAll"):
        box.selectAll()


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("formula", "x**2 - sin(y)", "x**2 - sin(y)", "x**2 - sin(y)"),
        ("formula", "x^2  + 3*y", "x**2 + 3*y", "x**2 + 3*y"),
        ("pair", "1 -2e-1", (1.0, -0.2), "1.0, -0.2"),
        ("few", "(0.5, 1, -1)", (0.5, 1.0, -1.0), "0.5, 1.0, -1.0"),
    ],
)
@pytest.mark.parametrize("leaving", [False, True])
def test_a_text_is_taken_on_return_and_on_leaving_the_field(others, name, typed, value, shown, leaving):
    box = others.fields[name]
    begin(box)
    type_text(typed)
    assert others.chosen == []
    others.fields["device"].setFocus() if leaving else press(Key.Key_Return)
    assert others.chosen == [(name, value)]
    assert box.text() == shown
    assert not box.hasFocus()
    assert others.acted == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [("formula", "x +"), ("formula", "3"), ("formula", "x + q"), ("pair", "1"), ("pair", "1, 5000"), ("few", "0.5, a")],
)
def test_a_text_that_is_refused_is_marked_and_never_told(others, name, typed):
    box = others.fields[name]
    before, tip = box.text(), box.toolTip()
    begin(box)
    type_text(typed)
    press(Key.Key_Return)
    (sentence,) = (text for text in texts_shown(others) if text.startswith(f"{box.accessibleName()} "))
    assert box.toolTip() == box.accessibleDescription() == sentence
    assert box.palette().color(QPalette.ColorRole.Highlight).name().upper() == theme.BAD
    assert box.hasFocus()
    assert box.text() == typed
    press(Key.Key_Escape)
    assert box.text() == before
    assert box.toolTip() == box.accessibleDescription() == tip
    assert box.palette().color(QPalette.ColorRole.Highlight).name().upper() == theme.ACCENT
    assert sentence not in texts_shown(others)
    assert not box.hasFocus()
    assert others.chosen == []


def test_leaving_a_text_that_is_refused_brings_the_last_one_back(others):
    box = others.fields["formula"]
    begin(box)
    type_text("x +")
    others.fields["pair"].setFocus()
    assert box.text() == "x + y"
    assert others.chosen == []


def test_a_look_into_another_window_does_not_end_the_typing(others):
    box = others.fields["formula"]
    begin(box)
    type_text("x +")
    QApplication.sendEvent(box, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert box.text() == "x +"


def test_the_same_text_in_other_words_is_no_change(others):
    begin(others.fields["pair"])
    type_text("2 -3.40")
    press(Key.Key_Return)
    assert others.chosen == []
    assert others.fields["pair"].text() == "2.0, -3.4"


def test_typing_a_text_does_not_use_the_keys_of_the_window(others):
    begin(others.fields["formula"])
    press(Key.Key_Home, Key.Key_Right, Key.Key_Left, Key.Key_End, Key.Key_Space, Key.Key_R)
    assert others.fields["formula"].text() == "x + y r"
    assert others.acted == []


def test_a_choice_offers_the_words_as_they_are(others):
    box = others.fields["device"]
    assert [box.itemText(row) for row in range(box.count())] == ["cpu", "cuda", "tpu"]


def test_up_and_down_choose_and_other_keys_are_left_to_the_window(others):
    box = others.fields["device"]
    box.setFocus()
    press(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up)
    assert others.chosen == [("device", "cuda"), ("device", "tpu"), ("device", "cuda")]
    assert others.acted == []
    press(Key.Key_Space, Key.Key_Right, Key.Key_Left, Key.Key_Home, Key.Key_End, Key.Key_R)
    assert others.acted == ["Space", "Right", "Left", "Home", "End", "R"]
    assert box.value == box.currentText() == "cuda"
    press(Key.Key_Escape, Key.Key_Down)
    assert others.acted[-1] == "Down"


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_return_opens_the_list_of_a_choice(qtbot, others):
    box = others.fields["device"]
    box.setFocus()
    press(Key.Key_Return)
    qtbot.waitUntil(box.view().isVisible)
    qtbot.keyClick(box.view(), Key.Key_Down)
    qtbot.keyClick(box.view(), Key.Key_Return)
    qtbot.waitUntil(lambda: others.chosen == [("device", "cuda")])


def test_the_wheel_turns_a_choice_only_while_it_has_the_focus(others):
    box = others.fields["device"]
    others.fields["pair"].setFocus()
    turn_wheel(box)
    assert others.chosen == []
    assert box.value == "cpu"
    box.setFocus()
    turn_wheel(box)
    assert others.chosen == [("device", "cuda")]


def test_every_kind_is_shown_named_and_explained(others):
    others.show_values({"device": "tpu", "formula": "y*x", "pair": (1.0, 2.5), "few": (0.25,)})
    assert {name: box.value for name, box in others.fields.items()} == {
        "device": "tpu",
        "formula": "y*x",
        "pair": (1.0, 2.5),
        "few": (0.25,),
    }
    assert others.fields["device"].currentText() == "tpu"
    assert others.fields["pair"].text() == "1.0, 2.5"
    assert others.chosen == []
    tips = {name: box.toolTip() for name, box in others.fields.items()}
    assert tips["device"] == "What computes.\nOne of cpu, cuda, tpu; default cpu."
    assert tips["formula"].startswith("What is computed.\nA formula of x, y with numbers")
    assert "sin, cos, tan, exp, log, sqrt, tanh, relu, sigmoid" in tips["formula"]
    assert tips["pair"].splitlines()[1].startswith("2 numbers from -1000 to 1000, ")
    assert tips["few"].startswith("1 to 9 numbers from -1 to 1, ")
    assert [box.accessibleName() for box in others.fields.values()] == ["Device", "Formula", "Pair", "Few"]
    assert {label.buddy() for label in others.findChildren(QLabel) if label.buddy()} == set(others.fields.values())
    assert "loss" in texts_shown(others)
    assert sum("Live" in label.toolTip() for label in others.findChildren(QLabel)) == 1
