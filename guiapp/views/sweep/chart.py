"""The points of a sweep: a curve over one hyperparameter, or a map over two."""

from math import isfinite, log10
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.sweep_axes import Axis
from guiapp import theme
from guiapp.sweep_result import ENDING, LOSS, SweepResult, ending, written
from guiapp.views.next_step.rate_axis import rate_text
from guiapp.views.plotting.legend import Legend, legend_row
from guiapp.views.plotting.plot import LegendEntry, Plot, dot_pen, follow_button, item_pen, line_pen
from guiapp.views.plotting.traces import Trace
from guiapp.views.sweep.cells import LOOKS, Cells, ColourBar, EndingEntry, Scale, ending_colour
from guiapp.views.sweep.places import AcrossAxis, edges, is_number, limit_line, places, within

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.sweep_point import Point

near = 30.0
"""Pixels: a point of a curve is hovered from as far beside it."""
names_width, numbers_width = 96, 68


class SweepChart(QWidget):
    """Draws a sweep's points as far as they are there; the mouse tells what one is, a click opens its run.

    Signals:
        opened(Point): the user wants to see this run.
    """

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        """Make it empty; `name` is what a screen reader calls it."""
        super().__init__()
        self.result: SweepResult | None = None
        self.measure = LOSS
        self.hovered: Point | None = None
        self._spots: dict[tuple[int, ...], tuple[float, float]] = {}
        """Where the points are drawn."""
        self.limit = Trace(line_pen(theme.BAD, 1.5, Qt.PenStyle.DashLine))
        self.mark = Trace(None, smooth=True, dots=dot_pen(theme.CURSOR, 11))
        self.plot = Plot(name, [self.mark, self.limit], bottom=AcrossAxis("bottom"))
        self.curve = pg.PlotCurveItem(pen=item_pen(theme.LOSS, 1.5), connect="finite", antialias=True)
        self.dots = pg.ScatterPlotItem(pxMode=True, size=6, pen=None, brush=theme.LOSS)
        self.apart = pg.ScatterPlotItem(pxMode=True, size=10)
        self.cells = Cells()
        self.plot.add(self.cells, self.curve, self.dots, self.apart)
        self.bar = ColourBar()
        self.reading = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reading.setFixedHeight(2 * self.fontMetrics().height())  # a plot that moves with a text cannot be read
        legend = Legend()
        self.endings = {stopped: EndingEntry(stopped, ending(stopped)) for stopped in LOOKS}
        for entry in self.endings.values():
            legend.addWidget(entry)
        self._limit_text, self._limits_text = self.tr("largest stable {0}"), self.tr("largest stable learning rate")
        self._hint = self.tr("Point at a run to read it, or press N or P; a click or Return opens it.")
        self._summary = self.tr("{count} runs; the least final loss: {run}")
        self.limit_entry = LegendEntry(theme.BAD, Qt.PenStyle.DashLine)
        legend.addWidget(self.limit_entry)
        tip = self.tr("Show the whole sweep again (double click)")
        middle = QHBoxLayout()
        middle.addWidget(self.plot, 1)
        middle.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.reading)
        column.addLayout(middle, 1)
        column.addLayout(legend_row(legend, follow_button(self.plot, tip)))
        scene = self.plot.getViewBox().scene()
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)

    def show_result(self, result: SweepResult, measure: int) -> None:
        """Draw another sweep, or another figure of its points; more points of the same one keep the range."""
        another = result is not self.result or measure != self.measure
        self.result, self.measure = result, measure
        self.draw()
        if another:
            self.hovered = None
            self.plot.follow()
            self._tell()

    def draw(self) -> None:
        """Draw the points that are there."""
        result = self.result
        if result is None:
            return
        two = len(result.axes) == 2
        self.bar.setVisible(two and self.measure != ENDING)
        for item, shown in ((self.curve, not two), (self.dots, not two), (self.apart, not two), (self.cells, two)):
            item.setVisible(shown)
        (self._draw_cells if two else self._draw_curve)(result)
        self._name_axis("bottom", result.axes[0])
        present = {point.stopped for point in result.points.values() if _has_no_figure(result, point, self.measure)}
        for stopped, entry in self.endings.items():
            entry.setVisible(stopped in present)
            entry.show_cell(two)
        self._draw_limit(result)
        self.plot.show_grid(not two)
        self.plot.layer.take_new_picture()
        self._describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from run to run with N and P, or . and , and open one on Return."""
        if event.key() in (Qt.Key.Key_N, Qt.Key.Key_Period):
            self._go(1)
        elif event.key() in (Qt.Key.Key_P, Qt.Key.Key_Comma):
            self._go(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered:
            self.opened.emit(self.hovered)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        """Mark the run `step` further on, from the first one on."""
        points = [point for _, point in sorted(self.result.points.items())] if self.result else []
        if points:
            here = points.index(self.hovered) if self.hovered in points else -1 if step > 0 else 0
            self._mark(points[(here + step) % len(points)])

    def leaveEvent(self, event: QEvent) -> None:
        """Read out no point."""
        super().leaveEvent(event)
        self._mark(None)

    def _draw_curve(self, result: SweepResult) -> None:
        """Draw a curve; what has no figure stands apart at the top."""
        found = sorted(result.points.items())
        at = places(result.axes[0])[[place[0] for place, _ in found]] if found else np.empty(0)
        values = np.array([result.value(point, self.measure) for _, point in found], float)
        scale = Scale(values)
        left = self.plot.getAxis("left")
        endings = list(LOOKS)
        if self.measure == ENDING:
            low, high = -0.5, len(endings) - 0.5
            heights = np.array([endings.index(point.stopped) for _, point in found], float)
            left.setTicks([[(float(index), ending(stopped)) for index, stopped in enumerate(endings)]])
        else:
            values = np.log10(values) if scale.log else values
            low, high = (log10(scale.low), log10(scale.high)) if scale.log else (scale.low, scale.high)
            span = high - low or abs(high) or 1.0
            top = high + 0.12 * span
            heights = np.where(np.isfinite(values), values, top)
            low, high = low - 0.06 * span, top + 0.06 * span
            left.setTicks(None)
        left.setWidth(names_width if self.measure == ENDING else numbers_width)
        left.setLogMode(y=scale.log and self.measure != ENDING)
        texts = [self.tr("Final loss"), self.tr("Iterations to the stop rule"), " "]
        self.plot.set_label("left", texts[self.measure])
        order = np.argsort(at)
        self.curve.setData(at[order], values[order])
        known = np.isfinite(values)
        self.dots.setData(at[known], heights[known])
        others = [point for (_, point), shown in zip(found, known, strict=True) if not shown]
        self.apart.setData(
            [
                {
                    "pos": (x, y),
                    "symbol": LOOKS[point.stopped][0],
                    "pen": item_pen(ending_colour(point.stopped), 1.5),
                    "brush": theme.BASE,
                }
                for x, y, point in zip(at[~known], heights[~known], others, strict=True)
            ]
        )
        self._spots = {place: (x, y) for (place, _), x, y in zip(found, at, heights, strict=True)}
        ends = edges(result.axes[0])
        self._show(ends.min(), ends.max(), low, high)

    def _draw_cells(self, result: SweepResult) -> None:
        """Draw a map: the first hyperparameter across, the second one up."""
        across, up = (edges(axis) for axis in result.axes)
        values = np.array([result.value(point, self.measure) for point in result.points.values()], float)
        scale = Scale(values)
        self.bar.show_scale(scale)
        cells: list[tuple[QRectF, QColor | str]] = []
        self._spots = {}
        for ((i, j), point), value in zip(result.points.items(), values, strict=True):
            rect = QRectF(QPointF(across[i, 0], up[j, 0]), QPointF(across[i, 1], up[j, 1]))
            cells.append((rect, scale.colour(value) if isfinite(value) else point.stopped))
            self._spots[i, j] = (rect.center().x(), rect.center().y())
        bounds = QRectF(QPointF(across.min(), up.min()), QPointF(across.max(), up.max()))
        self.cells.show_cells(cells, bounds)
        self.plot.getAxis("left").setWidth(numbers_width if is_number(result.axes[1]) else names_width)
        self._name_axis("left", result.axes[1])
        self._show(across.min(), across.max(), up.min(), up.max())

    def _draw_limit(self, result: SweepResult) -> None:
        """Draw the largest stable learning rate, where one of the axes is the learning rate."""
        limits, self.limit.x, self.limit.y = limit_line(result)
        self.limit_entry.setVisible(bool(limits))
        alone = limits and len(result.axes) == 1
        text = self._limit_text.format(rate_text(limits[0])) if alone else self._limits_text
        self.limit_entry.label.setText(text)

    def _name_axis(self, side: str, axis: Axis) -> None:
        assert self.result
        self.plot.set_label(side, self.result.label(axis))
        item = self.plot.getAxis(side)
        item.setLogMode(**{"x" if side == "bottom" else "y": axis.log})
        words = [(float(place), written(value)) for place, value in zip(places(axis), axis.values, strict=True)]
        item.setTicks(None if is_number(axis) else [words])

    def _show(self, left: float, right: float, low: float, high: float) -> None:
        self.plot.show_range(float(left), float(right), float(low), float(high))

    def _hover(self, position: QPointF) -> None:
        self._mark(self._at(position))

    def _click(self, event: MouseClickEvent) -> None:
        """Open the run that was clicked."""
        point = self._at(event.scenePos())
        if point and event.button() == Qt.MouseButton.LeftButton and not event.double():
            self.opened.emit(point)

    def _at(self, position: QPointF) -> "Point | None":
        """Return the point below the mouse: the nearest one of a curve, the cell of a map."""
        result, box = self.result, self.plot.getViewBox()
        if result is None or not result.points or not box.sceneBoundingRect().contains(position):
            return None
        spot = box.mapSceneToView(position)
        if len(result.axes) == 1:
            pixel = box.viewPixelSize()[0]
            place = min(self._spots, key=lambda one: abs(self._spots[one][0] - spot.x()))
            return result.points[place] if abs(self._spots[place][0] - spot.x()) <= near * pixel else None
        place = tuple(within(edges(axis), at) for axis, at in zip(result.axes, (spot.x(), spot.y()), strict=True))
        return result.points.get(place)  # type: ignore[arg-type] (there is none at None)

    def _mark(self, point: "Point | None") -> None:
        """Mark a point and read it out, or none."""
        if point is self.hovered:
            return
        self.hovered = point
        self.mark.clear()
        if point and self.result:
            place = next(place for place, one in self.result.points.items() if one is point)
            x, y = self._spots[place]
            self.mark.x, self.mark.y = np.array([x]), np.array([y])
        self.plot.layer.refresh()
        self._tell()

    def _tell(self) -> None:
        text = self.result.tell(self.hovered) if self.result and self.hovered else self._hint
        self.reading.setText(text)
        self.reading.setToolTip(text)
        self._describe()

    def _describe(self) -> None:
        """Say in words what is marked, or what has come of all."""
        result = self.result
        known = [point for point in result.points.values() if isfinite(result.value(point, LOSS))] if result else []
        if result and known and not self.hovered:
            least = min(known, key=lambda point: result.value(point, LOSS))
            told = self._summary.format(count=len(result.points), run=result.tell(least))
            self.plot.setAccessibleDescription(f"{told} {self._hint}")
        else:
            self.plot.setAccessibleDescription(self.reading.text())


def _has_no_figure(result: SweepResult, point: "Point", measure: int) -> bool:
    """Whether a point has no figure, and is drawn by how it ended."""
    return not isfinite(result.value(point, measure))
