"""Texts that wrap, in an area that scrolls: for the views that are read rather than watched."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontDatabase
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


def paragraph(text: str = "", size: float = 1.0, bold: bool = False, colour: str = theme.TEXT) -> QLabel:
    """Make a text that wraps and can be selected."""
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * size)
    font.setBold(bold)
    label.setFont(font)
    label.setStyleSheet(f"color: {colour};")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def code(text: str = "") -> QLabel:
    """Make a paragraph in the fixed font."""
    label = paragraph(text)
    label.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
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
