import csv
import errno
import os
import subprocess
import sys

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QSpinBox

import guiapp.export.encoding
from guiapp.export.dialog import ExportDialog
from guiapp.export.kinds import KINDS, STILL
from tests.guiapp.helpers import click, press, run_to

Key = Qt.Key


@pytest.fixture
def open_dialog(qtbot, window):
    def open_it(rows=30):
        if rows:
            run_to(qtbot, window, rows)
        views = {name: (window.docks[name].windowTitle(), view) for name, view in window.views.items()}
        dialog = ExportDialog(window.controller, views, window, window)
        dialog.said = []
        window.controller.said.connect(dialog.said.append)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_it


@pytest.fixture
def answer(monkeypatch):
    """Return a function that has the file dialog answer with a path."""

    def give(path):
        asked = []
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: asked.append(a[2:]) or (str(path or ""), ""))
        return asked

    return give


def gone(qtbot, dialog):
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


@pytest.mark.parametrize("suffix", [kind.suffix for kind in KINDS if kind.suffix != ".mp4"])
def test_every_kind_of_file_is_written_and_said(qtbot, open_dialog, answer, tmp_path, suffix):
    dialog = open_dialog()
    controller, said = dialog.controller, dialog.said
    dialog.choose(suffix, "fit")
    if suffix in (".gif", ".webp"):
        dialog.film.every.setValue(10)
    asked = answer(tmp_path / "mine")
    click(dialog.export_button)
    gone(qtbot, dialog)
    path = tmp_path / f"mine{suffix}"
    assert asked[0][0] == f"live_line{suffix}"
    assert said == [f"Wrote {path}."]
    assert controller.shown == 29
    if suffix == ".csv":
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        rows = list(csv.DictReader(lines))
        assert [float(row["loss"]) for row in rows] == controller.run.history.column("loss").tolist()
    elif suffix == ".json":
        assert '"updates": 30' in path.read_text()
    elif suffix == ".py":
        done = subprocess.run([sys.executable, "-I", path], capture_output=True, text=True, timeout=60)
        assert done.stdout.splitlines()[: len(controller.run.output.lines)] == controller.run.output.lines
    elif suffix == ".svg":
        assert "Iteration 29" in path.read_text()
    else:
        with Image.open(path) as image:
            assert getattr(image, "n_frames", 1) == (4 if suffix in (".gif", ".webp") else 1)


def test_a_name_with_its_suffix_keeps_it_and_no_name_writes_nothing(qtbot, open_dialog, answer, tmp_path):
    dialog = open_dialog()
    answer(None)
    click(dialog.export_button)
    assert dialog.isVisible()
    answer(tmp_path / "Mine.CSV")
    click(dialog.export_button)
    gone(qtbot, dialog)
    assert [path.name for path in tmp_path.glob("*.*")] == ["Mine.CSV"]


def test_a_view_behind_a_tab_can_be_written_and_copied_at_a_size(qtbot, open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.choose(".png", "surface")
    dialog.scale.setCurrentIndex(1)
    assert dialog.scale.currentText() == "2×  (1120 × 960)"
    click(dialog.copy_button)
    assert dialog.message.text() == "The picture is on the clipboard."
    assert QGuiApplication.clipboard().image().width() == 1120
    dialog.export(tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).height() == 960


def test_each_kind_offers_what_it_has_to_choose_from(open_dialog):
    dialog = open_dialog()
    for kind in KINDS:
        dialog.choose(kind.suffix)
        assert dialog.view.isVisible() == (kind.picture or kind.film)
        assert dialog.scale.isVisible() == (kind.suffix == ".png" or kind.film)
        assert dialog.film.isVisible() == kind.film
        assert dialog.copy_button.isVisible() == (kind.suffix == ".png")
        names = {dialog.view.itemData(index) for index in range(dialog.view.count())}
        assert bool(names & {*STILL}) == (not kind.film)


def test_the_keyboard_does_it_all(qtbot, open_dialog, answer, tmp_path):
    dialog = open_dialog()
    assert dialog.kind.hasFocus()
    press(Key.Key_Down, Key.Key_Down)
    assert dialog.chosen.suffix == ".py"
    answer(tmp_path / "a.py")
    press(Key.Key_Return)
    gone(qtbot, dialog)
    assert (tmp_path / "a.py").is_file()
    dialog = open_dialog(0)
    press(Key.Key_Escape)
    gone(qtbot, dialog)


def test_everything_has_a_name_for_screen_readers(open_dialog):
    dialog = open_dialog()
    for field in (*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)):
        assert field.accessibleName()


def test_no_text_is_cut(open_dialog):
    dialog = open_dialog()
    for kind in KINDS:
        dialog.choose(kind.suffix)
        QApplication.processEvents()
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.text():
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, label.text()
        for button in (dialog.export_button, dialog.cancel_button, dialog.copy_button):
            assert button.width() >= button.minimumSizeHint().width() or not button.isVisible()


