"""Colours are read from the theme when something is made or painted: it may be another one the next time."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

import guiapp
from guiapp.palettes import Palette

FOLDER = Path(guiapp.__file__).parent
MODULES = sorted(path for path in FOLDER.rglob("*.py") if path.name not in ("palettes.py", "theme.py"))
COLOURS = frozenset(Palette.__annotations__) | {"SCALE"}
NAMED = frozenset(QColor.colorNames()) - {"transparent"}
COLOUR_TEXT = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bcolor: ?[a-z]")
MAKERS = ("QColor", "QBrush", "QPen", "mkColor", "mkBrush", "mkPen", "fromRgb", "fromRgbF", "fromHsv", "setNamedColor")


def run_at_import(node):
    """List the nodes below one that are evaluated when a module is imported: defaults are, bodies are not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            arguments = child.args
            late = [*getattr(child, "decorator_list", ()), *arguments.defaults, *arguments.kw_defaults]
            for part in filter(None, late):
                yield part
                yield from run_at_import(part)
        else:
            yield child
            yield from run_at_import(child)


def captures(text):
    """List the lines that take a colour of the theme, or its picture of an icon, while a module is imported."""
    tree = ast.parse(text)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "guiapp.theme"]
    found = [node.lineno for node in imported if COLOURS & {name.name for name in node.names}]
    for node in run_at_import(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "theme":
            found += [node.lineno] if node.attr in COLOURS | {"icon", "picture"} else []
    return found


def written_out(text):
    """List the lines with a colour that is not of the theme."""
    tree, found = ast.parse(text), []
    docstrings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [node.lineno] if COLOUR_TEXT.search(node.value) and node not in docstrings else []
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
            found += [node.lineno] if owner == "GlobalColor" and node.attr != "transparent" else []
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            value = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            found += [node.lineno] if name in MAKERS and (isinstance(value, int) or value in NAMED) else []
    return found


@pytest.mark.parametrize("wrong_lines", [captures, written_out])
def test_every_module_reads_its_colours_from_the_theme_when_it_needs_them(wrong_lines):
    found = {str(path.relative_to(FOLDER)): wrong_lines(path.read_text(encoding="utf-8")) for path in MODULES}
    assert len(found) > 80
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        "PEN = theme.FIT",
        "class A:\n    pen = line_pen(theme.FIT)",
        "def draw(colour=theme.FIT): ...",
        "def draw(*, colour: str = theme.FIT): ...",
        "@looks(theme.FIT)\ndef draw(): ...",
        "LOOKS = {1: [theme.FIT]}",
        "later = lambda colour=theme.FIT: colour",
        "from guiapp.theme import SPACE, FIT",
        "ICON = theme.icon('run')",
    ],
)
def test_a_captured_colour_is_found(text):
    assert captures(text)


@pytest.mark.parametrize(
    "text",
    [
        "def draw(): return theme.FIT",
        "class A:\n    def draw(self): return theme.FIT",
        "make = lambda: theme.FIT",
        "SPACES = 3 * theme.SPACE",
        "from guiapp.theme import SPACE",
    ],
)
def test_a_colour_read_late_is_none(text):
    assert not captures(text)


@pytest.mark.parametrize(
    "text",
    [
        "QColor('#FFF')",
        "QColor('white')",
        "QColor(1, 2, 3)",
        "pg.mkPen('red')",
        "QColor.fromRgb(1, 2, 3)",
        "label.setStyleSheet('color: red;')",
        "label.setStyleSheet('background: rgba(0, 0, 0, 20)')",
        "Qt.GlobalColor.white",
        "GlobalColor.black",
        "x = '#0072B2'",
    ],
)
def test_a_colour_written_out_is_found(text):
    assert written_out(text)


@pytest.mark.parametrize(
    "text",
    ["QColor(name)", "QColor(*rgb)", "Qt.GlobalColor.transparent", "f'color: {theme.TEXT};'", "x = 'red'", "'#card'"],
)
def test_other_texts_are_no_colours(text):
    assert not written_out(text)
