"""A sweep of two hyperparameters from above: a cell for each point, and what its colours mean."""

from math import log10

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStyleOptionGraphicsItem, QWidget

from guiapp import theme
from guiapp.views.plotting.plot import item_pen
from guiapp.views.plotting.traces import Array
from guiapp.views.surface.contours import shades

LOOKS = {
    "stop_rule": ("o", Qt.BrushStyle.Dense6Pattern),
    "completed": ("t", Qt.BrushStyle.HorPattern),
    "diverged": ("x", Qt.BrushStyle.BDiagPattern),
    "failed": ("+", Qt.BrushStyle.DiagCrossPattern),
    "memory": ("d", Qt.BrushStyle.VerPattern),
}
"""Symbol and pattern for each way in which a run ends: nobody has to tell the colours apart."""

colour_count = 256
bar_width = 14
ticks = 5
much = 20.0
"""Values whose greatest is so many times the least are shown on a logarithmic scale."""
far = 1e4
"""Times the median."""


class Scale:
    """From values to colours: dark where they are least; logarithmic where they differ much."""

    def __init__(self, values: Array) -> None:
        """Cover these values."""
        known = values[np.isfinite(values)]
        self.low, self.high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        self.log = self.low > 0 and self.high / self.low > much
        self.beyond = self.log and self.high > far * float(np.median(known))
        """Whether some values are so far off that they all have the last colour: else nothing else could be seen."""
        self.top = far * float(np.median(known)) if self.beyond else self.high
        self.colours = shades(colour_count)

    def share(self, value: float) -> float:
        """Return where a value stands, from 0 to 1."""
        if self.top <= self.low:
            return 0.5
        if self.log:
            return min(1.0, log10(value / self.low) / log10(self.top / self.low))
        return (value - self.low) / (self.top - self.low)

    def value(self, share: float) -> float:
        """Return the value that stands there."""
        if self.log:
            return self.low * (self.top / self.low) ** share
        return self.low + (self.top - self.low) * share

    def colour(self, value: float) -> QColor:
        """Return a value's colour."""
        return self.colours[round(self.share(value) * (colour_count - 1))]


class Cells(pg.GraphicsObject):
    """Coloured and patterned cells, painted into a plot's picture."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        super().__init__()
        self.setZValue(-10)
        self.cells: list[tuple[QRectF, QColor | str]] = []
        self._bounds = QRectF()

    def show_cells(self, cells: list[tuple[QRectF, QColor | str]], bounds: QRectF) -> None:
        """Draw these: each has a colour, or is of a run that ended in this way."""
        self.prepareGeometryChange()
        self.cells, self._bounds = cells, bounds
        self.update()

    def boundingRect(self) -> QRectF:
        """Return where the cells are."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the cells in pixels, so that patterns are not stretched."""
        to_picture = painter.transform()
        painter.resetTransform()
        for rect, look in self.cells:
            pixels = to_picture.mapRect(rect)
            left, top = round(pixels.left()), round(pixels.top())
            pixels = QRectF(left, top, round(pixels.right()) - left, round(pixels.bottom()) - top)
            if isinstance(look, QColor):
                painter.fillRect(pixels, look)
            else:
                fill_ending(painter, pixels, look)
        painter.setTransform(to_picture)


class ColourBar(QWidget):
    """The colours from the least value, below, to the greatest, with numbers."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.scale = Scale(np.empty(0))
        self.setFixedWidth(bar_width + self.fontMetrics().horizontalAdvance("≥0.00e+00") + theme.SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_scale(self, scale: Scale) -> None:
        """Show another scale."""
        self.scale = scale
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colours and the numbers."""
        painter = QPainter(self)
        margin = self.fontMetrics().height() / 2
        bar = QRectF(0, margin, bar_width, self.height() - 2 * margin)
        for index, colour in enumerate(self.scale.colours):
            top = bar.bottom() - bar.height() * (index + 1) / colour_count
            painter.fillRect(QRectF(0, top, bar_width, bar.height() / colour_count + 1), colour)
        painter.setPen(QColor(theme.MUTED))
        same = self.scale.high <= self.scale.low
        for share in [0.5] if same else np.linspace(0, 1, ticks).tolist():
            y = bar.bottom() - bar.height() * share
            text = f"{self.scale.value(share):.3g}".replace("-", "−")
            text = f"≥ {text}" if self.scale.beyond and share == 1 else text
            painter.drawText(QRectF(bar_width + 4, y - margin, self.width(), 2 * margin), text)


class EndingEntry(QWidget):
    """A sample of how runs that ended in one way are drawn, and what way that is."""

    def __init__(self, stopped: str, text: str) -> None:
        """Make the entry."""
        super().__init__()
        self._stopped = stopped
        self._picture = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.SPACE, 0)
        layout.addWidget(self._picture)
        layout.addWidget(QLabel(text))

    def show_cell(self, cell: bool) -> None:
        """Show the sample of a cell, or of a point."""
        pixmap = theme.picture(18, 16)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cell:
            fill_ending(painter, QRectF(1, 1, 16, 14), self._stopped)
        else:
            symbol, _ = LOOKS[self._stopped]
            painter.translate(9, 8)
            drawSymbol(painter, symbol, 10, item_pen(ending_colour(self._stopped), 1.5), QBrush(QColor(theme.BASE)))
        painter.end()
        self._picture.setPixmap(pixmap)


def ending_colour(stopped: str) -> str:
    """Return the colour of runs that ended in this way."""
    return {
        "stop_rule": theme.GOOD,
        "completed": theme.DATA,
        "diverged": theme.BAD,
        "failed": theme.TEXT,
        "memory": theme.BATCH,
    }[stopped]


def fill_ending(painter: QPainter, rect: QRectF, stopped: str) -> None:
    """Fill a cell with the colour and the pattern of how its run ended."""
    _, pattern = LOOKS[stopped]
    for style, alpha in ((Qt.BrushStyle.SolidPattern, 40), (pattern, 170)):
        colour = QColor(ending_colour(stopped))
        colour.setAlpha(alpha)
        painter.fillRect(rect, QBrush(colour, style))
