"""The log file: what went wrong, for whoever has to find out why."""

import faulthandler
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

largest_bytes = 500_000

_levels = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def print_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Print what Qt says; not what its platform without a screen says of every window."""
    if not text.startswith("This plugin does not support "):
        print(text, file=sys.stderr)


class Log:
    """A file that grows to half a megabyte, and one before it; a crash of the interpreter itself goes beside them."""

    def __init__(self, folder: Path) -> None:
        """Begin to write into `folder`, Qt's messages too; without a log where that is not possible."""
        self.path = folder / "fitscope.log"
        self._crashes: TextIO | None = None
        self._logger = logging.getLogger("fitscope")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(self.path, "a", largest_bytes, 1, "utf-8", delay=True)
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            self._crashes = (folder / "crash.log").open("a", encoding="utf-8")
        except OSError as error:
            print(f"There will be no log: {error}", file=sys.stderr)
            return
        self._handler = handler
        self._logger.addHandler(handler)
        self._logger.setLevel(logging.INFO)
        self._tells_crashes = not faulthandler.is_enabled()  # else somebody wants them elsewhere
        if self._tells_crashes:
            faulthandler.enable(self._crashes)
        self._before = qInstallMessageHandler(self._take_message)

    def error(self, details: str) -> None:
        """Write down an error of the program itself."""
        self._logger.error(details)

    def tail(self, lines: int = 40) -> str:
        """Return the last lines."""
        try:
            return "\n".join(self.path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def close(self) -> None:
        """Stop writing."""
        if self._crashes:
            qInstallMessageHandler(self._before)
            if self._tells_crashes:
                faulthandler.disable()
            self._crashes.close()
            self._logger.removeHandler(self._handler)
            self._handler.close()
            self._crashes = None

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        self._logger.log(_levels.get(kind, logging.WARNING), "Qt: %s", text)
        print_message(kind, context, text)
