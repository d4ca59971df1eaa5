"""The parameters of a run as points of a plane, and how far they reach."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.analysis import Shapes, flatten
from core.curvature import Quadratic
from core.surface import plane_through
from guiapp.controller import START
from guiapp.views.plotting.traces import Array
from guiapp.views.surface.marks import most_points, most_points_a_frame

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

most_beside = 200
"""Points of the path of another run."""
far = 10.0
"""The picture follows the path until its loss is as many times that of the start, above the least one."""


class Walk:
    """The path of a run over a plane that is laid through its start."""

    def __init__(self, run: "Run", names: tuple[str, str], shapes: Shapes, quadratic: Quadratic | None) -> None:
        """Stand at the start of a run that has one, over two axes."""
        assert run.start
        self.run = run
        self.quadratic = quadratic
        self._taken = 0
        self._shapes = shapes
        self._size = sum(value.size for value in run.start.values.values())
        start = flatten(run.start.values, shapes)
        self.plane = plane_through(start, names, shapes, quadratic)
        self.start = self.plane.place(start)
        self.best = None if quadratic is None else self.plane.place(quadratic.best)
        self.reach = np.array([self.start] if self.best is None else [self.start, self.best])
        """Points (n, 2) that a picture of the whole path has to show."""
        self.beside_it: list[Array] = []
        """The paths (n, 2) of other runs."""
        self._limit = np.inf
        if quadratic:
            self._limit = quadratic.least + far * float(quadratic.loss(start) - quadratic.least)
            if rate := run.lesson.watch.learning_rate:  # the first step is shown before it is taken
                self._reach_for(start[None] - run.values[rate] * quadratic.gradient(start), np.zeros(1))

    def points(self, first: int, stop: int, most: int) -> Array:
        """Return about `most` places (n, 2) of iterations `first` to `stop` (excluded), START among them."""
        places = self.plane.place(self._rows(self.run, max(first, 0), stop, most)[:, 1:])
        return np.vstack([self.start, places]) if first == START else places

    def take(self, rows: int) -> bool:
        """Look at the rows that are new; return whether the path reaches farther now."""
        first, self._taken = self._taken, rows
        if rows <= first:
            return False
        chosen = self._rows(self.run, first, rows, most_points_a_frame if first else most_points)
        if first == 0 and self.quadratic is None:
            self._limit = far * chosen[0, 0]
        return self._reach_for(chosen[:, 1:], chosen[:, 0])

    def beside(self, run: "Run") -> Array:
        """Return the path (n, 2) of another run over the same parameters, start first; reach as far as it does."""
        chosen = self._rows(run, 0, len(run.history), most_beside)
        if self.quadratic is None and not self._taken:
            self._limit = far * chosen[0, 0]
        self._reach_for(chosen[:, 1:], chosen[:, 0])
        with np.errstate(all="ignore"):
            points = np.vstack([self.places_of([run], START), self.plane.place(chosen[:, 1:])])
        self.beside_it.append(points)
        return points

    def places_of(self, runs: Sequence["Run"], row: int) -> Array:
        """Return the places (n, 2) of other runs at a row, or at their last one."""
        parameters = [self._parameters(run, min(row, len(run.history) - 1)) for run in runs]
        with np.errstate(all="ignore"):
            return self.plane.place(parameters)

    def _parameters(self, run: "Run", row: int) -> Array:
        if row == START and run.start:
            return flatten(run.start.values, self._shapes)
        return run.history.values(row)[1 : 1 + self._size]

    def _reach_for(self, parameters: Array, losses: Array) -> bool:
        """Reach for those parameters (n, p) whose loss is not too high; return whether that is farther than before."""
        with np.errstate(all="ignore"):  # of a run that diverges
            if self.quadratic:
                losses = self.quadratic.loss(parameters)
            places = self.plane.place(parameters)
        near = places[(losses <= self._limit) & np.isfinite(places).all(axis=1)]
        before, reach = _corners(self.reach), _corners(np.vstack([self.reach, near]))
        self.reach = reach
        return not np.array_equal(before, reach)

    def _rows(self, run: "Run", first: int, stop: int, most: int) -> Array:
        """Return loss and parameters (n, 1 + p) of rows `first` to `stop` (excluded), thinned to at most so many.

        Of a long path, all of the first half of them: it is there that a run moves most.
        """
        rows = range(first, stop)
        if len(rows) > most:
            half = most // 2
            rows = [*rows[:half], *np.linspace(first + half, stop - 1, half).astype(int).tolist()]
        width = 1 + self._size
        return np.array([run.history.values(row)[:width] for row in rows]).reshape(-1, width)


def _corners(points: Array) -> Array:
    """Return the least and greatest of points (n, 2) on each axis."""
    return np.stack([points.min(axis=0), points.max(axis=0)])
