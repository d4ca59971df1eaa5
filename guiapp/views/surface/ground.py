"""The contours below a path: drawn again whenever what they show has changed."""

from math import ceil
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.surface import Plane, contour_levels, least_over, loss_over, plane_through
from guiapp.controller import START, Controller
from guiapp.views.plotting.plot import Plot
from guiapp.views.plotting.traces import Array
from guiapp.views.surface.background_grid import BackgroundGrid
from guiapp.views.surface.contours import Contours, Surface
from guiapp.views.surface.walk import Walk

fine, coarse = 121, 61
"""Points of the grid along each axis: where the loss is quadratic, and where each takes a pass over the data."""
surface_seconds = 0.1
"""At most this often a surface is drawn that moves with the parameters that are not on its axes."""
kept_free = 100
"""As many points of the path no number on a contour covers, and twice as many of the kept runs' paths."""


class Ground(QObject):
    """Computes the loss over what a plot shows, in the background where that takes long.

    Signals:
        computing_changed(bool): whether a surface is still to come.
    """

    computing_changed = Signal(bool)

    def __init__(self, controller: Controller, plot: Plot, contours: Contours) -> None:
        """Draw into the contours of a plot."""
        super().__init__(plot)
        self._controller = controller
        self._plot = plot
        self._contours = contours
        self._walk: Walk | None = None
        self._plane: Plane | None = None
        self._drawn: tuple[object, ...] = ()
        """What the surface that is drawn, or being computed, is of."""
        self._drawn_at = 0.0
        self._background = BackgroundGrid(self)
        self._background.computed.connect(self._take)

    def clear(self) -> None:
        """Draw nothing."""
        self.leave()
        self._drawn = ()
        self._contours.show_surface(None)

    def leave(self) -> None:
        """Leave a surface that is being computed, if there is one."""
        if self._background.stop():
            self._drawn = ()
            self.computing_changed.emit(False)

    def draw(self, walk: Walk, parameters: Array) -> None:
        """Draw the surface on which `parameters` (p,) are, unless it is there or on its way."""
        shape, watch = self._controller.shape, walk.run.lesson.watch
        plane = plane_through(parameters, walk.plane.names, shape.shapes, shape.quadratic)
        across, up = self._plot.getViewBox().viewRange()
        # Twice the rows are reason to look again where the numbers on the contours keep off the path.
        rows = self._controller.rows.bit_length() if shape.quadratic else 0
        wanted = (walk, across, up, rows, plane.origin.tolist())
        if wanted == self._drawn or (wanted[:-1] == self._drawn[:-1] and not self._may_move()):
            return
        self._drawn, self._walk, self._plane, self._drawn_at = wanted, walk, plane, perf_counter()
        points = fine if shape.quadratic else coarse
        a, b = (np.linspace(span[0], span[1], points) for span in (across, up))
        if shape.quadratic:
            self._take(a, b, loss_over(plane, watch, shape.x, shape.y, shape.shapes, shape.quadratic, a, b))
        else:
            self._background.ask(plane, watch, shape.x, shape.y, shape.shapes, a, b)
            self.computing_changed.emit(True)

    def _may_move(self) -> bool:
        """Whether it is time to draw the surface where the other parameters stand now."""
        if not (self._controller.running or self._controller.replaying):
            return True
        return self._controller.shape.quadratic is not None and perf_counter() - self._drawn_at > surface_seconds

    def _take(self, a: Array, b: Array, loss: Array) -> None:
        """Draw a grid of losses (m, n) over the coordinates a (n,) and b (m,)."""
        walk, plane, quadratic = self._walk, self._plane, self._controller.shape.quadratic
        assert walk
        assert plane
        if quadratic is None:
            self.computing_changed.emit(False)
        finite = loss[np.isfinite(loss)]
        if finite.size:
            low, high = float(finite.min()), float(finite.max())
            levels = contour_levels(least_over(plane, quadratic) if quadratic else low, low, high)
            path = walk.points(START, self._controller.rows, kept_free)
            beside = np.vstack([walk.start, *walk.beside_it])
            beside = beside[:: ceil(len(beside) / (2 * kept_free))]
            self._contours.free = np.vstack([path, beside, walk.start if walk.best is None else walk.best])
            self._contours.show_surface(Surface(a, b, loss, levels))
        self._plot.layer.take_new_picture()
