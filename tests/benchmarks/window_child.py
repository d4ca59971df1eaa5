"""Measures one thing of the real window in a process of its own, and prints it as JSON.

Usage: python -m tests.benchmarks.window_child share EXAMPLES [all] | redraw | long | paint [torch]
"""

import json
import random
import statistics
import subprocess
import sys
import time
from itertools import pairwise

started = time.perf_counter()
if sys.argv[1:] == ["paint", "torch"]:
    import torch  # noqa: F401 - what a start that imports torch first has to wait for

from math import inf  # noqa: E402

from PySide6.QtCore import QEventLoop, Qt, QTimer, qInstallMessageHandler  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from guiapp.app import make_application, make_window  # noqa: E402
from guiapp.log import print_message  # noqa: E402
from guiapp.options import Options  # noqa: E402


def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(condition):
    while not condition():
        wait(5)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def open_window(**values):
    """Open the window as the program does and wait until its lesson is ready."""
    sys.setswitchinterval(0.0001)
    make_application("en")
    window = make_window(Options("live_line", {"stop_below": 0.0, "learning_rate": 0.05} | values))
    window.settings = None
    window.show()
    window.activateWindow()
    wait_until(lambda: window.controller.ready and window.controller.status.state == "ready")
    wait(300)
    return window


def open_every_view(window):
    """Put every dock where nothing covers it, on a large screen."""
    window.resize(1600, 1000)
    docks = [*window.docks.values()]
    for dock in docks:
        window.removeDockWidget(dock)
    columns = [docks[place : place + 4] for place in range(0, len(docks), 4)]
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[0])
    for before, column in pairwise(columns):
        window.splitDockWidget(before[0], column[0], Qt.Orientation.Horizontal)
    for column in columns:
        for upper, lower in pairwise(column):
            window.splitDockWidget(upper, lower, Qt.Orientation.Vertical)
    for dock in docks:
        dock.show()
    wait_until(lambda: not any(dock.visibleRegion().isEmpty() for dock in docks))


def times_of_standing_still(run):
    """Return a list to which each return from the loop of `run` adds its time.

    A slot would be called later: after the window, which holds the interpreter while it draws the last row. Other runs
    are driven too: the graph of the row at which this one stands is found by running it again.
    """
    from core.run import Run

    advance, times = Run.advance, []

    def timed(self, *arguments, **options):
        advance(self, *arguments, **options)
        if self is run:
            times.append(time.perf_counter())

    Run.advance = timed
    return times


bare_lesson = """
import sys, time, torch
from core.lessons.live_line import live_line
torch.set_num_threads(1)
live_line.__globals__["print"] = lambda *_: None
for line in sys.stdin:
    begun, done = time.perf_counter(), 0
    while time.perf_counter() < begun + float(line):
        live_line(examples=int(sys.argv[1]), iterations=200, stop_below=0.0, learning_rate=0.05)
        done += 200
    print(done / (time.perf_counter() - begun), flush=True)
"""


def share(examples, views="first"):
    """Let the lesson run unthrottled: its share of what it does in a bare process, and frames a second.

    Both run for a second and a half at a time, in turns: the machine itself is a quarter faster or slower from one
    minute to the next. And how long a key takes to pause it.
    """
    command = [sys.executable, "-c", bare_lesson, examples]
    bare = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def bare_rate():
        bare.stdin.write("1.5\n")
        return float(bare.stdout.readline())

    window = open_window(examples=int(examples), iterations=100_000_000, noise=1.0)
    if views == "all":
        open_every_view(window)
    controller = window.controller
    controller.set_rate(inf)
    bare_rate()
    before, shares, frames = bare_rate(), [], []
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_Space)
        wait(500)
        begun, rows, drawn = time.perf_counter(), controller.rows, controller.frames.count
        wait(1500)
        seconds = time.perf_counter() - begun
        rate = (controller.rows - rows) / seconds
        frames.append((controller.frames.count - drawn) / seconds)
        QTest.keyClick(window, Qt.Key.Key_Space)
        wait_until(lambda: not controller.running)
        wait(200)
        after = bare_rate()
        shares.append(2 * rate / (before + after))
        before = after
    bare.stdin.close()
    bare.wait()
    delays, stood_still = [], times_of_standing_still(controller.run)
    for _ in range(100):
        QTest.keyClick(window, Qt.Key.Key_Space)
        wait_until(lambda: controller.running)
        wait(random.randint(20, 60))
        begun = time.perf_counter()
        QTest.keyClick(window, Qt.Key.Key_Space)
        wait_until(lambda: not controller.running)
        delays.append(stood_still[-1] - begun)
    window.close()
    return {
        "share": statistics.median(shares),
        "frames": statistics.median(frames),
        "key": percentile(delays, 0.99),
    }


