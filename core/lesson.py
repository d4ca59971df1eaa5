"""What a lesson declares: a plain function, its hyperparameters in the signature, and a Watch on its locals."""

import inspect
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from sys import float_info
from typing import Any, get_args, get_origin, get_type_hints

from core.text import QT_TRANSLATE_NOOP, InputError

type_names = {int: "int", float: "float", bool: "bool"}


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
class Parameter:
    """One hyperparameter of a lesson, as read from its signature."""

    name: str
    type: type
    default: Any
    range: Range | None
    live: bool
    label: Label

    def check(self, value: object) -> Any:
        """Return `value` in the parameter's own type.

        Raises InputError for another type and for a value outside the range.
        """
        if self.type is bool:
            if isinstance(value, bool):
                return value
            raise InputError(
                QT_TRANSLATE_NOOP("core", "{label} must be on or off, not {given}."),
                label=self.label.text,
                given=_shown(value),
            )
        whole = self.type is int
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = value
            if whole and isinstance(number, float) and number.is_integer():
                number = int(number)
            if (isinstance(number, int) or not whole) and self._allows(number):
                return self.type(number)
        template = (
            QT_TRANSLATE_NOOP("core", "{label} must be a whole number from {low} to {high}, not {given}.")
            if whole
            else QT_TRANSLATE_NOOP("core", "{label} must be a number from {low} to {high}, not {given}.")
        )
        low, high = self._limits
        raise InputError(template, label=self.label.text, low=f"{low:.12g}", high=f"{high:.12g}", given=_shown(value))

    def parse(self, text: str) -> Any:
        """Read a value from what a person typed; full-width digits count as digits.

        Raises InputError like `check`.
        """
        if len(text) > 200:
            return self.check(text)
        plain = unicodedata.normalize("NFKC", text).strip()
        if self.type is bool:
            known = {"true": True, "on": True, "yes": True, "1": True}
            known |= {"false": False, "off": False, "no": False, "0": False}
            return self.check(known.get(plain.lower(), text))
        for kind in (int, float):
            try:
                number = kind(plain)
            except ValueError:
                continue
            return self.check(number)
        return self.check(text)

    def format(self, value: Any) -> str:
        """Write a value so that `parse` reads the very same one."""
        return repr(value)

    def _allows(self, number: float) -> bool:
        low, high = self._limits
        return low <= number <= high  # false for nan

    @property
    def _limits(self) -> tuple[float, float]:
        return (self.range.low, self.range.high) if self.range else (-float_info.max, float_info.max)


@dataclass(frozen=True)
class Watch:
    """Which local of a lesson is which, and the model and the loss as formulas.

    `curve(x, **parameters)` and `loss_of(y, prediction)` work on numpy arrays and agree with what the lesson's
    body computes; a test holds them to it. `gradients` names the local that holds a parameter's gradient where
    it is not the parameter's own `.grad`. `stop_below` and `redraw_every` name hyperparameters.
    """

    loss: str
    parameters: tuple[str, ...]
    prediction: str
    x: str
    y: str
    curve: Callable[..., Any]
    loss_of: Callable[[Any, Any], Any]
    equation: str
    loss_name: str
    gradients: Mapping[str, str] = field(default_factory=dict)
    stop_below: str | None = None
    redraw_every: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A plain function that people can watch."""

    function: Callable[..., Any]
    title: str
    summary: str
    watch: Watch

    @property
    def name(self) -> str:
        """Name the lesson as its function is named."""
        return self.function.__name__

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Read the signature into Parameters, in its order.

        Raises TypeError where the signature does not declare one: that is the lesson author's mistake.
        """
        hints = get_type_hints(self.function, include_extras=True)
        return {
            name: _parameter(name, hints.get(name), argument.default)
            for name, argument in inspect.signature(self.function).parameters.items()
        }

    def arguments(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Complete `given` with the defaults, every value checked.

        Raises InputError for an unknown name or a bad value.
        """
        for name in given:
            if name not in self.parameters:
                raise InputError(
                    QT_TRANSLATE_NOOP("core", "{lesson} has no parameter {name}; it has {known}."),
                    lesson=self.name,
                    name=_shown(name),
                    known=", ".join(self.parameters),
                )
        return {name: p.check(given.get(name, p.default)) for name, p in self.parameters.items()}


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    """Read one argument of a signature."""
    base, *extras = get_args(hint) if get_origin(hint) is not None else (hint,)
    if base not in type_names or default is inspect.Parameter.empty:
        raise TypeError(f"{name} needs a default and a type, one of {', '.join(type_names.values())}")

    def last(kind: type) -> Any:
        return next((extra for extra in reversed(extras) if isinstance(extra, kind)), None)

    label = last(Label) or Label(name.replace("_", " ").capitalize(), "")
    parameter = Parameter(name, base, default, last(Range), last(Live) is not None, label)
    parameter.check(default)
    return parameter


def _shown(value: object) -> str:
    """Quote what was given, short enough for a sentence."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{Decimal(value):.3g}"  # Python does not write out an int of thousands of digits
    text = repr(value) if isinstance(value, str | int | float) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."
