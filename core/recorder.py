"""Reads the watched locals of a stepped lesson as plain numbers."""

from collections.abc import Sequence
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.watch import Watch


def as_array(value: Any) -> NDArray[np.float64]:
    """Copy a number, array or tensor (on any device, with or without grad) to a float64 array of its shape."""
    if hasattr(value, "detach"):
        value = value.detach().double().cpu().numpy()
    return np.array(value, dtype=np.float64)


def one_number(value: Any) -> float:
    """Return a value that is one number as a float; nan for anything else."""
    try:
        array = as_array(value)
    except (TypeError, ValueError, RuntimeError):
        return nan
    return array.item() if array.size == 1 else nan


class Recorder:
    """Turns watched values into history rows: the loss, every parameter element, every gradient element."""

    def __init__(self, watch: Watch, parameters: Sequence[Any]) -> None:
        """Learn the parameters' shapes from their values."""
        shapes = [as_array(value).shape for value in parameters]
        self.shapes = dict(zip(watch.parameters, shapes, strict=True))
        self._sizes = [int(np.prod(shape)) for shape in shapes]
        self._attached = [name not in watch.gradients for name in watch.parameters]
        self.value_names = (watch.loss, *watch.parameters)
        self.gradient_names = [watch.gradients.get(name, name) for name in watch.parameters]
        self.values_count = 1 + sum(self._sizes)
        # .item() is the quickest way to read one element, whether of a tensor or of an array.
        self.has_items = set(self._sizes) == {1} and all(hasattr(value, "item") for value in parameters)
        """Whether every watched value is one element that `.item()` returns."""
        self.has_grad_items = self.has_items and all(self._attached)
        """Whether every gradient is one element that `.grad.item()` returns."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns: `loss`, then `w`, `v[0,1]`, ..., then `w.grad`, `v.grad[0,1]`, ..."""
        suffixes = ("", ".grad")
        return (
            "loss",
            *(c for suffix in suffixes for name in self.shapes for c in elements(name + suffix, self.shapes[name])),
        )

    def values(self, watched: Sequence[Any]) -> list[float]:
        """Read the loss and the parameters, of any form."""
        return [n for value, size in zip(watched, [1, *self._sizes], strict=True) for n in _numbers(value, size)]

    def gradients(self, holders: Sequence[Any]) -> list[float]:
        """Read the gradients of parameters, or gradients held in variables of their own; nan where there is none."""
        row: list[float] = []
        for holder, size, attached in zip(holders, self._sizes, self._attached, strict=True):
            row += _numbers(getattr(holder, "grad", None) if attached else holder, size)
        return row


def elements(name: str, shape: tuple[int, ...]) -> list[str]:
    """Name the elements of an array; a single one is named as the array."""
    if np.prod(shape) == 1:
        return [name]
    return [f"{name}[{','.join(map(str, index))}]" for index in np.ndindex(*shape)]


def _numbers(value: Any, size: int) -> list[float]:
    """Return the elements of a number, array or tensor; nan where there is none."""
    if value is None:
        return [nan] * size
    row = as_array(value).ravel().tolist()
    if len(row) != size:
        raise ValueError(f"a watched value of {size} elements now has {len(row)}")
    return row
