"""What moves over a loss surface: the path of the parameters, where they are, and where a step would take them."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from guiapp import theme
from guiapp.controller import START
from guiapp.views.plotting.plot import dot_pen, line_pen
from guiapp.views.plotting.traces import Array, Place

most_points = 2000
most_points_a_frame = 32
"""As many as are added with each frame at full speed: more could not be told apart."""
piece = 4
"""Points: Qt takes a hundred times as long for a thick line that crosses itself as for its pieces."""
dot_distance = 6.0
"""Pixels: where iterations are this far apart, each has a dot."""

Points = Callable[[int, int, int], Array]
"""Returns the points (n, 2) from one iteration to another (excluded), at most so many; the start is iteration -1."""


class Path:
    """The path of the parameters as far as one iteration, kept in a picture to which each frame adds a piece."""

    def __init__(self, colour: QColor) -> None:
        """Start with nothing to draw."""
        self.colour = colour
        self.last: int | None = None
        """The iteration at which the path ends; None to draw nothing."""
        self.fast = False
        """Whether more iterations are run than frames are drawn."""
        self._points: Points | None = None
        self._picture: QPixmap | None = None
        self._drawn = START
        self._seen: tuple[object, ...] = ()

    def follow(self, points: Points | None) -> None:
        """Draw other points from now on, or none."""
        self._points, self._picture = points, None

    def picture(self, area: QRectF, size: QSize, ratio: float, place: Place) -> QPixmap | None:
        """Draw what is new, or all of it where the plot has moved or the path has become shorter."""
        if self.last is None or self._points is None:
            return None
        seen = view_of(area, ratio, place)
        if self._picture is None or seen != self._seen or self.last < self._drawn:
            self._picture, self._seen = clear_picture(QSizeF(size), ratio), seen
            self._draw(self._points(START, self.last + 1, most_points), area, place)
        elif self.last > self._drawn:
            most = most_points_a_frame if self.fast else most_points
            self._draw(self._points(self._drawn, self.last + 1, most), area, place)
        self._drawn = self.last
        return self._picture

    def _draw(self, points: Array, area: QRectF, place: Place) -> None:
        """Add points (n, 2) to the picture."""
        assert self._picture
        painter = QPainter(self._picture)
        painter.setClipRect(area)
        draw_line(painter, self.colour, 1.3, points, area, place)
        painter.end()


class Tail:
    """The last iterations of the path, drawn anew with every frame."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        self.points = np.empty((0, 2))

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Draw the points (n, 2)."""
        draw_line(painter, QColor(theme.TEXT), 1.8, self.points, area, place)


class Step:
    """The point where the parameters are, and an arrow to where a step would take them."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        self.here: Array | None = None
        """The shown parameters' place (2,) in the plot's coordinates; None to draw nothing."""
        self.there: Array | None = None
        """Where the step ends; None to draw no arrow."""

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Draw the arrow, and the point over its beginning."""
        if self.here is None or not np.isfinite(self.here).all():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = [self.here] if self.there is None else [self.here, self.there]
        far = 20 * max(area.width(), area.height())
        across, down = (np.clip(values, -far, far) for values in place(*np.transpose(ends)))
        here = QPointF(across[0], down[0])
        if len(ends) == 2 and np.isfinite(ends[1]).all():
            _draw_arrow(painter, here, QPointF(across[1], down[1]))
        for colour, size in ((theme.BASE, 13), (theme.CURSOR, 9.5)):
            painter.setPen(dot_pen(colour, size))
            painter.drawPoint(here)


def draw_line(
    painter: QPainter,
    colour: QColor,
    width: float,
    points: Array,
    area: QRectF,
    place: Place,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Draw a line through points (n, 2) as far as they are numbers; a solid one with a dot on each well apart."""
    finite = np.isfinite(points).all(axis=1)
    points = points[: len(points) if finite.all() else int(finite.argmin())]
    if len(points) < 2:
        return
    # What is far outside is brought near: it leaves in the same direction, or nearly.
    far = 20 * max(area.width(), area.height())
    across, down = (np.clip(values, -far, far) for values in place(*points.T))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, width, style, j=Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    distances = np.hypot(np.diff(across), np.diff(down))
    gone = np.cumsum(distances) - distances
    for begin in range(0, len(points) - 1, piece):
        if style != Qt.PenStyle.SolidLine:
            pen.setDashOffset(gone[begin] / width)  # where the piece before left off
            painter.setPen(pen)
        part = slice(begin, begin + piece + 1)
        painter.drawPolyline(pg.functions.arrayToQPolygonF(across[part], down[part]))
    apart = distances > dot_distance
    if style == Qt.PenStyle.SolidLine and apart.any():
        painter.setPen(QPen(colour, width + 2.7, c=Qt.PenCapStyle.RoundCap))
        painter.drawPoints(pg.functions.arrayToQPolygonF(across[1:][apart], down[1:][apart]))


def _draw_arrow(painter: QPainter, here: QPointF, there: QPointF) -> None:
    """Draw an arrow with an edge; a step too short for a head is only a line."""
    along = there - here
    length = float(np.hypot(along.x(), along.y()))
    if length < 1:
        return
    along = along * (1 / length)
    sideways = QPointF(-along.y(), along.x())
    size = min(11.0, length)
    base = there - along * size
    head = QPolygonF([there, base + sideways * (size * 0.45), base - sideways * (size * 0.45)])
    for colour, edge in ((theme.BASE, 2.0), (theme.CURSOR, 0.0)):
        painter.setPen(line_pen(colour, 2.2 + edge))
        painter.drawLine(here, base)
        painter.setPen(QPen(QColor(colour), edge + 0.5, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(QColor(colour))
        painter.drawPolygon(head)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def sample(colour: str, paint: Callable[[QPainter], None]) -> QIcon:
    """Draw an entry of a legend."""
    picture = theme.picture(24, 16)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen(colour, 2))
    paint(painter)
    painter.end()
    return QIcon(picture)


def draw_cross(painter: QPainter) -> None:
    """Draw the mark of the least loss, for a legend."""
    painter.drawLine(8, 4, 16, 12)
    painter.drawLine(8, 12, 16, 4)


def draw_step(painter: QPainter) -> None:
    """Draw a step, for a legend."""
    _draw_arrow(painter, QPointF(2, 8), QPointF(22, 8))


def draw_path(painter: QPainter) -> None:
    """Draw a piece of a path, for a legend."""
    painter.drawPolyline([QPointF(2, 12), QPointF(9, 5), QPointF(15, 11), QPointF(22, 4)])


def view_of(area: QRectF, ratio: float, place: Place) -> tuple[object, ...]:
    """Return what a picture of the plot depends on besides what is drawn."""
    corners = np.array([0.0, 1.0])
    return (area, ratio, *np.concatenate(place(corners, corners)).tolist())


def clear_picture(size: QSizeF, ratio: float) -> QPixmap:
    """Make a picture in which nothing is drawn."""
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
