"""A plot as all views have it: a still picture of axes and data, and over it the traces that move.

pyqtgraph draws what stands still, once. What changes with every frame is painted on that picture in a dozen calls:
each call into Qt lets go of the interpreter lock, and while a lesson runs in its thread, getting it back costs more
than the drawing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from guiapp import theme

Array = NDArray[np.float64]


class ReadableAxis(pg.AxisItem):
    """An axis whose logarithmic form is labelled 0.5, 1, 2, 5, 10: as people read a loss."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N803 (pyqtgraph's names)
        """Mark 1, 2 and 5 of each decade where there is room, else decades."""
        if not self.logMode:
            return super().tickValues(minVal, maxVal, size)
        room = max(2.0, size / 28)
        decades = range(math.floor(minVal), math.ceil(maxVal) + 1)
        for digits in ((1, 2, 5), (1,)):
            ticks = [power + math.log10(digit) for power in decades for digit in digits]
            ticks = [tick for tick in ticks if minVal <= tick <= maxVal]
            if len(ticks) <= room:
                return [(1.0, ticks)]
        stride = math.ceil(len(ticks) / room)
        return [(float(stride), [tick for tick in ticks if round(tick) % stride == 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the losses themselves, not their logarithms."""
        if not self.logMode:
            return super().tickStrings(values, scale, spacing)
        return [f"{10**value:.3g}" if abs(value) < 5 else f"1e{round(value)}" for value in values]


@dataclass
class Trace:
    """A line that moves: points in the plot's coordinates."""

    pen: QPen
    smooth: bool = False
    x: Array = field(default_factory=lambda: np.empty(0))
    y: Array = field(default_factory=lambda: np.empty(0))


class Plot(pg.PlotWidget):
    """A pyqtgraph plot with fixed ranges that follow the run until the user takes hold of them.

    Signals:
        following_changed(bool): whether the range follows the run, or is as the user left it.
    """

    following_changed = Signal(bool)

    def __init__(self, name: str, traces: Sequence[Trace] = (), parent: QWidget | None = None) -> None:
        """Make a plot with these traces, the last one on top; `name` is what a screen reader calls it."""
        super().__init__(parent, background=theme.BASE, axisItems={"left": ReadableAxis("left")})
        self.traces = traces
        self.following = True
        self._range: tuple[float, float, float, float] | None = None
        self.setAccessibleName(name)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.disableAutoRange()
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.GRID)
            axis.setTextPen(theme.MUTED)
            axis.enableAutoSIPrefix(False)
        # A width that is reserved keeps the plot from jumping when the numbers get longer.
        self.getAxis("left").setWidth(56)
        self.showGrid(x=True, y=True, alpha=0.15)
        self.getViewBox().sigRangeChangedManually.connect(self._let_go)
        self._layer = _TraceLayer(self)
        self.scene().changed.connect(self._layer.take_new_picture)

    def draw_traces(self) -> None:
        """Paint the traces as they are, at once: whoever asks for it holds the lesson meanwhile."""
        self._layer.repaint()

    def set_labels(self, x: str, y: str) -> None:
        """Name the axes."""
        for side, text in (("bottom", x), ("left", y)):
            self.setLabel(side, text, color=theme.MUTED)

    def show_range(self, x_low: float, x_high: float, y_low: float, y_high: float) -> None:
        """Show this range, now or when the user gives the range back."""
        wanted = (x_low, x_high, y_low, y_high)
        if wanted != self._range and np.isfinite(wanted).all() and x_low < x_high and y_low < y_high:
            self._range = wanted
            if self.following:
                self._apply()

    def follow(self) -> None:
        """Show what the run asks for again."""
        self.following = True
        self.following_changed.emit(True)
        self._apply()

    def resizeEvent(self, ev: QResizeEvent) -> None:
        """Keep the traces over the picture."""
        super().resizeEvent(ev)
        if hasattr(self, "_layer"):  # pyqtgraph resizes before the constructor is through
            self._layer.resize(self.viewport().size())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the range back to the run."""
        self.follow()
        super().mouseDoubleClickEvent(event)

    def _apply(self) -> None:
        if self._range:
            x_low, x_high, y_low, y_high = self._range
            self.getViewBox().setRange(xRange=(x_low, x_high), yRange=(y_low, y_high), padding=0, disableAutoRange=True)

    def _let_go(self) -> None:
        if self.following:
            self.following = False
            self.following_changed.emit(False)


class _TraceLayer(QWidget):
    """Covers a plot: paints the picture of what stands still, and the traces on it."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot.viewport())
        self.plot = plot
        self._picture: QPixmap | None = None
        self._area = QRectF()
        self._bounds = (0.0, 1.0, 0.0, 1.0)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(plot.viewport().size())

    def take_new_picture(self) -> None:
        """Forget the picture: something that stands still has changed."""
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture or self._draw_picture())
        painter.setClipRect(self._area)
        for trace in self.plot.traces:
            if len(trace.x) > 1:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, trace.smooth)
                painter.setPen(trace.pen)
                painter.drawPolyline(pg.functions.arrayToQPolygonF(*self._to_pixels(trace)))
        painter.end()

    def _draw_picture(self) -> QPixmap:
        """Draw axes, grid and data, and note where the plot's coordinates lie in the picture."""
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self._picture)
        self.plot.render(painter, QRectF(self.rect()), self.rect())
        painter.end()
        box = self.plot.getViewBox()
        self._area = box.sceneBoundingRect()
        (x_low, x_high), (y_low, y_high) = box.viewRange()
        self._bounds = (x_low, x_high, y_low, y_high)
        return self._picture

    def _to_pixels(self, trace: Trace) -> tuple[Array, Array]:
        """Return where a trace's points lie; what is far outside, or not finite, is brought near."""
        x_low, x_high, y_low, y_high = self._bounds
        area = self._area
        x = area.left() + (trace.x - x_low) * (area.width() / (x_high - x_low))
        y = area.bottom() - (trace.y - y_low) * (area.height() / (y_high - y_low))
        far = 20 * area.height()
        return x, np.clip(np.nan_to_num(y, nan=-far, posinf=far, neginf=-far), -far, far)


def follow_button(plot: Plot, tip: str) -> QToolButton:
    """Make the button that gives the range back to the run; it can be pressed once the user has changed the range."""
    button = QToolButton(autoRaise=True)
    button.setEnabled(False)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setIcon(theme.icon("view_all"))
    button.clicked.connect(plot.follow)
    plot.following_changed.connect(button.setDisabled)
    return button


def line_pen(colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Make a pen whose width does not scale with the plot."""
    return pg.mkPen(colour, width=width, style=style)


def sample(colour: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QIcon:
    """Draw a short piece of a line, or a dot for NoPen, for a legend."""
    pixmap = QPixmap(24, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style == Qt.PenStyle.NoPen:
        painter.setPen(style)
        painter.setBrush(pg.mkColor(colour))
        painter.drawEllipse(8, 4, 8, 8)
    else:
        painter.setPen(line_pen(colour, 2, style))
        painter.drawLine(1, 8, 23, 8)
    painter.end()
    return QIcon(pixmap)


class LegendEntry(QWidget):
    """A sample of a line, and `label` for its text."""

    def __init__(self, colour: str, style: Qt.PenStyle, text: str = "") -> None:
        """Make the entry; `text` can still be set on the label."""
        super().__init__()
        self.label = QLabel(text)
        picture = QLabel()
        picture.setPixmap(sample(colour, style).pixmap(24, 16))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.SPACE, 0)
        layout.addWidget(picture)
        layout.addWidget(self.label)
