import re
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QCheckBox

from guiapp.export.capture import copy_figures, copy_picture, figures, picture, png, svg
from guiapp.export.stage import Stage, in_sight
from guiapp.views.fit.view import FitView
from guiapp.views.gradients.view import GradientsView
from guiapp.views.loss.view import LossView
from guiapp.views.surface.view import SurfaceView
from tests.guiapp.helpers import click, run_to
from tests.guiapp.pictures import is_of, pixels
from tests.guiapp.views.view_helpers import run_on, shown_view, stand_at

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def fit(qtbot):
    with shown_view(qtbot, FitView, "live_line") as view:
        run_on(qtbot, view, 30)
        yield view


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_picture_is_as_many_times_as_large_as_is_wanted(fit, scale):
    image = QImage.fromData(png(fit, scale))
    assert (image.width(), image.height()) == (scale * fit.width(), scale * fit.height())
    assert round(image.dotsPerMeterX() / 3780) == scale


def test_a_large_picture_is_drawn_anew_with_lines_and_dots_as_thick_as_the_small_one(fit):
    small, large = picture(fit, 2), picture(fit, 4)
    for colour in ("#d55e00", "#0072b2"):  # the line, the examples
        # A little more than four times: fewer of the dots are at an edge, where colours mix.
        assert 3.8 < is_of(large, colour).sum() / is_of(small, colour).sum() < 5.5
    blurred = small.scaled(large.size())
    assert (pixels(large)[800] != pixels(blurred)[800]).sum() > 20


def test_a_picture_leaves_the_screen_as_it_is(qtbot, fit):
    before = fit.grab().toImage()
    picture(fit, 4)
    svg(fit, "Fit")
    assert fit.plot.layer.keeps_picture
    assert fit.grab().toImage() == before
    stand_at(qtbot, fit, 3)
    assert fit.grab().toImage() != before


@pytest.mark.parametrize("make", [FitView, LossView, SurfaceView, GradientsView])
def test_a_view_as_svg_has_its_lines_and_letters_in_it(qtbot, make):
    with shown_view(qtbot, make, "live_line") as view:
        run_on(qtbot, view, 30)
        text = svg(view, "A < B").decode()
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == f"0 0 {view.width()} {view.height()}"
    assert root.findtext(f"{SVG}title") == "A < B"
    written = " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    assert "29" in written or "loss" in written
    assert len([*root.iter(f"{SVG}path"), *root.iter(f"{SVG}polyline")]) > 20
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {*re.findall(r"url\(#([^)]+)\)", text)} <= {*ids}
    if make is not SurfaceView:  # which paints the older part of a path into a picture
        assert all(float(node.get("height")) <= 32 for node in root.iter(f"{SVG}image"))  # icons, boxes


def test_the_examples_are_circles_where_they_belong(fit):
    """Not where another program would put them that does not know strokes which do not scale."""
    root = ElementTree.fromstring(svg(fit, ""))
    groups = [node for node in root.iter(f"{SVG}g") if node.get("fill") == "#0072b2"]
    assert len(groups) == 20
    assert not any(node.get("transform") for node in groups)
    layer, (features, labels) = fit.plot.layer, (fit.points.data["x"], fit.points.data["y"])
    across, down = layer._placed(features, labels)
    found = []
    for node in groups:
        pairs = re.findall(r"(-?[\d.e-]+),(-?[\d.e-]+)", node.find(f"{SVG}path").get("d"))
        xs, ys = [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
        found.append((sum((min(xs), max(xs))) / 2, sum((min(ys), max(ys))) / 2))
        assert max(xs) - min(xs) == pytest.approx(9, abs=0.1)
    expected = sorted(zip(across.tolist(), down.tolist(), strict=True))
    assert sorted(found) == [pytest.approx(one, abs=0.6) for one in expected]


def test_the_window_as_svg_has_every_visible_text(window, qtbot):
    run_to(qtbot, window, 20)
    root = ElementTree.fromstring(svg(window, "Fitscope"))
    written = "".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    for word in ("Learning rate", "Iteration 19", "Parameters", "iteration 0: loss 7.1647"):
        assert word in written


def test_a_picture_is_copied(fit):
    copy_picture(fit)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (2 * fit.width(), 2 * fit.height())


def test_the_figures_of_the_shown_row_are_copied_at_full_precision(qtbot, fit):
    stand_at(qtbot, fit, 7)
    copy_figures(fit.controller)
    lines = dict(line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
    assert (lines.pop("lesson"), lines.pop("iteration")) == ("live_line", "7")
    assert {name: float(value) for name, value in lines.items()} == fit.controller.run.history.row(7)


def test_the_figures_of_the_start_are_its_parameters(fit):
    fit.controller.go_to_start()
    start = fit.controller.run.start.values
    assert figures(fit.controller) == f"lesson\tlive_line\nw\t{start['w'].item()}\nb\t{start['b'].item()}\n"


def test_a_copy_shows_what_the_view_shows_and_any_other_row(qtbot):
    with shown_view(qtbot, LossView, "live_line") as view:
        run_on(qtbot, view, 40)
        click(view.findChild(QCheckBox))  # no longer logarithmic
        stage = Stage(view, view.controller, 7)
        assert view.controller.shown == 39
        there = stage.picture()
        stand_at(qtbot, view, 7)
        assert there == picture(view)
        stage.show_row(30)
        stand_at(qtbot, view, 30)
        assert stage.picture() == picture(view) != there
        stage.close()


def test_a_copy_shows_the_part_of_a_plot_that_the_user_chose(qtbot, fit):
    fit.plot.getViewBox().setRange(xRange=(3, 5), yRange=(0, 20), padding=0)
    fit.plot.following = False
    stage = Stage(fit, fit.controller)
    assert stage.widget.plot.getViewBox().viewRange() == [pytest.approx([3, 5]), pytest.approx([0, 20])]
    stage.close()


def test_a_copy_of_the_window_has_its_docks_where_they_are(qtbot, window):
    run_to(qtbot, window, 20)
    window.arrange("inside")
    window.docks["variables"].hide()
    stage = Stage(window, window.controller, 3)
    assert not stage.widget.docks["variables"].isVisible()
    for name in ("code", "fit", "surface", "gradients"):
        there, here = stage.widget.docks[name].geometry(), window.docks[name].geometry()
        assert there.getRect() == pytest.approx(here.getRect(), abs=2), name
    assert stage.widget.views["fit"].title.text() != window.views["fit"].title.text()
    assert window.controller.shown == 19
    stage.close()


def test_a_view_behind_a_tab_is_drawn_by_a_copy(qtbot, window):
    run_to(qtbot, window, 20)
    hidden = window.views["surface"]
    assert not hidden.isVisible()
    with in_sight(hidden, window.controller) as copy:
        assert copy is not hidden
        assert is_of(picture(copy), "#d55e00").sum() > 20
    assert not hidden.isVisible()
    with in_sight(window.views["fit"], window.controller) as same:
        assert same is window.views["fit"]
