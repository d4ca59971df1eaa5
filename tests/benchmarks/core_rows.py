"""What stepping, recording and control cost, as ratios to the plain function, taken in turns in one run."""

import os
import random
import statistics
import subprocess
import sys
from time import process_time

import torch

from core.history import History, Pyramid
from core.lessons.live_line import LIVE_LINE
from core.run import Run
from tests.benchmarks.rows import Row

long_run = 10_000_000


def seconds(way, examples, iterations):
    """Return the processor seconds of the lesson, `plain` or `stepped`: driven by a Run, and recorded."""
    torch.set_num_threads(1)
    values = {"examples": examples, "iterations": iterations, "stop_below": 0.0, "learning_rate": 0.05}
    if way == "stepped":
        run = Run(LIVE_LINE, values)
        run.prepare()
        begun = process_time()
        run.advance(keep_going=lambda: True)
        return process_time() - begun
    lesson = LIVE_LINE.function
    lesson.__globals__["print"] = lambda *_: None
    try:
        begun = process_time()
        lesson(**values)
        return process_time() - begun
    finally:
        del lesson.__globals__["print"]


def seconds_alone(way, examples, iterations):
    """Return the same from a process of its own, where large arrays do not come from the system each time.

    Otherwise the ratio tells how many pages were freed and faulted in again, which differs from run to run.
    """
    environment = os.environ | {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "1000000000"}
    code = f"from tests.benchmarks.core_rows import seconds; print(seconds({way!r}, {examples}, {iterations}))"
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def overhead(examples, iterations, rounds, measure=seconds):
    """Return the median of the ratios, stepped to plain, each of two that were measured one after the other.

    A processor that changes its speed meanwhile changes both.
    """
    ratios = []
    for _ in range(rounds):
        taken = {way: measure(way, examples, iterations) for way in random.sample(["plain", "stepped"], 2)}
        ratios.append(taken["stepped"] / taken["plain"])
    return statistics.median(ratios)


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
    yield Row("stepped and recorded / plain, 20 points", overhead(20, 1000, 60), "times", 1.06)
    yield Row("stepped and recorded / plain, 100,000 points", overhead(100_000, 300, 6, seconds_alone), "times", 1.06)
    long = fed_history(long_run)
    pyramid = Pyramid(long, "loss")
    pyramid.update()
    yield Row("memory of 10,000,000 rows", (long.nbytes + pyramid.nbytes) / long_run, "bytes a row", 44)
