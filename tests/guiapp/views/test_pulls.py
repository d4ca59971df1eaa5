import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core.pulls import gradient_at
from guiapp.theme import BEFORE_UPDATE, GROWS, SHRINKS, SQUARE
from guiapp.views.fit import pulls as pulls_module
from guiapp.views.fit.view import FitView
from tests.guiapp.helpers import lesson_of
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

Key = Qt.Key


def choose(view, text):
    """Choose an entry with the keys, as a person does."""
    box = view.pulls.box
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    for _ in range(box.findText(text)):
        QTest.keyClick(box, Key.Key_Down)
    assert box.currentText() == text


def entries(view):
    box = view.pulls.box
    return [box.itemText(index) for index in range(box.count())]


def drawn(view):
    """Return x, label, prediction and direction of all segments, in the order of x."""
    rows = [
        row for g in view.pulls.segments.groups for row in zip(g.x, g.y, g.predicted, [g.up] * len(g.x), strict=True)
    ]
    return np.array(sorted(rows)).T


def colours(view):
    return colours_of(view.plot.layer.grab().toImage())


def visible(view):
    return [entry.label.text() for entry in view.pulls.entries if entry.isVisible()]


def test_nothing_is_drawn_until_it_is_chosen(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 5)
        assert entries(view) == ["off", "on w", "on b", "squares"]
        assert view.pulls.box.currentText() == "off"
        assert not view.pulls.segments.groups
        assert not view.pulls.line.x.size
        assert not visible(view)
        assert not {QColor(GROWS).name(), QColor(SHRINKS).name()} & colours(view)


@pytest.mark.parametrize(("entry", "index"), [("on w", 0), ("on b", 1)])
def test_each_example_pulls_from_its_label_to_the_line_before_the_update(qtbot, entry, index):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 3)
        choose(view, entry)
        run = view.controller.run
        before, (x, y) = run.parameters(1), (run.start.x.ravel(), run.start.y.ravel())
        order = np.argsort(x)
        predicted = before["w"] * x + before["b"]
        own = ((predicted - y) * (x if index == 0 else 1))[order]
        expected = np.array([x[order], y[order], predicted[order], own < 0])
        np.testing.assert_allclose(drawn(view), expected, rtol=1e-12)
        np.testing.assert_allclose(view.pulls.line.y, before["w"] * view.pulls.line.x + before["b"])
        strongest = max(view.pulls.segments.groups, key=lambda group: group.pen.widthF())
        assert x[order][np.abs(own).argmax()] in strongest.x
        name = "wb"[index]
        assert visible(view) == ["Before the update", f"▲ {name} grows", f"▼ {name} shrinks"]


