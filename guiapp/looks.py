"""How the program looks: language, theme, size; kept in the settings and changed while it runs."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication

from guiapp import theme
from guiapp.language import LANGUAGES, speak, system_language
from guiapp.palettes import PALETTES

SYSTEM = "system"
THEMES = (SYSTEM, *PALETTES)
SIZES = (75, 90, 100, 110, 125, 150, 175, 200)
"""Percent."""
presentation_factor = 1.4


class Looks(QObject):
    """Language, theme and size.

    Signals:
        changed(): something is to look otherwise: whoever has a window calls `apply` and makes it anew.
    """

    changed = Signal()

    def __init__(self, application: QApplication, settings: QSettings | None = None, language: str = "") -> None:
        """Take up what was kept; a `language` that is given counts for this time only."""
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._font_size = application.font().pointSizeF()
        self.language = language or self._kept("language", LANGUAGES, system_language())
        self.theme = self._kept("theme", THEMES, SYSTEM)
        self.size = int(self._kept("size", [*map(str, SIZES)], "100"))
        self.presenting = False
        """Whether everything is larger, to be read from the last row."""
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    @property
    def palette(self) -> str:
        """Return which of PALETTES is shown."""
        if self.theme != SYSTEM:
            return self.theme
        return "dark" if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def apply(self) -> None:
        """Give the application its looks; what is made from now on has them."""
        factor = self.size / 100 * (presentation_factor if self.presenting else 1.0)
        font = self._application.font()
        font.setPointSizeF(self._font_size * factor)
        self._application.setFont(font)
        speak(self._application, self.language)
        theme.apply_theme(self._application, self.palette, factor)

    def set(self, **choices: object) -> None:
        """Change language, theme, size or presenting."""
        if all(getattr(self, name) == value for name, value in choices.items()):
            return
        for name, value in choices.items():
            setattr(self, name, value)
            if self._settings and name != "presenting":
                self._settings.setValue(f"looks/{name}", value)
        self.changed.emit()

    def grow(self, steps: int) -> None:
        """Take the next larger size, or smaller ones."""
        place = SIZES.index(self.size) + steps
        self.set(size=SIZES[max(0, min(place, len(SIZES) - 1))])

    def reset(self) -> None:
        """Look as at the first start."""
        if self._settings:
            self._settings.remove("looks")
        self.set(language=system_language(), theme=SYSTEM, size=100, presenting=False)
        if self._settings:
            self._settings.remove("looks")

    def _kept(self, name: str, allowed: Collection[str], default: str) -> str:
        """Return what the settings say, if it is allowed."""
        value = str(self._settings.value(f"looks/{name}", default)) if self._settings else default
        return value if value in allowed else default

    def _follow_system(self) -> None:
        if self.theme == SYSTEM:
            self.changed.emit()
