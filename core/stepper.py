"""Turn a plain function into a generator that can be stopped between any two statements.

The source is parsed, observers' calls and yields are put in, and the result is compiled with the line numbers of the
source:

    for iteration in range(iterations):      for iteration in range(iterations):
        loss = ...                               if __every_statement__: yield 4
        loss.backward()                          if __changes__: ...            # live hyperparameters
        w.data -= ...                            loss = ...
                                                 if __every_statement__: yield 5
                                                 loss.backward()
                                                 __gradients__(w)
                                                 if __every_statement__: yield 6
                                                 w.data -= ...
                                                 if __iteration__(False, loss, w): yield 7

Each number is an index into `Stepped.marks`. The names in double underscores, and `print`, are closure variables, so
that the function keeps its own globals and several runs do not meet. Nested functions and classes are left alone.
A call costs half of what a yield and its resumption do, and reading a variable in place a tenth of reading it from the
frame: together that is the difference between 6 and 15 percent of the article's loop.
"""

from collections.abc import Iterable
from types import CellType, FunctionType, GeneratorType
from typing import Any, Protocol

from core.function_syntax import argument_count, compiled, parse
from core.instrumentation import (
    BATCH,
    CHANGE,
    CHANGES,
    EPOCH,
    EVERY_STATEMENT,
    GRADIENTS,
    HIDDEN,
    ITERATION,
    RESTORED,
    Writer,
)
from core.watch import Watch


class Observer(Protocol):
    """Who is told what the stepped function does; values of locals that may be unbound are not passed."""

    def gradients_computed(self, *values: Any) -> None:
        """Take the watched parameters (or the locals that hold their gradients) right after a backward statement."""

    def iteration_ended(self, leaves: bool, *values: Any) -> bool:
        """Take the loss and the parameters; `leaves`: the loop is left. Return whether to stand still here."""
        ...

    def batch_used(self, features: Any, labels: Any) -> None:
        """Take the examples of an iteration, right before it ends."""

    def epoch_ended(self, loss: Any) -> None:
        """Take the loss over all data at the end of an epoch."""

    def change_taken(self, name: str) -> Any:
        """Return the new value of a live hyperparameter that is in `Stepping.changes`, and take it out there."""

    def print(self, *values: Any, **options: Any) -> None:
        """Take what the function prints."""


class Stepping:
    """One execution of a stepped function: its generator and the switches that it reads."""

    def __init__(
        self, generator: GeneratorType, switch: CellType, changes: dict[str, Any], restored: dict[str, Any]
    ) -> None:
        """Hold on to what `Stepped.start` made."""
        self.generator = generator
        self._switch = switch
        self.changes = changes
        """Live hyperparameters to set at the top of the next iteration.

        Under AT_TOP may stand a function that is called there before that. Where it returns True the body is passed
        over; else the variables in `restored` are bound.
        """
        self.restored = restored

    @property
    def every_statement(self) -> bool:
        """Whether the function stands still before every statement."""
        return self._switch.cell_contents

    @every_statement.setter
    def every_statement(self, value: bool) -> None:
        self._switch.cell_contents = value

    @property
    def locals(self) -> dict[str, Any]:
        """The function's local variables where it stands; empty once it has ended."""
        frame = self.generator.gi_frame
        return {} if frame is None else {k: v for k, v in frame.f_locals.items() if k not in HIDDEN}


class Stepped:
    """A function compiled for stepping.

    `marks` are the places where it can stand; `has_loop` says whether a loop assigns the watched loss, and
    `last_line` where the last statement of that loop's body begins.
    """

    def __init__(self, function: FunctionType, watch: Watch | None = None, live: Iterable[str] = ()) -> None:
        """Compile `function`.

        Raises TypeError for what is not a plain function (a lambda, a generator, a coroutine).
        """
        tree = parse(function)
        code = function.__code__
        writer = Writer(watch, tuple(live), set(code.co_varnames[: argument_count(function)]))
        writer.names = (*code.co_varnames, *code.co_cellvars)
        tree.body = writer.write(tree.body)
        self.function = function
        self.marks = tuple(writer.marks)
        self.has_loop = writer.has_loop
        self.last_line = writer.last_line
        # A lesson may have a `print` of its own.
        hidden = [name for name in HIDDEN if name != "print" or name not in function.__globals__]
        self._code = compiled(tree, function, hidden)

    def start(self, arguments: dict[str, Any], observer: Observer) -> Stepping:
        """Call the function, stepped. Nothing of it has run yet."""
        switch, changes, restored = CellType(False), {}, {}
        cells = {
            EVERY_STATEMENT: switch,
            CHANGES: CellType(changes),
            CHANGE: CellType(observer.change_taken),
            RESTORED: CellType(restored),
            GRADIENTS: CellType(observer.gradients_computed),
            BATCH: CellType(observer.batch_used),
            ITERATION: CellType(observer.iteration_ended),
            EPOCH: CellType(observer.epoch_ended),
            "print": CellType(observer.print),
        }
        own = zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True)
        cells |= dict(own)
        closure = tuple(cells[name] for name in self._code.co_freevars)
        name, defaults = self.function.__name__, self.function.__defaults__
        stepped = FunctionType(self._code, self.function.__globals__, name, defaults, closure)
        stepped.__kwdefaults__ = self.function.__kwdefaults__
        return Stepping(stepped(**arguments), switch, changes, restored)
