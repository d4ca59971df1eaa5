"""The session as a file: open, save, what was opened lately, and whether anything would be lost."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.text import InputError
from guiapp.controller import Controller
from guiapp.docks import Docks
from guiapp.language import say
from guiapp.options import SUFFIX

if TYPE_CHECKING:
    from core.run import Run
    from core.session import Recipe, Session

most_recent = 8


class SessionFile(QObject):
    """What the window shows, as a file of recipes from which the very same runs come again.

    Signals:
        changed(): the file is another one, or what is shown is not as it was saved any more.
    """

    changed = Signal()

    def __init__(self, controller: Controller, docks: Docks, window: QWidget, settings: QSettings | None) -> None:
        """Begin without a file."""
        super().__init__(window)
        self.controller = controller
        self.docks = docks
        self.path: Path | None = None
        self._window = window
        self._settings = settings
        self._saved: Session | None = None
        self._then: Callable[[], None] | None = None
        for signal in (controller.status_changed, controller.run_replaced, controller.kept.changed, controller.said):
            signal.connect(self._look)
        controller.taken_up.connect(self._go_on)

    def move_to(self, window: QWidget, docks: Docks) -> None:
        """Belong to another window."""
        self.setParent(window)
        self._window, self.docks = window, docks

    @property
    def modified(self) -> bool:
        """Whether something would be lost: changes to the file, or kept runs that are in none."""
        if self._saved is None:
            return bool(self.controller.kept.runs)
        now = self.session(with_layout=False)  # which takes time, at every step
        return now is not None and _essence(now) != _essence(self._saved)

    @property
    def recent(self) -> list[Path]:
        """Return the files that were opened or saved lately and are still there, the last one first."""
        kept = self._settings.value("recent", []) if self._settings else []
        paths = [Path(str(path)) for path in (kept if isinstance(kept, list) else [kept]) if path]
        return [path for path in paths if path.exists()]

    def session(self, with_layout: bool = True) -> "Session | None":
        """Put together what is shown; None until there is a run."""
        from core.session import session_of

        controller = self.controller
        if not controller.run:
            return None
        marks, kept = (controller.inspection.pins, controller.inspection.breakpoints), controller.kept.as_recipes()
        layout = self.docks.as_texts() if with_layout else {}
        return session_of(controller.run, controller.shown, controller.values, *marks, kept, layout)

    def ask_and_open(self) -> None:
        """Let the user choose a file and open it."""
        title, kind = self.tr("Open a session"), self.tr("Fitscope sessions")
        folder = str(self.path.parent if self.path else "")
        name, _ = QFileDialog.getOpenFileName(self._window, title, folder, f"{kind} (*{SUFFIX})")
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a file in place of what is shown, if the user agrees; return whether it was opened."""
        from core.session import notes

        if not self.may_be_left():
            return False
        try:
            session = self.read(path)
        except InputError as error:
            self._refuse(self.tr("{file} was not opened.").format(file=path.name), say(error.sentence))
            return False
        self.path = path
        self.show_session(session)
        self._remember(path)
        text = self.tr("Opened {file}.").format(file=path.name)
        self.controller.said.emit(" ".join([text, *map(say, notes(session))]))
        return True

    def read(self, path: Path) -> "Session":
        """Read a file that the lessons can run. Raises InputError."""
        from core.session import checked_session
        from core.session_file import load

        return checked_session(load(path), self.controller.lessons)

    def show_session(self, session: "Session", saved: bool = True) -> None:
        """Show what a session holds: its runs are run again. `saved`: it is what the file holds."""
        controller = self.controller
        controller.kept.clear()
        controller.inspection.set_marks(session.recipe.lesson, frozenset(session.breakpoints), frozenset(session.pins))
        for kept in session.kept:
            controller.kept.add_recipe(
                self._run_of(kept.recipe), kept.recipe.rows, kept.name, kept.colour, kept.visible
            )
        recipe = session.recipe
        changes = {change.name: change.value for change in recipe.events if change.iteration == recipe.rows}

        def arrive() -> None:
            self.docks.take_texts(session.layout)
            if session.shown < controller.rows - 1:
                controller.go_to(session.shown)
            self._saved = self.session() if saved else None
            self._look()

        self._then = arrive
        controller.take_up(self._run_of(recipe), changes, recipe.rows)

    def save(self) -> bool:
        """Save into the file; ask for one if there is none. Return whether it was saved."""
        return self._write(self.path) if self.path else self.save_as()

    def save_as(self) -> bool:
        """Let the user choose a file and save into it. Return whether it was saved."""
        title, kind = self.tr("Save the session"), self.tr("Fitscope sessions")
        lesson = self.controller.lesson.name if self.controller.lesson else "session"
        proposed = str(self.path or f"{lesson}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, title, proposed, f"{kind} (*{SUFFIX})")
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

    def may_be_left(self) -> bool:
        """Ask, if something would be lost, whether to save it; return whether to go on."""
        if not self.modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        name = self.path.name if self.path else ""
        text = self.tr("Save the changes to {file}?").format(file=name) if name else self.tr("Save the kept runs?")
        box.setText(text)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        return answer == buttons.Discard or (answer == buttons.Save and self.save())

    def _write(self, path: Path) -> bool:
        from core.session_file import save

        session = self.session()
        if session is None:
            return False
        try:
            save(path, session)
        except InputError as error:
            self._refuse(self.tr("{file} was not saved.").format(file=path.name), say(error.sentence))
            return False
        self.path, self._saved = path, session
        self._remember(path)
        self.controller.said.emit(self.tr("Saved {file}.").format(file=path))
        self._look()
        return True

    def _run_of(self, recipe: "Recipe") -> "Run":
        """Make a run that is still to be run."""
        from core.run import Run
        from core.run_facts import Event

        run = Run(self.controller.lessons[recipe.lesson], recipe.parameters)
        run.events = [Event(change.iteration, change.name, change.value) for change in recipe.events]
        return run

    def _go_on(self) -> None:
        """Finish what opening a session began, now that its run is there."""
        then, self._then = self._then, None
        if then:
            then()

    def _look(self) -> None:
        if not self.controller.running:
            self.changed.emit()

    def _remember(self, path: Path) -> None:
        if self._settings:
            recent = [path.absolute(), *(one for one in self.recent if one != path.absolute())]
            self._settings.setValue("recent", [str(one) for one in recent[:most_recent]])

    def _refuse(self, what: str, why: str) -> None:
        """Say what was not done and why, without stopping anything."""
        self.controller.said.emit(f"{what} {why}")
        box = QMessageBox(QMessageBox.Icon.Warning, "Fitscope", what, QMessageBox.StandardButton.Ok, self._window)
        box.setInformativeText(why)
        box.setObjectName("refusal")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(False)
        box.show()


def _essence(session: "Session") -> tuple:
    """Return what makes a session another one: not what is looked at, and not the layout."""
    return session.recipe, session.pins, session.breakpoints, session.kept
