import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from guiapp.app import make_window
from guiapp.export.screenshot import Screenshot
from guiapp.options import Options

root = Path(__file__).parents[2]


def fitscope(folder, *arguments, **environment):
    """Run the program as a process of its own in `folder`; a name set to None is unset."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root), "HOME": str(folder)}
    variables |= {"XDG_CONFIG_HOME": str(folder / "config"), **environment}
    variables = {name: value for name, value in variables.items() if value is not None}
    command = [sys.executable, "-m", "guiapp", *map(str, arguments)]
    result = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=60)
    # What the offscreen platform says of every window.
    result.stderr = result.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    return result


def test_the_window_at_an_iteration_becomes_a_picture(tmp_path):
    result = fitscope(tmp_path, "--screenshot", "at.png", "--at", "20", "--language", "en")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    picture = QImage(str(tmp_path / "at.png"))
    assert (picture.width(), picture.height()) == (1280, 800)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1280, 2) for y in range(0, 800, 2)}
    assert {"#0072b2", "#d55e00"} <= colours
    assert not (tmp_path / "config").exists()  # a picture leaves no settings


def test_an_iteration_that_there_is_not_is_told_and_ends_with_1(tmp_path):
    result = fitscope(tmp_path, "--screenshot", "at.png", "--at", "500", "--language", "en")
    assert result.returncode == 1
    assert result.stderr.strip() == "The run ended at iteration 100: there is no iteration 500."
    assert not (tmp_path / "at.png").exists()


def test_a_picture_that_cannot_be_written_is_told_and_ends_with_1(tmp_path):
    (tmp_path / "at.png").mkdir()
    result = fitscope(tmp_path, "--screenshot", "at.png")
    assert result.returncode == 1
    assert "at.png could not be written." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_picture_can_be_larger_or_svg(tmp_path):
    for arguments in (["at.png", "--scale", "2"], ["at.svg"]):
        result = fitscope(tmp_path, "--screenshot", *arguments, "--at", "20", "--language", "en")
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    picture = QImage(str(tmp_path / "at.png"))
    assert (picture.width(), picture.height()) == (2560, 1600)
    root = ElementTree.parse(tmp_path / "at.svg").getroot()
    assert root.get("viewBox") == "0 0 1280 800"
    assert "Iteration 20" in "".join(root.itertext())


def test_a_film_without_a_display(tmp_path):
    nothing = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    result = fitscope(tmp_path, "--animation", "run.gif", "--every", "30", "--fps", "5", "--language", "en", **nothing)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    with Image.open(tmp_path / "run.gif") as film:
        assert (film.n_frames, film.size, film.info["duration"]) == (5, (1280, 800), 200)


def test_a_film_that_cannot_be_written_is_told_and_ends_with_1(tmp_path):
    (tmp_path / "run.gif").mkdir()
    result = fitscope(tmp_path, "--animation", "run.gif", "--at", "1", "--language", "en")
    assert result.returncode == 1
    assert "run.gif could not be written. There is a folder of this name." in result.stderr


def test_bad_options_end_with_2_and_one_sentence(tmp_path):
    result = fitscope(tmp_path, "live_line", "--learning-rate", "fast")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "fitscope: Learning rate must be a number from 1e-06 to 10, not 'fast'.\n"


def test_without_a_display_it_says_so_prints_the_figures_and_saves_the_picture(tmp_path):
    nothing = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    result = fitscope(tmp_path, "--language", "en", **nothing)
    assert result.returncode == 0
    assert result.stderr.startswith("There is no display here")
    assert "iteration 100: loss 0.7424, w 2.986011, b 6.059381" in result.stderr
    assert "the stop rule fired at iteration 100" in result.stdout
    assert "w = 2.98601" in result.stdout
    picture = QImage(str(tmp_path / "fitscope-live_line.png"))
    assert (picture.width(), picture.height()) == (1280, 800)


@pytest.mark.parametrize("run", [True, False])
def test_a_picture_does_not_wait_for_the_pace_that_people_like(qtbot, tmp_path, run):
    """However long the run is: it goes as fast as it can."""
    options = Options(run=run, screenshot=tmp_path / "a.png", at=5 if not run else None, values={"stop_below": 0.0})
    window = make_window(options)
    orders = []
    original = window.controller.worker.post
    window.controller.worker.post = lambda order: orders.append(order) or original(order)
    end = Screenshot(window, options)
    window.show()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert end.status == 0
    assert (tmp_path / "a.png").is_file()
    rates = [order.rate for order in orders if hasattr(order, "rate")]
    assert rates == [float("inf")]


def test_a_picture_without_an_iteration_shows_the_start(qtbot, tmp_path):
    options = Options(screenshot=tmp_path / "a.png")
    window = make_window(options)
    end = Screenshot(window, options)
    window.show()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert end.status == 0
    assert window.controller.rows == 0
    assert QImage(str(tmp_path / "a.png")).width() == window.width()


def test_a_mistake_of_the_program_ends_it_with_1(qtbot, tmp_path, capsys):
    options = Options(screenshot=tmp_path / "a.png")
    window = make_window(options)
    end = Screenshot(window, options)
    window.show()
    window.controller.crashed.emit("Traceback ...\nOSError: it broke")
    assert not window.isVisible()
    assert end.status == 1
    assert "OSError: it broke" in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()
