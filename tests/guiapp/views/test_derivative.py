from typing import Annotated

import numpy as np
import pytest
import torch

from core.expression import evaluate
from core.lesson import Lesson
from core.lessons import LESSONS
from core.parameter import Formula
from core.watch import Watch
from guiapp import theme
from guiapp.views.derivative.view import DerivativeView, statements_of, written
from guiapp.wording import plain
from tests.guiapp.helpers import broken, lesson_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at


def wrong(x: float = 2.0, expression: Annotated[str, Formula(("x",))] = "x**2"):
    """Doubles the gradient."""
    x = torch.tensor(x, requires_grad=True)
    y = evaluate(
        expression,
        x=x,
    )
    y.backward()
    x.grad.mul_(2)


def failing(x: float = 2.0, expression: Annotated[str, Formula(("x",))] = "x**2"):
    x = torch.tensor(x, requires_grad=True)
    raise LookupError("no further")


WRONG = Lesson(wrong, "Wrong", "", Watch("y", ("x",), formula="expression"))
FAILING = Lesson(failing, "Failing", "", Watch("y", ("x",), formula="expression"))


def results(view):
    return [row.result.text() for row in view.rows]


def marked(view):
    return [index for index, row in enumerate(view.rows) if theme.CURSOR in row.styleSheet()]


def rule(view, name):
    return tuple(label.text() for label in view.rules[name])


