import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from guiapp.choices import copy_choices
from guiapp.renewal import Desk
from guiapp.views.fit.view import FitView
from guiapp.views.gradients.view import GradientsView
from guiapp.views.loss.view import LossView
from guiapp.views.surface.view import SurfaceView
from guiapp.widgets.switch import Switch
from tests.guiapp.helpers import changed, click, run_to


@pytest.fixture
def desk(looks, open_window):
    """Return a function that opens a window with a lesson, which is made anew when its looks change."""
    return lambda *lesson, **values: Desk(open_window(*lesson, **values))


def choose(box: QComboBox, index: int) -> None:
    """Choose from a list as a person does."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


def shown(window, name: str):
    """Return a view once it is in front."""
    window.arrangement.bring_forward(name)
    return window.views[name]


def test_what_is_chosen_in_the_views_stays_when_the_looks_change(qtbot, desk, looks):
    desk = desk("minibatch_scratch", examples=50)
    window = desk.window
    run_to(qtbot, window, 4)
    fit, loss, gradients, surface = (shown(window, name) for name in ("fit", "loss", "gradients", "surface"))
    for switch in (fit.best_switch, fit.true_switch, gradients.lines[1].switch, surface.legend.numbers):
        click(switch)
    shown(window, "loss")
    click(loss.log_switch)
    choose(fit.chooser.box, 1)
    choose(fit.pulls.box, 2)
    choose(surface.legend.axes.boxes[1], 2)
    axes = surface.legend.axes.names
    assert axes != ("w[0]", "w[1]")
    before = fit.best_switch.isChecked(), fit.true_switch.isChecked()
    new = changed(qtbot, desk, lambda: looks.set(language="zh_CN", theme="dark"))
    fit, loss, gradients, surface = (shown(new, name) for name in ("fit", "loss", "gradients", "surface"))
    assert (fit.best_switch.isChecked(), fit.true_switch.isChecked()) == before
    assert (fit.chooser.feature, fit.pulls.box.currentIndex()) == (1, 2)
    assert fit.plot.getAxis("bottom").labelText == "x2"
    assert not loss.log_switch.isChecked()
    assert [line.switch.isChecked() for line in gradients.lines if line.column] == [True, False, True]
    assert not surface.legend.numbers.isChecked()
    assert surface.legend.axes.names == axes


@pytest.mark.parametrize("kind", [FitView, LossView, GradientsView, SurfaceView])
def test_every_switch_and_list_of_a_view_is_copied(qtbot, make, kind):
    controller = make("minibatch_scratch", examples=50)
    old, new = kind(controller), kind(controller)
    for view in (old, new):
        qtbot.addWidget(view)
    for switch in old.findChildren(Switch):
        switch.toggle()
    for box in old.findChildren(QComboBox):
        choose(box, box.count() - 1)
    copy_choices(old, new)

    def choices(view):
        switches, boxes = view.findChildren(Switch), view.findChildren(QComboBox)
        return [switch.isChecked() for switch in switches], [box.currentText() for box in boxes]

    assert choices(new) == choices(old)
    assert choices(new) != choices(kind(controller))


def test_the_code_stays_where_it_was_scrolled_to(qtbot, desk, looks):
    desk = desk("polynomial")
    desk.window.arrange("inside")
    bar = shown(desk.window, "code").text.verticalScrollBar()
    QCoreApplication.processEvents()  # the docks get their sizes
    bar.setValue(bar.maximum())
    new = changed(qtbot, desk, lambda: looks.set(theme="dark"))
    bar = new.views["code"].text.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 < bar.maximum() == bar.value())


def test_a_sweep_goes_on_in_the_new_window(qtbot, desk, looks):
    desk = desk(iterations=100_000_000, stop_below=0.0)
    view = shown(desk.window, "sweep")
    qtbot.waitUntil(view.run_button.isEnabled)
    for box, value in zip(view.rows[0].boxes, (1e-6, 1.0, 4), strict=True):  # only the last one ends
        box.set_value(value)
    view.measure.setCurrentIndex(2)
    click(view.run_button)
    qtbot.waitUntil(lambda: bool(view.result.points))
    runner, result = view.runner, view.result
    new = changed(qtbot, desk, lambda: looks.set(language="zh_CN")).views["sweep"]
    assert new is not view
    assert runner.isRunning()
    assert (new.runner, new.result) == (runner, result)
    assert new.measure.currentIndex() == 2
    assert [box.value for box in new.rows[0].boxes] == [1e-6, 1.0, 4]
    click(new.cancel_button)
    qtbot.waitUntil(new.run_button.isVisible)
    new.rows[0].boxes[0].set_value(0.9)
    click(new.run_button)
    qtbot.waitUntil(lambda: len(new.result.points) == 4 and new.run_button.isVisible())
    assert new.told.text() == "4 次运行"
    again = changed(qtbot, desk, lambda: looks.set(language="en")).views["sweep"]
    assert again.chart.isVisible()
    assert again.told.text() == "4 runs"
