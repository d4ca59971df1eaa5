import os
import runpy
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from guiapp.app import make_window
from guiapp.export.screenshot import Screenshot
from guiapp.options import Options, read_options
from tests.guiapp.pictures import colours_of

root = Path(__file__).parents[2]


def without_display(folder, *arguments):
    """Run the program as a process of its own in `folder`, where there is no display."""
    variables = {**os.environ, "PYTHONPATH": str(root), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        variables.pop(name, None)
    command = [sys.executable, "-m", "guiapp", "--language", "en", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=60)


@pytest.fixture
def draw(qtbot):
    """Return a function that does here what the program does with such arguments, and gives its exit status."""

    def draw_it(*arguments):
        options = read_options(list(map(str, arguments)))
        window = make_window(options)
        end = Screenshot(window, options)
        window.show()
        qtbot.waitUntil(lambda: not window.isVisible())
        return end.status

    return draw_it


def test_without_a_display_it_says_so_prints_the_figures_and_saves_the_picture(tmp_path):
    result = without_display(tmp_path)
    assert result.returncode == 0
    assert result.stderr.startswith("There is no display here")
    assert "iteration 100: loss 0.7424, w 2.986011, b 6.059381" in result.stderr
    assert "the stop rule fired at iteration 100" in result.stdout
    assert "w = 2.98601" in result.stdout
    picture = QImage(str(tmp_path / "fitscope-live_line.png"))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert {"#0072b2", "#d55e00"} <= colours_of(picture)
    assert not (tmp_path / "config").exists()  # a picture leaves no settings


def test_a_film_that_cannot_be_written_is_all_that_is_told_and_ends_with_1(tmp_path):
    (tmp_path / "run.gif").mkdir()
    result = without_display(tmp_path, "--animation", "run.gif", "--at", "1")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "run.gif could not be written. There is a folder of this name.\n"


def test_bad_options_end_with_2_and_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["fitscope", "live_line", "--learning-rate", "fast"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("guiapp", run_name="__main__")
    assert end.value.code == 2
    sentence = "fitscope: Learning rate must be a number from 1e-06 to 10, not 'fast'.\n"
    assert capsys.readouterr() == ("", sentence)


def test_a_film_has_the_frames_and_the_pace_that_are_asked_for(draw, tmp_path, capsys):
    assert draw("--animation", tmp_path / "run.gif", "--every", 30, "--fps", 5) == 0
    assert capsys.readouterr() == ("", "")
    with Image.open(tmp_path / "run.gif") as film:
        assert (film.n_frames, film.size, film.info["duration"]) == (5, (1280, 800), 200)


def test_a_picture_can_be_larger(draw, tmp_path, capsys, own_settings):
    assert draw("--screenshot", tmp_path / "at.png", "--scale", 2, "--at", 20) == 0
    assert capsys.readouterr() == ("", "")
    picture = QImage(str(tmp_path / "at.png"))
    assert (picture.width(), picture.height()) == (2560, 1600)
    assert {"#0072b2", "#d55e00"} <= colours_of(picture)
    assert not own_settings.exists()


def test_a_picture_can_be_svg(draw, tmp_path, capsys):
    assert draw("--screenshot", tmp_path / "at.svg", "--at", 20) == 0
    assert capsys.readouterr() == ("", "")
    root = ElementTree.parse(tmp_path / "at.svg").getroot()
    assert root.get("viewBox") == "0 0 1280 800"
    assert "Iteration 20" in "".join(root.itertext())


def test_an_iteration_that_there_is_not_is_told_and_ends_with_1(draw, tmp_path, capsys):
    assert draw("--screenshot", tmp_path / "at.png", "--at", 500) == 1
    assert capsys.readouterr().err == "The run ended at iteration 100: there is no iteration 500.\n"
    assert not (tmp_path / "at.png").exists()


def test_a_picture_that_cannot_be_written_is_told_and_ends_with_1(draw, tmp_path, capsys):
    (tmp_path / "at.png").mkdir()
    assert draw("--screenshot", tmp_path / "at.png") == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'at.png'} could not be written. ")


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
    qtbot.waitUntil(lambda: not window.isVisible())
    assert end.status == 0
    assert (tmp_path / "a.png").is_file()
    rates = [order.rate for order in orders if hasattr(order, "rate")]
    assert rates == [float("inf")]


def test_a_picture_without_an_iteration_shows_the_start(qtbot, tmp_path):
    options = Options(screenshot=tmp_path / "a.png")
    window = make_window(options)
    end = Screenshot(window, options)
    window.show()
    qtbot.waitUntil(lambda: not window.isVisible())
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
