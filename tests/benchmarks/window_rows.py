"""What the window costs; each measurement is a process of its own."""

import json
import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from tests.benchmarks.rows import Row


def measure(*arguments):
    """Run one measurement of the window."""
    command = [sys.executable, "-m", "tests.benchmarks.window_child", *arguments]
    with TemporaryDirectory() as folder:
        environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"} | os.environ
        environment |= {"XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told)


def rows():
    """Measure."""
    few, many, every = measure("share", "20"), measure("share", "100000"), measure("share", "20", "all")
    yield Row("window open, 20 points: iterations / bare process", few["share"], "share", 0.80, at_least=True)
    yield Row("the same: redraws", few["frames"], "frames a second", 55, at_least=True)
    yield Row("the same: a key stops the loop within (p99)", 1000 * few["key"], "ms", 8)
    yield Row("window open, 100,000 points: iterations / bare process", many["share"], "share", 0.93, at_least=True)
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
