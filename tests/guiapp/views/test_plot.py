import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from guiapp import theme
from guiapp.views.plotting.plot import Plot, dot_pen, follow_button, line_pen
from guiapp.views.plotting.traces import Growth, Trace
from tests.guiapp.pictures import colours_of, pixels

FAR = [np.nan, np.inf, -np.inf, 1e300, -1e300, 1e10]


@pytest.fixture
def plot(qtbot):
    trace = Trace(line_pen(theme.FIT, 3))
    plot = Plot("a plot", [trace])
    plot.trace = trace
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show_range(0, 10, 0, 10)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def colours(plot) -> set[str]:
    return colours_of(plot.grab().toImage())


def draw(plot, x, y) -> set[str]:
    plot.trace.x, plot.trace.y = np.asarray(x, float), np.asarray(y, float)
    plot.layer.refresh()
    return colours(plot)


def test_a_trace_is_painted_in_its_colour_and_gone_when_it_is_empty(plot):
    assert QColor(theme.FIT).name() in draw(plot, [1, 9], [1, 9])
    assert QColor(theme.FIT).name() not in draw(plot, [], [])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", FAR)
def test_a_trace_with_any_value_is_painted_without_a_warning(plot, value):
    assert QColor(theme.FIT).name() in draw(plot, [1, 3, 5, 9], [1, 5, value, 5])
    draw(plot, [1, 9], [value, value])
    draw(plot, [1, value], [1, 2])


def test_a_trace_that_goes_off_to_infinity_leaves_at_the_edge(plot):
    """The part before it is drawn, and so is the way up."""
    plot.trace.x, plot.trace.y = np.array([2.0, 5.0, 5.0]), np.array([5.0, 5.0, np.inf])
    plot.layer.refresh()
    image = plot.grab().toImage()
    top = plot.getViewBox().sceneBoundingRect().top()
    columns = [image.pixelColor(x, round(top) + 3).name() for x in range(image.width())]
    assert QColor(theme.FIT).name() in columns


@pytest.mark.parametrize("bad", [(0, np.inf, 0, 1), (0, 1, np.nan, 1), (0, 0, 0, 1), (0, 1, 5, 5), (3, 2, 0, 1)])
def test_a_range_that_cannot_be_shown_is_not(plot, bad):
    plot.show_range(*bad)
    assert plot.getViewBox().viewRange() == [[0, 10], [0, 10]]


def test_it_shows_the_range_it_is_told(plot):
    plot.show_range(-1, 2, -3, 4)
    assert plot.getViewBox().viewRange() == [[-1, 2], [-3, 4]]


def test_another_range_is_painted_once_and_the_same_range_and_labels_not_at_all(qtbot, plot, monkeypatch):
    painted, render = [], Plot.render

    def count(self, *arguments):
        painted.append(self.getViewBox().viewRange())
        render(self, *arguments)

    monkeypatch.setattr(Plot, "render", count)
    plot.set_labels("iteration", "loss")
    qtbot.wait(200)
    painted.clear()
    plot.show_range(0, 20, 0, 30)
    qtbot.waitUntil(lambda: len(painted) > 0)
    plot.show_range(0, 20, 0, 30)
    plot.set_labels("iteration", "loss")
    qtbot.wait(200)
    assert painted == [[[0, 20], [0, 30]]]


def turn_wheel(plot):
    place = QPointF(plot.viewport().rect().center())
    event = QWheelEvent(
        place,
        plot.viewport().mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)


@pytest.mark.qt_log_ignore("not accepted by receiving widget")
def test_the_user_takes_hold_of_the_range_and_gives_it_back_by_a_double_click(qtbot, plot):
    button = follow_button(plot, "Show all")
    qtbot.addWidget(button)
    assert not button.isEnabled()
    turn_wheel(plot)
    own = plot.getViewBox().viewRange()
    assert own != [[0, 10], [0, 10]]
    assert not plot.following
    assert button.isEnabled()
    plot.show_range(0, 20, 0, 20)
    assert plot.getViewBox().viewRange() == own
    QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.viewport().rect().center())
    assert plot.following
    assert not button.isEnabled()
    assert plot.getViewBox().viewRange() == [[0, 20], [0, 20]]


