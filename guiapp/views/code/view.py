"""The lesson's code: what runs next, what each statement does, and what the names hold."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.source import ShownSource, shown_source
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.code.gutter import PhaseLook, dot_sample, phase_looks, phase_sample
from guiapp.views.code.place import Whereabouts
from guiapp.views.code.text import CodeText, Marker
from guiapp.views.line import Line
from guiapp.views.plotting.legend import Legend
from guiapp.views.texts import push_button
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.lesson import Lesson
    from core.run import Run

most_elements = 6
_names = re.compile(r"(?<![\w.])([^\W\d]\w*)(\.grad\b)?")


class CodeView(QWidget):
    """A lesson as the program that can be copied; the run's place in it is marked."""

    KEYS = (
        (("F9",), QT_TRANSLATE_NOOP("keys", "Set or remove a breakpoint in the line of the cursor")),
        (("Ctrl+Up", "Ctrl+Down"), QT_TRANSLATE_NOOP("keys", "Move the cursor to another line")),
    )

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it says what will appear until there is a lesson."""
        super().__init__(parent)
        self.controller = controller
        self.source = ShownSource((), 1, 1)
        self._shown_of: tuple[Lesson | None, Mapping[str, Any]] = (None, {})
        """The lesson and the values that the source is of."""
        self._run: Run | None = None
        self._places: list[int] = []
        """The shown lines at which the run can stand."""
        self._looks = phase_looks()
        # Translated once: a tool tip or a press has no time to ask.
        self._of_iteration_text = self.tr("of iteration {iteration}")
        self._of_line_text = self.tr("after line {line}")
        self._copied_text = self.tr("The program is copied. It runs in plain Python.")
        self.state = Line()
        self._whereabouts = Whereabouts(controller, self)
        self.text = CodeText(self._tip_at)
        self.text.breakpoint_asked.connect(self._toggle_breakpoint)
        name, hint = self.tr("Code of the lesson"), self.tr("The lesson's code appears here once it is loaded.")
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(hint)
        caption, tip = self.tr("Copy as script"), self.tr("Copy the whole program: it runs in plain Python")
        self.copy_button = push_button(caption)
        self.copy_button.setToolTip(tip)
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        self._entries: dict[PhaseLook, QWidget] = {}

        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE // 2, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self.state)
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addLayout(self._make_legend(), 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for signal in (controller.lesson_changed, controller.run_replaced, controller.status_changed):
            signal.connect(self.draw)
        controller.inspection.breakpoints_changed.connect(self.draw)
        controller.said.connect(self.draw)  # a live hyperparameter has another value: nothing else tells of it
        controller.frames.texts_due.connect(self.draw)

    def draw(self) -> None:
        """Show the lesson with its present values, and where the run stands."""
        if not self.isVisible():
            return
        self._show_source()
        if self._run is not self.controller.run:
            self._take(self.controller.run)
        shown = (self.source.shown_line(line) for line in self.controller.inspection.breakpoints)
        self.text.gutter.show_breakpoints(frozenset(line for line in shown if line))
        self._show_place()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.controller.inspection.want_frame(self, True)
        self.draw()
        self.text.show_marker()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for no more variables."""
        super().hideEvent(event)
        self.controller.inspection.want_frame(self, False)

    def _make_legend(self) -> Legend:
        """Name the colours."""
        legend = Legend()
        for look in self._looks.values():
            self._entries[look] = _entry(phase_sample(look, self.text.font()), look.name)
            legend.addWidget(self._entries[look])
        text = self.tr("breakpoint (click the margin, or F9)")
        legend.addWidget(_entry(dot_sample(), text))
        return legend

    def _show_source(self) -> None:
        lesson, values = self.controller.lesson, self.controller.values
        if lesson is None or (lesson, values) == self._shown_of:
            return
        if lesson is not self._shown_of[0]:
            self.text.mark(None)
            self.text.gutter.show_phases({})
        self._shown_of = lesson, dict(values)
        self.source = shown_source(lesson, values)
        self.text.set_lines(self.source.lines)
        self.copy_button.setEnabled(True)

    def _take(self, run: "Run | None") -> None:
        """Colour the lines of another run, and know where it can stand."""
        self._run = run
        if run is None:
            return
        phases: dict[int, PhaseLook] = {}
        self._places = []
        for mark in run.stepped.marks:
            line = None if mark.ends else self.source.shown_line(mark.line)
            if line:
                self._places.append(line)
                if mark.phase:
                    phases |= dict.fromkeys(self._statement(line), self._looks[mark.phase])
        self._places.sort()
        self.text.gutter.show_phases(phases)
        for look, entry in self._entries.items():
            entry.setVisible(look in phases.values())

    def _statement(self, line: int) -> range:
        return self.source.statements.get(line, range(line, line + 1))

    def _show_place(self) -> None:
        """Say where the run stands, and mark it."""
        place = self._whereabouts.place(self.source, self.text.gutter.phases)
        if place.text != self.state.text():
            self.state.setText(place.text)
            self.state.setStyleSheet(f"color: {theme.BAD if place.colour == theme.BAD else theme.TEXT};")
        self.text.mark(Marker(self._statement(place.line), place.colour, place.over) if place.line else None)

    def _tip_at(self, line: int, column: int) -> str:
        """Say what the name at a place holds."""
        if not any(line in lines for lines in self.source.statements.values()):
            return ""  # a nested function's names are its own
        for found in _names.finditer(self.source.lines[line - 1]):
            if found.start() <= column < found.end():
                return self._value_of(found[1], gradient=column >= found.end(1))
        return ""

    def _value_of(self, name: str, gradient: bool) -> str:
        """Write what a variable holds where the run stands, or what was recorded of it."""
        controller, run = self.controller, self.controller.run
        frame = controller.inspection.frame if controller.live else None
        for variable in frame.variables if frame else ():
            held = variable.gradient if gradient else variable
            if variable.name == name and held:
                shape = str(held.shape) if held.shape else ""
                kind = " ".join(word for word in (held.type, held.dtype, shape) if word)
                return f"{held.name} = {held.text}\n{kind}"
        if run is None or controller.shown == START:
            return ""
        name = f"{name}.grad" if gradient else name
        recorded = "loss" if name == run.lesson.watch.loss else name
        row = run.history.row(controller.shown)
        values = [number(value) for column, value in row.items() if column.partition("[")[0] == recorded]
        if not values:
            return ""
        text = ", ".join(values[:most_elements]) + (", ..." if len(values) > most_elements else "")
        when = self._of_iteration_text.format(iteration=controller.shown)
        if not run.stepped.has_loop:
            when = self._of_line_text.format(line=self.source.shown_line(run.line_of(controller.shown)))
        return f"{name} = {text}\n{when}"

    def _toggle_breakpoint(self, line: int) -> None:
        """Set or remove a breakpoint at a line, or else at the next one where the run can stand."""
        line = next((place for place in self._places if place >= line), 0)
        if file_line := self.source.file_line(line):
            self.controller.inspection.toggle_breakpoint(file_line)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.source.text)
        self.controller.said.emit(self._copied_text)


def _entry(pixmap: Any, text: str) -> QWidget:
    """Make an entry of the legend."""
    entry, picture = QWidget(), QLabel()
    picture.setPixmap(pixmap)
    row = QHBoxLayout(entry)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE // 2)
    row.addWidget(picture)
    row.addWidget(QLabel(text))
    return entry
