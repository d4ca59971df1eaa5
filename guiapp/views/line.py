"""A line of text that keeps within its room."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from guiapp.widgets.holder import Holder

aside = re.compile(r"\s*[(（][^()（）]*[)）](?=[.。]?$)")
"""What a sentence says in brackets at its end."""


class Line(Holder):
    """A line of text that never asks the layout for more room than there is, and ends in "…" where it is too long.

    What is shown is decided when it changes, so that Qt paints it alone. The label is held, without a layout: each
    new text would lay out all of the view again.
    """

    def __init__(self, size: float = 1.0, bold: bool = False, drops_aside: bool = False) -> None:
        """Make an empty line in a font `size` times as large as the window's.

        `drops_aside`: where it is too long, what stands in brackets at its end is left out first.
        """
        label = QLabel(" ", textFormat=Qt.TextFormat.PlainText)
        super().__init__(label)
        self._label = label
        self._drops_aside = drops_aside
        self._text = " "
        self.is_cut = False
        """Whether there is more text than room."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * size)
        font.setBold(bold)
        self._label.setFont(font)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFixedHeight(self._label.sizeHint().height() + 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self._show()

    def setIndent(self, indent: int) -> None:
        """Leave room before the text."""
        self._label.setIndent(indent)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as there is room for."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        """Show the text, or as much of it as there is room for; a tool tip and a screen reader tell all of it."""
        label = self._label
        shown, room, metrics = self._text, self.width() - max(0, label.indent()), label.fontMetrics()
        if metrics.horizontalAdvance(shown) > room:
            shown = aside.sub("", shown) if self._drops_aside else shown
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        label.setText(shown)
        self.is_cut = shown != self._text
        rest = self._text if self.is_cut else ""
        if rest != self.toolTip():
            self.setToolTip(rest)
            label.setAccessibleName(rest)
