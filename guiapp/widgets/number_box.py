"""A field for one number, as a lesson's Parameter reads and writes it."""

import math
from bisect import bisect_left, bisect_right
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from core.parameter import Parameter
from core.text import InputError
from guiapp.language import say

# The keys that belong to the field whenever it has the focus; Space never does, as no number has one.
own_keys = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class NumberBox(QAbstractSpinBox):
    """A spin box that takes `1e-3` as well as `0.001`, in any locale, and steps 1-2-5 where the range is logarithmic.

    What is typed is taken on Return, on leaving the field and with each step, and only if it is valid; otherwise the
    last value returns.

    Signals:
        value_chosen(object): another valid value.
        input_refused(str): what is wrong with the text so far; empty when it is right again.
    """

    value_chosen = Signal(object)
    input_refused = Signal(str)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        """Show the parameter's default."""
        super().__init__(parent)
        self.parameter = parameter
        self._value = parameter.default
        self.setLocale(QLocale.c())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel gives it the focus, and then turns it
        self.setKeyboardTracking(False)
        self.lineEdit().setText(parameter.format(self._value))
        self.lineEdit().textEdited.connect(self._judge)
        self.lineEdit().installEventFilter(self)
        self.editingFinished.connect(self._commit)

    @property
    def value(self) -> Any:
        """Return the last valid value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value, without telling anyone."""
        self._value = value
        self.lineEdit().setText(self.parameter.format(value))
        self.lineEdit().setModified(False)
        self.input_refused.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what has the focus: else the wheel is for scrolling."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let anything be typed; `_commit` judges it, and the form says what is wrong meanwhile."""
        states = QValidator.State
        return states.Intermediate if problem(self.parameter, text) else states.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Return to the last value."""
        return self.parameter.format(self._value)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Allow steps inside the range."""
        flags = QAbstractSpinBox.StepEnabledFlag
        limits = self.parameter.range
        result = flags.StepNone
        if limits is None or self._value < limits.high:
            result |= flags.StepUpEnabled
        if limits is None or self._value > limits.low:
            result |= flags.StepDownEnabled
        return result

    def stepBy(self, steps: int) -> None:
        """Take the value so many steps up or down."""
        self._commit()
        value = self._value
        for _ in range(abs(steps)):
            value = stepped(self.parameter, value, up=steps > 0)
        self._choose(value)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that belong to the field from the window's shortcuts; while nothing is typed, only these."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in own_keys and not event.modifiers():
                event.accept()
                return True
            if event.key() == Qt.Key.Key_Space and not self.lineEdit().isModified():
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the value on Return and drop what was typed on Escape; either gives the keys back to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if event.key() == Qt.Key.Key_Escape:
                self.set_value(self._value)
            self._commit()
            self.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select the whole number where a double click would select the digits on one side of its point."""
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self.lineEdit().mouseDoubleClickEvent(event)  # which awaits a third click
            self.selectAll()
            return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        self._commit()
        super().focusOutEvent(event)

    def _commit(self) -> None:
        text = self.lineEdit().text()
        if not problem(self.parameter, text):
            self._choose(self.parameter.parse(text))
        else:
            self.set_value(self._value)

    def _choose(self, value: Any) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.value_chosen.emit(value)

    def _judge(self, text: str) -> None:
        self.input_refused.emit(problem(self.parameter, text))


def problem(parameter: Parameter, text: str) -> str:
    """Say what is wrong with a text that was typed for a parameter; nothing if it is right."""
    try:
        parameter.parse(text)
    except InputError as error:
        return say(error.sentence)
    return ""


def stepped(parameter: Parameter, value: float, up: bool) -> Any:
    """Return the next value up or down: 1, 2, 5, 10, 20 ... on a logarithmic range, else by one unit of its size."""
    limits = parameter.range
    if limits and limits.log and value > 0:
        decade = math.floor(math.log10(value) + 1e-12)
        ladder = [float(f"{digit}e{power}") for power in range(decade - 1, decade + 2) for digit in (1, 2, 5)]
        near = [step for step in ladder if not math.isclose(step, value, rel_tol=1e-9)]
        result = near[bisect_right(near, value)] if up else near[bisect_left(near, value) - 1]
    elif limits and limits.log:
        result = 1.0 if parameter.type is int or up else value
        if parameter.type is float and up:
            result = 0.1
    else:
        unit = 1 if parameter.type is int else 0.1 if abs(value) < 10 else 1
        result = value + (unit if up else -unit)
    if parameter.type is int:
        result = round(result)
        if result == value:
            result += 1 if up else -1
    else:
        result = float(f"{result:.12g}")
    return max(parameter.type(limits.low), min(parameter.type(limits.high), result)) if limits else result
