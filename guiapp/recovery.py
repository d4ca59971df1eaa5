"""Offers the session of a program that did not come to its end."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from core.text import InputError
from guiapp.autosave import Autosave, discard, saved_at
from guiapp.language import say
from guiapp.session_file import SessionFile


class RecoveryOffer(QMessageBox):
    """A question that stops nothing: take up what was left, drop it, or decide at the next start."""

    def __init__(self, file: SessionFile, path: Path, parent: QWidget) -> None:
        """Ask about one file."""
        super().__init__(parent)
        self._file = file
        self._path = path
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Question)
        when = QLocale().toString(saved_at(path), QLocale.FormatType.ShortFormat)
        self.setText(self.tr("Fitscope did not come to its end the last time."))
        self.setInformativeText(self.tr("What was on the screen on {0} can be taken up again.").format(when))
        roles = QMessageBox.ButtonRole
        self.recover: QPushButton = self.addButton(self.tr("Take it up"), roles.AcceptRole)
        self.drop: QPushButton = self.addButton(self.tr("Drop it"), roles.DestructiveRole)
        later = self.addButton(self.tr("Later"), roles.RejectRole)
        self.setEscapeButton(later)
        self.recover.clicked.connect(self._recover)
        self.drop.clicked.connect(self._drop)

    def _recover(self) -> None:
        try:
            session = self._file.read(self._path)
        except InputError as error:
            self._file.controller.said.emit(say(error.sentence))
            return
        self._file.show_session(session, saved=False)
        discard(self._path)

    def _drop(self) -> None:
        discard(self._path)


def offer_recovery(autosave: Autosave, file: SessionFile, window: QWidget) -> None:
    """Offer the newest session that was left, if there is one."""
    if left := autosave.left():
        RecoveryOffer(file, left[0], window).show()
