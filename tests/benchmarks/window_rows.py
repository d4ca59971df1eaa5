"""What the window costs; each measurement is a process of its own, bare ones in turn with it."""

import json
import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from tests.benchmarks.rows import Row

bare_lesson = """
import sys, time, torch
from core.lessons.live_line import live_line
torch.set_num_threads(1)
live_line.__globals__["print"] = lambda *_: None
examples, iterations = int(sys.argv[1]), int(sys.argv[2])
live_line(examples=examples, iterations=iterations // 10, stop_below=0.0, learning_rate=0.05)
begun = time.perf_counter()
live_line(examples=examples, iterations=iterations, stop_below=0.0, learning_rate=0.05)
print(iterations / (time.perf_counter() - begun))
"""


def measure(*arguments):
    """Run one measurement of the window."""
    command = [sys.executable, "-m", "tests.benchmarks.window_child", *arguments]
    with TemporaryDirectory() as folder:
        environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"} | os.environ
        environment |= {"XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told)


def bare(examples, iterations):
    """Return iterations a second of the plain lesson in a process without a window."""
    command = [sys.executable, "-c", bare_lesson, str(examples), str(iterations)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def share(examples, iterations, *views, rounds=2):
    """Measure the window and the bare lesson in turns."""
    alone, window = [bare(examples, iterations)], []
    for _ in range(rounds):
        window.append(measure("share", str(examples), *views))
        alone.append(bare(examples, iterations))
    return {
        "share": statistics.median(run["iterations"] for run in window) / statistics.median(alone),
        "frames": min(run["frames"] for run in window),
        "key": statistics.median(run["key"] for run in window),
    }


def rows():
    """Measure."""
    few, many = share(20, 10_000), share(100_000, 2000)
    yield Row("window open, 20 points: iterations / bare process", few["share"], "share", 0.80, at_least=True)
    yield Row("the same: redraws", few["frames"], "frames a second", 55, at_least=True)
    yield Row("the same: a key stops the loop within (p99)", 1000 * few["key"], "ms", 8)
    yield Row("window open, 100,000 points: iterations / bare process", many["share"], "share", 0.93, at_least=True)
    every = share(20, 10_000, "all")
    yield Row("every view open, 20 points: iterations / bare process", every["share"], "share", 0.70, at_least=True)
    yield Row("the same: redraws", every["frames"], "frames a second", 55, at_least=True)
    redraw = measure("redraw")
    yield Row("a redraw / the same plots in matplotlib, cleared", redraw["own"] / redraw["cleared"], "times", 1 / 20)
    yield Row("a redraw / the article's own 500th", redraw["own"] / redraw["never"], "times", 1 / 100)
    long = measure("long")
    yield Row("a redraw, 10,000,000 rows / 1,000 rows", long["long"] / long["short"], "times", 2)
    yield Row("a random scrub over 10,000,000 rows (p95)", 1000 * long["long_scrub"], "ms", 8)
    first = [measure("paint") / measure("paint", "torch") for _ in range(3)]
    yield Row("first paint / a start that imports torch first", statistics.median(first), "times", 1 / 4)
