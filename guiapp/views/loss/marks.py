"""What stands in the loss plot beside the curve: levels, and the loss at each epoch's end."""

from collections.abc import Callable
from math import ceil, inf
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from guiapp import theme
from guiapp.views.plotting.plot import LegendEntry, Plot, dot_pen, item_pen, line_pen
from guiapp.views.plotting.traces import Array, Trace
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

most_epochs = 300

OnAxis = Callable[[Array], Array]
"""Returns where losses stand on the axis."""


class Level:
    """A horizontal line at one loss, and its entry in the legend; 0 is no level."""

    def __init__(self, plot: Plot, legend: QLayout, text: str, colour: str, style: Qt.PenStyle) -> None:
        """Make the line, hidden; `text` has a place for the loss."""
        self.value = 0.0
        self._text = text
        self._line = pg.InfiniteLine(angle=0, pen=item_pen(colour, 1, style))
        self._entry = LegendEntry(colour, style)
        legend.addWidget(self._entry)
        plot.add(self._line)
        self.show(lambda loss: loss)

    @property
    def shown(self) -> bool:
        """Whether there is a level to be seen."""
        return 0 < self.value < inf

    def show(self, on_axis: OnAxis) -> None:
        """Put the line where its loss stands on the axis."""
        self._line.setVisible(self.shown)
        self._entry.setVisible(self.shown)
        if self.shown:
            self._line.setPos(on_axis(np.array([self.value]))[0])
            self._entry.label.setText(self._text.format(number(self.value, 4).rstrip("0").rstrip(".")))


class EpochLine:
    """The loss over all data at the end of each epoch: dots joined by a line; of very many, some."""

    def __init__(self) -> None:
        """Make it empty."""
        self.trace = Trace(line_pen(theme.EPOCHS, 1.5), smooth=True, dots=dot_pen(theme.EPOCHS, 6))
        self.clear()

    def clear(self) -> None:
        """Forget all epochs."""
        self.loss = np.empty(0)
        self.extremes: tuple[float, ...] = ()
        self._taken = 0
        self.trace.clear()

    def take(self, run: "Run", rows: int, on_axis: OnAxis) -> None:
        """Draw the epochs that have ended within the first `rows` iterations."""
        epochs, count = run.epochs, len(run.epochs)
        while count and epochs[count - 1].row >= rows:
            count -= 1
        if count == self._taken:
            return
        self._taken, stride = count, ceil(count / most_epochs)
        drawn = [epochs[index] for index in range((count - 1) % stride, count, stride)]  # with the newest
        self.trace.x = np.array([epoch.row for epoch in drawn], float)
        self.loss = np.array([epoch.loss for epoch in drawn])
        finite = self.loss[np.isfinite(self.loss)]
        if finite.size:
            self.extremes = (float(finite.min()), float(finite.max()))
        self.show(on_axis)

    def show(self, on_axis: OnAxis) -> None:
        """Put the dots where their losses stand on the axis."""
        self.trace.y = on_axis(self.loss)
