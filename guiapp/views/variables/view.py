"""Every local variable of the program, where it stands."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.recorded_variables import column_of, recorded_variables
from core.text import QT_TRANSLATE_NOOP
from core.variables import Frame, Variable, changed
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.variables.model import VariableModel
from guiapp.views.variables.pinned import PinnedPlot
from guiapp.views.variables.table import VariableTable

if TYPE_CHECKING:
    from core.lesson import Lesson
    from core.run import Run
    from core.source import ShownSource


class VariablesView(QWidget):
    """A table of the locals, what changed last alight, and a plot of those that are pinned."""

    KEYS = (
        (("Return",), QT_TRANSLATE_NOOP("keys", "Pin or unpin the selected variable")),
        (("Ctrl+C",), QT_TRANSLATE_NOOP("keys", "Copy the selected rows")),
    )

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until a frame has been read."""
        super().__init__(parent)
        self.controller = controller
        self._run: Run | None = None
        self._lesson: Lesson | None = None
        self._frame: Frame | None = None
        self._stale: Frame | None = None
        """The frame of before the view was shown."""
        self._types: Frame | None = None
        """The last frame that had variables: the record does not know their types."""
        self._lit: frozenset[str] = frozenset()
        self._source: ShownSource | None = None
        self._recorded = False
        self.note = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing() + 2)  # the table below does not move
        self.note.setStyleSheet(f"color: {theme.MUTED};")
        self.model = VariableModel(self._can_pin, self)
        self.table = VariableTable(self.model)
        name = self.tr("Variables of the program")
        self.table.setAccessibleName(name)
        self.pinned = PinnedPlot(controller)

        # Translated once: a frame has no time to ask.
        self._waiting_text = self.tr("The variables appear here as soon as the lesson is ready.")
        self._running_text = self.tr("While it runs: read 5 times a second.")
        self._line_text = self.tr("Before line {line}.")
        self._iteration_text = self.tr("Before line {line} of iteration {iteration}.")
        self._ended_text = self.tr("The program has ended, and its variables are gone: this is what was recorded last.")
        self._record_text = self.tr(
            "Iteration {shown} of the record: only loss, parameters and gradients are recorded. "
            "The program itself stands at iteration {newest}."
        )
        self._start_text = self.tr(
            "The start: only the parameters are recorded. The program itself stands at iteration {newest}."
        )
        self._statement_text = self.tr(
            "Statement {shown} of the record: only values and gradients are recorded. "
            "The program itself stands at statement {newest}."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(2)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(self.pinned, 1)
        self.table.pin_asked.connect(controller.inspection.toggle_pin)
        controller.inspection.pins_changed.connect(self._mark_pins)
        controller.run_replaced.connect(self.draw)
        controller.inspection.frame_read.connect(self._draw_frame_read)
        controller.status_changed.connect(self.draw)
        controller.frames.texts_due.connect(self._draw_frame)
        self.note.setText(self._waiting_text)

    def draw(self) -> None:
        """Show the frame as it was read last, or what is recorded of the shown iteration."""
        run, controller = self.controller.run, self.controller
        if run is None or not self.isVisible():
            return
        if run is not self._run:
            self._take_run(run)
        frame = controller.inspection.frame
        if self._is_live and frame and (frame.variables or not controller.finished):
            self._show_frame(run, frame)
        elif not self._is_live or controller.finished:
            self._show_record(run)

    def showEvent(self, event: QShowEvent) -> None:
        """Have frames read, and draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.controller.inspection.want_frame(self, True)
        self._stale = self.controller.inspection.frame
        self.draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Need no frames."""
        super().hideEvent(event)
        self.controller.inspection.want_frame(self, False)

    def _draw_frame_read(self) -> None:
        """Draw the program's variables; where it stands still, what it has recorded is told after them."""
        if self._is_live:
            self.draw()

    @property
    def _is_live(self) -> bool:
        """Whether what is seen is the program as it stands, or runs."""
        return self.controller.live or (self.controller.running and not self.controller.replaying)

    def _draw_frame(self) -> None:
        """Draw a recorded iteration that has come into view."""
        if self._recorded or not self._is_live:
            self.draw()

    def _take_run(self, run: "Run") -> None:
        from core.source import shown_source

        self._run, self._frame, self._types, self._lit = run, None, None, frozenset()
        self._source = shown_source(run.lesson, run.arguments)
        if run.lesson is not self._lesson:
            self._lesson = run.lesson
            self.model.clear(last={*run.arguments} - {*run.lesson.watch.parameters})
            self._mark_pins()

    def _show_frame(self, run: "Run", frame: Frame) -> None:
        if frame is not self._frame or self._recorded:
            # What ran while nobody looked has changed too much to be of interest.
            lit = frozenset() if self._frame is self._stale else changed(self._frame, frame)
            stood = self._frame and (self._frame.rows, self._frame.line) == (frame.rows, frame.line)
            if lit or not stood:  # what is read a second time is as it was changed before the first
                self._lit = lit
            self._frame = frame
            self._types = frame if frame.variables else self._types
            self._fill(frame.variables, self._lit, recorded=False)
            if not self.controller.running:
                self.table.reveal(self._lit)
        self._tell(self._running_text if self.controller.running else self._place(run, frame))

    def _show_record(self, run: "Run") -> None:
        shown, newest = self.controller.shown, self.controller.rows - 1
        self._fill(recorded_variables(run, shown, self._types), frozenset(), recorded=True)
        if self.controller.finished and shown == newest:
            self._tell(self._ended_text)
        elif shown == START:
            self._tell(self._start_text.format(newest=newest))
        else:
            text = self._statement_text if run.lesson.watch.formula else self._record_text
            self._tell(text.format(shown=shown, newest=newest))

    def _fill(self, variables: Iterable[Variable], lit: frozenset[str], recorded: bool) -> None:
        self._recorded = recorded
        self.model.take(variables, lit)
        self.table.arrange(only_known=recorded)

    def _place(self, run: "Run", frame: Frame) -> str:
        """Say where the program stands, by the line numbers of the source as it is shown."""
        at = frame.line
        if at is None and not self.controller.finished:  # a program without a loop, which has not begun
            at = run.stepped.marks[0].line
        if at is None:
            return self._ended_text
        line = self._source.shown_line(at) if self._source else None
        first = min((mark.line for mark in run.stepped.marks if mark.begins), default=at + 1)
        # After an iteration the loop's own line is next, which stands above its body.
        in_loop = (frame.rows > 0 or at >= first) and at <= run.stepped.last_line
        in_loop = in_loop and not run.lesson.watch.formula
        text = self._iteration_text if in_loop else self._line_text
        return text.format(line=line or at, iteration=frame.rows)

    def _tell(self, text: str) -> None:
        if text != self.note.text():
            self.note.setText(text)
            self.table.setAccessibleDescription(text)

    def _can_pin(self, name: str) -> bool:
        """Whether the values of a name are recorded, or can be from now on."""
        variable = self.model.variables.get(name)
        if variable is None or variable.number is None or not self._lesson:
            return False
        return "." not in name or bool(column_of(self._lesson.watch, name))

    def _mark_pins(self) -> None:
        self.pinned.take_pins()
        self.model.mark_pins(self.pinned.marks)
        self.table.arrange(only_known=self._recorded)
