from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.notes import Notes
from guiapp.lesson_chooser import LessonChooser
from tests.guiapp.helpers import LESSONS_OF_OURS, click, press

Key = Qt.Key
LONG = "A summary of very many words, " * 12
SUMMARIES = ["Short.", LONG, "x < y & z", "长" * 200, "unbroken" * 40]
LESSONS = {
    lesson.name: replace(lesson, title=f"Title {n}", summary=SUMMARIES[n - 1], notes=Notes(source=f"Article {n}"))
    for n, lesson in enumerate(LESSONS_OF_OURS[:5], 1)
}
NAMES = list(LESSONS)


@pytest.fixture
def open_chooser(qtbot):
    page = QWidget()
    page.resize(700, 560)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)

    def open_it(lessons=LESSONS, current=NAMES[1], size=(700, 560)):
        page.resize(*size)
        chooser = LessonChooser(lessons, current, page)
        chooser.names = []
        chooser.chosen.connect(chooser.names.append)
        chooser.open()
        qtbot.waitUntil(chooser.isActiveWindow)
        return chooser

    return open_it


def spoken(chooser, row):
    return chooser.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)


def gone(qtbot, chooser):
    qtbot.waitUntil(lambda: not shiboken6.isValid(chooser))


def test_it_says_all_of_every_lesson(open_chooser):
    chooser = open_chooser()
    assert chooser.list.count() == len(LESSONS)
    assert spoken(chooser, 0) == "Title 1. Short.. Article 1. Ctrl+1"
    assert chooser.list.accessibleName() == "Lessons"


def test_it_begins_at_the_present_lesson_and_marks_it(open_chooser):
    chooser = open_chooser()
    assert chooser.list.currentRow() == 1
    assert chooser.list.item(1).isSelected()
    assert [row for row in range(5) if "open now" in spoken(chooser, row)] == [1]


def test_arrows_and_return_choose(qtbot, open_chooser):
    chooser = open_chooser()
    names = chooser.names
    press(Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return)
    assert names == [NAMES[2]]
    gone(qtbot, chooser)


def test_a_click_chooses(qtbot, open_chooser):
    chooser = open_chooser()
    names = chooser.names
    click(chooser.list.viewport(), chooser.list.visualItemRect(chooser.list.item(0)).center())
    assert names == [NAMES[0]]
    gone(qtbot, chooser)


def test_the_key_that_is_shown_chooses(qtbot, open_chooser):
    chooser = open_chooser()
    names = chooser.names
    press(Key.Key_4, modifier=Qt.KeyboardModifier.ControlModifier)
    assert names == [NAMES[3]]
    gone(qtbot, chooser)


def test_typing_a_title_goes_to_its_lesson(open_chooser):
    chooser = open_chooser()
    for key in "Title 5":
        press(Key(ord(key.upper())))
    assert chooser.list.currentRow() == 4


def test_escape_chooses_nothing(qtbot, open_chooser):
    chooser = open_chooser()
    names = chooser.names
    press(Key.Key_Down, Key.Key_Escape)
    gone(qtbot, chooser)
    assert names == []


def test_only_the_first_nine_have_keys(open_chooser):
    many = {f"n{n}": LESSONS[NAMES[0]] for n in range(11)}
    chooser = open_chooser(many)
    assert [spoken(chooser, row).rpartition(". ")[2] for row in (8, 9, 10)] == ["Ctrl+9", "Article 1", "Article 1"]


@pytest.mark.parametrize("size", [(480, 360), (700, 560), (1280, 800)])
def test_it_stays_within_the_window(open_chooser, size):
    chooser = open_chooser(size=size)
    assert chooser.height() <= size[1]
    assert chooser.width() <= size[0]


def test_it_opens_in_the_middle_of_the_window(open_chooser):
    chooser = open_chooser(size=(780, 640))
    middle = chooser.parentWidget().geometry().center()
    off = chooser.frameGeometry().center() - middle
    assert max(abs(off.x()), abs(off.y())) <= 40  # a window's frame is not known before it is shown


@pytest.mark.parametrize("row", range(5))
def test_long_texts_are_wrapped_and_nothing_of_them_is_cut_off(open_chooser, row):
    """The row below its margin and beside its key is empty: no ink touches an edge."""
    chooser = open_chooser(current=NAMES[(row + 1) % 5])
    view = chooser.list
    view.scrollToItem(view.item(row), view.ScrollHint.PositionAtTop)
    QApplication.processEvents()
    area = view.visualItemRect(view.item(row))
    view.setFixedHeight(max(view.height(), area.height() + 4))
    view.scrollToItem(view.item(row), view.ScrollHint.PositionAtTop)
    area = view.visualItemRect(view.item(row))
    picture = view.viewport().grab(area).toImage()
    blank = picture.pixelColor(0, 0)
    delegate = view.itemDelegate()
    columns = range(picture.width())
    for y in (1, picture.height() - 2):
        assert all(picture.pixelColor(x, y) == blank for x in columns)
    key_begins = delegate.width - 2 * delegate.margin - view.fontMetrics().horizontalAdvance("Ctrl+9")
    assert all(picture.pixelColor(key_begins - 4, y) == blank for y in range(picture.height()))


def test_signs_of_html_are_shown_as_they_are(open_chooser):
    chooser = open_chooser()
    assert "x &lt; y &amp; z" in chooser.list.item(2).data(Qt.ItemDataRole.UserRole)
