# A lesson's locals are what the window shows, whether or not the lesson reads them again.
# ruff: noqa: F841

from math import inf
from typing import Annotated

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.parameter import LIVE, Range
from guiapp.views.fit.remedies import Remedies
from tests.guiapp.helpers import click, lesson_of
from tests.guiapp.views.view_helpers import run_on, shown_view


class Pane(QWidget):
    """What the row stands in."""

    def __init__(self, controller) -> None:
        super().__init__()
        self.controller = controller
        self.remedies = Remedies(controller)
        QVBoxLayout(self).addWidget(self.remedies)


def exploding(learning_rate: Annotated[float, Range(1e-6, 10, log=True), LIVE] = 1.0):
    x = np.array([1.0, 2.0])
    y = 2 * x
    w = np.array(1.0)
    for _ in range(5):
        y_pred = w * x
        loss = ((y - y_pred) ** 2).mean()
        w = w * -1e200


def shown_pane(qtbot, lesson, **values):
    return shown_view(qtbot, Pane, lesson, **values)


def wait_for_the_end(qtbot, controller) -> None:
    qtbot.waitUntil(lambda: controller.ready and controller.finished and controller.at_end)


def run_out(qtbot, pane) -> None:
    pane.controller.run_to_end()
    wait_for_the_end(qtbot, pane.controller)


def try_at_once(qtbot, pane, button) -> None:
    """Press a button, and wait until the run that it begins has ended."""
    controller, before = pane.controller, pane.controller.run
    controller.set_rate(inf)
    click(button)
    qtbot.waitUntil(lambda: controller.run is not before)
    wait_for_the_end(qtbot, controller)


def test_nothing_is_offered_while_a_run_goes_well(qtbot):
    with shown_pane(qtbot, "live_line") as pane:
        assert not pane.remedies.isVisible()
        run_on(qtbot, pane, 5)
        assert not pane.remedies.isVisible()
        run_out(qtbot, pane)
        assert not pane.remedies.isVisible()


def test_halving_often_enough_makes_a_diverging_run_converge(qtbot):
    with shown_pane(qtbot, "live_line", zero_grad=True, learning_rate=0.1, stop_below=0.5, examples=30) as pane:
        controller, rates = pane.controller, []
        run_out(qtbot, pane)
        while controller.status.why.value == "diverged":
            assert pane.remedies.isVisible()
            assert not pane.remedies.zero.isVisible()
            rates.append(controller.values["learning_rate"])
            try_at_once(qtbot, pane, pane.remedies.halve)
        assert rates[0] == 0.1
        assert controller.values["learning_rate"] == rates[-1] / 2
        assert not pane.remedies.isVisible()
        losses = controller.run.history.column("loss")
        assert losses[-1] < losses[0]
        kept = {name: controller.run.arguments[name] for name in ("zero_grad", "stop_below", "examples")}
        assert kept == {"zero_grad": True, "stop_below": 0.5, "examples": 30}


def test_zeroing_the_gradients_is_offered_where_they_add_up(qtbot):
    with shown_pane(qtbot, "live_line", learning_rate=0.2, seed=11) as pane:
        run_out(qtbot, pane)
        assert pane.remedies.zero.isVisible()
        assert pane.remedies.halve.isVisible()
        try_at_once(qtbot, pane, pane.remedies.zero)
        arguments = pane.controller.run.arguments
        assert (arguments["zero_grad"], arguments["learning_rate"], arguments["seed"]) == (True, 0.2, 11)


def test_nothing_is_offered_where_no_learning_rate_is_named(qtbot):
    with shown_pane(qtbot, "diverging", factor=1e40, learning_rate=1.0) as pane:
        run_out(qtbot, pane)
        assert pane.controller.status.why.value == "diverged"
        assert not pane.remedies.isVisible()


def test_the_least_rate_allowed_is_not_halved(qtbot):
    lesson = lesson_of(exploding, learning_rate="learning_rate")
    with shown_pane(qtbot, lesson, learning_rate=1.5e-6) as pane:
        run_out(qtbot, pane)
        try_at_once(qtbot, pane, pane.remedies.halve)
        assert pane.controller.values["learning_rate"] == 1e-6
        assert pane.controller.status.why.value == "diverged"
        assert not pane.remedies.isVisible()
