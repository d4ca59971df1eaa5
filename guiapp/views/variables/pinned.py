"""The pinned variables as curves over the iterations."""

from functools import partial
from math import ceil, floor, inf, isfinite, isnan, nan
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.history import History, Pyramid
from core.recorded_variables import column_of
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.gradients.line import STYLES
from guiapp.views.plotting.kept_lines import last_iteration
from guiapp.views.plotting.legend import Legend, legend_row
from guiapp.views.plotting.plot import LegendEntry, Plot, dot_pen, follow_button, line_pen, sample
from guiapp.views.plotting.scales import round_up
from guiapp.views.plotting.traces import Array, Growth, Trace
from guiapp.wording import number

if TYPE_CHECKING:
    from core.run import Run

colours = 5
"""So many of the palette are used."""
drawn_points = 1000
most_new_rows = 2000
low_height, good_height = 90, 110
"""Pixels of the plot: the least it gets, and what it has before there is room for the legend."""
largest = 1e100
"""Greater values are out of the picture: pyqtgraph cannot draw an axis for them."""


class PinnedPlot(QWidget):
    """One curve for each pinned variable, and a legend with its value; hidden while nothing is pinned."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the plot, hidden."""
        super().__init__(parent)
        self.controller = controller
        self.curves: dict[str, Curve] = {}
        self.entries: dict[str, PinEntry] = {}
        self._growths: list[Growth] = []
        self._traces: list[Trace] = []
        self._marker = Trace(line_pen(theme.CURSOR))
        name = self.tr("Pinned variables over the iterations")
        self._iteration_text, self._statement_text = self.tr("Iteration"), self.tr("Statement")
        self.plot = Plot(name, self._traces, self._growths)
        whole = self.tr("Show the whole curves again (double click)")
        self._unpin_text = self.tr("Unpin {name}")
        self._recorded_tip = self.tr("{name}: recorded from the start.")
        self._since_tip = self.tr("{name}: known from iteration {first} on, since it was pinned.")
        self._awaited_tip = self.tr("{name}: not recorded yet.")
        self._legend = Legend()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.plot, 1)
        self.follow = follow_button(self.plot, whole)
        column.addLayout(legend_row(self._legend, self.follow))
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.plot.setMinimumHeight(low_height)
        self.hide()
        controller.frames.curves_due.connect(self.draw)
        controller.status_changed.connect(self.draw)

    @property
    def marks(self) -> dict[str, QIcon]:
        """Return a piece of each curve's line, by the variable's name."""
        return {name: sample(curve.colour, curve.style) for name, curve in self.curves.items()}

    def take_pins(self) -> None:
        """Have a curve and a legend entry for each pin, those that were there in their colours."""
        pins = self.controller.inspection.pins
        for name in self.curves.keys() - pins:
            del self.curves[name]
            self._legend.removeWidget(self.entries[name])
            self.entries.pop(name).deleteLater()
        for name in sorted(pins - self.curves.keys()):
            used = [(curve.colour, curve.style) for curve in self.curves.values()]
            # No two neighbours differ in colour alone; with all of them there is no pair twice.
            styles = [
                (colour, STYLES[(turn + index) % 4])
                for turn in range(4)
                for index, colour in enumerate(theme.SERIES[:colours])
            ]
            colour, style = next((look for look in styles if look not in used), styles[0])
            self.curves[name] = Curve(self.plot, colour, style)
            self.entries[name] = entry = PinEntry(name, colour, style, self._unpin_text.format(name=name))
            entry.button.clicked.connect(partial(self.controller.inspection.toggle_pin, name))
            self._legend.addWidget(entry)
        lesson = self.controller.lesson
        across = self._statement_text if lesson and lesson.watch.formula else self._iteration_text
        self.plot.set_label("bottom", across)
        self._legend.update()
        self._growths[:] = [curve.growth for curve in self.curves.values()]
        self._traces[:] = [*(curve.dot for curve in self.curves.values()), self._marker]
        self.plot.layer.take_new_picture()
        self.setVisible(bool(self.curves))
        self._use_room()
        self.draw()

    def draw(self) -> None:
        """Draw the rows there are, and the cursor at the shown one."""
        run, shown, rows = self.controller.run, self.controller.shown, self.controller.rows
        if run is None or not self.isVisible():
            return
        for index, (name, curve) in enumerate(self.curves.items()):
            curve.look_at(*record_of(run, name))
            curve.take_rows(index, rows)
            curve.place_dot(shown)
            if self.controller.frames.with_texts:
                self.entries[name].tell(curve.value(shown))
                self._set_tip(run, name, curve)
        self._choose_range(rows)
        self._marker.x = np.empty(0) if shown == START else np.full(2, float(shown))
        self._marker.y = np.array([-np.inf, np.inf])
        if not self.controller.running:
            self.plot.setAccessibleDescription(", ".join(entry.label.text() for entry in self.entries.values()))
        self.plot.layer.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the plot could not be seen."""
        super().showEvent(event)
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the legend where there is room."""
        super().resizeEvent(event)
        self._use_room()

    def _use_room(self) -> None:
        """Where the legend has no room leave it out: the table above has the same lines and values."""
        width = sum(entry.sizeHint().width() + theme.SPACE for entry in self.entries.values())
        lines = ceil(width / max(1, self.width() - self.follow.width()))
        height = max((entry.sizeHint().height() for entry in self.entries.values()), default=0)
        roomy = self.height() >= good_height + lines * (height + 2)
        for entry in (*self.entries.values(), self.follow):
            entry.setVisible(roomy)
        self.plot.getAxis("bottom").showLabel(roomy)

    def _set_tip(self, run: "Run", name: str, curve: "Curve") -> None:
        text = self._since_tip if name in run.pinned else self._recorded_tip
        if curve.pyramid is None:
            text = self._awaited_tip
        tip = text.format(name=name, first=curve.first)
        if tip != self.entries[name].toolTip():
            self.entries[name].setToolTip(tip)

    def _choose_range(self, rows: int) -> None:
        """Show all rows; the range grows in steps, so that the axes stand still most of the time."""
        last = last_iteration(rows, 0, self.controller.finished)
        low = max(-largest, min((curve.low for curve in self.curves.values()), default=inf))
        high = min(largest, max((curve.high for curve in self.curves.values()), default=-inf))
        if low > high:
            low, high = 0.0, 1.0
        step = round_up(high - low if high > low else abs(high) or 1.0) / 5
        low, high = floor(low / step - 0.1) * step, ceil(high / step + 0.1) * step
        self.plot.show_range(-0.02 * last, 1.02 * last, low, high)


