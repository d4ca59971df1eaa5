"""What a sweep is to vary: one or two hyperparameters, each with its values."""

from collections.abc import Mapping
from math import inf
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from core.lesson import Lesson
from core.parameter import Label, Parameter, Range
from core.sweep_axes import Axis, listed, spaced
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.language import translated
from guiapp.sweep_result import written
from guiapp.views.plotting.legend import Legend
from guiapp.widgets.number_box import NumberBox
from guiapp.widgets.switch import Switch

COUNT = Parameter("count", int, 30, Range(2, 1000), False, Label(QT_TRANSLATE_NOOP("core", "Number of values"), ""))
many_values, few_values = 30, 12
"""So many are tried of one parameter, or of each of two, if nobody says otherwise."""
box_width = 80
shown_digits = 3


class AxisRow(QWidget):
    """Chooses one hyperparameter and its values.

    Signals:
        chosen(): another hyperparameter, or none.
    """

    chosen = Signal()

    def __init__(self, title: str, optional: bool = False) -> None:
        """Make it empty; `optional` lets nothing be chosen."""
        super().__init__()
        self.names: list[str] = []
        self.parameter: Parameter | None = None
        self._optional, self._none = optional, self.tr("nothing else")
        self._texts = [self.tr("from"), self.tr("to"), self.tr("values")]
        self._log_text, tip = self.tr("Log"), self.tr("Take the values in proportion, not evenly spaced")
        self._log_tip = tip
        first, second = self.tr("The parameter that is varied"), self.tr("A second parameter: the sweep becomes a map")
        self.box = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setAccessibleName(title)
        self.box.setToolTip(second if optional else first)
        self.box.activated.connect(self._take)
        label = QLabel(title)
        label.setBuddy(self.box)
        self._fields = QWidget()
        self.boxes: list[NumberBox] = []
        self.log: Switch | None = None
        row = QHBoxLayout()
        head = QWidget()
        head.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.box)
        self._flow = Legend()
        self._flow.addWidget(head)
        self._flow.addWidget(self._fields)
        self.setLayout(self._flow)
        self._lesson: Lesson | None = None
        self._values: Mapping[str, Any] = {}
        self._limit = inf

    def offer(self, lesson: Lesson, names: list[str], chosen: str | None) -> None:
        """Offer hyperparameters of a lesson and choose one."""
        self._lesson, self.names = lesson, names
        self.box.clear()
        self.box.addItems([self._none] * self._optional)
        self.box.addItems([translated(lesson.parameters[name].label.text) for name in names])
        self.choose(chosen)

    def prepare(self, values: Mapping[str, Any], limit: float) -> None:
        """Take note of the present values, and of the largest stable learning rate, for the range that is proposed."""
        self._values, self._limit = values, limit

    def choose(self, name: str | None, count: int = many_values) -> None:
        """Choose a hyperparameter and propose values around the present one."""
        index = self.names.index(name) if name else -1
        self.box.setCurrentIndex(index + self._optional)
        self.parameter = self._lesson.parameters[name] if self._lesson and name else None
        self._flow.removeWidget(self._fields)
        self._fields.hide()
        self._fields.deleteLater()
        self._fields = QWidget()
        self.boxes, self.log = [], None
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        if self.parameter and self.parameter.type in (int, float):
            self._add_numbers(row, self.parameter, count)
        elif self.parameter:
            words = QLabel(", ".join(written(value) for value in _words(self.parameter)))
            words.setStyleSheet(f"color: {theme.MUTED};")
            row.addWidget(words)
        self._flow.addWidget(self._fields)
        self._fields.show()

    def follow(self, other: "AxisRow") -> None:
        """Choose what another row has chosen."""
        self.choose(other.parameter.name if other.parameter and other.parameter.name in self.names else None)
        for box, value in zip(self.boxes, (box.value for box in other.boxes), strict=False):
            box.set_value(value)
        if self.log and other.log:
            self.log.setChecked(other.log.isChecked())

    def axis(self) -> Axis | None:
        """Return the chosen values; None where nothing is chosen. Raises InputError."""
        if self.parameter is None:
            return None
        if not self.boxes or self.log is None:
            return listed(self.parameter, _words(self.parameter))
        low, high, count = (box.value for box in self.boxes)
        return spaced(self.parameter, low, high, count, self.log.isChecked())

    def _add_numbers(self, row: QHBoxLayout, parameter: Parameter, count: int) -> None:
        limit = self._limit if self._lesson and parameter.name == self._lesson.watch.learning_rate else inf
        low, high, log = proposed(parameter, self._values.get(parameter.name, parameter.default), limit)
        if parameter.type is int:
            count = max(2, min(count, int(high - low) + 1))
        for text, kind, value in zip(self._texts, (parameter, parameter, COUNT), (low, high, count), strict=True):
            box = NumberBox(kind)
            box.set_value(value)
            box.setFixedWidth(box_width if kind is parameter else box_width - 24)
            box.setAccessibleName(f"{self.box.currentText()}: {text}")
            self.boxes.append(box)
            if kind is COUNT:
                row.addWidget(box)
                row.addWidget(QLabel(text))
            else:
                row.addWidget(QLabel(text))
                row.addWidget(box)
        self.log = Switch(self._log_text)
        self.log.setToolTip(self._log_tip)
        self.log.setAccessibleName(f"{self.box.currentText()}: {self._log_text}")
        self.log.setChecked(log)
        row.addWidget(self.log)

    def _take(self, index: int) -> None:
        index -= self._optional
        self.choose(self.names[index] if index >= 0 else None, few_values if self._optional else many_values)
        self.chosen.emit()


def varied(lesson: Lesson) -> list[str]:
    """Name the hyperparameters that a sweep can vary, the learning rate first."""
    names = [name for name, p in lesson.parameters.items() if p.type in (int, float, bool) or p.choices]
    return sorted(names, key=lambda name: name != lesson.watch.learning_rate)


def proposed(parameter: Parameter, value: float, limit: float) -> tuple[Any, Any, bool]:
    """Propose both ends of a range around a value or the limit of the learning rate, and whether it is logarithmic."""
    allowed = parameter.range or Range(-1e12, 1e12)
    if limit < inf:
        low, high, log = limit / 100, limit * 3, True
    elif allowed.log and value > 0:
        low, high, log = value / 10, value * 10, True
    else:
        low, high, log = min(0.0, 2 * value), max(0.0, 2 * value) if value else 1.0, False
    ends = (float(f"{min(max(end, allowed.low), allowed.high):.{shown_digits}g}") for end in (low, high))
    low, high = (parameter.check(round(end) if parameter.type is int else end) for end in ends)
    return low, high, log and low > 0


def _words(parameter: Parameter) -> tuple[Any, ...]:
    return parameter.choices or (False, True)
