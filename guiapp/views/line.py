"""A line of text that keeps within its room."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

aside = re.compile(r"\s*[(（][^()（）]*[)）](?=[.。]?$)")
"""What a sentence says in brackets at its end."""


class Line(QLabel):
    """A line of text that never asks the layout for more room than there is, and ends in "…" where it is too long.

    What is shown is decided when it changes, so that Qt paints it alone.
    """

    def __init__(self, size: float = 1.0, bold: bool = False, drops_aside: bool = False) -> None:
        """Make an empty line in a font `size` times as large as the window's.

        `drops_aside`: where it is too long, what stands in brackets at its end is left out first.
        """
        super().__init__(" ", textFormat=Qt.TextFormat.PlainText)
        self._drops_aside = drops_aside
        self._text = " "
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * size)
        font.setBold(bold)
        self.setFont(font)
        self.setFixedHeight(self.sizeHint().height() + 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

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
        super().setIndent(indent)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as there is room for."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        """Show the text, or as much of it as there is room for; a tool tip and a screen reader tell all of it."""
        shown, room, metrics = self._text, self.width() - max(0, self.indent()), self.fontMetrics()
        if metrics.horizontalAdvance(shown) > room:
            shown = aside.sub("", shown) if self._drops_aside else shown
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)
        rest = "" if shown == self._text else self._text
        if rest != self.toolTip():
            self.setToolTip(rest)
            self.setAccessibleName(rest)
