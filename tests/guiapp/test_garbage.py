import gc
import threading
import weakref

from PySide6.QtCore import QThread

from guiapp.export.stage import Stage
from guiapp.garbage import GarbageCollector
from tests.guiapp.helpers import run_to


class Knot:
    """Garbage that only a collection finds; it notes the thread in which it goes."""

    def __init__(self, gone):
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.get_ident())).atexit = False


def test_garbage_of_another_thread_is_collected_in_the_windows_thread(qtbot):
    collector, gone = GarbageCollector(), []

    class Other(QThread):
        def run(self):
            for _ in range(5000):
                Knot(gone)

    thread = Other()
    collector.start()
    try:
        thread.start()
        qtbot.waitUntil(lambda: len(gone) == 5000 or (thread.isFinished() and gc.collect(0) >= 0 and len(gone) == 5000))
    finally:
        thread.wait()
        collector.stop()
    assert set(gone) == {threading.get_ident()}
    assert gc.isenabled()


def test_it_goes_on_until_the_last_one_is_stopped(qtbot):
    first, second, never_started = GarbageCollector(), GarbageCollector(), GarbageCollector()
    for collector in (first, second, second):
        collector.start()
    for collector in (second, never_started, second):
        collector.stop()
        assert not gc.isenabled()
    first.stop()
    assert gc.isenabled()


def test_a_copy_of_the_window_for_a_film_leaves_it_so(qtbot, window):
    run_to(qtbot, window, 5)
    Stage(window, window.controller, 3).close()
    assert not gc.isenabled()


def test_while_a_lesson_is_open_its_thread_does_not_collect(window):
    assert not gc.isenabled()
    window.close()
    assert gc.isenabled()
