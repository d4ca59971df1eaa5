"""Computes formulas that a person typed, with tensors, arrays or numbers, and writes their derivatives."""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import torch

from core.formula import FORMULA, FUNCTIONS, Step, is_name, read_formula
from core.text import InputError

_array_functions: dict[str, Callable[[Any], Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "relu": lambda value: np.maximum(value, 0.0),
    "sigmoid": lambda value: 1 / (1 + np.exp(-value)),
}

_arithmetic: dict[Step, Callable[..., Any]] = {
    ("+", 2): operator.add,
    ("-", 2): operator.sub,
    ("*", 2): operator.mul,
    ("/", 2): operator.truediv,
    ("**", 2): operator.pow,
    ("-", 1): operator.neg,
}
_on_arrays = _arithmetic | {(name, 1): function for name, function in _array_functions.items()}
_on_tensors = _arithmetic | {(name, 1): getattr(torch, name) for name in FUNCTIONS}


def _either(step: Step) -> Callable[..., Any]:
    """Choose the operation by its operands: numbers stay numpy's, whose overflow is inf, until they meet a tensor."""

    def apply(*operands: Any) -> Any:
        if any(isinstance(operand, torch.Tensor) for operand in operands):
            # A Python float leaves a tensor's dtype alone, and its exponent 2.0 gives exact gradients.
            return _on_tensors[step](*(o if isinstance(o, torch.Tensor) else float(o) for o in operands))
        return _on_arrays[step](*operands)

    return apply


_on_values = {step: _either(step) for step in _on_arrays}
# A bound on the numbers that sympy would write out in full: it never shrinks, whatever is done to it.
_on_sizes = {
    **dict.fromkeys(_on_arrays, lambda size: size),
    ("+", 2): operator.add,
    ("-", 2): operator.add,
    ("*", 2): operator.mul,
    ("/", 2): operator.mul,
    ("**", 2): lambda base, exponent: base**exponent * exponent,
    ("exp", 1): np.exp,
}


def evaluate(text: str, /, **variables: Any) -> Any:
    """Compute the formula: a tensor for tensors, a float64 array for arrays, a float for numbers.

    Raises InputError for what is not a formula of these. One without variables has the shape of what was given.
    """
    _, program = read_formula(text, tuple(variables), FORMULA)
    tensors = [value for value in variables.values() if isinstance(value, torch.Tensor)]
    arrays = [value for value in variables.values() if isinstance(value, np.ndarray)]
    values = {name: _operand(value, bool(tensors)) for name, value in variables.items()}

    def leaf(name: str) -> Any:
        return values[name] if name in values else np.float64(name)

    with np.errstate(all="ignore"):
        result = _run(program, leaf, _on_values)
    if tensors:
        if isinstance(result, torch.Tensor):
            return result
        return torch.ones_like(tensors[0]) * float(result)  # full_like refuses what is too large for float32
    if arrays:
        return np.array(np.broadcast_to(result, np.broadcast_shapes(*(array.shape for array in arrays))))
    return float(result)


def derivative(text: str, variable: str) -> str:
    """Write the derivative as a formula, or nothing where it has no short one.

    Raises InputError for what is not a formula, of whatever variables.
    """
    _, program = read_formula(text, None, FORMULA)
    with np.errstate(all="ignore"):
        if not np.isfinite(_run(program, _size, _on_sizes)):
            return ""  # sympy would write 9**9**9 out, digit by digit
    import sympy  # here, because it takes most of a second and few lessons need it

    def leaf(name: str) -> Any:
        # By way of a float: 1e-999999999 is as small as it is in `evaluate`, and 0.5 is an exact half.
        return sympy.Symbol(name) if is_name(name) else sympy.Rational(repr(float(name)))

    try:
        formula = _run(program, leaf, _on_symbols())
    except TypeError:  # sympy cannot compare nan
        return ""
    if formula.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo, sympy.I):
        return ""  # sympy would take 0/0 + x for a constant
    slope = sympy.diff(formula, sympy.Symbol(variable))
    replaced: dict[Any, Any] = {sympy.E: sympy.Symbol("exp(1)")}
    if "." in text:
        # Whoever writes 0.01 wants to read 0.01, not 1/100; only fractions that end are rewritten.
        fractions = (number for number in slope.atoms(sympy.Rational) if number.q > 10 and 10**15 % number.q == 0)
        replaced |= {fraction: sympy.Float(fraction) for fraction in fractions}
    written = sympy.sstr(slope.xreplace(replaced), full_prec=False)
    try:
        return read_formula(written, tuple(name for name, arity in program if not arity), FORMULA)[0]
    except InputError:  # sympy has words that a formula has not, or it is too long to be read
        return ""


def _run(program: Sequence[Step], leaf: Callable[[str], Any], operations: Mapping[Step, Callable[..., Any]]) -> Any:
    """Follow the steps with any kind of values."""
    stack: list[Any] = []
    for name, arity in program:
        if arity:
            operands = stack[-arity:]
            del stack[-arity:]
            stack.append(operations[name, arity](*operands))
        else:
            stack.append(leaf(name))
    return stack.pop()


def _operand(value: Any, with_tensors: bool) -> Any:
    """Prepare what was given for a variable."""
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, np.ndarray):
        return torch.as_tensor(value) if with_tensors else value.astype(np.float64)
    return np.float64(value)


@cache
def _on_symbols() -> dict[Step, Callable[..., Any]]:
    """Tell how sympy does each step."""
    import sympy

    # Functions of our own, which sympy leaves as they are: its tanh takes forever to look at tanh(tanh(...)),
    # and a sigmoid written out with exp has a derivative that overflows far from 0.
    slopes: dict[str, Callable[[Any], Any]] = {
        "sin": lambda x: own["cos"](x),
        "cos": lambda x: -own["sin"](x),
        "tan": lambda x: own["tan"](x) ** 2 + 1,
        "tanh": lambda x: 1 - own["tanh"](x) ** 2,
        "sigmoid": lambda x: own["sigmoid"](x) * (1 - own["sigmoid"](x)),
    }

    def function(name: str, slope: Callable[[Any], Any]) -> Any:
        return type(name, (sympy.Function,), {"fdiff": lambda self, argindex=1: slope(self.args[0])})

    own: dict[str, Any] = {name: function(name, slope) for name, slope in slopes.items()}
    own |= {"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt, "relu": sympy.Function("relu")}
    return _arithmetic | {(name, 1): own[name] for name in FUNCTIONS}


def _size(name: str) -> np.float64:
    """Bound the numerator and the denominator of a number."""
    number = np.float64(0 if is_name(name) else name)
    return np.maximum(1, np.maximum(number, 1 / (number or 1)))
