"""The kinds of file that can be exported, and why one may not be written, in words."""

import errno
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.text import QT_TRANSLATE_NOOP

WINDOW = ""
"""The name of the whole window among the views."""
STILL = ("graph", "output", "about", "published", "kept")
"""Views that look the same at every iteration, or cannot be drawn at another one than the shown."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, its suffix, and a sentence about it."""

    text: str
    suffix: str
    about: str
    picture: bool = False
    film: bool = False


KINDS = (
    Kind(
        QT_TRANSLATE_NOOP("export", "History (CSV)"),
        ".csv",
        QT_TRANSLATE_NOOP(
            "export", "Every recorded iteration at full precision. pandas.read_csv takes it with comment='#'."
        ),
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Run (JSON)"),
        ".json",
        QT_TRANSLATE_NOOP("export", "The parameters, what came of the run, and what the lesson printed."),
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Program (Python)"),
        ".py",
        QT_TRANSLATE_NOOP(
            "export", "The lesson with these parameters. It runs without Fitscope and prints the same digits."
        ),
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Picture (PNG)"),
        ".png",
        QT_TRANSLATE_NOOP("export", "What is shown now, in dots, as sharp as the size is large."),
        picture=True,
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Picture (SVG)"),
        ".svg",
        QT_TRANSLATE_NOOP("export", "What is shown now, in lines and letters: sharp at any size."),
        picture=True,
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Film (GIF)"),
        ".gif",
        QT_TRANSLATE_NOOP("export", "The run, iteration by iteration. Every program shows it; 256 colours."),
        film=True,
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Film (WebP)"),
        ".webp",
        QT_TRANSLATE_NOOP("export", "The run, iteration by iteration. Every browser shows it; smaller than GIF."),
        film=True,
    ),
    Kind(
        QT_TRANSLATE_NOOP("export", "Film (MP4)"),
        ".mp4",
        QT_TRANSLATE_NOOP("export", "The run, iteration by iteration, for slides and video programs."),
        film=True,
    ),
)

REASONS = {
    errno.ENOSPC: QT_TRANSLATE_NOOP("export", "The disk is full."),
    errno.EDQUOT: QT_TRANSLATE_NOOP("export", "The disk is full."),
    errno.EACCES: QT_TRANSLATE_NOOP("export", "Writing is not allowed there."),
    errno.EPERM: QT_TRANSLATE_NOOP("export", "Writing is not allowed there."),
    errno.EROFS: QT_TRANSLATE_NOOP("export", "Writing is not allowed there."),
    errno.ENOENT: QT_TRANSLATE_NOOP("export", "There is no such folder."),
    errno.ENOTDIR: QT_TRANSLATE_NOOP("export", "There is no such folder."),
    errno.EISDIR: QT_TRANSLATE_NOOP("export", "There is a folder of this name."),
    errno.ENAMETOOLONG: QT_TRANSLATE_NOOP("export", "The name is too long."),
}


def text_of(text: str) -> str:
    """Translate a text of these tables."""
    return QCoreApplication.translate("export", text)


def reason(error: Exception) -> str:
    """Say in a sentence why a file was not written."""
    if isinstance(error, OSError):
        known = REASONS.get(error.errno or 0)
        return text_of(known) if known else error.strerror or str(error)
    return str(error)
