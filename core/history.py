"""What a run recorded: columns that grow, one row an iteration, and a min/max pyramid to draw long ones.

One thread appends, another may read: a row counts (`len`) only once it is written, and written rows never change.
"""

from array import array
from collections.abc import Sequence
from math import ceil, log2

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

block_rows = 16_384
stretch_rows = 512


class History:
    """Rows of float64 values, kept in blocks: appending never moves what is there.

    The iteration is the row's index and takes no memory. Raises MemoryError from `commit` when the
    next row would take the whole beyond `memory_limit` bytes.
    """

    def __init__(self, columns: Sequence[str] = (), memory_limit: int = 2**31) -> None:
        """Start empty, with the columns' names."""
        self.columns = tuple(columns)
        self._index = {name: index for index, name in enumerate(self.columns)}
        self.width = len(self.columns)
        self._block_limit = max(1, memory_limit // max(1, 8 * self.width * block_rows))
        self._blocks: list[Column] = []
        self._count = 0
        self.cells: memoryview[float] = memoryview(array("d"))
        """Where rows are written: the next one belongs at `place`, and counts once `commit` is called."""
        self.place = 0
        self._end = 0
        """Up to here the cells hold nan where nothing was written."""
        if self.columns:
            self._make_room()

    def __len__(self) -> int:
        """Count the rows."""
        return self._count

    @property
    def nbytes(self) -> int:
        """Count the bytes that the rows take."""
        return sum(block.nbytes for block in self._blocks)

    def fork(self, rows: int) -> "History":
        """Return another history that begins with the first `rows` rows; the memory of full blocks is shared."""
        other = History((), 0)
        other.columns, other.width, other._index = self.columns, self.width, self._index
        other._block_limit = self._block_limit
        full, rest = divmod(rows, block_rows)
        other._blocks = self._blocks[:full]
        other._count = rows
        if self.columns:
            while other._end <= rest * self.width:
                other._make_room()
            other._blocks[-1][:rest] = self._blocks[full][:rest]
            other.place = rest * self.width
        return other

    def equals(self, other: "History", start: int, stop: int) -> bool:
        """Whether rows `start` to `stop` (excluded) are the same in both, bit for bit."""
        return all(self.values(row).tobytes() == other.values(row).tobytes() for row in range(start, stop))

    def append(self, values: Sequence[float]) -> None:
        """Add one row: a value for each column."""
        self.cells[self.place : self.place + self.width] = array("d", values)
        self.commit()

    def commit(self) -> int:
        """Count the row that was written into `cells`; what was left out of it is nan. Return how many there are."""
        self.place += self.width
        self._count = count = self._count + 1
        if self.place == self._end:
            self._make_room()
        return count

    def row(self, index: int) -> dict[str, float]:
        """Return row `index` (from 0) by column name."""
        return dict(zip(self.columns, self.values(index).tolist(), strict=True))

    def values(self, index: int) -> Column:
        """Return row `index` (from 0) as it is kept, in the order of the columns."""
        if not 0 <= index < self._count:
            raise IndexError(index)
        block, offset = divmod(index, block_rows)
        return self._blocks[block][offset]

    def column(self, name: str, start: int = 0, stop: int | None = None) -> Column:
        """Copy rows `start` to `stop` (excluded; the end if None) of one column."""
        stop = self._count if stop is None else min(stop, self._count)
        index, parts = self._index[name], []
        while start < stop:
            block, offset = divmod(start, block_rows)
            part = self._blocks[block][offset : offset + stop - start, index]
            parts.append(part)
            start += len(part)
        return np.concatenate(parts) if parts else np.empty(0)

    def _make_room(self) -> None:
        """Make room for further rows: memory that a short run does not need is never touched.

        Raises MemoryError where the whole would take more than the limit.
        """
        if self._end == len(self.cells):
            if len(self._blocks) >= self._block_limit:
                raise MemoryError(f"the record would take more than {self.nbytes:,} bytes")
            block = np.empty((block_rows, self.width))
            self._blocks.append(block)
            self.cells, self.place, self._end = block.data.cast("B").cast("d"), 0, 0
        begin = self._end // self.width
        self._blocks[-1][begin : begin + stretch_rows] = np.nan
        self._end += stretch_rows * self.width


class Pyramid:
    """The least and greatest value of one column over ever longer stretches, so that any span draws quickly.

    Level j holds one minimum and maximum for every `base * 2**j` rows. It follows its history when asked, so a
    column that nobody draws costs nothing. Values that are not finite do not count.
    """

    base = 64

    def __init__(self, history: History, column: str) -> None:
        """Stand over one column of `history`."""
        self.history = history
        self.column = column
        self._levels: list[_Level] = []

    @property
    def nbytes(self) -> int:
        """Count the bytes that the levels take."""
        return sum(level.nbytes for level in self._levels)

    def update(self) -> None:
        """Take in the rows that are new since the last time."""
        done = self._levels[0].count * self.base if self._levels else 0
        while (stop := min(len(self.history) // self.base * self.base, done + 2**20)) > done:
            rows = self.history.column(self.column, done, stop)
            self._add(0, _extremes(rows.reshape(-1, self.base)))
            done = stop

    def span(self, start: int, stop: int, points: int = 1000) -> tuple[Column, Column]:
        """Return x and y of a line that looks as rows `start` to `stop` (excluded) do.

        Up to `points` rows are returned as they are; of more, the extremes of at least `points / 2` stretches.
        """
        start, stop = max(0, start), min(stop, len(self.history))
        if stop - start <= points:
            return np.arange(start, max(start, stop), dtype=float), self.history.column(self.column, start, stop)
        size = 1 << ceil(log2((stop - start) / points))
        first, last = -(-start // size), stop // size
        edges = [(start, first * size), (last * size, stop)]
        head, tail = (_extremes(self.history.column(self.column, a, b)[None, :][: int(b > a)]) for a, b in edges)
        extremes = np.concatenate([head, self._stretches(first, last, size), tail], axis=1)
        places = first - head.shape[1] + np.arange(extremes.shape[1])
        x = np.repeat(np.clip((places + 0.5) * size, start, stop - 1), 2)
        return x, extremes.T.ravel()

    def _stretches(self, first: int, last: int, size: int) -> Column:
        """Return the extremes (2, last - first) of the stretches `first` to `last` of `size` rows each."""
        if size < self.base:
            return _extremes(self.history.column(self.column, first * size, last * size).reshape(-1, size))
        self.update()
        return self._levels[(size // self.base).bit_length() - 1].values[:, first:last]

    def extremes(self) -> tuple[float, float]:
        """Return the least and greatest finite value of the whole column; nan where there is none."""
        _, y = self.span(0, len(self.history))
        y = y[np.isfinite(y)]
        return (float(y.min()), float(y.max())) if y.size else (np.nan, np.nan)

    def _add(self, level: int, values: Column) -> None:
        """Append to a level, and what that completes to the levels above."""
        if level == len(self._levels):
            self._levels.append(_Level())
        own = self._levels[level]
        paired = own.count // 2 * 2
        own.append(values)
        ready = own.count // 2 * 2
        if ready > paired:
            pairs = own.values[:, paired:ready].reshape(2, -1, 2)
            self._add(level + 1, np.stack([np.fmin.reduce(pairs[0], axis=1), np.fmax.reduce(pairs[1], axis=1)]))


class _Level:
    """Minima and maxima in an array (2, capacity) that grows by a quarter."""

    def __init__(self) -> None:
        self._array = np.empty((2, 64))
        self.count = 0

    @property
    def values(self) -> Column:
        return self._array[:, : self.count]

    @property
    def nbytes(self) -> int:
        return self._array.nbytes

    def append(self, values: Column) -> None:
        needed = self.count + values.shape[1]
        if needed > self._array.shape[1]:
            grown = np.empty((2, max(needed, self._array.shape[1] * 5 // 4)))
            grown[:, : self.count] = self.values
            self._array = grown
        self._array[:, self.count : needed] = values
        self.count = needed


def _extremes(rows: Column) -> Column:
    """Return the least and greatest finite value along the last axis, (2, n); nan where there is none."""
    if rows.shape[-1] == 0:
        return np.empty((2, len(rows)))
    finite = np.where(np.isfinite(rows), rows, np.nan)
    return np.stack([np.fmin.reduce(finite, axis=-1), np.fmax.reduce(finite, axis=-1)])
