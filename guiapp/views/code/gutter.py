"""The margin beside a lesson's lines: breakpoints, line numbers, what each statement does, and where the run stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from core.statements import Phase
from guiapp import theme

if TYPE_CHECKING:
    from guiapp.views.code.text import CodeText

space = 4


@dataclass(frozen=True)
class PhaseLook:
    """How a phase is shown: its colour, the letter on it, and its name."""

    colour: str
    letter: str
    name: str


def phase_looks() -> dict[Phase, PhaseLook]:
    """Name the phases in the window's language, in the order of an iteration."""
    words = {
        Phase.FORWARD: (
            QCoreApplication.translate("gutter", "F"),
            QCoreApplication.translate("gutter", "forward pass"),
        ),
        Phase.LOSS: (QCoreApplication.translate("gutter", "L"), QCoreApplication.translate("gutter", "loss")),
        Phase.BACKWARD: (
            QCoreApplication.translate("gutter", "B"),
            QCoreApplication.translate("gutter", "backward pass"),
        ),
        Phase.UPDATE: (QCoreApplication.translate("gutter", "U"), QCoreApplication.translate("gutter", "update")),
        Phase.ZERO: (
            QCoreApplication.translate("gutter", "Z"),
            QCoreApplication.translate("gutter", "zeroing the gradients"),
        ),
    }
    colours = {
        Phase.FORWARD: theme.DATA,
        Phase.LOSS: theme.LOSS_PHASE,
        Phase.BACKWARD: theme.BATCH,
        Phase.UPDATE: theme.THRESHOLD,
        Phase.ZERO: theme.MUTED,
    }
    return {phase: PhaseLook(colours[phase], *words[phase]) for phase in words}


class Gutter(QWidget):
    """The margin of a CodeText.

    Signals:
        clicked(int): the user clicked beside this line, from 1 on.
    """

    clicked = Signal(int)

    def __init__(self, text: "CodeText") -> None:
        """Stand beside a text."""
        super().__init__(text)
        self._text = text
        self.phases: dict[int, PhaseLook] = {}
        self.breakpoints: frozenset[int] = frozenset()
        name = self.tr("Margin: phases and breakpoints")
        self.setAccessibleName(name)
        # Translated once: `tr` costs more than a tip.
        self._line_tip = self.tr("Line {line}: {phase}")
        self._click_tip = self.tr("A click sets or removes a breakpoint: the run stops there.")
        self.setFont(text.font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_phases(self, phases: Mapping[int, PhaseLook]) -> None:
        """Colour these lines."""
        self.phases = dict(phases)
        self.update()

    def show_breakpoints(self, lines: frozenset[int]) -> None:
        """Put a dot beside these lines and no others."""
        if lines != self.breakpoints:
            self.breakpoints = lines
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for a dot, the numbers, the phase and an arrow."""
        digits = max(2, len(str(self._text.blockCount())))
        return QSize(self._side * 3 + self.fontMetrics().horizontalAdvance("0") * digits + 3 * space, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what belongs to the lines in sight."""
        marker, side = self._text.marker, self._side
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme.WINDOW)
            for line, row in self._text.visible_lines():
                if line in self.breakpoints:
                    draw_dot(painter, QPointF(space + side / 2, row.center().y() + 0.5), side * 0.36)
                painter.setPen(QColor(theme.MUTED))
                numbers = QRect(0, row.top(), self.width() - 2 * side - 2 * space, row.height())
                painter.drawText(numbers, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line))
                if look := self.phases.get(line):
                    draw_phase(painter, QRect(self.width() - 2 * side - space, row.top(), side, row.height()), look)
            if marker and (rows := [row for line, row in self._text.visible_lines() if line == marker.lines[0]]):
                self._draw_arrow(painter, rows[0], marker.colour, marker.over)

    def event(self, event: QEvent) -> bool:
        """Name the phase under the mouse, and say what a click does."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self._line_at(event.pos().y())
            look = self.phases.get(line or 0)
            phase = [self._line_tip.format(line=line, phase=look.name)] if look else []
            QToolTip.showText(event.globalPos(), "\n".join([*phase, self._click_tip]) if line else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell the line that was clicked."""
        line = self._line_at(round(event.position().y()))
        if line and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(line)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        self._text.wheelEvent(event)

    @property
    def _side(self) -> int:
        """The width of a dot, a phase and an arrow."""
        return self.fontMetrics().height()

    def _line_at(self, y: int) -> int | None:
        return next((line for line, row in self._text.visible_lines() if row.top() <= y <= row.bottom()), None)

    def _draw_arrow(self, painter: QPainter, row: QRect, colour: str, hollow: bool) -> None:
        """Point at a line; hollow where its statement has been run."""
        side = self._side
        place = QRectF(self.width() - side, row.center().y() + 0.5 - side / 2, side, side)
        place.adjust(3, 3, -3, -3)
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.setBrush(QColor(theme.BASE if hollow else colour))
        tip = QPointF(place.right(), place.center().y())
        painter.drawPolygon(QPolygonF([place.topLeft(), tip, place.bottomLeft()]))


def draw_phase(painter: QPainter, place: QRect, look: PhaseLook) -> None:
    """Draw a phase's letter on its colour."""
    painter.fillRect(place, QColor(look.colour))
    font = QFont(painter.font())
    font.setBold(look.letter.isascii())  # a Chinese character is too dense for it
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(theme.BASE))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, look.letter)
    painter.restore()


def phase_sample(look: PhaseLook, font: QFont) -> QPixmap:
    """Draw a phase's sample for a legend."""
    pixmap = theme.picture(18, 16)
    with QPainter(pixmap) as painter:
        painter.setFont(font)
        draw_phase(painter, QRect(0, 0, 18, 16), look)
    return pixmap


def dot_sample() -> QPixmap:
    """Draw a breakpoint's sample for a legend."""
    pixmap = theme.picture(16, 16)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(painter, QPointF(8, 8), 5)
    return pixmap


def draw_dot(painter: QPainter, centre: QPointF, radius: float) -> None:
    """Draw a breakpoint."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.BAD))
    painter.drawEllipse(centre, radius, radius)
