"""Sessions: the recipes of runs, from which the very same runs come again, and how the window stood.

These dataclasses are the schema of a session file, which `core.session_file` writes and reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.lesson import Lesson
from core.parameter import shown as quoted
from core.text import QT_TRANSLATE_NOOP, InputError, Sentence

if TYPE_CHECKING:
    from core.run import Run

VERSION = 1
"""Of the file's format; what reads one has to read all that came before it."""

Value = bool | int | float | str | tuple[int | float, ...]


@dataclass(frozen=True)
class Change:
    """A live hyperparameter takes a new value at the top of an iteration: a run's Event, as the file has it."""

    iteration: int
    name: str
    value: Value


@dataclass(frozen=True)
class Recipe:
    """All that a run depends on, and how many rows it had."""

    lesson: str
    parameters: Mapping[str, Value]
    events: tuple[Change, ...]
    """In their order; those at iteration `rows` have not been taken yet."""
    rows: int


@dataclass(frozen=True)
class Kept:
    """A run that the user kept; its colour is "#rrggbb", or "" where none was chosen."""

    name: str
    colour: str
    visible: bool
    recipe: Recipe


@dataclass(frozen=True)
class Versions:
    """What the digits of a run depend on."""

    python: str
    torch: str
    numpy: str


@dataclass(frozen=True)
class Session:
    """What a session file holds."""

    version: int
    versions: Versions
    recipe: Recipe
    shown: int
    """The row that is shown, -1 for the start."""
    pins: tuple[str, ...]
    breakpoints: tuple[int, ...]
    """Lines of the lesson's file."""
    kept: tuple[Kept, ...]
    layout: Mapping[str, str]
    """Texts in base64, which only the window understands."""


def recipe_of(run: "Run", values: Mapping[str, Any] | None = None) -> Recipe:
    """Write down a run, which may be running in another thread.

    `values` are the hyperparameters as the user has set them: what the run has not taken yet follows at its end.
    """
    # The rows first: whatever the run takes meanwhile comes after them.
    rows = len(run.history)
    taken = [event for event in [*run.events] if event.iteration <= rows]
    present = run.arguments | {event.name: event.value for event in taken}
    live = [name for name, parameter in run.lesson.parameters.items() if parameter.live]
    waiting = {name: values[name] for name in live if values and name in values and values[name] != present[name]}
    # An iteration that is under way will begin anew, and so with the newest values.
    taken = [event for event in taken if event.iteration < rows or event.name not in waiting]
    changes = [Change(event.iteration, event.name, event.value) for event in taken]
    changes += [Change(rows, name, value) for name, value in waiting.items()]
    return Recipe(run.lesson.name, dict(run.arguments), tuple(changes), rows)


def session_of(
    run: "Run",
    shown: int,
    values: Mapping[str, Any] | None = None,
    pins: Iterable[str] = (),
    breakpoints: Iterable[int] = (),
    kept: Iterable[Kept] = (),
    layout: Mapping[str, str] | None = None,
) -> Session:
    """Put together what is saved, `values` as for `recipe_of`."""
    from core.export import versions  # here, because it needs torch

    recipe = recipe_of(run, values)
    return Session(
        VERSION,
        Versions(**versions()),
        recipe,
        min(shown, recipe.rows - 1),
        tuple(sorted(pins)),
        tuple(sorted(breakpoints)),
        tuple(kept),
        dict(layout or {}),
    )


def checked(recipe: Recipe, lessons: Mapping[str, Lesson]) -> Recipe:
    """Return a recipe with every value in its hyperparameter's own type, and the defaults of those not given.

    Raises InputError where the lessons do not allow it.
    """
    lesson = lessons.get(recipe.lesson)
    if not lesson:
        raise InputError(
            QT_TRANSLATE_NOOP("core", "There is no lesson {lesson}; there are {known}."),
            lesson=quoted(recipe.lesson),
            known=", ".join(lessons),
        )
    changes: list[Change] = []
    latest: dict[str, int] = {}
    for change in recipe.events:
        parameter = lesson.parameters.get(change.name)
        if not parameter or not parameter.live:
            raise InputError(
                QT_TRANSLATE_NOOP("core", "Lesson {lesson} has no parameter {name} that can change while it runs."),
                lesson=lesson.name,
                name=quoted(change.name),
            )
        if change.iteration == latest.get(change.name):
            raise InputError(
                QT_TRANSLATE_NOOP("core", "Parameter {name} changes twice at iteration {given}; once is allowed."),
                name=change.name,
                given=change.iteration,
            )
        earliest = changes[-1].iteration if changes else 0
        if not earliest <= change.iteration <= recipe.rows:
            raise InputError(
                QT_TRANSLATE_NOOP(
                    "core", "Parameter {name} can change here at iterations {low} to {high}, not at {given}."
                ),
                name=change.name,
                low=earliest,
                high=recipe.rows,
                given=change.iteration,
            )
        latest[change.name] = change.iteration
        changes.append(replace(change, value=parameter.check(change.value)))
    return replace(recipe, parameters=lesson.arguments(recipe.parameters), events=tuple(changes))


def checked_session(session: Session, lessons: Mapping[str, Lesson]) -> Session:
    """Return a session with all its recipes checked. Raises InputError."""
    kept = tuple(replace(one, recipe=checked(one.recipe, lessons)) for one in session.kept)
    return replace(session, recipe=checked(session.recipe, lessons), kept=kept)


def notes(session: Session) -> list[Sentence]:
    """Say what may make the runs differ from those that were saved."""
    from core.export import versions  # here, because it needs torch

    template = QT_TRANSLATE_NOOP(
        "core", "This file was saved with {library} {saved}; here is {present}, so the last digits may differ."
    )
    here = versions()
    pairs = (("torch", session.versions.torch), ("numpy", session.versions.numpy))
    return [
        Sentence(template, {"library": library, "saved": saved, "present": here[library]})
        for library, saved in pairs
        if saved.partition("+")[0] != here[library].partition("+")[0]  # +cpu is a build of the same release
    ]