@pytest.mark.parametrize("suffix", [".csv", ".gif"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere/at/all", "There is no such folder."),
        ("a_folder", "There is a folder of this name."),
        ("x" * 300, "The name is too long."),
        ("full", "The disk is full."),
        ("forbidden", "Writing is not allowed there."),
    ],
    ids=["no folder", "a folder", "a long name", "a full disk", "a forbidden folder"],
)
def test_what_cannot_be_written_is_told_and_the_dialog_stays(
    qtbot, open_dialog, tmp_path, monkeypatch, suffix, path, reason
):
    def fail(*_):
        raise OSError(errno.ENOSPC if path == "full" else errno.EACCES, "told by the system")

    (tmp_path / f"a_folder{suffix}").mkdir()
    dialog = open_dialog()
    dialog.choose(suffix, "fit")
    dialog.film.last.setValue(1)
    if path in ("full", "forbidden"):  # root may write anywhere
        monkeypatch.setattr(os, "fsync", fail)
    dialog.export(tmp_path / f"{path}{suffix}")
    qtbot.waitUntil(lambda: not dialog.animation)
    assert dialog.message.text() == f"{path}{suffix} was not written. {reason}".replace("nowhere/at/", "")
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()
    assert not any("Wrote" in text for text in dialog.said)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == []


def test_a_film_can_be_cancelled_and_written_again(qtbot, open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.choose(".webp", "fit")
    dialog.export(tmp_path / "a.webp")
    qtbot.waitUntil(lambda: dialog.progress.value() >= 3)
    assert dialog.progress.isVisible()
    assert not dialog.kind.isEnabled()
    assert dialog.cancel_button.hasFocus()
    press(Key.Key_Escape)
    assert dialog.message.text() == "Cancelled: a.webp was not written."
    assert dialog.isVisible()
    assert not dialog.progress.isVisible()
    assert not (tmp_path / "a.webp").exists()
    dialog.film.last.setValue(3)
    dialog.export(tmp_path / "a.webp")
    gone(qtbot, dialog)
    with Image.open(tmp_path / "a.webp") as film:
        assert film.n_frames == 4


def test_closing_the_dialog_gives_the_film_up(qtbot, open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.choose(".gif", "fit")
    dialog.export(tmp_path / "a.gif")
    qtbot.waitUntil(lambda: dialog.progress.value() >= 1)
    dialog.close()
    gone(qtbot, dialog)
    assert not (tmp_path / "a.gif").exists()


def test_the_size_of_a_film_is_told_and_limited(open_dialog):
    dialog = open_dialog(45)
    dialog.choose(".gif")
    assert dialog.message.text() == "45 frames, 4.5 s, 1280 × 800 dots"
    dialog.film.first.setValue(10)
    dialog.film.every.setValue(5)
    dialog.film.rate.setValue(2)
    assert dialog.message.text() == "8 frames, 4.0 s, 1280 × 800 dots"
    assert dialog.film.rows() == [10, 15, 20, 25, 30, 35, 40, 44]
    dialog.film.every.setValue(1)
    dialog.film.first.setValue(0)
    dialog.scale.setCurrentIndex(3)
    assert dialog.message.text().startswith("That is too much for one film: 45 frames")
    assert not dialog.export_button.isEnabled()
    dialog.choose(".gif", "fit")
    assert dialog.export_button.isEnabled()


def test_before_the_first_iteration_there_is_nothing_to_film(open_dialog):
    dialog = open_dialog(0)
    dialog.choose(".gif")
    assert dialog.message.text() == "Nothing has been run yet: there is nothing to film."
    assert not dialog.export_button.isEnabled()
    dialog.choose(".csv")
    assert dialog.export_button.isEnabled()


def test_an_mp4_says_what_it_needs(open_dialog, monkeypatch):
    dialog = open_dialog()
    monkeypatch.setattr(guiapp.export.encoding, "find_spec", lambda name: None)
    dialog.choose(".mp4")
    assert "pip install imageio-ffmpeg" in dialog.message.text()
    assert not dialog.export_button.isEnabled()
    monkeypatch.setattr(guiapp.export.encoding, "find_spec", lambda name: object())
    dialog.choose(".gif")
    dialog.choose(".mp4")
    assert dialog.export_button.isEnabled()


def test_where_no_package_can_be_added_an_mp4_does_not_ask_for_one(open_dialog, monkeypatch):
    dialog = open_dialog()
    monkeypatch.setattr(guiapp.export.encoding, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    dialog.choose(".mp4")
    assert dialog.message.text() == "This copy of Fitscope writes no MP4: take WebP, or run Fitscope from Python."
    assert not dialog.export_button.isEnabled()
