"""The row below a loss surface: what its marks mean, switches for them, and the axes to choose."""

from PySide6.QtCore import Signal

from guiapp import theme
from guiapp.views.plotting.legend import Legend
from guiapp.views.surface.axes import AxesChooser
from guiapp.views.surface.marks import draw_cross, draw_path, draw_step, sample
from guiapp.widgets.switch import Switch


class SurfaceLegend(Legend):
    """Switches for the path, the next step, the least loss and the numbers, and the chooser of the axes.

    Signals:
        switched(): one of the switches is on or off.
    """

    switched = Signal()

    def __init__(self) -> None:
        """Make it with everything switched on."""
        super().__init__()
        path, path_tip = self.tr("Path"), self.tr("The parameters after each iteration so far, from the circle on")
        step, step_tip = self.tr("Next step"), self.tr("Where the next update leads, for the loss over all data")
        least, least_tip = self.tr("Least loss"), self.tr("The parameters with the least loss, computed directly")
        numbers, numbers_tip = self.tr("Numbers"), self.tr("Write the loss on the contour lines")
        self.path, self.step, self.best, self.numbers = (Switch(text) for text in (path, step, least, numbers))
        self.path.setIcon(sample(theme.TEXT, draw_path))
        self.step.setIcon(sample(theme.CURSOR, draw_step))
        self.best.setIcon(sample(theme.TEXT, draw_cross))
        for switch, tip in (
            (self.path, path_tip),
            (self.step, step_tip),
            (self.best, least_tip),
            (self.numbers, numbers_tip),
        ):
            switch.setChecked(True)
            switch.setToolTip(tip)
            switch.toggled.connect(self.switched)
            self.addWidget(switch)
        self.axes = AxesChooser()
        self.addWidget(self.axes)
