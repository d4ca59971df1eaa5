"""The kept runs as views draw them, behind the present one, and their entries in a legend."""

from collections.abc import Sequence
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from core.history import History, Pyramid
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.kept_runs import Kept, differences
from guiapp.language import translated
from guiapp.views.gradients.line import STYLES
from guiapp.views.plotting.legend import Legend
from guiapp.views.plotting.plot import LegendEntry, line_pen
from guiapp.views.plotting.scales import round_up
from guiapp.views.plotting.traces import Array, Place, Trace
from guiapp.views.texts import settings_text

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

drawn_points = 1000
most_moving = 12
"""As many curves are moved with every frame while it runs fast; the others when texts are written."""
most_entries = 6
longest_name = 120
"""Pixels."""


class KeptLegend(QObject):
    """The kept runs that a view draws, and an entry for each of the first of them in its legend.

    Signals:
        changed(): `runs` are others, or drawn otherwise.
    """

    changed = Signal()

    def __init__(self, controller: Controller, legend: Legend) -> None:
        """Add to a legend, behind what is in it."""
        super().__init__()
        self.runs: list[Kept] = []
        self._controller = controller
        self._legend = legend
        self._entries: list[QWidget] = []
        controller.kept.changed.connect(self._take_runs)
        controller.lesson_changed.connect(self._take_runs)
        self._take_runs()

    def _take_runs(self) -> None:
        runs = self._controller.kept.drawn()
        if runs == self.runs:
            return
        self.runs = runs
        for entry in self._entries:
            self._legend.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._entries = [self._entry(kept, style_of(place)) for place, kept in enumerate(runs[:most_entries])]
        if len(runs) > most_entries:
            more = QLabel(self.tr("and {count} more").format(count=len(runs) - most_entries))
            more.setStyleSheet(f"color: {theme.MUTED};")
            self._entries.append(more)
        for entry in self._entries:
            self._legend.addWidget(entry)
        self.changed.emit()

    def _entry(self, kept: Kept, style: Qt.PenStyle) -> LegendEntry:
        """Name a run, in full where the mouse rests on it."""
        entry = LegendEntry(kept.colour, style)
        entry.label.setTextFormat(Qt.TextFormat.PlainText)  # a name may look like mark-up
        metrics = QFontMetrics(entry.label.font())
        entry.label.setText(metrics.elidedText(kept.name, Qt.TextElideMode.ElideRight, longest_name))
        lesson = kept.run.lesson
        told = [kept.name, translated(lesson.title), *settings_text(lesson, differences(kept.run)).split("\n")]
        entry.setToolTip("<br>".join(escape(line) for line in told))
        return entry


class Lines:
    """Lines that are painted one over the other."""

    def __init__(self, smooth: bool = False) -> None:
        """Start without any."""
        self.smooth = smooth
        self.traces: list[Trace] = []

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Draw the lines; what is far outside, or nan, is brought near."""
        if not self.traces:
            return
        far = 20 * area.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.smooth)
        for trace in self.traces:
            if trace.pen and len(trace.x) > 1:
                across, down = place(trace.x, trace.y)
                painter.setPen(trace.pen)
                painter.drawPolyline(pg.functions.arrayToQPolygonF(across, np.fmin(np.fmax(down, -far), far)))


class KeptCurves(Lines):
    """The curves of kept runs' models, all at one iteration."""

    def __init__(self) -> None:
        """Start without any."""
        super().__init__(smooth=True)
        self._runs: Sequence[Kept] = ()

    def take(self, runs: Sequence[Kept]) -> None:
        """Draw the curves of other runs."""
        self._runs = runs
        self.traces = [Trace(line_pen(kept.colour, 1.5, style_of(place))) for place, kept in enumerate(runs)]

    def move(self, row: int, across: Array, grid: Array, most: int | None) -> None:
        """Draw the first `most` of them at a row, over `across` (n,), where the features are `grid` (n, d)."""
        for kept, trace in zip(self._runs[:most], self.traces, strict=False):
            start = kept.run.start
            if start is None or (start.x.shape[1] if start.x.ndim > 1 else 1) != grid.shape[1]:
                trace.clear()
                continue
            curve = kept.run.lesson.watch.curve(grid, **finite_parameters(kept.run, row))
            trace.x, trace.y = across, np.asarray(curve, float).ravel()


class Thinned:
    """Columns of finished records, thinned to be drawn; each is looked through only once."""

    def __init__(self) -> None:
        """Start without any."""
        self._known: WeakKeyDictionary[History, dict[str, tuple[Array, Array]]] = WeakKeyDictionary()

    def column(self, history: History, name: str) -> tuple[Array, Array]:
        """Return rows and values of a line that looks as a column does; what is not finite is left out."""
        known = self._known.setdefault(history, {})
        if name not in known:
            rows, values = Pyramid(history, name).span(0, len(history), drawn_points)
            finite = np.isfinite(values)
            known[name] = rows[finite], values[finite]
        return known[name]


def style_of(place: int) -> Qt.PenStyle:
    """Return the style of the line of a kept run, by its place in the list: runs differ not in colour alone."""
    return STYLES[(place + 1) % len(STYLES)]  # the present run's line is solid


def extremes(lines: Sequence[tuple[Array, Array]]) -> tuple[float, ...]:
    """Return the least and greatest value of lines; nothing where there is none."""
    values = [values for _, values in lines if values.size]
    if not values:
        return ()
    return min(float(one.min()) for one in values), max(float(one.max()) for one in values)


def last_iteration(rows: int, beside: int, finished: bool) -> float:
    """Return where the iterations of a run with so many rows end, with others beside it that have `beside` rows.

    They end where the others do; a longer run takes more room in steps, so that the axis stands still most of the time.
    """
    if finished and rows > 1:
        return max(rows, beside) - 1.0
    return max(20.0, beside - 1.0 if rows <= beside else round_up(rows))


def finite_parameters(run: "Run", row: int) -> dict[str, Any]:
    """Return the parameters at a row, or its last one; of a diverged row the last ones before it that are numbers.

    Row -1 is the start; empty where the run has none.
    """
    for near in range(min(row, len(run.history) - 1), START, -1):
        values = run.parameters(near)
        if all(all(map(isfinite, value.ravel().tolist())) for value in values.values()):
            return values
    return run.start.values if run.start else {}
