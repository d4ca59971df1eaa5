"""What stepping, recording and control cost, as ratios to the plain function, taken in turns in one run."""

import random
import statistics
from time import process_time

import torch

from core.history import History, Pyramid
from core.lessons.live_line import LIVE_LINE
from core.run import Run
from tests.benchmarks.rows import Row

long_run = 10_000_000


def plain_and_stepped(examples, iterations, rounds):
    """Return seconds of the plain lesson and of the same lesson driven by a Run, one pair a round."""
    torch.set_num_threads(1)
    values = {"examples": examples, "iterations": iterations, "stop_below": 0.0, "learning_rate": 0.05}
    lesson = LIVE_LINE.function
    plain, stepped = [], []

    def run_plain():
        lesson.__globals__["print"] = lambda *_: None
        try:
            begun = process_time()
            lesson(**values)
            plain.append(process_time() - begun)
        finally:
            del lesson.__globals__["print"]

    def run_stepped():
        run = Run(LIVE_LINE, values)
        run.prepare()
        begun = process_time()
        run.advance(keep_going=lambda: True)
        stepped.append(process_time() - begun)

    for _ in range(rounds):
        for go in random.sample([run_plain, run_stepped], 2):
            go()
    return plain, stepped


def overhead(examples, iterations, rounds):
    """Return the ratio of the medians."""
    plain, stepped = plain_and_stepped(examples, iterations, rounds)
    return statistics.median(stepped) / statistics.median(plain)


def fed_history(rows):
    """Return a history of so many rows of loss, two parameters and two gradients."""
    history = History(("loss", "w", "b", "w.grad", "b.grad"))
    append = history.append
    losses = [random.random() for _ in range(1000)]
    for row in range(rows):
        append((losses[row % 1000], 2.0, 5.0, 0.1, -0.1))
    return history


def rows():
    """Measure."""
    yield Row("stepped and recorded / plain, 20 points", overhead(20, 600, 60), "times", 1.06)
    yield Row("stepped and recorded / plain, 100,000 points", overhead(100_000, 300, 10), "times", 1.06)
    long = fed_history(long_run)
    pyramid = Pyramid(long, "loss")
    pyramid.update()
    yield Row("memory of 10,000,000 rows", (long.nbytes + pyramid.nbytes) / long_run, "bytes a row", 44)
