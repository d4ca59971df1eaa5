"""What is said beside a lesson: where it comes from, what to watch and try, and what its article printed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # the window is painted before numpy is imported
    from core.history import History


class Recorded(Protocol):
    """What a run has to show: its rows, its epochs, and why it ended, if it has."""

    @property
    def history(self) -> "History": ...  # noqa: D102

    @property
    def epochs(self) -> Sequence[Any]: ...  # noqa: D102

    @property
    def why(self) -> object: ...  # noqa: D102


Find = Callable[[Recorded], float | None]
"""Finds a figure in a run; None where the run has not come that far."""


@dataclass(frozen=True)
class Experiment:
    """Something to try: a sentence, and the hyperparameters that differ from the lesson's own."""

    text: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """A figure that the article prints, how a run gives it, and why the two differ if they do.

    `text` is the figure as it is printed. `settings` are the hyperparameters, other than the lesson's own, under
    which it appears; None where it never does.
    """

    what: str
    text: str
    find: Find
    why: str = ""
    settings: Mapping[str, Any] | None = None

    def agrees(self, value: float) -> bool:
        """Whether `value`, rounded to as many decimals as were printed, is the printed figure.

        A whole number was not rounded: it must be that number.
        """
        _, _, decimals = self.text.partition(".")
        return float(format(value, f".{len(decimals) or 6}f")) == float(self.text)


@dataclass(frozen=True)
class Notes:
    """All that is said beside one lesson; every text is marked for translation."""

    source: str = ""
    about: tuple[str, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    published: tuple[Published, ...] = ()


def at_end(column: str) -> Find:
    """Find the last value of a history column, once the run has ended."""
    return lambda run: run.history.row(len(run.history) - 1)[column] if run.why and len(run.history) else None


def at(iteration: int, column: str) -> Find:
    """Find a history column's value at one iteration."""
    return lambda run: run.history.row(iteration)[column] if len(run.history) > iteration else None


def at_epoch(epoch: int) -> Find:
    """Find the loss over all data at the end of one epoch, counted from 0."""
    return lambda run: run.epochs[epoch].loss if len(run.epochs) > epoch else None
