# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: B007

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core.lesson import Lesson
from core.watch import Watch
from guiapp.views.coefficients import CoefficientsView, most_letters, short
from tests.guiapp.helpers import bare, broken, diverging, endless, lesson_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def matrix(first: float = 2.0):
    x = torch.ones(4, 2)
    y = 3 * torch.ones(4, 1)
    w = torch.tensor([[0.5], [-0.25]], requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for iteration in range(10):
        prediction = x @ w + b
        loss = ((prediction - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= 0.01 * w.grad
            b -= 0.01 * b.grad
            w.grad.zero_()
            b.grad.zero_()


MATRIX = Lesson(
    matrix,
    "Matrix",
    "",
    Watch(
        "loss",
        ("w", "b"),
        "prediction",
        "x",
        "y",
        lambda x, w, b: x @ w + b,
        equation="y = X w + b",
        truth=lambda first: {"w": [[first], [-3.5]], "b": 0.25},
    ),
)


def texts(view):
    return [[view.item(row, column).text() for column in range(5)] for row in range(view.rowCount())]


def test_each_element_has_a_row_with_what_is_true_and_how_far_it_is_off(qtbot):
    with shown_view(qtbot, CoefficientsView, MATRIX, first=2.0) as view:
        assert texts(view) == [
            ["w[0,0]", "0.5000000", "2.000000", "1.500000", "–"],
            ["w[1,0]", "−0.2500000", "−3.500000", "−3.250000", "–"],
            ["b", "0.000000", "0.2500000", "0.2500000", "–"],
        ]


def test_the_gradient_is_that_of_the_shown_iteration(qtbot):
    with shown_view(qtbot, CoefficientsView, MATRIX) as view:
        run_on(qtbot, view, 3)
        row = view.controller.run.history.row(2)
        assert [float(line[4].replace("−", "-")) for line in texts(view)] == pytest.approx(
            [row["w.grad[0,0]"], row["w.grad[1,0]"], row["b.grad"]], rel=1e-6
        )
        stand_at(qtbot, view, 0)
        assert texts(view)[2][4] == "−5.500000"


def test_where_nothing_is_known_to_be_true_there_are_no_columns_for_it(qtbot):
    with shown_view(qtbot, CoefficientsView, lesson_of(endless)) as view:
        run_on(qtbot, view, 2)
        assert [view.isColumnHidden(column) for column in range(5)] == [False, False, True, True, False]
        assert texts(view)[0][4] == "–"


def test_it_is_copied_as_a_spreadsheet_reads_it(qtbot):
    with shown_view(qtbot, CoefficientsView, MATRIX) as view:
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
        assert lines[0] == ["Parameter", "Fitted", "True", "True - fitted", "Gradient"]
        assert [float(number) for number in lines[2][1:4]] == [-0.25, -3.5, -3.25]
        view.setCurrentCell(1, 1)
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert float(QGuiApplication.clipboard().text()) == -0.25


def test_the_columns_keep_their_widths_and_no_number_is_cut_off(qtbot):
    with shown_view(qtbot, CoefficientsView, MATRIX) as view:
        before = [view.columnWidth(column) for column in range(5)]
        run_on(qtbot, view, 10)
        assert [view.columnWidth(column) for column in range(5)] == before
        assert all(view.sizeHintForColumn(column) <= view.columnWidth(column) for column in range(5))
        assert view.horizontalHeader().length() <= 420


@pytest.mark.parametrize("value", [-1.23456789e-150, 0.001234567, -12345678.9, float("-inf"), float("nan"), -0.0, 1.0])
def test_a_short_number_fits_and_is_the_number(value):
    text = short(value)
    assert len(text) <= most_letters
    assert float(text.replace("−", "-").replace("∞", "inf")) == pytest.approx(value, rel=1e-2, nan_ok=True)


def test_a_scalar_lesson_has_dashes_for_what_there_is_not_yet(qtbot):
    with shown_view(qtbot, CoefficientsView, "autograd_scalar") as view:
        assert [line[1] for line in texts(view)] == ["–"]
        run_on(qtbot, view, 10)
        assert [(line[0], line[1], line[4]) for line in texts(view)] == [("x", "2.000000", "7.000000")]
        stand_at(qtbot, view, 1)
        assert texts(view)[0][4] == "–"


def test_a_diverged_run_shows_what_became_of_its_parameters(qtbot):
    with shown_view(qtbot, CoefficientsView, lesson_of(diverging)) as view:
        run_on(qtbot, view, 100)
        assert texts(view)[0][1] in ("nan", "∞", "−∞")


@pytest.mark.parametrize("lesson", [lesson_of(broken), lesson_of(bare, parameters=(), curve=lambda x: x, equation="")])
def test_without_parameters_the_table_is_empty(qtbot, lesson):
    with shown_view(qtbot, CoefficientsView, lesson) as view:
        run_on(qtbot, view, 2)
        assert view.rowCount() == 0


def test_it_is_written_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, CoefficientsView, MATRIX) as view:
        view.hide()
        before = texts(view)
        run_on(qtbot, view, 4)
        assert texts(view) == before
        view.show()
        fitted = view.controller.run.parameters(3)["w"]
        assert np.isclose(float(texts(view)[0][1]), fitted[0, 0])
