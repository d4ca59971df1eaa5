"""Views on their own, without a window around them."""

from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication

import core.lessons
from guiapp.controller import Controller


@contextmanager
def shown_view(qtbot, make, lesson, **values):
    """Show a view of a lesson, by its name or of a test's own, until the block ends."""
    name = lesson if isinstance(lesson, str) else lesson.name
    before = core.lessons.LESSONS.get(name)
    if not isinstance(lesson, str):
        core.lessons.LESSONS[name] = lesson
    controller = Controller(lesson=name, values=values)
    view = make(controller)
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()
    try:
        controller.start()
        qtbot.waitUntil(lambda: controller.ready)
        settle()
        yield view
    finally:
        controller.finish()
        view.hide()
        if not isinstance(lesson, str) and before is None:
            del core.lessons.LESSONS[name]


def run_on(qtbot, view, rows: int) -> None:
    """Run until so many rows are recorded, or the run has ended, and its newest row is shown."""
    controller = view.controller
    controller.run_until(rows - 1)
    qtbot.waitUntil(
        lambda: (controller.rows == rows or controller.finished) and controller.at_end and not controller.running
    )
    settle()


def stand_at(qtbot, view, row: int) -> None:
    """Show a recorded row."""
    view.controller.go_to(row)
    qtbot.waitUntil(lambda: view.controller.shown == row)
    settle()


def settle() -> None:
    """Have the plots hear of what has changed in them: their scenes tell it only when the events are gone through."""
    QCoreApplication.sendPostedEvents()
