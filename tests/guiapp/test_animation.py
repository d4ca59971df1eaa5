import errno
import os
import threading
from itertools import pairwise

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import Qt

from guiapp.export.animation import Animation, chosen_rows
from guiapp.export.encoding import can_write_mp4
from guiapp.export.stage import Stage
from guiapp.views.fit.view import FitView
from tests.guiapp.helpers import press, run_to, stands_at
from tests.guiapp.views.view_helpers import run_on, shown_view

ROWS = chosen_rows(0, 25, 2)


@pytest.fixture
def fit(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 30)
        yield view


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "fitscope film"]


@pytest.fixture(autouse=True)
def no_thread_is_left(qtbot):
    yield
    qtbot.waitUntil(lambda: not threads())


def film(view, path, rows=ROWS, **options):
    animation = Animation(Stage(view, view.controller, rows[0]), rows, path, **options)
    animation.told = []
    animation.progressed.connect(lambda done, of: animation.told.append((done, of)))
    return animation


def drawn(qtbot, animation):
    with qtbot.waitSignal(animation.finished):
        animation.start()


def test_the_last_row_is_always_a_frame():
    assert chosen_rows(0, 25, 2) == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25]
    assert chosen_rows(3, 9, 3) == [3, 6, 9]
    assert chosen_rows(4, 4, 7) == [4]


@pytest.mark.parametrize(("kind", "scale"), [("gif", 1), ("webp", 1), ("gif", 2)])
def test_a_film_has_every_chosen_row_as_a_frame_of_one_size(qtbot, tmp_path, fit, kind, scale):
    path = tmp_path / f"film.{kind}"
    animation = film(fit, path, frames_a_second=30, scale=scale)
    drawn(qtbot, animation)
    assert animation.told == [(done + 1, len(ROWS)) for done in range(len(ROWS))]
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [path.name]
    with Image.open(path) as image:
        assert image.n_frames == len(ROWS) == 14
        frames, length = [], 0
        for frame in range(image.n_frames):
            image.seek(frame)
            image.load()
            length += image.info["duration"]
            frames.append(image.convert("RGB"))
    size = (scale * fit.width() // 2 * 2, scale * fit.height() // 2 * 2)
    assert {frame.size for frame in frames} == {size}
    assert length == pytest.approx(1000 * 14 / 30, abs=10)
    for before, after in pairwise(frames):
        assert ImageChops.difference(before, after).getbbox()


def test_a_webp_film_holds_just_what_the_view_shows(qtbot, tmp_path, fit):
    drawn(qtbot, film(fit, tmp_path / "film.webp"))
    stage = Stage(fit, fit.controller, ROWS[-1])
    image = stage.picture()
    stage.close()
    with Image.open(tmp_path / "film.webp") as found:
        found.seek(13)
        found.load()
        for x, y in ((x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)):
            assert found.convert("RGB").getpixel((x, y)) == image.pixelColor(x, y).getRgb()[:3]


@pytest.mark.skipif(not can_write_mp4(), reason="imageio-ffmpeg is not installed")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its reader leaves its pipes open
def test_an_mp4_has_every_chosen_row_as_a_frame(qtbot, tmp_path, fit):
    import imageio_ffmpeg

    path = tmp_path / "film.mp4"
    drawn(qtbot, film(fit, path, frames_a_second=7))
    assert imageio_ffmpeg.count_frames_and_secs(str(path)) == (14, pytest.approx(2.0, abs=0.01))
    frames = imageio_ffmpeg.read_frames(str(path))
    assert next(frames)["size"] == (fit.width() // 2 * 2, fit.height() // 2 * 2)
    pictures = [*frames]
    assert pictures[0] != pictures[-1]


def test_a_film_of_one_row(qtbot, tmp_path, fit):
    drawn(qtbot, film(fit, tmp_path / "film.gif", [5]))
    with Image.open(tmp_path / "film.gif") as image:
        assert image.n_frames == 1


def test_the_window_goes_on_while_it_is_filmed(qtbot, tmp_path, window):
    run_to(qtbot, window, 30)
    animation = film(window, tmp_path / "film.webp", [0, 10, 20, 29])
    animation.start()
    qtbot.waitUntil(lambda: bool(animation.told))
    assert window.controller.shown == 29
    press(Qt.Key.Key_Right)
    stands_at(qtbot, window, 30)
    with qtbot.waitSignal(animation.finished):
        pass
    assert window.controller.shown == 30
    with Image.open(tmp_path / "film.webp") as image:
        assert image.n_frames == 4


@pytest.mark.parametrize("frames", [0, 1, 7, 14])
def test_cancelled_at_any_moment_it_leaves_no_file(qtbot, tmp_path, fit, frames):
    (tmp_path / "film.gif").write_text("old")
    animation = film(fit, tmp_path / "film.gif")
    animation.start()
    qtbot.waitUntil(lambda: len(animation.told) >= frames)
    assert animation.running
    with qtbot.waitSignal(animation.cancelled):
        animation.cancel()
    assert not animation.running
    assert [(file.name, file.read_text()) for file in tmp_path.glob("*.*")] == [("film.gif", "old")]


@pytest.mark.skipif(not can_write_mp4(), reason="imageio-ffmpeg is not installed")
def test_a_cancelled_mp4_leaves_no_process(qtbot, tmp_path, fit):
    animation = film(fit, tmp_path / "film.mp4")
    animation.start()
    qtbot.waitUntil(lambda: len(animation.told) >= 3)
    animation.cancel()
    qtbot.waitUntil(lambda: not threads())
    assert not [*tmp_path.glob("*.mp4")]


def test_a_full_disk_is_told_and_leaves_the_old_file(qtbot, tmp_path, fit, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "film.gif").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    animation = film(fit, tmp_path / "film.gif")
    with qtbot.waitSignal(animation.failed) as told:
        animation.start()
    assert told.args[0].errno == errno.ENOSPC
    assert [(file.name, file.read_text()) for file in tmp_path.glob("*.*")] == [("film.gif", "old")]


def test_an_encoder_that_fails_is_told(qtbot, tmp_path, fit, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no encoder")

    monkeypatch.setattr(Image.Image, "save", broken)
    animation = film(fit, tmp_path / "film.webp")
    with qtbot.waitSignal(animation.failed) as told:
        animation.start()
    assert str(told.args[0]) == "no encoder"
    assert not [*tmp_path.glob("*.webp")]
