"""Who pulls the line: each example's error, and how it pulls at a parameter, in the shown iteration's own step."""

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from core.pulls import pulls
from core.recorder import elements
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.fit.pulls_painting import CornerNote, Segments, Squares
from guiapp.views.plotting.plot import LegendEntry, line_pen
from guiapp.views.plotting.traces import Array, Painted, Trace
from guiapp.wording import number

if TYPE_CHECKING:  # the views are made before torch is imported
    from core.run import Run
    from core.watch import Watch

most_drawn = 1000
most_each_frame = 20_000
most_while_running = 200_000


class Pulls(QWidget):
    """The chooser, which belongs into a legend, and what it puts on the plot: nothing while it is off.

    All is of the shown iteration's own computation: its examples against the parameters before its update; at the
    start, of all examples.

    Signals:
        chosen(): something else is to be drawn.
    """

    chosen = Signal()

    def __init__(self, controller: Controller) -> None:
        """Make it switched off, with no parameters."""
        super().__init__()
        self.controller = controller
        self.line = Trace(line_pen(theme.BEFORE_UPDATE, 2), smooth=True)
        self.segments, self.squares, self.note = Segments(), Squares(), CornerNote()
        self._names: list[tuple[str, str, str]] = []
        """Of each parameter element, of its gradient in the history, and of that in the program."""
        text = self.tr("Pulls")
        label = QLabel(text)
        self.box = QComboBox()
        self.box.setAccessibleName(text)
        tip = self.tr(
            "Draw how each example's error pulls at a parameter: the wider, the harder; or the errors' squares"
        )
        self.box.setToolTip(tip)
        label.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.box)
        before = self.tr("Before the update")
        self.before_entry = LegendEntry(theme.BEFORE_UPDATE, Qt.PenStyle.SolidLine, before)
        self.grows_entry = LegendEntry(theme.GROWS, Qt.PenStyle.SolidLine)
        self.shrinks_entry = LegendEntry(theme.SHRINKS, Qt.PenStyle.SolidLine)
        tip = self.tr("Following this example alone, the update would make it grow")
        self.grows_entry.setToolTip(tip)
        tip = self.tr("Following this example alone, the update would make it shrink")
        self.shrinks_entry.setToolTip(tip)
        # Translated once: a frame has no time to ask.
        self._off, self._on, self._squares = self.tr("off"), self.tr("on {0}"), self.tr("squares")
        self._grows, self._shrinks = self.tr("▲ {0} grows"), self.tr("▼ {0} shrinks")
        self._mean = self.tr("Mean of the pulls on {name}: {mean}, this iteration's gradient")
        self._mean_at_start = self.tr("Mean of the pulls on {name}: {mean}, the gradient at the start")
        self._added = self.tr("{column} holds {value}: earlier gradients are added")
        self._summed = self.tr("{column} holds {value}: the sum over the {count} examples")
        self._holds = self.tr("{column} holds {value}")
        self._mean_square = self.tr("{count} squared errors: mean {mean}, sum {sum}")
        self._thinned = self.tr("{drawn} of {count} examples drawn")
        self._gone = self.tr("The examples of this iteration are not kept any more.")
        self._none = self.tr("Each iteration draws its own examples.")
        self._wait = self.tr("So many examples pull only while the run stands still.")
        self.offer(None)
        self.box.currentIndexChanged.connect(self._choose)

    @property
    def on(self) -> bool:
        """Whether anything is to be drawn."""
        return self.box.currentIndex() > 0

    @property
    def below(self) -> list[Trace | Painted]:
        """Return what belongs below the fitted curve."""
        return [self.line, self.segments, self.squares]

    @property
    def entries(self) -> list[QWidget]:
        """Return what the legend says of the drawing."""
        return [self.before_entry, self.grows_entry, self.shrinks_entry]

    def offer(self, run: "Run | None") -> None:
        """Offer the elements of a run's parameters; the choice stays where it can."""
        self._clear()
        self.note.text = ""
        self._names = []
        if run and run.start:
            for name, value in run.start.values.items():
                held = f"{name}.grad", run.lesson.watch.gradients.get(name, f"{name}.grad")
                self._names += zip(*(elements(text, value.shape) for text in (name, *held)), strict=True)
        before = self.box.currentText()
        blocked = self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([self._off, *(self._on.format(name) for name, _, _ in self._names), self._squares])
        self.box.setCurrentIndex(max(0, self.box.findText(before)))
        self.box.blockSignals(blocked)
        self.setVisible(run is not None)
        self._show_entries()

    def draw(self, run: "Run", across: Array, grid: Array, feature: int) -> None:
        """Draw the pulls of the shown row; `grid` are the features of the plot's whole width `across`."""
        assert run.start
        shown = self.controller.shown
        examples = self._examples(run, shown)
        count = len(examples[1]) if examples else 0
        if (
            self.controller.running
            and not self.controller.frames.with_texts
            and most_each_frame < count <= most_while_running
        ):
            return
        self._clear()
        values = run.start.values if shown <= 0 else run.parameters(shown - 1)
        if shown != START:
            self.line.x, self.line.y = across, _predicted(run.lesson.watch, grid, values, len(grid))
        if examples is None or not count:
            self.note.text = self._none if shown == START else self._gone
        elif self.controller.running and count > most_while_running:
            self.note.text = self._wait
        else:
            x, y = examples
            self._place(run, x, y, values, feature)

    def _examples(self, run: "Run", shown: int) -> tuple[Array, Array] | None:
        """Return features and labels of the shown iteration's examples; None where they are not kept."""
        if run.lesson.watch.batch and shown != START:
            return run.batches.at(shown)  # type: ignore[return-value] (float32)
        assert run.start
        return run.start.x, run.start.y.ravel()

    def _place(self, run: "Run", x: Array, y: Array, values: "dict[str, Any]", feature: int) -> None:
        """Draw the examples' errors, or their squares, and write what they come to."""
        watch, count = run.lesson.watch, len(y)
        stride = ceil(count / most_drawn)
        predicted = _predicted(watch, x, values, count)
        across, labels = x.reshape(count, -1)[::stride, feature].astype(float), y[::stride].astype(float)
        heights, drawn = predicted[::stride], len(labels)
        if self.box.currentIndex() > len(self._names):
            self.squares.show(across, labels, heights)
            if self.controller.frames.with_texts:
                square = (y - predicted) ** 2
                texts = {"mean": number(float(square.mean()), 4), "sum": number(float(square.sum()), 4)}
                self._write(self._mean_square.format(count=f"{count:,}", **texts), count, drawn)
            return
        index = self.box.currentIndex() - 1
        pull = pulls(watch, x, y, values, {name: value.shape for name, value in values.items()})[:, index]
        self.segments.show(across, labels, heights, pull[::stride])
        if self.controller.frames.with_texts:
            self._write(self._sentence(run, pull, *self._names[index]), count, drawn)

    def _sentence(self, run: "Run", pull: Array, name: str, column: str, label: str) -> str:
        """Tell the pulls' mean, and what the program holds where that is something else."""
        mean, shown = float(pull.mean()), self.controller.shown
        if shown == START:
            return self._mean_at_start.format(name=name, mean=number(mean, 4))
        text = self._mean.format(name=name, mean=number(mean, 4))
        held, first = (run.history.row(row).get(column, np.nan) for row in (shown, 0))
        # A program in float32 keeps seven digits of what it adds up.
        rounding = 1e-4 * float(np.abs(pull).mean()) + 1e-6 * abs(first)
        if np.isnan(held) or not np.isfinite(mean) or abs(held - mean) <= rounding:
            return text
        summed = abs(held - mean * len(pull)) <= rounding * len(pull)
        template = self._added if run.lesson.watch.zero_grad else self._summed if summed else self._holds
        return f"{text}\n{template.format(column=label, value=number(held, 4), count=len(pull))}"

    def _write(self, text: str, count: int, drawn: int) -> None:
        if drawn < count:
            text += "\n" + self._thinned.format(drawn=f"{drawn:,}", count=f"{count:,}")
        self.note.text = text

    def _clear(self) -> None:
        """Take all off the plot but the text, which is written anew less often."""
        self.line.clear()
        self.segments.clear()
        self.squares.clear()

    def _choose(self) -> None:
        self._clear()
        self.note.text = ""
        self._show_entries()
        self.chosen.emit()

    def _show_entries(self) -> None:
        """Name what is drawn in the legend."""
        index = self.box.currentIndex() - 1
        self.before_entry.setVisible(self.on)
        for entry, text in ((self.grows_entry, self._grows), (self.shrinks_entry, self._shrinks)):
            entry.setVisible(0 <= index < len(self._names))
            if 0 <= index < len(self._names):
                entry.label.setText(text.format(self._names[index][0]))


def _predicted(watch: "Watch", x: Array, values: "dict[str, Any]", count: int) -> Array:
    """Return `count` predictions, also of a model that predicts the same for all."""
    return np.broadcast_to(np.ravel(np.asarray(watch.curve(x, **values), float)), count)
