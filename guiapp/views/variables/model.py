"""The rows of the table of variables: they keep their places, and only what changed is painted again."""

from collections.abc import Callable, Iterable, Mapping, Set
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon

from core.variables import Summary, Variable
from guiapp import theme
from guiapp.views.variables.sparkline import SPARK_ROLE
from guiapp.wording import number

NAME, TYPE, VALUE = range(3)
ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class VariableModel(QAbstractTableModel):
    """Name, type and value of each variable; a gradient has a row of its own below its tensor.

    A row stays for as long as the lesson does. A new one comes below the others, but above the hyperparameters, of
    which a learner has seen the values.
    """

    def __init__(self, can_pin: Callable[[str], bool], parent: QObject | None = None) -> None:
        """Make it empty; `can_pin` says whether the values of a name can be drawn."""
        super().__init__(parent)
        self.can_pin = can_pin
        self.names: list[str] = []
        self.variables: dict[str, Variable] = {}
        self._last: Set[str] = frozenset()
        self._lit: frozenset[str] = frozenset()
        self._pins: dict[str, QIcon] = {}
        self._lit_brush, self._muted_brush = QBrush(QColor(theme.CHANGED)), QBrush(QColor(theme.MUTED))
        self._fixed = theme.fixed_font()
        self._small, self._type_font = QFont(self._fixed), QFont()
        for font in (self._small, self._type_font):
            font.setPointSizeF(0.9 * font.pointSizeF())
        self._bold, self._small_bold = QFont(self._fixed), QFont(self._small)
        self._bold.setBold(True)
        self._small_bold.setBold(True)

        # Translated once: a frame has no time to ask.
        name, kind, value = self.tr("Name"), self.tr("Type"), self.tr("Value")
        self._headings = (name, kind, value)
        self._lit_tip = self.tr("Changed by what ran last.")
        self._grad_tip = self.tr("∇: requires_grad is set, so backward() computes a gradient for it.")
        self._pin_tip = self.tr("Double-click or Return: draw its values over the iterations.")
        self._unpin_tip = self.tr("Double-click or Return: draw its values no more.")
        self._absent_tip = self.tr("Not assigned here.")
        self._unrecorded_tip = self.tr("No gradient here: it is None.")
        self._summary_tip = self.tr("least {least}, mean {mean}, greatest {greatest}")
        self._not_finite_text = self.tr("{count} not finite")

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self._headings[section]
        return Qt.AlignmentFlag.AlignLeft if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        name, column = self.names[index.row()], index.column()
        variable = self.variables.get(name)
        if role == Role.DisplayRole:
            return self._text(name, variable, column)
        if role == Role.FontRole:
            return self._font(name, variable, column)
        if role == Role.BackgroundRole:
            return self._lit_brush if name in self._lit else None
        if role == Role.ForegroundRole:
            return self._muted_brush if variable is None or column == TYPE else None
        if role == Role.ToolTipRole:
            return self._tip(name, variable)
        if role == Role.DecorationRole and column == NAME:
            return self._pins.get(name)
        if role == SPARK_ROLE and column == VALUE and variable and variable.summary:
            return variable.summary.spark
        return None

    def clear(self, last: Set[str] = frozenset()) -> None:
        """Forget all rows; from now on the names in `last` come below the others."""
        self.beginResetModel()
        self._last = last
        self.names, self.variables, self._lit = [], {}, frozenset()
        self.endResetModel()

    def take(self, variables: Iterable[Variable], lit: frozenset[str]) -> None:
        """Show these values, in rows that are there or new, and light the names in `lit`."""
        before, lit_before = self.variables, self._lit
        self.variables, self._lit = {}, lit
        for variable in variables:
            end = len(self.names)
            if variable.name not in self._last:
                end = next((row for row, name in enumerate(self.names) if name in self._last), end)
            self._keep(variable, end)
            if variable.gradient:
                self._keep(variable.gradient, self.names.index(variable.name) + 1)
        for row, name in enumerate(self.names):
            if _look(before.get(name)) != _look(self.variables.get(name)) or (name in lit_before) != (name in lit):
                self.dataChanged.emit(self.index(row, NAME), self.index(row, VALUE))

    def mark_pins(self, pins: Mapping[str, QIcon]) -> None:
        """Put these pictures behind the names that are pinned."""
        before, self._pins = self._pins, dict(pins)
        for row, name in enumerate(self.names):
            if (name in before) != (name in pins):
                self.dataChanged.emit(self.index(row, NAME), self.index(row, VALUE))

    def is_pinned(self, row: int) -> bool:
        """Whether the values of a row's variable are drawn."""
        return self.names[row] in self._pins

    def copied(self, rows: Iterable[int]) -> str:
        """Return name, type and value of rows, with tabs between them."""
        lines = []
        for name in [self.names[row] for row in rows]:
            variable = self.variables.get(name)
            lines.append([name, type_text(variable), variable.text] if variable else [name, "", ""])
        return "\n".join("\t".join(line) for line in lines)

    def _keep(self, variable: Variable, row: int) -> None:
        self.variables[variable.name] = variable
        if variable.name not in self.names:
            self.beginInsertRows(ROOT, row, row)
            self.names.insert(row, variable.name)
            self.endInsertRows()

    def _text(self, name: str, variable: Variable | None, column: int) -> str:
        if column == NAME:
            return f"   {name}" if "." in name else name
        if variable is None:
            return "–" if column == VALUE else ""
        if column == TYPE:
            return f"{type_text(variable)} ∇" if variable.requires_grad else type_text(variable)
        return self._summary_text(variable.summary) if variable.summary else variable.text

    def _summary_text(self, summary: Summary) -> str:
        text = " … ".join(number(value, 3) for value in (summary.minimum, summary.mean, summary.maximum))
        if summary.not_finite:
            text += f"  ({self._not_finite_text.format(count=summary.not_finite)})"
        return text

    def _font(self, name: str, variable: Variable | None, column: int) -> QFont | None:
        if column == TYPE:
            return self._type_font
        if column == VALUE and variable and variable.summary:
            return self._small_bold if name in self._lit else self._small
        return self._bold if name in self._lit else self._fixed

    def _tip(self, name: str, variable: Variable | None) -> str:
        if variable is None:
            return self._unrecorded_tip if "." in name else self._absent_tip
        lines = [f"{name}: {type_text(variable)}", variable.text]
        if summary := variable.summary:
            least, mean, greatest = (number(v, 9) for v in (summary.minimum, summary.mean, summary.maximum))
            lines.append(self._summary_tip.format(least=least, mean=mean, greatest=greatest))
            lines += [self._not_finite_text.format(count=summary.not_finite)] * bool(summary.not_finite)
        lines += [self._grad_tip] * variable.requires_grad + [self._lit_tip] * (name in self._lit)
        if self.can_pin(name):
            lines.append(self._unpin_tip if name in self._pins else self._pin_tip)
        return f"<qt>{'<br>'.join(escape(line) for line in lines)}</qt>"


def _look(variable: Variable | None) -> tuple[object, ...]:
    """Return what a row looks different for."""
    return (variable.digest, variable.type, variable.requires_grad) if variable else ()


def type_text(variable: Variable) -> str:
    """Write type, dtype and shape, such as "Tensor float32 (20, 1)"."""
    shape = "" if variable.shape is None else str(variable.shape)
    return " ".join(part for part in (variable.type, variable.dtype, shape) if part)
