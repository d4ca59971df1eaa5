"""Cells of the table of variables: a text with a small line at its right, and a picture behind the text."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from guiapp import theme

SPARK_ROLE = int(Qt.ItemDataRole.UserRole)
"""What a cell's line goes through: a sequence of numbers, or None for a cell without one."""

Index = QModelIndex | QPersistentModelIndex

narrowest_line, widest_line = 16, 96


class SparkDelegate(QStyledItemDelegate):
    """Paints a cell's text and, in the room that is left, a line through the numbers of its SPARK_ROLE."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        values = index.data(SPARK_ROLE)
        if values is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        colour = option.palette.color(role)
        room: QRect = option.rect.adjusted(3, 0, -3, 0)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        width = min(widest_line, room.width() - painter.fontMetrics().horizontalAdvance(shown) - theme.SPACE)
        if width >= narrowest_line:
            line = QRectF(room.right() - width, room.top() + 4, width, room.height() - 8)
            paint_line(painter, line, values, colour if selected else QColor(theme.DATA))
        painter.restore()


class PinDelegate(QStyledItemDelegate):
    """Paints a cell's picture behind its text, where it does not push the text aside."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the picture to the right."""
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Right
        option.decorationAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_line(painter: QPainter, area: QRectF, values: Sequence[float], colour: QColor) -> None:
    """Draw a line from the left to the right of `area`, as high as it is; broken where a number is not finite."""
    finite = [value for value in values if isfinite(value)]
    if not finite:
        return
    low, high = min(finite), max(finite)
    scale = area.height() / (high - low) if isfinite(high - low) and high > low else 0.0
    middle = 0.0 if scale else area.height() / 2
    across = area.width() / max(1, len(values) - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour)
    piece = QPolygonF()
    for place, value in enumerate((*values, float("nan"))):
        if isfinite(value):
            piece.append(QPointF(area.left() + place * across, area.bottom() - middle - (value - low) * scale))
        elif piece.size() == 1:
            painter.drawPoint(piece.first())
            piece.clear()
        elif piece.size():
            painter.drawPolyline(piece)
            piece.clear()
