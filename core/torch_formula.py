"""A formula that a person typed, as Python for torch tensors: to the very digits of `core.expression.evaluate`.

Python and torch do not compute every number that is typed: 1/0 raises, (-8)**0.5 is complex, 9**9**9 takes forever and
torch.sin(2) is an error. What has no variable in it stays as it is typed only where plain Python gives the same number.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from core.formula import FORMULA, FUNCTIONS, Step, is_name, read_formula

exact_ints = 2**53
"""Beyond this a float does not hold every whole number."""

most_bits = 4096
"""The longest power of whole numbers that is worth computing."""

largest_filled = 3.4e38
"""Of numbers that are larger, and infinite in float32, torch.full_like raises RuntimeError."""

atom, sign_binding = 5, 3

_operations: dict[Step, tuple[int, Callable[..., Any]]] = {
    ("+", 2): (1, operator.add),
    ("-", 2): (1, operator.sub),
    ("*", 2): (2, operator.mul),
    ("/", 2): (2, operator.truediv),
    ("-", 1): (sign_binding, operator.neg),
    ("**", 2): (4, operator.pow),
}


@dataclass(frozen=True)
class _Part:
    """A part of a formula: its text, and how tightly it binds."""

    text: str
    binding: int = atom
    constant: bool = False
    """Whether no variable is in it; its text is not yet one of torch then."""
    value: float | None = None
    """What plain Python makes of a constant; None where it makes nothing of it."""


def torch_formula(text: str, names: Sequence[str]) -> str:
    """Write a formula of tensors with these names as a Python expression.

    Raises InputError for what is not a formula of them.
    """
    _, program = read_formula(text, tuple(names), FORMULA)
    parts: list[_Part] = []
    for name, arity in program:
        operands = parts[len(parts) - arity :]
        del parts[len(parts) - arity :]
        parts.append(_joined((name, arity), operands) if arity else _leaf(name))
    (whole,) = parts
    if not whole.constant:
        return whole.text
    number = _number(whole)
    if isfinite(number) and abs(number) > largest_filled:
        return f"torch.ones_like({names[0]})*{number!r}"
    return f"torch.full_like({names[0]}, {_written(whole).text})"


def _leaf(token: str) -> _Part:
    if is_name(token):
        return _Part(token)
    if token.isdigit():  # Python reads no 007
        return _Part(str(int(token)), constant=True, value=int(token))
    return _Part(token, constant=True, value=float(token))


def _joined(step: Step, operands: Sequence[_Part]) -> _Part:
    """Apply a function, a sign or an operator."""
    name, _ = step
    constant = all(operand.constant for operand in operands)
    if not constant:
        operands = [_written(operand) for operand in operands]
    if name in FUNCTIONS:
        return _Part(f"{name if constant else f'torch.{name}'}({operands[0].text})", constant=constant)
    binding, _ = _operations[step]
    if len(operands) == 1:
        text = name + _inside(operands[0], binding)
    elif name == "**":  # read from the right; a sign may follow it
        text = f"{_inside(operands[0], atom)}**{_inside(operands[1], sign_binding)}"
    else:
        between = f" {name} " if binding == 1 else name
        text = f"{_inside(operands[0], binding)}{between}{_inside(operands[1], binding + 1)}"
    return _Part(text, binding, constant, _value(step, [operand.value for operand in operands]))


def _inside(part: _Part, binding: int) -> str:
    """Write a part in a place that asks for such a binding, in parentheses if its own is looser."""
    return part.text if part.binding >= binding else f"({part.text})"


def _value(step: Step, operands: Sequence[float | None]) -> float | None:
    """Compute as Python does; None where it fails, leaves the real numbers, or would take long."""
    known = [operand for operand in operands if operand is not None]
    if len(known) < len(operands):
        return None
    whole = [abs(operand) for operand in known if isinstance(operand, int)]
    if step[0] == "**" and len(whole) == 2 and whole[0].bit_length() * whole[1] > most_bits:
        return None
    try:
        value = _operations[step][1](*known)
    except ArithmeticError:
        return None
    return None if isinstance(value, complex) else value


def _written(part: _Part) -> _Part:
    """Leave a constant as it is typed where Python computes the very same number, else write that number."""
    if not part.constant:
        return part
    number, plain = _number(part), part.value
    exact = isinstance(plain, float) or (plain is not None and abs(plain) <= exact_ints)
    if plain is not None and exact and repr(float(plain)) == repr(number):
        return part
    text = repr(number) if isfinite(number) else f'float("{number}")'
    return _Part(f"({text})" if text.startswith("-") else text)


def _number(constant: _Part) -> float:
    """Compute a constant as a formula's value is computed."""
    from core.expression import evaluate  # here, because it imports torch

    return evaluate(constant.text.replace(" ", ""))