class Curve:
    """The values of one pinned variable, as far as they are recorded."""

    def __init__(self, plot: Plot, colour: str, style: Qt.PenStyle) -> None:
        """Make an empty curve of `plot`."""
        self.colour, self.style = colour, style
        self.growth = Growth(line_pen(colour, style=style), self.whole)
        self.dot = Trace(None, dots=dot_pen(colour, 6))
        self.pyramid: Pyramid | None = None
        self.first = 0
        self.low, self.high = inf, -inf
        self._plot = plot
        self._taken = 0

    def look_at(self, record: History | None, column: str, first: int) -> None:
        """Draw a column of `record`, whose first row is that of iteration `first`."""
        if record is not (self.pyramid.history if self.pyramid else None):
            self.pyramid = None if record is None else Pyramid(record, column)
            self.first, self._taken = first, 0
            self.low, self.high = inf, -inf
            self._plot.layer.take_new_picture()

    def take_rows(self, index: int, rows: int) -> None:
        """Draw the rows that are new, as the plot's growth `index`; if they are many, the whole curve again."""
        if self.pyramid is None:
            return
        taken, self._taken = self._taken, max(0, min(rows - self.first, len(self.pyramid.history)))
        if self._taken - taken > most_new_rows:
            extremes = np.array(self.pyramid.extremes())
            self._plot.layer.take_new_picture()
        else:
            x, extremes = finite(*self.pyramid.span(max(0, taken - 1), self._taken, most_new_rows + 1))
            self._plot.layer.grow(x + self.first, extremes, index)
        if extremes.size and isfinite(extremes[0]):
            self.low, self.high = min(self.low, float(extremes.min())), max(self.high, float(extremes.max()))

    def whole(self) -> tuple[Array, Array]:
        """Return the curve as far as it is drawn, and as closely as can be seen."""
        if self.pyramid is None:
            return np.empty(0), np.empty(0)
        low, high = self._plot.getViewBox().viewRange()[0]
        start, stop = max(0, floor(low) - self.first), min(self._taken, ceil(high) + 2 - self.first)
        x, y = self.pyramid.span(start, max(start, stop), drawn_points)
        return finite(x + self.first, y)

    def value(self, row: int) -> float:
        """Return the value at an iteration; nan where it is not known."""
        if self.pyramid is None or not 0 <= row - self.first < self._taken:
            return nan
        return float(self.pyramid.history.column(self.pyramid.column, row - self.first, row - self.first + 1)[0])

    def place_dot(self, row: int) -> None:
        """Put the dot at an iteration."""
        self.dot.x, self.dot.y = finite(np.array([float(row)]), np.array([self.value(row)]))


class PinEntry(LegendEntry):
    """A line of the legend: the variable with its present value, and a button that unpins it."""

    def __init__(self, name: str, colour: str, style: Qt.PenStyle, tip: str) -> None:
        """Make the entry; `tip` says what the button does."""
        super().__init__(colour, style)
        self.name = name
        self.button = QToolButton(autoRaise=True)
        self.button.setText("×")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)
        layout = self.layout()
        assert layout
        layout.addWidget(self.button)
        # Of a fixed size, so that another number does not lay out the window again.
        self.label.setText(f"{name} = −1.2346e−05")
        self.label.setFixedSize(self.label.sizeHint())
        self.tell(nan)

    def tell(self, value: float) -> None:
        """Write the value; a dash for nan."""
        whole = isfinite(value) and value.is_integer() and abs(value) < 1e6
        text = "–" if isnan(value) else f"{value:.0f}".replace("-", "−") if whole else number(value, 5)
        text = f"{self.name} = {text}"
        if text != self.label.text():
            self.label.setText(text)


def record_of(run: "Run", name: str) -> tuple[History | None, str, int]:
    """Return the record with a variable's values, the column, and the iteration of its first row."""
    column = column_of(run.lesson.watch, name)
    if column:
        return (run.history if column in run.history.columns else None), column, 0
    pinned = run.pinned.get(name)
    return (pinned.record, "value", pinned.first) if pinned else (None, "", 0)


def finite(x: Array, y: Array) -> tuple[Array, Array]:
    """Leave out the points whose y is not finite."""
    known = np.isfinite(y)
    return x[known], y[known]
