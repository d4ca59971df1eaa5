"""What stands between a dock and its view, or a layout and a label that changes often."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Holder(QWidget):
    """Gives a view all its room, without a layout.

    A layout would pass on that a text has changed, and the window would lay out all its docks again, ten times a
    second. And a dock whose own widget is hidden, as a view behind another tab is, keeps its neighbours small.
    """

    def __init__(self, view: QWidget) -> None:
        """Hold a view."""
        super().__init__()
        self.view = view
        self.setAutoFillBackground(True)  # or each text that changes would have the dock painted, too
        view.setParent(self)

    def hold(self, view: QWidget) -> None:
        """Hold another view; the one before it goes."""
        self.view.hide()
        self.view.deleteLater()
        self.view = view
        view.setParent(self)
        view.resize(self.size())
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Ask for what the view needs, shown or not."""
        return self.view.minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Ask for what the view would like, shown or not."""
        return self.view.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hand on the room."""
        self.view.resize(event.size())
        super().resizeEvent(event)
