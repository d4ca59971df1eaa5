"""What the lesson prints."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from guiapp import theme
from guiapp.controller import Controller

kept_lines = 5000


class OutputView(QPlainTextEdit):
    """The lines that the run has printed, the newest last."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it says what will appear until something does."""
        super().__init__(parent, readOnly=True, maximumBlockCount=kept_lines)
        self.controller = controller
        self._taken = 0
        self._failure_told = False
        self.setFont(theme.fixed_font())
        name, hint = self.tr("Output of the lesson"), self.tr("What the lesson prints appears here.")
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        controller.run_replaced.connect(self._clear)
        controller.frames.texts_due.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """Append the lines that are new."""
        run = self.controller.run
        if run is None or not self.isVisible():
            return
        lines = run.output.lines
        count = len(lines)
        if count > self._taken:
            self.appendPlainText("\n".join(lines[max(self._taken, count - kept_lines) : count]))
            self._taken = count
        if run.failure and self._taken == count and not self._failure_told:
            self._failure_told = True
            self.appendPlainText(run.failure.details)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _clear(self) -> None:
        self.clear()
        self._taken = 0
        self._failure_told = False
