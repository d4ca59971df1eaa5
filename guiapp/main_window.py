"""The main window: lays out and connects; it decides nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QStackedWidget, QTabBar, QWidget

from guiapp import theme
from guiapp.actions import FILE_MENU, HELP_MENU, LESSON_MENU, RUN_MENU, VIEW_MENU, make_actions
from guiapp.controller import Controller
from guiapp.holder import Holder
from guiapp.language import assets, translated
from guiapp.last_lesson import keep_lesson
from guiapp.shortcut_help import ShortcutHelp
from guiapp.status_bar import StatusBar
from guiapp.transport import TimelineBar, TransportBar

if TYPE_CHECKING:  # the window is painted before this is imported
    from guiapp.parameter_form import ParameterForm

layout_version = 2

MODEL_DOCKS = ("loss", "predicted", "coefficients")
"""Docks that mean nothing for a lesson without a model."""


class MainWindow(QMainWindow):
    """Docks around one controller.

    It can be painted at once: the views need pyqtgraph and come with `load_views`.

    Signals:
        painted(): the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(self, controller: Controller, settings: QSettings | None = None) -> None:
        """Make the window; `settings`, where given, keep its size and layout."""
        super().__init__()
        self.controller = controller
        self.settings = settings
        self._was_painted = self._restored = False
        self.form: ParameterForm | None = None
        self.main_view: QStackedWidget | None = None
        self.views: dict[str, QWidget] = {}
        self.lesson_actions: dict[str, QAction] = {}
        self.setWindowTitle("Fitscope")
        self.setWindowIcon(QIcon(str(assets / "fitscope.svg")))
        self.resize(1280, 800)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        controller.setParent(self)
        self.actions_by_name = make_actions(self)
        self.transport = TransportBar(controller, self.actions_by_name, self)
        self.timeline = TimelineBar(controller, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.transport)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.timeline)
        self.status_bar = StatusBar(controller, self)
        self.setStatusBar(self.status_bar)
        self.help = ShortcutHelp(self.actions_by_name, self)
        titles = {
            "parameters": self.tr("Parameters"),
            "fit": self.tr("Fit"),
            "loss": self.tr("Loss"),
            "output": self.tr("Output"),
            "about": self.tr("About this lesson"),
            "predicted": self.tr("Predicted"),
            "coefficients": self.tr("Coefficients"),
            "published": self.tr("Published"),
        }
        self.docks = {name: self._make_dock(name, title) for name, title in titles.items()}
        self._fit_title, self._derivative_title = titles["fit"], self.tr("Derivative")
        self._put_away: list[QDockWidget] = []
        """Docks that would be open if the lesson had a model."""
        self._heights = [1, 1]
        """What the docks in their column had of it."""
        self._make_menus()
        self._connect()
        self._arrange()
        self._restore()

    def load_views(self) -> None:
        """Put the views into their docks; this imports pyqtgraph."""
        from guiapp.views.about import AboutView
        from guiapp.views.coefficients import CoefficientsView
        from guiapp.views.derivative import DerivativeView
        from guiapp.views.fit import FitView
        from guiapp.views.loss import LossView
        from guiapp.views.output import OutputView
        from guiapp.views.predicted import PredictedView
        from guiapp.views.published import PublishedView

        controller = self.controller
        self.views = {
            "fit": FitView(controller),
            "loss": LossView(controller),
            "output": OutputView(controller),
            "about": AboutView(controller),
            "predicted": PredictedView(controller),
            "coefficients": CoefficientsView(controller),
            "published": PublishedView(controller),
            "derivative": DerivativeView(controller),
        }
        self.main_view = QStackedWidget()
        self.main_view.addWidget(self.views["fit"])
        self.main_view.addWidget(self.views["derivative"])
        for name, dock in self.docks.items():
            if name != "parameters":
                self._put_into(dock, self.main_view if name == "fit" else self.views[name])
        if not self._restored:
            self._share_room()  # the views' own wishes have changed it
        self.main_view.setFocus()

    def _put_into(self, dock: QDockWidget, view: QWidget) -> None:
        """Put a view into a dock."""
        dock.setWidget(Holder(view))
        # Behind another tab a dock counts as visible, and its view would draw.
        view.setVisible(not dock.visibleRegion().isEmpty())
        dock.visibilityChanged.connect(view.setVisible)

    def load_lessons(self) -> None:
        """Fill the menu with the lessons, the first nine with a key."""
        menu = self.lesson_menu
        menu.addSeparator()
        for number, lesson in enumerate(self.controller.lessons.values(), 1):
            action = QAction(translated(lesson.title), self, checkable=True)
            action.setObjectName(lesson.name)
            action.setToolTip(translated(lesson.summary))
            if number <= 9:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(self._open_lesson)
            self.addAction(action)
            menu.addAction(action)
            self.lesson_actions[lesson.name] = action

    def load_form(self) -> None:
        """Make the form of the lesson, and show the views that it has."""
        from guiapp.parameter_form import ParameterForm

        controller = self.controller
        lesson = controller.lesson
        assert lesson
        self.setWindowTitle(f"{translated(lesson.title)} – Fitscope")
        for name, action in self.lesson_actions.items():
            action.setChecked(name == lesson.name)
        before, form = self.form, ParameterForm(lesson, controller.values)
        if before:
            before.blockSignals(True)  # what was being typed in it is not this lesson's
        form.edited.connect(controller.edit)
        form.defaults_wanted.connect(controller.use_defaults)
        self.form = form
        self.docks["parameters"].setWidget(form)
        if before:
            before.deleteLater()
        self._show_what_applies(lesson.watch.has_model)

    def choose_lesson(self) -> None:
        """Let the user choose from all lessons."""
        from guiapp.lesson_chooser import LessonChooser

        controller = self.controller
        if controller.lesson:
            chooser = LessonChooser(controller.lessons, controller.lesson.name, self)
            chooser.chosen.connect(controller.open_lesson)
            chooser.finished.connect(self.activateWindow)
            chooser.open()

    def reset_layout(self) -> None:
        """Put every view back to its first place and size."""
        for bar, area in (
            (self.transport, Qt.ToolBarArea.TopToolBarArea),
            (self.timeline, Qt.ToolBarArea.BottomToolBarArea),
        ):
            self.addToolBar(area, bar)
            bar.show()
        self._arrange()

    def show_crash(self, details: str) -> None:
        """Tell of an error of the program itself; the window lives on."""
        last = details.strip().splitlines()[-1]
        text = self.tr("Fitscope made a mistake: {0}").format(last)
        self.status_bar.say(text)
        self.status_bar.message.setToolTip(details)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when the window is there to be seen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout and end the worker."""
        if self.settings:
            self._show_what_applies(True)
            self.settings.setValue("window/geometry", self.saveGeometry())
            self.settings.setValue("window/state", self.saveState(layout_version))
            keep_lesson(self.settings, self.controller)
        self.controller.finish()
        super().closeEvent(event)

    def _connect(self) -> None:
        controller, actions = self.controller, self.actions_by_name
        actions["lessons"].triggered.connect(self.choose_lesson)
        actions["run"].triggered.connect(controller.toggle_running)
        actions["step_forward"].triggered.connect(controller.step_forward)
        actions["step_back"].triggered.connect(controller.step_back)
        actions["to_start"].triggered.connect(controller.go_to_start)
        actions["to_end"].triggered.connect(controller.run_to_end)
        actions["restart"].triggered.connect(controller.restart)
        actions["faster"].triggered.connect(controller.go_faster)
        actions["slower"].triggered.connect(controller.go_slower)
        actions["quit"].triggered.connect(self.close)
        actions["reset_layout"].triggered.connect(self.reset_layout)
        actions["keys"].triggered.connect(self.help.toggle)
        controller.lessons_loaded.connect(self.load_lessons)
        controller.lesson_changed.connect(self.load_form)
        controller.run_replaced.connect(self._show_values)
        controller.crashed.connect(self.show_crash)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        for title, specs in (
            (self.tr("&File"), FILE_MENU),
            (self.tr("&Lesson"), LESSON_MENU),
            (self.tr("&Run"), RUN_MENU),
            (self.tr("&View"), VIEW_MENU),
            (self.tr("&Help"), HELP_MENU),
        ):
            menu = bar.addMenu(title)
            if specs is LESSON_MENU:
                self.lesson_menu = menu
            if specs is VIEW_MENU:
                menu.addActions([dock.toggleViewAction() for dock in self.docks.values()])
                menu.addSeparator()
            menu.addActions([self.actions_by_name[spec.name] for spec in specs])

    def _make_dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        # What is opened from the menu is to be seen, even if its place is behind a tab.
        dock.toggleViewAction().triggered.connect(dock.raise_)
        waiting = QLabel(self.tr("Loading ..."), alignment=Qt.AlignmentFlag.AlignCenter)
        waiting.setStyleSheet(f"color: {theme.MUTED};")
        dock.setWidget(waiting)
        return dock

    def _arrange(self) -> None:
        """Put the docks side by side, the fit in the middle."""
        docks = self.docks
        for dock in docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)  # all of them in one column would not fit, and the window would grow
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["parameters"])
        self.splitDockWidget(docks["parameters"], docks["fit"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["fit"], docks["loss"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["loss"], docks["output"], Qt.Orientation.Vertical)
        for first, *behind in (
            ("parameters", "about"),
            ("loss", "predicted", "coefficients"),
            ("output", "published"),
        ):
            for name in behind:
                self.tabifyDockWidget(docks[first], docks[name])
        for dock in docks.values():
            dock.show()
        for first in ("parameters", "loss", "output"):
            docks[first].raise_()
        self._share_room()
        self._put_away = []
        self._show_what_applies(self.controller.lesson is None or self.controller.lesson.watch.has_model)

    def _share_room(self) -> None:
        """Give the docks their first sizes."""
        docks = self.docks
        self.resizeDocks([docks["parameters"], docks["fit"], docks["loss"]], [290, 560, 430], Qt.Orientation.Horizontal)
        self.resizeDocks([docks["loss"], docks["output"]], [480, 170], Qt.Orientation.Vertical)

    def _show_what_applies(self, has_model: bool) -> None:
        """Put away what means nothing for a lesson without a model, or show again what was put away."""
        sides = [self.docks[name] for name in ("parameters", "output")]
        widths, changed = [dock.width() for dock in sides], False
        column = [self.docks[name] for name in ("loss", "output")]
        bar = max((bar.height() for bar in self.findChildren(QTabBar)), default=0)
        heights = [dock.height() + bar * bool(self.tabifiedDockWidgets(dock)) for dock in column]
        if self.main_view:
            self.main_view.setCurrentIndex(0 if has_model else 1)
        self.docks["fit"].setWindowTitle(self._fit_title if has_model else self._derivative_title)
        for name in MODEL_DOCKS:
            dock = self.docks[name]
            dock.toggleViewAction().setVisible(has_model)
            if not has_model and not dock.isHidden():
                if not self._put_away:
                    self._heights = heights
                self._put_away.append(dock)
                dock.hide()
                changed = True
        if has_model and self._put_away:
            for dock in self._put_away:
                dock.show()
            self._put_away[0].raise_()
            self._put_away, changed = [], True
            self.resizeDocks(column, self._heights, Qt.Orientation.Vertical)
        if changed:
            self.resizeDocks(sides, widths, Qt.Orientation.Horizontal)

    def _show_values(self) -> None:
        if self.form:
            self.form.show_values(self.controller.values)

    def _open_lesson(self) -> None:
        """Open the lesson of the action that was triggered."""
        self.controller.open_lesson(self.sender().objectName())
        if self.controller.lesson:  # a second press must not take the mark away
            self.lesson_actions[self.controller.lesson.name].setChecked(True)

    def _restore(self) -> None:
        if self.settings is None:
            return
        geometry, state = self.settings.value("window/geometry"), self.settings.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self.restoreGeometry(geometry)
            self._restored = self.restoreState(state, layout_version)
