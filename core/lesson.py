"""What a lesson declares: a plain function, its hyperparameters in the signature, and a Watch on its locals."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_type_hints

from core.notes import Notes
from core.parameter import Parameter, read_parameter, shown
from core.stepper import Stepped
from core.text import QT_TRANSLATE_NOOP, InputError
from core.watch import Watch


@dataclass(frozen=True)
class Lesson:
    """A plain function that people can watch."""

    function: Callable[..., Any]
    title: str
    summary: str
    watch: Watch
    notes: Notes = field(default_factory=Notes)
    family: str = ""
    """Lessons of one family fit the same kind of data: their runs can be drawn over each other."""

    @property
    def name(self) -> str:
        """Name the lesson as its function is named."""
        return self.function.__name__

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Read the signature into Parameters, in its order.

        Raises TypeError where the signature does not declare one: that is the lesson author's mistake.
        """
        hints = get_type_hints(self.function, include_extras=True)
        return {
            name: read_parameter(name, hints.get(name), argument.default)
            for name, argument in inspect.signature(self.function).parameters.items()
        }

    @cached_property
    def stepped(self) -> Stepped:
        """Compile the function for stepping; every run of the lesson steps through this.

        Raises TypeError where it is not a plain function.
        """
        live = [name for name, parameter in self.parameters.items() if parameter.live]
        return Stepped(self.function, self.watch, live)

    def parameter(self, name: str, given: str = "") -> Parameter:
        """Look a hyperparameter up; `given` is how its name was written, where that is another way.

        Raises InputError for an unknown one.
        """
        if name in self.parameters:
            return self.parameters[name]
        template = QT_TRANSLATE_NOOP("core", "Lesson {lesson} has no parameter {name}; it has {known}.")
        raise InputError(template, lesson=self.name, name=shown(given or name), known=", ".join(self.parameters))

    def arguments(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Complete `given` with the defaults, every value checked.

        Raises InputError for an unknown name or a bad value.
        """
        for name in given:
            self.parameter(name)
        return {name: p.check(given.get(name, p.default)) for name, p in self.parameters.items()}
