"""Lessons for the window's tests, and what a person does at the window."""

# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007, F841

from typing import Annotated

import numpy as np
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from core.lesson import Lesson
from core.parameter import LIVE, Range
from core.watch import Watch


def endless(learning_rate: Annotated[float, Range(1e-6, 10, log=True), LIVE] = 0.1, target: float = 3.0):
    x = np.array([1.0, 2.0, 3.0])
    y = target * x
    w = 0.0
    while True:
        y_pred = w * 2.0
        loss = (2.0 * target - y_pred) ** 2
        w = w + learning_rate * 0.001 * (target - w)


def diverging(learning_rate: Annotated[float, Range(1e-6, 10, log=True), LIVE] = 1.0, factor: float = 1e20):
    x = torch.tensor([1.0, 2.0])
    y = 2 * x
    w = torch.tensor(1.0)
    for iteration in range(100):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w = w * -factor * learning_rate


def breaking(iterations: int = 5):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = 0.0
    for iteration in range(iterations):
        print("iteration", iteration)
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w += 0.1
        if iteration == 2:
            raise LookupError("the third is missing")


def broken(fails: bool = True):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = 0.0
    if fails:
        raise LookupError("nothing begins")
    for _ in range(3):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()


def bare(iterations: Annotated[int, Range(1, 1000)] = 5):
    """Declares a loss and nothing else."""
    loss = 1.0
    for _ in range(iterations):
        loss = loss / 2


def watch(**others) -> Watch:
    fields = {
        "x": "x",
        "y": "y",
        "prediction": "y_pred",
        "loss": "loss",
        "parameters": ("w",),
        "curve": lambda x, w: w * x,
        "loss_of": lambda y, y_pred: ((y - y_pred) ** 2).mean(),
        "equation": "y = {w} x",
        "loss_name": "squared error",
    }
    return Watch(**(fields | others))


def lesson_of(function, **watched) -> Lesson:
    return Lesson(function, function.__name__, "", watch(**watched))


LESSONS_OF_OURS = [
    lesson_of(endless),
    lesson_of(diverging),
    lesson_of(breaking),
    lesson_of(broken),
    lesson_of(bare, parameters=(), curve=lambda x: x, equation="y"),
]


def line_of(function, text: str) -> int:
    """Return the number of the one line of a function that holds `text`."""
    import inspect

    lines, first = inspect.getsourcelines(function)
    (offset,) = (index for index, line in enumerate(lines) if text in line)
    return first + offset


def changed(qtbot, desk, change):
    """Change the looks and wait for the window that has them."""
    before = desk.window
    change()
    qtbot.waitUntil(lambda: desk.window is not before and desk.window.isVisible() and is_ready(desk.window))
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk.window


def is_ready(window) -> bool:
    """Whether the lesson is loaded and its form is there."""
    controller = window.controller
    return controller.ready and not controller.running and window.form is not None


def press(*keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys as the window system delivers them: to the active window, which finds who has the focus."""
    for key in keys:
        QTest.keyClick(QApplication.focusWindow(), key, modifier)


def type_text(text: str) -> None:
    """Type a text, key by key."""
    for letter in text:
        QTest.keyClick(QApplication.focusWindow(), letter)


def click(widget, position: QPoint | None = None, button=Qt.MouseButton.LeftButton) -> None:
    """Click into a widget, in its middle if no position is given, and on the box of a check box."""
    middle = widget.rect().center()
    if isinstance(widget, QCheckBox):
        middle.setX(8)
    QTest.mouseClick(widget, button, pos=position or middle)


def views(window) -> dict:
    """Return the window's views by name."""
    return window.views


def field(window, name: str):
    """Return the form's field of a hyperparameter."""
    return window.form.fields[name]


def run_to(qtbot, window, rows: int) -> None:
    """Run until so many rows are recorded and the window stands at the last one."""
    record(qtbot, window.controller, rows)


def record(qtbot, controller, rows: int) -> None:
    """Run until so many rows are recorded and the last one is shown."""
    controller.run_until(rows - 1)
    qtbot.waitUntil(lambda: controller.rows == rows and controller.shown == rows - 1 and not controller.running)


def stands_at(qtbot, window, row: int) -> None:
    """Wait until the window stands still at a row."""
    controller = window.controller
    qtbot.waitUntil(
        lambda: controller.ready and controller.shown == row and not (controller.running or controller.replaying)
    )


def finished(qtbot, window) -> None:
    """Wait until the run has ended and its last row is shown."""
    controller = window.controller
    qtbot.waitUntil(lambda: controller.finished and controller.at_end and not controller.replaying)


def recorded(controller) -> dict:
    """Copy all that the run has recorded."""
    history = controller.run.history
    return {name: history.column(name).tolist() for name in history.columns}


def turn_wheel(box) -> None:
    """Turn the mouse wheel down over a widget."""
    middle = QPointF(box.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(box.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
