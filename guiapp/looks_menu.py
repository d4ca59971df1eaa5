"""The menus for language and theme."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from guiapp.language import LANGUAGES
from guiapp.looks import THEMES, Looks


def add_looks(menu: QMenu, looks: Looks) -> None:
    """Add a menu for the language and one for the theme to a menu."""
    language = QCoreApplication.translate("looks_menu", "Language")
    # In English too, for whoever cannot read the present one.
    title = language if language == "Language" else f"{language} (Language)"
    _add(menu, looks, "language", title, LANGUAGES)
    names = dict(
        zip(
            THEMES,
            (
                QCoreApplication.translate("looks_menu", "As the system"),
                QCoreApplication.translate("looks_menu", "Light"),
                QCoreApplication.translate("looks_menu", "Dark"),
            ),
            strict=True,
        )
    )
    theme = QCoreApplication.translate("looks_menu", "Theme")
    _add(menu, looks, "theme", theme, names)


def _add(menu: QMenu, looks: Looks, name: str, title: str, choices: dict[str, str]) -> None:
    inner = menu.addMenu(title)
    inner.setObjectName(name)
    group = QActionGroup(inner)
    for choice, text in choices.items():
        action = QAction(text, group, checkable=True, checked=getattr(looks, name) == choice)
        action.setObjectName(choice)
        action.triggered.connect(lambda _=False, choice=choice: looks.set(**{name: choice}))
        inner.addAction(action)
