"""The window without a mouse: where Tab goes, which keys the focused widget keeps, and a frame around it."""

from collections.abc import Mapping
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDockWidget,
    QMainWindow,
    QTabBar,
    QToolBar,
    QWidget,
)

from guiapp import theme

keys = Qt.Key
KEPT_KEYS: Mapping[type[QWidget], frozenset[Qt.Key]] = {
    QTabBar: frozenset({keys.Key_Left, keys.Key_Right}),
    QAbstractItemView: frozenset({keys.Key_Up, keys.Key_Down}),
    QComboBox: frozenset({keys.Key_Up, keys.Key_Down}),
}
"""The keys that such a widget needs, and keeps from the window's shortcuts while it has the focus."""
frame_width = 2
"""Pixels, at the usual size of things."""


class Keyboard(QObject):
    """Follows the focus in a window: its frame, the keys that the focused widget keeps, and Tab.

    Space is the window's everywhere: Return presses buttons and opens lists.
    """

    def __init__(self, window: QMainWindow) -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._last: QWidget | None = None
        """What had the focus last."""
        self._frame = FocusFrame(window)
        more = self.tr("More")
        for name in ("qt_toolbar_ext_button", "qt_menubar_ext_button"):
            for button in window.findChildren(QAbstractButton, name):  # of bars that have not room enough
                button.setAccessibleName(more)
                button.setToolTip(more)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def go(self, forward: bool) -> bool:
        """Give the focus to the next widget or the one before, from where it was last; return whether there is one."""
        order = tab_order(self._window)
        if not order:
            return False
        here = self._window.focusWidget() or self._last
        step = 1 if forward else -1
        place = order.index(here) + step if here in order else min(step, 0)
        reasons = Qt.FocusReason
        order[place % len(order)].setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys from the window's shortcuts, and act on Return."""
        if not isinstance(event, QKeyEvent):
            return False
        key, kinds = event.key(), QEvent.Type
        if event.type() == kinds.ShortcutOverride and not event.modifiers() and keeps(watched, key):
            event.accept()
            return True
        return event.type() == kinds.KeyPress and key in (keys.Key_Return, keys.Key_Enter) and _used(watched)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._last and shiboken6.isValid(self._last):
            self._last.removeEventFilter(self)
        self._frame.surround(None)
        if now and (now.window() is self._window or now.window() in self._window.findChildren(QDockWidget)):
            self._last = now
            now.installEventFilter(self)
            if now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange) and _by_tab(now):
                self._frame.surround(now)


class FocusFrame(QWidget):
    """A frame around what has the focus, wherever it stands or is scrolled."""

    def __init__(self, window: QMainWindow) -> None:
        """Make it hidden."""
        super().__init__(window)
        self._watched: list[QWidget] = []
        """The focused widget and those around it: where one of them goes, the frame goes too."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, widget: QWidget | None) -> None:
        """Stand around a widget; around none, be hidden."""
        for watched in self._watched:
            if shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        if widget:
            self.setParent(widget.window())
        while widget and not widget.isWindow():
            self._watched.append(widget)
            widget.installEventFilter(self)
            widget = widget.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the widget goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            moved = self._watched and self._watched[0].window() is not self.parentWidget()
            self.surround(self._watched[0]) if moved else self._place()  # a dock may have become a window of its own
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        with QPainter(self) as painter:
            pen = QPen(QColor(theme.ACCENT), _width())
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            inset = _width() / 2
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def _place(self) -> None:
        seen = self._watched[0].rect() if self._watched else QRect()
        for inner, outer in pairwise([*self._watched, self.window()]):
            seen = seen.translated(inner.pos()) & outer.rect()
        if not seen.isEmpty():
            self.setGeometry(seen.adjusted(-_width(), -_width(), _width(), _width()))
            self.raise_()
        self.setVisible(not seen.isEmpty())


def _width() -> int:
    return round(frame_width * theme.SCALE)


def _used(widget: QObject) -> bool:
    """Press a button, or open the list of a combo box; return whether the widget is one."""
    if isinstance(widget, QAbstractButton):
        widget.click()
    elif isinstance(widget, QComboBox):
        widget.showPopup()
    return isinstance(widget, (QAbstractButton, QComboBox))


def keeps(widget: QObject, key: int) -> bool:
    """Whether a widget keeps a key from the window's shortcuts; in a tool bar none does: they set the speed there."""
    if isinstance(widget.parent(), QToolBar):
        return False
    return any(isinstance(widget, kind) and key in kept for kind, kept in KEPT_KEYS.items())


def tab_order(window: QMainWindow) -> list[QWidget]:
    """List what Tab goes through: the tool bars above, each dock and its tabs from the left, the tool bars below.

    Within each it is read like a text: by rows.
    """
    places: dict[QWidget, list[QWidget]] = {}
    for widget in window.findChildren(QWidget):
        place = widget
        while (parent := place.parentWidget()) and parent is not window:
            place = parent
        if not place.isWindow() and _by_tab(widget):
            places.setdefault(place, []).append(widget)

    def where(place: QWidget) -> tuple[int, int, int]:
        below = isinstance(place, QToolBar) and window.toolBarArea(place) == Qt.ToolBarArea.BottomToolBarArea
        return (2 if below else 0 if isinstance(place, QToolBar) else 1), place.x(), place.y()

    shown = [place for place in places if not place.visibleRegion().isEmpty()]  # not those behind a tab
    return [widget for place in sorted(shown, key=where) for widget in _by_rows(places[place], place)]


def _by_tab(widget: QWidget) -> bool:
    """Whether Tab can give a widget the focus."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _by_rows(widgets: list[QWidget], place: QWidget) -> list[QWidget]:
    """Sort widgets from the top, and from the left where they are side by side."""
    areas = {widget: QRect(widget.mapTo(place, QPoint()), widget.size()) for widget in widgets}
    around = {widget for widget in widgets if any(widget.isAncestorOf(one) and one is not widget for one in widgets)}
    rows = [[widget] for widget in around]
    for widget in sorted(set(widgets) - around, key=lambda one: areas[one].top()):
        if len(rows) > len(around) and areas[widget].center().y() <= areas[rows[-1][0]].bottom():
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda one: areas[one].left())]
