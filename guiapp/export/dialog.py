"""What is shown, as a file: figures, a program, a picture or a film."""

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from core.atomic import write_atomically
from guiapp import theme
from guiapp.controller import Controller
from guiapp.export.animation import Animation
from guiapp.export.capture import copy_picture, png, svg
from guiapp.export.encoding import can_write_mp4
from guiapp.export.film_options import FilmOptions
from guiapp.export.kinds import KINDS, STILL, WINDOW, Kind, reason, text_of
from guiapp.export.stage import Stage, in_sight, usual_size

most_dots = 600_000_000
"""Of all frames of a film together: a byte of memory each."""


class ExportDialog(QDialog):
    """Lets the user choose what to write, and a file for it; it closes once the file is there. It is used once."""

    def __init__(
        self,
        controller: Controller,
        views: Mapping[str, tuple[str, QWidget]],
        window: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `views` by name, each with its title, and the window; `open` shows the dialog."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.controller = controller
        self.animation: Animation | None = None
        self._views = {WINDOW: (self.tr("The whole window"), window), **views}
        self.setWindowTitle(self.tr("Export"))
        self.kind, self.view, self.scale = QComboBox(), QComboBox(), QComboBox()
        self.about, self.message = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.about.setStyleSheet(f"color: {theme.MUTED};")
        self.film = FilmOptions(controller.rows)
        self.progress = QProgressBar()
        self._form = QFormLayout()
        for text, field in (
            (self.tr("What"), self.kind),
            ("", self.about),
            (self.tr("Of"), self.view),
            (self.tr("Size"), self.scale),
        ):
            self._form.addRow(text, field)
            field.setAccessibleName(text)
        self._form.addRow(self.film)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.export_button = buttons.addButton(self.tr("Export ..."), roles.AcceptRole)
        self.copy_button = buttons.addButton(self.tr("Copy picture"), roles.ActionRole)
        self.cancel_button = buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        for button in (self.copy_button, self.cancel_button):
            button.setAutoDefault(False)
        self.export_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(self._form)
        column.addWidget(self.progress)
        column.addWidget(self.message)
        column.addStretch()
        column.addWidget(buttons)
        self._failed = self.tr("{file} was not written. {reason}")
        self._frames = self.tr("{frames} frames, {seconds} s, {width} × {height} dots")
        self._drawn = self.tr("Frame {done} of {all}")
        self.setMinimumWidth(460)
        self.progress.hide()
        for kind in KINDS:
            self.kind.addItem(text_of(kind.text))
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.view.currentIndexChanged.connect(self._show_size)
        self.scale.currentIndexChanged.connect(self._look)
        self.film.changed.connect(self._look)
        self.export_button.clicked.connect(self.ask_and_export)
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button.clicked.connect(self.reject)
        self._show_kind()
        self.kind.setFocus()

    @property
    def chosen(self) -> Kind:
        """Return the kind of file that is chosen."""
        return KINDS[self.kind.currentIndex()]

    def choose(self, suffix: str, view: str = WINDOW) -> None:
        """Choose a kind of file by its suffix, and a view."""
        self.kind.setCurrentIndex([kind.suffix for kind in KINDS].index(suffix))
        self.view.setCurrentIndex(max(0, self.view.findData(view)))

    def ask_and_export(self) -> None:
        """Let the user choose a file, and write it."""
        kind, lesson = self.chosen, self.controller.lesson
        proposed = (lesson.name if lesson else "fitscope") + kind.suffix
        filters = f"{text_of(kind.text)} (*{kind.suffix})"
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), proposed, filters)
        if name:
            path = Path(name)
            self.export(path if path.suffix.lower() == kind.suffix else path.with_name(path.name + kind.suffix))

    def export(self, path: Path) -> None:
        """Write what is chosen; close once the file is there, or say why it is not."""
        if self.chosen.film:
            self._start_film(path)
            return
        try:
            self._write(path)
        except OSError as error:
            self._refuse(path, error)
        else:
            self._succeed(path)

    def reject(self) -> None:
        """Give up the film that is being written; if there is none, close."""
        if self.animation:
            self.animation.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up the film that is being written, and close."""
        if self.animation:
            self.animation.cancel()
        super().closeEvent(event)

    def _write(self, path: Path) -> None:
        from core.export import write_history, write_json, write_script  # which import torch

        run, suffix = self.controller.run, self.chosen.suffix
        if self.chosen.picture:
            write_atomically(path, self._picture())
        elif run:
            writers = {".csv": write_history, ".json": write_json, ".py": write_script}
            writers[suffix](run.snapshot(self.controller.rows), path)

    def _picture(self) -> bytes:
        with in_sight(self._widget(), self.controller) as widget:
            return svg(widget, self.view.currentText()) if self.chosen.suffix == ".svg" else png(widget, self._scale())

    def _copy(self) -> None:
        with in_sight(self._widget(), self.controller) as widget:
            copy_picture(widget, self._scale())
        self._say(self.tr("The picture is on the clipboard."))

    def _start_film(self, path: Path) -> None:
        stage = Stage(self._widget(), self.controller, self.film.first.value())
        rate, scale = self.film.rate.value(), self._scale()
        self.animation = animation = Animation(stage, self.film.rows(), path, rate, scale, self)
        animation.progressed.connect(self._show_progress)
        animation.finished.connect(self._end_film)
        animation.failed.connect(self._fail_film)
        animation.cancelled.connect(self._cancel_film)
        self.progress.setRange(0, len(animation.rows))
        self._set_busy(True)
        self._show_progress(0, len(animation.rows))
        animation.start()

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setValue(done)
        self._say(self._drawn.format(done=done, all=of))

    def _end_film(self) -> None:
        assert self.animation
        path, self.animation = self.animation.path, None
        self._succeed(path)

    def _fail_film(self, error: Exception) -> None:
        assert self.animation
        path, self.animation = self.animation.path, None
        self._set_busy(False)
        self._refuse(path, error)

    def _cancel_film(self) -> None:
        assert self.animation
        text = self.tr("Cancelled: {file} was not written.").format(file=self.animation.path.name)
        self.animation = None
        self._set_busy(False)
        self._say(text)

    def _succeed(self, path: Path) -> None:
        self.controller.said.emit(self.tr("Wrote {file}.").format(file=path))
        self.accept()

    def _refuse(self, path: Path, error: Exception) -> None:
        self._say(self._failed.format(file=path.name, reason=reason(error)), theme.BAD)

    def _say(self, text: str, colour: str = "") -> None:
        self.message.setStyleSheet(f"color: {colour or theme.TEXT};")
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.adjustSize()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.kind, self.view, self.scale, self.film, self.export_button, self.copy_button):
            widget.setDisabled(busy)
        self.progress.setVisible(busy)
        if busy:
            self.cancel_button.setFocus()
        else:
            self._look()
            self.export_button.setFocus()

    def _show_kind(self) -> None:
        """Offer what the kind of file has to choose from."""
        kind, name = self.chosen, self.view.currentData()
        self.about.setText(text_of(kind.about))
        self.view.blockSignals(True)
        self.view.clear()
        for view, (title, _) in self._views.items():
            if not (kind.film and view in STILL):
                self.view.addItem(title, view)
        self.view.setCurrentIndex(max(0, self.view.findData(name)))
        self.view.blockSignals(False)
        for row, shown in (
            (self.view, kind.picture or kind.film),
            (self.scale, kind.suffix == ".png" or kind.film),
            (self.film, kind.film),
        ):
            self._form.setRowVisible(row, shown)
        self.copy_button.setVisible(kind.suffix == ".png")
        self._show_size()

    def _show_size(self) -> None:
        """Offer the sizes of the chosen view."""
        size, index = self._size(), max(0, self.scale.currentIndex())
        self.scale.blockSignals(True)
        self.scale.clear()
        for scale in (1, 2, 3, 4):
            self.scale.addItem(f"{scale}×  ({scale * size.width()} × {scale * size.height()})")
        self.scale.setCurrentIndex(index)
        self.scale.blockSignals(False)
        self._look()

    def _look(self) -> None:
        """Say how large a film will be, or why it cannot be written."""
        kind, problem = self.chosen, ""
        text = ""
        if self.controller.run is None:
            problem = self.tr("There is no run yet.")
        elif kind.film:
            size, frames = self._size() * self._scale(), len(self.film.rows())
            seconds = f"{frames / self.film.rate.value():.1f}"
            text = self._frames.format(frames=frames, seconds=seconds, width=size.width(), height=size.height())
            if not self.controller.rows:
                problem = self.tr("Nothing has been run yet: there is nothing to film.")
            elif kind.suffix == ".mp4" and not can_write_mp4():
                problem = self.tr("MP4 needs one more package: pip install imageio-ffmpeg, then start Fitscope again.")
                if getattr(sys, "frozen", False):  # a bundle takes no packages
                    problem = self.tr("This copy of Fitscope writes no MP4: take WebP, or run Fitscope from Python.")
            elif frames * size.width() * size.height() > most_dots:
                problem = self.tr("That is too much for one film: {0}. Draw fewer iterations, or smaller.").format(text)
        self._say(problem or text, theme.BAD if problem else theme.TEXT)
        self.export_button.setDisabled(bool(problem))

    def _widget(self) -> QWidget:
        return self._views[self.view.currentData() or WINDOW][1]

    def _size(self) -> QSize:
        widget = self._widget()
        return widget.size() if widget.isVisible() else usual_size

    def _scale(self) -> int:
        return self.scale.currentIndex() + 1
