"""A check box that leaves the Space key to the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox


class Switch(QCheckBox):
    """A check box that Return toggles: Space runs and pauses wherever the focus is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle on Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
