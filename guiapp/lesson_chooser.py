"""All lessons to choose from, over the window."""

from collections.abc import Mapping
from functools import partial
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QShortcut, QShowEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.lesson import Lesson
from guiapp import theme
from guiapp.language import translated

roles = Qt.ItemDataRole
html_role = roles.UserRole
name_role = roles.UserRole + 1
key_role = roles.UserRole + 2


class LessonChooser(QDialog):
    """A list of the lessons; Return, a click or a lesson's key chooses, Escape leaves. It is used once.

    Signals:
        chosen(str): a lesson was chosen, by its name.
    """

    chosen = Signal(str)

    def __init__(self, lessons: Mapping[str, Lesson], current: str, parent: QWidget) -> None:
        """List `lessons` with `current` marked; `open` shows the list over `parent`'s window."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Lessons")
        self.setWindowTitle(title)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(title)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = parent.window().size() - QSize(8, 8) * theme.SPACE
        self.list.setFixedWidth(min(760, max(320, room.width())))
        text_width = self.list.width() - self.list.verticalScrollBar().sizeHint().width()
        self.list.setItemDelegate(LessonDelegate(text_width, self.list))
        for number, lesson in enumerate(lessons.values(), 1):
            self._add(lesson, f"Ctrl+{number}" if number <= 9 else "", lesson.name == current)
        height = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        hint = QLabel(self.tr("Return opens the lesson; Escape stays with the present one."))
        hint.setStyleSheet(f"color: {theme.MUTED};")
        hint.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(hint)
        self.list.setFixedHeight(min(height, max(160, room.height() - hint.sizeHint().height())))
        self.setFixedSize(self.sizeHint())
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the present lesson."""
        super().showEvent(event)
        self.list.setFocus()
        self.list.scrollToItem(self.list.currentItem())

    def _add(self, lesson: Lesson, key: str, is_current: bool) -> None:
        title, *lines = (translated(text) for text in (lesson.title, lesson.summary, lesson.notes.source))
        shown_key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        mark = self.tr("open now") if is_current else ""
        html = [f"<b>{escape(title)}</b>"]
        if mark:
            html[0] += f' &nbsp;<span style="color: {theme.ACCENT}">● {escape(mark)}</span>'
        html += [escape(line) for line in lines[:1] if line]
        html += [f'<span style="color: {theme.MUTED}">{escape(line)}</span>' for line in lines[1:] if line]
        item = QListWidgetItem(title, self.list)  # the title is what letters that are typed look for
        item.setData(html_role, "<br>".join(html))
        item.setData(name_role, lesson.name)
        item.setData(key_role, shown_key)
        item.setData(roles.AccessibleTextRole, ". ".join(text for text in (title, mark, *lines, shown_key) if text))
        if is_current:
            self.list.setCurrentItem(item)
        if key:
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._choose, item))

    def _choose(self, item: QListWidgetItem) -> None:
        if self.isVisible():  # some systems both click and activate
            name = item.data(name_role)
            self.accept()
            self.chosen.emit(name)


class LessonDelegate(QStyledItemDelegate):
    """Draws one lesson: its lines, wrapped to a width, and its key at the right."""

    def __init__(self, width: int, parent: QWidget) -> None:
        """Draw rows of this width."""
        super().__init__(parent)
        self.width = width
        self.margin = theme.SPACE

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Make room for all lines."""
        return QSize(self.width, round(self._text(option, index).size().height()) + 2 * self.margin)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row; the chosen one is tinted, and has a bar at its left, too."""
        area, state, margin = option.rect, option.state, self.margin
        tint = QColor(theme.ACCENT)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            tint.setAlphaF(0.12)
            painter.fillRect(area, tint)
            painter.fillRect(area.x(), area.y(), 4, area.height(), QColor(theme.ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            tint.setAlphaF(0.05)
            painter.fillRect(area, tint)
        painter.setPen(QColor(theme.MUTED))
        painter.setFont(option.font)
        inner = area.adjusted(2 * margin, margin, -2 * margin, -margin)
        inner.setRight(area.x() + self.width - 2 * margin)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(key_role))
        painter.translate(inner.topLeft())
        self._text(option, index).drawContents(painter, QRectF(0, 0, inner.width(), inner.height()))
        painter.restore()

    def _text(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QTextDocument:
        text = QTextDocument()
        text.setDocumentMargin(0)
        text.setDefaultFont(option.font)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text.setDefaultTextOption(wrapping)
        text.setDefaultStyleSheet(f"body {{ color: {theme.TEXT}; }}")
        text.setHtml(f"<body>{index.data(html_role)}</body>")
        key_width = option.fontMetrics.horizontalAdvance("Ctrl+9") + 2 * self.margin
        text.setTextWidth(self.width - 4 * self.margin - key_width)
        return text
