"""What the keys do, over the window."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from guiapp import theme
from guiapp.actions import ACTIONS, action_text


class ShortcutHelp(QFrame):
    """A sheet with every key of the table of actions; F1, Escape or a click closes it."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        """Make the sheet, hidden, over `parent`."""
        super().__init__(parent)
        self.setVisible(False)
        self.setObjectName("shortcut_help")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self.setStyleSheet(
            f"#shortcut_help {{ background: {theme.BASE}; border: 1px solid {theme.MUTED}; border-radius: 8px; }}"
        )
        title = self.tr("Keys")
        heading = QLabel(title)
        heading.setStyleSheet("font-weight: bold; font-size: 14pt;")
        self.setAccessibleName(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE)
        lesson, tip = self.tr("Lesson 1 … 9"), self.tr("Open a lesson by its number")
        rows = [("Ctrl+1 … Ctrl+9", lesson, tip)]
        for spec in ACTIONS:
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in actions[spec.name].shortcuts()]
            if keys:
                rows.append((", ".join(keys), action_text(spec.text), action_text(spec.tip)))
        for row, texts in enumerate(rows):
            for column, label in enumerate(map(QLabel, texts)):
                grid.addWidget(label, row, column)
                if column == 0:
                    label.setStyleSheet("font-weight: bold;")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[3 * theme.SPACE] * 4)
        column.setSpacing(2 * theme.SPACE)
        column.addWidget(heading)
        column.addLayout(grid)
        note = QLabel(self.tr("They act wherever the focus is, except while text is being typed."))
        note.setStyleSheet(f"color: {theme.MUTED};")
        column.addWidget(note)

    def toggle(self) -> None:
        """Show or hide the sheet."""
        self.setVisible(not self.isVisible())
        if self.isVisible():
            self._centre()
            self.raise_()
            self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the window's size; only now, as a filter in Python is asked about each of its events."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no longer."""
        self.window().removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close."""
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        self.hide()

    def focusOutEvent(self, event: QEvent) -> None:
        """Close when something else is used."""
        self.hide()

    def _centre(self) -> None:
        self.adjustSize()
        rectangle = self.rect()
        rectangle.moveCenter(self.window().rect().center())
        self.move(rectangle.topLeft())
