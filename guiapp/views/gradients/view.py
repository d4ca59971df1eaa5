"""The gradients over the iterations."""

from math import ceil, floor, inf, isfinite, log10

import numpy as np
from pyqtgraph import InfiniteLine
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.history import History, Pyramid
from core.recorder import elements
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.gradients.line import GradientLine
from guiapp.views.line import Line
from guiapp.views.plotting.kept_lines import KeptLegend, Lines, Thinned, extremes, last_iteration, style_of
from guiapp.views.plotting.legend import Legend
from guiapp.views.plotting.over_iterations import OverIterations
from guiapp.views.plotting.plot import Plot, follow_button, item_pen, line_pen
from guiapp.views.plotting.scales import SignedLog, SignedLogAxis, round_up
from guiapp.views.plotting.traces import Array, Trace
from guiapp.views.texts import Hint
from guiapp.widgets.switch import Switch
from guiapp.wording import number

drawn_points = 1000
most_new_rows = 2000


class GradientsView(OverIterations):
    """Each parameter element's gradient with the shown iteration, on an axis that is logarithmic both up and down."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there are rows."""
        super().__init__(controller, parent)
        self.scale = SignedLog()
        self._kept_rows, self._kept_extremes = 0, extremes([])
        self.lines = [GradientLine(index, self.whole_line) for index in range(len(theme.SERIES))]
        name = self.tr("Gradients over the iterations")
        self.axis = SignedLogAxis("left")
        self.kept_lines, self._thinned = Lines(), Thinned()
        growths = [line.growth for line in self.lines]
        self.plot = Plot(name, [self.marker], growths, still=[self.kept_lines], left=self.axis)
        self.plot.add(InfiniteLine(0, angle=0, pen=item_pen(theme.MUTED)))
        text = self.tr("The gradients appear here, a point an iteration.")
        self.hint = Hint(self.plot.viewport(), text, self.plot.getAxis("left").width())
        x, y = self.tr("Iteration"), self.tr("Gradient")
        self.plot.set_labels(x, y)
        self.reading = Line()
        text = self.tr("Logarithmic")
        self.log_switch = Switch(text)
        self.log_switch.setChecked(True)
        tip = self.tr("Draw the gradients on an axis that is logarithmic on both sides of zero")
        self.log_switch.setToolTip(tip)
        self.log_switch.toggled.connect(self._change_scale)
        self.more = QLabel()
        self.more.setStyleSheet(f"color: {theme.MUTED};")
        # Translated once: a frame has no time to ask.
        self._reading_text = self.tr("Iteration {0}: {1}")
        self._more_text = self.tr("The first {shown} of {count} are drawn.")
        self._none_text = self.tr("This program leaves no gradients that could be drawn.")

        header = QHBoxLayout()
        header.addWidget(self.reading, 1)
        header.addWidget(self.log_switch)
        whole = self.tr("Show the whole curves again (double click)")
        header.addWidget(follow_button(self.plot, whole))
        legend = Legend()
        for line in self.lines:
            line.switch.toggled.connect(self._change_scale)
            legend.addWidget(line.switch)
        legend.addWidget(self.more)
        self.kept = KeptLegend(controller, legend)
        self.kept.changed.connect(self._change_scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        column.addLayout(header)
        column.addWidget(self.plot, 1)
        column.addLayout(legend)
        self._follow()

    def whole_line(self, line: GradientLine) -> tuple[Array, Array]:
        """Return a line as far as it is drawn, and as closely as can be seen."""
        if line.pyramid is None or not line.shown:
            return np.empty(0), np.empty(0)
        return self._on_axis(*line.pyramid.span(*self._rows_in_sight(), drawn_points))

    def _is_empty(self) -> bool:
        return not self.kept_lines.traces

    def _take_run(self) -> None:
        """Clear the lines for another run, and name them."""
        run = self.controller.run
        self._taken, self._hovered, self.scale = 0, None, SignedLog()
        pairs = []
        if run and run.start:
            gradients = run.lesson.watch.gradients
            for name, value in run.start.values.items():
                columns, labels = (
                    elements(text, value.shape) for text in (f"{name}.grad", gradients.get(name, f"{name}.grad"))
                )
                pairs += zip(columns, labels, strict=True)
        self.more.setVisible(len(pairs) > len(self.lines))
        self.more.setText(self._more_text.format(shown=len(self.lines), count=len(pairs)))
        for index, line in enumerate(self.lines):
            line.take(*(pairs[index] if index < len(pairs) else ("", "")))
        self.marker.clear()
        self.reading.setText(" ")
        self.plot.follow()
        self._change_scale()

    def _take_rows(self, history: History, rows: int) -> None:
        """Draw the rows that are new; if they are many, all of the lines again."""
        first, many = max(0, self._taken - 1), rows - self._taken > most_new_rows
        begins, self._taken = not self._taken, rows
        for index, line in enumerate(self.lines):
            if line.column not in history.columns:
                continue
            if line.pyramid is None:
                line.pyramid = Pyramid(history, line.column)
            if many:
                line.widen(*line.pyramid.extremes())
                continue
            part = history.column(line.column, first, rows)
            finite = part[np.isfinite(part)]
            if finite.size:
                line.widen(float(finite.min()), float(finite.max()))
            if line.shown and not begins:
                self.plot.layer.grow(*self._on_axis(np.arange(first, rows, dtype=float), part), index)
        if begins:
            self.scale = self._fitting_scale(history)
            self._change_scale()
        elif many:
            self.plot.layer.take_new_picture()

    def _change_scale(self) -> None:
        """Draw everything that is switched on, on the axis that is switched on."""
        if not self._taken and self.kept.runs:
            self.scale = self._fitting_scale(self.kept.runs[0].run.history)
        self.axis.set_scale(self.scale if self.log_switch.isChecked() else None)
        self._place_kept()
        self._choose_range()
        self.plot.layer.take_new_picture()
        self._tell_reading()

    def _fitting_scale(self, history: History) -> SignedLog:
        """Choose a scale for what a history begins with."""
        first = history.row(0)
        return fitting_scale([first.get(line.column, np.nan) for line in self.lines])

    def _place_kept(self) -> None:
        """Draw the gradients of the kept runs, as far as they have the same ones."""
        self._kept_rows, lines = 0, []
        self.kept_lines.traces = []
        for place, kept in enumerate(self.kept.runs):
            history = kept.run.history
            for line in self.lines:
                if line.shown and line.column in history.columns:
                    rows, values = self._thinned.column(history, line.column)
                    pen = line_pen(kept.colour, 1, style_of(place))
                    x, y = self._on_axis(rows, values)
                    self.kept_lines.traces.append(Trace(pen, x=x, y=y))
                    self._kept_rows = max(self._kept_rows, len(history))
                    lines.append((rows, values))
        self._kept_extremes = extremes(lines)

    def _on_axis(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where gradients stand in the plot; where there is none, nothing does."""
        known = ~np.isnan(y)
        x, y = x[known], y[known]
        return x, self.scale.place(y) if self.log_switch.isChecked() else y

    def _choose_range(self) -> None:
        """Show all rows; the range grows in steps, so that the axes stand still most of the time."""
        ends = [*self._kept_extremes, *(end for line in self.lines if line.shown for end in line.extremes)]
        ends = [0.0, *filter(isfinite, ends)]
        low, high = min(ends), max(ends)
        last = last_iteration(self._taken, self._kept_rows, self.controller.finished)
        if self.log_switch.isChecked():
            low, high = self.scale.place(np.array([low, high])).tolist()
            low, high = floor(2 * low - 0.3) / 2, ceil(2 * high + 0.3) / 2
        else:
            low, high = (np.sign(end) * round_up(abs(end)) if end else 0.0 for end in (low, high))
            margin = 0.05 * (high - low or 1.0)
            low, high = low - margin, high + margin
        self.plot.show_range(-0.02 * last, 1.02 * last, low, high)

    def _tell_reading(self) -> None:
        """Read out the hovered iteration, or the shown one."""
        row, run = self.told, self.controller.run
        if run is None or row is None:
            text = " "
        elif not any(line.extremes[0] < inf for line in self.lines):
            text = self._none_text
        else:
            values = run.history.row(row)
            told = [f"{line.label} {number(values[line.column], 4)}" for line in self.lines if line.shown]
            text = self._reading_text.format(row, ", ".join(told))
        if text != self.reading.text():
            self.reading.setText(text)
            self.reading.setStyleSheet(f"color: {theme.MUTED if text == self._none_text else theme.TEXT};")
        if not self.controller.running:
            self.plot.setAccessibleDescription(text.strip())


def fitting_scale(first: list[float]) -> SignedLog:
    """Choose a scale for gradients that begin with these: linear from a hundredth of the least of them on."""
    sizes = [abs(value) for value in first if isfinite(value) and value]
    if not sizes:
        return SignedLog()
    least, largest = (floor(log10(size)) for size in (min(sizes), max(sizes)))
    return SignedLog(10.0 ** max(least - 2, largest - 4, -300))
