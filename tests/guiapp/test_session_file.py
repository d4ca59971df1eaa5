import json

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from guiapp.app import make_window
from guiapp.autosave import Autosave
from guiapp.options import Options
from guiapp.recovery import RecoveryOffer, offer_recovery
from tests.guiapp.helpers import is_ready, press, recorded, run_to

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def answers(monkeypatch):
    """Answer the question whether to save; the list tells what was asked."""
    asked, given = [], []

    def answer(box):
        asked.append(box.text())
        return given.pop(0)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked, given


@pytest.fixture
def choose(monkeypatch):
    def choose_it(path):
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))

    return choose_it


def reopened(qtbot, window, path):
    """Open a file and wait until all of it is there."""
    with qtbot.waitSignal(window.controller.taken_up):
        assert window.file.open(path)
    qtbot.waitUntil(lambda: is_ready(window) and not window.controller.kept._running)


def test_a_session_comes_back_as_it_was(qtbot, open_window, tmp_path, choose):
    window = open_window(seed=3)
    controller = window.controller
    run_to(qtbot, window, 20)
    controller.edit("learning_rate", 0.05)
    run_to(qtbot, window, 40)
    controller.kept.keep()
    controller.kept.change(0, name="first", colour="#123456", visible=False)
    controller.edit("zero_grad", True)
    run_to(qtbot, window, 50)
    controller.inspection.toggle_pin("iteration")
    controller.inspection.toggle_breakpoint(controller.run.stepped.last_line)
    controller.edit("learning_rate", 0.03)  # which no iteration has taken yet
    controller.go_to(12)
    before, kept = recorded(controller), controller.kept.runs[0].run.history.column("w").tolist()
    choose(tmp_path / "mine")
    press(Qt.Key.Key_S, modifier=CTRL)
    path = tmp_path / "mine.fitscope"
    assert path.exists()
    assert not window.isWindowModified()
    assert "mine.fitscope" in window.windowTitle()

    controller.open_lesson("line_epochs")
    qtbot.waitUntil(lambda: is_ready(window))
    controller.kept.clear()
    assert window.isWindowModified()
    window.file._saved = window.file.session()
    reopened(qtbot, window, path)
    assert controller.lesson.name == "live_line"
    assert recorded(controller) == before
    assert (controller.shown, controller.rows) == (12, 50)
    assert controller.values["learning_rate"] == 0.03
    assert (controller.values["seed"], controller.values["zero_grad"]) == (3, True)
    (again,) = controller.kept.runs
    assert (again.name, again.colour, again.visible) == ("first", "#123456", False)
    assert again.run.history.column("w").tolist() == kept
    assert controller.inspection.pins == {"iteration"}
    assert controller.inspection.breakpoints == {controller.run.stepped.last_line}
    assert not window.isWindowModified()
    assert window.file.recent == [path]


def test_what_goes_on_after_opening_is_what_would_have_been(qtbot, open_window, tmp_path):
    window = open_window()
    controller = window.controller
    run_to(qtbot, window, 30)
    assert window.file._write(tmp_path / "a.fitscope")
    run_to(qtbot, window, 60)
    before = recorded(controller)
    window.file._saved = window.file.session()
    reopened(qtbot, window, tmp_path / "a.fitscope")
    run_to(qtbot, window, 60)
    assert recorded(controller) == before


def test_changes_are_marked_and_asked_for(qtbot, open_window, tmp_path, answers):
    asked, given = answers
    window = open_window()
    run_to(qtbot, window, 3)
    assert not window.file.modified  # nothing was kept, and there is no file
    assert window.file._write(tmp_path / "a.fitscope")
    run_to(qtbot, window, 5)
    qtbot.waitUntil(window.isWindowModified)
    given.append(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert asked == ["Save the changes to a.fitscope?"]
    assert window.isVisible()
    given.append(QMessageBox.StandardButton.Save)
    assert window.close()
    assert json.loads((tmp_path / "a.fitscope").read_text())["recipe"]["rows"] == 5


def test_kept_runs_that_are_in_no_file_are_asked_for(qtbot, open_window, tmp_path, answers, choose):
    asked, given = answers
    window = open_window()
    run_to(qtbot, window, 3)
    press(Qt.Key.Key_K)
    assert len(window.controller.kept.runs) == 1
    given.append(QMessageBox.StandardButton.Save)
    choose("")  # the user thinks better of it
    assert not window.close()
    assert asked == ["Save the kept runs?"]
    given.append(QMessageBox.StandardButton.Discard)
    assert window.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"version": 99}', b"\xff\xfe", b'{"version": 1}'])
def test_a_bad_file_gives_a_sentence_and_changes_nothing(qtbot, open_window, tmp_path, content):
    window = open_window()
    run_to(qtbot, window, 4)
    before, run = recorded(window.controller), window.controller.run
    path = tmp_path / "bad.fitscope"
    path.write_bytes(content)
    assert not window.file.open(path)
    box = window.findChild(QMessageBox, "refusal")
    assert box.text() == "bad.fitscope was not opened."
    assert box.informativeText().endswith(".")
    box.close()
    assert window.controller.run is run
    assert recorded(window.controller) == before
    assert window.file.path is None


