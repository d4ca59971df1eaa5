"""The main window: lays out and connects; it decides nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QRect, QSettings, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from guiapp.accessible import Keyboard
from guiapp.actions import make_actions
from guiapp.autosave import Autosave
from guiapp.controller import Controller
from guiapp.diagnostics import diagnostics
from guiapp.docks import Docks
from guiapp.language import assets, translated
from guiapp.last_lesson import keep_lesson
from guiapp.log import Log
from guiapp.looks import Looks
from guiapp.menus import Menus
from guiapp.messages import AboutFitscope, ErrorReport
from guiapp.options import SUFFIX
from guiapp.session_file import SessionFile
from guiapp.shortcut_help import ShortcutHelp
from guiapp.status_bar import StatusBar
from guiapp.tour import start_tour
from guiapp.transport import TimelineBar, TransportBar

if TYPE_CHECKING:  # the window is painted before this is imported
    from guiapp.parameter_form import ParameterForm
    from guiapp.views.sweep.view import SweepView


class MainWindow(QMainWindow):
    """Docks around one controller.

    It can be painted at once: the views need pyqtgraph and come with `load_views`.

    Signals:
        painted(): the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(
        self,
        controller: Controller,
        settings: QSettings | None = None,
        looks: Looks | None = None,
        file: SessionFile | None = None,
    ) -> None:
        """Make the window; `settings`, where given, keep its size and layout; `looks` can be changed in its menus."""
        super().__init__()
        self.controller = controller
        self.settings = settings
        self.looks = looks
        self.before_presentation: tuple[dict[str, str], str, QRect, Qt.WindowState] | None = None
        """Layout, arrangement, place and state to go back to."""
        self._was_painted = self._restored = False
        self.form: ParameterForm | None = None
        self.main_view: QStackedWidget | None = None
        self.views: dict[str, QWidget] = {}
        self.setWindowTitle("Fitscope")
        self.setWindowIcon(QIcon(str(assets / "fitscope.svg")))
        self.resize(1280, 800)
        options = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        if QApplication.isEffectEnabled(Qt.UIEffect.UI_General):  # not where the system wants less motion
            options |= QMainWindow.DockOption.AnimatedDocks
        self.setDockOptions(options)
        controller.setParent(self)
        self.error_report = ErrorReport(self)
        self.log: Log | None = None
        self.autosave: Autosave | None = None
        """Where there is one, it ends with the window."""
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
            "code": self.tr("Code"),
            "graph": self.tr("Graph"),
            "loss": self.tr("Loss"),
            "surface": self.tr("Loss surface"),
            "gradients": self.tr("Gradients"),
            "next_step": self.tr("Next step"),
            "output": self.tr("Output"),
            "variables": self.tr("Variables"),
            "kept": self.tr("Kept runs"),
            "sweep": self.tr("Sweep"),
            "about": self.tr("About this lesson"),
            "predicted": self.tr("Predicted"),
            "coefficients": self.tr("Coefficients"),
            "published": self.tr("Published"),
        }
        waiting = self.tr("Loading ...")
        self.arrangement = Docks(self, titles, waiting)
        self.docks = self.arrangement.by_name
        self._fit_title, self._derivative_title = titles["fit"], self.tr("Derivative")
        self.file = file or SessionFile(controller, self.arrangement, self, settings)
        self.file.move_to(self, self.arrangement)
        self.menus = Menus(self, controller, self.actions_by_name, self.docks.values(), self.file, looks)
        self._connect()
        self._restore()
        self.setAcceptDrops(True)
        self.keyboard = Keyboard(self)

    @property
    def sweep(self) -> "SweepView | None":
        """Return the view whose processes end with the window."""
        return cast("SweepView | None", self.views.get("sweep"))

    def load_views(self) -> None:
        """Put the views into their docks; this imports pyqtgraph."""
        from guiapp.views.everything import VIEWS

        layout = self.layout()
        assert layout
        layout.setEnabled(False)  # or it would be gone through for each view
        self.views = {name: make(self.controller) for name, make in VIEWS.items()}
        self.main_view = QStackedWidget()
        self.main_view.addWidget(self.views["fit"])
        for name in self.docks:
            if name != "parameters":
                self.arrangement.put(name, self.main_view if name == "fit" else self.views[name])
        layout.setEnabled(True)
        layout.activate()
        if not self._restored:
            self.arrangement.share_room()  # the views' own wishes have changed it
        self.main_view.setFocus()

    def load_form(self) -> None:
        """Make the form of the lesson, and show the views that it has."""
        from guiapp.parameter_form import ParameterForm
        from guiapp.views.next_step.rate_gauge import RateGauge

        controller = self.controller
        lesson = controller.lesson
        assert lesson
        self._show_title()
        before, form = self.form, ParameterForm(lesson, controller.values)
        if before:
            before.blockSignals(True)  # what was being typed in it is not this lesson's
        if lesson.watch.learning_rate:
            form.put_below(lesson.watch.learning_rate, RateGauge(controller))
        form.edited.connect(controller.edit)
        form.defaults_wanted.connect(controller.use_defaults)
        self.form = form
        self.docks["parameters"].setWidget(form)
        if before:
            before.deleteLater()
        self._show_kind(lesson.name, lesson.watch.has_model)

    def step_into(self) -> None:
        """Run one statement, where the code can be seen."""
        self.arrangement.bring_forward("code")
        self.controller.step_into()

    def choose_lesson(self) -> None:
        """Let the user choose from all lessons."""
        from guiapp.lesson_chooser import LessonChooser

        controller = self.controller
        if controller.lesson:
            chooser = LessonChooser(controller.lessons, controller.lesson.name, self)
            chooser.chosen.connect(controller.open_lesson)
            chooser.finished.connect(self.activateWindow)
            chooser.open()

    def arrange(self, arrangement: str = "overview") -> None:
        """Put every view and tool bar to its place and size in one of the arrangements."""
        for bar, area in (
            (self.transport, Qt.ToolBarArea.TopToolBarArea),
            (self.timeline, Qt.ToolBarArea.BottomToolBarArea),
        ):
            self.addToolBar(area, bar)
            bar.show()
        self.arrangement.arrange(arrangement)

    def _detach(self) -> None:
        if not self.arrangement.detach():
            self.status_bar.say(self.tr("No panel has the focus: click into one, or press Tab."))

    def present(self) -> None:
        """Fill the screen with what a lecture needs."""
        self.menuBar().hide()
        self.status_bar.hide()
        self.arrangement.arrange("presentation")
        self.showFullScreen()

    def reset_all(self) -> None:
        """Forget all settings."""
        self.arrange()
        if self.settings:
            self.settings.clear()
        if self.looks:
            self.looks.reset()
        self.status_bar.say(self.tr("All settings are as at the first start."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the presentation on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.looks and self.looks.presenting:
            self.looks.set(presenting=False)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go through the views in the order in which they are seen."""
        return self.keyboard.go(next)

    def export(self) -> None:
        """Let the user write figures, a program, a picture or a film into a file."""
        from guiapp.export.dialog import ExportDialog  # which imports Pillow

        shown = {name: view for name, view in self.views.items() if name != "derivative"}
        if "derivative" in self.views and self.main_view and self.main_view.currentWidget() is self.views["derivative"]:
            shown["fit"] = self.views["derivative"]
        offered = {
            name: (self.docks[name].windowTitle(), view)
            for name, view in shown.items()
            if self.docks[name].toggleViewAction().isVisible()
        }
        ExportDialog(self.controller, offered, self, self).open()

    def _copy_picture(self) -> None:
        from guiapp.export.capture import copy_picture

        copy_picture(self)
        self.status_bar.say(self.tr("A picture of the window is on the clipboard."))

    def _copy_figures(self) -> None:
        from guiapp.export.capture import copy_figures

        copy_figures(self.controller)
        self.status_bar.say(self.tr("The figures of the shown iteration are on the clipboard."))

    def show_crash(self, details: str) -> None:
        """Tell of an error of the program itself; the window lives on."""
        if self.log:
            self.log.error(details)
        self.error_report.tell(details)

    def copy_diagnostics(self) -> None:
        """Copy what helps to find out why something went wrong."""
        path, tail = (str(self.log.path), self.log.tail()) if self.log else ("", "")
        text = diagnostics(path, tail, self.settings.fileName() if self.settings else "")
        QGuiApplication.clipboard().setText(text)
        self.status_bar.say(self.tr("Versions, system and the end of the log are on the clipboard."))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when the window is there to be seen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before something is lost, keep the layout and end the worker."""
        if not self.file.may_be_left():
            event.ignore()
            return
        if self.settings:
            if self.before_presentation:
                self.arrangement.keep(self.settings, self.before_presentation[0])
            else:
                self.settings.setValue("window/geometry", self.saveGeometry())
                self.arrangement.keep(self.settings, self.arrangement.as_texts())
            keep_lesson(self.settings, self.controller)
        if self.autosave:
            self.autosave.finish()
        if self.sweep:
            self.sweep.finish()
        self.controller.finish()
        super().closeEvent(event)

    def _connect(self) -> None:
        controller, actions = self.controller, self.actions_by_name
        actions["lessons"].triggered.connect(self.choose_lesson)
        actions["run"].triggered.connect(controller.toggle_running)
        actions["step_forward"].triggered.connect(controller.step_forward)
        actions["step_into"].triggered.connect(self.step_into)
        actions["step_back"].triggered.connect(controller.step_back)
        actions["to_start"].triggered.connect(controller.go_to_start)
        actions["to_end"].triggered.connect(controller.run_to_end)
        actions["restart"].triggered.connect(controller.restart)
        actions["open"].triggered.connect(self.file.ask_and_open)
        actions["save"].triggered.connect(self.file.save)
        actions["save_as"].triggered.connect(self.file.save_as)
        actions["export"].triggered.connect(self.export)
        actions["copy_picture"].triggered.connect(self._copy_picture)
        actions["copy_figures"].triggered.connect(self._copy_figures)
        actions["race"].triggered.connect(controller.kept.race)
        self.file.changed.connect(self._show_title)
        actions["keep"].triggered.connect(controller.kept.keep)
        actions["continue"].triggered.connect(controller.continue_from_here)
        actions["faster"].triggered.connect(controller.go_faster)
        actions["slower"].triggered.connect(controller.go_slower)
        actions["quit"].triggered.connect(self.close)
        for name in ("larger", "smaller", "present", "reset_all"):
            actions[name].setVisible(self.looks is not None)
        if looks := self.looks:
            actions["larger"].triggered.connect(lambda: looks.grow(1))
            actions["smaller"].triggered.connect(lambda: looks.grow(-1))
            actions["present"].triggered.connect(lambda: looks.set(presenting=not looks.presenting))
            actions["reset_all"].triggered.connect(self.reset_all)
        actions["overview"].triggered.connect(lambda: self.arrange("overview"))
        actions["inside"].triggered.connect(lambda: self.arrange("inside"))
        actions["detach"].triggered.connect(self._detach)
        actions["tour"].triggered.connect(lambda: start_tour(self))
        actions["diagnostics"].triggered.connect(self.copy_diagnostics)
        actions["about_fitscope"].triggered.connect(lambda: AboutFitscope(self).open())
        actions["keys"].triggered.connect(self.help.toggle)
        controller.lesson_changed.connect(self.load_form)
        controller.run_replaced.connect(self._show_values)
        controller.crashed.connect(self.show_crash)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a session file."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the session file that was dropped."""
        if path := _dropped(event):
            event.acceptProposedAction()
            self.file.open(path)

    def _show_title(self) -> None:
        lesson, path = self.controller.lesson, self.file.path
        names = [translated(lesson.title) if lesson else "", path.name if path else ""]
        self.setWindowTitle(" – ".join([*filter(None, names), "Fitscope"]) + ("[*]" if path else ""))
        self.setWindowModified(self.file.modified and path is not None)
        self.actions_by_name["race"].setEnabled(bool(lesson and lesson.watch.optimizer))

    def _show_kind(self, lesson: str, has_model: bool) -> None:
        """Show the docks that the kind of lesson has, with its main view."""
        self.arrangement.show_lesson(lesson, has_model)
        if self.main_view:
            if not has_model and "derivative" not in self.views:
                from guiapp.views.derivative.view import DerivativeView  # which imports torch: not before it is there

                self.views["derivative"] = DerivativeView(self.controller)
                self.main_view.addWidget(self.views["derivative"])
            self.main_view.setCurrentWidget(self.views["fit" if has_model else "derivative"])
        self.docks["fit"].setWindowTitle(self._fit_title if has_model else self._derivative_title)

    def _show_values(self) -> None:
        if self.form:
            self.form.show_values(self.controller.values)

    def _restore(self) -> None:
        if self.settings is None:
            return
        geometry = self.settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self._restored = self.arrangement.restore(self.settings, self.controller.wanted)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one session file that is being dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == SUFFIX else None
