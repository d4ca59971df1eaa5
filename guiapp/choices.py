"""What the user has chosen inside a view: its switches, its lists, and how far it is scrolled."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QGraphicsView, QScrollBar, QWidget

from guiapp.widgets.switch import Switch

Kind = TypeVar("Kind", bound=QWidget)


def copy_choices(old: QWidget, new: QWidget) -> None:
    """Choose in a view what is chosen in another one of the same class, which shows the same run."""
    # The same code has made both, so what belongs together comes in the same order, whatever the language.
    for before, box in _pairs(old, new, QComboBox):
        if before.currentIndex() != box.currentIndex() and before.count() == box.count():
            box.setCurrentIndex(before.currentIndex())
            box.activated.emit(before.currentIndex())  # as if it had been chosen by hand
    for before, switch in _pairs(old, new, Switch):
        switch.setChecked(before.isChecked())


def copy_ranges(old: QWidget, new: QWidget) -> None:
    """Show in the plots of a view the part that the user shows in those of another one of the same class."""
    from guiapp.views.plotting.plot import Plot  # with pyqtgraph, which the window is painted before

    for before, plot in _pairs(old, new, Plot):
        if not before.following:
            plot.following = False
            x, y = before.getViewBox().viewRange()
            plot.getViewBox().setRange(xRange=x, yRange=y, padding=0)


def scrolled(view: QWidget) -> list[float]:
    """Return how far each area of a view is scrolled down, of what it can be."""
    bars = _bars(view)
    return [bar.value() / bar.maximum() if bar.maximum() else 0.0 for bar in bars]


def scroll(view: QWidget, parts: list[float]) -> None:
    """Scroll a view as far as another one of its class was."""
    if view.isVisible():
        for bar, part in zip(_bars(view), parts, strict=False):
            bar.setValue(round(part * bar.maximum()))


def _pairs(old: QWidget, new: QWidget, kind: type[Kind]) -> list[tuple[Kind, Kind]]:
    """Pair the widgets of a kind in two views; where there are not as many of them, none."""
    olds, news = old.findChildren(kind), new.findChildren(kind)
    return list(zip(olds, news, strict=True)) if len(olds) == len(news) else []


def _bars(view: QWidget) -> list[QScrollBar]:
    areas = view.findChildren(QAbstractScrollArea)
    # What a list opens is a window of its own; a picture is scrolled by its own rules.
    areas = [area for area in areas if area.window() is view.window() and not isinstance(area, QGraphicsView)]
    return [area.verticalScrollBar() for area in areas]
