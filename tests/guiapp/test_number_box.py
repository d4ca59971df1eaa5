import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.lessons import LESSONS
from guiapp.widgets.number_box import NumberBox, stepped
from tests.guiapp.helpers import press, turn_wheel, type_text

PARAMETERS = LESSONS["live_line"].parameters
Key = Qt.Key


@pytest.fixture
def make(qtbot):
    """Return a function that shows a box which has the focus, beside another widget."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)

    def make_it(name="learning_rate"):
        box = NumberBox(PARAMETERS[name])
        box.chosen, box.refused = [], []
        box.value_chosen.connect(box.chosen.append)
        box.input_refused.connect(box.refused.append)
        box.other = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
        layout.addWidget(box)
        layout.addWidget(box.other)
        page.show()
        qtbot.waitUntil(page.isActiveWindow)
        box.setFocus()
        box.selectAll()
        assert QApplication.focusWidget() is box
        return box

    return make_it


@pytest.fixture(params=["en_US", "de_DE", "ar_EG", "zh_CN"])
def any_locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("typed", "value"), [("1e-3", 0.001), ("0.001", 0.001), (".5", 0.5), ("2", 2.0), ("1E-2", 0.01), ("０.５", 0.5)]
)
def test_what_is_typed_is_read_in_any_locale(make, any_locale, typed, value):
    box = make()
    type_text(typed) if typed.isascii() else box.lineEdit().insert(typed)
    assert box.chosen == []
    press(Key.Key_Return)
    assert box.chosen == [value]
    assert box.value == value
    assert box.lineEdit().text() == repr(value)
    assert not box.hasFocus()


@pytest.mark.parametrize("typed", ["0,001", "", "abc", "1e999", "nan", "inf", "-1", "0", "11", "1_0_0", "--", "0x1"])
def test_invalid_text_never_becomes_a_value_and_is_explained(make, typed):
    box = make()
    press(Key.Key_Delete)
    type_text(typed)
    assert box.refused[-1].startswith("Learning rate must be a number from 1e-06 to 10, not ")
    press(Key.Key_Return)
    assert box.chosen == []
    assert box.value == 0.1
    assert box.lineEdit().text() == "0.1"
    assert box.refused[-1] == ""


def test_the_sentence_goes_away_as_soon_as_the_text_is_right_again(make):
    box = make()
    type_text("1e")
    assert "1e" in box.refused[-1]
    type_text("-3")
    assert box.refused[-1] == ""


def test_escape_brings_the_last_value_back(make):
    box = make()
    type_text("0.7")
    press(Key.Key_Escape)
    assert box.lineEdit().text() == "0.1"
    assert box.chosen == []
    assert not box.hasFocus()


def test_leaving_the_box_takes_what_was_typed(make):
    box = make()
    type_text("0.7")
    box.other.setFocus()
    assert box.chosen == [0.7]


def test_leaving_the_box_with_invalid_text_brings_the_last_value_back(make):
    box = make()
    type_text("0.7x")
    box.other.setFocus()
    assert box.chosen == []
    assert box.lineEdit().text() == "0.1"


def test_the_same_value_in_other_words_is_no_change(make):
    box = make()
    type_text("1e-1")
    press(Key.Key_Return)
    assert box.chosen == []
    assert box.lineEdit().text() == "0.1"


def test_a_value_is_told_once(make):
    box = make()
    type_text("0.7")
    press(Key.Key_Return)
    box.other.setFocus()
    assert box.chosen == [0.7]


def test_up_and_down_step_by_1_2_5(make):
    box = make()
    press(*[Key.Key_Up] * 4)
    assert box.chosen == [0.2, 0.5, 1.0, 2.0]
    press(*[Key.Key_Down] * 6)
    assert box.chosen[4:] == [1.0, 0.5, 0.2, 0.1, 0.05, 0.02]


def test_a_step_begins_at_what_is_typed(make):
    box = make()
    type_text("0.3")
    press(Key.Key_Up)
    assert box.value == 0.5


def test_steps_stop_at_the_limits(make):
    box = make()
    press(*[Key.Key_Up] * 30)
    assert box.value == 10
    press(*[Key.Key_Down] * 60)
    assert box.value == 1e-6


def test_a_whole_number_is_read_as_one(make):
    box = make("examples")
    type_text("1e3")
    press(Key.Key_Return)
    assert box.chosen == [1000]
    assert type(box.value) is int
    box.setFocus()
    box.selectAll()
    type_text("2.5")
    assert "whole number" in box.refused[-1]
    press(Key.Key_Return)
    assert box.value == 1000


def test_the_largest_whole_number_is_kept_exactly(make):
    box = make("seed")
    type_text(str(2**31 - 1))
    press(Key.Key_Return)
    assert box.value == 2**31 - 1


def test_a_very_long_text_is_refused_at_once(make):
    box = make("seed")
    box.lineEdit().insert("9" * 30_000)
    press(Key.Key_Return)
    assert box.chosen == []
    assert box.value == 10


@pytest.mark.parametrize("third", [False, True])
def test_a_double_click_selects_the_whole_number_and_a_third_one_leaves_it_so(make, third):
    box = make()
    box.lineEdit().deselect()
    QTest.mouseDClick(box.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(5, 8))
    if third:
        QTest.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(5, 8))
    assert box.lineEdit().selectedText() == "0.1"


def test_a_value_that_is_set_is_told_to_nobody(make):
    box = make()
    box.set_value(0.25)
    assert box.chosen == []
    assert box.lineEdit().text() == "0.25"


@pytest.mark.parametrize("name", [name for name, p in PARAMETERS.items() if p.type is not bool])
def test_every_parameter_can_be_stepped_from_one_limit_to_the_other(name):
    parameter = PARAMETERS[name]
    low, high = (parameter.type(limit) for limit in (parameter.range.low, parameter.range.high))
    if not parameter.range.log:
        assert stepped(parameter, low, up=True) > low
        assert stepped(parameter, high, up=False) < high
    else:
        for value, end, up in ((low, high, True), (high, low, False)):
            steps = 0
            while value != end:
                following = stepped(parameter, value, up=up)
                assert parameter.check(following) == following
                assert (following > value) == up
                assert following != value
                value, steps = following, steps + 1
                assert steps < 1000
                if parameter.type is float and low == 0 and not up and value < 1e-9:
                    break
    assert stepped(parameter, high, up=True) == high
    assert stepped(parameter, low, up=False) == low


def test_the_wheel_turns_it_only_while_it_has_the_focus(make):
    box = make()
    box.other.setFocus()
    turn_wheel(box)
    assert (box.chosen, box.value) == ([], 0.1)
    box.setFocus()
    turn_wheel(box)
    assert box.chosen == [0.05]
