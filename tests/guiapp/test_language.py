import ast
import re
import shutil
import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QLabel

from core.text import Sentence
from guiapp.actions import ACTIONS
from guiapp.language import LANGUAGES, assets, say, speak, system_language
from tests.guiapp.helpers import finished, views

root = Path(__file__).parents[2]
chinese = assets / "translations" / "fitscope_zh_CN.ts"
SOURCES = [*sorted((root / "guiapp").rglob("*.py")), *sorted((root / "core").rglob("*.py"))]


def texts_in(path: Path) -> set[tuple[str, str]]:
    """Find the marked texts of a source file, each with its context."""
    found = set()

    class Reader(ast.NodeVisitor):
        inside = ""

        def visit_ClassDef(self, node):
            before, self.inside = self.inside, node.name
            self.generic_visit(node)
            self.inside = before

        def visit_Call(self, node):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name == "tr" and texts:
                found.add((self.inside, texts[0]))
            elif name in ("translate", "QT_TRANSLATE_NOOP") and len(texts) >= 2:
                found.add((texts[0], texts[1]))
            self.generic_visit(node)

    Reader().visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


def translations() -> dict[tuple[str, str], ElementTree.Element]:
    return {
        (context.findtext("name"), message.findtext("source")): message.find("translation")
        for context in ElementTree.parse(chinese).iter("context")
        for message in context.iter("message")
    }


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_reader_of_sources_finds_what_is_marked():
    found = set().union(*map(texts_in, SOURCES))
    assert ("MainWindow", "Parameters") in found
    assert ("actions", "Step forward") in found
    assert ("wording", "Looking back") in found
    assert ("core", "Learning rate") in found
    assert {("actions", spec.tip) for spec in ACTIONS} <= found


def test_every_text_has_a_finished_chinese_translation_with_the_same_placeholders():
    known = translations()
    for key in sorted(set().union(*map(texts_in, SOURCES))):
        assert key in known, f"{key} is missing: update the translations"
        translation = known[key]
        assert translation.get("type") is None, f"{key} is not finished"
        assert translation.text, f"{key} is empty"
        assert placeholders(translation.text) == placeholders(key[1]), key


def test_no_translation_is_left_of_a_text_that_is_gone():
    wanted = set().union(*map(texts_in, SOURCES))
    assert [key for key, translation in translations().items() if key not in wanted] == []


def test_the_compiled_translation_is_up_to_date(tmp_path):
    tool = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent)) or shutil.which("pyside6-lrelease")
    assert tool, "pyside6-lrelease comes with PySide6-Essentials"
    made = tmp_path / "made.qm"
    subprocess.run([tool, str(chinese), "-qm", str(made)], check=True, capture_output=True, timeout=60)
    assert made.read_bytes() == chinese.with_suffix(".qm").read_bytes()


@pytest.fixture
def in_chinese(qapp):
    """Make the application speak Chinese, and English again afterwards."""
    font, locale = QFont(qapp.font()), QLocale()
    before = set(qapp.findChildren(QTranslator))
    speak(qapp, "zh_CN")
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.setFont(font)
    QLocale.setDefault(locale)


def test_the_window_speaks_chinese(in_chinese, qtbot, open_window):
    window = open_window()
    assert window.docks["parameters"].windowTitle() == translations()["MainWindow", "Parameters"].text
    press_end = window.actions_by_name["to_end"]
    press_end.trigger()
    finished(qtbot, window)
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    texts = [*labels, *(action.text() for action in window.actions_by_name.values())]
    english = {source for _, source in translations() if re.search("[a-z]{4}", source)}
    assert english.isdisjoint(texts)
    outcome = views(window)["fit"].outcome.text()
    assert "100" in outcome
    assert "0.7424" in outcome
    assert re.search("[一-鿿]", outcome)


def test_cores_sentences_are_said_in_chinese_with_their_values(in_chinese):
    template = "{label} must be on or off, not {given}."
    said = say(Sentence(template, {"label": "Seed", "given": "7"}))
    assert translations()["core", template].text.format(label=translations()["core", "Seed"].text, given="7") == said


def test_qts_own_texts_are_chinese_too(in_chinese):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_numbers_are_written_the_same_in_chinese(in_chinese, qtbot, open_window):
    window = open_window()
    window.controller.run_until(20)
    qtbot.waitUntil(lambda: window.controller.shown == 20)
    assert "b = 7.774909" in views(window)["fit"].title.text()


def test_there_is_a_font_with_the_characters_of_the_translation(in_chinese, qapp):
    metrics = QFontMetrics(qapp.font())
    characters = {c for t in translations().values() for c in t.text or "" if "一" <= c <= "鿿"}
    assert len(characters) > 100
    assert sorted(c for c in characters if not metrics.inFontUcs4(ord(c))) == []


def test_our_own_font_has_every_character_of_the_translation():
    number = QFontDatabase.addApplicationFont(str(assets / "fonts" / "FitscopeSansSC-Regular.otf"))
    assert number >= 0
    try:
        assert QFontDatabase.applicationFontFamilies(number) == ["Fitscope Sans SC"]
        metrics = QFontMetrics(QFont("Fitscope Sans SC"))
        characters = {c for t in translations().values() for c in t.text or "" if ord(c) > 127}
        assert sorted(c for c in characters if not metrics.inFontUcs4(ord(c))) == []
    finally:
        QFontDatabase.removeApplicationFont(number)


def test_our_font_is_loaded_where_the_system_has_no_chinese(qapp, monkeypatch):
    font, locale = QFont(qapp.font()), QLocale()
    families = QFontDatabase.families
    monkeypatch.setattr(
        QFontDatabase, "families", staticmethod(lambda system=None: [] if system is not None else families())
    )
    try:
        speak(qapp, "en")
        assert qapp.font().families()[0] == font.families()[0]
        assert "Fitscope Sans SC" in qapp.font().families()
    finally:
        qapp.setFont(font)
        QLocale.setDefault(locale)


@pytest.mark.parametrize(
    ("preferred", "language"),
    [(["zh-Hans-CN", "en"], "zh_CN"), (["zh"], "zh_CN"), (["en-US", "zh-CN"], "en"), (["de-DE"], "en"), ([], "en")],
)
def test_the_systems_first_language_decides(monkeypatch, preferred, language):
    system = type("System", (), {"uiLanguages": lambda self: preferred})()
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: system))
    assert system_language() == language
    assert language in LANGUAGES
