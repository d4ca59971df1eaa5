"""How errors are painted over a plot: as segments that pull up or down, as squares, and a text in the corner."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from guiapp import theme
from guiapp.views.plotting.plot import line_pen
from guiapp.views.plotting.traces import Array, Place

widths = (1.0, 2.0, 3.5)
most_heads = 50
most_filled = 200
head = 4.0
"""Pixels."""


@dataclass
class Group:
    """Segments that are painted alike: each from an example's label to what is predicted for it."""

    pen: QPen
    up: bool
    x: Array
    y: Array
    predicted: Array


class Segments:
    """One segment an example, coloured by the sign of its pull, the wider the harder it pulls."""

    def __init__(self) -> None:
        """Make it empty."""
        self.groups: list[Group] = []

    def clear(self) -> None:
        """Paint nothing."""
        self.groups = []

    def show(self, x: Array, y: Array, predicted: Array, pull: Array) -> None:
        """Take the examples' feature, label and prediction, and their gradients: a negative one makes it grow."""
        shown = np.isfinite(x) & np.isfinite(y) & np.isfinite(predicted) & np.isfinite(pull) & (pull != 0)
        hardest = np.abs(pull[shown]).max(initial=0.0) or 1.0
        with np.errstate(invalid="ignore"):
            level = np.abs(pull) / hardest * len(widths)
        self.groups = []
        for place, width in enumerate(widths):
            last = place == len(widths) - 1
            alike = shown & (level >= place) & ((level < place + 1) | last)
            for up in (True, False):
                chosen = alike & ((pull < 0) == up)
                if chosen.any():
                    pen = line_pen(theme.GROWS if up else theme.SHRINKS, width)
                    self.groups.append(Group(pen, up, x[chosen], y[chosen], predicted[chosen]))

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint each group in one call, with heads that point up or down on as many as there is room for."""
        if not self.groups:
            return
        count = sum(len(group.x) for group in self.groups)
        stride = ceil(count / most_heads) or 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, stride == 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for group in self.groups:
            across, tops, bottoms = _placed(group.x, group.y, group.predicted, area, place)
            heads = _heads(across[::stride], tops[::stride], bottoms[::stride], group.up)
            painter.setPen(group.pen)
            painter.drawPath(_path([(across, tops, across, bottoms), *heads]))


class Squares:
    """One square an example, as wide on the screen as its error is high."""

    def __init__(self) -> None:
        """Make it empty."""
        self.clear()

    def clear(self) -> None:
        """Paint nothing."""
        self.x = self.y = self.predicted = np.empty(0)

    def show(self, x: Array, y: Array, predicted: Array) -> None:
        """Take the examples' feature, label and prediction."""
        shown = np.isfinite(x) & np.isfinite(y) & np.isfinite(predicted)
        self.x, self.y, self.predicted = x[shown], y[shown], predicted[shown]

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint the squares beside the errors: on the left of those above, out of a rising line's way."""
        if not len(self.x):
            return
        across, tops, bottoms = _placed(self.x, self.y, self.predicted, area, place)
        side = np.abs(bottoms - tops)
        left = np.where(tops < bottoms, across - side, across)
        rectangles = np.stack([left, np.minimum(tops, bottoms), side, side], axis=1).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        fill = QColor(theme.SQUARE)
        fill.setAlpha(40)
        # Very many that are filled would be one dark field.
        painter.setBrush(fill if len(rectangles) <= most_filled else Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen(theme.SQUARE))
        painter.drawRects([QRectF(*rectangle) for rectangle in rectangles])
        painter.setBrush(Qt.BrushStyle.NoBrush)


class CornerNote:
    """A text in the plot's upper left corner."""

    def __init__(self) -> None:
        """Make it empty."""
        self.text = ""

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint the text on a ground that lets it be read over the data."""
        if not self.text:
            return
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        inner = area.adjusted(theme.SPACE, theme.SPACE, -theme.SPACE, -theme.SPACE)
        bounds = painter.boundingRect(inner, flags, self.text)
        ground = QColor(theme.BASE)
        ground.setAlpha(200)
        painter.fillRect(bounds.adjusted(-4, -2, 4, 2), ground)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(bounds, flags, self.text)


def _placed(x: Array, y: Array, predicted: Array, area: QRectF, place: Place) -> tuple[Array, Array, Array]:
    """Return where errors lie in the picture: across, label, prediction; what is far outside is brought near."""
    across, tops = place(x, y)
    bottoms = place(x, predicted)[1]
    low, high = area.top() - 4 * area.height(), area.bottom() + 4 * area.height()
    return across, np.clip(tops, low, high), np.clip(bottoms, low, high)


def _heads(across: Array, tops: Array, bottoms: Array, up: bool) -> list[tuple[Array, Array, Array, Array]]:
    """Return the two strokes of each arrow head, in the middle of all segments that have room for one."""
    long = np.abs(bottoms - tops) > 3 * head
    x, middle = across[long], (tops[long] + bottoms[long]) / 2
    tip, tail = (middle - head / 2, middle + head / 2) if up else (middle + head / 2, middle - head / 2)
    return [(x - head, tail, x, tip), (x + head, tail, x, tip)]


def _path(lines: list[tuple[Array, Array, Array, Array]]) -> QPainterPath:
    """Return a path of lines, each from (x, y) to (x, y)."""
    x = np.concatenate([np.stack([first, second], axis=1).ravel() for first, _, second, _ in lines])
    y = np.concatenate([np.stack([first, second], axis=1).ravel() for _, first, _, second in lines])
    return pg.functions.arrayToQPath(x, y, connect="pairs")
