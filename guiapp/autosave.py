"""What survives a crash: the session, written down every now and then while the program runs."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLockFile, QObject, QTimer, Signal

from core.text import InputError

if TYPE_CHECKING:
    from core.session import Session

interval_milliseconds = 20_000
stale_milliseconds = 0
"""A lock is stale when its program has gone, however long ago it was made."""


class Autosave(QObject):
    """Keeps a file for as long as the program runs, and finds those of programs that did not come to their end.

    Signals:
        refused(Sentence): the file could not be written; said once until it can be again.
    """

    refused = Signal(object)

    def __init__(self, folder: Path, session: Callable[[], "Session | None"], parent: QObject) -> None:
        """Write into `folder` what `session` returns; nothing is written before `start`."""
        super().__init__(parent)
        self.folder = folder
        self.path = folder / f"session-{os.getpid()}.fitscope"
        self._failed = False
        self._session = session
        self._written: Session | None = None
        self._lock = QLockFile(str(_lock_of(self.path)))
        self._lock.setStaleLockTime(stale_milliseconds)
        self._timer = QTimer(self, interval=interval_milliseconds)
        self._timer.timeout.connect(self.write)

    def start(self) -> None:
        """Begin to write every now and then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._lock.tryLock(0):
            self._timer.start()

    def write(self) -> None:
        """Write the session down, if it is not what was written last."""
        from core.session_file import save

        session = self._session()
        if session is None or session == self._written or not (session.recipe.rows or session.kept):
            return
        try:
            save(self.path, session)
        except InputError as error:
            if not self._failed:
                self.refused.emit(error.sentence)
            self._failed = True
        else:
            self._failed, self._written = False, session

    def finish(self) -> None:
        """Take the file away: the program comes to its end as it should."""
        self._timer.stop()
        self.path.unlink(missing_ok=True)
        self._lock.unlock()

    def left(self) -> list[Path]:
        """Return what programs left that did not come to their end, the newest first."""
        found = [path for path in self.folder.glob("session-*.fitscope") if path != self.path and _is_left(path)]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def discard(path: Path) -> None:
    """Take a file that was left, and its lock, away."""
    path.unlink(missing_ok=True)
    _lock_of(path).unlink(missing_ok=True)


def saved_at(path: Path) -> QDateTime:
    """Return when a file was written."""
    return QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))


def _is_left(path: Path) -> bool:
    """Whether the program that wrote a file has gone."""
    lock = QLockFile(str(_lock_of(path)))
    lock.setStaleLockTime(stale_milliseconds)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")
