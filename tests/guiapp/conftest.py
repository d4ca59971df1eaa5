"""What the window's tests share: an application with our looks, a ready window, and a look at what is left behind."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication
from tests.guiapp.helpers import LESSONS_OF_OURS, is_ready

import core.lessons
from guiapp.app import make_window
from guiapp.language import speak
from guiapp.options import Options
from guiapp.theme import apply_theme


def left_behind() -> list[QObject]:
    """List the threads that run and the timers that tick."""
    objects = [o for o in gc.get_objects() if type.__instancecheck__(QObject, o) and shiboken6.isValid(o)]
    threads = [o for o in objects if isinstance(o, QThread) and o.isRunning()]
    return threads + [o for o in objects if isinstance(o, QTimer) and o.isActive()]


def delete_closed_windows() -> None:
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture(scope="session", autouse=True)
def looks(qapp):
    speak(qapp, "en")
    apply_theme(qapp)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp, monkeypatch):
    # What is frozen cannot be searched.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    yield
    delete_closed_windows()
    left = left_behind()
    for item in left:
        item.quit() if isinstance(item, QThread) else item.stop()
    assert not left


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    """Keep every test away from the user's settings, and from another test's."""
    folder = tmp_path / "settings"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def extra_lessons(monkeypatch):
    """Put the tests' own lessons into the table."""
    for lesson in LESSONS_OF_OURS:
        monkeypatch.setitem(core.lessons.LESSONS, lesson.name, lesson)


@pytest.fixture
def open_window(qtbot):
    """Return a function that opens a window and waits until its lesson is ready and it has the keys."""

    def open_it(lesson="live_line", language=None, **values):
        window = make_window(Options(lesson=lesson, values=values))
        window.show()
        qtbot.waitUntil(lambda: is_ready(window), timeout=20_000)
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return open_it


@pytest.fixture
def window(open_window):
    return open_window()
