"""A line of text that keeps within its room."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

aside = re.compile(r"\s*[(（][^()（）]*[)）](?=[.。]?$)")
"""What a sentence says in brackets at its end."""


class Line(QLabel):
    """A line of text that never asks the layout for more room than there is, and ends in "…" where it is too long."""

    def __init__(self, size: float = 1.0, bold: bool = False, drops_aside: bool = False) -> None:
        """Make an empty line in a font `size` times as large as the window's.

        `drops_aside`: where it is too long, what stands in brackets at its end is left out first.
        """
        super().__init__(" ", textFormat=Qt.TextFormat.PlainText)
        self._drops_aside = drops_aside
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * size)
        font.setBold(bold)
        self.setFont(font)
        self.setFixedHeight(self.sizeHint().height() + 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def event(self, event: QEvent) -> bool:
        """Tell the whole text in the tool tip where not all of it can be seen."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.text() if self._too_long else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, or as much of it as there is room for."""
        if not self._too_long:
            super().paintEvent(event)
            return
        text = aside.sub("", self.text()) if self._drops_aside else self.text()
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self._room)
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            area = self.rect().adjusted(max(0, self.indent()), 0, 0, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    @property
    def _too_long(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room

    @property
    def _room(self) -> int:
        return self.width() - max(0, self.indent())
