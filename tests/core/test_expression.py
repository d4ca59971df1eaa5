import math

import numpy as np
import pytest
import torch

from core.expression import derivative, evaluate
from core.formula import FUNCTIONS
from core.text import InputError

POINTS = (0.3, 0.7, 1.2)


def gradient(text, **values):
    tensors = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in values.items()}
    evaluate(text, **tensors).backward()
    return [tensor.grad.item() for tensor in tensors.values()]


def test_the_lessons_parabola_is_computed_exactly():
    x = torch.tensor(2.0, requires_grad=True)
    y = evaluate("x**2 + 3*x + 1", x=x)
    y.backward()
    assert (y.item(), y.dtype, x.grad.item()) == (11, torch.float32, 7)
    assert gradient("x**2", x=2.0) == [4]


def test_two_variables_have_two_gradients():
    assert evaluate("x**2*y + y**2", x=2, y=3) == 21
    assert gradient("x**2*y + y**2", x=2.0, y=3.0) == [12, 10]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_torchs_own(name):
    ours, theirs = (torch.linspace(0.1, 2, 7, requires_grad=True) for _ in range(2))
    value, expected = evaluate(f"{name}(x)", x=ours), getattr(torch, name)(theirs)
    value.sum().backward()
    expected.sum().backward()
    assert torch.equal(value, expected)
    assert torch.equal(ours.grad, theirs.grad)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_array_gives_what_a_tensor_gives(name):
    x = np.linspace(-800, 800, 101)
    on_array = evaluate(f"{name}(x)", x=x)
    assert (type(on_array), on_array.dtype) == (np.ndarray, np.float64)
    np.testing.assert_allclose(on_array, evaluate(f"{name}(x)", x=torch.tensor(x)).numpy(), rtol=1e-12)


@pytest.mark.filterwarnings("error")
def test_what_is_undefined_is_nan_without_a_warning():
    values = evaluate("log(x) + 1/(x - 2)", x=np.array([-1.0, 2.0, 1.0]))
    assert (math.isnan(values[0]), values[1], values[2]) == (True, math.inf, -1)
    assert math.isnan(evaluate("(-8)**(1/3)*x", x=1))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("x", [1, 1.0, np.ones(2), torch.tensor(1.0)], ids=["int", "float", "array", "tensor"])
def test_a_tower_of_powers_is_infinite_at_once(x):
    assert np.all(np.isposinf(np.asarray(evaluate("9**9**9 * x", x=x))))


@pytest.mark.parametrize(
    ("given_value", "kind"), [(2, float), (2.0, float), (np.float64(2), float), (np.array(2), np.ndarray)]
)
def test_a_number_gives_a_float_and_an_array_an_array(given_value, kind):
    value = evaluate("x**2 + 1", x=given_value)
    assert (type(value), value) == (kind, 5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_tensor_keeps_its_dtype_and_shape(dtype):
    for shape in ((), (3,), (2, 3)):
        for text in ("2*x + exp(1)*x - 1/3", "5"):
            value = evaluate(text, x=torch.ones(shape, dtype=dtype))
            assert (value.dtype, value.shape) == (dtype, shape)


def test_arrays_broadcast_even_where_one_does_not_occur():
    x, y = np.ogrid[0:3, 0:4]
    for text in ("x*y", "x", "y", "5"):
        assert evaluate(text, x=x, y=y).shape == (3, 4)


def test_tensors_mix_with_numbers_and_arrays():
    x = torch.ones(3)
    assert evaluate("2*x*y", x=x, y=np.float64(3)).tolist() == [6, 6, 6]
    assert evaluate("2*x*y", x=x, y=np.ones(3)).tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x**2 + 3*x + 1", "2*x + 3"),
        ("0.5*x**2", "x"),
        ("0.01*x**2/2", "0.01*x"),
        ("x**2/200", "x/100"),
        ("exp(1)*x", "exp(1)"),
        ("sigmoid(x)", "(1 - sigmoid(x))*sigmoid(x)"),
        ("x²*y", "2*x*y"),
        ("y", "0"),
        ("relu(y)*x", "relu(y)"),
    ],
)
def test_a_derivative_is_written_to_be_read(text, written):
    assert derivative(text, "x") == written


@pytest.mark.parametrize(
    "text", ["relu(x)", "relu(x)**2 + x", "sqrt(-1)*x", "x/0", "0/0 + x", "sin(" * 39 + "x" + ")" * 39]
)
def test_a_derivative_without_a_short_form_is_left_out(text):
    assert derivative(text, "x") == ""


FORMULAS = (
    *(f"{name}(x)" for name in FUNCTIONS if name != "relu"),
    *(f"{name}(2*x*y + 0.1)**2/x" for name in FUNCTIONS if name != "relu"),
    *("x**y", "x**x", "2**x", "-x**2", "1/(1 + x)", "x**0.5", "3*x - 2", "0.123456789*x**3", "1e3*x", "x*exp(-x**2/2)"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_derivative_agrees_with_autograd(text):
    slope = derivative(text, "x")
    assert slope
    for point in POINTS:
        assert evaluate(slope, x=point, y=0.4) == pytest.approx(gradient_of_x(text, point), rel=1e-9)


def gradient_of_x(text, point):
    x = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    evaluate(text, x=x, y=0.4).backward()
    return x.grad.item()


@pytest.mark.parametrize(
    "text",
    [
        *("9**9**9*x", "x**9**9**9", "(2*x)**1000000000", "((2*x)**999)**999", "(1e-300*x)**999999", "1e999999999*x"),
        *("exp(999999999*log(2))*x", "exp(exp(exp(exp(9.5))))*x", "sin(9**9**9)*x"),
    ],
)
def test_a_derivative_never_writes_a_huge_number(text):
    assert derivative(text, "x") == ""


def test_a_derivative_of_no_formula_is_refused():
    with pytest.raises(InputError, match=r"^The formula "):
        derivative("__import__('os')", "x")
