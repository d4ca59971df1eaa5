"""The lesson, and its hyperparameters, that the next start opens."""

import json
from typing import Any

from PySide6.QtCore import QSettings

from guiapp.controller import Controller
from guiapp.options import default_lesson

key = "lesson"


def last_lesson(settings: QSettings) -> tuple[str, dict[str, Any]]:
    """Return the name and the values of the lesson that was open last; the first lesson if that cannot be read.

    The values are as they were written: whoever opens the lesson checks them.
    """
    try:
        kept = json.loads(str(settings.value(key, "")))
        name, values = kept["lesson"], kept["parameters"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return default_lesson, {}
    known = isinstance(name, str) and isinstance(values, dict)
    return (name, values) if known else (default_lesson, {})


def keep_lesson(settings: QSettings, controller: Controller) -> None:
    """Write down which lesson is open, and its values."""
    if controller.lesson:
        settings.setValue(key, json.dumps({"lesson": controller.lesson.name, "parameters": controller.values}))
