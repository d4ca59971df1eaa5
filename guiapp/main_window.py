"""The main window: lays out and connects; it decides nothing."""

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow

from guiapp import theme
from guiapp.actions import FILE_MENU, HELP_MENU, RUN_MENU, VIEW_MENU, make_actions
from guiapp.controller import Controller
from guiapp.language import assets, translated
from guiapp.shortcut_help import ShortcutHelp
from guiapp.status_bar import StatusBar
from guiapp.transport import TimelineBar, TransportBar

layout_version = 1


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
        self._was_painted = False
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
        }
        self.docks = {name: self._make_dock(name, title) for name, title in titles.items()}
        self._make_menus()
        self._connect()
        self._arrange()
        self._restore()

    def load_views(self) -> None:
        """Put the views into their docks; this imports pyqtgraph."""
        from guiapp.views.fit import FitView
        from guiapp.views.loss import LossView
        from guiapp.views.output import OutputView

        fit = FitView(self.controller)
        self.docks["fit"].setWidget(fit)
        self.docks["loss"].setWidget(LossView(self.controller))
        self.docks["output"].setWidget(OutputView(self.controller))
        for name in ("fit", "loss", "output"):
            # Behind another tab a dock counts as visible, and its view would draw.
            view = self.docks[name].widget()
            view.setVisible(not self.docks[name].visibleRegion().isEmpty())
            self.docks[name].visibilityChanged.connect(view.setVisible)
        fit.plot.setFocus()

    def load_form(self) -> None:
        """Make the form of the loaded lesson."""
        from guiapp.parameter_form import ParameterForm

        controller = self.controller
        assert controller.lesson
        self.setWindowTitle(f"{translated(controller.lesson.title)} – Fitscope")
        form = ParameterForm(controller.lesson, controller.values)
        form.edited.connect(controller.edit)
        form.defaults_wanted.connect(controller.use_defaults)
        controller.run_replaced.connect(lambda: form.show_values(controller.values))
        self.docks["parameters"].setWidget(form)

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
            self.settings.setValue("window/geometry", self.saveGeometry())
            self.settings.setValue("window/state", self.saveState(layout_version))
        self.controller.finish()
        super().closeEvent(event)

    def _connect(self) -> None:
        controller, actions = self.controller, self.actions_by_name
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
        controller.lessons_loaded.connect(self.load_form)
        controller.crashed.connect(self.show_crash)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        for title, specs in (
            (self.tr("&File"), FILE_MENU),
            (self.tr("&Run"), RUN_MENU),
            (self.tr("&View"), VIEW_MENU),
            (self.tr("&Help"), HELP_MENU),
        ):
            menu = bar.addMenu(title)
            if specs is VIEW_MENU:
                menu.addActions([dock.toggleViewAction() for dock in self.docks.values()])
                menu.addSeparator()
            menu.addActions([self.actions_by_name[spec.name] for spec in specs])

    def _make_dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        waiting = QLabel(self.tr("Loading ..."), alignment=Qt.AlignmentFlag.AlignCenter)
        waiting.setStyleSheet(f"color: {theme.MUTED};")
        dock.setWidget(waiting)
        return dock

    def _arrange(self) -> None:
        """Put the docks side by side, the fit in the middle."""
        docks = self.docks
        for dock in docks.values():
            dock.setFloating(False)
            self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
            dock.show()
        self.splitDockWidget(docks["parameters"], docks["fit"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["fit"], docks["loss"], Qt.Orientation.Horizontal)
        self.splitDockWidget(docks["loss"], docks["output"], Qt.Orientation.Vertical)
        self.resizeDocks([docks["parameters"], docks["fit"], docks["loss"]], [290, 560, 430], Qt.Orientation.Horizontal)
        self.resizeDocks([docks["loss"], docks["output"]], [480, 170], Qt.Orientation.Vertical)

    def _restore(self) -> None:
        if self.settings is None:
            return
        geometry, state = self.settings.value("window/geometry"), self.settings.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self.restoreGeometry(geometry)
            self.restoreState(state, layout_version)
