"""Runs that the user keeps: to be drawn behind the present one, and to be gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from guiapp.theme import KEPT

if TYPE_CHECKING:
    from core.lesson import Lesson
    from core.run import Run
    from guiapp.controller import Controller

most_kept = 50


@dataclass(frozen=True)
class Kept:
    """One kept run: a copy of what it had recorded, and how it is drawn."""

    run: "Run"
    name: str
    colour: str
    visible: bool = True


class KeptRuns(QObject):
    """The list of kept runs, in the order in which they were kept.

    Signals:
        changed(): a run was added or taken away, or one is drawn otherwise.
    """

    changed = Signal()

    def __init__(self, controller: "Controller") -> None:
        """Begin without any."""
        super().__init__(controller)
        self._controller = controller
        self._count = 0
        self.runs: list[Kept] = []

    def keep(self) -> None:
        """Keep what the present run has recorded until now."""
        if (run := self._controller.run) and self._controller.rows:
            kept = self.add(run.snapshot(self._controller.rows))
            said = self.tr("Kept as {name}.") if kept else self.tr("No more than {most} runs can be kept.")
            self._controller.said.emit(said.format(name=kept.name if kept else "", most=most_kept))

    def add(self, run: "Run", name: str = "", colour: str = "", visible: bool = True) -> Kept | None:
        """Add a run that nobody drives; without a name or colour it gets the next ones; None if there are too many."""
        if len(self.runs) >= most_kept:
            return None
        self._count += 1
        name = name or self.tr("Run {0}").format(self._count)
        used = [kept.colour for kept in self.runs]
        colour = colour or min(KEPT, key=lambda one: (used.count(one), KEPT.index(one)))
        self.runs.append(Kept(run, name, colour, visible))
        self.changed.emit()
        return self.runs[-1]

    def change(self, index: int, **attributes: Any) -> None:
        """Give one of the runs another name or colour, or hide or show it."""
        self.runs[index] = replace(self.runs[index], **attributes)
        self.changed.emit()

    def remove(self, index: int) -> None:
        """Keep one of the runs no longer."""
        del self.runs[index]
        self.changed.emit()

    def replace_all(self, runs: list[Kept]) -> None:
        """Keep these runs instead."""
        self.runs, self._count = [*runs], len(runs)
        self.changed.emit()

    def drawn(self) -> list[Kept]:
        """Return the visible ones that can be drawn over the present lesson's data: its own and its family's."""
        lesson = self._controller.lesson
        return [kept for kept in self.runs if kept.visible and lesson and related(kept.run.lesson, lesson)]


def related(one: "Lesson", other: "Lesson") -> bool:
    """Whether runs of two lessons can be drawn over each other."""
    if not (one.watch.has_model and other.watch.has_model):
        return False
    return one.name == other.name or bool(one.family and one.family == other.family)


def differences(run: "Run") -> Mapping[str, Any]:
    """Return the hyperparameters of a run that are not the lesson's own, with the values that they had last."""
    values = run.values
    return {name: values[name] for name, p in run.lesson.parameters.items() if values[name] != p.default}
