"""Fields for what is no single number: a formula or several numbers as a text, and one of a few words."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from core.parameter import Parameter
from guiapp.widgets.number_box import own_keys, problem


class TextBox(QLineEdit):
    """A line of text that a Parameter reads and writes; every key that writes is its own.

    What is typed is taken on Return and on leaving the field, and only if it is valid. Otherwise Return lets it be
    mended, for it may be long; Escape and leaving the field bring the last value back.

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
        self.set_value(parameter.default)
        self.textEdited.connect(self._judge)

    @property
    def value(self) -> Any:
        """Return the last valid value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value, without telling anyone."""
        self._value = value
        self.setText(self.parameter.format(value))
        self.setCursorPosition(0)  # the beginning is what is seen of a long text
        self.input_refused.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text on Return and drop it on Escape; either gives the keys back to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._commit():
                self.clearFocus()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.set_value(self._value)
            self.clearFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; but a menu, or a look into another window, does not end the typing."""
        reasons = Qt.FocusReason
        if event.reason() not in (reasons.PopupFocusReason, reasons.ActiveWindowFocusReason) and not self._commit():
            self.set_value(self._value)
        super().focusOutEvent(event)

    def _commit(self) -> bool:
        """Take the text, if it is valid."""
        if not self.isModified():
            return True
        if problem(self.parameter, self.text()):
            return False
        value = self.parameter.parse(self.text())
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.value_chosen.emit(value)
        return True

    def _judge(self, text: str) -> None:
        self.input_refused.emit(problem(self.parameter, text))


class ChoiceBox(QComboBox):
    """The words of a Parameter; Return opens the list, and Space is left to the window.

    Signals:
        value_chosen(object): another word.
    """

    value_chosen = Signal(object)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        """Show the parameter's default."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel gives it the focus, and then turns it
        self.addItems(parameter.choices)
        self.set_value(parameter.default)
        self.textActivated.connect(self._choose)

    @property
    def value(self) -> str:
        """Return the chosen word."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show another word, without telling anyone."""
        self._value = value
        self.setCurrentText(value)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that choose from the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in own_keys and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on Return, and give the keys back to the window on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what has the focus: else the wheel is for scrolling."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _choose(self, word: str) -> None:
        if word != self._value:
            self._value = word
            self.value_chosen.emit(word)