def test_a_file_that_cannot_be_written_gives_a_sentence_and_loses_nothing(qtbot, open_window, tmp_path, choose):
    window = open_window()
    run_to(qtbot, window, 4)
    choose(tmp_path / "missing" / "a.fitscope")
    assert not window.file.save_as()
    box = window.findChild(QMessageBox, "refusal")
    assert box.text() == "a.fitscope was not saved."
    box.close()
    assert window.file.path is None


def test_a_session_file_can_be_dropped_into_the_window(qtbot, open_window, tmp_path):
    window = open_window()
    run_to(qtbot, window, 6)
    path = tmp_path / "a.fitscope"
    assert window.file._write(path)
    window.controller.restart()
    qtbot.waitUntil(lambda: window.controller.ready and window.controller.rows == 0)
    window.file._saved = window.file.session()

    def dropped(*paths):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
        enter.ignore()
        QApplication.sendEvent(window, enter)
        if enter.isAccepted():
            drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
            QApplication.sendEvent(window, drop)
        return enter.isAccepted()

    assert not dropped(tmp_path / "picture.png")
    assert not dropped(path, path)
    with qtbot.waitSignal(window.controller.taken_up):
        assert dropped(path)
    qtbot.waitUntil(lambda: window.controller.rows == 6)


def test_recent_files_are_listed_while_they_are_there(qtbot, open_window, tmp_path):
    window = open_window()
    window.file._settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    run_to(qtbot, window, 2)
    for name in ("a", "b", "a"):
        assert window.file._write(tmp_path / f"{name}.fitscope")
    assert [path.name for path in window.file.recent] == ["a.fitscope", "b.fitscope"]
    (tmp_path / "a.fitscope").unlink()
    window.menus.recent.parent().menuBar().actions()[0].menu().aboutToShow.emit()
    (action,) = window.menus.recent.actions()
    window.file._saved = window.file.session()
    with qtbot.waitSignal(window.controller.taken_up):
        action.trigger()
    assert window.file.path == tmp_path / "b.fitscope"


def test_what_a_crash_left_is_offered_and_taken_up(qtbot, open_window, tmp_path):
    window = open_window()
    run_to(qtbot, window, 7)
    before = recorded(window.controller)
    crashed = Autosave(tmp_path, window.file.session, window)
    crashed.path = tmp_path / "session-1.fitscope"
    crashed.folder.mkdir(exist_ok=True)
    crashed.write()
    window.controller.restart()
    qtbot.waitUntil(lambda: window.controller.ready and window.controller.rows == 0)
    autosave = Autosave(tmp_path, window.file.session, window)
    offer_recovery(autosave, window.file, window)
    offer = window.findChild(RecoveryOffer)
    with qtbot.waitSignal(window.controller.taken_up):
        offer.recover.click()
    qtbot.waitUntil(lambda: window.controller.rows == 7)
    assert recorded(window.controller) == before
    assert autosave.left() == []


def test_what_a_crash_left_can_be_dropped_or_left_for_later(qtbot, open_window, tmp_path):
    window = open_window()
    path = tmp_path / "session-1.fitscope"
    path.write_text("{}")
    autosave = Autosave(tmp_path, window.file.session, window)
    for close in (lambda offer: offer.reject(), lambda offer: offer.drop.click()):
        offer_recovery(autosave, window.file, window)
        offer = window.findChild(RecoveryOffer)
        assert path.exists()
        close(offer)
        shiboken6.delete(offer)
    assert not path.exists()


def test_the_autosave_writes_what_is_new_and_goes_with_the_program(qtbot, open_window, tmp_path):
    window = open_window()
    autosave = Autosave(tmp_path / "autosave", window.file.session, window)
    autosave.start()
    autosave.write()
    assert not autosave.path.exists()  # nothing has happened yet
    run_to(qtbot, window, 3)
    autosave.write()
    written = autosave.path.stat().st_mtime_ns
    autosave.write()
    assert autosave.path.stat().st_mtime_ns == written
    other = Autosave(tmp_path / "autosave", window.file.session, window)
    other.path = tmp_path / "autosave" / "session-2.fitscope"
    assert other.left() == []  # its program is still running
    autosave.finish()
    assert [*(tmp_path / "autosave").iterdir()] == []


def test_an_autosave_that_fails_is_told_once(qtbot, open_window, tmp_path):
    window = open_window()
    run_to(qtbot, window, 3)
    (tmp_path / "file").write_text("")
    autosave = Autosave(tmp_path / "file", window.file.session, window)
    told = []
    autosave.refused.connect(told.append)
    autosave.write()
    autosave.write()
    assert len(told) == 1


def test_a_session_named_on_the_command_line_is_opened(qtbot, open_window, tmp_path):
    window = open_window("line_epochs")
    run_to(qtbot, window, 9)
    path = tmp_path / "a.fitscope"
    assert window.file._write(path)
    before = recorded(window.controller)
    window.close()
    second = make_window(Options(session=path))
    second.show()
    qtbot.waitUntil(lambda: is_ready(second) and second.controller.rows == 9)
    assert second.controller.lesson.name == "line_epochs"
    assert recorded(second.controller) == before
    assert second.file.path == path
