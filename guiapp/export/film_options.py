"""What of a run becomes a film: which iterations, and how fast."""

from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QSpinBox, QWidget

from guiapp.export.animation import chosen_rows

usual_frames = 200
most_frames_a_second = 50


class FilmOptions(QWidget):
    """Fields for the first and last iteration, every how many are drawn, and frames a second.

    Signals:
        changed(): another choice.
    """

    changed = Signal()

    def __init__(self, rows: int, parent: QWidget | None = None) -> None:
        """Offer so many rows: at first all of them, but not many more than `usual_frames`."""
        super().__init__(parent)
        last = max(0, rows - 1)
        self.first = self._field(0, last, 0)
        self.last = self._field(0, last, last)
        self.every = self._field(1, max(1, last), max(1, ceil(last / usual_frames)))
        self.rate = self._field(1, most_frames_a_second, 10)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for text, field in (
            (self.tr("From iteration"), self.first),
            (self.tr("To iteration"), self.last),
            (self.tr("Every so many"), self.every),
            (self.tr("Frames a second"), self.rate),
        ):
            form.addRow(text, field)
            field.setAccessibleName(text)
            field.valueChanged.connect(self.changed)
        self.first.valueChanged.connect(self.last.setMinimum)

    def rows(self) -> list[int]:
        """Return the iterations that become frames."""
        return chosen_rows(self.first.value(), self.last.value(), self.every.value())

    def _field(self, low: int, high: int, value: int) -> QSpinBox:
        field = QSpinBox(minimum=low, maximum=high, value=value)
        field.setGroupSeparatorShown(True)
        return field
