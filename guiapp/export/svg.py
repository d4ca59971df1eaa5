"""Widgets as SVG: what they paint with lines and letters stays lines and letters.

QSvgGenerator puts the clips of a widget that lies inside another one into the wrong place, or leaves them all out.
So each widget is drawn into a generator of its own, and its drawing is put, clipped, where the widget lies.
"""

import re
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QFontInfo, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QMainWindow, QTabBar, QWidget

head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"'
identifier = re.compile(r'(\bid="|url\(#|href="#)(?=\w)')
clip_path = re.compile(r' clip-path="[^"]*"')
number = r"-?[\d.]+(?:e[-+]?\d+)?"
pair = re.compile(rf"({number}),({number})")
thin_group = re.compile(
    r'transform="matrix\(([^)]*)\)"([^>]*>\s*(?:<(?:path|polyline)\b[^>]* vector-effect="non[^>]*/>\s*)+</g>)'
)
line_points = re.compile(r'(?<= d=")[^"]*|(?<= points=")[^"]*')
empty_group = re.compile(r"<g\b[^>]*>\s*</g>\s*")


def svg_of(widget: QWidget, title: str) -> str:
    """Draw a widget that can be seen as an SVG document."""
    width, height = widget.width(), widget.height()
    ground = widget.palette().window().color().name()
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head} width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="{ground}"/>\n{_group(widget, "w", QPoint())}</svg>\n'
    )


def _group(widget: QWidget, name: str, place: QPoint) -> str:
    """Return what a widget and those inside it paint; `name` begins every identifier."""
    inner = [child for child in widget.children() if isinstance(child, QWidget)]
    inner = [child for child in inner if child.isVisible() and not child.isWindow() and not _is_spare(child)]
    covered = any(
        child.testAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent) and child.geometry() == widget.rect()
        for child in inner
    )
    parts = [f'<g transform="translate({place.x()} {place.y()})"']
    # Letters are not clipped: another machine's may be a little wider. Only what scrolls must be, and a plot.
    if isinstance(widget.parent(), QAbstractScrollArea):
        box = f'<rect width="{widget.width()}" height="{widget.height()}"/>'
        parts = [f'<defs><clipPath id="{name}">{box}</clipPath></defs>\n', *parts, f' clip-path="url(#{name})"']
    parts.append(">\n")
    if not covered:
        parts.append(_painted(widget, name))
    parts += [_group(child, f"{name}_{index}", child.pos()) for index, child in enumerate(inner)]
    return "".join([*parts, "</g>\n"])


def _painted(widget: QWidget, name: str) -> str:
    """Return what a widget paints itself."""
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(widget.size())
    painter = QPainter(generator)
    QWidget.render(widget, painter, QPoint(), QRegion(), QWidget.RenderFlag(0))  # a QGraphicsView has another render
    painter.end()
    text = bytes(buffer.data().data()).decode()
    text = text[text.index("<defs>") : text.rindex("</svg>")]
    text = text.replace('"Sans Serif"', f'"{QFontInfo(widget.font()).family()}, sans-serif"')
    text = thin_group.sub(_placed, text)
    if isinstance(widget, QLabel):
        text = clip_path.sub("", text)
    while (shorter := empty_group.sub("", text)) != text:
        text = shorter
    return identifier.sub(rf"\g<1>{name}_", text)


def _is_spare(widget: QWidget) -> bool:
    """Whether a widget is a bar of tabs that its window keeps in reserve, behind the tool bars."""
    return isinstance(widget, QTabBar) and isinstance(widget.parent(), QMainWindow) and widget.pos().isNull()


def _placed(group: re.Match[str]) -> str:
    """Apply the transformation of a group to its lines: few viewers know a stroke that does not scale."""
    a, b, c, d, e, f = map(float, group[1].split(","))

    def move(point: re.Match[str]) -> str:
        x, y = float(point[1]), float(point[2])
        return f"{a * x + c * y + e:.6g},{b * x + d * y + f:.6g}"

    return line_points.sub(lambda lines: pair.sub(move, lines[0]), group[2])
