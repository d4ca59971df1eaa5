"""Pictures of widgets as they are now, as sharp as one likes, and the shown figures as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from guiapp.controller import START, Controller
from guiapp.export.svg import svg_of

dots_a_metre = 3780
"""At scale 1: 96 dots an inch, at which a widget has its own size."""


def picture(widget: QWidget, scale: float = 1.0) -> QImage:
    """Draw a widget that can be seen, with `scale` times its width and height in dots."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(dots_a_metre * scale))
    image.setDotsPerMeterY(round(dots_a_metre * scale))
    image.fill(widget.palette().window().color())
    with _drawn_anew(widget):
        QWidget.render(widget, image, QPoint())  # a QGraphicsView has another render
    return image


def png(widget: QWidget, scale: float = 1.0) -> bytes:
    """Draw a widget as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(widget, scale).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg(widget: QWidget, title: str) -> bytes:
    """Draw a widget as an SVG file: text and lines stay text and lines."""
    with _drawn_anew(widget):
        return svg_of(widget, title).encode()


def copy_picture(widget: QWidget, scale: float = 2.0) -> None:
    """Put a picture of a widget that can be seen on the clipboard."""
    QGuiApplication.clipboard().setImage(picture(widget, scale))


def copy_figures(controller: Controller) -> None:
    """Put the figures of the shown row on the clipboard."""
    QGuiApplication.clipboard().setText(figures(controller))


def figures(controller: Controller) -> str:
    """Write the shown row at full precision, a figure a line: name, tab, value."""
    run, row = controller.run, controller.shown
    if run is None:
        return ""
    found: dict[str, object] = {"lesson": run.lesson.name}
    if row == START:
        for name, value in controller.shown_values().items():
            found[name] = value.item() if value.size == 1 else value.tolist()
    else:
        found |= {"iteration": row, **run.history.row(row)}
    return "".join(f"{name}\t{value}\n" for name, value in found.items())


@contextmanager
def _drawn_anew(widget: QWidget) -> Iterator[None]:
    """Have the plots inside a widget draw themselves, and not the pictures that they keep for the screen."""
    from guiapp.views.plotting.traces import TraceLayer  # with pyqtgraph, which the window is painted before

    layers = widget.findChildren(TraceLayer)
    items: list[Any] = [item for layer in layers for item in layer.plot.items() if hasattr(item, "setExportMode")]
    for layer in layers:
        layer.keeps_picture = False
        layer.take_new_picture()
    for item in items:
        item.setExportMode(True, {"antialias": True})
    try:
        yield
    finally:
        for layer in layers:
            layer.keeps_picture = True
        for item in items:
            item.setExportMode(False)
