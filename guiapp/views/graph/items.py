"""The boxes and arrows of a computation graph."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import atan2, cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.graph import Kind
from guiapp import theme
from guiapp.views.graph.layout import Point

pad = 7.0
between = 14.0
arrow = 8.0


class Form(Enum):
    """How a node's facts are written: below each other, side by side, or beside the title too."""

    STACKED = auto()
    TWO_LINES = auto()
    ONE_LINE = auto()


@dataclass(frozen=True)
class Box:
    """What is written in a node: a title, what kind it is, and its facts."""

    title: str
    kind_text: str
    facts: Sequence[str] = ()


class NodeItem(QGraphicsItem):
    """A node: a leaf has round ends, a constant a dashed line, an operation a plain one, the root a double one."""

    def __init__(self, kind: Kind, font: QFont) -> None:
        """Make the item; `set_room` gives it its size."""
        super().__init__()
        self.kind = kind
        self.box = Box("", "")
        self.lit = self.here = False
        self._bold, self._plain, self._small = QFont(font), QFont(font), QFont(font)
        self._bold.setBold(True)
        self._small.setPointSizeF(font.pointSizeF() * 0.85)
        self._form = Form.STACKED
        self._rect = QRectF()
        self._columns: Sequence[float] = ()

    def room_for(self, box: Box, form: Form) -> tuple[Point, Sequence[float]]:
        """Return the width and height that a box takes, and the widths of its facts."""
        bold, plain, small = (QFontMetricsF(font) for font in (self._bold, self._plain, self._small))
        head = bold.horizontalAdvance(box.title) + between
        kind = small.horizontalAdvance(box.kind_text)
        columns = [plain.horizontalAdvance(fact) for fact in box.facts]
        row = sum(columns) + between * len(columns)
        width, lines = {
            Form.STACKED: (max(head + kind, *columns, 0.0), 1 + len(columns)),
            Form.TWO_LINES: (max(head + kind, row - between), 1 + bool(columns)),
            Form.ONE_LINE: (head + row + kind, 1),
        }[form]
        ends = 2 * pad if self.kind is Kind.LEAF else 0.0
        return (width + 2 * pad + ends, lines * plain.height() + 1.4 * pad), columns

    def set_room(self, room: Point, columns: Sequence[float], form: Form) -> None:
        """Take this size, with the middle at the item's own zero."""
        self.prepareGeometryChange()
        self._rect = QRectF(-room[0] / 2, -room[1] / 2, *room)
        self._columns, self._form = columns, form

    def holds(self, box: Box) -> bool:
        """Whether these texts fit into the box as it is."""
        (width, height), columns = self.room_for(box, self._form)
        if width > self._rect.width() or height > self._rect.height() or len(columns) > len(self._columns):
            return False
        return self._form is Form.STACKED or all(new <= old for new, old in zip(columns, self._columns, strict=False))

    def show_state(self, box: Box, lit: bool, here: bool) -> None:
        """Write other texts; `lit`: the backward pass has reached it; `here`: in this very step."""
        self.box, self.lit, self.here = box, lit, here
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the box with its line."""
        return self._rect.adjusted(-3, -3, 3, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the box and what is written in it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.ACCENT if self.lit else theme.MUTED), 2.5 if self.lit else 1.2)
        if self.kind is Kind.CONSTANT:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.LIT if self.here else theme.BASE))
        rounding = {Kind.LEAF: self._rect.height() / 2, Kind.CONSTANT: 0.0}.get(self.kind, 6.0)
        painter.drawRoundedRect(self._rect, rounding, rounding)
        if self.kind is Kind.ROOT:
            painter.setPen(QPen(pen.color(), 1))
            painter.drawRoundedRect(self._rect.adjusted(3, 3, -3, -3), 4, 4)
        inset = 2 * pad if self.kind is Kind.LEAF else pad
        self._write(painter, self._rect.adjusted(inset, 0.7 * pad, -inset, -0.7 * pad))

    def _write(self, painter: QPainter, inner: QRectF) -> None:
        height = QFontMetricsF(self._plain).height()
        line = QRectF(inner.left(), inner.top(), inner.width(), height)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._bold)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, self.box.title)
        painter.setFont(self._small)
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, self.box.kind_text)
        painter.setFont(self._plain)
        if self._form is Form.ONE_LINE:
            line.translate(QFontMetricsF(self._bold).horizontalAdvance(self.box.title) + between, 0)
        elif self._form is Form.TWO_LINES:
            line.translate(0, height)
        for index, fact in enumerate(self.box.facts):
            if self._form is Form.STACKED:
                line.translate(0, height)
            painter.setPen(QColor(theme.ACCENT if index and self.lit else theme.TEXT))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, fact)
            if self._form is not Form.STACKED:
                line.translate(self._columns[index] + between, 0)


class EdgeItem(QGraphicsItem):
    """An arrow from a value to what is computed from it; when lit, back again, with the local derivative."""

    def __init__(self, font: QFont, carries: bool) -> None:
        """Make the item; `carries`: a gradient can come back along it."""
        super().__init__()
        self.text = ""
        self.lit = self.here = False
        self._font = font
        self._carries = carries
        self._path = QPainterPath()
        self._side = Qt.AlignmentFlag.AlignLeft
        self.label = QRectF()
        self.setZValue(-1 if carries else -2)  # whose labels lie over those without one

    def set_way(self, path: QPainterPath, label: QRectF, side: Qt.AlignmentFlag) -> None:
        """Draw it along this line, with the label here, kept to this side."""
        self.prepareGeometryChange()
        self._path, self.label, self._side = path, label, side

    def show_state(self, text: str, lit: bool, here: bool) -> None:
        """Write another label; `lit`: the backward pass has come along it; `here`: in this very step."""
        self.text, self.lit, self.here = text, lit, here
        self.update()

    def point(self, part: float) -> QPointF:
        """Return the point after this part of the way from source to target."""
        return self._path.pointAtPercent(part)

    def boundingRect(self) -> QRectF:
        """Return the room for the arrow and its label."""
        return self._path.boundingRect().united(self.label).adjusted(-arrow, -arrow, arrow, arrow)

    def shape(self) -> QPainterPath:
        """Be found near the line and on the label."""
        stroker = QPainterPathStroker()
        stroker.setWidth(10)
        shape = stroker.createStroke(self._path)
        if self.lit:
            shape.addRect(self.label)
        return shape

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the line, its head, and the label if lit."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.ACCENT if self.lit else theme.EDGE)
        style = Qt.PenStyle.SolidLine if self._carries else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 4 if self.here else 2.2 if self.lit else 1.3, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        # A lit arrow points the way the gradient goes.
        end, before = (self.point(0), self.point(0.06)) if self.lit else (self.point(1), self.point(0.94))
        painter.drawPolygon(_head(end, before))
        if self.lit and self.text:
            back = QColor(theme.BASE)
            back.setAlphaF(0.8)
            painter.setFont(self._font)
            flags = self._side | Qt.AlignmentFlag.AlignVCenter
            painter.fillRect(painter.boundingRect(self.label, flags, self.text), back)
            painter.setPen(QColor(theme.ACCENT))
            painter.drawText(self.label, flags, self.text)


def _head(tip: QPointF, before: QPointF) -> QPolygonF:
    """Return an arrow's head at `tip`, coming from `before`."""
    angle = atan2(tip.y() - before.y(), tip.x() - before.x())
    sides = [angle + pi - 0.4, angle + pi + 0.4]
    return QPolygonF([tip, *(tip + QPointF(cos(side), sin(side)) * arrow for side in sides)])
