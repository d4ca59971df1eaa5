"""The moving part of a plot, painted over a picture of what stands still.

pyqtgraph draws axes and data, once, into a picture. A curve that only grows is added to that picture piece by piece.
What moves with every frame is painted on it in a few calls: each call into Qt lets go of the interpreter lock, and
while a lesson runs in its thread, getting it back costs more than the drawing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

Array = NDArray[np.float64]


@dataclass
class Trace:
    """A line, dots, or both: points in the plot's coordinates."""

    pen: QPen | None
    smooth: bool = False
    x: Array = field(default_factory=lambda: np.empty(0))
    y: Array = field(default_factory=lambda: np.empty(0))
    dots: QPen | None = None
    """As wide as the dots are, with a round cap."""

    def clear(self) -> None:
        """Draw nothing."""
        self.x = self.y = np.empty(0)


@dataclass
class Growth:
    """A line that only grows; `whole` returns x and y of all of it."""

    pen: QPen
    whole: Callable[[], tuple[Array, Array]]


Place = Callable[[Array, Array], tuple[Array, Array]]
"""Returns where points in the plot's coordinates lie in the picture."""


class Painted(Protocol):
    """What paints itself, where a Trace is not enough."""

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint over the plot, which is `area` of the picture."""


class TraceLayer(QWidget):
    """Covers a plot and paints it: the picture, and the traces on it."""

    def __init__(
        self,
        plot: QGraphicsView,
        box: pg.ViewBox,
        traces: Sequence[Trace | Painted],
        growths: Sequence[Growth],
        still: Sequence[Trace | Painted] = (),
    ) -> None:
        """Cover `plot`, whose coordinates are those of `box`; `still` traces belong to the picture."""
        super().__init__(plot.viewport())
        self.plot = plot
        self._box = box
        self._traces = traces
        self._growths = growths
        self._still = still
        self.keeps_picture = True
        """Whether what stands still is painted from the picture; if not, it is drawn anew, as sharp as can be."""
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

    def grow(self, x: Array, y: Array, growth: int = 0) -> None:
        """Add a piece to one of the lines that grow; it begins where the last one ended."""
        if self._picture is not None and len(x) > 1:
            painter = QPainter(self._picture)
            self._grow(painter, self._growths[growth], x, y)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw a picture of another size."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the traces."""
        painter = QPainter(self)
        if self.keeps_picture:
            painter.drawPixmap(0, 0, self._picture or self._draw_picture())
        else:
            self._draw_still(painter)
        self._draw_traces(painter, self._traces)
        painter.end()

    def _draw_picture(self) -> QPixmap:
        """Draw the picture of what stands still and of what has grown."""
        ratio = self.devicePixelRatioF()
        self._picture = picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self._draw_still(painter)
        painter.end()
        return picture

    def _draw_still(self, painter: QPainter) -> None:
        """Draw axes, grid, data and what has grown, and note where the plot's coordinates lie in the picture."""
        self.plot.render(painter, QRectF(self.rect()), self.rect())
        self._area = self._box.sceneBoundingRect()
        (x_low, x_high), (y_low, y_high) = self._box.viewRange()
        self._bounds = (x_low, x_high, y_low, y_high)
        self._draw_traces(painter, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for growth in self._growths:
            growth.pen.setDashOffset(0)
            x, y = growth.whole()
            if len(x) > 1:
                self._grow(painter, growth, x, y)

    def _grow(self, painter: QPainter, growth: Growth, x: Array, y: Array) -> None:
        """Draw a piece of a line; the next one goes on with its dashes."""
        self._draw_line(painter, growth.pen, x, y)
        if growth.pen.style() != Qt.PenStyle.SolidLine:
            across, down = self._placed(x, y)
            length = np.maximum(abs(np.diff(across)), abs(np.diff(down))).sum()
            growth.pen.setDashOffset(growth.pen.dashOffset() + float(length) / growth.pen.widthF())

    def _draw_traces(self, painter: QPainter, traces: Sequence[Trace | Painted]) -> None:
        for trace in traces:
            if not isinstance(trace, Trace):
                painter.setClipRect(self._area)
                trace.paint(painter, self._area, self._placed)
                continue
            if not len(trace.x):
                continue
            if trace.smooth:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if trace.pen and len(trace.x) > 1:
                self._draw_line(painter, trace.pen, trace.x, trace.y)
            if trace.dots:
                self._draw_dots(painter, trace.dots, trace.x, trace.y)

    def _draw_line(self, painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
        """Draw a line through points in the plot's coordinates; what is far outside, or nan, is brought near."""
        across, down = self._placed(x, y)
        far = 20 * self._area.height()
        painter.setClipRect(self._area)
        painter.setPen(pen)
        painter.drawPolyline(pg.functions.arrayToQPolygonF(across, np.fmin(np.fmax(down, -far), far)))

    def _draw_dots(self, painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
        """Draw a dot at each point in the plot's coordinates that is in sight."""
        across, down = self._placed(x, y)
        area = self._area
        seen = (abs(across - area.center().x()) < area.width()) & (abs(down - area.center().y()) < area.height())
        if not seen.any():
            return  # pyqtgraph raises ValueError for an empty polygon
        painter.setClipRect(area)
        painter.setPen(pen)
        painter.drawPoints(pg.functions.arrayToQPolygonF(across[seen], down[seen]))

    def _placed(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where points in the plot's coordinates lie in the picture."""
        x_low, x_high, y_low, y_high = self._bounds
        area = self._area
        across = area.left() + (x - x_low) * (area.width() / (x_high - x_low))
        return across, area.bottom() - (y - y_low) * (area.height() / (y_high - y_low))