def test_the_sentence_tells_the_mean_and_what_is_added_to_it(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        choose(view, "on w")
        assert view.pulls.note.text == "Mean of the pulls on w: −19.04, the gradient at the start"
        run_on(qtbot, view, 6)
        held = view.controller.run.history.row(5)["w.grad"]
        first, second = view.pulls.note.text.split("\n")
        assert first == "Mean of the pulls on w: −43.47, this iteration's gradient"
        assert second == f"w.grad holds −{-held:.2f}: earlier gradients are added"
        assert second in view.plot.accessibleDescription()
        stand_at(qtbot, view, 0)
        assert view.pulls.note.text == "Mean of the pulls on w: −19.04, this iteration's gradient"


def test_nothing_is_said_of_sums_where_gradients_are_zeroed(qtbot):
    with shown_view(qtbot, FitView, "live_line", zero_grad=True, learning_rate=0.05) as view:
        choose(view, "on b")
        run_on(qtbot, view, 80)
        held = view.controller.run.history.row(79)["b.grad"]
        text = view.pulls.note.text
        assert "\n" not in text
        assert float(text.split(": ")[1].split(",")[0].replace("−", "-")) == pytest.approx(held, rel=1e-3)


def test_at_the_start_the_shown_curve_is_pulled_by_all_examples(qtbot):
    with shown_view(qtbot, FitView, "minibatch_scratch") as view:
        choose(view, "on b")
        assert drawn(view).shape[1] == 1000
        assert not view.pulls.line.x.size
        assert visible(view)[0] == "Before the update"


def test_only_the_batch_pulls_in_a_lesson_with_batches(qtbot):
    with shown_view(qtbot, FitView, "minibatch_scratch") as view:
        run_on(qtbot, view, 4)
        assert entries(view) == ["off", "on w[0,0]", "on w[1,0]", "on b", "squares"]
        view.chooser.box.setCurrentIndex(1)
        choose(view, "on w[1,0]")
        run = view.controller.run
        x, y = run.batches.at(3)
        before = run.parameters(2)
        predicted = (x @ before["w"] + before["b"]).ravel()
        order = np.argsort(x[:, 1])
        found = drawn(view)
        np.testing.assert_allclose(found[0], x[order, 1])
        np.testing.assert_allclose(found[1], y[order])
        np.testing.assert_allclose(found[2], predicted[order], rtol=1e-6)
        mean = gradient_at(run.lesson.watch, x, y, before, run.shapes)[1]
        held = run.history.row(3)["w.grad[1,0]"]
        assert held == pytest.approx(10 * mean, rel=1e-5)
        lines = view.pulls.note.text.split("\n")
        assert float(lines[0].split(": ")[1].split(",")[0]) == pytest.approx(mean, rel=1e-3)
        assert lines[1] == f"w.grad[1,0] holds {held:.2f}: the sum over the 10 examples"


def test_a_lesson_that_draws_its_examples_afresh_has_none_at_the_start(qtbot):
    with shown_view(qtbot, FitView, "polynomial") as view:
        choose(view, "on w[0,2]")
        assert view.pulls.note.text == "Each iteration draws its own examples."
        run_on(qtbot, view, 3)
        assert drawn(view).shape[1] == 32
        assert view.pulls.note.text.startswith("Mean of the pulls on w[0,2]: ")
        view.controller.run.batches._kept.clear()
        stand_at(qtbot, view, 1)
        assert not view.pulls.segments.groups
        assert view.pulls.note.text == "The examples of this iteration are not kept any more."


def test_nine_parameters_and_more_can_be_chosen(qtbot):
    with shown_view(qtbot, FitView, "polynomial", coefficients=(1.0,) * 9) as view:
        assert entries(view)[1:] == [*(f"on w[0,{place}]" for place in range(9)), "on b", "squares"]


def test_the_squares_are_of_the_same_errors(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 4)
        choose(view, "squares")
        run = view.controller.run
        before = run.parameters(2)
        errors = run.start.y - before["w"] * run.start.x - before["b"]
        np.testing.assert_allclose(view.pulls.squares.y - view.pulls.squares.predicted, errors.ravel())
        mean, total = (f"{value:.4g}" for value in ((errors**2).mean(), (errors**2).sum()))
        assert view.pulls.note.text == f"20 squared errors: mean {mean}, sum {total}"
        assert visible(view) == ["Before the update"]
        assert {QColor(SQUARE).name(), QColor(BEFORE_UPDATE).name()} <= colours(view)


def test_both_directions_can_be_seen_on_the_screen(qtbot):
    with shown_view(qtbot, FitView, "quadratic_numpy") as view:
        choose(view, "on b")
        run_on(qtbot, view, 60)
        assert {QColor(GROWS).name(), QColor(SHRINKS).name()} <= colours(view)
        choose(view, "off")
        assert not {QColor(GROWS).name(), QColor(SHRINKS).name()} & colours(view)
        assert not view.pulls.note.text


def test_what_the_program_calls_its_gradient_is_said(qtbot):
    lesson = lesson_of(hand_written, gradients={"w": "grad_w"})
    with shown_view(qtbot, FitView, lesson) as view:
        choose(view, "on w")
        run_on(qtbot, view, 1)
        assert view.pulls.note.text.endswith("\ngrad_w holds −100.0")


def hand_written():
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = 0.0
    for _ in range(3):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()  # noqa: F841 (watched)
        grad_w = -100.0
        w -= 0.001 * grad_w


@pytest.mark.parametrize("examples", [1500, 300_000])
def test_of_very_many_examples_some_are_drawn(qtbot, examples):
    with shown_view(qtbot, FitView, "live_line", examples=examples) as view:
        choose(view, "on w")
        run_on(qtbot, view, 2)
        count = drawn(view).shape[1]
        assert 500 < count <= 1000
        assert view.pulls.note.text.endswith(f"\n{count:,} of {examples:,} examples drawn")


def test_very_many_examples_wait_until_the_run_stands_still(qtbot, monkeypatch):
    monkeypatch.setattr(pulls_module, "most_while_running", 10)
    with shown_view(qtbot, FitView, "live_line", zero_grad=True, learning_rate=1e-6, iterations=100_000) as view:
        choose(view, "on w")
        view.controller.run_to_end()
        wait = "So many examples pull only while the run stands still."
        qtbot.waitUntil(lambda: view.controller.running and view.pulls.note.text == wait)
        assert not view.pulls.segments.groups
        view.controller.pause()
        qtbot.waitUntil(lambda: not view.controller.running)
        assert drawn(view).shape[1] == 20
        assert view.pulls.note.text.startswith("Mean of the pulls")


@pytest.mark.parametrize("entry", ["on w", "squares"])
def test_a_run_that_diverges_is_drawn_to_its_last_row(qtbot, entry):
    with shown_view(qtbot, FitView, "diverging") as view:
        choose(view, entry)
        run_on(qtbot, view, 100)
        assert view.controller.finished
        view.grab()
        assert view.pulls.line.x.size


def test_the_choice_stays_where_it_can(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        choose(view, "on b")
        run_on(qtbot, view, 2)
        controller = view.controller
        for lesson, kept in (("quadratic_numpy", "on b"), ("minibatch_scratch", "on b"), ("autograd_scalar", "off")):
            controller.open_lesson(lesson)
            qtbot.waitUntil(lambda lesson=lesson: controller.ready and controller.run.lesson.name == lesson)
            assert view.pulls.box.currentText() == kept
            assert bool(view.pulls.segments.groups) == (kept != "off")
        assert not view.pulls.isVisible()
        assert not view.pulls.note.text
