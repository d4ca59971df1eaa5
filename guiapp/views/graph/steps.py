"""The bar that goes through a backward pass step by step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guiapp import theme
from guiapp.views.plotting.legend import Legend
from guiapp.views.texts import push_button

ALL = 10**9
"""Every step there is."""


class StepBar(QWidget):
    """A sentence on the shown step, and buttons for another one.

    Signals:
        moved(): `step` is another one.
    """

    moved = Signal()

    def __init__(self) -> None:
        """Make the bar for a graph without a backward pass."""
        super().__init__()
        self.total = 0
        """How many steps there are; the first one is the root's own gradient."""
        self._wanted = ALL
        forward, following = self.tr("Back to the forward pass"), self.tr("Next step of the backward pass")
        whole = self.tr("All")
        forward_tip, next_tip = self.tr("Take all gradients away"), self.tr("The next step (N or .); P or , goes back")
        whole_tip = self.tr("Show the whole backward pass")
        self.sentence = QLabel(" ", textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Reserved, so that nothing moves when a sentence takes another line.
        self.sentence.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.forward_button, self.next_button = push_button(forward), push_button(following)
        self.all_button = push_button(whole)
        self.all_button.setFixedWidth(self.fontMetrics().horizontalAdvance(whole) + 3 * theme.SPACE)
        row = Legend()
        for button, tip, slot in (
            (self.forward_button, forward_tip, self.go_to_forward),
            (self.next_button, next_tip, self.go_on),
            (self.all_button, whole_tip, self.go_to_end),
        ):
            button.setToolTip(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self.sentence)
        column.addLayout(row)

    @property
    def step(self) -> int:
        """Return how many steps are shown: 0 for the forward pass alone."""
        return min(self._wanted, self.total)

    @property
    def whole(self) -> bool:
        """Whether the backward pass is shown as a whole, whatever its length."""
        return self._wanted == ALL

    def take(self, total: int, same: bool) -> None:
        """Go through another backward pass: from the same step of the same one, or shown as a whole."""
        self.total = total
        if not same:
            self._wanted = ALL

    def go_to(self, step: int) -> None:
        """Show so many steps."""
        if self.total:
            self._wanted = max(0, min(step, self.total)) if step != ALL else ALL
            self.moved.emit()

    def go_on(self) -> None:
        """Show one step more."""
        self.go_to(self.step + 1)

    def go_back(self) -> None:
        """Show one step less."""
        self.go_to(self.step - 1)

    def go_to_forward(self) -> None:
        """Show the forward pass alone."""
        self.go_to(0)

    def go_to_end(self) -> None:
        """Show the backward pass as a whole."""
        self.go_to(ALL)

    def say(self, text: str) -> None:
        """Say what is shown, and offer what can be done from there."""
        self.sentence.setText(text)
        self.forward_button.setEnabled(self.step > 0)
        self.next_button.setEnabled(self.step < self.total)
        self.all_button.setEnabled(self.total > 0 and not self.whole)
