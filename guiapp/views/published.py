"""What the article prints beside what this run gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from core.lesson import Lesson
from core.notes import Published
from guiapp import theme
from guiapp.controller import Controller
from guiapp.language import translated
from guiapp.views.texts import TextArea, card, code, paragraph, push_button, settings_text
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run


@dataclass
class Figure:
    """One published figure: the labels that a run fills, and the values that the figure belongs to."""

    published: Published
    needed: dict[str, Any]
    value: QLabel
    verdict: QLabel
    others: QLabel
    button: QPushButton | None


class PublishedView(TextArea):
    """A card for each figure that the article prints: whether this run gives it, and why it may not."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a lesson."""
        super().__init__(parent)
        self.controller = controller
        self.figures: list[Figure] = []
        self._lesson: Lesson | None = None
        name = self.tr("Published against here")
        self.setAccessibleName(name)
        waiting = self.tr("The article's figures appear here as soon as the lesson is ready.")
        self.fill([paragraph(waiting, colour=theme.MUTED)])
        # Translated once: a frame has no time to ask.
        self._agrees, self._differs = self.tr("= agrees"), self.tr("≠ differs")
        self._others = self.tr("This run has other values: {names}.")
        controller.lesson_changed.connect(self.draw)
        controller.run_replaced.connect(self.draw)
        controller.status_changed.connect(self.draw)
        controller.frames.texts_due.connect(self.draw)

    def draw(self) -> None:
        """Show the lesson's figures and what is known of them."""
        if not self.isVisible():
            return
        lesson, run = self.controller.lesson, self.controller.run
        if lesson and lesson is not self._lesson:
            self._lesson = lesson
            self.fill(self._widgets(lesson))
        for figure in self.figures:
            if figure.button:
                figure.button.setEnabled(self.controller.ready)
            self._show(figure, run if run and run.lesson is self._lesson else None)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _show(self, figure: Figure, run: "Run | None") -> None:
        """Write what the run gives, once it does."""
        value = figure.published.find(run) if run else None
        text = verdict = ""
        colour = theme.TEXT
        if value is not None:
            text = number(value, shown_digits(figure.published.text))
            agrees = figure.published.agrees(value)
            verdict, colour = (self._agrees, theme.GOOD) if agrees else (self._differs, theme.BAD)
        changed = [name for name, given in figure.needed.items() if run and run.values[name] != given]
        labels = [translated(run.lesson.parameters[name].label.text) for name in changed] if run else []
        figure.value.setText(text or "–")
        if verdict != figure.verdict.text():
            figure.verdict.setText(verdict)
            figure.verdict.setStyleSheet(f"color: {colour};")
        figure.others.setText(self._others.format(names=", ".join(labels)))
        figure.others.setVisible(bool(labels))

    def _widgets(self, lesson: Lesson) -> list[QWidget]:
        self.figures = []
        cards = [self._card(lesson, published) for published in lesson.notes.published]
        none = self.tr("This article prints no figure that could be compared.")
        return [*cards] or [paragraph(none)]

    def _card(self, lesson: Lesson, published: Published) -> QFrame:
        printed, here = self.tr("As printed"), self.tr("This run")
        value, verdict = code(), paragraph(bold=True)
        # On lines of their own: as much room as there is for the longest numbers.
        value.setWordWrap(False)
        verdict.setWordWrap(False)
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.SPACE)
        for row, (caption, label) in enumerate(((printed, code(published.text)), (here, value))):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            beside = paragraph(caption, colour=theme.MUTED)
            beside.setBuddy(label)
            grid.addWidget(beside, row, 0)
            grid.addWidget(label, row, 1)
        grid.addWidget(verdict, 2, 1)
        grid.setColumnStretch(1, 1)

        others = paragraph(colour=theme.MUTED)
        widgets: list[QWidget] = [paragraph(translated(published.what), bold=True), table]
        if published.why:
            widgets.append(paragraph(translated(published.why)))
        widgets.append(others)
        button = None
        if published.settings is not None:
            settings = published.settings
            text = self.tr("Run with the values that give it")
            button = push_button(text)
            button.setToolTip(settings_text(lesson, settings))
            button.clicked.connect(lambda: self.controller.try_settings(settings))
            widgets.append(button)
        needed = lesson.arguments(published.settings or {})
        self.figures.append(Figure(published, needed, value, verdict, others, button))
        frame = card(*widgets)
        layout = frame.layout()
        if button and layout:
            layout.setAlignment(button, Qt.AlignmentFlag.AlignRight)
        return frame


def shown_digits(printed: str) -> int:
    """Count the significant digits to show beside a printed figure: some more, as far as there can be."""
    digits = sum(letter.isdigit() for letter in printed)
    return min(17, max(7, digits + 2))
