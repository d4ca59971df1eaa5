"""Makes the window anew around the same controller, when its language, its colours or its size change."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from guiapp.choices import copy_choices, scroll, scrolled
from guiapp.main_window import MainWindow


class Desk(QObject):
    """Holds the one window there is; another one takes its place whenever its looks change."""

    def __init__(self, window: MainWindow) -> None:
        """Hold a window."""
        super().__init__(window.looks)
        self.window = window
        # Not at once: the change comes from a key or a menu of the window that is to go.
        self._timer = QTimer(self, singleShot=True, interval=50)
        self._timer.timeout.connect(self._renew)
        if window.looks:
            window.looks.changed.connect(self._timer.start)

    def _renew(self) -> None:
        if self.window.views and self.window.isVisible() and self.window.looks:
            self.window.looks.apply()
            self.window = renewed(self.window)


def renewed(window: MainWindow) -> MainWindow:
    """Return a window that shows what `window` did, which goes; the run goes on meanwhile."""
    controller = window.controller
    before = window.arrangement.as_texts(), window.arrangement.name, window.geometry(), window.windowState()
    controller.kept.follow_theme()
    new = MainWindow(controller, window.settings, window.looks, window.file)
    new.log, new.autosave = window.log, window.autosave
    if window.autosave:
        window.autosave.setParent(new)
    new.load_views()
    if controller.lesson:
        new.load_form()
    presenting = bool(window.looks and window.looks.presenting)
    if presenting:
        new.before_presentation = window.before_presentation or before
        new.present()
    else:
        layout, new.arrangement.name, geometry, state = window.before_presentation or before
        new.setGeometry(geometry)
        new.setWindowState(state)
        new.arrangement.take_texts(layout)
        new.show()
    for name in window.views.keys() & new.docks.keys():
        _hand_over(window.views[name], new.views[name])
    window.hide()
    window.deleteLater()
    new.activateWindow()
    if new.main_view:
        new.main_view.setFocus()
    controller.show_again()
    return new


def _hand_over(old: QWidget, new: QWidget) -> None:
    """Have a view show what another one of its class does, with a sweep that is under way."""
    from guiapp.views.sweep.view import SweepView  # which imports pyqtgraph: not before the first paint

    if isinstance(old, SweepView) and isinstance(new, SweepView):
        new.take_over(old)
    copy_choices(old, new)
    QTimer.singleShot(0, new, partial(scroll, new, scrolled(old)))  # once it has its size
