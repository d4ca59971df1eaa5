"""The table of variables and its keys."""

from collections.abc import Set

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView

from guiapp.views.variables.model import NAME, TYPE, VALUE, VariableModel
from guiapp.views.variables.sparkline import PinDelegate, SparkDelegate


class VariableTable(QTableView):
    """Shows a VariableModel; a double click, Return and the context menu pin the variable of a row.

    Signals:
        pin_asked(str): the variable of this name is to be drawn, or no more.
    """

    pin_asked = Signal(str)

    def __init__(self, variables: VariableModel) -> None:
        """Make the table."""
        super().__init__()
        self.variables = variables
        self._widest: list[tuple[str, bool]] = []
        self._scrolled: int | None = None
        """Where the table was scrolled to before only some rows were left."""
        self.setModel(variables)
        self.setItemDelegateForColumn(NAME, PinDelegate(self))
        self.setItemDelegateForColumn(VALUE, SparkDelegate(self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._pin_text, self._unpin_text = self.tr("Pin: draw its values over the iterations"), self.tr("Unpin")
        self._copy_text = self.tr("Copy")
        self.doubleClicked.connect(self._ask_for_pin)

    def arrange(self, only_known: bool) -> None:
        """Make room for what is new; with `only_known`, hide the rows of names without a value."""
        bar = self.verticalScrollBar()
        if only_known and self._scrolled is None:
            self._scrolled = bar.value()
        for row, name in enumerate(self.variables.names):
            hidden = only_known and name not in self.variables.variables
            if hidden != self.isRowHidden(row):
                self.setRowHidden(row, hidden)
        if not only_known and self._scrolled is not None:
            self.executeDelayedItemsLayout()
            bar.setValue(self._scrolled)
            self._scrolled = None
        rows = range(self.variables.rowCount())
        widest = [(self.variables.index(row, TYPE).data(), self.variables.is_pinned(row)) for row in rows]
        if widest != self._widest:
            self._widest = widest
            for column in (NAME, TYPE):  # they never get narrower: the others would jump
                self.setColumnWidth(column, max(self.columnWidth(column), self.sizeHintForColumn(column) + 4))

    def reveal(self, names: Set[str]) -> None:
        """Scroll to the first of these names, unless one of them can be seen."""
        places = [self.variables.index(row, NAME) for row, name in enumerate(self.variables.names) if name in names]
        rects, height = [self.visualRect(place) for place in places], self.viewport().height()
        if places and not any(rect.top() >= 0 and rect.bottom() < height for rect in rects):
            left = self.horizontalScrollBar().value()
            self.scrollTo(places[0])
            self.horizontalScrollBar().setValue(left)

    def copied(self) -> str:
        """Return name, type and value of the selected rows, or of all, with tabs between them."""
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        shown = [row for row in range(self.variables.rowCount()) if not self.isRowHidden(row)]
        return self.variables.copied(chosen or shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on the keys for it, pin on Return."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask_for_pin(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a row."""
        self.menu_of(self.indexAt(event.pos())).popup(event.globalPos())

    def menu_of(self, index: QModelIndex) -> QMenu:
        """Make the menu of a row, which ends when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._can_pin(index):
            text = self._unpin_text if self.variables.is_pinned(index.row()) else self._pin_text
            menu.addAction(text).triggered.connect(lambda: self._ask_for_pin(index))
        menu.addAction(self._copy_text).triggered.connect(self._copy)
        return menu

    def _can_pin(self, index: QModelIndex) -> bool:
        return index.isValid() and self.variables.can_pin(self.variables.names[index.row()])

    def _ask_for_pin(self, index: QModelIndex) -> None:
        if self._can_pin(index):
            self.pin_asked.emit(self.variables.names[index.row()])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copied())
