"""The line at the bottom: state, last message, how fast it goes."""

from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from guiapp import theme
from guiapp.controller import Controller
from guiapp.wording import outcome, state_text

message_milliseconds = 8000


class StatusBar(QStatusBar):
    """State and why, what was said last, iterations and redraws a second, and the device."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the bar for a controller."""
        super().__init__(parent, sizeGripEnabled=False)
        self.controller = controller
        self.state, self.message = QLabel(), QLabel()
        self.iterations, self.redraws = QLabel(), QLabel()
        self.device = QLabel()
        self._device_text = self.tr("Device: {0}")
        self._iterations_text, self._redraws_text = self.tr("{0} iterations/s"), self.tr("{0} redraws/s")
        name = self.tr("Status")
        self.setAccessibleName(name)
        self.message.setMinimumWidth(1)
        self.device.setContentsMargins(0, 0, theme.SPACE, 0)
        # Of one size: else the whole window would be laid out again with each figure.
        for label, text, widest in (
            (self.iterations, self._iterations_text, "9,999,999"),
            (self.redraws, self._redraws_text, "999"),
        ):
            label.setText(text.format(widest))
            label.setFixedSize(label.sizeHint())
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label, stretch in (
            (self.state, 0),
            (self.message, 1),
            (self.iterations, 0),
            (self.redraws, 0),
            (self.device, 0),
        ):
            self.addPermanentWidget(label, stretch)
        self._message_timer = QTimer(self, singleShot=True, interval=message_milliseconds)
        self._message_timer.timeout.connect(self.message.clear)
        self._rate_timer = QTimer(self, interval=500)
        self._rate_timer.timeout.connect(self._show_rates)
        self._last = (perf_counter(), 0, 0)
        controller.status_changed.connect(self._show_state)
        controller.run_replaced.connect(self._show_state)
        controller.said.connect(self.say)
        controller.taking_up.connect(self._show_progress)
        self._show_state()
        self._show_rates()

    def say(self, text: str) -> None:
        """Show a message for a while."""
        self.message.setText(text)
        self.message.setToolTip(text)
        self._message_timer.start()

    def _show_progress(self, rows: int, of: int) -> None:
        text = self.tr("Going through the record again: {rows} of {of} iterations. Space breaks off.")
        self.say(text.format(rows=f"{rows:,}", of=f"{of:,}"))

    def _show_state(self) -> None:
        controller = self.controller
        self.device.setText(self._device_text.format(str(controller.values.get("device", "cpu")).upper()))
        text = state_text(controller)
        if controller.finished and controller.at_end:
            text = f"{text}  ·  {outcome(controller)[0]}"
        self.state.setText(text)
        self.setAccessibleDescription(text)
        if controller.running and not self._rate_timer.isActive():
            self._last = (perf_counter(), controller.rows, controller.frames.count)
            self._rate_timer.start()
        elif not controller.running and self._rate_timer.isActive():
            self._rate_timer.stop()
            self._show_rates()

    def _show_rates(self) -> None:
        """Show the iterations and redraws a second since the last time; nothing where nothing runs."""
        now, rows, frames = perf_counter(), self.controller.rows, self.controller.frames.count
        then, rows_then, frames_then = self._last
        self._last = (now, rows, frames)
        running = self._rate_timer.isActive() and now > then
        iterations = f"{max(0, rows - rows_then) / (now - then):,.0f}" if running else "–"
        redraws = f"{(frames - frames_then) / (now - then):.0f}" if running else "–"
        self.iterations.setText(self._iterations_text.format(iterations))
        self.redraws.setText(self._redraws_text.format(redraws))
