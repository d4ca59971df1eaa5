"""A bar below the learning rate's field: which rates converge, overshoot, oscillate or diverge."""

from dataclasses import dataclass
from itertools import pairwise
from math import inf, log

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.stability import Outlook, Zone, largest_stable_rate, outlook
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.next_step.rate_axis import (
    allowed_rates,
    commit_rate,
    limit_text,
    outlook_sentence,
    paint_zone,
    present_rule,
    present_zones,
    rate_parameter,
    rate_text,
    take_key,
    try_rate,
    zone_name,
)

pointer_height, bar_height, margin = 8, 12, 6


@dataclass(frozen=True)
class Shown:
    """All that is painted."""

    low: float
    high: float
    zones: tuple[Zone, ...]
    rate: float
    tried: float | None

    @property
    def limit(self) -> float:
        """The largest stable learning rate."""
        return self.zones[-1].low if self.zones[-1].outlook is Outlook.DIVERGES else inf


class RateGauge(QWidget):
    """The zones of the learning rate on a logarithmic bar, with a pointer that can be dragged."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the bar; it is hidden until the loss is known to be quadratic."""
        super().__init__(parent)
        self.controller = controller
        self.shown: Shown | None = None
        self._dragging = False
        font = self.font()
        font.setPointSizeF(0.85 * font.pointSizeF())
        self.setFont(font)
        self.setFixedHeight(pointer_height + bar_height + self.fontMetrics().height())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)  # the form must not jump when the data become known
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        name = self.tr("Zones of the learning rate")
        self.setAccessibleName(name)
        self._hint = self.tr("Drag to try another; letting go takes it, Escape leaves it.")
        self._limit_text = self.tr("limit {0}")
        for signal in (
            controller.inspection.previewed,
            controller.said,
            controller.run_replaced,
            controller.lesson_changed,
        ):
            signal.connect(self.refresh)
        controller.shape.changed.connect(self.refresh)
        self.refresh()
        if self.shown is None:
            self.hide()

    def refresh(self) -> None:
        """Paint again, if something has changed."""
        now = self._look()
        if now == self.shown:
            return
        self.shown = now
        if now:
            self._describe()
            self.update()
        if self.parent():  # without one it would be shown as a window
            self.setVisible(now is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the zones, the limit and the pointers."""
        if self.shown is None:
            return
        bar = QRectF(margin, pointer_height, self.width() - 2 * margin, bar_height)
        painter = QPainter(self)
        painter.fillRect(bar, QColor(theme.BASE))
        for zone in self.shown.zones:
            left, right = self._across(zone.low), self._across(zone.high)
            rect = QRectF(left, bar.top(), right - left, bar.height())
            paint_zone(painter, rect, zone.outlook)
            if zone.outlook is not Outlook.DIVERGES:
                self._write(painter, rect, zone_name(zone.outlook))
        painter.setPen(QColor(theme.MUTED))
        painter.drawRect(bar)
        self._paint_limit(painter, bar)
        self._paint_pointer(painter, bar, self.shown.rate, filled=True)
        if self.shown.tried is not None:
            self._paint_pointer(painter, bar, self.shown.tried, filled=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Try the learning rate below the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and self.shown:
            self._dragging = True
            try_rate(self.controller, self.rate_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Try another one."""
        if self._dragging and self.shown:
            try_rate(self.controller, self.rate_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the learning rate that was tried."""
        if self._dragging:
            self._dragging = False
            commit_rate(self.controller)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Try learning rates with keys too."""
        if event.key() == Qt.Key.Key_Escape:
            self._dragging = False
        if not take_key(self.controller, event):
            super().keyPressEvent(event)

    def rate_at(self, across: float) -> float:
        """Return the learning rate at a place of the bar."""
        assert self.shown
        share = min(max((across - margin) / max(1, self.width() - 2 * margin), 0.0), 1.0)
        return self.shown.low * (self.shown.high / self.shown.low) ** share

    def _across(self, rate: float) -> float:
        """Return where a learning rate stands on the bar, at its nearer end where it is beyond."""
        assert self.shown
        low, high = self.shown.low, self.shown.high
        share = log(min(max(rate, low), high) / low) / log(high / low)
        return margin + share * (self.width() - 2 * margin)

    def _look(self) -> Shown | None:
        """Find out what there is to be seen; the bar's ends stand still while another rate is tried."""
        controller, parameter = self.controller, rate_parameter(self.controller)
        zones = present_zones(controller)
        if parameter is None or not zones:
            return None
        allowed, rate = allowed_rates(parameter), float(controller.values[parameter.name])
        low, high, limit = max(allowed.low, 1e-12), allowed.high, zones[-1].low
        if zones[-1].outlook is Outlook.DIVERGES and low < limit < high:
            low, high = max(low, min(limit / 100, rate / 3)), min(high, max(limit * 10, rate * 3))
        return Shown(low, high, tuple(zones), rate, controller.inspection.preview_rate)

    def _describe(self) -> None:
        """Say in words what the bar shows."""
        quadratic, rule = self.controller.shape.quadratic, present_rule(self.controller)
        assert quadratic
        assert rule
        rate = self.controller.inspection.rate_to_try
        told = limit_text(rate, largest_stable_rate(quadratic, rule), rule)
        told = f"{told}\n{outlook_sentence(outlook(quadratic, rule, rate))}"
        self.setAccessibleDescription(told)
        self.setToolTip(f"{told}\n{self._hint}")

    def _write(self, painter: QPainter, zone: QRectF, name: str) -> None:
        """Write a zone's name beside the pointers, where there is room."""
        assert self.shown
        pointers = [self._across(rate) for rate in (self.shown.rate, self.shown.tried) if rate is not None]
        edges = [zone.left(), *sorted(x for x in pointers if zone.left() < x < zone.right()), zone.right()]
        left, right = max(pairwise(edges), key=lambda part: part[1] - part[0])
        if self.fontMetrics().horizontalAdvance(name) + 6 <= right - left:
            painter.setPen(QColor(theme.TEXT))
            area = QRectF(left, zone.top(), right - left, zone.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_limit(self, painter: QPainter, bar: QRectF) -> None:
        assert self.shown
        limit = self.shown.limit
        if not self.shown.low < limit < self.shown.high:
            return
        across, text = self._across(limit), self._limit_text.format(rate_text(limit))
        painter.setPen(QPen(QColor(theme.BAD), 2))
        painter.drawLine(QPointF(across, bar.top() - 2), QPointF(across, bar.bottom() + 2))
        width = self.fontMetrics().horizontalAdvance(text)
        left = min(max(across - width / 2, 0.0), self.width() - width)
        painter.drawText(QPointF(left, bar.bottom() + self.fontMetrics().ascent()), text)

    def _paint_pointer(self, painter: QPainter, bar: QRectF, rate: float, filled: bool) -> None:
        across = self._across(rate)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.TEXT if filled else theme.CURSOR), 1.5))
        painter.setBrush(QColor(theme.TEXT if filled else theme.BASE))
        painter.drawLine(QPointF(across, bar.top()), QPointF(across, bar.bottom()))
        top = QPointF(across, bar.top())
        painter.drawPolygon(QPolygonF([top, top + QPointF(-4.5, -7), top + QPointF(4.5, -7)]))
