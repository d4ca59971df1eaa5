"""Chooses which two axes of parameter space a surface is drawn over."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from core.surface import MAIN_AXES
from guiapp.language import translated


class AxesChooser(QWidget):
    """Two short lists of axes, hidden where there is nothing to choose. The two are never the same.

    A main axis goes with the other main axis: an element and a main axis are not at right angles.

    Signals:
        chosen(): `names` are others.
    """

    chosen = Signal()

    def __init__(self) -> None:
        """Make it hidden, with no axes."""
        super().__init__()
        self._offered: tuple[str, ...] = ()
        self._names: list[str] = []
        self.boxes = (QComboBox(), QComboBox())
        across, up = self.tr("x axis"), self.tr("y axis")
        tip = self.tr("The parameters on the axes; all others stand as they do in the shown iteration")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for box, text in zip(self.boxes, (across, up), strict=True):
            label = QLabel(text)
            label.setBuddy(box)
            box.setAccessibleName(text)
            box.setToolTip(tip)
            row.addWidget(label)
            row.addWidget(box)
        self.boxes[0].activated.connect(self._choose_across)
        self.boxes[1].activated.connect(self._choose_up)
        self.hide()

    @property
    def names(self) -> tuple[str, str]:
        """Return the chosen axes, as core.surface names them."""
        return self._names[0], self._names[1]

    def offer(self, names: Sequence[str]) -> None:
        """Offer axes, at least two; the choice stays where it can."""
        self.setVisible(len(names) > 2)
        if self._offered == tuple(names):
            return
        self._offered = tuple(names)
        for box in self.boxes:
            box.clear()
            box.addItems([translated(name) if name in MAIN_AXES else name for name in names])
        if not self._names or not {*self._names} <= {*names}:
            self._names = [names[0], names[1]]
        self._show()

    def _choose_across(self, index: int) -> None:
        self._choose(0, self._offered[index])

    def _choose_up(self, index: int) -> None:
        self._choose(1, self._offered[index])

    def _choose(self, place: int, name: str) -> None:
        """Take a choice; the other axis gives way where the two do not go together."""
        before, other = self._names[place], self._names[1 - place]
        self._names[place] = name
        if name == other:
            self._names[1 - place] = before
        elif (name in MAIN_AXES) != (other in MAIN_AXES):
            fitting = [one for one in self._offered if (one in MAIN_AXES) == (name in MAIN_AXES) and one != name]
            self._names[1 - place] = fitting[0]
        self._show()
        if name != before:
            self.chosen.emit()

    def _show(self) -> None:
        for box, name in zip(self.boxes, self._names, strict=True):
            box.setCurrentIndex(self._offered.index(name))
