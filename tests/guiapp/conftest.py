"""What the window's tests share: an application with our looks, a ready window, and a look at what is left behind."""

import gc

import pytest
import shiboken6
import sympy  # noqa: F401 - the lessons with formulas need it; here it is frozen with the other libraries
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import core.lessons
from guiapp.app import make_window
from guiapp.controller import Controller
from guiapp.language import speak
from guiapp.looks import Looks
from guiapp.main_window import MainWindow
from guiapp.options import Options
from guiapp.theme import apply_theme
from guiapp.worker import Worker
from tests.guiapp.helpers import LESSONS_OF_OURS, is_ready


class PatientBot(QtBot):
    """Waits so long by default that only what never comes fails, and not what comes late on a busy machine."""

    patience = 60_000

    def waitUntil(self, callback, *, timeout=patience):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=patience, **more):
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals, *, timeout=patience, **more):
        return super().waitSignals(signals, timeout=timeout, **more)

    def waitExposed(self, widget, *, timeout=patience):
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


def left_behind() -> list[QThread | QTimer]:
    """List the threads that run and the timers that tick."""
    # By type: some objects of other libraries warn when they are asked what they are an instance of.
    objects = [o for o in gc.get_objects() if issubclass(type(o), (QThread, QTimer)) and shiboken6.isValid(o)]
    return [o for o in objects if (o.isRunning() if isinstance(o, QThread) else o.isActive())]


def delete_closed_windows() -> None:
    for widget in QApplication.topLevelWidgets():
        if not isinstance(widget, MainWindow):
            continue  # pyqtgraph keeps menus of its own
        widget.file.may_be_left = lambda: True  # nobody is here to be asked
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture(scope="session", autouse=True)
def frozen_libraries():
    """Keep what the libraries hold out of each test's search and of each collection: it takes half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def default_looks(qapp):
    speak(qapp, "en")
    apply_theme(qapp)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp, monkeypatch):
    # What is frozen cannot be searched: a window must not freeze what a test leaves behind.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    yield
    delete_closed_windows()
    left = left_behind()
    for item in left:
        # Ended here, so that only this test is blamed.
        item.finish() if isinstance(item, Worker) else item.quit() if isinstance(item, QThread) else item.stop()
    assert not left


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    """Keep every test away from the user's settings and saved sessions, and from another test's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "settings"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def extra_lessons(monkeypatch):
    """Put the tests' own lessons into the table."""
    for lesson in LESSONS_OF_OURS:
        monkeypatch.setitem(core.lessons.LESSONS, lesson.name, lesson)


@pytest.fixture
def looks(qapp, tmp_path):
    """Return looks that can be changed; afterwards everything is as it was."""
    font = qapp.font()
    made = Looks(qapp, QSettings(str(tmp_path / "looks.ini"), QSettings.Format.IniFormat), "en")
    yield made
    shiboken6.delete(made)
    qapp.setFont(font)
    speak(qapp, "en")
    apply_theme(qapp, "light")


@pytest.fixture
def open_window(qtbot):
    """Return a function that opens a window and waits until its lesson is ready and it has the keys."""

    def open_it(lesson="live_line", language=None, **values):
        window = make_window(Options(lesson=lesson, values=values))
        window.show()
        qtbot.waitUntil(lambda: is_ready(window))
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return open_it


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def make(qtbot):
    """Return a function that makes a controller, without a window, whose lesson is ready; it keeps what it says."""
    made = []

    def make_it(lesson="live_line", **values):
        controller = Controller(lesson=lesson, values=values)
        controller.sentences = []
        controller.said.connect(controller.sentences.append)
        made.append(controller)
        controller.start()
        qtbot.waitUntil(lambda: controller.ready)
        return controller

    yield make_it
    for controller in made:
        controller.finish()
