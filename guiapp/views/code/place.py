"""Where the run stands in the lesson's code, in a sentence and as a marked statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.source import ShownSource
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.language import say
from guiapp.views.code.gutter import PhaseLook

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run


@dataclass(frozen=True)
class Place:
    """What is said, and the line that is marked; `over`: its statement has been run."""

    text: str
    line: int | None = None
    colour: str = field(default_factory=lambda: theme.MUTED)
    over: bool = True


class Whereabouts(QObject):
    """Says where the run stands."""

    def __init__(self, controller: Controller, parent: QObject) -> None:
        """Know what can be said: translated once, as a frame has no time to ask."""
        super().__init__(parent)
        self.controller = controller
        self._last = Place(" ")
        self._running_text = self.tr("Running")
        self._record_text = self.tr("Record: iteration {shown}, its last line. The program is at iteration {newest}.")
        self._start_text = self.tr("Record: the start. The program is at iteration {newest}.")
        self._statement_text = self.tr("Record: line {line} has been run.")
        self._no_statement_text = self.tr("Record: the start.")
        self._next_text = self.tr("Next: line {line}")
        self._next_phase_text = self.tr("Next: line {line}, {phase}")
        self._ended_text = self.tr("Iteration {shown} has ended. Next: line {line}")
        self._finished_text = self.tr("The program has ended.")
        self._stopped_text = self.tr("The program was stopped: {reason}")
        self._failed_text = self.tr("Line {line} failed: {message}")
        self._broken_text = self.tr("The program failed: {message}")

    def place(self, source: ShownSource, phases: Mapping[int, PhaseLook]) -> Place:
        """Return where the run stands in `source`, whose lines have these phases."""
        controller, run, status = self.controller, self.controller.run, self.controller.status
        if run is None or status is None:
            self._last = Place(" ")
        elif controller.running:
            self._last = Place(self._running_text)
        elif not controller.live:
            self._last = self._recorded(run, source)
        elif run.failure:
            line = source.shown_line(run.failure.line)
            text = self._failed_text if line else self._broken_text
            self._last = Place(text.format(line=line, message=run.failure.message), line, theme.BAD)
        elif controller.finished:
            reason = say(status.message) if status.message else ""
            self._last = Place(self._stopped_text.format(reason=reason) if reason else self._finished_text)
        else:
            self._last = self._next(run, status.state == "ready", source, phases)
        return self._last

    def _recorded(self, run: "Run", source: ShownSource) -> Place:
        """Tell of the shown row, which the program has left behind."""
        shown, loop = self.controller.shown, run.stepped.has_loop
        if shown == START:
            line, text = None, self._start_text if loop else self._no_statement_text
        else:
            line, text = source.shown_line(run.line_of(shown)), self._record_text if loop else self._statement_text
        return Place(text.format(shown=shown, line=line, newest=self.controller.rows - 1), line)

    def _next(self, run: "Run", ready: bool, source: ShownSource, phases: Mapping[int, PhaseLook]) -> Place:
        """Tell of the statement that runs next."""
        ended, at = run.mark is None and run.stepped.has_loop, run.line
        if ready:  # the lines before the loop have only been run to show the data: the first one is still to come
            ended, at = False, run.stepped.marks[0].line
        line = source.shown_line(at) if at else None
        if line is None:
            return self._last  # the run has gone on already, and will tell
        text, look = self._ended_text if ended else self._next_text, phases.get(line)
        if look and not ended:
            text = self._next_phase_text.format(line=line, phase=look.name)
        return Place(text.format(line=line, shown=self.controller.shown), line, theme.CURSOR, over=False)
