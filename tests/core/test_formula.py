import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression import evaluate
from core.formula import FUNCTIONS, check
from core.text import InputError


def refusal(text, variables=("x", "y")):
    with pytest.raises(InputError) as refused:
        check(text, variables, "Function")
    return str(refused.value)


numbers = st.sampled_from(["1", "2", "3.0", ".5", "1.5e0", "x", "y"])
formulas = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.builds("{}{}".format, st.sampled_from("+-"), inner),
        st.builds("({})".format, inner),
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "/", "**", " ** ", " - "]), inner),
    ),
    max_leaves=7,
)


@settings(max_examples=150, deadline=None)
@given(formulas)
def test_precedence_is_pythons(text):
    try:
        expected = eval(text, {}, {"x": 1.25, "y": -0.5})
    except (OverflowError, ZeroDivisionError):
        return
    if isinstance(expected, complex):
        return  # we say nan
    assert evaluate(text, x=1.25, y=-0.5) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "value"),
    [("-x**2", -9), ("2**-x", 0.125), ("2**3**2 + 0*x", 512), ("-x*2", -6), ("x - 1 - 1", 1), ("x/3/2", 0.5)],
)
def test_powers_bind_before_signs_and_from_the_right(text, value):
    assert evaluate(text, x=3) == value


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("x**2", "x**2"),
        ("  x \t+\n1 ", "x + 1"),
        ("x^2", "x**2"),
        ("（ｘ＋１）＾２", "(x+1)**2"),
        ("2×x÷3−1·y", "2*x/3-1*y"),
        ("x² + 2¹⁰", "x**2 + 2**10"),
        ("1e3*x", "1e3*x"),
    ],
)
def test_what_was_typed_is_made_plain(typed, plain):
    assert check(typed, ("x", "y"), "Function") == plain
    assert check(plain, ("x", "y"), "Function") == plain
    assert evaluate(typed, x=2, y=3) == evaluate(plain, x=2, y=3)


ATTACKS = (
    *("x.real", "x.__class__", "__import__('os')", "open(x)", "eval(x)", "getattr(x, y)", "'x'", '"x"', "f'{x}'"),
    *("x[0]", "[x]", "{x}", "{label}", "lambda x: x", "lambda: x", "(x := 1)", "x = 1", "sin(x=1)", "sin(*x)", "x, y"),
    *("x if x else y", "x and y", "not x", "x < y", "x == y", "x // y", "x % y", "x @ y", "x & y", "~x", "x; y"),
    *("sin(x)(x)", "sin(sin)", "(sin)(x)", "x(2)", "1_0*x", "0x10*x", "1j*x", "True*x", "None", "x...", "x#y", "x\\"),
    *(
        "x\0",
        "x\u200b",
        "\ud800",
        "x!",
        "x\n;import os",
        "`x`",
        "$x",
        "x?",
        "x*½",
        "2⁻¹*x",
        "x²⁺¹",
        "√x",
        "nan*x",
        "৴*x",
        "٣*x",
    ),
)


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_else_can_be_run(text):
    assert refusal(text).startswith("Function ")
    with pytest.raises(InputError):
        evaluate(text, x=1, y=1)
    if text not in ("open(x)", "eval(x)"):
        with pytest.raises(InputError):
            evaluate(text, x=torch.ones(()), y=1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Function is empty; it must be a formula of x, y."),
        ("x + z", f"Function may use x, y and the functions {', '.join(FUNCTIONS)}, but not 'z': 'x + z'."),
        (
            "x & 1",
            "Function may hold numbers, x, y, + - * / **, parentheses and the functions "
            f"{', '.join(FUNCTIONS)}, but not '&': 'x & 1'.",
        ),
        ("sin x", "Function must give sin its value in parentheses: 'sin x'."),
        ("x +", "Function ends where a number or a name should follow: 'x +'."),
        ("x + * 2", "Function has '*' where a number or a name should be: 'x + * 2'."),
        ("()", "Function has ')' where a number or a name should be: '()'."),
        ("2x", "Function needs an operator such as * between '2' and 'x': '2x'."),
        ("2 (x y)", "Function needs an operator such as * between '2' and '(': '2 (x y)'."),
        ("(x y)", "Function needs an operator such as * between 'x' and 'y': '(x y)'."),
        ("(x", "Function opens a parenthesis that is never closed: '(x'."),
        ("x)", "Function closes a parenthesis that was never opened: 'x)'."),
        ("2 + 2", "Function must use at least one of x, y, or nothing can change it: '2 + 2'."),
    ],
)
def test_a_bad_formula_is_refused_in_one_sentence(text, sentence):
    assert refusal(text) == sentence


@pytest.mark.parametrize("text", ["x" * 10_000_000, "-" * 20_000 + "x", "(" * 20_000, "x" + "+x" * 100, "1" * 10**7])
def test_what_is_too_long_is_refused_unread(text):
    sentence = refusal(text)
    assert re.match(r"Function may have at most 200 characters, not \d+: '", sentence)
    assert len(sentence) < 200


def test_the_limit_is_on_the_plain_text():
    assert len(check("x" + "+x" * 99, "x", "Function")) == 199
    assert refusal("x" + "^x" * 99).startswith("Function may have at most 200 characters, not 298")


@pytest.mark.parametrize("text", ["-" * 100 + "x", "(" * 90 + "x" + ")" * 90, "x**" * 60 + "x", "sin(" * 49 + "x"])
def test_what_is_too_deep_is_refused(text):
    if text.startswith("sin"):
        assert "never closed" in refusal(text)
    else:
        assert refusal(text).startswith("Function may be nested at most 50 deep: ")
