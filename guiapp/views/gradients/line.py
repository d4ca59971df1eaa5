"""One line of the gradients' plot."""

from collections.abc import Callable
from math import inf, isfinite

from PySide6.QtCore import Qt

from core.history import Pyramid
from guiapp import theme
from guiapp.views.plotting.plot import line_pen, sample
from guiapp.views.plotting.traces import Array, Growth
from guiapp.widgets.switch import Switch

# Neighbours differ in style too, not in colour alone.
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DotLine)


class GradientLine:
    """The recorded gradient of one parameter element, as far as it is drawn, and its switch."""

    def __init__(self, index: int, whole: Callable[["GradientLine"], tuple[Array, Array]]) -> None:
        """Make it empty; `whole` returns x and y of a line."""
        colour, self.style = theme.SERIES[index], STYLES[index % len(STYLES)]
        self.switch = Switch()
        self.switch.setChecked(True)
        self.switch.setIcon(sample(colour, self.style))
        self.growth = Growth(line_pen(colour, 1, self.style), lambda: whole(self))
        self.take("", "")

    def take(self, column: str, label: str) -> None:
        """Stand for another column of the history; none where the name is empty."""
        self.column, self.label = column, label
        self.pyramid: Pyramid | None = None
        self.extremes = (inf, -inf)
        self.switch.setText(label)
        self.switch.setVisible(bool(column))

    @property
    def shown(self) -> bool:
        """Whether it is to be seen."""
        return bool(self.column) and self.switch.isChecked()

    def widen(self, *values: float) -> None:
        """Note that these finite values are there."""
        low, high = self.extremes
        finite = [value for value in values if isfinite(value)]
        self.extremes = min([low, *finite]), max([high, *finite])
