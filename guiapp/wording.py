"""How numbers and states are put into words, the same in every view."""

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.source import shown_source
from guiapp import theme
from guiapp.controller import Controller
from guiapp.language import say

if TYPE_CHECKING:  # which imports torch
    from core.run import Run
    from core.text import Sentence


def number(value: float, digits: int = 7) -> str:
    """Write a number with so many significant digits: seven are what float32 computes."""
    return format(value, f"#.{digits}g").replace("-", "−").rstrip(".") if isfinite(value) else _not_finite(value)


def plain(value: float, digits: int = 7) -> str:
    """Write a number as short as it is, with so many significant digits at most: 7 and not 7.000000."""
    return format(value, f".{digits}g").replace("-", "−") if isfinite(value) else _not_finite(value)


def _not_finite(value: float) -> str:
    return {"inf": "∞", "-inf": "−∞"}.get(str(value), "nan")


def state_text(controller: Controller) -> str:
    """Name the state in a word or two."""
    if controller.status is None:
        return QCoreApplication.translate("wording", "Loading")
    if controller.replaying:
        return QCoreApplication.translate("wording", "Playing the record")
    if controller.running:
        return QCoreApplication.translate("wording", "Running")
    if not controller.at_end:
        return QCoreApplication.translate("wording", "Looking back")
    if controller.finished:
        return QCoreApplication.translate("wording", "Finished")
    if controller.rows:
        return QCoreApplication.translate("wording", "Paused")
    return QCoreApplication.translate("wording", "Ready")


def _as_shown(sentence: "Sentence", run: "Run") -> "Sentence":
    """Name a line of the lesson as the code view numbers it, not as its file does."""
    if not run.failure:
        return sentence
    line = shown_source(run.lesson, run.values).shown_line(run.failure.line)
    return replace(sentence, values={**sentence.values, "line": line or run.failure.line})


def outcome(controller: Controller) -> tuple[str, str]:
    """Say in a sentence how the run stands or ended, and in which colour to write it."""
    status, run, lesson = controller.status, controller.run, controller.lesson
    if status is None or run is None or lesson is None:
        return QCoreApplication.translate("wording", "Loading PyTorch and the lesson ..."), theme.MUTED
    if status.why is None:
        hint = QCoreApplication.translate("wording", "Press Space to run, → to go one iteration on.")
        if not lesson.watch.has_model:
            hint = QCoreApplication.translate("wording", "Press → to run one statement, Space to run all of them.")
        return (hint, theme.ACCENT) if not controller.rows and not controller.running else ("", theme.MUTED)
    last = status.rows - 1
    message = say(_as_shown(status.message, run)) if status.message else ""
    if status.why == "stop_rule":
        rule = lesson.watch.stop_below
        loss = run.history.row(last)["loss"]
        if rule and loss < run.values[rule]:
            text = QCoreApplication.translate("wording", "Stopped at iteration {iteration}: loss {loss} < {limit}.")
            limit = lesson.parameters[rule].format(run.values[rule])
            return text.format(iteration=last, loss=number(loss, 4), limit=limit.removesuffix(".0")), theme.GOOD
        text = QCoreApplication.translate("wording", "Stopped by the lesson's own rule at iteration {iteration}.")
        return text.format(iteration=last), theme.GOOD
    if status.why == "completed" and not lesson.watch.has_model:
        return QCoreApplication.translate("wording", "The program has ended."), theme.GOOD
    if status.why == "completed":
        text = QCoreApplication.translate("wording", "The loop ended after {count} iterations.")
        return text.format(count=status.rows), theme.GOOD
    if status.why == "diverged":
        return QCoreApplication.translate("wording", "Diverged: {reason}").format(reason=message), theme.BAD
    if status.why == "failed":
        return QCoreApplication.translate("wording", "Failed: {reason}").format(reason=message), theme.BAD
    return QCoreApplication.translate("wording", "Stopped: {reason}").format(reason=message), theme.BAD
