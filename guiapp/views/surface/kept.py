"""The kept runs on a loss surface: their paths, and where each of them is at the shown iteration."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from core.analysis import Shapes
from guiapp import theme
from guiapp.kept_runs import Kept
from guiapp.views.plotting.kept_lines import style_of
from guiapp.views.plotting.plot import dot_pen
from guiapp.views.plotting.traces import Array, Place
from guiapp.views.surface.marks import clear_picture, draw_line, view_of
from guiapp.views.surface.walk import Walk

opacity = 0.65
"""Of a path: one that goes to and fro may cover much of the surface."""


class KeptPaths:
    """The whole paths of those kept runs that have the same parameters: they stand still."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        self.paths: list[tuple[Kept, Array]] = []
        """Each with its points (n, 2), the start first."""
        self.styles: list[Qt.PenStyle] = []
        """Of their lines: those of the legend."""
        self._picture: QPixmap | None = None
        self._seen: tuple[object, ...] = ()

    def take(self, runs: Sequence[Kept], walk: Walk, shapes: Shapes) -> None:
        """Lay the paths of other runs beside a walk over the same parameters."""
        wanted = [*shapes.items()]
        begun = [(style_of(place), kept) for place, kept in enumerate(runs) if kept.run.start]
        alike = [(style, kept) for style, kept in begun if [*kept.run.shapes.items()] == wanted]
        self._picture = None
        self.paths = [(kept, walk.beside(kept.run)) for _, kept in alike]
        self.styles = [style for style, _ in alike]

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Draw the paths, once for what the plot shows: the ground below them may be drawn often."""
        ratio = painter.device().devicePixelRatio()
        seen = view_of(area, ratio, place)
        if self.paths and (self._picture is None or seen != self._seen):
            self._picture, self._seen = clear_picture(area.size(), ratio), seen
            inside = QPainter(self._picture)
            inside.translate(-area.topLeft())
            self._draw(inside, area, place)
            inside.end()
        if self._picture:
            painter.setOpacity(opacity)
            painter.drawPixmap(area.topLeft(), self._picture)
            painter.setOpacity(1)

    def _draw(self, painter: QPainter, area: QRectF, place: Place) -> None:
        for (kept, points), style in zip(self.paths, self.styles, strict=True):
            draw_line(painter, QColor(theme.BASE), 3.2, points, area, place)  # which parts it from the contours
            draw_line(painter, QColor(kept.colour), 1.6, points, area, place, style)


class KeptPlaces:
    """A dot for each kept run, moved with every frame."""

    def __init__(self) -> None:
        """Start with nothing to draw."""
        self.colours: list[str] = []
        self.places = np.empty((0, 2))

    def move(self, paths: KeptPaths, walk: Walk, row: int) -> None:
        """Put the dots where the runs are at a row, or at their last one."""
        self.colours = [kept.colour for kept, _ in paths.paths]
        if paths.paths:
            self.places = walk.places_of([kept.run for kept, _ in paths.paths], row)

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Draw the dots that are in sight, with an edge."""
        if not self.colours:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, across, down in zip(self.colours, *place(*self.places.T), strict=True):
            if area.contains(QPointF(across, down)):
                for edge, size in ((theme.BASE, 11), (colour, 8)):
                    painter.setPen(dot_pen(edge, size))
                    painter.drawPoint(QPointF(across, down))
