"""The lines of a lesson: read, selected and marked, never written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip

from guiapp import theme
from guiapp.views.code.gutter import Gutter
from guiapp.views.code.highlighter import PythonHighlighter

bar_opacity = 0.18


@dataclass(frozen=True)
class Marker:
    """Lines that are marked, from 1 on: by a bar, and by an arrow in the margin that is hollow for what is over."""

    lines: range
    colour: str
    over: bool = False


class CodeText(QPlainTextEdit):
    """Read-only lines with a margin, at which statements can be marked.

    Up, Down, Left, Right, Home, End and Space are the window's; with Ctrl the arrows move the cursor.

    Signals:
        breakpoint_asked(int): the user wants the run to stand still at this line, or no longer.
    """

    breakpoint_asked = Signal(int)

    def __init__(self, tip_at: Callable[[int, int], str]) -> None:
        """Make it empty; `tip_at` says what is to be told of the character at a line, from 1 on, and a column."""
        super().__init__(readOnly=True)
        flags = Qt.TextInteractionFlag
        # The cursor can be seen: F9 acts where it is.
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setUndoRedoEnabled(False)
        self.setFont(theme.fixed_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.marker: Marker | None = None
        self._lines: tuple[str, ...] = ()
        self._tip_at = tip_at
        self._highlighter = PythonHighlighter(self.document())
        self._selecting = False
        self.gutter = Gutter(self)
        self.gutter.clicked.connect(self.breakpoint_asked)
        self.updateRequest.connect(self._scroll_gutter)

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show other lines; where only some differ, scroll position and selection stay."""
        before, self._lines = self._lines, tuple(lines)
        self._highlighter.read(lines)
        if len(lines) != len(before) or not lines:
            self.setPlainText("\n".join(lines))
            self._place_gutter()
            return
        cursor = QTextCursor(self.document())
        for number, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                cursor.setPosition(self.document().findBlockByNumber(number).position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(new)

    def mark(self, marker: Marker | None) -> None:
        """Mark some lines and no others, and have them in sight."""
        if marker == self.marker:
            return
        self.marker = marker
        self.setExtraSelections([self._bar(line, marker.colour) for line in marker.lines] if marker else [])
        self.gutter.update()
        self.show_marker()

    def show_marker(self) -> None:
        """Scroll to the marked lines, if they are out of sight and no text is being selected."""
        height = self.viewport().height()
        if self.marker and not self._selecting and not self._marker_in_sight(height):
            self.verticalScrollBar().setValue(self.marker.lines[0] - 1 - self._lines_in(height) // 2)

    def visible_lines(self) -> Iterator[tuple[int, QRect]]:
        """List the lines in sight, from 1 on, with where they are in the widget's height."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while self._lines and block.isValid() and top < self.viewport().height():
            # A block's own height: the last one's rectangle has the document's margin in it.
            height = block.layout().boundingRect().height()
            yield block.blockNumber() + 1, QRect(0, round(top), 0, round(top + height) - round(top))
            block, top = block.next(), top + height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle a breakpoint on F9, and move the cursor to another line with Ctrl."""
        moves = {Qt.Key.Key_Up: QTextCursor.MoveOperation.Up, Qt.Key.Key_Down: QTextCursor.MoveOperation.Down}
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F9 and not event.modifiers():
            self.breakpoint_asked.emit(self.textCursor().blockNumber() + 1)
        elif control and (move := moves.get(Qt.Key(event.key()))):
            self.moveCursor(move)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tool tip what is under the mouse."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        cursor = self.cursorForPosition(event.pos())
        column = cursor.positionInBlock()
        # The cursor is the nearest place between two characters, which may be behind the one under the mouse.
        column -= self.cursorRect(cursor).left() > event.pos().x()
        below = event.pos().y() > self.cursorRect(cursor).bottom()
        text = "" if below else self._tip_at(cursor.blockNumber() + 1, column)
        QToolTip.showText(event.globalPos(), f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else "", self)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        self._selecting = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End selecting."""
        self._selecting = False
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin beside the lines, and the marked lines in sight if they were."""
        seen = self._marker_in_sight(event.oldSize().height())
        super().resizeEvent(event)
        self._place_gutter()
        if seen:
            self.show_marker()

    def _lines_in(self, height: int) -> int:
        return height // self.fontMetrics().lineSpacing()

    def _marker_in_sight(self, height: int) -> bool:
        """Whether the marked lines are to be seen in so many pixels."""
        first, lines = self.verticalScrollBar().value(), self.marker.lines if self.marker else range(0)
        return bool(lines) and first <= lines[0] - 1 <= lines[-1] - 1 < first + self._lines_in(height)

    def _place_gutter(self) -> None:
        width = self.gutter.sizeHint().width()
        self.setViewportMargins(width, 0, 0, 0)
        area = self.contentsRect()
        self.gutter.setGeometry(area.left(), area.top(), width, self.viewport().height())

    def _scroll_gutter(self, area: QRect, down: int) -> None:
        """Follow the lines."""
        if down or area.height() == self.viewport().height():  # and not for the blinking cursor
            self.gutter.update()

    def _bar(self, line: int, colour: str) -> QTextEdit.ExtraSelection:
        """Colour a line's whole width."""
        bar = QTextEdit.ExtraSelection()
        background = QColor(colour)
        background.setAlphaF(bar_opacity)
        bar.format.setBackground(background)  # type: ignore[attr-defined] (missing in PySide's stubs)
        bar.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
        bar.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))  # type: ignore[attr-defined]
        return bar
