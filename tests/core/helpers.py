"""What the core tests share: functions made from source text, plain and stepped executions, a bare Watch."""

import builtins
import contextlib
import io
import itertools
import linecache
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Annotated, Any

from core.instrumentation import HIDDEN, Mark
from core.lesson import Lesson
from core.output import Output
from core.parameter import LIVE, Label, Range
from core.stepper import Stepped, Stepping
from core.watch import Watch

numbers = itertools.count()


def function_from(source: str, **names: Any) -> FunctionType:
    """Compile the one top-level `def` of `source`, so that inspect finds its source."""
    filename = f"<program {next(numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    scope = {"__name__": filename, **names}
    exec(compile(source, filename, "exec"), scope)
    return next(
        value for value in scope.values() if isinstance(value, FunctionType) and value.__code__.co_filename == filename
    )


def watch(loss: str = "loss", parameters: Iterable[str] = ("w",), **others: Any) -> Watch:
    """Declare only what a test is about."""
    fields = {
        "prediction": "y_pred",
        "x": "x",
        "y": "y",
        "curve": lambda x, w: w * x,
        "loss_of": lambda y, y_pred: ((y - y_pred) ** 2).mean(),
        "equation": "y = {w} x",
        "loss_name": "loss",
    }
    return Watch(loss=loss, parameters=tuple(parameters), **(fields | others))


def lesson_from(function: Callable, **watched: Any) -> Lesson:
    return Lesson(function, function.__name__, "", watch(**watched))


def shown(value: Any) -> str:
    """Write a value without its address."""
    return re.sub(" at 0x[0-9a-f]+", "", repr(value))


@dataclass
class Outcome:
    """All that an execution shows to the outside."""

    result: Any
    error: BaseException | None
    output: str
    locals: dict[str, Any]

    @property
    def shown(self) -> tuple[Any, ...]:
        """Everything that can be compared: `repr` tells floats bit for bit, and nan equals nan."""
        error = self.error and (type(self.error), str(self.error))
        return shown(self.result), error, self.output, {name: shown(value) for name, value in self.locals.items()}


class Recording:
    """An observer that writes down what it is told, passes prints on, and may stop at every iteration."""

    def __init__(self, stops: bool = False) -> None:
        self.stops = stops
        self.output = Output()
        self.gradients: list[tuple[Any, ...]] = []
        self.iterations: list[tuple[bool, tuple[Any, ...]]] = []
        self.batches: list[tuple[Any, Any]] = []
        self.epochs: list[Any] = []
        self.stepping: Stepping | None = None

    def gradients_computed(self, *values: Any) -> None:
        self.gradients.append(values)

    def iteration_ended(self, leaves: bool, *values: Any) -> bool:
        self.iterations.append((leaves, values))
        return self.stops

    def batch_used(self, features: Any, labels: Any) -> None:
        self.batches.append((features, labels))

    def epoch_ended(self, loss: Any) -> None:
        self.epochs.append(loss)

    def change_taken(self, name: str) -> Any:
        assert self.stepping is not None
        return self.stepping.changes.pop(name)

    def print(self, *values: Any, **options: Any) -> None:
        self.output.print(*values, **options)
        builtins.print(*values, **options)


class LossReader(Recording):
    """Reads the loss as a Run does: as it is passed, or from the frame where it may be unbound."""

    def __init__(self):
        super().__init__()
        self.read = []

    def iteration_ended(self, leaves, *values):
        self.read.append((leaves, values[0] if values else self.stepping.locals.get("loss")))
        return False


@contextlib.contextmanager
def frames_returning(code: Any, take: Callable[[dict[str, Any]], None]):
    """Hand the locals of every frame of `code` to `take` as it returns, yields or raises."""

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code:
            take(dict(frame.f_locals))

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)


def run_plain(function: FunctionType, **arguments: Any) -> Outcome:
    """Call a function as it is."""
    outcome, text = Outcome(None, None, "", {}), io.StringIO()
    with contextlib.redirect_stdout(text), frames_returning(function.__code__, outcome.locals.update):
        try:
            outcome.result = function(**arguments)
        except Exception as error:
            outcome.error = error
    outcome.output = text.getvalue()
    return outcome


def run_stepped(
    stepped: Stepped, observer: Recording | None = None, every: bool = True, **arguments: Any
) -> tuple[Outcome, list[Mark]]:
    """Run a stepped function to its end; return what came of it and where it stood."""
    observer = observer or Recording()
    outcome, stood, final, text = Outcome(None, None, "", {}), [], {}, io.StringIO()
    observer.stepping = stepping = stepped.start(arguments, observer)
    stepping.every_statement = every

    def take(local: dict[str, Any]) -> None:
        final.clear()
        final.update(local)

    with contextlib.redirect_stdout(text), frames_returning(stepping.generator.gi_code, take):
        try:
            while True:
                stood.append(stepped.marks[next(stepping.generator)])
        except StopIteration as end:
            outcome.result = end.value
        except Exception as error:
            lifted = isinstance(error, RuntimeError) and isinstance(error.__cause__, StopIteration)
            outcome.error = error.__cause__ if lifted else error
    outcome.output = text.getvalue()
    outcome.locals = {name: value for name, value in final.items() if name not in HIDDEN}
    return outcome, stood


def lines_run(function: FunctionType, **arguments: Any) -> list[int]:
    """List the lines that a plain call runs, as the interpreter tells them."""
    lines: list[int] = []

    def trace(frame: FrameType, event: str, _: Any):
        if frame.f_code is not function.__code__:
            return None
        if event == "line":
            lines.append(frame.f_lineno)
        return trace

    before = sys.gettrace()
    with contextlib.redirect_stdout(io.StringIO()):
        sys.settrace(trace)
        try:
            function(**arguments)
        except Exception:
            pass  # the lines up to it count
        finally:
            sys.settrace(before)
    return lines


Rate = Annotated[float, Range(1e-6, 10, log=True), LIVE, Label("Learning rate", "How far.", "Training", "a step")]


def sample(
    count: Annotated[int, Range(1, 100)] = 20,
    rate: Rate = 0.1,
    zero: bool = False,
    free: float = 0.0,
    whole_and_free: int = 0,
    rate_of_its_own: Annotated[Rate, Range(0, 1), Label("Own rate", "")] = 0.5,
):
    """A signature with one of each."""


SAMPLE = lesson_from(sample)
