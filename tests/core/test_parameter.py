from typing import Annotated

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lesson import Lesson
from core.parameter import Choices, Count, Formula, Label, Range, read_parameter
from core.text import InputError
from tests.core.helpers import SAMPLE

COUNT, RATE, ZERO = (SAMPLE.parameters[name] for name in ("count", "rate", "zero"))
DEVICE = read_parameter("device", Annotated[str, Choices(("cpu", "cuda")), Label("Device", "")], "cpu")
FORMULA = read_parameter("formula", Annotated[str, Formula(("x", "y")), Label("Formula", "")], "x*y")
PAIR = read_parameter("pair", Annotated[tuple[float, ...], Range(-5, 5), Count(2, 2), Label("Pair", "")], (1.0, -2.5))
FEW = read_parameter("few", Annotated[tuple[float, ...], Range(0, 1), Count(1, 3), Label("Few", "")], (0.5,))


def test_a_signature_is_read_in_its_order():
    assert list(SAMPLE.parameters) == ["count", "rate", "zero", "free", "whole_and_free", "rate_of_its_own"]
    assert (RATE.type, RATE.default, RATE.range, RATE.live) == (float, 0.1, Range(1e-6, 10, log=True), True)
    assert (RATE.label.text, RATE.label.help, RATE.label.unit) == ("Learning rate", "How far.", "a step")
    assert (ZERO.type, ZERO.range, ZERO.live) == (bool, None, False)
    assert SAMPLE.parameters["whole_and_free"].label.text == "Whole and free"


def test_a_lesson_overrides_what_the_vocabulary_says():
    own = SAMPLE.parameters["rate_of_its_own"]
    assert (own.range, own.label.text, own.live) == (Range(0, 1), "Own rate", True)


@pytest.mark.parametrize(
    ("given_value", "value"),
    [(1, 1), (100, 100), (7.0, 7), (np.float64(3), 3)],
    ids=["least", "greatest", "whole", "numpy"],
)
def test_a_whole_number_is_taken(given_value, value):
    checked = COUNT.check(given_value)
    assert (checked, type(checked)) == (value, int)


@pytest.mark.parametrize(("given_value", "value"), [(1, 1.0), (1e-6, 1e-6), (10, 10.0), (np.float64(0.25), 0.25)])
def test_a_number_is_taken_as_a_float(given_value, value):
    checked = RATE.check(given_value)
    assert (checked, type(checked)) == (value, float)


@pytest.mark.parametrize(
    ("given_value", "shown"),
    [
        (0, "0"),
        (101, "101"),
        (-1, "-1"),
        (7.5, "7.5"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (True, "True"),
        (None, "NoneType"),
        ("7", "'7'"),
        ([7], "7"),
        ([], "list"),
        ([[7]], "list"),
        (1e300, "1e+300"),
        (10**400, "1.00e+400"),
    ],
)
def test_a_bad_whole_number_is_refused_in_one_sentence(given_value, shown):
    with pytest.raises(InputError) as refused:
        COUNT.check(given_value)
    assert str(refused.value) == f"Count must be a whole number from 1 to 100, not {shown}."


@pytest.mark.parametrize(
    ("given_value", "shown"),
    [
        (0, "0"),
        (10.000001, "10.000001"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (10**400, "1.00e+400"),
        (False, "False"),
        (1j, "complex"),
        ("0.1", "'0.1'"),
    ],
)
def test_a_bad_number_is_refused_in_one_sentence(given_value, shown):
    with pytest.raises(InputError) as refused:
        RATE.check(given_value)
    assert str(refused.value) == f"Learning rate must be a number from 1e-06 to 10, not {shown}."


@pytest.mark.parametrize("name", ["count", "rate", "free", "whole_and_free"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_long_to_be_written_is_refused_too(name, sign):
    with pytest.raises(InputError, match=r"must be a (whole )?number from .*, not "):
        SAMPLE.parameters[name].check(sign * 10**5000)


@pytest.mark.parametrize("given_value", [0, 1, None, "on", 1.0, []])
def test_a_switch_takes_true_and_false_only(given_value):
    assert ZERO.check(True) is True
    assert ZERO.check(False) is False
    with pytest.raises(InputError, match=r"^Zero must be on or off, not "):
        ZERO.check(given_value)


def test_without_a_range_every_finite_number_is_taken():
    free = SAMPLE.parameters["free"]
    assert free.check(-1.7e308) == -1.7e308
    for value in (float("inf"), float("nan"), 10**400):
        with pytest.raises(InputError):
            free.check(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("+7", 7),
        ("７", 7),
        ("　７　", 7),
        ("7.0", 7),
        ("1e2", 100),
        ("1_0", 10),
        ("007", 7),
    ],
)
def test_a_whole_number_is_read(text, value):
    number = COUNT.parse(text)
    assert (number, type(number)) == (value, int)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.05", 0.05), ("５", 5.0), ("０．０５", 0.05), ("1e-3", 0.001), (".5", 0.5), ("１ｅ－３", 0.001)],
)
def test_a_number_is_read(text, value):
    number = RATE.parse(text)
    assert (number, type(number)) == (value, float)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nan",
        "inf",
        "-inf",
        "NaN",
        "Infinity",
        "1e400",
        "abc",
        "0x10",
        "1,5",
        "1 0",
        "--1",
        "True",
        "None",
        "9" * 10000,
    ],
)
@pytest.mark.parametrize("name", ["count", "rate"])
def test_what_is_not_such_a_number_is_refused(name, text):
    with pytest.raises(InputError) as refused:
        SAMPLE.parameters[name].parse(text)
    sentence = str(refused.value)
    assert sentence.startswith(SAMPLE.parameters[name].label.text)
    assert len(sentence) < 200
    assert sentence.count("\n") == 0


