"""A lesson's hyperparameters as command line options."""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from core.lesson import Lesson
from core.parameter import Parameter
from core.text import InputError


class Parser(argparse.ArgumentParser):
    """A parser that tells bad input in one sentence and exits with 2."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a parser that takes every negative number as a value: argparse takes -1e2 for an option."""
        super().__init__(*args, **kwargs)
        self._negative_number_matcher = re.compile(r"-\.?\d")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read on."""
        self.exit(2, f"{self.prog}: {message}\n")


def check_file(option: str, path: Path | None) -> None:
    """Refuse a file that an option names if it cannot be written into. Raises InputError."""
    if path and not path.parent.is_dir():
        raise InputError("{option}: the folder {folder} does not exist.", option=option, folder=str(path.parent))
    if path and path.is_dir():
        raise InputError("{option}: {path} is a folder, not a file.", option=option, path=str(path))


@contextmanager
def writing(option: str, path: Path) -> Iterator[None]:
    """Tell why the file that an option names could not be written. Raises InputError."""
    try:
        yield
    except OSError as error:
        template = "{option}: {path} could not be written: {reason}."
        raise InputError(template, option=option, path=str(path), reason=error.strerror) from error


def add_parameters(parser: argparse.ArgumentParser, lesson: Lesson) -> None:
    """Add an option for each hyperparameter; those that are not given stay out of the namespace."""
    groups: dict[str, Any] = {}
    for parameter in lesson.parameters.values():
        title = parameter.label.group
        group = groups.setdefault(title, None) or parser.add_argument_group(title)
        groups[title] = group
        option = "--" + parameter.name.replace("_", "-")
        text = _help(parameter)
        if parameter.type is bool:
            group.add_argument(option, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=text)
        else:
            group.add_argument(option, default=argparse.SUPPRESS, metavar=_kind(parameter), help=text)


def given_parameters(options: argparse.Namespace, lesson: Lesson) -> dict[str, Any]:
    """Return the hyperparameters that were given, read and checked.

    Raises InputError.
    """
    given = {}
    for name, parameter in lesson.parameters.items():
        if name in options:
            value = getattr(options, name)
            given[name] = parameter.parse(value) if isinstance(value, str) else value
    return given


def _kind(parameter: Parameter) -> str:
    """Name what the option takes."""
    if parameter.choices:
        return "{" + ",".join(parameter.choices) + "}"
    return "FORMULA" if parameter.formula else {tuple: "NUMBERS"}.get(parameter.type, parameter.type.__name__.upper())


def _help(parameter: Parameter) -> str:
    """Describe a hyperparameter: what it does, its range and default."""
    facts = [f"default {parameter.format(parameter.default)}"]
    if parameter.range:
        facts.insert(0, f"{parameter.range.low:.12g} to {parameter.range.high:.12g}")
    return f"{parameter.label.help} ({', '.join(facts)})".replace("%", "%%")