def test_the_button_gives_the_range_back_too(qtbot, plot):
    button = follow_button(plot, "Show all")
    qtbot.addWidget(button)
    button.show()
    turn_wheel(plot)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert plot.following
    assert plot.getViewBox().viewRange() == [[0, 10], [0, 10]]


def test_the_still_picture_is_drawn_again_only_when_something_changes(qtbot, plot):
    pictures = []
    layer = plot.layer
    original = layer._draw_picture
    layer._draw_picture = lambda: pictures.append(1) or original()
    plot.grab()
    pictures.clear()
    for height in range(5):
        plot.trace.x, plot.trace.y = np.array([0.0, 10.0]), np.full(2, float(height))
        layer.repaint()
    assert pictures == []
    plot.show_range(0, 5, 0, 5)
    qtbot.waitUntil(lambda: len(pictures) > 0)


def test_a_line_that_grows_piece_by_piece_looks_as_the_whole_one_does(qtbot):
    x = np.linspace(0, 10, 200)
    y = 5 + 4 * np.sin(x)
    plot = Plot("a plot", [], Growth(line_pen(theme.LOSS, 2), lambda: (x, y)))
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show_range(0, 10, 0, 10)
    plot.show()
    qtbot.waitExposed(plot)
    layer = plot.layer
    whole = pixels(layer.grab().toImage())
    parts = [(x[start : start + 21], y[start : start + 21]) for start in range(0, 200, 20)]
    x, y = np.empty(0), np.empty(0)
    layer.take_new_picture()
    empty = pixels(layer.grab().toImage())
    assert (empty != whole).any()
    for part in parts:
        layer.grow(*part)
    grown = pixels(layer.grab().toImage())
    assert (grown != whole).sum() < 0.05 * (whole != empty).sum()


def test_dots_are_painted_where_they_are_in_sight(plot):
    plot.trace.pen, plot.trace.dots = None, dot_pen(theme.FIT, 9)
    assert QColor(theme.FIT).name() in draw(plot, [5], [5])
    assert QColor(theme.FIT).name() in draw(plot, [5, *FAR], [5, *FAR])
    assert QColor(theme.FIT).name() not in draw(plot, [50, 5], [5, 50])
    plot.trace.clear()
    assert QColor(theme.FIT).name() not in colours(plot)


def test_a_line_that_stands_still_is_below_one_that_moves(qtbot):
    across = {"x": np.array([0.0, 10.0]), "y": np.array([5.0, 5.0])}
    below, above = Trace(line_pen(theme.DATA, 3), **across), Trace(line_pen(theme.FIT, 3), **across)
    plot = Plot("a plot", [above], still=[below])
    qtbot.addWidget(plot)
    plot.show_range(0, 10, 0, 10)
    plot.show()
    qtbot.waitExposed(plot)
    assert QColor(theme.FIT).name() in colours(plot)
    assert QColor(theme.DATA).name() not in colours(plot)
    above.clear()
    plot.layer.refresh()
    assert QColor(theme.DATA).name() in colours(plot)


def test_it_has_a_name_for_those_who_do_not_see_it(plot):
    assert plot.accessibleName() == "a plot"


@pytest.mark.parametrize(("low", "high"), [(-3, 3), (0, 1), (-300, 300), (-0.1, 0.1), (2.01, 2.02)])
def test_a_logarithmic_axis_is_labelled_with_losses(plot, low, high):
    axis = plot.getAxis("left")
    axis.setLogMode(y=True)
    ((spacing, ticks),) = axis.tickValues(low, high, 300)
    assert all(low <= tick <= high for tick in ticks)
    assert len(ticks) <= 15
    for tick, text in zip(ticks, axis.tickStrings(ticks, 1, spacing), strict=True):
        assert float(text) == pytest.approx(10**tick, rel=1e-2)
