"""Chooses which of several features is the x axis."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget


class FeatureChooser(QWidget):
    """A short list of features, hidden where there is only one.

    Signals:
        chosen(): `feature` is another one.
    """

    chosen = Signal()

    def __init__(self) -> None:
        """Make it hidden, with one feature."""
        super().__init__()
        text = self.tr("x axis")
        label = QLabel(text)
        self.box = QComboBox()
        self.box.setAccessibleName(text)
        tip = self.tr("The feature on the x axis; the curves are drawn with the others at their mean")
        self.box.setToolTip(tip)
        label.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.box)
        self.offer(1)
        self.box.currentIndexChanged.connect(self.chosen)

    @property
    def feature(self) -> int:
        """Return the place of the chosen feature, from 0."""
        return max(0, self.box.currentIndex())

    def offer(self, count: int) -> None:
        """Offer so many features, named x1, x2, ...; the choice stays where it can."""
        self.setVisible(count > 1)
        if count != self.box.count():
            blocked = self.box.blockSignals(True)
            self.box.clear()
            self.box.addItems([f"x{place}" for place in range(1, count + 1)])
            self.box.blockSignals(blocked)
