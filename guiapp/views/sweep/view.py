"""One or two hyperparameters over ranges: what comes of every run, as a curve or a map."""

from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from core.sweep_axes import grid
from core.text import QT_TRANSLATE_NOOP, InputError
from guiapp import theme
from guiapp.controller import Controller
from guiapp.language import say
from guiapp.sweep_result import SweepResult, as_table, stable_rate
from guiapp.sweep_runner import Order, SweepRunner
from guiapp.views.plotting.legend import Legend
from guiapp.views.sweep.chart import SweepChart
from guiapp.views.sweep.form import AxisRow, varied
from guiapp.views.texts import paragraph, push_button

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.sweep_point import Point

bar_height = 5


class SweepView(QWidget):
    """Chooses what is varied, runs the sweep in processes of its own, and draws what has come of it so far."""

    KEYS = ((("Ctrl+C",), QT_TRANSLATE_NOOP("keys", "Copy the points as a table")),)

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; no process is started before the Run button is pressed."""
        super().__init__(parent)
        self.controller = controller
        self.runner = SweepRunner()
        self.result: SweepResult | None = None
        self._first: tuple[float, int] | None = None
        """When the first points came, and how many: what the processes took to start says nothing of the rest."""
        first, second = self.tr("Vary"), self.tr("and")
        self.rows = (AxisRow(first), AxisRow(second, optional=True))
        losses, iterations, endings = self.tr("Final loss"), self.tr("Iterations to the stop rule"), self.tr("Ending")
        shown_text = self.tr("Show")
        self.measure = QComboBox()
        self.measure.addItems([losses, iterations, endings])
        self.measure.setAccessibleName(shown_text)
        self.measure.setToolTip(self.tr("What is drawn of each run"))
        self.run_button, self.cancel_button = push_button(self.tr("Run the sweep")), push_button(self.tr("Cancel"))
        for button in (self.run_button, self.cancel_button):
            button.setMinimumWidth(self.run_button.sizeHint().width())
        self.run_button.setToolTip(self.tr("Run the lesson once for each value, in processes of their own"))
        self.cancel_button.setToolTip(self.tr("End the sweep; what has been run until now stays"))
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedHeight(bar_height)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        name = self.tr("Progress of the sweep")
        self.progress.setAccessibleName(name)
        self.told = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.told.setStyleSheet(f"color: {theme.MUTED};")
        self.problem = paragraph(colour=theme.BAD)
        self.problem.hide()
        self.note = paragraph(colour=theme.MUTED)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        chart_name = self.tr("Sweep: what comes of each run")
        self.chart = SweepChart(chart_name)
        self._lay_out(shown_text)

        self._empty_text = self.tr(
            "A sweep runs the lesson once for each value of a parameter, or of two, and draws how every run ended: "
            "a curve over one parameter, a map over two. Choose what to vary and press Run the sweep."
        )
        self._starting_text = self.tr("Starting processes ...")
        self._seconds_text, self._minutes_text = self.tr("about {0} s left"), self.tr("about {0} min left")
        self._done_text, self._part_text = self.tr("{0} runs"), self.tr("{0} of {1} runs")
        self.measure.activated.connect(self._draw)
        self.run_button.clicked.connect(self.begin)
        self.cancel_button.clicked.connect(self.cancel)
        self.rows[0].chosen.connect(self._offer_second)
        self.chart.opened.connect(self._open)
        self._hear(self.runner)
        controller.lesson_changed.connect(self._take_lesson)
        controller.run_replaced.connect(self._take_run)
        self._take_lesson()
        self._take_run()

    def begin(self) -> None:
        """Run the sweep that is chosen, or say why it cannot be run."""
        lesson, values = self.controller.lesson, dict(self.controller.values)
        if lesson is None or self.runner.isRunning():
            return
        try:
            axes = tuple(axis for axis in (row.axis() for row in self.rows) if axis)
            grid(lesson, axes, values)
        except InputError as error:
            self._complain(say(error.sentence))
            return
        self._complain("")
        order = Order(lesson, axes, values)
        self.result = SweepResult(order, self.controller.shape.quadratic)
        self._first = None
        self.cancel_button.setEnabled(True)
        self.runner.begin(order)
        self._draw()
        self._show_state()

    def cancel(self) -> None:
        """End the sweep; what is there stays."""
        self.runner.cancel()
        self.cancel_button.setEnabled(False)  # until the next one: ending the processes takes a moment

    def finish(self) -> None:
        """End the sweep and its processes, and wait until they have ended: the window closes."""
        self.runner.finish()

    def take_over(self, other: "SweepView") -> None:
        """Show what another view does, whose sweep goes on here; it is not to be used any more."""
        self.runner.deleteLater()
        QCoreApplication.sendPostedEvents(other, QEvent.Type.MetaCall)  # what it has been told, but not heard yet
        other.runner.disconnect(other)
        self._hear(other.runner)
        other.runner = SweepRunner(other)
        self.cancel_button.setEnabled(other.cancel_button.isEnabled())
        self.show_as(other)

    def show_as(self, other: "SweepView") -> None:
        """Show the sweep that another view shows, as far as it has come."""
        self.result, self._first = other.result, other._first
        for row, before in zip(self.rows, other.rows, strict=True):
            row.follow(before)
            self._offer_second()
        self.measure.setCurrentIndex(other.measure.currentIndex())
        self._complain(other.problem.text())
        self._draw()
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the points as a table."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.result and self.result.points:
            QGuiApplication.clipboard().setText(as_table(self.result))
            text = self.tr("The sweep is on the clipboard, as a table.")
            self.controller.said.emit(text)
        else:
            super().keyPressEvent(event)

    def _hear(self, runner: SweepRunner) -> None:
        """Have a runner tell this view what it finds."""
        self.runner = runner
        runner.setParent(self)
        runner.points_found.connect(self._take_points)
        runner.lost.connect(self._take_loss)
        runner.finished.connect(self._show_state)

    def _lay_out(self, shown_text: str) -> None:
        row = Legend()
        label = QLabel(shown_text)
        label.setBuddy(self.measure)
        for widget in (label, self.measure, self.run_button, self.cancel_button, self.told):
            row.addWidget(widget)
        lower = QWidget()
        self._stack = QStackedLayout(lower)
        self._stack.addWidget(self.note)
        self._stack.addWidget(self.chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE // 2)
        column.setSpacing(theme.SPACE // 2)
        for axis_row in self.rows:
            column.addWidget(axis_row)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.problem)
        column.addWidget(lower, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.chart.plot.accessibleName())

    def _take_lesson(self) -> None:
        """Leave the sweep of another lesson."""
        self.runner.cancel()
        self.result = None
        self._complain("")
        self._fresh = True
        self._show_state()

    def _take_run(self) -> None:
        """Propose what to vary, once there is a run of a new lesson; later runs change nothing."""
        lesson, controller = self.controller.lesson, self.controller
        if lesson is None or controller.run is None or not self._fresh:
            return
        self._fresh = False
        limit = stable_rate(lesson, controller.shape.quadratic, controller.values)
        names = varied(lesson)
        for row in self.rows:
            row.prepare(controller.values, limit)
        self.rows[0].offer(lesson, names, names[0] if names else None)
        self._offer_second()
        self._show_state()

    def _offer_second(self) -> None:
        """Offer every hyperparameter but the first as the second one."""
        lesson, (first, second) = self.controller.lesson, self.rows
        if lesson and first.parameter:
            names = [name for name in first.names if name != first.parameter.name]
            kept = second.parameter.name if second.parameter and second.parameter.name in names else None
            if names != second.names:
                second.offer(lesson, names, kept)
            second.setVisible(bool(names))

    def _take_points(self, order: Order, points: "list[Point]") -> None:
        if self.result and order is self.result.order:
            self.result.take(points)
            self._first = self._first or (perf_counter(), len(self.result.points))
            self._draw()
            self._show_state()

    def _take_loss(self, order: Order, text: str) -> None:
        if self.result and order is self.result.order:
            self._complain(text)

    def _draw(self) -> None:
        if self.result:
            self.chart.show_result(self.result, self.measure.currentIndex())

    def _show_state(self) -> None:
        """Show whether a sweep is running, how far it is, and the points or what will be there."""
        running, result = self.runner.isRunning(), self.result
        ready = self.controller.run is not None and bool(self.rows[0].names)
        self.run_button.setEnabled(ready and not running)
        self.run_button.setVisible(not running)
        self.cancel_button.setVisible(running)
        self._stack.setCurrentIndex(result is not None and bool(result.points))
        self.progress.setVisible(running and result is not None)
        self.note.setText(self._starting_text if running and result else self._empty_text)
        if result is None:
            self.told.setText("")
            return
        done = len(result.points)
        self.progress.setRange(0, result.total)
        self.progress.setValue(done)
        text = self._done_text.format(done) if done == result.total else self._part_text.format(done, result.total)
        left = self._remaining(done, result.total) if running else ""
        self.told.setText(left or text if done else "")

    def _remaining(self, done: int, total: int) -> str:
        """Say how long the rest will take, if it goes on as it has; nothing where that is not known yet."""
        if self._first is None or done <= self._first[1]:
            return ""
        left = (perf_counter() - self._first[0]) * (total - done) / (done - self._first[1])
        return self._seconds_text.format(ceil(left)) if left < 60 else self._minutes_text.format(ceil(left / 60))

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _open(self, point: "Point") -> None:
        """Make the run of a point the present one."""
        if self.result:
            self.controller.try_settings(self.result.all_values(point))
