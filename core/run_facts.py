"""What is known of a run beside its rows."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.history import History


class State(StrEnum):
    """Where a run stands: READY -> RUNNING <-> PAUSED -> FINISHED."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


class Why(StrEnum):
    """Why a run is finished."""

    COMPLETED = "completed"
    STOP_RULE = "stop_rule"
    DIVERGED = "diverged"
    FAILED = "failed"
    MEMORY = "memory"


@dataclass(frozen=True)
class Start:
    """What a lesson has before its first iteration: the data and the parameters' first values."""

    x: NDArray
    y: NDArray
    values: dict[str, NDArray]


@dataclass(frozen=True)
class Event:
    """A live hyperparameter took a new value at the top of an iteration."""

    iteration: int
    name: str
    value: Any


@dataclass(frozen=True)
class Epoch:
    """The end of a pass over all data: its last iteration, and the loss over all of them after it."""

    row: int
    loss: float


@dataclass(frozen=True)
class Failure:
    """An exception in a lesson: the line of its source, and what was said."""

    line: int
    message: str
    details: str


@dataclass(frozen=True)
class Pinned:
    """The values of a local variable at the ends of the iterations from `first` on."""

    first: int
    record: History = field(default_factory=lambda: History(("value",)))

    @property
    def values(self) -> NDArray[np.float64]:
        """Copy the values, one an iteration."""
        return self.record.column("value")
