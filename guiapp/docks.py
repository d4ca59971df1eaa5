"""The window's docks: which there are, how they are arranged, and what of them a kind of lesson has."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow, QTabBar, QWidget

from guiapp import theme
from guiapp.widgets.holder import Holder

layout_version = 3
settings_group = "layout"

MODEL_DOCKS = ("loss", "surface", "gradients", "next_step", "predicted", "coefficients")
"""Docks that mean nothing for a lesson without a model."""

Column = tuple[int, tuple[tuple[int, tuple[str, ...]], ...]]
"""A width, and from the top the docks that share a place as tabs, each with a height."""

ARRANGEMENTS: Mapping[str, tuple[Column, ...]] = {
    "overview": (
        (290, ((1, ("parameters", "about")),)),
        (560, ((1, ("fit", "code", "predicted", "coefficients", "published", "sweep")),)),
        (
            430,
            (
                (470, ("loss", "surface", "gradients", "graph")),
                (180, ("output", "variables", "next_step", "kept")),
            ),
        ),
    ),
    "inside": (
        (450, ((370, ("code", "parameters", "about")), (280, ("variables", "output", "published", "kept")))),
        (410, ((340, ("fit", "sweep")), (310, ("next_step", "predicted", "coefficients")))),
        (420, ((380, ("surface", "loss")), (270, ("gradients", "graph")))),
    ),
    "presentation": (
        (740, ((1, ("fit", "code", "sweep")),)),
        (540, ((1, ("loss", "surface", "gradients", "graph", "next_step")),)),
    ),
}
"""Where each dock stands at first, where it stands to look inside one iteration, and on a projector."""


class Docks(QObject):
    """Docks by name, around one window.

    Each lesson has the layout in which it was left.
    """

    def __init__(self, window: QMainWindow, titles: Mapping[str, str], waiting: str) -> None:
        """Make a dock for each title; `waiting` is said in them until their views are there."""
        super().__init__(window)
        self._window = window
        self.name = "overview"
        """Of the arrangement that was chosen last."""
        self._lesson, self._has_model = "", True
        self._states: dict[str, QByteArray] = {}
        """How the docks stood when each lesson was left."""
        self._holders: dict[str, Holder] = {}
        self.by_name = {name: self._make(name, title, waiting) for name, title in titles.items()}
        self.arrange()

    def put(self, name: str, view: QWidget) -> None:
        """Put a view into a dock."""
        dock, holder = self.by_name[name], self._holders[name]
        holder.hold(view)
        # Behind another tab a dock counts as visible, and its view would draw.
        view.setVisible(not dock.visibleRegion().isEmpty())
        dock.visibilityChanged.connect(view.setVisible)

    def arrange(self, arrangement: str = "overview") -> None:
        """Put every dock of the present kind of lesson to its place in one of ARRANGEMENTS."""
        self.name = arrangement
        self._states.pop(self._lesson, None)
        for dock in self.by_name.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)  # all of them in one column would not fit, and the window would grow
        columns = self._columns()
        tops = [groups[0][1][0] for _, groups in columns]
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.by_name[tops[0]])
        for before, top in pairwise(tops):
            self._split(before, top, Qt.Orientation.Horizontal)
        for _, groups in columns:
            leaders = [names[0] for _, names in groups]
            for before, leader in pairwise(leaders):
                self._split(before, leader, Qt.Orientation.Vertical)
            for _, (leader, *behind) in groups:
                for name in behind:
                    self._window.tabifyDockWidget(self.by_name[leader], self.by_name[name])
        for _, groups in columns:
            for _, names in groups:
                for name in names:
                    self.by_name[name].show()
                self.by_name[names[0]].raise_()
        self.share_room()
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not bar.count():
                bar.hide()  # Qt leaves the bars of places that are gone where they were

    def share_room(self) -> None:
        """Give the docks the sizes of their arrangement."""
        columns = self._columns()
        for groups in (groups for _, groups in columns if len(groups) > 1):
            heights = [height for height, _ in groups]
            self._window.resizeDocks([self._leader(names) for _, names in groups], heights, Qt.Orientation.Vertical)
        tops, widths = [self._leader(groups[0][1]) for _, groups in columns], [width for width, _ in columns]
        self._window.resizeDocks(tops, widths, Qt.Orientation.Horizontal)

    def show_lesson(self, lesson: str, has_model: bool) -> None:
        """Show the docks that a lesson has, as it was left; one that is new stands as the one before it."""
        for name in MODEL_DOCKS:
            self.by_name[name].toggleViewAction().setVisible(has_model)
        before, kind_before = self._lesson, self._has_model
        self._lesson, self._has_model = lesson, has_model
        presenting = self.name == "presentation"  # which is no layout of a lesson's own, and leaves docks out
        if before and lesson != before and not presenting:
            self._states[before] = self._window.saveState(layout_version)
        stands = not presenting and (lesson in self._states if lesson == before else self._restore())
        if has_model != kind_before and not stands:
            self.arrange(self.name)
        if not has_model:
            for name in MODEL_DOCKS:  # of which the layout of such a lesson knows nothing
                self._window.removeDockWidget(self.by_name[name])

    def bring_forward(self, name: str) -> None:
        """Show a dock before the others of its place."""
        dock = self.by_name[name]
        if dock.visibleRegion().isEmpty():
            dock.show()
            dock.raise_()

    def detach(self) -> bool:
        """Take the dock that has the focus out of the window, or put it back; return whether there is one."""
        focused = QApplication.focusWidget()
        for dock in self.by_name.values():
            if focused and dock.isAncestorOf(focused):
                dock.setFloating(not dock.isFloating())
                dock.activateWindow()
                focused.setFocus()
                return True
        return False

    def keep(self, settings: QSettings, texts: Mapping[str, str]) -> None:
        """Keep layouts that were written down for the next start."""
        for lesson, text in texts.items():
            settings.setValue(f"{settings_group}/{lesson}", text)

    def restore(self, settings: QSettings, lesson: str) -> bool:
        """Take up the layouts that were kept; return whether there was one for the lesson that will be open."""
        settings.beginGroup(settings_group)
        texts = {name: str(settings.value(name)) for name in settings.childKeys()}
        settings.endGroup()
        self._lesson = lesson
        return self.take_texts(texts)

    def as_texts(self) -> dict[str, str]:
        """Write the lessons' layouts down as texts in base64."""
        states = dict(self._states)
        if self._lesson:
            states[self._lesson] = self._window.saveState(layout_version)
        return {lesson: state.toBase64().toStdString() for lesson, state in states.items()}

    def take_texts(self, texts: Mapping[str, str]) -> bool:
        """Take up layouts that were written down; return whether there was one for the present lesson."""
        self._states.update({lesson: QByteArray.fromBase64(text.encode()) for lesson, text in texts.items()})
        return self._restore()

    def _restore(self) -> bool:
        """Let the docks stand as they did when the present lesson was left, if that is known."""
        state = self._states.get(self._lesson)
        if state is None or self._window.restoreState(state, layout_version):
            return state is not None
        del self._states[self._lesson]  # of another version, or spoilt
        return False

    def _columns(self) -> list[Column]:
        """Return the present arrangement without the docks that the present kind of lesson has not."""
        columns = []
        for width, groups in ARRANGEMENTS[self.name]:
            kept = [(height, tuple(filter(self._applies, names))) for height, names in groups]
            if kept := tuple((height, names) for height, names in kept if names):
                columns.append((width, kept))
        return columns

    def _applies(self, name: str) -> bool:
        return self._has_model or name not in MODEL_DOCKS

    def _leader(self, names: tuple[str, ...]) -> QDockWidget:
        """Return the dock of a place that is seen."""
        docks = [self.by_name[name] for name in names]
        return next((dock for dock in docks if not dock.visibleRegion().isEmpty()), docks[0])

    def _split(self, before: str, after: str, orientation: Qt.Orientation) -> None:
        self._window.splitDockWidget(self.by_name[before], self.by_name[after], orientation)

    def _make(self, name: str, title: str, waiting: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        # What is opened from the menu is to be seen, even if its place is behind a tab.
        dock.toggleViewAction().triggered.connect(dock.raise_)
        label = QLabel(waiting, alignment=Qt.AlignmentFlag.AlignCenter)
        label.setStyleSheet(f"color: {theme.MUTED};")
        self._holders[name] = holder = Holder(label)
        dock.setWidget(holder)
        return dock
