"""What the window orders of the thread in which lessons run, and what it is told of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the window is painted before torch is imported
    from core.run import Run
    from core.run_facts import State, Why
    from core.text import Sentence


@dataclass(frozen=True)
class Prepare:
    """Leave the present run and set up another one, as far as its training loop."""

    number: int
    lesson: str
    values: Mapping[str, Any]
    breakpoints: frozenset[int] = frozenset()
    pins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TakeUp:
    """Leave the present run for a new one that stands after the first rows of another, then make live changes.

    If it is interrupted, the present run stays.
    """

    number: int
    run: "Run"
    rows: int
    changes: Mapping[str, Any]
    breakpoints: frozenset[int] = frozenset()
    pins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RunAside:
    """Run another run again as far as `rows` rows, whenever nothing else is to be done; `key` is its name."""

    key: int
    run: "Run"
    rows: float
    number: int = 0


@dataclass(frozen=True)
class Advance:
    """Run on, at most `rate` iterations a second, until `rows` are recorded."""

    number: int
    rate: float = inf
    rows: float = inf


@dataclass(frozen=True)
class Step:
    """Run one iteration, then stand still."""

    number: int


@dataclass(frozen=True)
class StepLine:
    """Run one statement, then stand still."""

    number: int


@dataclass(frozen=True)
class Breakpoints:
    """Stand still before the statements at these lines, and no others."""

    number: int
    lines: frozenset[int]


@dataclass(frozen=True)
class Pins:
    """Record these local variables too, and no others."""

    number: int
    names: frozenset[str]


@dataclass(frozen=True)
class ReadFrame:
    """Tell what the lesson's variables hold."""

    number: int


@dataclass(frozen=True)
class DrawGraph:
    """Find the computation graph of a row, once nothing else is to be done; None: of no row any more."""

    number: int
    row: int | None


@dataclass(frozen=True)
class Pause:
    """Stand still."""

    number: int


@dataclass(frozen=True)
class Change:
    """Give a live hyperparameter a new value."""

    number: int
    name: str
    value: Any


@dataclass(frozen=True)
class Quit:
    """End the thread."""

    number: int = 0


Order = (
    Prepare
    | TakeUp
    | RunAside
    | Advance
    | Step
    | StepLine
    | Pause
    | Change
    | Breakpoints
    | Pins
    | ReadFrame
    | DrawGraph
    | Quit
)


@dataclass(frozen=True)
class Status:
    """Where a run stands, as a fact that later work does not change."""

    state: "State"
    why: "Why | None"
    message: "Sentence | None"
    rows: int
