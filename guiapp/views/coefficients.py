"""The parameters as a table: what was fitted, what is true, and the gradients."""

from math import isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from core.recorder import elements
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.texts import Hint
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run

most_letters = 10
"""As many as any number may take in a cell, so that no column changes its width."""
most_told = 10
"""Rows that are told in words; all of them can be read cell by cell."""


class CoefficientsView(QTableWidget):
    """One row for each element of each parameter, of the shown iteration."""

    KEYS = ((("Ctrl+C",), QT_TRANSLATE_NOOP("keys", "Copy the selected cells")),)

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the table; it stays empty until there is a run."""
        super().__init__(0, 5, parent)
        self.controller = controller
        self._rows: list[str] = []
        name = self.tr("Parameters: fitted and true")
        self.setAccessibleName(name)
        parameter, fitted, true = self.tr("Parameter"), self.tr("Fitted"), self.tr("True")
        error, gradient = self.tr("True − fitted"), self.tr("Gradient")
        self.setHorizontalHeaderLabels([parameter, fitted, true, error, gradient])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self._font = theme.fixed_font()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        texts = QFontMetrics(header.font())
        room = QFontMetrics(self._font).horizontalAdvance("0" * most_letters)
        for column, text in enumerate((fitted, true, error, gradient), 1):
            self.setColumnWidth(column, max(room, texts.horizontalAdvance(text)) + 2 * theme.SPACE)
        for column in range(1, 5):
            item = self.horizontalHeaderItem(column)
            assert item
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()
        self.hint = Hint(self.viewport(), self.tr("The parameters appear here as soon as the lesson is ready."))
        controller.run_replaced.connect(self.draw)
        controller.status_changed.connect(self.draw)
        controller.frames.texts_due.connect(self.draw)

    def draw(self) -> None:
        """Write the numbers of the shown row."""
        run = self.controller.run
        if not self.isVisible():
            return
        self.hint.show_if(run is None)
        if run is None:
            return
        rows = self._numbers(run)
        if [name for name, _ in rows] != self._rows:
            self._make_rows([name for name, _ in rows])
        for column in (2, 3):
            self.setColumnHidden(column, run.lesson.watch.truth is None)
        for row, (_, values) in enumerate(rows):
            for column, value in enumerate(values, 1):
                text, whole = ("–", "") if value is None else (short(value), number(value, 9))
                item = self.item(row, column)
                if item and (item.toolTip(), item.text()) != (whole, text):
                    item.setText(text)
                    item.setToolTip(whole)
        if not self.controller.running:
            self.setAccessibleDescription(self._told())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on the keys for it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """Return the selected cells, or all with their headings, with tabs between them, as a spreadsheet reads."""
        shown = [column for column in range(self.columnCount()) if not self.isColumnHidden(column)]
        chosen = {(i.row(), i.column()) for i in self.selectedIndexes() if i.column() in shown}
        rows = sorted({row for row, _ in chosen}) or range(self.rowCount())
        columns = sorted({column for _, column in chosen}) or shown
        lines = [] if chosen else [[text_of(self.horizontalHeaderItem(column)) for column in columns]]
        for row in rows:
            kept = [column if not chosen or (row, column) in chosen else -1 for column in columns]
            lines.append([text_of(self.item(row, column)) for column in kept])
        return "\n".join("\t".join(line) for line in lines)

    def _told(self) -> str:
        """Say in words what the first rows hold."""
        shown = [column for column in range(1, self.columnCount()) if not self.isColumnHidden(column)]
        rows = []
        for row, name in enumerate(self._rows[:most_told]):
            cells = [f"{text_of(self.horizontalHeaderItem(c))} {_cell(self.item(row, c))}" for c in shown]
            rows.append(f"{name}: {', '.join(cells)}")
        return "; ".join(rows)

    def _numbers(self, run: "Run") -> list[tuple[str, tuple[float | None, ...]]]:
        """Return each element's name with fitted, true, true - fitted and gradient; None for what is not known."""
        watch, shown = run.lesson.watch, self.controller.shown
        values: dict[str, Any] = self.controller.shown_values()
        if not values:  # nothing has been assigned yet; a run that failed before its loop stays empty
            values = {name: np.full(run.shapes.get(name, ()), np.nan) for name in watch.parameters if watch.formula}
        row = {} if shown == START else run.history.row(shown)
        truth = watch.truth(**run.values) if watch.truth else {}
        told = []
        for name, array in values.items():
            true = np.ravel(np.asarray(truth.get(name, []), float)).tolist()
            known = true if len(true) == array.size else [None] * array.size
            names, gradients = elements(name, array.shape), elements(f"{name}.grad", array.shape)
            for element, gradient, fitted, one in zip(names, gradients, np.ravel(array).tolist(), known, strict=True):
                # nan stands for what there is not, too: a scalar lesson's value to come, a loop without gradients.
                value = None if watch.formula and isnan(fitted) else fitted
                slope = row.get(gradient, nan)
                error = None if one is None else one - fitted
                told.append((element, (value, one, error, None if isnan(slope) and not isnan(fitted) else slope)))
        return told

    def _make_rows(self, names: list[str]) -> None:
        self._rows = names
        self.setRowCount(len(names))
        for row, name in enumerate(names):
            for column in range(5):
                item = QTableWidgetItem(name if column == 0 else "")
                item.setFont(self._font)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.resizeColumnToContents(0)


def _cell(item: QTableWidgetItem | None) -> str:
    return item.text() if item else ""


def text_of(item: QTableWidgetItem | None) -> str:
    """Return what a cell holds, in the characters and with the digits that a spreadsheet reads."""
    return (item.toolTip() or item.text()).replace("−", "-") if item else ""


def short(value: float) -> str:
    """Write a number with as many of seven digits as a cell has room for."""
    texts = (number(value, digits) for digits in (7, 6, 5, 4, 3, 2))
    return next((text for text in texts if len(text) <= most_letters), number(value, 2))
