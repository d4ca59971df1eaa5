"""Formulas that a person may type: numbers, variables, arithmetic and a few functions, read and checked.

Nothing else can be said in one, so nothing else can be run. `core.expression` computes them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NoReturn

from core.text import QT_TRANSLATE_NOOP, InputError

Step = tuple[str, int]
"""What to do, and with how many of the latest values; a number or a variable takes none."""

LONGEST = 200
DEEPEST = 50
FORMULA = QT_TRANSLATE_NOOP("core", "The formula")

FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "relu", "sigmoid")
"""The functions a formula may call, each with one value."""

_bindings = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_sign_binding = 3  # between * and **, as in Python: -x**2 is -(x**2)
_superscripts = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_look_alikes = str.maketrans({"^": "**", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/"})
_token = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[^\W\d]\w*|\*\*|[-+*/()]")


def check(text: str, variables: Sequence[str], label: str) -> str:
    """Return the formula as it will be read, in plain characters.

    Raises InputError for whatever is not a formula of the variables, and for one that uses none of them.
    """
    plain, program = read_formula(text, tuple(variables), label)
    if not any((name, 0) in program for name in variables):
        raise InputError(
            QT_TRANSLATE_NOOP("core", "{label} must use at least one of {names}, or nothing can change it: {given}."),
            label=label,
            names=", ".join(variables),
            given=_shown(plain),
        )
    return plain


def is_name(token: str) -> bool:
    """Tell a variable from a number."""
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
def read_formula(text: str, names: tuple[str, ...] | None, label: str) -> tuple[str, tuple[Step, ...]]:
    """Return the formula in plain characters, and the steps that compute it; without `names`, any name is a variable.

    Raises InputError with `label` as the name of the field.
    """
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
        elif is_name(token) and self._names is not None and token not in self._names:
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
