"""The program's command line."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.options import Parser, add_parameters, given_parameters
from core.text import InputError
from guiapp.language import LANGUAGES

default_lesson = "live_line"
SUFFIX = ".fitscope"
"""Of session files."""

PICTURES = (".png", ".svg")
FILMS = (".gif", ".webp", ".mp4")


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Without `lesson` the one that was open last is wanted. `at` is the iteration to draw into `screenshot`; None is the
    last one, or the start if nothing is to be run. Of a film, which is a screenshot too, it is the last iteration;
    `every` so many become frames, `frames_a_second` of them.
    """

    lesson: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    run: bool = False
    screenshot: Path | None = None
    at: int | None = None
    scale: int = 1
    every: int = 1
    frames_a_second: int = 10
    language: str | None = None
    figures: bool = False
    session: Path | None = None

    @property
    def film(self) -> bool:
        """Whether the screenshot is of the whole run."""
        return self.screenshot is not None and self.screenshot.suffix.lower() in FILMS

    def without_display(self) -> "Options":
        """Ask for the run's figures and a picture instead of a window."""
        path = Path(f"fitscope-{self.lesson or default_lesson}.png").absolute()
        return replace(self, run=True, figures=True, screenshot=path)


def read_options(arguments: Sequence[str]) -> Options:
    """Read the command line; bad input ends the program with status 2 and one sentence."""
    parser = _make_parser()
    session = next((Path(word) for word in arguments if word.endswith(SUFFIX)), None)
    if session:  # its lesson and values are its own
        options = parser.parse_args(arguments)
        if not session.is_file():
            parser.error(f"{session} is no file.")
        if options.run or options.screenshot:
            parser.error("a session is opened as it was saved: --run and --screenshot take a lesson.")
        return Options(language=options.language, session=session.absolute())
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
    film = _check_picture(parser, options)
    # Values belong to a lesson: without a name, to the first.
    lesson = options.lesson or (default_lesson if values else None)
    return Options(
        lesson,
        values,
        options.run or film,
        options.screenshot,
        options.at,
        options.scale or 1,
        options.every or 1,
        options.fps or 10,
        options.language,
    )


def _check_mp4(parser: argparse.ArgumentParser) -> None:
    """End the program where MP4 cannot be written."""
    from guiapp.export.encoding import can_write_mp4  # which imports Pillow, of no use to most starts

    if can_write_mp4():
        return
    if getattr(sys, "frozen", False):  # a bundle has no pip
        parser.error("--screenshot: this copy of Fitscope writes no MP4: take .webp, or run Fitscope from Python.")
    parser.error("--screenshot: MP4 needs one more package: pip install imageio-ffmpeg.")


def _check_picture(parser: argparse.ArgumentParser, options: argparse.Namespace) -> bool:
    """End the program where a picture cannot be had as it is wanted; return whether it is a film."""
    suffix = options.screenshot.suffix.lower() if options.screenshot else ""
    if options.screenshot and suffix not in (*PICTURES, *FILMS):
        parser.error(f"--screenshot: the file's name must end in {', '.join((*PICTURES, *FILMS))}.")
    if suffix == ".mp4":
        _check_mp4(parser)
    if options.scale is not None and (options.scale not in (1, 2, 3, 4) or not suffix or suffix == ".svg"):
        parser.error("--scale takes 1, 2, 3 or 4, and needs --screenshot with dots.")
    for name, value, most in (("--every", options.every, 10**9), ("--fps", options.fps, 50)):
        if value is not None and (not 1 <= value <= most or suffix not in FILMS):
            parser.error(f"{name} takes a number from 1 to {most}, and needs --screenshot with {', '.join(FILMS)}.")
    return suffix in FILMS


def _make_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="fitscope", description="Watch gradient descent fit a model.", add_help=False)
    text = "the lesson to open (default: the last one), or a session"
    parser.add_argument("lesson", nargs="?", metavar="LESSON|FILE.fitscope", help=text)
    parser.add_argument("-h", "--help", action="store_true", help="show this help and exit")
    parser.add_argument("--run", action="store_true", help="run at once")
    text = "draw the window into a file and exit: .png or .svg; .gif, .webp or .mp4 for a film of the run"
    parser.add_argument("--screenshot", "--animation", type=Path, metavar="FILE", help=text)
    parser.add_argument("--at", type=int, metavar="ITERATION", help="the iteration that the screenshot shows")
    parser.add_argument("--scale", type=int, metavar="N", help="make it N times as large, as sharp as can be")
    parser.add_argument("--every", type=int, metavar="N", help="draw every Nth iteration into the film")
    parser.add_argument("--fps", type=int, metavar="N", help="show N frames of the film a second (default: 10)")
    parser.add_argument("--language", choices=LANGUAGES, help="the language (default: the system's)")
    return parser
