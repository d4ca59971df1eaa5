"""The row below a plot: what its colours mean, and switches, on as many lines as they need."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QToolButton

from guiapp import theme


class Legend(QLayout):
    """Puts widgets side by side, and on another line where there is no more room."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget in, behind the others."""
        self._items.append(item)

    def count(self) -> int:
        """Count the widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] (Qt asks beyond the end)
        """Return one of the widgets; None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] (Qt asks beyond the end)
        """Give a widget away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Be the higher the narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:
        """Ask for the least."""
        return self.minimumSize()

    def setGeometry(self, rect: QRect) -> None:
        """Put the widgets where they belong."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, move: bool) -> int:
        """Go through the lines; return their height."""
        top, line, width = rect.top(), [], 0
        for item in [item for item in self._items if not item.isEmpty()]:
            if line and width + item.sizeHint().width() > rect.width():
                top += _place_line(line, rect, top, move) + 2
                line, width = [], 0
            line.append(item)
            width += item.sizeHint().width() + theme.SPACE
        return top + _place_line(line, rect, top, move) - rect.top()


def _place_line(line: list[QLayoutItem], rect: QRect, top: int, move: bool) -> int:
    """Put widgets side by side, their middles at one height; return the line's height."""
    sizes = [item.sizeHint() for item in line]
    height, left = max((size.height() for size in sizes), default=0), rect.left()
    for item, size in zip(line, sizes, strict=True):
        if move:
            down = (height - size.height()) // 2
            item.setGeometry(QRect(left, top + down, min(size.width(), rect.width()), size.height()))
        left += size.width() + theme.SPACE
    return height


def legend_row(legend: Legend, button: QToolButton) -> QHBoxLayout:
    """Put a legend and a plot's button side by side."""
    row = QHBoxLayout()
    row.addLayout(legend, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
