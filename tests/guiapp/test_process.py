"""The program as its user meets it: a process on a display, with keys and clicks from outside."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QImage

from tests.guiapp.pictures import colours_of, pixels

root = Path(__file__).parents[2]
plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"

GRAB = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
for path in sys.stdin:
    screen = application.primaryScreen()
    print(screen.grabWindow(0).save(path.strip(), "BMP"), flush=True)
"""


def missing() -> str:
    """Name what this machine lacks to put the program on a display; empty if nothing."""
    if sys.platform != "linux":
        return "an X display is tested on Linux only"
    tools = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if tools:
        return f"{' and '.join(tools)} not installed"
    libraries = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=False).stdout
    absent = [line.split()[0] for line in libraries.splitlines() if "not found" in line]
    return f"libraries that Qt's xcb platform needs are not installed: {', '.join(absent)}" if absent else ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "nothing is missing")


@pytest.fixture
def display(tmp_path):
    """Start an X server on a free display; give the environment of a program that shows itself there."""
    read, write = os.pipe()
    arguments = ["-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(["Xvfb", *arguments], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    variables = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
    variables |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_RUNTIME_DIR": str(tmp_path)}
    variables.pop("WAYLAND_DISPLAY", None)
    yield variables
    server.terminate()
    server.wait(20)


@pytest.fixture
def look(display, tmp_path):
    """Return a function that gives the picture of the screen."""
    helper = subprocess.Popen(
        [sys.executable, "-c", GRAB], env=display, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert helper.stdin
    assert helper.stdout

    def look_now() -> QImage:
        path = tmp_path / "screen.bmp"  # a PNG would take longer than what is looked at
        print(path, file=helper.stdin, flush=True)
        assert helper.stdout.readline() == "True\n"
        return QImage(str(path))

    yield look_now
    helper.stdin.close()
    helper.wait(20)
    helper.stdout.close()


@pytest.fixture
def start(display, tmp_path):
    """Return a function that starts the program; it is ended afterwards if it still runs."""
    started = []

    def start_it(*arguments):
        command = [sys.executable, "-m", "guiapp", "--language", "en", *arguments]
        errors = (tmp_path / "errors.txt").open("w")
        process = subprocess.Popen(command, env=display, cwd=tmp_path, stderr=errors)
        errors.close()
        started.append(process)
        return process

    yield start_it
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait(20)


@pytest.fixture
def xdotool(display):
    def do(*arguments):
        subprocess.run(["xdotool", *arguments], env=display, check=True, timeout=20)

    return do


def until(condition, seconds=30):
    """Wait until a condition holds, looking again and again; return what it gives."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)
    return result


# Where things are in a new window of 1280 x 800 at the screen's top left corner.
FIT = (300, 60, 850, 700)
PLOT = (300, 240, 850, 660)
SLIDER = (0, 720, 1280, 775)


def part(picture: QImage, area) -> bytes:
    """Return an area's pixels."""
    x, y, right, bottom = area
    return pixels(picture)[y:bottom, x:right].tobytes()


def is_drawn(picture: QImage) -> bool:
    """Whether the window shows examples and a line."""
    x, y, right, bottom = FIT
    return {"#0072b2", "#d55e00"} <= colours_of(picture.copy(x, y, right - x, bottom - y))


def settled(look, area):
    """Return the picture once an area no longer changes."""
    pictures = [part(look(), area)]

    def same():
        pictures.append(part(look(), area))
        return pictures[-1] == pictures[-2]

    until(same)
    return pictures[-1]


def errors_of(tmp_path) -> str:
    return (tmp_path / "errors.txt").read_text()


def test_keys_from_outside_run_pause_step_and_quit_at_full_speed(start, look, xdotool, tmp_path):
    program = start("--iterations", "100000000", "--stop-below", "0", "--learning-rate", "0.001")
    until(lambda: is_drawn(look()))
    # Without a window manager a click gives the window the keys.
    xdotool("mousemove", "560", "400", "click", "1")
    first, at_start = settled(look, FIT), settled(look, PLOT)

    xdotool("key", "space")
    until(lambda: part(look(), FIT) != first)
    running = part(look(), FIT)
    until(lambda: part(look(), FIT) != running)

    xdotool("key", "space")
    paused = settled(look, FIT)
    assert paused != first

    xdotool("key", "Right")
    until(lambda: part(look(), FIT) != paused)
    stepped = settled(look, FIT)

    xdotool("key", "Left")
    until(lambda: part(look(), FIT) == paused)
    xdotool("key", "Right")
    until(lambda: part(look(), FIT) == stepped)
    xdotool("key", "Home")
    until(lambda: part(look(), PLOT) == at_start)

    xdotool("key", "End", "key", "--repeat", "9", "Up")
    before = part(look(), SLIDER)
    until(lambda: part(look(), SLIDER) != before)
    assert program.poll() is None
    xdotool("key", "ctrl+q")
    assert program.wait(20) == 0
    assert errors_of(tmp_path) == ""


def test_interrupting_it_in_the_terminal_closes_it(start, look, tmp_path):
    program = start("--run")
    until(lambda: is_drawn(look()))
    program.send_signal(2)
    assert program.wait(20) == 0
    assert errors_of(tmp_path) == ""
