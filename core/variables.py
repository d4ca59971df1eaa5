"""Reads a lesson's local variables as plain texts and numbers, without touching what it reads.

What is read holds no tensor: no graph is kept alive, and another thread may look at it as long as it likes.
"""

import re
import reprlib
from dataclasses import dataclass
from itertools import islice
from math import nan
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.run import Run

spark_points = 60
longest_text = 200
slow_seconds = 0.02
shown_elements = 6


@dataclass(frozen=True)
class Summary:
    """An array of real numbers in a few: the extremes and mean of the finite ones, and its course."""

    minimum: float
    maximum: float
    mean: float
    not_finite: int
    spark: tuple[float, ...]
    """The values in order; of more than 60, the means of 60 stretches."""


@dataclass(frozen=True)
class Variable:
    """A local variable as it stands: nothing in it changes with the lesson."""

    name: str
    type: str
    dtype: str = ""
    shape: tuple[int, ...] | None = None
    text: str = ""
    """The value: a number as Python prints it, anything else in short."""
    number: float | None = None
    """The value of what is one number."""
    summary: Summary | None = None
    """What is said of an array of more elements."""
    requires_grad: bool = False
    gradient: "Variable | None" = None
    digest: int = 0
    """Another number for another value, also where an array was changed in place."""


@dataclass(frozen=True)
class Frame:
    """The local variables where a run stands: `rows` iterations are recorded, and the statement of `line` is next."""

    rows: int
    line: int | None
    variables: tuple[Variable, ...]


def read_frame(run: "Run") -> Frame:
    """Read all locals of a run that stands still, in the run's own thread."""
    with np.errstate(all="ignore"):
        variables = tuple(read_variable(name, value) for name, value in run.locals.items())
    return Frame(len(run.history), run.line, variables)


def read_variable(name: str, value: Any) -> Variable:
    """Read one value of any type; of what cannot be read, only the type is told."""
    try:
        array = _as_array(value)
        if array is None:
            text = _text(value)
            return Variable(name, type(value).__name__, text=text, number=_number(value), digest=_digest(value, text))
        return _read_array(name, value, array)
    except Exception:  # a value of a type that nobody thought of must not end the run
        return Variable(name, type(value).__name__, digest=id(value))


def changed(before: Frame | None, now: Frame) -> frozenset[str]:
    """Name what is new or different in `now`, a gradient as "w.grad"; nothing if there is no frame before."""
    if before is None:
        return frozenset()
    known = dict(_digests(before))
    return frozenset(name for name, digest in _digests(now) if known.get(name) != digest)


def _digests(frame: Frame) -> list[tuple[str, int]]:
    gradients = [variable.gradient for variable in frame.variables if variable.gradient]
    return [(variable.name, variable.digest) for variable in (*frame.variables, *gradients)]


def _as_array(value: Any) -> NDArray | None:
    """Look at a tensor or array as an array of its shape; None for anything else."""
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value)
    if not _is_tensor(value):
        return None
    value = value.detach()
    try:
        return value.numpy(force=True)
    except TypeError:  # bfloat16 and the like, which numpy does not know
        return value.float().numpy(force=True)


def _is_tensor(value: Any) -> bool:
    from torch import Tensor

    return isinstance(value, Tensor)


def _read_array(name: str, value: Any, array: NDArray) -> Variable:
    kind, dtype = type(value).__name__, str(value.dtype).removeprefix("torch.")
    data = array.tobytes()
    digest = hash((kind, dtype, array.shape, crc32(data), len(data)))
    if isinstance(value, np.generic):
        return Variable(name, kind, text=_text(value.item()), number=_number(value.item()), digest=digest)
    one = array.item() if array.size == 1 else None
    gradient = None
    # Other tensors have none, and warn when they are asked for it.
    if _is_tensor(value) and (value.is_leaf or value.retains_grad) and value.grad is not None:
        gradient = read_variable(f"{name}.grad", value.grad)
    return Variable(
        name,
        kind,
        dtype,
        array.shape,
        _listed(array)[:longest_text] if one is None else _text(one),
        _number(one),
        _summary(array) if array.size > 1 and array.dtype.kind in "biuf" else None,
        bool(getattr(value, "requires_grad", False)),
        gradient,
        digest,
    )


