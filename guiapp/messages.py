"""Windows that say something: an error of the program, and what the program is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from guiapp.diagnostics import library_versions, own_version


class ErrorReport(QMessageBox):
    """Tells of an error of the program itself, without stopping anything; there is one at a time."""

    def __init__(self, parent: QWidget) -> None:
        """Make it, not yet shown."""
        super().__init__(parent)
        self.details: list[str] = []
        self.setModal(False)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setText(self.tr("Fitscope made a mistake. The run and the session are as they were."))
        self._copy = self.addButton(self.tr("Copy the details"), QMessageBox.ButtonRole.ActionRole)
        self.setEscapeButton(self.addButton(self.tr("Close"), QMessageBox.ButtonRole.RejectRole))
        self._copy.clicked.connect(self.copy)
        self.finished.connect(self.details.clear)

    def tell(self, details: str) -> None:
        """Tell of an error, or of one more."""
        self.details.append(details)
        last = details.strip().splitlines()[-1] if details.strip() else ""
        more = self.tr("There were {0} errors; this is the last one:").format(len(self.details))
        self.setInformativeText(f"{more}\n{last}" if len(self.details) > 1 else last)
        self.setDetailedText("\n".join(self.details[-5:]))
        self.show()

    def copy(self) -> None:
        """Copy all that is known of the errors."""
        QGuiApplication.clipboard().setText("\n".join(self.details))


class AboutFitscope(QMessageBox):
    """Name, version, licence, and the libraries with theirs."""

    def __init__(self, parent: QWidget) -> None:
        """Make it, not yet shown."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIconPixmap(parent.windowIcon().pixmap(64, 64))
        self.setWindowTitle(self.tr("About Fitscope"))
        self.setText(f"Fitscope {own_version()}")
        purpose = self.tr("Watch gradient descent fit a model, one statement at a time.")
        licence = self.tr("Fitscope is free software under the MIT licence. It stands on:")
        rows = [f"{name} {number} – {terms}" for name, (number, terms) in library_versions().items()]
        self.setInformativeText("\n".join([purpose, "", licence, *rows]))
