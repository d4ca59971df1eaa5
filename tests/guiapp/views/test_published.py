# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: F841

import pytest
from PySide6.QtWidgets import QLabel

from core.lesson import Lesson
from core.notes import Notes, Published, at, at_end
from guiapp import theme
from guiapp.views.published import PublishedView, shown_digits
from tests.guiapp.helpers import breaking, broken, click, diverging, watch
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

FIGURES = (
    Published("the first weight", "0.5", at(0, "w"), settings={}),
    Published("the last weight", "0.7500", at_end("w"), "Nobody knows. " * 20),
    Published("twice as far", "1.50", at_end("w"), "Take larger steps.", {"factor": 2.0}),
)


def halving(factor: float = 1.0):
    x = [1.0, 2.0]
    y = [1.0, 2.0]
    w = 0.0
    for iteration in range(2):
        y_pred = w
        loss = 1.0
        w = w + 0.5 * factor / (1 + iteration)


HALVING = Lesson(halving, "Halving", "", watch(), Notes(published=FIGURES))


def test_a_figure_is_compared_once_the_run_has_come_to_it(qtbot):
    with shown_view(qtbot, PublishedView, HALVING) as view:
        first, last, twice = view.figures
        assert [figure.value.text() for figure in view.figures] == ["–"] * 3
        assert [figure.verdict.text() for figure in view.figures] == [""] * 3
        run_on(qtbot, view, 1)
        assert (first.value.text(), first.verdict.text()) == ("0.5000000", "= agrees")
        assert theme.GOOD in first.verdict.styleSheet()
        assert last.value.text() == "–"
        run_on(qtbot, view, 9)
        assert (last.value.text(), last.verdict.text()) == ("0.7500000", "= agrees")
        assert (twice.value.text(), twice.verdict.text()) == ("0.7500000", "≠ differs")
        assert theme.BAD in twice.verdict.styleSheet()
        stand_at(qtbot, view, -1)
        assert last.verdict.text() == "= agrees"


def test_the_values_that_give_a_figure_can_be_set(qtbot):
    with shown_view(qtbot, PublishedView, HALVING) as view:
        first, last, twice = view.figures
        assert last.button is None
        assert first.others.isHidden()
        assert twice.others.text() == "This run has other values: Factor."
        assert twice.button.toolTip() == "Factor: 2.0"
        assert first.button.toolTip() == "The lesson's own values"
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        click(twice.button)
        qtbot.waitUntil(lambda: twice.verdict.text() != "")
        assert twice.value.text() == "1.500000"
        assert view.controller.values == {"factor": 2.0}
        qtbot.waitUntil(lambda: view.controller.finished)
        assert twice.verdict.text() == "= agrees"
        assert twice.others.isHidden()
        assert first.others.text() == "This run has other values: Factor."


def test_the_reason_is_told_and_nothing_is_cut_off(qtbot):
    with shown_view(qtbot, PublishedView, HALVING) as view:
        run_on(qtbot, view, 9)
        assert "Nobody knows. " * 20 in [label.text() for label in view.widget().findChildren(QLabel)]
        for width in (260, 420, 800):
            view.resize(width, 400)
            qtbot.waitUntil(lambda: view.widget().width() == view.viewport().width())
            labels = [label for label in view.widget().findChildren(QLabel) if label.isVisible()]
            assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)
            assert all(label.width() >= label.sizeHint().width() for label in labels if not label.wordWrap())


def test_an_article_without_figures_says_so(qtbot):
    with shown_view(qtbot, PublishedView, "live_line") as view:
        (label,) = view.widget().findChildren(QLabel)
        assert label.text() == "This article prints no figure that could be compared."


@pytest.mark.parametrize("function", [breaking, broken, diverging])
def test_a_run_that_comes_to_a_bad_end_is_compared_too(qtbot, function):
    lesson = Lesson(function, "", "", watch(), Notes(published=(Published("w", "0.50", at_end("w"), settings={}),)))
    with shown_view(qtbot, PublishedView, lesson) as view:
        run_on(qtbot, view, 100)
        (figure,) = view.figures
        wanted = {breaking: "≠ differs", broken: "", diverging: "≠ differs"}
        assert figure.verdict.text() == wanted[function]
        view.grab()


def test_more_digits_are_shown_than_were_printed_but_not_more_than_there_are():
    assert [shown_digits(text) for text in ("7", "2.9578", "2.99850472", "1.9876543283462524")] == [7, 7, 11, 17]


def test_it_is_written_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, PublishedView, HALVING) as view:
        view.hide()
        run_on(qtbot, view, 9)
        assert view.figures[1].value.text() == "–"
        view.show()
        assert view.figures[1].value.text() == "0.7500000"


def test_a_lesson_of_another_article_brings_its_own_figures(qtbot):
    with shown_view(qtbot, PublishedView, HALVING) as view:
        view.controller.open_lesson("autograd_chain")
        assert not any(figure.button.isEnabled() for figure in view.figures)
        qtbot.waitUntil(lambda: view.controller.ready)
        run_on(qtbot, view, 100)
        assert [figure.verdict.text() for figure in view.figures] == ["= agrees", "≠ differs"]
