"""The language of the window: translations, fonts that have its characters, and core's sentences in it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from core.text import Sentence

assets = Path(__file__).resolve().parent.parent / "assets"

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""The languages that the program speaks, by the name that `--language` takes, each in its own words."""

# The Simplified Chinese faces of the common systems; the last one is our own, for machines that have none.
chinese_families = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "Fitscope Sans SC",
]


def system_language() -> str:
    """Return the one of LANGUAGES that the system prefers."""
    chinese = any(name.startswith("zh") for name in QLocale.system().uiLanguages()[:1])
    return "zh_CN" if chinese else "en"


def speak(application: QApplication, language: str) -> None:
    """Make the application speak `language`, one of LANGUAGES; what has been said already stays as it is."""
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    for directory, file in (
        (str(assets / "translations"), f"fitscope_{language}"),
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{language}"),
    ):
        translator = QTranslator(application)
        if translator.load(file, directory):
            application.installTranslator(translator)
    QLocale.setDefault(QLocale(language))
    application.setFont(_with_chinese(application.font()))


def translated(text: str) -> str:
    """Translate a text that core marked."""
    return QCoreApplication.translate("core", text) if text else text


def say(sentence: Sentence) -> str:
    """Say one of core's sentences in the present language; marked texts among its values are translated too."""
    values = {name: translated(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return translated(sentence.template).format(**values)


def _with_chinese(font: QFont) -> QFont:
    """Add families that have Chinese characters behind the font's own; load ours if the system has none."""
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        QFontDatabase.addApplicationFont(str(assets / "fonts" / "FitscopeSansSC-Regular.otf"))
    known = QFontDatabase.families()
    font.setFamilies([font.family(), *(family for family in chinese_families if family in known)])
    return font
