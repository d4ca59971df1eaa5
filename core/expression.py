"""The formulas a person may type: numbers, variables, arithmetic and a few functions, and nothing else can be run."""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NoReturn

import numpy as np
import torch

from core.text import QT_TRANSLATE_NOOP, InputError

Step = tuple[str, int]
"""What to do, and with how many of the latest values; a number or a variable takes none."""

LONGEST = 200
DEEPEST = 50
FORMULA = QT_TRANSLATE_NOOP("core", "The formula")

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

FUNCTIONS: tuple[str, ...] = tuple(_array_functions)
"""The functions a formula may call, each with one value."""

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

_bindings = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_sign_binding = 3  # between * and **, as in Python: -x**2 is -(x**2)
_superscripts = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_look_alikes = str.maketrans({"^": "**", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/"})
_token = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[^\W\d]\w*|\*\*|[-+*/()]")


def check(text: str, variables: Sequence[str], label: str) -> str:
    """Return the formula as it will be read, in plain characters.

    Raises InputError for whatever is not a formula of the variables, and for one that uses none of them.
    """
    plain, program = _compile(text, tuple(variables), label)
    if not any((name, 0) in program for name in variables):
        raise InputError(
            QT_TRANSLATE_NOOP("core", "{label} must use at least one of {names}, or nothing can change it: {given}."),
            label=label,
            names=", ".join(variables),
            given=_shown(plain),
        )
    return plain


def evaluate(text: str, /, **variables: Any) -> Any:
    """Compute the formula: a tensor for tensors, a float64 array for arrays, a float for numbers.

    Raises InputError like `check`, but for a formula without variables, which has the shape of what was given.
    """
    _, program = _compile(text, tuple(variables), FORMULA)
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
        return torch.full_like(tensors[0], float(result), dtype=torch.result_type(tensors[0], 1.0))
    if arrays:
        return np.array(np.broadcast_to(result, np.broadcast_shapes(*(array.shape for array in arrays))))
    return float(result)


def derivative(text: str, variable: str) -> str:
    """Write the derivative as a formula, or nothing where it has no short one.

    Raises InputError like `check`, whatever the names of the variables.
    """
    _, program = _compile(text, None, FORMULA)
    with np.errstate(all="ignore"):
        if not np.isfinite(_run(program, _size, _on_sizes)):
            return ""  # sympy would write 9**9**9 out, digit by digit
    import sympy  # here, because it takes most of a second and few lessons need it

    def leaf(name: str) -> Any:
        # By way of a float: 1e-999999999 is as small as it is in `evaluate`, and 0.5 is an exact half.
        return sympy.Symbol(name) if _is_name(name) else sympy.Rational(repr(float(name)))

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
        return _compile(written, tuple(name for name, arity in program if not arity), FORMULA)[0]
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
    number = np.float64(0 if _is_name(name) else name)
    return np.maximum(1, np.maximum(number, 1 / (number or 1)))


def _is_name(token: str) -> bool:
    return token[0] not in ".0123456789"  # and is no sign, where this is asked


def _shown(text: str) -> str:
    """Quote what was given, short enough for a sentence."""
    quoted = repr(text[:60])
    return quoted if len(quoted) <= 60 else quoted[:57] + "..."


def _normalised(text: str) -> str:
    """Write the formula in plain characters."""
    # Before NFKC, which would read 2² as 22.
    powers = _superscripts.sub(lambda match: "**" + match.group(), text)
    return " ".join(unicodedata.normalize("NFKC", powers.translate(_look_alikes)).translate(_look_alikes).split())


@lru_cache(maxsize=256)
def _compile(text: str, names: tuple[str, ...] | None, label: str) -> tuple[str, tuple[Step, ...]]:
    """Return the normalised text and its steps; without `names`, any name is a variable."""
    plain = _normalised(text) if len(text) <= LONGEST else text
    parser = _Parser(plain, names, label)
    return plain, parser.program()


class _Parser:
    """Reads one formula, by the binding of its operators, into the order in which it is computed."""

    def __init__(self, text: str, names: tuple[str, ...] | None, label: str) -> None:
        self._text = text
        self._names = names
        self._label = label
        self._tokens: list[str] = []
        self._read = 0
        self._steps: list[Step] = []

    def program(self) -> tuple[Step, ...]:
        """Read it all, or refuse it."""
        if len(self._text) > LONGEST:
            self._refuse(
                QT_TRANSLATE_NOOP("core", "{label} may have at most {limit} characters, not {count}: {given}."),
                limit=LONGEST,
                count=len(self._text),
            )
        if not self._text:
            self._refuse(QT_TRANSLATE_NOOP("core", "{label} is empty; it must be a formula of {names}."))
        self._split()
        self._expression(1, 0)
        if self._next == ")":
            self._refuse(
                QT_TRANSLATE_NOOP("core", "{label} closes a parenthesis that was never opened: {given}."),
            )
        if self._next:
            self._refuse_product()
        return tuple(self._steps)

    def _split(self) -> None:
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
            elif match := _token.match(self._text, at):
                self._tokens.append(match.group())
                at = match.end()
            else:
                self._refuse(
                    QT_TRANSLATE_NOOP(
                        "core",
                        "{label} may hold numbers, {names}, + - * / **, parentheses and the functions {functions}, "
                        "but not {found}: {given}.",
                    ),
                    found=_shown(self._text[at]),
                )

    def _expression(self, binding: int, depth: int) -> None:
        """Read operands and the operators that bind them at least so tightly."""
        if depth > DEEPEST:
            self._refuse(
                QT_TRANSLATE_NOOP("core", "{label} may be nested at most {limit} deep: {given}."), limit=DEEPEST
            )
        self._operand(depth)
        while _bindings.get(self._next, 0) >= binding:
            sign = self._take()
            if sign == "**":  # the only one to be read from the right
                self._expression(_bindings[sign], depth + 1)
            else:
                self._expression(_bindings[sign] + 1, depth)
            self._steps.append((sign, 2))

    def _operand(self, depth: int) -> None:
        token = self._take()
        if token in ("+", "-"):
            self._expression(_sign_binding, depth + 1)
            if token == "-":
                self._steps.append(("-", 1))
        elif token == "(":
            self._inside(depth)
        elif token in FUNCTIONS:
            if self._next != "(":
                self._refuse(
                    QT_TRANSLATE_NOOP("core", "{label} must give {found} its value in parentheses: {given}."),
                    found=token,
                )
            self._take()
            self._inside(depth)
            self._steps.append((token, 1))
        elif not token or token in ("*", "**", "/", ")"):
            self._refuse_missing(token)
        elif _is_name(token) and self._names is not None and token not in self._names:
            self._refuse(
                QT_TRANSLATE_NOOP(
                    "core", "{label} may use {names} and the functions {functions}, but not {found}: {given}."
                ),
                found=_shown(token),
            )
        else:
            self._steps.append((token, 0))

    def _inside(self, depth: int) -> None:
        """Read what is in a parenthesis, and its end."""
        self._expression(1, depth + 1)
        if not self._next:
            self._refuse(QT_TRANSLATE_NOOP("core", "{label} opens a parenthesis that is never closed: {given}."))
        if self._next != ")":
            self._refuse_product()
        self._take()

    @property
    def _next(self) -> str:
        return self._tokens[self._read] if self._read < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next
        self._read += 1
        return token

    def _refuse_missing(self, token: str) -> NoReturn:
        if not token:
            self._refuse(
                QT_TRANSLATE_NOOP("core", "{label} ends where a number or a name should follow: {given}."),
            )
        self._refuse(
            QT_TRANSLATE_NOOP("core", "{label} has {found} where a number or a name should be: {given}."),
            found=_shown(token),
        )

    def _refuse_product(self) -> NoReturn:
        self._refuse(
            QT_TRANSLATE_NOOP("core", "{label} needs an operator such as * between {before} and {found}: {given}."),
            before=_shown(self._tokens[self._read - 1]),
            found=_shown(self._next),
        )

    def _refuse(self, template: str, **values: object) -> NoReturn:
        raise InputError(
            template,
            label=self._label,
            given=_shown(self._text),
            names=", ".join(self._names or ()),
            functions=", ".join(FUNCTIONS),
            **values,
        )
