"""Starts the program: options, application, window, and what happens after the first paint."""

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType

if sys.platform == "win32":
    import torch  # noqa: F401 - on Windows it must come before Qt (pytorch/pytorch#166628)

from PySide6.QtCore import QSettings, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from guiapp.autosave import Autosave
from guiapp.controller import Controller
from guiapp.export.screenshot import Screenshot
from guiapp.language import say
from guiapp.last_lesson import last_lesson
from guiapp.log import Log, print_message
from guiapp.looks import Looks
from guiapp.main_window import MainWindow
from guiapp.options import Options, default_lesson, read_options
from guiapp.recovery import RecoveryOffer, offer_recovery
from guiapp.renewal import Desk
from guiapp.settings import data_folder, open_settings
from guiapp.tour import offer_tour


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Fitscope; return the exit status: 2 for bad input."""
    options = read_options(sys.argv[1:] if arguments is None else arguments)
    if lacks_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if not options.screenshot:
            options = options.without_display()
            print(
                f"There is no display here: running {options.lesson or default_lesson} without one; "
                f"the picture of its window goes into {options.screenshot}.",
                file=sys.stderr,
            )
    # A loop that never lets go of the interpreter would leave the window 15 frames a second.
    sys.setswitchinterval(0.0001)
    before = qInstallMessageHandler(print_message)
    application = make_application(options.language or "", None if options.screenshot else open_settings())
    window = make_window(options)
    desk = Desk(window)
    # Once the window stands, and not together with another question.
    window.controller.lessons_loaded.connect(lambda: QTimer.singleShot(800, lambda: welcome(desk.window)))
    install_exception_hooks(window)
    if window.settings:
        window.log = Log(data_folder())
    end = Screenshot(window, options) if options.screenshot else None
    window.show()
    # Python handles signals only while it runs, which may be in the middle of painting: close a moment later.
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, lambda: desk.window.close()))
    wake = QTimer(application, interval=200)
    wake.timeout.connect(lambda: None)
    wake.start()
    status = application.exec()
    if desk.window.log:
        desk.window.log.close()
    qInstallMessageHandler(before)
    return end.status if end else status


def welcome(window: MainWindow) -> None:
    """Offer the tour at the very first start."""
    if not any(offer.isVisible() for offer in window.findChildren(RecoveryOffer)):
        offer_tour(window, window.settings)


def lacks_display() -> bool:
    """Whether there is no screen to show a window on."""
    if sys.platform != "linux" or "QT_QPA_PLATFORM" in os.environ:
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_application(language: str, settings: QSettings | None = None) -> QApplication:
    """Make the application in a language, or the one that was kept, with our looks."""
    application = QApplication([sys.argv[0]])
    application.setOrganizationName("Fitscope")
    application.setApplicationName("Fitscope")
    application.setDesktopFileName("fitscope")
    Looks(application, settings, language)
    return application


def make_window(options: Options) -> MainWindow:
    """Make the window as far as it goes without pyqtgraph and torch; the rest comes after the first paint."""
    settings = None
    if not options.screenshot:  # a picture has the first layout, and leaves no trace
        settings = open_settings()
    lesson, values = options.lesson or default_lesson, options.values
    if settings and not (options.lesson or options.values):
        lesson, values = last_lesson(settings)
    controller = Controller(lesson=lesson, values=values)
    application = QApplication.instance()
    window = MainWindow(controller, settings, application.findChild(Looks) if application else None)

    def load() -> None:
        if not window.isVisible():
            return  # closed as soon as it was there
        window.load_views()
        controller.start()

    if settings:
        window.autosave = autosave = Autosave(data_folder() / "autosave", window.file.session, window)
        # Not to the window, which may be another one by then.
        autosave.refused.connect(lambda sentence: controller.said.emit(say(sentence)))
        controller.lessons_loaded.connect(autosave.start)
        controller.lessons_loaded.connect(lambda: offer_recovery(autosave, window.file, window))
    if session := options.session:
        # A moment later: the lesson of the last time comes first.
        controller.lessons_loaded.connect(lambda: QTimer.singleShot(0, lambda: window.file.open(session)))
    # What start-up made is there to stay: a full collection over it would stop the window for 0.1 s.
    controller.lessons_loaded.connect(gc.freeze)
    window.painted.connect(lambda: QTimer.singleShot(0, load))
    if options.run and not options.screenshot:  # which runs as fast as it goes
        controller.run_when_ready()
    return window


def install_exception_hooks(window: MainWindow) -> None:
    """Show what goes wrong in a slot, an override or a thread in the window, and in the terminal."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        print(details, file=sys.stderr)
        window.controller.crashed.emit(details)

    sys.excepthook = tell
    threading.excepthook = lambda hook: tell(hook.exc_type, hook.exc_value or hook.exc_type(), hook.exc_traceback)