def test_each_statement_shows_what_it_gave_once_it_has_run(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        assert view.formula.text() == "y = x² + 3⋅x + 1"
        assert view.rows[2].code.text() == "y.backward()"
        assert (results(view), marked(view)) == ([""] * 4, [])
        run_on(qtbot, view, 2)
        assert (results(view), marked(view)) == (["x = 2", "y = 11", "", ""], [1])
        assert theme.MUTED in view.rows[2].code.styleSheet()
        run_on(qtbot, view, 10)
        assert (results(view), marked(view)) == (["x = 2", "y = 11", "x.grad = 7", ""], [3])
        stand_at(qtbot, view, 0)
        assert (results(view), marked(view)) == (["x = 2", "", "", ""], [0])


def test_the_rule_has_its_value_once_autograd_has_one_and_the_two_are_compared(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        run_on(qtbot, view, 2)
        assert rule(view, "x") == ("dy/dx = 2⋅x + 3", " ")
        run_on(qtbot, view, 3)
        assert rule(view, "x") == ("dy/dx = 2⋅x + 3 = 7", "x.grad = 7: autograd and the rule agree")
        assert theme.GOOD in view.rules["x"][1].styleSheet()


def test_a_gradient_that_is_not_the_rule_s_is_told(qtbot):
    with shown_view(qtbot, DerivativeView, WRONG) as view:
        run_on(qtbot, view, 10)
        assert results(view) == ["x = 2", "y = 4", "x.grad = 4", "x.grad = 8"]
        assert rule(view, "x") == ("dy/dx = 2⋅x = 4", "x.grad = 8: autograd and the rule differ")
        assert theme.BAD in view.rules["x"][1].styleSheet()
        stand_at(qtbot, view, 2)
        assert rule(view, "x")[1] == "x.grad = 4: autograd and the rule agree"


def test_of_two_variables_both_derivatives_are_told_and_nothing_is_plotted(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_chain") as view:
        run_on(qtbot, view, 10)
        assert view.picture is None
        assert results(view)[:4] == ["x = 2", "y = 3", "z = 21", "x.grad = 12\ny.grad = 10"]
        assert rule(view, "x") == ("∂z/∂x = 2⋅x⋅y = 12", "x.grad = 12: autograd and the rule agree")
        assert rule(view, "y") == ("∂z/∂y = x² + 2⋅y = 10", "y.grad = 10: autograd and the rule agree")


def test_point_and_tangent_appear_with_their_numbers(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        picture = view.picture
        across, up = picture.curve.getData()
        assert (across[0], across[-1]) == (0, 4)
        assert np.allclose(up, across**2 + 3 * across + 1)
        run_on(qtbot, view, 1)
        assert len(picture.point.getData()[0]) == len(picture.tangent.x) == 0
        run_on(qtbot, view, 2)
        assert [side.tolist() for side in picture.point.getData()] == [[2], [11]]
        assert len(picture.tangent.x) == 0
        run_on(qtbot, view, 3)
        assert np.allclose(picture.tangent.y, 11 + 7 * (picture.tangent.x - 2))
        assert picture.entry.label.text() == "Tangent, slope 7"


@pytest.mark.parametrize(
    ("expression", "x"),
    [
        ("log(x)", -1.0),
        ("1/x", 0.0),
        ("exp(exp(x))", 1000.0),
        ("relu(x)", 0.0),
        ("0*x", 1.0),
        ("x**x**x**x", 2.0),
        ("tan(x)", 1.57),
        ("sqrt(x)", 0.0),
        ("+".join(["sin(x*x)**2"] * 16), 1.0),
    ],
)
def test_what_is_not_finite_or_not_smooth_is_shown_as_it_is(qtbot, expression, x):
    with shown_view(qtbot, DerivativeView, "autograd_scalar", expression=expression, x=x) as view:
        run_on(qtbot, view, 10)
        row = view.controller.run.history.row(2)
        assert results(view)[1:3] == [f"y = {plain(row['loss'])}", f"x.grad = {plain(row['x.grad'])}"]
        assert np.isfinite(view.picture.tangent.y).all()
        view.grab()


def test_another_expression_brings_its_own_rule_and_curve(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        run_on(qtbot, view, 10)
        run = view.controller.run
        view.controller.edit("expression", "x**3")
        qtbot.waitUntil(lambda: view.controller.run is not run and view.controller.ready)
        assert view.formula.text() == "y = x³"
        assert rule(view, "x") == ("dy/dx = 3⋅x²", " ")
        assert len(view.picture.tangent.x) == 0
        assert np.allclose(view.picture.curve.getData()[1][::200], [0, 8, 64])


def test_another_lesson_brings_its_own_statements(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        view.controller.open_lesson("autograd_chain")
        qtbot.waitUntil(lambda: view.controller.ready)
        assert len(view.rows) == 6
        view.controller.open_lesson("autograd_scalar")
        qtbot.waitUntil(lambda: view.controller.ready)
        assert len(view.rows) == 4
        assert view.picture.isVisible()
        view.grab()


def test_a_lesson_that_fails_keeps_what_it_gave(qtbot):
    with shown_view(qtbot, DerivativeView, FAILING) as view:
        run_on(qtbot, view, 10)
        assert view.controller.run.failure
        assert results(view) == ["x = 2", ""]


def test_it_stays_empty_for_a_lesson_without_a_formula(qtbot):
    with shown_view(qtbot, DerivativeView, lesson_of(broken)) as view:
        run_on(qtbot, view, 2)
        assert view.rows == []
        view.grab()


def test_it_draws_only_while_it_can_be_seen_and_catches_up(qtbot):
    with shown_view(qtbot, DerivativeView, "autograd_scalar") as view:
        view.hide()
        run_on(qtbot, view, 10)
        assert results(view) == [""] * 4
        view.show()
        assert results(view)[2] == "x.grad = 7"


def test_statements_are_those_of_the_body_with_their_lines():
    statements = statements_of(WRONG)
    assert [one.text.splitlines()[0] for one in statements][1:] == ["y = evaluate(", "y.backward()", "x.grad.mul_(2)"]
    assert statements[1].last - statements[1].first == 3
    assert [one.backward for one in statements] == [False, False, True, False]
    assert "x" in statements_of(LESSONS["autograd_scalar"])[0].names


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("x**2*y + y**2", "x²⋅y + y²"),
        ("-x**10 - 2 * x", "−x¹⁰ − 2⋅x"),
        ("x**2**3", "x**2³"),
        ("x**2.5", "x**2.5"),
        ("x**y", "x**y"),
    ],
)
def test_a_formula_is_written_as_in_a_book_and_means_the_same(expression, expected):
    assert written(expression) == expected
    values = {"x": 1.25, "y": 2.0}
    assert evaluate(written(expression), **values) == evaluate(expression, **values)


def test_a_long_formula_without_blanks_wraps(qtbot):
    long = "+".join(["x*x"] * 40)
    with shown_view(qtbot, DerivativeView, "autograd_scalar", expression=long) as view:
        # The layout settles in several steps.
        qtbot.waitUntil(lambda: view.formula.height() >= view.formula.heightForWidth(view.formula.width()))
        assert view.formula.width() <= view.viewport().width()
        assert view.widget().width() == view.viewport().width()
