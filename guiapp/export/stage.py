"""A copy of a view, or of the window, on no screen: it shows any row of a run while the user's own stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from guiapp.choices import copy_choices, copy_ranges
from guiapp.controller import START, Controller
from guiapp.docks import layout_version
from guiapp.export.capture import picture
from guiapp.orders import Status

if TYPE_CHECKING:
    from core.run import Run

usual_size = QSize(560, 480)
"""Of a view that cannot be seen, behind a tab."""


class ReplayController(Controller):
    """Shows the rows of a recorded run; its worker is never started."""

    def __init__(self, of: Controller) -> None:
        """Take what another controller has recorded until now; `begin` shows it."""
        assert of.lesson
        assert of.run
        super().__init__(None, of.lesson.name, of.values)
        self.lesson, self.lessons = of.lesson, of.lessons
        self._record: Run = of.run.snapshot(of.rows)
        self._of = of

    def begin(self, row: int) -> None:
        """Show a row to those who are connected by now."""
        from core.run_facts import State

        run, of = self._record, self._of
        self.lessons_loaded.emit()
        self.lesson_changed.emit()
        state = State.FINISHED if run.why else State.PAUSED if len(run.history) else State.READY
        self.run, self.status = run, Status(state, run.why, run.message, len(run.history))
        self.kept.runs = [*of.kept.runs]
        self.kept.changed.emit()
        self.shape.take_run()
        self.shown = max(START, min(row, self.rows - 1))
        if row == of.shown:
            self.inspection.show(of.inspection)
        self.run_replaced.emit()
        self._draw()
        self.status_changed.emit()
        self.inspection.frame_read.emit()
        self.inspection.graph_computed.emit()


class Stage:
    """A copy of one widget, set up as the user has set it up, and shown on no screen."""

    def __init__(self, original: QWidget, controller: Controller, row: int | None = None) -> None:
        """Copy a view of `controller`'s, or its window, and show a row: by default the one that it shows."""
        from guiapp.main_window import MainWindow  # here, as the window offers what is made from this

        self.controller = ReplayController(controller)
        make: Any = type(original)
        copy: QWidget = make(self.controller)
        self.widget = copy
        if isinstance(copy, MainWindow):
            copy.load_views()
        size = original.size() if original.isVisible() else usual_size
        # A film needs even numbers of dots.
        copy.resize(size.width() // 2 * 2, size.height() // 2 * 2)
        copy.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.controller.begin(controller.shown if row is None else row)
        if isinstance(original, MainWindow) and isinstance(copy, MainWindow):
            copy.restoreState(original.saveState(layout_version), layout_version)
            for name, dock in original.docks.items():
                copy.docks[name].setHidden(dock.isHidden())
            for name, view in original.views.items():
                _set_up(copy.views[name], view)
        else:
            _set_up(copy, original)
        copy.show()
        self.settle()
        for bar in copy.findChildren(QTabBar):
            if bar.parent() is copy and bar.pos().isNull():
                bar.hide()  # of an arrangement that was given up before it was ever laid out

    def show_row(self, row: int) -> None:
        """Show another row."""
        self.controller.show_row(row)
        self.settle()

    def settle(self) -> None:
        """Let the layouts and plots take in what has changed."""
        QApplication.sendPostedEvents(None, 0)

    def picture(self, scale: float = 1.0) -> QImage:
        """Draw what is shown."""
        return picture(self.widget, scale)

    def close(self) -> None:
        """Take everything away."""
        self.controller.finish()
        self.widget.hide()
        self.widget.deleteLater()
        if self.controller.parent() is None:
            self.controller.deleteLater()


def _set_up(copy: QWidget, original: QWidget) -> None:
    """Have a view show what another one of its class shows, in the way that the user has chosen there."""
    from guiapp.views.sweep.view import SweepView  # which imports pyqtgraph: not before the first paint

    if isinstance(copy, SweepView) and isinstance(original, SweepView):
        copy.show_as(original)
    copy_choices(original, copy)
    copy_ranges(original, copy)


@contextmanager
def in_sight(widget: QWidget, controller: Controller) -> Iterator[QWidget]:
    """Give a widget that is drawn: itself, or a copy of one that is behind a tab, as such a view draws nothing."""
    if widget.isVisible():
        yield widget
        return
    stage = Stage(widget, controller)
    try:
        yield stage.widget
    finally:
        stage.close()
