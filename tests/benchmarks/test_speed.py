"""The same figures for pytest-benchmark: pytest tests/benchmarks."""

import pytest

from core.history import Pyramid
from core.lessons.live_line import LIVE_LINE
from core.run import Run
from tests.benchmarks.core_rows import fed_history

values = {"iterations": 1000, "stop_below": 0.0, "learning_rate": 0.05}


def test_the_plain_lesson(benchmark, monkeypatch):
    monkeypatch.setitem(LIVE_LINE.function.__globals__, "print", lambda *_: None)
    benchmark(LIVE_LINE.function, **values)


def test_the_lesson_driven_by_a_run(benchmark):
    def make():
        run = Run(LIVE_LINE, values)
        run.prepare()
        return (run,), {}

    benchmark.pedantic(lambda run: run.advance(keep_going=lambda: True), setup=make, rounds=10)


@pytest.mark.parametrize("rows", [1000, 1_000_000])
def test_the_data_of_a_redraw(benchmark, rows):
    pyramid = Pyramid(fed_history(rows), "loss")
    benchmark(pyramid.span, 0, rows)
