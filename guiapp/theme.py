"""Colours, pens and icons, named by what they mean."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from guiapp.language import assets
from guiapp.palettes import LIGHT, PALETTES

# The colours of the present theme: read when a widget is made, for the widgets are made anew when it changes.
WINDOW: str = LIGHT.WINDOW
BASE: str = LIGHT.BASE
BUTTON: str = LIGHT.BUTTON
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
EDGE: str = LIGHT.EDGE
LOSS_PHASE: str = LIGHT.LOSS_PHASE
GROWS: str = LIGHT.GROWS
SHRINKS: str = LIGHT.SHRINKS
SQUARE: str = LIGHT.SQUARE
BEFORE_UPDATE: str = LIGHT.BEFORE_UPDATE
KEPT: tuple[str, ...] = LIGHT.KEPT
SERIES: tuple[str, ...] = LIGHT.SERIES
BANDS: tuple[str, ...] = LIGHT.BANDS

NAME: str = "light"
"""Of the palette."""
SCALE: float = 1.0
"""How much larger than usual lines and dots are drawn."""
SPACE = 8
"""The unit of distance, in pixels."""


def use(name: str, scale: float = 1.0) -> None:
    """Take the colours of one of PALETTES, and draw lines so much thicker."""
    globals().update(vars(PALETTES[name]), NAME=name, SCALE=scale)
    icon.cache_clear()


def apply_theme(application: QApplication, name: str = "light", scale: float = 1.0) -> None:
    """Give the application its style and the colours of one of PALETTES: the same on every system."""
    use(name, scale)
    if application.style().objectName() != "fusion":
        application.setStyle("Fusion")
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: WINDOW,
        roles.WindowText: TEXT,
        roles.Base: BASE,
        roles.AlternateBase: WINDOW,
        roles.Text: TEXT,
        roles.Button: BUTTON,
        roles.ButtonText: TEXT,
        roles.ToolTipBase: BASE,
        roles.ToolTipText: TEXT,
        roles.Highlight: ACCENT,
        roles.HighlightedText: BASE,
        roles.PlaceholderText: MUTED,
        roles.Link: ACCENT,
        roles.LinkVisited: ACCENT,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED))
    application.setPalette(palette)
    application.setStyleSheet(_style_sheet())


def _style_sheet() -> str:
    """Say what Fusion does not take from the palette."""
    icons = (assets / "icons").as_posix()
    return f"""
    /* A tool tip takes its palette from a platform theme that a bare X display does not have. */
    QToolTip {{ color: {TEXT}; background: {BASE}; border: 1px solid {GRID}; }}
    /* Fusion's own edge is hardly to be seen on a dark ground. */
    QCheckBox::indicator, QAbstractItemView::indicator, QMenu::indicator
    {{ width: 12px; height: 12px; border: 1px solid {MUTED}; border-radius: 2px; background: {BASE}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QMenu::indicator:checked
    {{ border-color: {ACCENT}; background: {ACCENT}; image: url("{icons}/tick_{NAME}.svg"); }}
    QCheckBox::indicator:disabled, QMenu::indicator:disabled {{ border-color: {DISABLED}; }}
    QCheckBox::indicator:checked:disabled, QMenu::indicator:checked:disabled {{ background: {DISABLED}; }}
    QMenu::indicator:exclusive {{ border-radius: 7px; }}
    QMenu::indicator, QMenu::icon {{ left: 6px; }}
    /* Whatever styles a box in a menu styles all of the menu. */
    QMenu {{ background: {BASE}; border: 1px solid {GRID}; }}
    QMenu::item {{ padding: 4px 24px 4px 12px; border: 1px solid transparent; }}
    QMenu::item:selected {{ background: {LIT}; border-color: {ACCENT}; }}
    QMenu::item:disabled {{ color: {DISABLED}; }}
    QMenu::separator {{ height: 1px; margin: 4px 0; background: {GRID}; }}
    /* The docks' tabs: names in full, scrolled where they have no room, and the one in front easily found. */
    QMainWindow > QTabBar {{ qproperty-elideMode: ElideNone; qproperty-usesScrollButtons: true; }}
    QMainWindow > QTabBar::tab
    {{ padding: 4px 8px; color: {MUTED}; background: transparent; border: none; border-top: 3px solid transparent; }}
    QMainWindow > QTabBar::tab:hover {{ color: {TEXT}; }}
    QMainWindow > QTabBar::tab:selected {{ color: {TEXT}; background: {BASE}; border-top-color: {ACCENT}; }}
    QDockWidget
    {{ titlebar-close-icon: url("{icons}/dock_close.svg"); titlebar-normal-icon: url("{icons}/dock_float.svg"); }}
    """


def kept_colour(colour: str) -> str:
    """Return what the present theme has in place of a kept run's colour of any theme; another colour as it is."""
    places = (palette.KEPT.index(colour) for palette in PALETTES.values() if colour in palette.KEPT)
    return next((KEPT[place] for place in places), colour)


def fixed_font() -> QFont:
    """Return the font for code and figures, as large as the others."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QApplication.font().pointSizeF())
    return font


@cache
def icon(name: str) -> QIcon:
    """Draw one of the icons in the text colour, and in grey for what is disabled."""
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, TEXT), (QIcon.Mode.Disabled, DISABLED)):
        for size in (16, 24, 32, 36, 48):
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


def sharpness() -> float:
    """Return how many of a screen's pixels are as wide as one of ours, on the sharpest screen."""
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0


def picture(width: float, height: float) -> QPixmap:
    """Make a picture in which nothing is drawn yet, with as many pixels as the sharpest screen shows in this room."""
    ratio = sharpness()
    result = QPixmap((QSizeF(width, height) * ratio).toSize())
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    return result
