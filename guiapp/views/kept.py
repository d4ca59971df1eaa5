"""The list of kept runs: what they are, how they are drawn, and going on with one of them."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.controller import Controller
from guiapp.kept_runs import Kept, differences
from guiapp.language import translated
from guiapp.views.texts import push_button, settings_text
from guiapp.wording import number

NAME, LESSON, DIFFERS, OUTCOME = range(4)


class KeptView(QWidget):
    """A row for each kept run; its box shows or hides it, its name can be edited."""

    KEYS = ((("Delete",), QT_TRANSLATE_NOOP("keys", "Remove the selected run")),)

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the list; it says how to keep a run until there is one."""
        super().__init__(parent)
        self.controller = controller
        self.table = KeptTable(controller)
        hint = QLabel(self.tr("K keeps the present run: it is drawn behind the next ones, and listed here."))
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setStyleSheet(f"color: {theme.MUTED};")
        hint.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        self.go_on = self._button(self.tr("Go on with it"), self.tr("Make a copy of this run the present one"))
        self.colour = self._button(self.tr("Colour ..."), self.tr("Choose the colour that this run is drawn in"))
        self.remove = self._button(self.tr("Remove"), self.tr("Keep this run no longer (Delete)"))
        self.go_on.clicked.connect(self.table.go_on)
        self.colour.clicked.connect(self.table.choose_colour)
        self.remove.clicked.connect(self.table.remove)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        buttons = QHBoxLayout()
        for button in (self.go_on, self.colour, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        buttons.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.SPACE // 2)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(hint)
        self._stack.addWidget(listing)
        controller.kept.changed.connect(self._show)
        self._show()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = push_button(text)
        button.setToolTip(tip)
        return button

    def _show(self) -> None:
        self.table.show_runs()
        self._stack.setCurrentIndex(bool(self.controller.kept.runs))
        self._show_buttons()

    def _show_buttons(self) -> None:
        for button in (self.go_on, self.colour, self.remove):
            button.setEnabled(self.table.selected is not None)


class KeptTable(QTableWidget):
    """The kept runs as rows: shown or not, name, lesson, what differs from the lesson's own values, outcome."""

    def __init__(self, controller: Controller) -> None:
        """Make it empty."""
        super().__init__(0, 4)
        self.controller = controller
        self.kept = controller.kept
        self._filling = False
        headings = [self.tr("Run"), self.tr("Lesson"), self.tr("Differs in"), self.tr("Outcome")]
        self.setHorizontalHeaderLabels(headings)
        name = self.tr("Kept runs")
        self.setAccessibleName(name)
        tip = self.tr("Return shows or hides the run, F2 gives it another name, Delete removes it.")
        self.setAccessibleDescription(tip)
        self.verticalHeader().hide()
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in ((NAME, 100), (LESSON, 90), (DIFFERS, 110)):
            self.setColumnWidth(column, width)
        self.itemChanged.connect(self._take_change)

    @property
    def selected(self) -> int | None:
        """Return the place of the selected run."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def show_runs(self) -> None:
        """Show the runs that are kept now; the selection stays where it was."""
        selected = self.selected
        self._filling = True
        self.setRowCount(len(self.kept.runs))
        for row, kept in enumerate(self.kept.runs):
            self._fill(row, kept)
        self._filling = False
        if selected is not None and self.rowCount():
            self.selectRow(min(selected, self.rowCount() - 1))

    def go_on(self) -> None:
        """Make a copy of the selected run the present one."""
        if self.selected is not None:
            self.controller.take_up(self.kept.runs[self.selected].run)

    def choose_colour(self) -> None:
        """Let the user give the selected run another colour."""
        if self.selected is None:
            return
        row, title = self.selected, self.tr("Colour of the run")
        colour = QColorDialog.getColor(QColor(self.kept.runs[row].colour), self, title)
        if colour.isValid():
            self.kept.change(row, colour=colour.name())

    def remove(self) -> None:
        """Keep the selected run no longer."""
        if self.selected is not None:
            self.kept.remove(self.selected)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove on the key for it; show or hide on Return, as Space is the window's."""
        returns = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() in returns and self.selected is not None and self.state() != self.State.EditingState:
            self.kept.change(self.selected, visible=not self.kept.runs[self.selected].visible)
        else:
            super().keyPressEvent(event)

    def _fill(self, row: int, kept: Kept) -> None:
        differs = settings_text(kept.run.lesson, differences(kept.run))
        texts = (kept.name, translated(kept.run.lesson.title), differs.replace("\n", "; "), self._ending(kept))
        for column, text in enumerate(texts):
            item = self.item(row, column) or QTableWidgetItem()
            item.setText(text)
            item.setToolTip(differs if column == DIFFERS else text)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column == NAME:
                flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(Qt.CheckState.Checked if kept.visible else Qt.CheckState.Unchecked)
                item.setIcon(_swatch(kept.colour))
            item.setFlags(flags)
            if self.item(row, column) is None:
                self.setItem(row, column, item)

    def _ending(self, kept: Kept) -> str:
        return self.tr("is being run again ...") if self.kept.is_running(kept) else ending(kept)

    def _take_change(self, item: QTableWidgetItem) -> None:
        """Take a new name, or that the run is to be shown or hidden."""
        if self._filling or item.column() != NAME:
            return
        kept = self.kept.runs[item.row()]
        name = item.text().strip()[:100] or kept.name
        self.kept.change(item.row(), name=name, visible=item.checkState() == Qt.CheckState.Checked)


def ending(kept: Kept) -> str:
    """Say how far a run came, its loss there, and why it ended if it did."""
    run, rows = kept.run, len(kept.run.history)
    text = QCoreApplication.translate("kept", "{count} iterations, loss {loss}")
    text = text.format(count=rows, loss=number(run.history.row(rows - 1)["loss"], 4) if rows else "–")
    reasons = {
        "stop_rule": QCoreApplication.translate("kept", "stopped by its rule"),
        "completed": QCoreApplication.translate("kept", "ended"),
        "diverged": QCoreApplication.translate("kept", "diverged"),
        "failed": QCoreApplication.translate("kept", "failed"),
        "memory": QCoreApplication.translate("kept", "the record is full"),
    }
    return f"{text}; {reasons[run.why]}" if run.why else text


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
