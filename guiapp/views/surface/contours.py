"""Draws a surface from above: filled bands, contour lines, and the loss on some of them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from guiapp import theme
from guiapp.views.plotting.traces import Array

line_opacity, edge_opacity = 90, 190
"""Of 255: of the contours, and of the edge around a label."""
label_every = 2
label_room, most_room = 34.0, 120.0
"""Pixels: as far as a label stays away from others and from the path; more than so much is no better."""
most_spots = 40
"""As many places on a line are looked at."""
steep = 45.0
"""Degrees."""


@dataclass(frozen=True)
class Surface:
    """The loss (m, n) over the coordinates a (n,) and b (m,), and where its contours are to be."""

    a: Array
    b: Array
    loss: Array
    levels: Array


class Contours(pg.GraphicsObject):
    """A surface seen from above, painted into a plot's picture."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        super().__init__()
        self.surface: Surface | None = None
        self.labelled = True
        self.free = np.empty((0, 2))
        """Points that no label may stand near."""
        self._bands: list[QPainterPath] = []
        self._lines: list[list[Array]] = []
        self._curves: list[QPainterPath] = []
        self.setZValue(-10)

    def show_surface(self, surface: Surface | None) -> None:
        """Draw another surface, or none."""
        self.prepareGeometryChange()
        self.surface = surface
        self._bands, self._lines, self._curves = [], [], []
        if surface:
            losses = np.ma.masked_invalid(surface.loss)
            contours: Any = contourpy.contour_generator(
                surface.a,
                surface.b,
                losses,
                fill_type=contourpy.FillType.OuterOffset,
                line_type=contourpy.LineType.Separate,
            )
            for level in surface.levels:
                self._bands.append(_path(*contours.filled(-np.inf, level)))
                self._lines.append(contours.lines(level))
                self._curves.append(_path(self._lines[-1]))
        self.update()

    def boundingRect(self) -> QRectF:
        """Return where the surface is."""
        if self.surface is None:
            return QRectF()
        a, b = self.surface.a, self.surface.b
        return QRectF(a[0], b[0], a[-1] - a[0], b[-1] - b[0])

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the bands, the greatest losses first, each over the one before."""
        if self.surface is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = shades(len(self._bands) + 1)
        painter.fillRect(self.boundingRect(), colours[-1])
        for path, colour in zip(reversed(self._bands), reversed(colours[:-1]), strict=True):
            painter.fillPath(path, colour)
        painter.setPen(pg.mkPen(_faint(theme.TEXT, line_opacity), width=painter.device().devicePixelRatio()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._curves:
            painter.drawPath(path)
        if self.labelled:
            self._paint_labels(painter)

    def _paint_labels(self, painter: QPainter) -> None:
        """Write the loss on every second line, where there is room for it."""
        assert self.surface
        to_picture = painter.transform()
        painter.save()
        painter.resetTransform()
        font = QFont(painter.font())
        font.setPointSizeF(8)
        metrics = QFontMetricsF(font)
        area = to_picture.mapRect(self.boundingRect())
        taken = _mapped(to_picture, self.free)
        for level, lines in list(zip(self.surface.levels, self._lines, strict=True))[::label_every]:
            text = f"{level:.6g}"
            width = metrics.horizontalAdvance(text)
            found = _place([_mapped(to_picture, line) for line in lines], area, width, taken)
            if found is not None:
                x, y, angle = found
                taken = np.vstack([taken, [x, y]])
                _write(painter, text, font, QPointF(x, y), angle, metrics)
        painter.restore()


def shades(count: int) -> list[QColor]:
    """Return so many colours, evenly spread over those of the bands."""
    known = np.array([[one.red(), one.green(), one.blue()] for one in map(QColor, theme.BANDS)], float)
    places = np.linspace(0, len(known) - 1, count)
    mixed = [np.interp(places, np.arange(len(known)), channel) for channel in known.T]
    return [QColor(*(round(value) for value in rgb)) for rgb in zip(*mixed, strict=True)]


def _faint(name: str, opacity: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(opacity)
    return colour


def _path(pieces: list[Array], offsets: list[Array] | None = None) -> QPainterPath:
    """Return lines as one path; offsets say where, in each piece, rings begin and end that are filled or left out."""
    path = QPainterPath()
    for index, piece in enumerate(pieces):
        ends = [0, len(piece)] if offsets is None else offsets[index].tolist()
        for first, last in pairwise(ends):
            path.addPolygon(pg.functions.arrayToQPolygonF(*np.ascontiguousarray(piece[first:last].T)))
    return path


def _mapped(transform: QTransform, points: Array) -> Array:
    """Return where points (n, 2) of the plot lie in the picture."""
    x, y = points.T
    return np.stack(
        [
            transform.m11() * x + transform.m21() * y + transform.dx(),
            transform.m12() * x + transform.m22() * y + transform.dy(),
        ],
        axis=1,
    )


def _place(lines: list[Array], area: QRectF, width: float, taken: Array) -> tuple[float, float, float] | None:
    """Find the place on a line with the most room around it: x, y and the line's angle there; None without room."""
    best, found = label_room, None
    edge = max(width, 20.0)
    inner = area.adjusted(edge, edge, -edge, -edge)
    for line in lines:
        if len(line) < 5 or np.ptp(line, axis=0).max() < 3 * width:
            continue
        thin = slice(None, None, 1 + len(line) // most_spots)
        spots, along = line[2:-2][thin], (line[4:] - line[:-4])[thin]
        x, y = spots.T
        angles = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) + 90) % 180 - 90
        room = np.min(np.linalg.norm(spots[:, None] - taken, axis=2), axis=1, initial=most_room)
        room -= np.where(np.abs(angles) > steep, np.abs(angles) - steep, 0.0)  # nobody likes to read upwards
        room[(x < inner.left()) | (x > inner.right()) | (y < inner.top()) | (y > inner.bottom())] = 0.0
        index = int(room.argmax())
        if room[index] > best:
            best, found = room[index], (float(x[index]), float(y[index]), float(angles[index]))
    return found


def _write(painter: QPainter, text: str, font: QFont, place: QPointF, angle: float, metrics: QFontMetricsF) -> None:
    """Write a text along a line, with an edge that parts it from what is below."""
    path = QPainterPath()
    path.addText(-metrics.horizontalAdvance(text) / 2, metrics.capHeight() / 2, font, text)
    painter.save()
    painter.translate(place)
    painter.rotate(angle)
    edge = _faint(theme.BASE, edge_opacity)
    painter.strokePath(path, QPen(edge, 3.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.fillPath(path, QColor(theme.TEXT))
    painter.restore()
