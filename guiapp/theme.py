"""Colours, pens and icons, named by what they mean."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from guiapp.language import assets
from guiapp.palettes import LIGHT, PALETTES

# The colours of the present theme: read when a widget is made, for the widgets are made anew when it changes.
WINDOW: str = LIGHT.WINDOW
BASE: str = LIGHT.BASE
TEXT: str = LIGHT.TEXT
MUTED: str = LIGHT.MUTED
DISABLED: str = LIGHT.DISABLED
ACCENT: str = LIGHT.ACCENT
GRID: str = LIGHT.GRID
GOOD: str = LIGHT.GOOD
BAD: str = LIGHT.BAD
DATA: str = LIGHT.DATA
FIT: str = LIGHT.FIT
LEAST_SQUARES: str = LIGHT.LEAST_SQUARES
LOSS: str = LIGHT.LOSS
THRESHOLD: str = LIGHT.THRESHOLD
CURSOR: str = LIGHT.CURSOR
BATCH: str = LIGHT.BATCH
TRUTH: str = LIGHT.TRUTH
RUN_BEFORE: str = LIGHT.RUN_BEFORE
EPOCHS: str = LIGHT.EPOCHS
CHANGED: str = LIGHT.CHANGED
LIT: str = LIGHT.LIT
HERE: str = LIGHT.HERE
EDGE: str = LIGHT.EDGE
LOSS_PHASE: str = LIGHT.LOSS_PHASE
GROWS: str = LIGHT.GROWS
SHRINKS: str = LIGHT.SHRINKS
SQUARE: str = LIGHT.SQUARE
BEFORE_UPDATE: str = LIGHT.BEFORE_UPDATE
KEPT: tuple[str, ...] = LIGHT.KEPT
SERIES: tuple[str, ...] = LIGHT.SERIES
BANDS: tuple[str, ...] = LIGHT.BANDS

SPACE = 8
"""The unit of distance, in pixels."""


def use(name: str) -> None:
    """Take the colours of one of PALETTES."""
    globals().update(vars(PALETTES[name]))
    icon.cache_clear()


def apply_theme(application: QApplication, name: str = "light") -> None:
    """Give the application its style and the colours of one of PALETTES: the same on every system."""
    use(name)
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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED))
    application.setPalette(palette)
    # A tool tip takes its palette from a platform theme that a bare X display does not have.
    application.setStyleSheet(f"QToolTip {{ color: {TEXT}; background: {BASE}; border: 1px solid {GRID}; }}")


@cache
def icon(name: str) -> QIcon:
    """Draw one of the icons in the text colour, and in grey for what is disabled."""
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, TEXT), (QIcon.Mode.Disabled, DISABLED)):
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
