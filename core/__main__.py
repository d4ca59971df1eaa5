"""The command line: `python -m core list`, `python -m core run LESSON` and `python -m core sweep LESSON`."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from core.export import as_json, summary, write_history, write_script
from core.lesson import Lesson
from core.lessons import LESSONS
from core.options import Parser, add_parameters, check_file, given_parameters, writing
from core.progress import Progress
from core.run import Run
from core.run_facts import Why
from core.sweep_command import add_sweep, sweep_lesson
from core.text import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status: 2 for bad input, 1 for a run that failed."""
    parser = Parser(prog="python -m core", description="Run Fitscope's lessons without a window.")
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    commands.add_parser("list", help="list the lessons")
    running = commands.add_parser("run", help="run a lesson")
    lessons = running.add_subparsers(required=True, dest="lesson", metavar="LESSON")
    for lesson in LESSONS.values():
        command = lessons.add_parser(lesson.name, help=lesson.summary, description=lesson.summary)
        command.add_argument("--json", action="store_true", help="print the result as one JSON object")
        command.add_argument("--history", type=Path, metavar="FILE.csv", help="write every iteration into FILE.csv")
        text = "write the lesson with these parameters as a program of its own into FILE.py"
        command.add_argument("--script", type=Path, metavar="FILE.py", help=text)
        add_parameters(command, lesson)
    sweeping = commands.add_parser("sweep", help="run a lesson with one or two parameters varied")
    swept = sweeping.add_subparsers(required=True, dest="lesson", metavar="LESSON")
    for lesson in LESSONS.values():
        add_sweep(swept.add_parser(lesson.name, help=lesson.summary, description=lesson.summary), lesson)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)  # as in the window: sums over many examples have other digits on several
    if options.command == "list":
        for lesson in LESSONS.values():
            print(f"{lesson.name:<20} {lesson.summary}")
        return 0
    try:
        act = sweep_lesson if options.command == "sweep" else run_lesson
        return act(LESSONS[options.lesson], options)
    except InputError as error:
        parser.error(str(error))


def run_lesson(lesson: Lesson, options: argparse.Namespace) -> int:
    """Run a lesson to its end, or to Ctrl-C, and print what came of it."""
    run = Run(lesson, given_parameters(options, lesson))
    files = [("--history", options.history, write_history), ("--script", options.script, write_script)]
    for option, path, _ in files:
        check_file(option, path)
    interrupted = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        interrupted = True

    progress = Progress(sys.stderr, run.arguments.get("iterations"))
    run.output.on_line = progress.print

    def keep_going() -> bool:
        progress.show(len(run.history))
        return not interrupted

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        run.advance(keep_going=keep_going, every=0.05)
    finally:
        signal.signal(signal.SIGINT, before)
        progress.finish()
    result = as_json(run)
    print(json.dumps(result, allow_nan=False) if options.json else summary(result))
    for option, path, write in files:
        if path:
            with writing(option, path):
                write(run, path)
    return 1 if run.why is Why.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
