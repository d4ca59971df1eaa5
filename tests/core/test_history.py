from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.history import History, Pyramid, block_rows

generator = np.random.default_rng(0)


def filled(values, columns=("a", "b")):
    """A history of two columns, the second one the negative of the first."""
    history = History(columns)
    for value in values:
        history.append([value, -value])
    return history


def rough(count):
    """Values with not-a-numbers and infinities in between."""
    values = generator.normal(size=count)
    values[generator.random(count) < 0.05] = np.nan
    values[generator.random(count) < 0.05] = np.inf
    values[generator.random(count) < 0.05] = -np.inf
    return values


LONG = rough(3 * block_rows + 1234)
LONG[5000:6000] = np.nan
HISTORY = filled(LONG)
PYRAMID = Pyramid(HISTORY, "a")


def test_an_empty_history_has_nothing():
    history = History(["a"])
    assert len(history) == 0
    assert history.column("a").tolist() == []
    assert history.nbytes == 8 * block_rows
    with pytest.raises(IndexError):
        history.row(0)
    pyramid = Pyramid(history, "a")
    assert [part.tolist() for part in pyramid.span(0, 10)] == [[], []]
    assert np.isnan(pyramid.extremes()).all()


@pytest.mark.parametrize("index", [0, 1, block_rows - 1, block_rows, 2 * block_rows, len(LONG) - 1])
def test_a_row_reads_what_was_written(index):
    np.testing.assert_array_equal(HISTORY.row(index)["a"], LONG[index])
    np.testing.assert_array_equal(HISTORY.row(index)["b"], -LONG[index])


@pytest.mark.parametrize("index", [-1, len(LONG)])
def test_there_is_no_row_outside(index):
    with pytest.raises(IndexError):
        HISTORY.row(index)


@given(st.integers(0, len(LONG) + 10), st.integers(0, len(LONG) + 10))
def test_a_part_of_a_column_is_that_part(start, stop):
    np.testing.assert_array_equal(HISTORY.column("a", start, stop), LONG[start:stop])


def test_a_column_is_a_copy():
    history = filled([1.0, 2.0])
    history.column("a")[:] = 0
    assert history.column("a").tolist() == [1, 2]


def test_a_row_of_another_length_is_refused_and_not_counted():
    history = filled([1.0])
    with pytest.raises(ValueError, match="different structure"):
        history.append([1.0, 2.0, 3.0])
    assert len(history) == 1


def test_appending_never_moves_what_is_there():
    history = filled([1.0])
    first = history.row(0)
    for value in range(2 * block_rows):
        history.append([value, value])
    assert history.row(0) == first
    assert history.row(2 * block_rows) == {"a": 2 * block_rows - 1, "b": 2 * block_rows - 1}


def test_the_memory_limit_is_told_before_the_row_is_taken():
    history = History(["a"], memory_limit=2 * block_rows * 8)

    def fill():
        for value in range(10 * block_rows):
            history.append([value])

    with pytest.raises(MemoryError):
        fill()
    count = len(history)
    assert 0 < history.nbytes <= 2 * block_rows * 8
    assert history.column("a").tolist() == list(range(count))


def finite_extremes(values):
    values = values[np.isfinite(values)]
    return (values.min(), values.max()) if values.size else (np.nan, np.nan)


@given(st.integers(0, len(LONG)), st.integers(0, len(LONG) + 10), st.integers(2, 2000))
@settings(deadline=None, max_examples=200)
def test_a_span_looks_as_its_rows_do(start, stop, points):
    x, y = PYRAMID.span(start, stop, points)
    stop = min(stop, len(LONG))
    assert len(x) == len(y)
    if stop - start <= points:
        np.testing.assert_array_equal(x, np.arange(start, max(start, stop)))
        np.testing.assert_array_equal(y, LONG[start:stop])
        return
    lows, highs = y[::2], y[1::2]
    assert points / 2 <= len(lows) <= points + 2
    assert (np.diff(x) >= 0).all()
    assert start <= x[0] <= x[-1] <= stop - 1
    np.testing.assert_array_equal(finite_extremes(y), finite_extremes(LONG[start:stop]))
    size = 1
    while size * points < stop - start:
        size *= 2
    edges = [start, *range((start // size + 1) * size, stop, size), stop]
    stretches = [finite_extremes(LONG[a:b]) for a, b in pairwise(edges)]
    np.testing.assert_array_equal(np.stack([lows, highs], axis=1), stretches)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=6), st.integers(2, 50))
@settings(deadline=None, max_examples=40)
def test_a_pyramid_that_grows_is_as_one_made_at_once(lengths, points):
    history, values = History(["a"]), rough(sum(lengths))
    growing, done = Pyramid(history, "a"), 0
    for length in lengths:
        for value in values[done : done + length]:
            history.append([value])
        done += length
        growing.update()
        for part, whole in zip(growing.span(0, done, points), Pyramid(history, "a").span(0, done, points), strict=True):
            np.testing.assert_array_equal(part, whole)


@pytest.mark.parametrize("count", [1, 31, 32, 33, 999, 1000, 1001, 5000, len(LONG)])
def test_the_extremes_of_a_column_are_those_of_its_finite_values(count):
    np.testing.assert_array_equal(Pyramid(filled(LONG[:count]), "a").extremes(), finite_extremes(LONG[:count]))


def test_a_column_without_a_finite_value_has_no_extremes():
    pyramid = Pyramid(filled([np.nan, np.inf, -np.inf] * 2000), "a")
    assert np.isnan(pyramid.extremes()).all()
    assert np.isnan(pyramid.span(0, 6000, 100)[1]).all()


def test_a_million_rows_take_ten_percent_more_than_their_values():
    columns, count = ("loss", "w", "b", "w.grad", "b.grad"), 10**6
    history = History(columns)
    pyramids = [Pyramid(history, name) for name in columns]
    row = [1.0, 2.0, 3.0, 4.0, 5.0]
    for index in range(count):
        history.append(row)
        if index % 50_000 == 0:
            for pyramid in pyramids:
                pyramid.update()
    for pyramid in pyramids:
        pyramid.update()
    taken = history.nbytes + sum(pyramid.nbytes for pyramid in pyramids)
    assert taken <= 1.1 * 8 * count * len(columns)
