import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.expression import evaluate
from core.formula import FUNCTIONS
from core.text import InputError
from core.torch_formula import torch_formula

numbers = st.sampled_from(["0", "1", "2", "3.0", ".5", "1e-3", "007", "1e999", "9007199254740993", "x", "x", "y", "y"])
formulas = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.builds("{}{}".format, st.sampled_from("+-"), inner),
        st.builds("({})".format, inner),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner),
    ),
    max_leaves=8,
)


def value_and_gradients(compute, dtype):
    """Return the digits of a value, and of its derivatives where it has some."""
    x, y = (torch.tensor(number, dtype=dtype, requires_grad=True) for number in (1.3, -0.7))
    value = compute(x, y)
    if value.requires_grad:
        value.backward()
    return repr(value.dtype), repr(value.item()), *(repr(t.grad and t.grad.item()) for t in (x, y))


@settings(max_examples=300, deadline=None)
@example("9**9**9*x", torch.float32)
@example("(2**60+1)*x", torch.float32)
@example("x*-0 + y/0", torch.float64)
@example("((9**64)**64)**64*x", torch.float64)
@example("2**-5000*x", torch.float64)
@example("2**2**2**3.0", torch.float32)
@example("-(9**99)", torch.float32)
@example("3.4028235e38", torch.float32)
@example("3.4028236e38", torch.float64)
@given(formulas, st.sampled_from([torch.float32, torch.float64]))
def test_python_computes_the_same_digits(text, dtype):
    written = torch_formula(text, ("x", "y"))

    def by_python(x, y):
        return eval(written, {"torch": torch, "x": x, "y": y})

    expected = value_and_gradients(lambda x, y: evaluate(text, x=x, y=y), dtype)
    assert value_and_gradients(by_python, dtype) == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x**2+3*x+1", "x**2 + 3*x + 1"),
        ("x² − 3×x", "x**2 - 3*x"),
        ("((x))", "x"),
        ("-(x+1)**2", "-(x + 1)**2"),
        ("(-x)**2", "(-x)**2"),
        ("x-(x-1)", "x - (x - 1)"),
        ("x/(2*x)", "x/(2*x)"),
        ("(x**2)**3", "(x**2)**3"),
        ("x**2**3", "x**2**3"),
        ("x**-2", "x**-2"),
        ("relu(x)*sigmoid(-x)", "torch.relu(x)*torch.sigmoid(-x)"),
        ("x**(1/2)", "x**(1/2)"),
        ("2**-1*x", "2**-1*x"),
        ("007*x", "7*x"),
        ("1/0*x", 'float("inf")*x'),
        ("(-8)**(1/3)*x", 'float("nan")*x'),
        ("exp(1)*x", "2.718281828459045*x"),
        ("x - sin(-1)", "x - (-0.8414709848078965)"),
        ("3", "torch.full_like(x, 3)"),
    ],
)
def test_it_is_written_to_be_read(typed, written):
    assert torch_formula(typed, ("x",)) == written


def test_what_is_no_formula_is_refused():
    with pytest.raises(InputError, match="__import__"):
        torch_formula("__import__(x)", ("x",))
