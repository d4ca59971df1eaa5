"""Texts that wrap, in an area that scrolls: for the views that are read rather than watched."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.lesson import Lesson
from guiapp import theme
from guiapp.language import translated


class TextArea(QScrollArea):
    """A column of widgets, as wide as the view and scrolled where it is higher."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def fill(self, widgets: Sequence[QWidget], rest: QWidget | None = None) -> None:
        """Show these widgets, from the top, in place of what was there; `rest` takes the height that is left."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        for widget in widgets:
            column.addWidget(widget)
        if rest:
            column.addWidget(rest, 1)
        else:
            column.addStretch()
        before = self.takeWidget()
        self.setWidget(content)
        if before:
            before.deleteLater()  # not at once: one of its buttons may be what led here


class Hint(QLabel):
    """What will appear, in the middle of a widget that has nothing to show yet; the mouse goes through it."""

    def __init__(self, over: QWidget, text: str, left: float = 0.0) -> None:
        """Make it over a widget, hidden; as much on its left as `left` stays free."""
        super().__init__(text, over, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._over, self._left = over, round(left)
        self.hide()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(f"color: {theme.MUTED}; background: {theme.BASE}; padding: {theme.SPACE}px;")

    def show_if(self, empty: bool) -> None:
        """Show it over a widget that is empty, and only then."""
        if empty == self.isHidden():
            self.setVisible(empty)
            # Only while it is needed: a filter in Python is asked about each event of the widget.
            if empty:
                self._over.installEventFilter(self)
                self._centre()
            else:
                self._over.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def _centre(self) -> None:
        room = self._over.rect().adjusted(self._left + 1, 0, 0, 0)
        width = min(self.fontMetrics().horizontalAdvance(self.text()) + 4 * theme.SPACE, room.width())
        place = QRect(0, 0, width, min(self.heightForWidth(width), room.height()))
        place.moveCenter(room.center())
        self.setGeometry(place)
        self.raise_()


def card(*widgets: QWidget) -> QFrame:
    """Put widgets that belong together on a sheet."""
    frame = QFrame()
    frame.setObjectName("card")
    frame.setStyleSheet(
        f"#card {{ background: {theme.BASE}; border: 1px solid {theme.GRID}; border-radius: {theme.SPACE // 2}px; }}"
    )
    column = QVBoxLayout(frame)
    column.setSpacing(theme.SPACE // 2)
    for widget in widgets:
        column.addWidget(widget)
    return frame


def paragraph(text: str = "", size: float = 1.0, bold: bool = False, colour: str = "") -> QLabel:
    """Make a text that wraps and can be selected, in the text colour or another."""
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * size)
    font.setBold(bold)
    label.setFont(font)
    label.setStyleSheet(f"color: {colour or theme.TEXT};")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def code(text: str = "") -> QLabel:
    """Make a paragraph in the fixed font."""
    label = paragraph(text)
    label.setFont(theme.fixed_font())
    return label


def push_button(text: str) -> QPushButton:
    """Make a button that Return presses: Space runs and pauses wherever the focus is."""
    return QPushButton(text, autoDefault=True)


def settings_text(lesson: Lesson, settings: Mapping[str, Any]) -> str:
    """Name hyperparameters with their values, one a line."""
    lines = []
    for name, given in settings.items():
        parameter = lesson.parameters[name]
        value = parameter.check(given)
        text = parameter.format(value)
        if value is True:
            text = QCoreApplication.translate("texts", "on")
        elif value is False:
            text = QCoreApplication.translate("texts", "off")
        lines.append(f"{translated(parameter.label.text)}: {text}")
    return "\n".join(lines) or QCoreApplication.translate("texts", "The lesson's own values")
