"""The tabs of the docks: their names in full in a small window, and the one in front easily found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTabBar

from guiapp.language import speak
from guiapp.looks import Looks
from guiapp.palettes import PALETTES


@pytest.fixture
def in_language(qapp):
    yield lambda language: speak(qapp, language)
    speak(qapp, "en")


def tab_bars(window) -> list[QTabBar]:
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [bar for bar in bars if bar.isVisible()]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("arrangement", ["overview", "inside"])
def test_in_a_small_window_every_tab_has_its_whole_name(qtbot, in_language, open_window, language, arrangement):
    in_language(language)
    window = open_window()
    window.resize(1024, 700)
    window.arrange(arrangement)
    qtbot.waitUntil(lambda: len(tab_bars(window)) > 2)
    assert (window.width(), window.height()) == (1024, 700)
    for bar in tab_bars(window):
        assert bar.elideMode() == Qt.TextElideMode.ElideNone
        last = bar.tabRect(bar.count() - 1)
        assert last.right() < bar.width(), [bar.tabText(place) for place in range(bar.count())]
        for place in range(bar.count()):
            assert bar.fontMetrics().horizontalAdvance(bar.tabText(place)) < bar.tabRect(place).width()


@pytest.mark.parametrize("theme", [*PALETTES])
def test_the_tab_in_front_has_a_bar_in_the_accent_colour(qtbot, qapp, open_window, theme):
    looks = Looks(qapp)
    looks.set(theme=theme)
    looks.apply()
    try:
        bar = tab_bars(open_window())[0]
        picture, accent = bar.grab().toImage(), QColor(PALETTES[theme].ACCENT)
        for place in range(bar.count()):
            area = bar.tabRect(place)
            found = picture.pixelColor(area.center().x(), area.top() + 1) == accent
            assert found == (place == bar.currentIndex())
    finally:
        looks.set(theme="light")
        looks.apply()
        looks.deleteLater()