def frame_times(controller, rows):
    """Draw these rows and paint them: seconds a frame."""
    times = []
    for row in rows:
        begun = time.perf_counter()
        controller.show_row(row)
        QApplication.processEvents()
        times.append(time.perf_counter() - begun)
    return times


def redraw():
    """One redraw of the default window, and of what a matplotlib user has: cleared each time, or never."""
    window = open_window(iterations=1000)
    window.controller.run_to_end()
    wait_until(lambda: window.controller.finished)
    wait(300)
    own = statistics.median(frame_times(window.controller, range(100, 300)))
    start = window.controller.run.start
    window.close()

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    x, y = start.x.ravel(), start.y.ravel()
    figure = Figure(figsize=(10, 5), dpi=100)
    canvas = FigureCanvasAgg(figure)
    fit, loss = figure.subplots(1, 2)
    cleared = []
    for iteration in range(30):
        begun = time.perf_counter()
        fit.clear()
        loss.clear()
        fit.scatter(x, y)
        fit.plot(x, 2 * x + 5, "r-")
        fit.set_title(f"Iteration {iteration}, w, b")
        loss.plot(range(iteration + 2), range(iteration + 2))
        canvas.draw()
        cleared.append(time.perf_counter() - begun)
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.subplots()
    never = []
    for iteration in range(505):
        axes.scatter(x, y)
        axes.plot(x, 2 * x + iteration / 100, "r-", lw=5)
        axes.text(5, 10, f"Loss={iteration}")
        axes.set_title(f"Iteration: {iteration}")
        if iteration >= 500:
            begun = time.perf_counter()
            canvas.draw()
            never.append(time.perf_counter() - begun)
    return {"own": own, "cleared": statistics.median(cleared), "never": statistics.median(never)}


def long():
    """Redraws and random scrubs over 1,000 and over 10,000,000 recorded rows."""
    from core.history import History

    window = open_window(iterations=1000)
    controller = window.controller
    controller.run_to_end()
    wait_until(lambda: controller.finished)
    result = {}
    columns = controller.run.history.columns
    for name, rows in (("short", 1000), ("long", 10_000_000)):
        history = History(columns)
        append, noise = history.append, [random.random() for _ in range(1000)]
        for row in range(rows):
            append((1 + noise[row % 1000], 2.0, 5.0, 0.1, 0.1))
        controller.run.history = history
        controller.run_replaced.emit()
        controller.show_again()
        wait(500)
        places = [random.randrange(rows) for _ in range(200)]
        times = frame_times(controller, places)
        result[name] = statistics.median(times)
        result[f"{name}_scrub"] = percentile(times, 0.95)
    window.close()
    return result


def paint():
    """Seconds from the first line of the program to the first paint."""
    application = make_application("en")
    window = make_window(Options("live_line"))
    window.settings = None
    window.painted.disconnect()
    times = []
    window.painted.connect(lambda: times.append(time.perf_counter() - started))
    window.painted.connect(lambda: QTimer.singleShot(0, application.quit))
    window.show()
    application.exec()
    window.close()
    return times[0]


if __name__ == "__main__":
    qInstallMessageHandler(print_message)
    name, *arguments = sys.argv[1:]
    print(json.dumps(paint() if name == "paint" else globals()[name](*arguments)))
