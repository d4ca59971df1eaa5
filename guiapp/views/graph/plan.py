"""Where everything of a computation graph is drawn: boxes, arrows, and labels that cover nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPath

from guiapp.views.graph.layout import Layers, Layout, Point, arrange

gap_across = 18.0
parts = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
"""Where along an edge its label may be."""
many_edges = 60
"""So many are not made room for: nobody could read their labels all at once."""
widenings = (1.0, 1.3, 1.7, 2.2, 3.0)
"""How much the layers are moved apart until the labels have room."""


@dataclass(frozen=True)
class Place:
    """The room for a label, and to which side of it a shorter text keeps: that of its edge."""

    room: QRectF
    side: Qt.AlignmentFlag


@dataclass(frozen=True)
class Plan:
    """A layout with the lines of the edges and the places of their labels."""

    layout: Layout
    lines: Sequence[QPainterPath]
    labels: Sequence[Place]


def planned(layers: Layers, boxes: Sequence[Point], labels: Sequence[QSizeF], gap: float, downward: bool) -> Plan:
    """Plan a drawing of boxes and labels of these sizes, the layers at least `gap` apart."""
    for widening in widenings:
        layout = arrange(layers, boxes, (widening * gap, widening * gap_across), downward)
        lines = _lines(layers, layout, labels)
        taken = [_around(centre, box) for centre, box in zip(layout.centres, boxes, strict=True)]
        places, free = [], True
        for line, size in zip(lines, labels, strict=True):
            middle = _beside(line, 0.5, size)[0]
            place = middle if size.isEmpty() else _free_place(line, size, taken)
            free = free and place is not None
            places.append(place or middle)
            taken.append(places[-1].room)
        if free or widening == widenings[-1] or len(lines) > many_edges:
            return Plan(layout, lines, places)
    raise AssertionError("the last one is always taken")


def _lines(layers: Layers, layout: Layout, labels: Sequence[QSizeF]) -> list[QPainterPath]:
    """Draw the edges; those between the same two nodes bend away from each other."""
    pairs = [(chain[0], chain[-1]) for chain in layers.chains]
    lines = []
    for index, (pair, points) in enumerate(zip(pairs, layout.paths, strict=True)):
        direct = len(points) == 2  # the others have lanes of their own
        place = pairs[:index].count(pair) - (pairs.count(pair) - 1) / 2 if direct else 0.0
        apart = 1.5 * labels[index].width() if layout.downward else 3 * labels[index].height()
        lines.append(_curve([QPointF(*point) for point in points], layout.downward, place * apart))
    return lines


def _curve(points: Sequence[QPointF], downward: bool, bend: float) -> QPainterPath:
    """Go smoothly through the points, leaving and reaching each in the direction of the computation."""
    path = QPainterPath(points[0])
    aside = QPointF(bend, 0) if downward else QPointF(0, bend)
    for start, end in pairwise(points):
        half = (end - start) * 0.5
        reach = QPointF(0, half.y()) if downward else QPointF(half.x(), 0)
        path.cubicTo(start + reach + aside, end - reach + aside, end)
    return path


def _free_place(line: QPainterPath, size: QSizeF, taken: Sequence[QRectF]) -> Place | None:
    """Find a place beside a line that covers nothing."""
    places = (place for part in parts for place in _beside(line, part, size))
    return next((one for one in places if not any(one.room.intersects(other) for other in taken)), None)


def _beside(line: QPainterPath, part: float, size: QSizeF) -> list[Place]:
    """Return the places that touch a line at one of its points, on either side."""
    angle = radians(line.angleAtPercent(part))
    away = QPointF(sin(angle), cos(angle))
    reach = abs(away.x()) * size.width() / 2 + abs(away.y()) * size.height() / 2 + 3
    corner = line.pointAtPercent(part) - QPointF(size.width() / 2, size.height() / 2)
    places = []
    for way in (-reach, reach):
        aside = away * way
        steep = abs(aside.x()) > abs(aside.y())
        side = Qt.AlignmentFlag.AlignLeft if aside.x() > 0 else Qt.AlignmentFlag.AlignRight
        places.append(Place(QRectF(corner + aside, size), side if steep else Qt.AlignmentFlag.AlignHCenter))
    return places


def _around(centre: Point, size: Point) -> QRectF:
    """Return a box with the width of its line."""
    (x, y), (width, height) = centre, size
    return QRectF(x - width / 2, y - height / 2, width, height).adjusted(-3, -3, 3, 3)
