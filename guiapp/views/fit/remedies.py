"""What helps a run that has diverged, to be tried at once."""

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.next_step.rate_axis import allowed_rates, rate_parameter
from guiapp.views.plotting.legend import Legend
from guiapp.views.texts import push_button


class Remedies(QWidget):
    """A row of buttons that is seen only where a run has diverged: each changes one value and runs anew."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the row, hidden."""
        super().__init__(parent)
        self.controller = controller
        label = QLabel(self.tr("Diverged: try"))
        label.setStyleSheet(f"color: {theme.BAD};")
        halve, zero = self.tr("Halve the learning rate"), self.tr("Zero the gradients")
        self.halve, self.zero = push_button(halve), push_button(zero)
        self.halve.clicked.connect(self._halve)
        self.zero.clicked.connect(self._zero)
        row = Legend()
        for widget in (label, self.halve, self.zero):
            row.addWidget(widget)
        self.setLayout(row)
        self.hide()
        for signal in (controller.status_changed, controller.run_replaced, controller.lesson_changed):
            signal.connect(self.offer)

    def offer(self) -> None:
        """Show what can be tried, if the run has diverged."""
        controller = self.controller
        why = controller.status.why if controller.status else None
        watch = controller.lesson.watch if controller.lesson else None
        diverged = watch is not None and why == "diverged"
        parameter = rate_parameter(controller)
        higher = parameter is not None and controller.values[parameter.name] > allowed_rates(parameter).low
        summed = bool(watch and watch.zero_grad and not controller.values[watch.zero_grad])
        self.halve.setVisible(higher)
        self.zero.setVisible(summed)
        self.setVisible(diverged and (higher or summed))

    def _halve(self) -> None:
        parameter = rate_parameter(self.controller)
        assert parameter
        rate = self.controller.values[parameter.name] / 2
        self._run_with(parameter.name, max(rate, allowed_rates(parameter).low))

    def _zero(self) -> None:
        lesson = self.controller.lesson
        if lesson and lesson.watch.zero_grad:
            self._run_with(lesson.watch.zero_grad, True)

    def _run_with(self, name: str, value: Any) -> None:
        """Run anew with one other value, and the user's own for the others."""
        lesson = self.controller.lesson
        assert lesson
        own = {key: given for key, given in self.controller.values.items() if given != lesson.parameters[key].default}
        self.controller.try_settings({**own, name: value})
