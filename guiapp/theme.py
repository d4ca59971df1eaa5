"""Colours, pens and icons, named by what they mean."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from guiapp.language import assets

# The drawing colours are of Okabe and Ito's and Paul Tol's palettes: people with any colour vision can tell them apart.
DATA = "#0072B2"
FIT = "#D55E00"
LEAST_SQUARES = "#4D4D4D"
LOSS = "#0072B2"
THRESHOLD = "#007A5A"
CURSOR = "#D55E00"
BATCH = "#AA3377"
TRUTH = "#00765A"
RUN_BEFORE = "#8C959F"

WINDOW = "#F3F4F6"
BASE = "#FFFFFF"
TEXT = "#1F2328"
MUTED = "#57606A"
ACCENT = "#0B63B0"
GRID = "#D0D7DE"
GOOD = "#0A6B3D"
BAD = "#B3261E"
EPOCHS = TEXT
KEPT = ("#332288", "#44AA99", "#882255", "#999933", "#88CCEE", "#117733", "#AA4499", "#DDCC77")
CHANGED = "#FFF0B8"
LOSS_PHASE = "#B34E00"

SPACE = 8
"""The unit of distance, in pixels."""


def apply_theme(application: QApplication) -> None:
    """Give the application its style and palette: the same on every system."""
    application.setStyle("Fusion")
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: WINDOW,
        roles.WindowText: TEXT,
        roles.Base: BASE,
        roles.AlternateBase: WINDOW,
        roles.Text: TEXT,
        roles.Button: WINDOW,
        roles.ButtonText: TEXT,
        roles.ToolTipBase: BASE,
        roles.ToolTipText: TEXT,
        roles.Highlight: ACCENT,
        roles.HighlightedText: BASE,
        roles.PlaceholderText: MUTED,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#9AA1A9"))
    application.setPalette(palette)
    # A tool tip takes its palette from a platform theme that a bare X display does not have.
    application.setStyleSheet(f"QToolTip {{ color: {TEXT}; background: {BASE}; border: 1px solid {GRID}; }}")


@cache
def icon(name: str) -> QIcon:
    """Draw one of the icons in the text colour, and in grey for what is disabled."""
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, TEXT), (QIcon.Mode.Disabled, "#9AA1A9")):
        for size in (16, 24, 48):
            result.addPixmap(_draw(assets / "icons" / f"{name}.svg", size, colour), mode)
    return result


def _draw(path: Path, size: int, colour: str) -> QPixmap:
    source = path.read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
