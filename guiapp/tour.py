"""A tour of the window in five steps, and its offer at the first start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QRect, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QTabBar, QWidget

from guiapp import theme
from guiapp.widgets.callout import Callout, place_in, seen_in

if TYPE_CHECKING:  # which opens this from its menu
    from guiapp.main_window import MainWindow

offered_key = "tour/offered"
watch_milliseconds = 30


@dataclass(frozen=True)
class Step:
    """What is said, and where in the window that is; None while it cannot be seen."""

    title: str
    text: str
    place: Callable[[], QRect | None]
    dock: str = ""
    """The dock that must be before the others of its place."""


class Tour(Callout):
    """Goes from one part of the window to the next; the window is in use meanwhile."""

    def __init__(self, window: "MainWindow") -> None:
        """Make the tour, hidden; `start` begins it."""
        super().__init__(window)
        self._window = window
        self.steps = self._make_steps()
        self._index = 0
        self._had_focus: QWidget | None = None
        self.count = QLabel()
        self.count.setStyleSheet(f"color: {theme.MUTED};")
        self.buttons.addWidget(self.count)
        self.buttons.addStretch()
        self.leave = self.add_button(self.tr("Close"))
        self.back = self.add_button(self.tr("Back"))
        self.next = self.add_button(self.tr("Next"))
        self._next_text, self._done_text = self.tr("Next"), self.tr("Done")
        self._count_text = self.tr("{0} of {1}")
        self.leave.clicked.connect(self.close_for_good)
        self.back.clicked.connect(lambda: self._move(-1))
        self.next.clicked.connect(lambda: self._move(1))
        # What it points at may move, hide or be made anew at any time, in many ways: looking is simpler than hearing.
        self._watch = QTimer(self, interval=watch_milliseconds)
        self._watch.timeout.connect(self._follow)
        window.controller.lesson_changed.connect(self._take_lesson)

    def start(self) -> None:
        """Begin with the first step that can be seen."""
        self._had_focus = QApplication.focusWidget()
        self._index = -1
        self._move(1)
        if self.isVisible():
            self.next.setFocus()
            self._watch.start()

    def close_for_good(self) -> None:
        """End; the focus goes back to where it was."""
        focus = QApplication.focusWidget()
        self._watch.stop()
        if focus and self.isAncestorOf(focus):
            before = self._had_focus
            back = before if before and shiboken6.isValid(before) and before.isVisible() else self._window.main_view
            if back:
                back.setFocus()
        super().close_for_good()

    def _move(self, direction: int) -> None:
        """Go to the nearest step in a direction that can be seen; after the last one, end."""
        index = self._index + direction
        while 0 <= index < len(self.steps) and not self._can_show(self.steps[index]):
            index += direction
        if index >= len(self.steps):
            self.close_for_good()
        elif index >= 0:
            self._index = index
            if dock := self.steps[index].dock:
                self._window.arrangement.bring_forward(dock)
            self._show_step()

    def _show_step(self) -> None:
        step = self.steps[self._index]
        # One that has just been hidden still counts while it is spoken of.
        shown = [one for one in self.steps if one is step or self._can_show(one)]
        self.count.setText(self._count_text.format(shown.index(step) + 1, len(shown)))
        self.next.setText(self._done_text if step is shown[-1] else self._next_text)
        if step is shown[0] and self.back.hasFocus():
            self.next.setFocus()
        self.back.setEnabled(step is not shown[0])
        self.show()
        self.say(step.title, step.text)
        self.point_at(step.place())
        self.raise_()

    def _take_lesson(self) -> None:
        self.steps = self._make_steps()
        if self.isVisible():
            self._show_step()

    def _follow(self) -> None:
        """Stay beside what is pointed at, and before the docks."""
        self.follow(self.steps[self._index].place())
        # A dock that is brought forward is raised above all others.
        siblings = self._window.children()
        if any(isinstance(one, QDockWidget) for one in siblings[siblings.index(self) :]):
            self.raise_()

    def _can_show(self, step: Step) -> bool:
        if not step.dock:
            return step.place() is not None
        dock = self._window.docks[step.dock]
        return not (dock.isHidden() or dock.isFloating()) and dock.toggleViewAction().isVisible()

    def _make_steps(self) -> list[Step]:
        """Make the steps, in the words of the present kind of lesson."""
        lesson = self._window.controller.lesson
        has_model = lesson is None or lesson.watch.has_model
        run = self.tr("Space runs the lesson's program and pauses it. → goes one iteration on.")
        record = self.tr("Every iteration is recorded. Drag back to any of them; Space plays the record from there.")
        rate = self.tr("Change it while the program runs: it acts at once. The bar shows which rates converge.")
        curve = self.tr("Each iteration adds a point to this curve. Click it to look at that iteration again.")
        inside = self.tr(
            "The code shows which line runs next; About this lesson says what to watch and what to try. "
            "F8 puts the code and the variables side by side."
        )
        parameters, loss = (self.tr("The learning rate"), rate), (self.tr("The loss"), curve)
        if not has_model:
            run = self.tr("→ runs one statement of the program, Space all of them.")
            record = self.tr(
                "Every statement is recorded. Drag back to any of them; Space plays the record from there."
            )
            change = self.tr("Change a value and press Return: the program begins again with it.")
            parameters = self.tr("The parameters"), change
            results = self.tr(
                "Each statement shows here what it gives; the derivative by rule stands beside autograd's."
            )
            loss = self.tr("The derivative"), results
        return [
            Step(self.tr("Run"), run, self._place_of_run),
            Step(*parameters, self._place_of_parameters, "parameters"),
            Step(
                *loss, self._place_of_loss if has_model else self._place_of_derivative, "loss" if has_model else "fit"
            ),
            Step(self.tr("Go back in time"), record, lambda: place_in(self._window, self._window.timeline.slider)),
            Step(self.tr("Look inside"), inside, self._place_of_code),
        ]

    def _place_of_run(self) -> QRect | None:
        transport = self._window.transport
        return place_in(self._window, transport.widgetForAction(transport.run_action))

    def _place_of_parameters(self) -> QRect | None:
        """Find the learning rate and its gauge; the whole form where a lesson has none."""
        from guiapp.views.next_step.rate_gauge import RateGauge  # which imports pyqtgraph

        form, lesson = self._window.form, self._window.controller.lesson
        if form is None or lesson is None:
            return None
        if field := form.fields.get(lesson.watch.learning_rate):
            return place_in(self._window, field, form.findChild(RateGauge))
        return place_in(self._window, *form.fields.values())

    def _place_of_loss(self) -> QRect | None:
        return place_in(self._window, self._window.views.get("loss"))

    def _place_of_derivative(self) -> QRect | None:
        return place_in(self._window, self._window.views.get("derivative"))

    def _place_of_code(self) -> QRect | None:
        """Find the tab of the code; the code itself where it has none."""
        window, dock = self._window, self._window.docks["code"]
        for bar in window.findChildren(QTabBar):
            for index in range(bar.count()):
                tab = seen_in(window, bar, bar.tabRect(index))
                if bar.isVisible() and bar.tabText(index) == dock.windowTitle() and not tab.isEmpty():
                    return tab
        return place_in(window, window.views.get("code"))


class TourOffer(Callout):
    """Asks once, in a corner, whether the tour is wanted; it goes when the window is used without it."""

    def __init__(self, window: "MainWindow") -> None:
        """Make the offer, hidden."""
        super().__init__(window)
        self._window = window
        self.say(self.tr("New here?"), self.tr("A tour of five steps shows what is where."))
        self.buttons.addStretch()
        self.refuse, self.accept = self.add_button(self.tr("No thanks")), self.add_button(self.tr("Start the tour"))
        self.refuse.clicked.connect(self.close_for_good)
        self.accept.clicked.connect(lambda: start_tour(window))
        self._watch = QTimer(self, interval=watch_milliseconds)
        self._watch.timeout.connect(self._follow)

    def offer(self) -> None:
        """Show it."""
        self.show()
        self.point_at(None)
        self.raise_()
        self._watch.start()

    def _follow(self) -> None:
        """Stay in the corner, until something runs."""
        if self._window.controller.rows:
            self.close_for_good()
        else:
            self.follow(None)


def start_tour(window: "MainWindow") -> Tour:
    """Begin the tour; one that is under way, or its offer, goes."""
    for callout in window.findChildren(Callout):
        callout.close_for_good()
    tour = Tour(window)
    tour.start()
    return tour


def offer_tour(window: "MainWindow", settings: QSettings | None) -> TourOffer | None:
    """Offer the tour, if there are settings to say that it was not offered before."""
    if settings is None or settings.value(offered_key) is not None:
        return None
    settings.setValue(offered_key, True)
    offer = TourOffer(window)
    offer.offer()
    return offer
