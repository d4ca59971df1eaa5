"""The moving part of a plot, painted over a picture of what stands still.

pyqtgraph draws axes and data, once, into a picture. A curve that only grows is added to that picture piece by piece.
What moves with every frame is only described here, to labels of Qt, which paint it without the interpreter lock: a
lesson that runs in its thread goes on meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPicture, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QLabel, QWidget

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


class Pictured(Protocol):
    """What keeps a picture of its own, because painting all of it takes long."""

    def picture(self, area: QRectF, size: QSize, ratio: float, place: Place) -> QPixmap | None:
        """Return the present picture, of `size` at the device's `ratio`; the plot is `area` of it."""
        ...


class TraceLayer(QWidget):
    """Covers a plot and paints it: the picture, and the traces on it.

    A new picture is made in a paint event, where everything has its size. From then on labels cover this widget, which
    show the picture and the traces as `refresh` last found them.
    """

    def __init__(
        self,
        plot: QGraphicsView,
        box: pg.ViewBox,
        traces: Sequence[Trace | Painted],
        growths: Sequence[Growth],
        still: Sequence[Trace | Painted] = (),
        pictured: Sequence[Pictured] = (),
    ) -> None:
        """Cover `plot`, whose coordinates are those of `box`.

        The `still` traces belong to the picture; what is `pictured` lies between them and the others.
        """
        super().__init__(plot.viewport())
        self.plot = plot
        self._box = box
        self._traces = traces
        self._growths = growths
        self._still = still
        self._pictured = pictured
        self.keeps_picture = True
        """Whether what stands still is painted from the picture; if not, it is drawn anew, as sharp as can be."""
        self._picture: QPixmap | None = None
        self._area = QRectF()
        self._across = self._up = (0.0, 0.0, 1.0)
        """Where each axis begins in the picture, at which coordinate, and how far one more of it is."""
        self._far = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ground, *self._between, self._moving = self._labels = [QLabel(self) for _ in range(2 + len(pictured))]
        self._ground.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for label in self._labels:
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._uncover()
        self.resize(plot.viewport().size())

    def refresh(self) -> None:
        """Show the traces as they are now."""
        if self._picture is None:
            self.update()
            return
        for label, pictured in zip(self._between, self._pictured, strict=True):
            label.clear()  # of a pixmap that somebody else has too, a copy would be painted on
            label.setPixmap(self._picture_of(pictured) or QPixmap())
        described = QPicture()
        with QPainter(described) as painter:
            painter.setFont(self.font())
            self._draw_traces(painter, self._traces)
        described.setBoundingRect(self.rect())
        self._moving.setPicture(described)
        if self._ground.isHidden():
            self._ground.setPixmap(self._picture)
            for label in self._labels:
                label.show()

    def take_new_picture(self) -> None:
        """Forget the picture: something that stands still has changed."""
        self._uncover()
        self.update()

    def take_change(self, regions: Sequence[QRectF]) -> None:
        """Forget the picture if anything has changed in the plot's scene; the scene tells of nothing, too."""
        if regions:
            self.take_new_picture()

    def grow(self, x: Array, y: Array, growth: int = 0) -> None:
        """Add a piece to one of the lines that grow; it begins where the last one ended."""
        if self._picture is not None and len(x) > 1:
            self._ground.clear()  # as above
            with QPainter(self._picture) as painter:
                self._grow(painter, self._growths[growth], x, y)
            self._ground.setPixmap(self._picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw a picture of another size."""
        self._uncover()
        for label in self._labels:
            label.resize(event.size())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the traces."""
        painter = QPainter(self)
        if self.keeps_picture:
            painter.drawPixmap(0, 0, self._picture or self._draw_picture())
        else:
            self._draw_still(painter)
        for pictured in self._pictured:
            painter.drawPixmap(0, 0, self._picture_of(pictured) or QPixmap())
        self._draw_traces(painter, self._traces)
        painter.end()

    def _uncover(self) -> None:
        """Forget the picture, until the next paint event."""
        self._picture = None
        for label in self._labels:
            label.hide()

    def _picture_of(self, pictured: Pictured) -> QPixmap | None:
        return pictured.picture(self._area, self.size(), self.devicePixelRatioF(), self._placed)

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
        """Draw axes, grid, data and what has grown."""
        self.plot.render(painter, QRectF(self.rect()), self.rect())
        self._measure()
        self._draw_traces(painter, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for growth in self._growths:
            growth.pen.setDashOffset(0)
            x, y = growth.whole()
            if len(x) > 1:
                self._grow(painter, growth, x, y)

    def _measure(self) -> None:
        """Note where the plot's coordinates lie in the picture; each frame asks for it."""
        self._area = area = self._box.sceneBoundingRect()
        (x_low, x_high), (y_low, y_high) = self._box.viewRange()
        self._across = area.left(), x_low, area.width() / (x_high - x_low)
        self._up = area.bottom(), y_low, area.height() / (y_high - y_low)
        self._far = 20 * area.height()

    def _grow(self, painter: QPainter, growth: Growth, x: Array, y: Array) -> None:
        """Draw a piece of a line; the next one goes on with its dashes."""
        painter.setClipRect(self._area)
        self._draw_line(painter, growth.pen, x, y)
        if growth.pen.style() != Qt.PenStyle.SolidLine:
            across, down = self._placed(x, y)
            length = np.maximum(abs(np.diff(across)), abs(np.diff(down))).sum()
            growth.pen.setDashOffset(growth.pen.dashOffset() + float(length) / growth.pen.widthF())

    def _draw_traces(self, painter: QPainter, traces: Sequence[Trace | Painted]) -> None:
        painter.setClipRect(self._area)
        for trace in traces:
            if not isinstance(trace, Trace):
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
        polygon, points = _polygon(len(x))
        points[:, 0], down = self._placed(x, y)
        points[:, 1] = np.fmin(np.fmax(down, -self._far), self._far)
        painter.setPen(pen)
        painter.drawPolyline(polygon)

    def _draw_dots(self, painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
        """Draw a dot at each point in the plot's coordinates that is in sight."""
        across, down = self._placed(x, y)
        area = self._area
        seen = (abs(across - area.center().x()) < area.width()) & (abs(down - area.center().y()) < area.height())
        if not seen.any():
            return  # pyqtgraph raises ValueError for an empty polygon
        painter.setPen(pen)
        painter.drawPoints(pg.functions.arrayToQPolygonF(across[seen], down[seen]))

    def _placed(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where points in the plot's coordinates lie in the picture."""
        (left, x_low, width), (bottom, y_low, height) = self._across, self._up
        return left + (x - x_low) * width, bottom - (y - y_low) * height


@lru_cache(maxsize=8)
def _polygon(count: int) -> tuple[QPolygonF, Array]:
    """Return a polygon and the array (count, 2) that is its memory, to be written and painted at once."""
    polygon = pg.functions.create_qpolygonf(count)
    return polygon, pg.functions.ndarray_from_qpolygonf(polygon)
