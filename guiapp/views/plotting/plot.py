"""A plot as all views have it: fixed ranges that follow the run until the user takes hold of them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QHBoxLayout, QLabel, QToolButton, QWidget

from guiapp import theme
from guiapp.views.plotting.traces import Growth, Painted, Pictured, Trace, TraceLayer

grid_opacity = 38
"""Of the grid's lines, of 255."""


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
        return [f"{10**value:.5g}" if abs(value) < 5 else f"1e{round(value)}" for value in values]


class Plot(pg.GraphicsView):
    """A pyqtgraph view with two axes and fixed ranges that follow the run until the user takes hold of them.

    Not a PlotWidget, which makes a menu with six panes of settings for each plot: a fifth of the window's own time.

    Signals:
        following_changed(bool): whether the range follows the run, or is as the user left it.
    """

    following_changed = Signal(bool)

    def __init__(
        self,
        name: str,
        traces: Sequence[Trace | Painted] = (),
        growth: Growth | Sequence[Growth] = (),
        still: Sequence[Trace | Painted] = (),
        pictured: Sequence[Pictured] = (),
        left: pg.AxisItem | None = None,
        bottom: pg.AxisItem | None = None,
    ) -> None:
        """Make a plot with these traces, the last one on top; `name` is what a screen reader calls it.

        The `still` ones are painted once, below the others: whoever changes them calls `layer.take_new_picture`.
        What is `pictured` lies between those and these. `left` and `bottom` are axes in place of the usual ones.
        """
        super().__init__(background=theme.BASE)
        self.enableMouse(False)  # the box takes it
        self.following = True
        self._range: tuple[float, float, float, float] | None = None
        self._box = pg.ViewBox(enableMenu=False)
        self._box.disableAutoRange()
        self._axes = {"left": left or ReadableAxis("left"), "bottom": bottom or pg.AxisItem("bottom")}
        self.frame = pg.GraphicsWidget()
        """All that is drawn: box and axes."""
        grid = QGraphicsGridLayout(self.frame)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(self._axes["left"], 0, 0)
        grid.addItem(self._axes["bottom"], 1, 1)
        grid.setRowStretchFactor(0, 1)
        grid.setColumnStretchFactor(1, 1)
        self.setCentralItem(self.frame)
        self.setAccessibleName(name)
        self.setFrameShape(self.Shape.NoFrame)
        for axis in self._axes.values():
            axis.linkToView(self._box)
            axis.setZValue(0.5)  # over images
            axis.setPen(theme.GRID)
            axis.setTextPen(theme.MUTED)
            axis.enableAutoSIPrefix(False)
        # A width that is reserved keeps the plot from jumping when the numbers get longer.
        self.getAxis("left").setWidth(round(56 * theme.SCALE))
        self.show_grid(True)
        self._box.sigRangeChangedManually.connect(self._let_go)
        growths = [growth] if isinstance(growth, Growth) else growth
        self.layer = TraceLayer(self, self._box, traces, growths, still, pictured)
        self.scene().changed.connect(self.layer.take_change)

    def getViewBox(self) -> pg.ViewBox:
        """Return the box whose coordinates are the plot's."""
        return self._box

    def getAxis(self, side: str) -> Any:  # pyqtgraph's own annotations of an axis are not right
        """Return the axis at the "left" or the "bottom"."""
        return self._axes[side]

    def add(self, *items: QGraphicsItem) -> None:
        """Draw items of pyqtgraph too, in the plot's coordinates."""
        for item in items:
            self._box.addItem(item)

    def show_grid(self, on: bool) -> None:
        """Draw lines at the axes' marks, or none."""
        for axis in self._axes.values():
            axis.setGrid(grid_opacity if on else False)

    def set_label(self, side: str, text: str) -> None:
        """Name one axis."""
        if text != self._axes[side].labelText:  # which would be painted again
            self._axes[side].setLabel(text, color=theme.MUTED)

    def set_labels(self, x: str, y: str) -> None:
        """Name the axes."""
        self.set_label("bottom", x)
        self.set_label("left", y)

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
        if hasattr(self, "layer"):  # pyqtgraph resizes before the constructor is through
            self.layer.resize(self.viewport().size())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the range back to the run."""
        self.follow()
        super().mouseDoubleClickEvent(event)

    def _apply(self) -> None:
        if self._range:
            x_low, x_high, y_low, y_high = self._range
            self._box.setRange(xRange=(x_low, x_high), yRange=(y_low, y_high), padding=0, disableAutoRange=True)
            self._box.prepareForPaint()  # or the painting would move its items, and have all painted again

    def _let_go(self) -> None:
        if self.following:
            self.following = False
            self.following_changed.emit(False)


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
    """Make a pen for a painter that does not stretch what it draws."""
    return QPen(QColor(colour), width * theme.SCALE, style)


def item_pen(colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Make such a pen for one of pyqtgraph's items, whose painter stretches what it draws."""
    pen = line_pen(colour, width * theme.sharpness(), style)
    pen.setCosmetic(True)
    return pen


def dot_pen(colour: str, size: float) -> QPen:
    """Make a pen that draws dots of this size."""
    return QPen(QColor(colour), size * theme.SCALE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def sample(colour: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QIcon:
    """Draw a short piece of a line, or a dot for NoPen, for a legend."""
    pixmap = theme.picture(24, 16)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style == Qt.PenStyle.NoPen:
        painter.setPen(dot_pen(colour, 8))
        painter.drawPoint(12, 8)
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
