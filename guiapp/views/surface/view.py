"""The loss over two axes of parameter space, seen from above, and the path of the run across it."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.analysis import loss_at, unflatten
from core.next_update import NextUpdate, next_update
from core.surface import MAIN_AXES, axes, plane_through, suggested_range
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.views.line import Line
from guiapp.views.plotting.kept_lines import KeptLegend
from guiapp.views.plotting.plot import Plot, follow_button, item_pen
from guiapp.views.plotting.traces import Array
from guiapp.views.surface.contours import Contours
from guiapp.views.surface.ground import Ground
from guiapp.views.surface.kept import KeptPaths, KeptPlaces
from guiapp.views.surface.legend import SurfaceLegend
from guiapp.views.surface.marks import Path, Step, Tail
from guiapp.views.surface.walk import Walk
from guiapp.views.texts import paragraph
from guiapp.wording import number

tail = 20
"""As many of the shown iterations are drawn stronger than those before."""


class SurfaceView(QWidget):
    """Contours of the loss with the path so far, the shown point, the step to come and the least loss."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run."""
        super().__init__(parent)
        self.controller = controller
        self.walk: Walk | None = None
        """None where there is no surface."""
        self._update: NextUpdate | None = None
        """The shown parameters, and the step from there."""
        self._hovered: Array | None = None
        name = self.tr("Loss surface")
        self.contours = Contours()
        self.later, self.path = Path(QColor(theme.RUN_BEFORE)), Path(QColor(theme.MUTED))
        self.tail, self.step = Tail(), Step()
        self.kept_paths, self.kept_places = KeptPaths(), KeptPlaces()
        moving = [self.tail, self.kept_places, self.step]
        self.plot = Plot(name, moving, still=[self.kept_paths], pictured=[self.later, self.path])
        self.plot.show_grid(False)
        self.marks = pg.ScatterPlotItem(pxMode=True)
        self.plot.add(self.contours, self.marks)
        self.ground = Ground(controller, self.plot, self.contours)
        self.reading, self.curvature = Line(), Line()
        self.curvature.setStyleSheet(f"color: {theme.MUTED};")
        self.note = paragraph(colour=theme.MUTED)
        self.legend = SurfaceLegend()
        self.kept = KeptLegend(controller, self.legend)
        self.sheet = QWidget()
        self._lay_out()

        # Translated once: a frame has no time to ask.
        self._reading_text = self.tr("{0} = {1}, {2} = {3}: loss {4}")
        self._curvature_text = self.tr("Curvature {0} along {1}, {2} along {3}; most {4}, least {5}")
        self._main_text = self.tr("Curvature {0} along {1}, {2} along {3}; least {5}")
        self._computing_text = self.tr("Computing the surface ...")
        self._waiting_text = self.tr("The loss surface appears here as soon as the lesson is ready.")
        self._ended_text = self.tr("The run ended before its first iteration.")
        self._no_model_text = self.tr("This lesson has no model, and so no loss surface.")
        self._one_parameter_text = self.tr("A loss surface takes two parameters; this lesson has fewer.")
        self._no_data_text = self.tr("The surface appears after the first iteration: its data are drawn there.")
        box = self.plot.getViewBox()
        box.scene().sigMouseMoved.connect(self._hover)
        box.sigRangeChanged.connect(self._draw_ground)
        self.ground.computing_changed.connect(self._tell_computing)
        self.legend.switched.connect(self._place_marks)
        self.legend.axes.chosen.connect(self._take_axes)
        controller.shape.changed.connect(self._take_shape)
        self.kept.changed.connect(self._take_shape)
        controller.frames.motion_due.connect(self.draw)
        controller.status_changed.connect(self.draw)
        controller.inspection.previewed.connect(self.draw)
        self._take_shape()

    def draw(self) -> None:
        """Draw the path so far and the step at the shown row; the surface too where that depends on the row."""
        walk, controller, shape = self.walk, self.controller, self.controller.shape
        if walk is None or not self.isVisible():
            return
        if walk.take(controller.rows):
            self.plot.show_range(*suggested_range(walk.reach))
        # Of a loss that is not quadratic, a gradient takes passes over the data.
        if shape.quadratic or controller.frames.with_texts or self._update is None:
            self._update = next_update(walk.run, controller.shown, shape.x, shape.y, shape.shapes, shape.quadratic)
        self._place_path(walk)
        self.kept_places.move(self.kept_paths, walk, controller.shown)
        self._place_step(walk)
        if controller.frames.with_texts:
            self._draw_ground()
            self._tell_reading()
        self.plot.layer.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()
        self._draw_ground()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave a surface that nobody sees."""
        self.ground.leave()
        super().hideEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Read out the shown iteration again."""
        super().leaveEvent(event)
        self._hovered = None
        self._tell_reading()

    def _take_shape(self) -> None:
        """Look at another run, or at more of its data."""
        run, shape = self.controller.run, self.controller.shape
        names = axes(shape.shapes, shape.quadratic)
        drawable = run is not None and run.start is not None and shape.x.size > 0 and len(names) > 1
        self.sheet.setVisible(drawable)
        self.note.setVisible(not drawable)
        if drawable:
            self.legend.axes.offer(names)
            self._take_axes()
            return
        self.walk = self._update = None
        self.ground.clear()
        text = self._ended_text if run else self._waiting_text
        if run and not run.lesson.watch.has_model:
            text = self._no_model_text
        elif run and run.start:
            text = self._one_parameter_text if len(names) < 2 else self._no_data_text
        self.note.setText(text)

    def _take_axes(self) -> None:
        """Lay the surface along the chosen axes."""
        run, shape, before = self.controller.run, self.controller.shape, self.walk
        assert run
        self.ground.leave()
        self.walk = walk = Walk(run, self.legend.axes.names, shape.shapes, shape.quadratic)
        self._update = None
        walk.take(self.controller.rows)
        self.kept_paths.take(self.kept.runs, walk, shape.shapes)
        for path in (self.path, self.later):
            path.follow(walk.points)
        names = [_told(name) for name in walk.plane.names]
        self.plot.set_labels(*names)
        self.legend.best.setVisible(shape.quadratic is not None)
        template = self._main_text if walk.plane.names[0] in MAIN_AXES else self._curvature_text
        self.curvature.setText(_curvatures(template, walk, names))
        self.plot.show_range(*suggested_range(walk.reach))
        if before is None or before.run is not run or before.plane.names != walk.plane.names:
            self._hovered = None
            self.plot.follow()
        self._place_marks()
        self._draw_ground()

    def _draw_ground(self) -> None:
        """Draw the loss over what the plot shows."""
        if self.walk and self._update and self.isVisible():
            self.ground.draw(self.walk, self._update.parameters)

    def _place_path(self, walk: Walk) -> None:
        """Draw the path as far as the shown iteration, its end stronger, and what was recorded after that lighter."""
        controller, shown = self.controller, self.controller.shown
        self.path.last = self.later.last = None
        self.path.fast = controller.fast
        self.tail.points = np.empty((0, 2))
        if self.legend.path.isChecked():
            self.path.last = shown
            self.later.last = controller.rows - 1 if not (controller.running or controller.at_end) else None
            if not controller.fast:  # then the newest iterations cannot be told apart
                self.tail.points = walk.points(max(START, shown - tail), shown + 1, tail + 2)

    def _place_step(self, walk: Walk) -> None:
        """Put the point where the shown parameters are, and the arrow to where the next update would take them."""
        update, self.step.here, self.step.there = self._update, None, None
        if update:
            self.step.here = walk.plane.place(update.parameters)
            if self.legend.step.isChecked():
                self.step.there = walk.plane.place(
                    update.parameters - self.controller.inspection.rate_to_try * update.direction
                )

    def _place_marks(self) -> None:
        """Mark where the run began, and the least loss; write losses on the contours or not."""
        walk, spots = self.walk, []
        if walk and self.legend.path.isChecked():
            pen = item_pen(theme.TEXT, 1.6)
            spots.append({"pos": walk.start, "symbol": "o", "size": 9, "brush": theme.BASE, "pen": pen})
        if walk and walk.best is not None and self.legend.best.isChecked():
            for pen in (item_pen(theme.BASE, 4.5), item_pen(theme.TEXT, 2)):
                spots.append({"pos": walk.best, "symbol": "x", "size": 11, "brush": None, "pen": pen})
        self.marks.setData(spots)
        self.contours.labelled = self.legend.numbers.isChecked()
        self.plot.layer.take_new_picture()
        self.draw()

    def _hover(self, position: QPointF) -> None:
        box = self.plot.getViewBox()
        place = box.mapSceneToView(position)
        self._hovered = np.array([place.x(), place.y()]) if box.sceneBoundingRect().contains(position) else None
        self._tell_reading()

    def _tell_reading(self) -> None:
        """Read out the place under the mouse, or the shown parameters."""
        walk, shape, update = self.walk, self.controller.shape, self._update
        if walk is None or update is None:
            self.reading.setText(" ")
            return
        parameters, place = update.parameters, walk.plane.place(update.parameters)
        if self._hovered is not None:
            plane = plane_through(parameters, walk.plane.names, shape.shapes, shape.quadratic)
            parameters, place = plane.point(*self._hovered), self._hovered
        with np.errstate(all="ignore"):
            if shape.quadratic:
                loss = float(shape.quadratic.loss(parameters))
            else:
                loss = loss_at(update.watch, shape.x, shape.y, unflatten(parameters, shape.shapes))
        first, second = (_told(name) for name in walk.plane.names)
        text = self._reading_text.format(first, number(place[0], 4), second, number(place[1], 4), number(loss, 4))
        if text != self.reading.text():
            self.reading.setText(text)
        if not self.controller.running:
            self.plot.setAccessibleDescription(f"{text}. {self.curvature.text()}".strip())

    def _tell_computing(self, computing: bool) -> None:
        self.curvature.setText(self._computing_text if computing else " ")

    def _lay_out(self) -> None:
        """Put the widgets one below the other."""
        # Half a number's room above and beside the plot: its ranges end at round ones.
        self.plot.frame.setContentsMargins(0, 8, 12, 0)
        tip = self.tr("Show the whole path again (double click)")
        header = QHBoxLayout()
        header.addWidget(self.reading, 1)
        header.addWidget(follow_button(self.plot, tip))
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addLayout(header)
        inside.addWidget(self.curvature)
        inside.addWidget(self.plot, 1)
        inside.addLayout(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.addWidget(self.note, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.sheet, 1)


def _told(name: str) -> str:
    """Name an axis as the user reads it."""
    return translated(name) if name in MAIN_AXES else name


def _curvatures(text: str, walk: Walk, names: Sequence[str]) -> str:
    """Tell how much the loss curves along two axes, and at most and at least along any."""
    quadratic = walk.quadratic
    if quadratic is None:
        return " "
    along = [float(direction @ quadratic.hessian @ direction) for direction in walk.plane.directions]
    told = [f"{value:.3g}" for value in (*along, quadratic.eigenvalues[0], quadratic.eigenvalues[-1])]
    return text.format(told[0], names[0], told[1], names[1], told[2], told[3])
