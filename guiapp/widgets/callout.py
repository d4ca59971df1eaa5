"""A small box over the window, with an arrow to what it speaks of."""

from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from guiapp import theme

arrow_length, half_arrow, corner = 12, 9, 8
margin_below = 11 * theme.SPACE
"""Room for the bars at the window's lower edge."""
letters = 40
"""As many, about, stand in a line."""


class Side(Enum):
    """Where a box stands beside what it points at: the direction in which it is found from there."""

    BELOW = (0, 1)
    ABOVE = (0, -1)
    RIGHT = (1, 0)
    LEFT = (-1, 0)


class Callout(QFrame):
    """A title, a text and buttons; the window stays in use, with its keys.

    Signals:
        closed(): it is gone for good.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        """Make it over a window, hidden and without buttons."""
        super().__init__(window)
        self.hide()
        self._over, self._room = window, QRect()
        self.target: QRect | None = None
        """What it points at, in the window."""
        self.side: Side | None = None
        """None where it stands in the window's corner and points at nothing."""
        self._tip = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.title, self.text = (QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True) for _ in range(2))
        font = self.title.font()
        font.setPointSizeF(1.15 * font.pointSizeF())
        font.setBold(True)
        self.title.setFont(font)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.SPACE)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.SPACE)
        self._column.addWidget(self.title)
        self._column.addWidget(self.text)
        self._column.addLayout(self.buttons)

    def add_button(self, text: str) -> QPushButton:
        """Add a button that Return presses: Space belongs to the window."""
        button = QPushButton(text, autoDefault=True)
        self.buttons.addWidget(button)
        return button

    def say(self, title: str, text: str) -> None:
        """Say something, to a screen reader too."""
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title}. {text}"))

    def point_at(self, target: QRect | None) -> None:
        """Stand beside a part of the window, on the side that has the most room; without one, in the corner."""
        self.target, self._room = target, self._over.rect()
        room = self._room.adjusted(theme.SPACE, theme.SPACE, -theme.SPACE, -theme.SPACE)
        size = self._size(room.width() - arrow_length)
        body = QRect(QPoint(), size)
        self.side = _best_side(target, room, size) if target else None
        if target is None or self.side is None:
            body.moveBottomRight(room.bottomRight() - QPoint(0, margin_below))
            whole = body
        else:
            across, down = self.side.value
            body = _moved_into(_beside(target, size, self.side), room)
            whole = body.united(body.translated(-across * arrow_length, -down * arrow_length))
            self._tip = self._find_tip(body, target, across, down) - QPointF(whole.topLeft())
        self._set_margins(body, whole)
        self.setGeometry(whole)
        self.update()

    def follow(self, target: QRect | None) -> None:
        """Stand beside a part of the window that may have moved, in a window that may have another size."""
        if target != self.target or self._over.rect() != self._room:
            self.point_at(target)

    def close_for_good(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_for_good()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a click from what is below."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its arrow."""
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self._body).adjusted(1, 1, -1, -1), corner, corner)
        if self.side:
            across, down = self.side.value
            foot = self._tip + QPointF(across, down) * (arrow_length + 2)
            along = QPointF(down, across) * half_arrow
            arrow = QPainterPath()
            arrow.addPolygon(QPolygonF([self._tip, foot + along, foot - along, self._tip]))
            outline = outline.united(arrow)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.ACCENT), 2))
            painter.setBrush(QColor(theme.BASE))
            painter.drawPath(outline)

    @property
    def _body(self) -> QRect:
        """The box without its arrow."""
        edge = arrow_length
        across, down = self.side.value if self.side else (0, 0)
        return self.rect().adjusted(edge * (across > 0), edge * (down > 0), -edge * (across < 0), -edge * (down < 0))

    def _size(self, widest: int) -> QSize:
        """Return how large the box is."""
        padding = 2 * theme.SPACE
        self._column.setContentsMargins(padding, padding, padding, padding)
        width = max(self.fontMetrics().horizontalAdvance("x" * letters), self._column.minimumSize().width())
        width = min(width, widest)
        return QSize(width, self._column.totalHeightForWidth(width))

    def _set_margins(self, body: QRect, whole: QRect) -> None:
        padding = 2 * theme.SPACE
        self._column.setContentsMargins(
            body.left() - whole.left() + padding,
            body.top() - whole.top() + padding,
            whole.right() - body.right() + padding,
            whole.bottom() - body.bottom() + padding,
        )

    def _find_tip(self, body: QRect, target: QRect, across: int, down: int) -> QPointF:
        """Return where the arrow ends: at the edge of the target, as near to its middle as the box reaches."""
        middle, clear = target.center(), corner + half_arrow
        if across:
            edge = target.right() + 1 if across > 0 else target.left()
            return QPointF(edge, min(max(middle.y(), body.top() + clear), body.bottom() - clear))
        edge = target.bottom() + 1 if down > 0 else target.top()
        return QPointF(min(max(middle.x(), body.left() + clear), body.right() - clear), edge)


def place_in(window: QWidget, *widgets: QWidget | None) -> QRect | None:
    """Return the part of a window where these widgets are seen, all together; None where none of them is."""
    place = QRect()
    for widget in widgets:
        if widget and widget.window() is window and widget.isVisible():
            place = place.united(seen_in(window, widget, widget.rect()))
    return None if place.isEmpty() else place


def seen_in(window: QWidget, widget: QWidget, part: QRect) -> QRect:
    """Return the part of a window where a part of a widget is seen: docks behind a tab stand outside the window."""
    around: QWidget | None = widget
    while around and around is not window:
        part = part.intersected(around.rect()).translated(around.pos())
        around = around.parentWidget()
    return part.intersected(window.rect())


def _best_side(target: QRect, room: QRect, size: QSize) -> Side:
    """Return the side of a target where a box has the most room in proportion to its size."""
    height, width = size.height() + arrow_length, size.width() + arrow_length
    return max(
        (
            ((room.bottom() - target.bottom()) / height, Side.BELOW),
            ((target.top() - room.top()) / height, Side.ABOVE),
            ((room.right() - target.right()) / width, Side.RIGHT),
            ((target.left() - room.left()) / width, Side.LEFT),
        ),
        key=lambda pair: pair[0],
    )[1]


def _beside(target: QRect, size: QSize, side: Side) -> QRect:
    """Place a box beside the middle of a target, with room for the arrow between them."""
    body, around = QRect(QPoint(), size), target.adjusted(-arrow_length, -arrow_length, arrow_length, arrow_length)
    body.moveCenter(target.center())
    if side is Side.BELOW:
        body.moveTop(around.bottom() + 1)
    elif side is Side.ABOVE:
        body.moveBottom(around.top() - 1)
    elif side is Side.RIGHT:
        body.moveLeft(around.right() + 1)
    else:
        body.moveRight(around.left() - 1)
    return body


def _moved_into(body: QRect, room: QRect) -> QRect:
    """Move a box the least way that brings it into a room."""
    left = max(room.left(), min(body.left(), room.right() - body.width() + 1))
    top = max(room.top(), min(body.top(), room.bottom() - body.height() + 1))
    return QRect(QPoint(left, top), body.size())
