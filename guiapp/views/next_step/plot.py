"""The plot over the learning rate, and the point on it that is dragged."""

from math import ceil, floor, inf, isnan

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.next_step.rate_axis import commit_rate, take_key, try_rate
from guiapp.views.plotting.plot import Plot, line_pen
from guiapp.views.plotting.scales import round_up
from guiapp.views.plotting.traces import Array, Place

reach = 12
"""How near to the landing point, in pixels, the mouse takes hold of it."""
closest = 1e-13
"""An excess of the loss below this share of it is rounding."""


class Landing:
    """Paints where the rate to try leads: a point on a stem; at the edge, with an arrow, where it lies beyond."""

    def __init__(self) -> None:
        """Make it lead nowhere."""
        self.rate = self.loss = np.nan
        self.hollow = False
        """Whether the rate is only being tried."""
        self.place = QPointF(-1e6, -1e6)
        """Where the point was painted."""

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint over the plot, which is `area` of the picture."""
        if isnan(self.rate):
            return
        across, down = place(np.array([self.rate]), np.array([self.loss]))
        x = min(float(across[0]), area.right() - 6)
        y = min(max(float(down[0]), area.top() + 6), area.bottom())
        self.place = QPointF(x, y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(line_pen(theme.CURSOR, 1.5))
        painter.drawLine(QPointF(x, area.bottom()), self.place)
        painter.setPen(line_pen(theme.CURSOR, 2.5))
        painter.setBrush(QColor(theme.BASE if self.hollow else theme.CURSOR))
        painter.drawEllipse(self.place, 5.5, 5.5)
        if float(down[0]) < area.top():
            painter.drawPolyline([QPointF(x - 5, y + 15), QPointF(x, y + 9), QPointF(x + 5, y + 15)])
        if float(across[0]) > area.right():
            painter.drawPolyline([QPointF(x - 15, y - 5), QPointF(x - 9, y), QPointF(x - 15, y + 5)])


class StepPlot(Plot):
    """A plot whose landing point can be dragged along the learning rate."""

    def __init__(self, controller: Controller, name: str, landing: Landing, traces: list) -> None:
        """Make the plot; `landing` is one of its traces."""
        super().__init__(name, traces)
        self.controller = controller
        self.dragging = False
        self._landing = landing
        self.getAxis("left").setWidth(74)  # room for 1.5e+296

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Take hold of the landing point, or of its stem."""
        held = self._landing.place
        near = abs(ev.position().x() - held.x()) <= reach and ev.position().y() >= held.y() - reach
        if ev.button() == Qt.MouseButton.LeftButton and near:
            self.dragging = True
            self.setFocus()
            ev.accept()
        else:
            super().mousePressEvent(ev)

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Try the learning rate below the mouse."""
        if self.dragging:
            try_rate(self.controller, self.getViewBox().mapSceneToView(self.mapToScene(ev.position().toPoint())).x())
            ev.accept()
        else:
            super().mouseMoveEvent(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Take the learning rate that was tried."""
        if self.dragging:
            self.dragging = False
            commit_rate(self.controller)
            ev.accept()
        else:
            super().mouseReleaseEvent(ev)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Try learning rates with keys too."""
        if ev.key() == Qt.Key.Key_Escape:
            self.dragging = False
        if take_key(self.controller, ev):
            ev.accept()
        else:
            super().keyPressEvent(ev)


def heights(losses: Array, present: float, landing: float) -> tuple[float, float]:
    """Choose the range of a loss axis, in steps, so that it stands still most of the time."""
    spread = float(np.ptp(losses))
    if spread < 0.1 * present and 0.01 < present < 1e4:  # nearly flat: looked at more closely, if the numbers are short
        step = round_up(max(spread, 1e-3 * present))
        return step * floor(float(losses.min()) / step - 0.1), step * ceil(float(losses.max()) / step + 0.1)
    top = max(1.5 * present, min(1.15 * landing, 8 * present))
    if not 0 < top < inf:
        top = max(float(np.nanmax(losses)), 0.0) or 1.0
    top = round_up(min(top, 1e300))
    return -0.04 * top, top


def steady(shown: tuple[float, float], wanted: tuple[float, float]) -> tuple[float, float]:
    """Return the range that is shown if it holds the wanted one and is at most one step larger, else that one.

    The loss of a run that oscillates goes to and fro between two steps.
    """
    holds = shown[0] <= wanted[0] and wanted[1] <= shown[1]
    return shown if holds and shown[1] - shown[0] <= 2.6 * (wanted[1] - wanted[0]) else wanted


def taken_off(present: float, least: float) -> float:
    """Return what is taken off all losses: the least possible, where little else is left to be seen."""
    excess = present - least
    near = closest * abs(present) < excess < 0.02 * abs(present)
    return least if near or least < 0 else 0.0
