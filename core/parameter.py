"""One hyperparameter: its type, default and limits, as a lesson's signature declares them."""

import inspect
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from sys import float_info
from typing import Any, get_args, get_origin

from core.formula import check as check_formula
from core.text import QT_TRANSLATE_NOOP, InputError


@dataclass(frozen=True)
class Range:
    """The values a number may take, both ends included; `log` asks for steps in proportion."""

    low: float
    high: float
    log: bool = False


class Live:
    """The type of LIVE."""


LIVE = Live()
"""Marks a hyperparameter that may be changed while the loop runs."""


@dataclass(frozen=True)
class Label:
    """How a form presents a hyperparameter: its name, its help, the unit of its values and its group."""

    text: str
    help: str
    group: str = QT_TRANSLATE_NOOP("core", "Training")
    unit: str = ""


@dataclass(frozen=True)
class Choices:
    """The words to choose from, for a hyperparameter of type `str`."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Formula:
    """An expression of these variables that the user types, for a hyperparameter of type `str`."""

    variables: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """How many numbers there are, both ends included, for a hyperparameter of type `tuple[float, ...]`."""

    low: int
    high: int


numbers = tuple[float, ...]
kind_names = {int: "int", float: "float", bool: "bool", str: "str", numbers: "tuple[float, ...]"}


@dataclass(frozen=True)
class Parameter:
    """One hyperparameter of a lesson, as read from its signature.

    `type` is int, float, bool, str or tuple; a tuple holds floats.
    """

    name: str
    type: type
    default: Any
    range: Range | None
    live: bool
    label: Label
    choices: tuple[str, ...] = ()
    formula: Formula | None = None
    count: Count | None = None

    def check(self, value: object) -> Any:
        """Return `value` in the parameter's own type.

        Raises InputError for another type and for a value outside the range.
        """
        if self.type is bool:
            return self._check_switch(value)
        if self.type is str:
            return self._check_text(value)
        if self.type is tuple:
            return self._check_numbers(value)
        whole = self.type is int
        number = self._number(value)
        if number is not None:
            return number
        template = (
            QT_TRANSLATE_NOOP("core", "{label} must be a whole number from {low} to {high}, not {given}.")
            if whole
            else QT_TRANSLATE_NOOP("core", "{label} must be a number from {low} to {high}, not {given}.")
        )
        raise self._error(template, value)

    def parse(self, text: str) -> Any:
        """Read a value from what a person typed; full-width digits count as digits.

        Raises InputError like `check`.
        """
        if len(text) > 10_000:
            return self.check(text)
        plain = unicodedata.normalize("NFKC", text).strip()
        if self.type is bool:
            known = {"true": True, "on": True, "yes": True, "1": True}
            known |= {"false": False, "off": False, "no": False, "0": False}
            return self.check(known.get(plain.lower(), text))
        if self.type is str:
            return self.check(plain)
        if self.type is tuple:
            words = plain.strip("()[]").replace(",", " ").replace("、", " ").replace(";", " ").split()
            parsed = [_parsed(word) for word in words]
            return self.check(parsed if parsed and None not in parsed else text)
        number = _parsed(plain)
        return self.check(text if number is None else number)

    def format(self, value: Any) -> str:
        """Write a value so that `parse` reads the very same one."""
        if self.type is str:
            return value
        return ", ".join(map(repr, value)) if self.type is tuple else repr(value)

    def _check_switch(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise self._error(QT_TRANSLATE_NOOP("core", "{label} must be on or off, not {given}."), value)

    def _check_text(self, value: object) -> str:
        if self.formula:
            text = value if isinstance(value, str) else shown(value)
            return check_formula(text, self.formula.variables, self.label.text)
        if isinstance(value, str) and value in self.choices:
            return value
        template = QT_TRANSLATE_NOOP("core", "{label} must be one of {choices}, not {given}.")
        raise self._error(template, value)

    def _check_numbers(self, value: object) -> tuple[float, ...]:
        count = self.count or Count(1, 100)
        if isinstance(value, Sequence) and not isinstance(value, str) and count.low <= len(value) <= count.high:
            checked = [self._number(element) for element in value]
            if None not in checked:
                return tuple(number for number in checked if number is not None)
        template = (
            QT_TRANSLATE_NOOP("core", "{label} must be {count} numbers from {low} to {high}, not {given}.")
            if count.low == count.high
            else QT_TRANSLATE_NOOP("core", "{label} must be {count} to {most} numbers, {low} to {high}, not {given}.")
        )
        raise self._error(template, value, count=count.low, most=count.high)

    def _number(self, value: object) -> int | float | None:
        """Return a number in the parameter's own type, or its elements'; None where it is not allowed."""
        whole = self.type is int
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        if whole and isinstance(value, float):
            if not value.is_integer():
                return None
            value = int(value)
        low, high = self._limits
        if not low <= value <= high:  # nan too
            return None
        return int(value) if whole else float(value)

    def _error(self, template: str, value: object, **more: object) -> InputError:
        low, high = self._limits
        more |= {"low": f"{low:.12g}", "high": f"{high:.12g}", "choices": ", ".join(self.choices)}
        return InputError(template, label=self.label.text, given=shown(value), **more)

    @property
    def _limits(self) -> tuple[float, float]:
        return (self.range.low, self.range.high) if self.range else (-float_info.max, float_info.max)


def read_parameter(name: str, hint: Any, default: Any) -> Parameter:
    """Read one argument of a signature.

    Raises TypeError where it does not declare a hyperparameter.
    """
    base, *extras = get_args(hint) if hasattr(hint, "__metadata__") else (hint,)
    if base not in kind_names or default is inspect.Parameter.empty:
        raise TypeError(f"{name} needs a default and a type, one of {', '.join(kind_names.values())}")

    def last(kind: type) -> Any:
        return next((extra for extra in reversed(extras) if isinstance(extra, kind)), None)

    label = last(Label) or Label(name.replace("_", " ").capitalize(), "")
    words, formula = last(Choices), last(Formula)
    if (base is str) != bool(words or formula):
        raise TypeError(f"{name}: a str, and nothing else, needs Choices or a Formula")
    kind = get_origin(base) or base
    parameter = Parameter(
        name,
        kind,
        default,
        last(Range),
        last(Live) is not None,
        label,
        words.words if words else (),
        formula,
        last(Count),
    )
    parameter.check(default)
    return parameter


def _parsed(word: str) -> int | float | None:
    """Read a number; None where it is none."""
    for kind in (int, float):
        try:
            return kind(word) if len(word) <= 200 else None
        except ValueError:
            continue
    return None


def shown(value: object) -> str:
    """Quote what was given, short enough for a sentence."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{Decimal(value):.3g}"  # Python does not write out an int of thousands of digits
    if isinstance(value, list | tuple) and value and all(isinstance(element, int | float) for element in value):
        text = ", ".join(map(shown, value))
    else:
        text = repr(value) if isinstance(value, str | int | float) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."