def _summary(array: NDArray) -> Summary:
    flat = array.ravel()
    edges = np.linspace(0, flat.size, min(flat.size, spark_points) + 1).astype(int)
    sums = np.add.reduceat(flat, edges[:-1], dtype=np.float64)
    spark, not_finite = sums / np.diff(edges), 0
    if not np.isfinite(sums).all():  # one value that is not finite is enough, or too large a sum of finite ones
        spark = np.where(np.isfinite(spark), spark, nan)
        flat = flat[np.isfinite(flat)].astype(np.float64)
        not_finite = array.size - flat.size
        sums = flat / max(1, flat.size) * array.size
    if not flat.size:
        return Summary(nan, nan, nan, not_finite, tuple(spark.tolist()))
    mean = float((sums / array.size).sum())
    return Summary(float(flat.min()), float(flat.max()), mean, not_finite, tuple(spark.tolist()))


def _listed(array: NDArray) -> str:
    """Write the first elements of an array as nested lists."""
    if array.ndim == 0:
        element = array.item()
        return f"{element:.7g}" if isinstance(element, float | complex) else _text(element)
    most = shown_elements if array.ndim == 1 else shown_elements // 2
    parts = [_listed(np.asarray(part)) for part in array[:most]]
    return f"[{', '.join(parts + ['...'] * (len(array) > most))}]"


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _digest(value: Any, text: str) -> int:
    """Tell values of one type apart, as far as looking at a few of their elements does."""
    if isinstance(value, str | bytes | int):
        return hash((type(value), value))
    if isinstance(value, list | tuple):
        return hash((type(value), text, len(value), _text(value[-1]) if value else ""))
    return hash((type(value), text, len(value) if isinstance(value, dict | set | frozenset) else 0))


def _text(value: Any) -> str:
    """Write a value on one line of bounded length."""
    if isinstance(value, int):  # Python does not print one of more than 4300 digits
        return repr(value) if value.bit_length() < 3 * longest_text else f"<int of {value.bit_length()} bits>"
    if isinstance(value, type) or (callable(value) and hasattr(value, "__code__")):
        return value.__name__
    text = " ".join(re.sub(r"(?<=<)([a-z_]\w*\.)+| at 0x[0-9A-Fa-f]+", "", _short.repr(value)).split())
    return text if len(text) <= longest_text else text[: longest_text - 3] + "..."


class _ShortRepr(reprlib.Repr):
    """A repr that looks at a few elements only, and asks a type that answers slowly but once."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = longest_text
        self.maxlevel = 3
        self._slow: set[type] = set()

    def repr1(self, x: Any, level: int) -> str:
        """Write a value; the base class would sort a dict or set of any size."""
        if isinstance(x, dict):
            x = dict(islice(x.items(), self.maxdict + 1))
        elif isinstance(x, set | frozenset):
            x = (set if isinstance(x, set) else frozenset)(islice(x, self.maxset + 1))
        elif isinstance(x, bytes | bytearray):
            x = x[:longest_text]
        elif (array := _as_array(x)) is not None:
            return f"{type(x).__name__} {array.shape}"
        return super().repr1(x, level)

    def repr_instance(self, x: Any, level: int) -> str:
        """Write a value of a type of its own."""
        kind = type(x)
        if kind in self._slow:
            return f"<{kind.__name__}>"
        begun = perf_counter()
        try:
            return repr(x)
        except Exception:
            return f"<{kind.__name__}>"
        finally:
            if perf_counter() - begun > slow_seconds:
                self._slow.add(kind)


_short = _ShortRepr()