@pytest.mark.parametrize(
    "text", ["0" * 199 + "50", "0" * 250 + "5", "5" + "\x00" * 300, "1" + "0" * 250 + "e-250", "５" * 300]
)
def test_a_text_too_long_to_be_read_whole_is_refused_and_not_cut(text):
    with pytest.raises(InputError):
        COUNT.parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("ON", True), ("Yes", True), ("1", True), ("off", False), ("０", False), (" no ", False)],
)
def test_a_switch_is_read(text, value):
    assert ZERO.parse(text) is value


@pytest.mark.parametrize("text", ["", "maybe", "2", "nan", "t"])
def test_what_is_not_on_or_off_is_refused_as_it_was_typed(text):
    with pytest.raises(InputError) as refused:
        ZERO.parse(text)
    assert str(refused.value) == f"Zero must be on or off, not {text!r}."


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_is_read_as_the_same_one(value):
    free = SAMPLE.parameters["free"]
    assert repr(free.parse(free.format(value))) == repr(value)


@given(st.integers(-(10**150), 10**150))
def test_a_whole_number_written_is_read_as_the_same_one(value):
    free = SAMPLE.parameters["whole_and_free"]
    assert free.parse(free.format(value)) == value


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    for parameter in SAMPLE.parameters.values():
        try:
            value = parameter.parse(text)
        except InputError:
            continue
        assert parameter.check(value) == value


def declares(hint, default):
    def function(argument: hint = default):
        """Take one argument."""

    if default is ...:
        function.__defaults__ = None
    return Lesson(function, "", "", None)


@pytest.mark.parametrize(
    ("hint", "default"), [(list, []), (int, ...), (Annotated[bytes, Range(0, 1)], b""), (tuple, ())]
)
def test_a_signature_that_declares_no_parameter_is_its_authors_mistake(hint, default):
    with pytest.raises(TypeError, match="argument needs a default and a type"):
        _ = declares(hint, default).parameters


def test_a_default_outside_its_range_is_told():
    with pytest.raises(InputError, match="from 1 to 2, not 3"):
        _ = declares(Annotated[int, Range(1, 2)], 3).parameters


@pytest.mark.parametrize("hint", [str, Annotated[str, Range(0, 1)], Annotated[int, Choices(("a",))]])
def test_a_text_without_choices_or_formula_is_its_authors_mistake(hint):
    with pytest.raises(TypeError, match="argument: a str, and nothing else, needs Choices or a Formula"):
        _ = declares(hint, 1 if hint is not str else "a").parameters


# Words, formulas, several numbers.


def test_a_word_is_one_of_the_choices():
    assert DEVICE.type is str
    assert DEVICE.parse(" cuda ") == "cuda"
    for bad in ("CUDA", "", 1, None, "cpu,cuda"):
        with pytest.raises(InputError, match="Device must be one of cpu, cuda, not"):
            DEVICE.check(bad)


def test_a_formula_is_one_of_its_variables():
    assert FORMULA.parse("x ** 2 + y") == "x ** 2 + y"
    for bad in ("z", "x +", "__import__('os')", "", 3, None, ["x"]):
        with pytest.raises(InputError, match="Formula"):
            FORMULA.check(bad)


@pytest.mark.parametrize("text", ["1, -2.5", "1 -2.5", "(1.0, -2.5)", "[1;-2.5]", "１，－２．５", "1、-2.5"])
def test_several_numbers_are_read(text):
    assert PAIR.parse(text) == (1.0, -2.5)
    assert [type(number) for number in PAIR.parse(text)] == [float, float]


@pytest.mark.parametrize("text", ["", "1", "1, 2, 3", "1, 6", "1, x", "nan, 1", "1, inf", "1, " + "1" * 20_000])
def test_several_numbers_that_are_too_few_or_too_many_or_too_great_are_refused(text):
    with pytest.raises(InputError, match="Pair must be 2 numbers from -5 to 5, not"):
        PAIR.parse(text)


def test_the_sentence_quotes_the_numbers_that_were_given():
    with pytest.raises(InputError, match=r"not 1, 2, 3\.$"):
        PAIR.parse("1, 2, 3")


@pytest.mark.parametrize("value", [1.0, None, True, (True, 1.0), ("1", 2.0), {1: 2, 3: 4}])
def test_what_is_not_a_list_of_numbers_is_refused(value):
    with pytest.raises(InputError, match="Pair must be 2 numbers"):
        PAIR.check(value)


def test_the_sentence_tells_how_many_numbers_there_may_be():
    assert FEW.check([0, 1]) == (0.0, 1.0)
    with pytest.raises(InputError, match=r"Few must be 1 to 3 numbers, 0 to 1, not"):
        FEW.check([])


@pytest.mark.parametrize(("parameter", "value"), [(DEVICE, "cuda"), (FORMULA, "sin(x)"), (PAIR, (0.1, -1e-3))])
def test_every_kind_written_is_read_as_the_same(parameter, value):
    assert parameter.parse(parameter.format(value)) == value
