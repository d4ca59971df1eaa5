"""Runs that the user keeps: to be drawn behind the present one, and to be gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from guiapp import theme

if TYPE_CHECKING:
    from core.lesson import Lesson
    from core.run import Run
    from core.session import Kept as Written
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
        ran(): every run that had to be run again has its rows.
    """

    changed = Signal()
    ran = Signal()

    def __init__(self, controller: "Controller") -> None:
        """Begin without any."""
        super().__init__(controller)
        self._controller = controller
        self._count = self._last_key = 0
        self._racing = False
        self._running: dict[int, tuple[Kept, float]] = {}
        """Those whose rows are still to come, with how many are wanted."""
        controller.worker.run_aside.connect(self._take_run)
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
        colour = theme.kept_colour(colour) or min(theme.KEPT, key=lambda one: (used.count(one), theme.KEPT.index(one)))
        self.runs.append(Kept(run, name, colour, visible))
        self.changed.emit()
        return self.runs[-1]

    def add_recipe(self, run: "Run", rows: float, name: str = "", colour: str = "", visible: bool = True) -> None:
        """Add a run that has still to be run as far as `rows` rows, with its live changes; its rows come later."""
        if kept := self.add(run, name, colour, visible):
            self._last_key += 1
            self._running[self._last_key] = kept, rows
            self._controller.run_aside(self._last_key, run, rows)

    def as_recipes(self) -> "list[Written]":
        """Write the kept runs down; one of which it is not known yet how far it will come is left out."""
        from core.session import Change, Recipe, recipe_of
        from core.session import Kept as Written

        written = []
        for kept in self.runs:
            recipe = recipe_of(kept.run)
            wanted = next((rows for one, rows in self._running.values() if one.run is kept.run), None)
            if wanted == inf:
                continue
            if wanted is not None:
                events = tuple(Change(event.iteration, event.name, event.value) for event in kept.run.events)
                recipe = Recipe(recipe.lesson, recipe.parameters, events, int(wanted))
            written.append(Written(kept.name, kept.colour, kept.visible, recipe))
        return written

    def is_running(self, kept: Kept) -> bool:
        """Whether the rows of a run are still to come."""
        return any(one.run is kept.run for one, _ in self._running.values())

    def race(self) -> None:
        """Run the present lesson with each of the other optimisers from the same start, and keep these runs.

        The present run begins again; it runs once the others have.
        """
        from core.run import Run  # here, because torch may not be there at first

        self._racing = True
        self._controller.restart()
        lesson, values = self._controller.lesson, self._controller.values
        if lesson and (name := lesson.watch.optimizer):
            for choice in lesson.parameters[name].choices or ():
                if choice != values[name]:
                    self.add_recipe(Run(lesson, {**values, name: choice}), inf, choice)

    def change(self, index: int, **attributes: Any) -> None:
        """Give one of the runs another name or colour, or hide or show it."""
        self.runs[index] = replace(self.runs[index], **attributes)
        self.changed.emit()

    def follow_theme(self) -> None:
        """Draw the runs in the present theme's colours; those that the user has chosen stay."""
        self.runs = [replace(kept, colour=theme.kept_colour(kept.colour)) for kept in self.runs]
        self.changed.emit()

    def remove(self, index: int) -> None:
        """Keep one of the runs no longer."""
        del self.runs[index]
        self.changed.emit()

    def clear(self) -> None:
        """Keep none any more."""
        self.runs, self._count = [], 0
        self._running.clear()
        self.changed.emit()

    def drawn(self) -> list[Kept]:
        """Return the visible ones that can be drawn over the present lesson's data: its own and its family's."""
        lesson = self._controller.lesson
        shown = [kept for kept in self.runs if kept.visible and len(kept.run.history)]
        return [kept for kept in shown if lesson and related(kept.run.lesson, lesson)]

    def _take_run(self, key: int, run: "Run") -> None:
        """Take the rows of a run, if it was not removed meanwhile."""
        waiting, _ = self._running.pop(key, (None, 0))
        index = next((index for index, kept in enumerate(self.runs) if waiting and kept.run is waiting.run), None)
        if index is not None:
            self.change(index, run=run)
        if waiting and not self._running:
            self.ran.emit()
            if self._racing:
                self._racing = False
                self._controller.toggle_running()


def related(one: "Lesson", other: "Lesson") -> bool:
    """Whether runs of two lessons can be drawn over each other."""
    if not (one.watch.has_model and other.watch.has_model):
        return False
    return one.name == other.name or bool(one.family and one.family == other.family)


def differences(run: "Run") -> Mapping[str, Any]:
    """Return the hyperparameters of a run that are not the lesson's own, with the values that they had last."""
    values = run.values
    return {name: values[name] for name, p in run.lesson.parameters.items() if values[name] != p.default}
