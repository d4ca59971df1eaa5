"""What the views share that draw curves over the iterations."""

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.history import History
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.plotting.plot import Plot, line_pen
from guiapp.views.plotting.traces import Trace
from guiapp.views.texts import Hint

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run


class OverIterations(QWidget):
    """A plot over the iterations, which tells of the one below the mouse and goes to the one that is clicked.

    A view has `plot` and `hint`, and writes the methods that raise NotImplementedError.
    """

    plot: Plot
    hint: Hint

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Begin without rows."""
        super().__init__(parent)
        self.controller = controller
        self.marker = Trace(line_pen(theme.CURSOR))
        """The vertical line at the shown iteration."""
        self._taken = 0
        """How many rows are drawn."""
        self._hovered: int | None = None

    def draw(self) -> None:
        """Draw the rows there are, and the cursor at the shown one."""
        run = self.controller.run
        if not self.isVisible():
            return
        if run is None:
            self.hint.show_if(True)
            return
        if self.controller.rows != self._taken:
            self._take_rows(run.history, self.controller.rows)
        self._draw_beside(run)
        self._choose_range()
        self.hint.show_if(not self._taken and self._is_empty())
        self._place_marker(self.controller.shown)
        self.plot.layer.refresh()
        if self.controller.frames.with_texts:
            self._tell_reading()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def leaveEvent(self, event: QEvent) -> None:
        """Read out the shown iteration again."""
        super().leaveEvent(event)
        self._hovered = None
        self._tell_reading()

    @property
    def told(self) -> int | None:
        """The iteration to read out: the hovered one, or else the shown one; None where it is not recorded."""
        row = self.controller.shown if self._hovered is None else self._hovered
        return row if self.controller.run and 0 <= row < self.controller.rows else None

    def _take_run(self) -> None:
        """Begin with another run."""
        raise NotImplementedError

    def _take_rows(self, history: History, rows: int) -> None:
        """Draw the rows that are new."""
        raise NotImplementedError

    def _choose_range(self) -> None:
        """Have the axes show what is drawn."""
        raise NotImplementedError

    def _tell_reading(self) -> None:
        """Read out the iteration that is to be told."""
        raise NotImplementedError

    def _is_empty(self) -> bool:
        """Whether nothing is drawn beside the present run."""
        raise NotImplementedError

    def _draw_beside(self, run: "Run") -> None:
        """Draw what a view has beside the rows."""

    def _follow(self) -> None:
        """Draw what the controller says, and tell of the iteration below the mouse, from now on."""
        self.controller.run_replaced.connect(self._take_run)
        self.controller.frames.curves_due.connect(self.draw)
        self.controller.status_changed.connect(self.draw)
        scene = self.plot.getViewBox().scene()
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)
        self._take_run()

    def _place_marker(self, shown: int) -> None:
        """Put the vertical line at the shown iteration."""
        self.marker.x = np.empty(0) if shown == START else np.full(2, float(shown))
        self.marker.y = np.array([-np.inf, np.inf])

    def _rows_in_sight(self) -> tuple[int, int]:
        """Return the first row that is drawn within the plot's range, and the one after the last."""
        low, high = self.plot.getViewBox().viewRange()[0]
        start, stop = max(0, floor(low)), min(self._taken, ceil(high) + 2)
        return start, max(start, stop)

    def _hover(self, position: QPointF) -> None:
        row = round(self.plot.getViewBox().mapSceneToView(position).x())
        self._hovered = row if 0 <= row < self.controller.rows else None
        self._tell_reading()

    def _click(self, event: MouseClickEvent) -> None:
        """Go to the iteration that was clicked."""
        if self._hovered is not None and event.button() == Qt.MouseButton.LeftButton and not event.double():
            self.controller.go_to(self._hovered)
