"""A plot as all views have it: fixed ranges that follow the run until the user takes hold of them."""

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from guiapp import theme

Array = NDArray[np.float64]


class ReadableAxis(pg.AxisItem):
    """An axis whose logarithmic form is labelled 0.5, 1, 2, 5, 10: as people read a loss."""

    def tickValues(self, low: float, high: float, size: float) -> list:
        """Mark 1, 2 and 5 of each decade where there is room, else decades."""
        if not self.logMode:
            return super().tickValues(low, high, size)
        room = max(2.0, size / 28)
        decades = range(math.floor(low), math.ceil(high) + 1)
        for digits in ((1, 2, 5), (1,)):
            ticks = [power + math.log10(digit) for power in decades for digit in digits]
            ticks = [tick for tick in ticks if low <= tick <= high]
            if len(ticks) <= room:
                return [(1.0, ticks)]
        stride = math.ceil(len(ticks) / room)
        return [(float(stride), [tick for tick in ticks if round(tick) % stride == 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the losses themselves, not their logarithms."""
        if not self.logMode:
            return super().tickStrings(values, scale, spacing)
        return [f"{10**value:.3g}" if abs(value) < 5 else f"1e{round(value)}" for value in values]


class Plot(pg.PlotWidget):
    """A pyqtgraph plot without automatic ranges, which cost four times the drawing.

    Signals:
        following_changed(bool): whether the range follows the run, or is as the user left it.
    """

    following_changed = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty plot; `name` is what a screen reader calls it."""
        super().__init__(parent, background=theme.BASE, axisItems={"left": ReadableAxis("left")})
        self.following = True
        self._range: tuple[float, float, float, float] | None = None
        self.setAccessibleName(name)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        item = self.getPlotItem()
        item.disableAutoRange()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(theme.GRID)
            axis.setTextPen(theme.MUTED)
            axis.enableAutoSIPrefix(False)
        # A width that is reserved keeps the plot from jumping when the numbers get longer.
        item.getAxis("left").setWidth(56)
        item.showGrid(x=True, y=True, alpha=0.15)
        item.getViewBox().sigRangeChangedManually.connect(self._let_go)

    def set_labels(self, x: str, y: str) -> None:
        """Name the axes."""
        for side, text in (("bottom", x), ("left", y)):
            self.getPlotItem().setLabel(side, text, color=theme.MUTED)

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

    def clamp(self, y: Array) -> Array:
        """Bring values into what can be painted: a curve beyond about 1e8 stops being repainted."""
        if self._range is None:
            return y
        _, _, low, high = self._range
        margin = 20 * (high - low)
        return np.clip(np.nan_to_num(y, nan=high + margin, posinf=np.inf, neginf=-np.inf), low - margin, high + margin)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the range back to the run."""
        self.follow()
        super().mouseDoubleClickEvent(event)

    def _apply(self) -> None:
        if self._range:
            x_low, x_high, y_low, y_high = self._range
            self.getPlotItem().getViewBox().setRange(
                xRange=(x_low, x_high), yRange=(y_low, y_high), padding=0, disableAutoRange=True
            )

    def _let_go(self) -> None:
        if self.following:
            self.following = False
            self.following_changed.emit(False)


def follow_button(plot: Plot, tip: str) -> QToolButton:
    """Make the button that gives the range back to the run; it can be pressed once the user has changed the range."""
    button = QToolButton(autoRaise=True, enabled=False, toolTip=tip)
    button.setAccessibleName(tip)
    button.setIcon(theme.icon("view_all"))
    button.clicked.connect(plot.follow)
    plot.following_changed.connect(button.setDisabled)
    return button


def line_pen(colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Make a pen whose width does not scale with the plot."""
    return pg.mkPen(colour, width=width, style=style)
