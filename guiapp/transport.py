"""Run, step, go back in time: the tool bars."""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolBar,
    QToolButton,
    QWidget,
)

from guiapp import theme
from guiapp.actions import action_text
from guiapp.controller import ARTICLE_RATE, RATES, START, Controller
from guiapp.widgets.switch import Switch

if TYPE_CHECKING:  # the window is painted before torch is imported
    from core.run_facts import Epoch

most_marks = 300
least_distance = 4
"""Pixels between two marks."""


class TransportBar(QToolBar):
    """The buttons, the speed, and whether to redraw as rarely as the article does."""

    def __init__(self, controller: Controller, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """Make the bar from actions that exist."""
        super().__init__(parent)
        self.setObjectName("transport")
        self.controller = controller
        self.run_action = actions["run"]
        self._busy: bool | None = None
        self.actions_needing_run = [
            actions[name] for name in ("run", "step_forward", "step_into", "step_back", "to_start", "to_end", "restart")
        ]
        title = self.tr("Transport")
        self.setWindowTitle(title)
        self.addAction(actions["lessons"])
        self.addSeparator()
        for name in ("run", "step_back", "step_forward", "step_into", "to_start", "to_end", "restart"):
            self.addAction(actions[name])
        for name, width in (("lessons", 0), ("run", 84)):
            button = self.widgetForAction(actions[name])
            assert isinstance(button, QToolButton)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumWidth(width)
        self.addSeparator()
        speed = self.tr("Speed")
        caption = QLabel(f" {speed} ")
        self.addWidget(caption)
        self.speed = QComboBox()
        self.speed.setAccessibleName(speed)
        self.speed.addItems([self._rate_text(rate) for rate in RATES])
        tip = self.tr("How many iterations a second are run, at most (Up, Down)")
        self.speed.setToolTip(tip)
        caption.setBuddy(self.speed)
        self.addWidget(self.speed)
        self.addSeparator()
        text = self.tr("Redraw as the article does")
        self.as_article = Switch(text)
        tip = self.tr("Redraw only at the iterations at which the article's program looks at the loss")
        self.as_article.setToolTip(tip)
        self.addWidget(self.as_article)
        self.as_article.setChecked(controller.follow_checks)
        self.speed.activated.connect(lambda index: controller.set_rate(RATES[index]))
        self.as_article.toggled.connect(controller.set_follow_checks)
        controller.status_changed.connect(self._show_state)
        controller.rate_changed.connect(self._show_rate)
        controller.run_replaced.connect(self._show_state)
        self._show_rate()
        self._show_state()

    def _show_rate(self) -> None:
        """Show the speed; one that is not offered, which only another version can have kept, as the nearest."""
        rate = self.controller.rate
        distances = [0.0 if offered == rate else abs(offered - rate) for offered in RATES]  # inf − inf is none
        self.speed.setCurrentIndex(distances.index(min(distances)))

    def _show_state(self) -> None:
        """Offer what can be done."""
        controller = self.controller
        for action in self.actions_needing_run:
            action.setEnabled(controller.ready)
        lesson = controller.lesson
        self.as_article.setEnabled(bool(lesson and lesson.watch.redraw_every))
        busy = controller.running or controller.replaying
        if busy == self._busy:
            return
        self._busy = busy
        self.run_action.setText(self.tr("Pause") if busy else action_text("Run"))
        self.run_action.setIcon(theme.icon("pause" if busy else "run"))

    def _rate_text(self, rate: float) -> str:
        if rate == inf:
            return self.tr("As fast as it goes")
        if rate == ARTICLE_RATE:
            return self.tr("{0} a second (the article's pace)").format(int(rate))
        return self.tr("{0} a second").format(int(rate))


class TimelineBar(QToolBar):
    """A slider over all recorded iterations."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the bar; it is inactive until there are rows."""
        super().__init__(parent)
        self.setObjectName("timeline")
        self.controller = controller
        title = self.tr("Timeline")
        self.setWindowTitle(title)
        self.slider = EpochSlider()
        self.slider.setAccessibleName(title)
        tip = self.tr("Drag to go back to any iteration")
        self.slider.setToolTip(tip)
        self.slider.setRange(START, START)
        self.slider.setEnabled(False)
        self._start_text = self.tr("Start")
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.place = QLabel()
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # Of a fixed size, so that another text does not lay out the window again.
        self.place.setFixedWidth(self.place.fontMetrics().horizontalAdvance("00 000 000 / 00 000 000"))
        self.place.setFixedHeight(self.place.sizeHint().height())
        self.addWidget(self.slider)
        self.addWidget(self.place)
        self.slider.valueChanged.connect(self._go)
        controller.frames.texts_due.connect(self.draw)
        controller.status_changed.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """Show where the shown iteration stands among those recorded."""
        rows, shown = self.controller.rows, self.controller.shown
        blocked = self.slider.blockSignals(True)
        if self.slider.maximum() != rows - 1:
            self.slider.setMaximum(rows - 1)
            self.slider.setPageStep(max(1, rows // 20))
            self.slider.setEnabled(rows > 0)
        self.slider.setValue(shown)
        self.slider.blockSignals(blocked)
        self.slider.mark(self.controller.run.epochs if self.controller.run else ())
        where = self._start_text if shown == START else str(shown)
        self.place.setText(f"{where} / {rows - 1}" if rows else where)
        if not self.controller.running:
            self.slider.setAccessibleDescription(f"{self.place.text()}. {self.slider.toolTip()}")

    def _go(self, row: int) -> None:
        self.controller.go_to(row)


class EpochSlider(QSlider):
    """A slider with a mark below it at the end of each epoch; of very many, at some."""

    def __init__(self) -> None:
        """Make it without marks."""
        super().__init__(Qt.Orientation.Horizontal)
        self._epochs: Sequence[Epoch] = ()
        self._marked = 0
        self._over = EpochMarks(self)

    def mark(self, epochs: "Sequence[Epoch]") -> None:
        """Mark these epochs, which may grow."""
        if len(epochs) != self._marked or epochs is not self._epochs:
            self._epochs, self._marked = epochs, len(epochs)
            self._over.setVisible(self._marked > 0)
            self._over.update()

    def marks(self) -> dict[int, int]:
        """Return the rows that are marked, and where, in pixels from the left."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self).width()
        room, low, high = self.width() - handle, self.minimum(), max(self.maximum(), self.minimum() + 1)
        stride = ceil(max(1, self._marked) / min(most_marks, max(1, room // least_distance)))
        rows = [self._epochs[index].row for index in range(stride - 1, self._marked, stride)]
        return {row: handle // 2 + round(room * (row - low) / (high - low)) for row in rows}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the marks below the slider."""
        super().resizeEvent(event)
        self._over.resize(event.size())


class EpochMarks(QWidget):
    """Covers a slider and paints its marks: Qt paints the slider itself without the interpreter lock."""

    def __init__(self, slider: EpochSlider) -> None:
        """Cover a slider, once it has marks."""
        super().__init__(slider)
        self.slider = slider
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks; the slider's other places change with its range, which paints this too."""
        bottom = self.height() - 1
        painter = QPainter(self)
        painter.setPen(QColor(theme.MUTED))
        painter.drawLines([QLine(left, bottom - 3, left, bottom) for left in self.slider.marks().values()])
        painter.end()
