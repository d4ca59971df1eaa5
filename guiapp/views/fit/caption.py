"""What the article writes above the fit: iteration and parameters, the formula, the loss, and how the run ended."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.analysis import LeastSquares, loss_at
from core.lesson import Lesson
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import translated
from guiapp.views.line import Line
from guiapp.wording import number, outcome

if TYPE_CHECKING:
    from core.run import Run

most_points_per_frame = 200_000
full_digits, fewer_digits = 7, 4


class FitCaption(QWidget):
    """Four lines of text about the shown row."""

    def __init__(self, controller: Controller) -> None:
        """Make the lines, empty."""
        super().__init__()
        self.controller = controller
        self._digits = full_digits
        self._run: Run | None = None
        self._titled: tuple[str, Mapping[str, Any]] | None = None
        self.title = Line(size=1.3, bold=True)
        self.formula = Line(size=1.1)
        self.loss = Line(drops_aside=True)
        self.outcome = Outcome(controller)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in (self.title, self.formula, self.loss, self.outcome):
            column.addWidget(line)
        # Translated once: a frame has no time to ask.
        self._start_text, self._iteration_text = self.tr("Start"), self.tr("Iteration {0}")
        self._start_loss_text = self.tr("Loss {after} before the first update ({name})")
        self._loss_text = self.tr("Loss {before} before this update, {after} after it ({name})")
        self._loss_before_text = self.tr("Loss {before} before this update ({name})")
        self._batch_loss_text = self.tr("Loss of the batch {before}, of all data after this update {after} ({name})")

    def clear(self) -> None:
        """Say nothing of a row."""
        self._titled = None
        for line in (self.title, self.formula, self.loss):
            line.setText(" ")

    def write(self, lesson: Lesson, values: Mapping[str, Any], best: LeastSquares | None) -> None:
        """Write title, formula and loss of the shown row."""
        where = self._start_text
        if self.controller.shown != START:
            where = self._iteration_text.format(self.controller.shown)
        self._write_title(where, values)
        scalars = {name: number(array.item(), 4) for name, array in values.items() if array.size == 1}
        formula = lesson.watch.equation.format(**scalars).replace("+ −", "− ")
        fit = best.r_squared(values) if best else np.nan
        self.formula.setText(f"{formula}    R² = {number(fit, 4)}" if np.isfinite(fit) else formula)
        self._write_loss(lesson, values)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again how many digits there is room for."""
        super().resizeEvent(event)
        self._digits = full_digits
        if self._titled:
            self._write_title(*self._titled)

    @property
    def description(self) -> str:
        """Return all that is said of the row."""
        return f"{self.title.text()}. {self.formula.text()}. {self.loss.text()}"

    def _write_title(self, where: str, values: Mapping[str, Any]) -> None:
        """Write the title, with fewer digits where there is no room for all; it keeps to them, or it would flicker."""
        if self.controller.run is not self._run:
            self._run, self._digits = self.controller.run, full_digits
        self._titled = where, values
        self.title.setText("    ".join([where, *_parameters(values, self._digits)]))
        if self.title.is_cut and self._digits > fewer_digits:
            self._digits = fewer_digits
            self.title.setText("    ".join([where, *_parameters(values, self._digits)]))

    def _write_loss(self, lesson: Lesson, values: Mapping[str, Any]) -> None:
        """Write the row's own loss, which is of the parameters before their update, and that of what is drawn."""
        before, after = self.controller.shown_loss(), self._loss_of_all(lesson, values)
        if before is None:
            text = " " if after is None else self._start_loss_text
        elif after is None:
            text = self._loss_before_text
        else:
            text = self._batch_loss_text if lesson.watch.batch else self._loss_text
        digits = 5 if text is self._batch_loss_text else 7  # a longer sentence
        texts = {"before": number(before or 0.0, digits), "after": "" if after is None else number(after, digits)}
        self.loss.setText(text.format(**texts, name=translated(lesson.watch.loss_name)))

    def _loss_of_all(self, lesson: Lesson, values: Mapping[str, Any]) -> float | None:
        """Return the loss over all data; None where these are not known, or too many for a frame."""
        start = self.controller.run.start if self.controller.run else None
        if start is None or not 0 < start.x.size <= most_points_per_frame:
            return None
        return loss_at(lesson.watch, start.x, start.y, values)


class Outcome(Line):
    """Why the run is finished; before it has begun, in a bar that is seen at once, how to begin."""

    def __init__(self, controller: Controller) -> None:
        """Say how the run stands now."""
        super().__init__(bold=True)
        self.controller = controller
        self._keeps_room = True
        controller.status_changed.connect(self.refresh)
        self.refresh()

    def keep_room(self, keeps_room: bool) -> None:
        """Take up room even with nothing to say, so that what is below does not move; or not, where room is scarce."""
        self._keeps_room = keeps_room
        self.setVisible(keeps_room or bool(self.text()))

    def refresh(self) -> None:
        """Say it again, if it is something else now."""
        text, colour = outcome(self.controller)
        if text != self.text():
            is_hint = bool(text) and colour == theme.ACCENT
            self.setText(text)
            self.setIndent(theme.SPACE if is_hint else 0)
            back = f"background: {theme.LIT}; border-radius: {theme.SPACE // 2}px;" if is_hint else ""
            self.setStyleSheet(f"color: {colour}; {back}")
            if not self._keeps_room:
                self.setVisible(bool(text))


def _parameters(values: Mapping[str, Any], digits: int) -> list[str]:
    """Write the parameters out, an array as (first, second, ...); many numbers with fewer digits."""
    digits = digits if sum(array.size for array in values.values()) <= 3 else fewer_digits
    texts = {
        name: ", ".join(number(value, digits) for value in array.ravel().tolist()) for name, array in values.items()
    }
    return [
        f"{name} = {texts[name]}" if array.size == 1 else f"{name} = ({texts[name]})" for name, array in values.items()
    ]
