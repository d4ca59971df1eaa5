"""Where a lesson comes from, what it shows, and what to try."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from core.lesson import Lesson
from core.notes import Experiment
from guiapp import theme
from guiapp.controller import Controller
from guiapp.language import translated
from guiapp.views.texts import TextArea, card, paragraph, push_button, settings_text


class AboutView(TextArea):
    """The lesson's notes; each experiment has a button that starts it."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a lesson."""
        super().__init__(parent)
        self.controller = controller
        self.buttons: list[QPushButton] = []
        self._lesson: Lesson | None = None
        name = self.tr("About the lesson")
        self.setAccessibleName(name)
        self.fill([paragraph(self.tr("The notes appear here as soon as the lesson is ready."), colour=theme.MUTED)])
        controller.lesson_changed.connect(self.draw)
        controller.run_replaced.connect(self.draw)
        controller.status_changed.connect(self.draw)

    def draw(self) -> None:
        """Show the lesson's notes, if they are not yet."""
        if not self.isVisible():
            return
        lesson = self.controller.lesson
        if lesson and lesson is not self._lesson:
            self._lesson = lesson
            self.fill(self._widgets(lesson))
        for button in self.buttons:
            button.setEnabled(self.controller.ready)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _widgets(self, lesson: Lesson) -> list[QWidget]:
        self.buttons = []
        notes = lesson.notes
        widgets: list[QWidget] = [
            paragraph(translated(lesson.title), size=1.3, bold=True),
            paragraph(translated(lesson.summary)),
        ]
        if notes.source:
            widgets.insert(1, paragraph(translated(notes.source), colour=theme.MUTED))
        widgets += [paragraph(translated(text)) for text in notes.about]
        if notes.experiments:
            heading = self.tr("Try this")
            widgets.append(paragraph(heading, size=1.1, bold=True))
        return widgets + [self._card(lesson, experiment) for experiment in notes.experiments]

    def _card(self, lesson: Lesson, experiment: Experiment) -> QFrame:
        """Make an experiment's text and its button."""
        text = translated(experiment.text)
        caption = self.tr("Try")
        button = push_button(caption)
        button.setAccessibleName(f"{caption}: {text}")
        button.setToolTip(settings_text(lesson, experiment.settings))
        button.clicked.connect(lambda: self.controller.try_settings(experiment.settings))
        self.buttons.append(button)
        frame = card(paragraph(text), button)
        layout = frame.layout()
        assert layout
        layout.setAlignment(button, Qt.AlignmentFlag.AlignRight)
        return frame
