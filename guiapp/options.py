"""The program's command line."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.options import Parser, add_parameters, given_parameters
from core.text import InputError
from guiapp.language import LANGUAGES

default_lesson = "live_line"


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Without `lesson` the one that was open last is wanted. `at` is the iteration to draw into `screenshot`; None is the
    last one, or the start if nothing is to be run.
    """

    lesson: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    run: bool = False
    screenshot: Path | None = None
    at: int | None = None
    language: str | None = None
    figures: bool = False

    def without_display(self) -> "Options":
        """Ask for the run's figures and a picture instead of a window."""
        path = Path(f"fitscope-{self.lesson or default_lesson}.png").absolute()
        return replace(self, run=True, figures=True, screenshot=path)


def read_options(arguments: Sequence[str]) -> Options:
    """Read the command line; bad input ends the program with status 2 and one sentence."""
    parser = _make_parser()
    options, rest = parser.parse_known_args(arguments)
    values: dict[str, Any] = {}
    if options.lesson or rest or options.help:
        # Only these need the lessons, and with them torch, before the window.
        from core.lessons import LESSONS

        # As long as the options are not known, the value of one may be taken for the lesson.
        name = next((word for word in (options.lesson, *rest) if word in LESSONS), default_lesson)
        add_parameters(parser, LESSONS[name])
        if options.help:
            parser.print_help()
            parser.exit()
        options = parser.parse_args(arguments)
        if options.lesson not in (None, name):
            parser.error(f"there is no lesson {options.lesson!r}; there is {', '.join(LESSONS)}.")
        try:
            values = given_parameters(options, LESSONS[name])
        except InputError as error:
            parser.error(str(error))
    if options.at is not None and (options.at < 0 or not options.screenshot):
        parser.error("--at takes an iteration, from 0 on, and needs --screenshot.")
    if options.screenshot and not options.screenshot.absolute().parent.is_dir():
        parser.error(f"--screenshot: the folder {options.screenshot.parent} does not exist.")
    # Values belong to a lesson: without a name, to the first.
    lesson = options.lesson or (default_lesson if values else None)
    return Options(lesson, values, options.run, options.screenshot, options.at, options.language)


def _make_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="fitscope", description="Watch gradient descent fit a model.", add_help=False)
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="the lesson to open (default: the last one)")
    parser.add_argument("-h", "--help", action="store_true", help="show this help and exit")
    parser.add_argument("--run", action="store_true", help="run at once")
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png", help="draw the window into a file and exit")
    parser.add_argument("--at", type=int, metavar="ITERATION", help="the iteration that the screenshot shows")
    parser.add_argument("--language", choices=LANGUAGES, help="the language (default: the system's)")
    return parser
