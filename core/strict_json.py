"""JSON from files that may be damaged or made up: only what is expected gets in, and what is wrong has a place."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any, NoReturn

from core.parameter import shown
from core.text import QT_TRANSLATE_NOOP, InputError

_control = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # half a surrogate pair cannot be written as UTF-8 again


@dataclass(frozen=True)
class Item:
    """A value of a file, and the place where it stands in it.

    Every method that reads it raises InputError where it is of another kind.
    """

    value: Any
    place: str = ""

    def fields(self, kind: type) -> dict[str, "Item"]:
        """Return the fields of a dataclass: all of them, and no other."""
        names = [field.name for field in fields(kind)]
        entries = self._object()
        for name in entries:
            if name not in names:
                self._within(name).refuse(QT_TRANSLATE_NOOP("core", "The file has an unknown field: {place}."))
        for name in names:
            if name not in entries:
                self._within(name).refuse(QT_TRANSLATE_NOOP("core", "The file lacks a field: {place}."))
        return {name: self._within(name) for name in names}

    def entries(self, most: int) -> dict[str, "Item"]:
        """Return what is given under any names."""
        entries = self._object()
        if len(entries) > most:
            self.refuse(QT_TRANSLATE_NOOP("core", "In the file, {place} has more than {most} fields."), most=most)
        return {Item(name, self.place).text(): self._within(name) for name in entries}

    def items(self, most: int) -> Iterable["Item"]:
        """Return the items of a list."""
        if not isinstance(self.value, list) or len(self.value) > most:
            self.refuse(
                QT_TRANSLATE_NOOP("core", "In the file, {place} must be a list of at most {most} items, not {given}."),
                most=most,
            )
        return (Item(value, f"{self.place}[{index}]") for index, value in enumerate(self.value))

    def text(self, most: int = 1000) -> str:
        """Return a text without control characters."""
        if not isinstance(self.value, str) or len(self.value) > most or _control.search(self.value):
            self.refuse(
                QT_TRANSLATE_NOOP(
                    "core", "In the file, {place} must be a line of at most {most} characters, not {given}."
                ),
                most=most,
            )
        return self.value

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        if type(self.value) is not int or not low <= self.value <= high:
            self.refuse(
                QT_TRANSLATE_NOOP(
                    "core", "In the file, {place} must be a whole number from {low} to {high}, not {given}."
                ),
                low=low,
                high=high,
            )
        return self.value

    def switch(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            self.refuse(QT_TRANSLATE_NOOP("core", "In the file, {place} must be true or false, not {given}."))
        return self.value

    def plain(self) -> bool | int | float | str | tuple[int | float, ...]:
        """Return one number, switch or text, or a tuple of numbers."""
        if isinstance(self.value, bool) or _is_number(self.value):
            return self.value
        if isinstance(self.value, str):
            return self.text()
        if isinstance(self.value, list) and len(self.value) <= 1000 and all(map(_is_number, self.value)):
            return tuple(self.value)
        self.refuse(
            QT_TRANSLATE_NOOP(
                "core",
                "In the file, {place} must be a number, a line of text, true, false or a list of numbers, not {given}.",
            )
        )

    def refuse(self, template: str, **values: object) -> NoReturn:
        """Say what is wrong at this place."""
        raise InputError(template, place=self.place, given=_written(self.value), **values)

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.refuse(QT_TRANSLATE_NOOP("core", "In the file, {place} must have named fields, not be {given}."))
        return self.value

    def _within(self, name: str) -> "Item":
        written = name if name.isidentifier() and len(name) <= 60 else shown(name)
        return Item(self.value.get(name), f"{self.place}.{written}" if self.place else written)


def parse(data: bytes) -> Any:
    """Read JSON.

    Raises InputError where it is no JSON, and for what the standard leaves open: nan, infinity, a name given twice.
    """
    if not data.strip():
        raise InputError(QT_TRANSLATE_NOOP("core", "The file is empty."))
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except InputError:
        raise
    except UnicodeDecodeError as error:
        template = QT_TRANSLATE_NOOP("core", "The file is not text in UTF-8: byte {position} cannot be read.")
        raise InputError(template, position=error.start) from error
    except json.JSONDecodeError as error:
        template = QT_TRANSLATE_NOOP(
            "core", "The file is no JSON, or its end is missing: it cannot be read at line {line}, column {column}."
        )
        raise InputError(template, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise InputError(QT_TRANSLATE_NOOP("core", "The file is nested too deeply.")) from error
    except ValueError as error:  # Python reads no int of thousands of digits
        raise InputError(QT_TRANSLATE_NOOP("core", "The file has a number of too many digits.")) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise InputError(QT_TRANSLATE_NOOP("core", "The file has the field {name} twice."), name=shown(twice))
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise InputError(QT_TRANSLATE_NOOP("core", "The file has {word} in place of a number."), word=word)


def _is_number(value: object) -> bool:
    """Whether it is a number that 64 bits hold."""
    if type(value) is int:
        return -(2**63) <= value < 2**63
    return isinstance(value, float) and isfinite(value)


def _written(value: object) -> str:
    """Quote a value as JSON has it, short enough for a sentence."""
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    return json.dumps(value) if value is None or isinstance(value, bool) else shown(value)
