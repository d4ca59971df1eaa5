"""The menu bar, made from the actions, the docks and the lessons."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from guiapp.actions import FILE_MENU, HELP_MENU, LESSON_MENU, RUN_MENU, VIEW_MENU
from guiapp.controller import Controller
from guiapp.language import translated
from guiapp.looks import Looks
from guiapp.looks_menu import add_looks
from guiapp.session_file import SessionFile

if TYPE_CHECKING:  # the window is painted before torch is imported
    from core.lesson import Lesson


class Menus(QObject):
    """Fills a window's menu bar; the lessons and the files that were open last come when they are known."""

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        actions: Mapping[str, QAction],
        docks: Iterable[QDockWidget],
        file: SessionFile,
        looks: Looks | None,
    ) -> None:
        """Make the menus."""
        super().__init__(window)
        self._window, self._controller, self._file = window, controller, file
        self.lessons: dict[str, QAction] = {}
        """The action that opens each lesson."""
        bar = window.menuBar()
        self._file_menu = bar.addMenu(self.tr("&File"))
        self._lesson_menu = bar.addMenu(self.tr("&Lesson"))
        run = bar.addMenu(self.tr("&Run"))
        view = bar.addMenu(self.tr("&View"))
        about = bar.addMenu(self.tr("&Help"))
        view.addActions([dock.toggleViewAction() for dock in docks])
        view.addSeparator()
        if looks:
            add_looks(view, looks)
        for menu, specs in (
            (self._file_menu, FILE_MENU),
            (self._lesson_menu, LESSON_MENU),
            (run, RUN_MENU),
            (view, VIEW_MENU),
            (about, HELP_MENU),
        ):
            menu.addActions([actions[spec.name] for spec in specs])
        self.recent = QMenu(self.tr("Open again"), window)
        self._file_menu.insertMenu(actions["save"], self.recent)
        self._file_menu.aboutToShow.connect(self._list_recent)
        controller.lessons_loaded.connect(self._load_lessons)
        controller.lesson_changed.connect(self._mark_lesson)
        if controller.lessons:
            self._load_lessons()
            self._mark_lesson()

    def _load_lessons(self) -> None:
        """Offer the lessons, the first nine with a key."""
        self._lesson_menu.addSeparator()
        for number, lesson in enumerate(self._controller.lessons.values(), 1):
            self.lessons[lesson.name] = action = self._lesson_action(lesson)
            if number <= 9:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            self._window.addAction(action)
            self._lesson_menu.addAction(action)

    def _lesson_action(self, lesson: "Lesson") -> QAction:
        action = QAction(translated(lesson.title), self._window, checkable=True)
        action.setObjectName(lesson.name)
        action.setToolTip(translated(lesson.summary))
        action.triggered.connect(self._open_lesson)
        return action

    def _open_lesson(self) -> None:
        """Open the lesson of the action that was triggered."""
        self._controller.open_lesson(self.sender().objectName())
        self._mark_lesson()  # a second press must not take the mark away

    def _mark_lesson(self) -> None:
        """Mark the lesson that is open."""
        for name, action in self.lessons.items():
            action.setChecked(self._controller.lesson is not None and name == self._controller.lesson.name)

    def _list_recent(self) -> None:
        self.recent.clear()
        for path in self._file.recent:
            self.recent.addAction(str(path)).triggered.connect(lambda _=False, path=path: self._file.open(path))
        self.recent.setEnabled(not self.recent.isEmpty())
