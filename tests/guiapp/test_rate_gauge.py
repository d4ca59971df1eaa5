from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.stability import Outlook
from guiapp.views.next_step.rate_gauge import RateGauge
from tests.guiapp.pictures import colours_of
from tests.guiapp.views.view_helpers import run_on, shown_view

Key = Qt.Key


class Form(QWidget):
    """What the gauge stands in."""

    def __init__(self, controller) -> None:
        super().__init__()
        self.controller = controller
        self.gauge = RateGauge(controller)
        QVBoxLayout(self).addWidget(self.gauge)


@contextmanager
def shown_gauge(qtbot, lesson, **values):
    with shown_view(qtbot, Form, lesson, **values) as form:
        yield form.gauge


def place_of(gauge, rate: float) -> QPoint:
    return QPoint(round(gauge._across(rate)), 12)


def colours(gauge) -> set[str]:
    return colours_of(gauge.grab().toImage())


def test_it_shows_the_zones_and_the_limit(qtbot):
    with shown_gauge(qtbot, "live_line", zero_grad=True) as gauge:
        assert gauge.isVisible()
        outlooks = [zone.outlook for zone in gauge.shown.zones]
        assert outlooks == [Outlook.CONVERGES, Outlook.OVERSHOOTS, Outlook.DIVERGES]
        assert gauge.shown.limit == pytest.approx(0.05777, abs=1e-5)
        assert gauge.shown.low < gauge.shown.limit < gauge.shown.rate < gauge.shown.high
        told = "Learning rate 0.1. Largest stable: 0.05777 (2/λmax).\nThe loss will grow without bound."
        assert gauge.accessibleDescription() == told
        assert gauge.toolTip().startswith(told)


def test_a_switch_of_the_zeroing_moves_the_limit(qtbot):
    with shown_gauge(qtbot, "live_line") as gauge:
        run_on(qtbot, gauge, 3)
        assert gauge.shown.limit == pytest.approx(0.11553, abs=1e-5)
        gauge.controller.edit("zero_grad", True)
        assert gauge.shown.limit == pytest.approx(0.05777, abs=1e-5)


def test_dragging_tries_rates_and_letting_go_takes_one(qtbot):
    with shown_gauge(qtbot, "live_line") as gauge:
        run_on(qtbot, gauge, 3)
        controller, ends = gauge.controller, (gauge.shown.low, gauge.shown.high)
        plain = colours(gauge)
        QTest.mousePress(gauge, Qt.MouseButton.LeftButton, pos=place_of(gauge, 0.05))
        assert controller.inspection.preview_rate == pytest.approx(0.05, rel=0.05)
        QTest.mouseMove(gauge, place_of(gauge, 0.02))
        assert controller.inspection.preview_rate == pytest.approx(0.02, rel=0.05)
        assert gauge.shown.tried == controller.inspection.preview_rate
        assert gauge.shown.rate == controller.values["learning_rate"] == 0.1
        assert (gauge.shown.low, gauge.shown.high) == ends
        assert colours(gauge) != plain  # the hollow pointer
        assert gauge.accessibleDescription().startswith(f"Learning rate {controller.inspection.preview_rate:.4g}.")
        tried = controller.inspection.preview_rate
        QTest.mouseRelease(gauge, Qt.MouseButton.LeftButton, pos=place_of(gauge, 0.02))
        assert controller.inspection.preview_rate is None
        assert controller.values["learning_rate"] == gauge.shown.rate == tried


def test_escape_leaves_the_rate_as_it_was(qtbot):
    with shown_gauge(qtbot, "live_line") as gauge:
        QTest.mousePress(gauge, Qt.MouseButton.LeftButton, pos=place_of(gauge, 0.05))
        QTest.keyClick(gauge, Key.Key_Escape)
        assert gauge.controller.inspection.preview_rate is None
        QTest.mouseMove(gauge, place_of(gauge, 0.02))
        QTest.mouseRelease(gauge, Qt.MouseButton.LeftButton, pos=place_of(gauge, 0.02))
        assert gauge.controller.values["learning_rate"] == 0.1


def test_a_rate_tried_elsewhere_is_pointed_at(qtbot):
    with shown_gauge(qtbot, "live_line") as gauge:
        gauge.controller.inspection.preview(0.03)
        assert gauge.shown.tried == 0.03
        gauge.controller.inspection.preview(None)
        assert gauge.shown.tried is None


@pytest.mark.parametrize(("rate", "across"), [(1e-6, 0), (10.0, 10_000)])
def test_no_rate_beyond_the_allowed_ones_can_be_tried(qtbot, rate, across):
    with shown_gauge(qtbot, "minibatch_scratch", learning_rate=rate) as gauge:
        QTest.mousePress(gauge, Qt.MouseButton.LeftButton, pos=place_of(gauge, 0.5))
        QTest.mouseMove(gauge, QPoint(across, 12))
        assert gauge.controller.inspection.preview_rate == rate


def test_it_is_not_painted_again_while_nothing_changes(qtbot):
    with shown_gauge(qtbot, "live_line") as gauge:
        before = gauge.shown
        run_on(qtbot, gauge, 50)
        gauge.refresh()
        assert gauge.shown is before


def test_it_is_hidden_until_the_loss_is_known_and_keeps_its_room(qtbot):
    with shown_gauge(qtbot, "polynomial") as gauge:
        assert not gauge.isVisible()
        room = gauge.parent().sizeHint().height()
        run_on(qtbot, gauge, 3)
        assert gauge.isVisible()
        assert gauge.parent().sizeHint().height() == room
        gauge.controller.restart()
        qtbot.waitUntil(lambda: not gauge.isVisible())


def test_a_lesson_without_a_learning_rate_has_none(qtbot):
    with shown_gauge(qtbot, "autograd_scalar") as gauge:
        run_on(qtbot, gauge, 2)
        assert not gauge.isVisible()
        assert gauge.shown is None
