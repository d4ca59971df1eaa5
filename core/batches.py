"""Which examples each iteration used."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Batches:
    """Features and labels of each iteration's examples, as float32; the first ones go when `memory_limit` is reached.

    One thread adds, another may read.
    """

    def __init__(self, memory_limit: int = 2**28) -> None:
        """Start empty."""
        self.memory_limit = memory_limit
        self.nbytes = 0
        self._kept: dict[int, tuple[Floats, Floats]] = {}

    def add(self, row: int, features: Any, labels: Any) -> None:
        """Keep a copy of the examples of iteration `row`: (n, features) and n labels, tensors or arrays."""
        pair = _copied(features), _copied(labels).ravel()
        self._kept[row] = pair
        self.nbytes += _size(pair)
        while self.nbytes > self.memory_limit and len(self._kept) > 1:
            self.nbytes -= _size(self._kept.pop(next(iter(self._kept))))

    def fork(self, rows: int) -> "Batches":
        """Return others that hold the examples of the first `rows` iterations."""
        other = Batches(self.memory_limit)
        other._kept = {row: pair for row, pair in [*self._kept.items()] if row < rows}
        other.nbytes = sum(map(_size, other._kept.values()))
        return other

    def at(self, row: int) -> tuple[Floats, Floats] | None:
        """Return the examples of iteration `row`; None where they are not kept."""
        return self._kept.get(row)


def _copied(values: Any) -> Floats:
    if hasattr(values, "detach"):
        values = values.detach().cpu().numpy()
    array = np.array(values, dtype=np.float32)
    return array if array.ndim > 1 else array[:, None]


def _size(pair: tuple[Floats, Floats]) -> int:
    return pair[0].nbytes + pair[1].nbytes
