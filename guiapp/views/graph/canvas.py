"""The drawing of a computation graph, to be zoomed and moved about."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QWidget

from core.graph import Graph
from guiapp import theme
from guiapp.views.graph.items import Box, EdgeItem, Form, NodeItem, arrow
from guiapp.views.graph.layout import Layers
from guiapp.views.graph.plan import Plan, planned

margin = 16.0
largest_fit = 1.2
step_of_zoom = 1.25
picture_scale = 2.0
"""Pixels of an exported picture for each one of the drawing at its own size."""


class GraphCanvas(QGraphicsView):
    """Draws the nodes and edges; it fits the drawing to its size until the user takes hold of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make it empty; `name` is what a screen reader calls it."""
        super().__init__(parent)
        self.nodes: list[NodeItem] = []
        self.edges: list[EdgeItem] = []
        self.fitted = True
        self.message = ""
        """What is said where there is nothing to be drawn."""
        self._room: Sequence[Box] = ()
        self._labels: Sequence[QSizeF] = ()
        self.form = Form.STACKED
        self._placed = False
        self._plans: Mapping[Form, Plan] = {}
        """From left to right where the facts are stacked, else downward."""
        self.setScene(QGraphicsScene(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(QColor(theme.BASE))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def build(self, graph: Graph, room: Sequence[Box], labels: Sequence[str], keep_view: bool = False) -> None:
        """Draw a graph of another structure; nodes and edges have the room that these texts take."""
        self.scene().clear()
        self._room, self._placed = room, False
        metrics = QFontMetricsF(self.font())
        self._labels = [_label_size(metrics, label) for label in labels]
        self.nodes = [NodeItem(node.kind, self.font()) for node in graph.nodes]
        self.edges = [EdgeItem(self.font(), edge.derivative is not None) for edge in graph.edges]
        for item in [*self.edges, *self.nodes]:
            self.scene().addItem(item)
        layers = Layers(graph)
        self._plans = {form: self._planned(layers, form) for form in Form} if self.nodes else {}
        if keep_view and not self.fitted and self.nodes:
            self._place(self.form)
        else:
            self.fit()
        self.viewport().update()

    def holds(self, boxes: Sequence[Box], labels: Sequence[str]) -> bool:
        """Whether these texts fit into the drawing as it is."""
        width = QFontMetricsF(self.font()).horizontalAdvance
        fit = all(width(label) <= room.width() for label, room in zip(labels, self._labels, strict=True))
        return fit and all(item.holds(box) for item, box in zip(self.nodes, boxes, strict=True))

    def say(self, message: str) -> None:
        """Say something where there is no drawing."""
        self.message = message
        self.viewport().update()

    def reveal(self, item: QGraphicsItem) -> None:
        """Move the drawing so that an item can be seen."""
        if not self.fitted:
            self.ensureVisible(item, 20, 20)

    def fit(self) -> None:
        """Show the whole drawing, in the direction in which it is the larger."""
        self.fitted = True
        if not self.nodes:
            return
        form = max(Form, key=self._scale_of)
        if form is not self.form or not self._placed:
            self._place(form)
        layout, scale = self._plans[form].layout, self._scale_of(form)
        self.resetTransform()
        self.scale(scale, scale)
        self.centerOn(layout.width / 2, layout.height / 2)

    def zoom(self, factor: float) -> None:
        """Make the drawing larger or smaller around the middle, or the pointer where it is turned."""
        scale = self.transform().m11() * factor
        if self.nodes and 0.05 < scale < 8:
            self.fitted = False
            self.scale(factor, factor)

    def zoom_in(self) -> None:
        """Make the drawing larger."""
        self.zoom(step_of_zoom)

    def zoom_out(self) -> None:
        """Make the drawing smaller."""
        self.zoom(1 / step_of_zoom)

    def dim(self, on: bool) -> None:
        """Draw it faintly: it is not of what is shown elsewhere."""
        for item in [*self.nodes, *self.edges]:
            item.setOpacity(0.35 if on else 1.0)

    def svg(self, title: str) -> bytes:
        """Return the drawing as an SVG file."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        area = self.scene().itemsBoundingRect().marginsAdded(QMarginsF(margin, margin, margin, margin))
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setTitle(title)
        generator.setSize(area.size().toSize())
        generator.setViewBox(QRectF(QPointF(0, 0), area.size()))
        self._render(generator, QRectF(QPointF(0, 0), area.size()), area)
        return bytes(buffer.data().data())

    def png(self) -> bytes:
        """Return the drawing as a PNG file, on white."""
        area = self.scene().itemsBoundingRect().marginsAdded(QMarginsF(margin, margin, margin, margin))
        image = QImage((area.size() * picture_scale).toSize(), QImage.Format.Format_RGB32)
        image.fill(QColor(theme.BASE))
        self._render(image, QRectF(image.rect()), area)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
        return bytes(buffer.data().data())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.zoom(step_of_zoom ** (event.angleDelta().y() / 120))
        event.accept()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Say why there is no drawing."""
        if not self.nodes:
            painter.resetTransform()
            painter.setPen(QColor(theme.MUTED))
            area = self.viewport().rect().adjusted(theme.SPACE, 0, -theme.SPACE, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note that the user has moved the drawing."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.fitted = False
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole drawing again."""
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the view and the window."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, if the user has not taken hold."""
        super().resizeEvent(event)
        if self.fitted:
            self.fit()

    def _render(self, device: QPaintDevice, target: QRectF, area: QRectF) -> None:
        painter = QPainter(device)
        self.scene().render(painter, target, area)
        painter.end()

    def _scale_of(self, form: Form) -> float:
        layout = self._plans[form].layout
        width, height = self.viewport().width() - margin, self.viewport().height() - margin
        return max(0.05, min(width / layout.width, height / layout.height, largest_fit))

    def _planned(self, layers: Layers, form: Form) -> Plan:
        boxes = [item.room_for(box, form)[0] for item, box in zip(self.nodes, self._room, strict=True)]
        line, widest = self.fontMetrics().height(), max((label.width() for label in self._labels), default=0.0)
        downward = form is not Form.STACKED
        gap = 1.8 * line if downward else widest + 2 * arrow
        return planned(layers, boxes, self._labels, gap, downward)

    def _place(self, form: Form) -> None:
        """Put everything where the plan of this form has it."""
        self.form, self._placed, plan = form, True, self._plans[form]
        for item, box, centre in zip(self.nodes, self._room, plan.layout.centres, strict=True):
            item.set_room(*item.room_for(box, form), form)
            item.setPos(*centre)
        for item, line, label in zip(self.edges, plan.lines, plan.labels, strict=True):
            item.set_way(line, label.room, label.side)
        # Room around it, so that it can be moved about.
        room = max(plan.layout.width, plan.layout.height)
        area = QRectF(0, 0, plan.layout.width, plan.layout.height)
        self.setSceneRect(area.marginsAdded(QMarginsF(room, room, room, room)))


def _label_size(metrics: QFontMetricsF, label: str) -> QSizeF:
    return QSizeF(metrics.horizontalAdvance(label) + 4, metrics.height()) if label else QSizeF(0, 0)
