"""A formula of one variable as a curve, with a point on it and the tangent there."""

from math import isfinite, isnan

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.expression import evaluate
from guiapp import theme
from guiapp.views.plotting.plot import LegendEntry, Plot, follow_button, item_pen, line_pen
from guiapp.views.plotting.traces import Trace
from guiapp.wording import plain

curve_points = 401


class TangentPicture(QWidget):
    """The curve stands still; point and tangent come when they are known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._view = (0.0, 1.0, 0.0, 1.0)
        self._variable = self._result = ""
        self.tangent = Trace(line_pen(theme.FIT, 2.5), smooth=True)
        name = self.tr("The curve and its tangent")
        self.plot = Plot(name, [self.tangent])
        self.plot.setMinimumHeight(110)
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # as much as there is
        self.curve = pg.PlotCurveItem(pen=item_pen(theme.DATA, 2), connect="finite", antialias=True)
        self.point = pg.ScatterPlotItem(pxMode=True, size=10, brush=theme.FIT, pen=item_pen(theme.BASE))
        self.plot.add(self.curve, self.point)
        curve, self._tangent_text = self.tr("The formula"), self.tr("Tangent")
        self._slope_text = self.tr("Tangent, slope {value}")
        self.entry = LegendEntry(theme.FIT, Qt.PenStyle.SolidLine, self._tangent_text)
        legend = QHBoxLayout()
        legend.addWidget(LegendEntry(theme.DATA, Qt.PenStyle.SolidLine, curve))
        legend.addWidget(self.entry)
        legend.addStretch()
        tip = self.tr("Show the place of the derivative again (double click)")
        legend.addWidget(follow_button(self.plot, tip))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.plot, 1)
        column.addLayout(legend)

    def show_formula(self, expression: str, variable: str, result: str, x: float) -> None:
        """Draw the formula around x, without what is not finite or far away."""
        half = max(2.0, abs(x))
        across = np.linspace(x - half, x + half, curve_points)
        up = np.asarray(evaluate(expression, **{variable: across}), float)
        finite = up[np.isfinite(up)]
        if finite.size:
            # A pole would leave nothing to see of all the rest.
            low, high = np.percentile(finite, [2, 98])
            y = float(evaluate(expression, **{variable: x}))
            low, high = (min(low, y), max(high, y)) if isfinite(y) else (low, high)
            margin = 0.1 * (high - low) or 1.0
            self._view = (x - half, x + half, low - margin, high + margin)
            up = np.where(np.abs(up - (low + high) / 2) <= 20 * (high - low + margin), up, np.nan)
        self._variable, self._result = variable, result
        self.curve.setData(across, up)
        self.plot.set_labels(variable, result)
        self.plot.show_range(*self._view)
        self.plot.follow()

    def draw(self, x: float, y: float, slope: float) -> None:
        """Draw the point and the tangent, as far as these numbers are known; nan is not."""
        x_low, x_high, y_low, y_high = self._view
        there = isfinite(x) and isfinite(y) and y_low <= y <= y_high
        self.point.setData([x] if there else [], [y] if there else [])
        self.tangent.x = self.tangent.y = np.empty(0)
        if there and isfinite(slope):
            # No steeper line is drawn further than a few pictures up and down.
            reach = min(x_high - x_low, 3 * (y_high - y_low) / max(abs(slope), 1e-300))
            self.tangent.x = np.array([x - reach, x + reach])
            self.tangent.y = y + slope * np.array([-reach, reach])
        self.plot.layer.refresh()
        told = self._tangent_text if isnan(slope) else self._slope_text.format(value=plain(slope))
        self.entry.label.setText(told)
        point = f"{self._variable} = {plain(x)}, {self._result} = {plain(y)}. " if there else ""
        self.plot.setAccessibleDescription(point + told)
