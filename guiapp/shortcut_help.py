"""What the keys do, over the window."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from guiapp import theme
from guiapp.actions import ACTIONS, LESSON_MENU, RUN_MENU, action_text

if TYPE_CHECKING:  # which has this sheet
    from guiapp.main_window import MainWindow

Row = tuple[str, str, str]
"""Keys, what they do, and more about it."""


class ShortcutHelp(QFrame):
    """A sheet with every key of the table of actions and of the views; F1, Escape or a click closes it."""

    def __init__(self, actions: Mapping[str, QAction], window: "MainWindow") -> None:
        """Make the sheet, hidden, over the window."""
        super().__init__(window)
        self._actions, self._window = actions, window
        self.setVisible(False)
        self.setObjectName("shortcut_help")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self.setStyleSheet(
            f"#shortcut_help {{ background: {theme.BASE}; border: 1px solid {theme.MUTED}; border-radius: 8px; }}"
        )
        title = self.tr("Keys")
        self.setAccessibleName(title)
        self._note = QLabel(self.tr("Those of the window act wherever the focus is, except while text is being typed."))
        self._note.setWordWrap(True)
        self._note.setStyleSheet(f"color: {theme.MUTED};")
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.SPACE] * 4)
        column.setSpacing(theme.SPACE)
        self._title = _heading(title, 1.4)
        for widget in (self._title, self.area, self._note):
            column.addWidget(widget)

    def toggle(self) -> None:
        """Show or hide the sheet."""
        self.setVisible(not self.isVisible())
        if self.isVisible():
            self.raise_()
            self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """List the keys there are now; watch the window's size only from here on, as a filter in Python takes time."""
        super().showEvent(event)
        self._fill()
        self._centre()
        self._window.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no longer."""
        self._window.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll on the keys for it, and close on others."""
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        bar = self.area.verticalScrollBar()
        if pages and bar.maximum():
            bar.setValue(bar.value() + pages * bar.pageStep())
        else:
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        self.hide()

    def focusOutEvent(self, event: QEvent) -> None:
        """Close when something else is used."""
        self.hide()

    def _fill(self) -> None:
        """Lay out the keys in three columns."""
        content = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(4 * theme.SPACE)
        running, others = self._rows_of_window()
        for title, rows in (
            (self.tr("Run and look back"), running),
            (self.tr("Window and files"), others),
            (self.tr("In the views, where the focus is"), self._rows_of_views()),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE)
            column.addWidget(_heading(title, 1.1))
            column.addLayout(_table(rows))
            column.addStretch()
            self._columns.addLayout(column)
        self.area.setWidget(content)
        content.setAutoFillBackground(False)  # which the area has set

    def _rows_of_window(self) -> tuple[list[Row], list[Row]]:
        """List the keys of the actions: those that run, and the others."""
        lesson, tip = self.tr("Lesson 1 … 9"), self.tr("Open a lesson by its number")
        running, others = [], [(f"{_native(['Ctrl+1'])} … 9", lesson, tip)]
        for spec in ACTIONS:
            action = self._actions[spec.name]
            if spec.keys and action.isVisible():
                row = _native(spec.keys), action_text(spec.text), action_text(spec.tip)
                (running if spec in RUN_MENU or spec in LESSON_MENU else others).append(row)
        return running, others

    def _rows_of_views(self) -> list[Row]:
        """List the keys that the views and the form declare, a name before its own."""
        window, rows = self._window, []
        for name, view in {"parameters": window.form, **window.views}.items():
            for keys, text in getattr(view, "KEYS", ()):
                title = window.docks[name].windowTitle()
                if ("", title, "") not in rows:
                    rows.append(("", title, ""))
                rows.append((_native(keys), QCoreApplication.translate("keys", text), ""))
        return rows

    def _centre(self) -> None:
        """Stand in the middle, with the columns below each other where the window is too narrow for them."""
        content, room = self.area.widget(), self._window.size() - QSize(4 * theme.SPACE, 4 * theme.SPACE)
        if content is None:
            return
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight)
        margins = 4 * theme.SPACE + 2
        if self._columns.sizeHint().width() + margins > room.width():
            self._columns.setDirection(directions.TopToBottom)
        wanted = self._columns.sizeHint() + QSize(margins, margins + 2 * theme.SPACE + self._title.sizeHint().height())
        wanted.setHeight(wanted.height() + self._note.heightForWidth(wanted.width() - margins))
        if wanted.height() > room.height():
            wanted.setWidth(wanted.width() + self.area.verticalScrollBar().sizeHint().width())
        self.resize(wanted.boundedTo(room))
        rectangle = self.rect()
        rectangle.moveCenter(self._window.rect().center())
        self.move(rectangle.topLeft())


def _table(rows: Iterable[Row]) -> QGridLayout:
    """Lay out keys and what they do; a row without keys is the title of those below it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * theme.SPACE)
    grid.setVerticalSpacing(theme.SPACE // 2)
    grid.setColumnStretch(1, 1)
    for place, (keys, text, tip) in enumerate(rows):
        label = QLabel(text)
        label.setToolTip(tip)
        label.setAccessibleDescription(tip)
        if keys:
            grid.addWidget(_heading(keys), place, 0)
            grid.addWidget(label, place, 1)
        else:
            label.setStyleSheet(f"color: {theme.MUTED};")
            grid.addWidget(label, place, 0, 1, 2)
    return grid


def _heading(text: str, size: float = 1.0) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(size * font.pointSizeF())
    font.setBold(True)
    label.setFont(font)
    return label


def _native(keys: Iterable[str]) -> str:
    """Write keys as this system names them."""
    return " / ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
