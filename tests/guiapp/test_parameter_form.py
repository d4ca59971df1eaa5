import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFormLayout, QGroupBox, QLabel, QPushButton

from core.lessons import LESSONS
from guiapp.parameter_form import ParameterForm
from tests.guiapp.helpers import click, field, is_ready, press, run_to, type_text, views

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
        sentences = [label.text() for label in views(window)["parameters"].findChildren(QLabel) if label.isVisible()]
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
    (button,) = (b for b in views(window)["parameters"].findChildren(QPushButton) if b.text() == "Defaults")
    click(button)
    qtbot.waitUntil(lambda: window.controller.run is not run and is_ready(window))
    assert field(window, "seed").value == 10
    assert window.controller.run.arguments == LESSON.arguments({})
