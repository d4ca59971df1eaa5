from itertools import pairwise

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from guiapp.tour import start_tour
from tests.guiapp.helpers import click

EFFECT = Qt.UIEffect.UI_General


@pytest.fixture
def wish(qapp):
    """Return a function that has the system wish for motion, or for none."""
    before = QApplication.isEffectEnabled(EFFECT)
    yield lambda on: QApplication.setEffectEnabled(EFFECT, on)
    QApplication.setEffectEnabled(EFFECT, before)


@pytest.mark.parametrize("moves", [True, False])
def test_docks_glide_only_where_the_system_wants_motion(wish, open_window, moves):
    wish(moves)
    options = open_window().dockOptions()
    assert bool(options & QMainWindow.DockOption.AnimatedDocks) is moves


def test_nothing_else_moves_by_itself(wish, window):
    wish(False)
    tour = start_tour(window)
    places = [tour.geometry()]
    for arrangement in ("inside", "overview"):
        window.arrange(arrangement)
        click(tour.next)
        places.append(tour.geometry())  # it is there at once
        assert not any(
            one.state() == QAbstractAnimation.State.Running for one in window.findChildren(QAbstractAnimation)
        )
    assert all(one != other for one, other in pairwise(places))
