"""How autograd differentiates: what each statement gave, the rule that it follows, and the tangent."""

import ast
import inspect
import re
from dataclasses import dataclass
from math import isnan, nan
from textwrap import dedent

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.expression import derivative, evaluate
from core.lesson import Lesson
from core.run import Run
from core.text import InputError
from guiapp import theme
from guiapp.controller import START, Controller
from guiapp.views.derivative.tangent import TangentPicture
from guiapp.views.fit.caption import Outcome
from guiapp.views.texts import TextArea, card, code, paragraph
from guiapp.wording import plain

superscripts = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Statement:
    """One statement of a lesson: its lines in the file, its text, the names it assigns, whether it goes backward."""

    first: int
    last: int
    text: str
    names: frozenset[str]
    backward: bool


class StatementRow(QFrame):
    """A statement, and what it gave."""

    def __init__(self, statement: Statement, lines: int) -> None:
        """Make the row with room for so many lines of results."""
        super().__init__()
        self.code = code(statement.text)
        self.code.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Minimum)
        self.result = code()
        self.result.setWordWrap(False)
        self.result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        metrics = QFontMetrics(self.result.font())
        # Reserved, so that nothing moves when the result appears.
        self.result.setMinimumSize(
            metrics.horizontalAdvance("x.grad = −0.000000") if lines else 0, lines * metrics.lineSpacing()
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, 3, theme.SPACE, 3)
        row.addWidget(self.code, 1)
        row.addWidget(self.result)

    def show_state(self, here: bool, done: bool, result: str) -> None:
        """Mark the row as the shown one, as one before it, or as one still to come."""
        self.result.setText(result)
        bar, back = (theme.CURSOR, theme.WINDOW) if here else ("transparent", "transparent")
        self.setStyleSheet(f"StatementRow {{ background: {back}; border: none; border-left: 4px solid {bar}; }}")
        self.code.setStyleSheet(f"color: {theme.TEXT if done else theme.MUTED};")
        self.result.setStyleSheet(f"color: {theme.ACCENT};")


class DerivativeView(TextArea):
    """The formula, the lesson's statements, the derivative by the rules beside autograd's, and the tangent."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        """Make the view; it stays empty until there is a run of a lesson with a formula."""
        super().__init__(parent)
        self.controller = controller
        self.rows: list[StatementRow] = []
        self.rules: dict[str, tuple[QLabel, QLabel]] = {}
        self._run: Run | None = None
        self._lesson: Lesson | None = None
        self._statements: list[Statement] = []
        self._slopes: dict[str, str] = {}
        self._columns = ("", "", "")
        name = self.tr("Derivative: statements, rule and tangent")
        self.setAccessibleName(name)
        # Translated once: a frame has no time to ask.
        self._agree = self.tr("{name} = {value}: autograd and the rule agree")
        self._differ = self.tr("{name} = {value}: autograd and the rule differ")
        self._no_rule = self.tr("{name} = {value} by autograd; the rule is too long to be written here")
        self.formula = paragraph()
        self.outcome: Outcome | None = None
        self.picture: TangentPicture | None = None
        controller.run_replaced.connect(self.draw)
        controller.status_changed.connect(self.draw)
        controller.frames.texts_due.connect(self.draw)

    def draw(self) -> None:
        """Draw the shown row."""
        run, shown = self.controller.run, self.controller.shown
        if run is None or not self.isVisible() or not run.lesson.watch.formula:
            return
        if run is not self._run:
            self._take(run)
        row = {} if shown == START else run.history.row(shown)
        self._show_statements(run, shown)
        for name in run.lesson.watch.parameters:
            self._show_rule(run, name, row)
        if self.picture:
            self.picture.draw(*(row.get(column, nan) for column in self._columns))
        texts = [self.formula, *(label for pair in self.rules.values() for label in pair)]
        self.setAccessibleDescription(". ".join(text for text in (label.text().strip() for label in texts) if text))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was missed while the view could not be seen."""
        super().showEvent(event)
        self.draw()

    def _take(self, run: Run) -> None:
        """Show another run's formula, and its lesson's statements."""
        self._run = run
        watch = run.lesson.watch
        expression = run.values[watch.formula or ""]
        if run.lesson is not self._lesson:
            self._lesson = run.lesson
            self._build(run.lesson)
        self.formula.setText(f"{watch.loss} = {written(expression)}")
        self._slopes = {name: slope_of(expression, name) for name in watch.parameters}
        if self.picture:
            name = watch.parameters[0]
            self._columns = (name, "loss", f"{name}.grad")
            self.picture.show_formula(expression, name, watch.loss, float(run.values.get(name, 0.0)))

    def _build(self, lesson: Lesson) -> None:
        """Make a row for each statement, and two lines for each derivative."""
        watch = lesson.watch
        watched = {watch.loss, *watch.parameters}
        self._statements = statements_of(lesson)
        self.rows = [
            StatementRow(one, len(one.names & watched) + len(watch.parameters) * one.backward)
            for one in self._statements
        ]
        self.rules = {name: (paragraph(size=1.15), paragraph(" ")) for name in watch.parameters}
        listing = card(*self.rows)
        layout = listing.layout()
        assert layout
        layout.setContentsMargins(1, theme.SPACE // 2, 1, theme.SPACE // 2)
        layout.setSpacing(0)
        self.formula = paragraph(size=1.6, bold=True)
        # A tangent is of one variable: along another one, held still, it would tell half the story.
        self.picture = TangentPicture() if len(watch.parameters) == 1 else None
        self.outcome = Outcome(self.controller)
        texts = [self.formula, self.outcome, listing, *(label for pair in self.rules.values() for label in pair)]
        self.fill(texts, self.picture)

    def _show_statements(self, run: Run, shown: int) -> None:
        """Write what each statement up to the shown row gave, and mark the shown one."""
        results: dict[int, str] = {}
        here = -1
        before: dict[str, float] = {}
        for k in range(min(shown + 1, len(run.lines))):
            row = run.history.row(k)
            line = run.lines[k]
            here = next((i for i, one in enumerate(self._statements) if one.first <= line <= one.last), -1)
            if here >= 0:
                results[here] = "\n".join(self._given(run, self._statements[here], before, row))
            before = row
        for index, row in enumerate(self.rows):
            row.show_state(index == here, index in results, results.get(index, ""))

    def _given(self, run: Run, statement: Statement, before: dict[str, float], row: dict[str, float]) -> list[str]:
        """Tell what a statement assigned or changed; after the backward pass every gradient."""
        told = []
        for column, value in row.items():
            name = run.lesson.watch.loss if column == "loss" else column
            old = before.get(column, nan)
            # Before the first statement there are the arguments, which it did not give.
            changed = bool(before) and value != old and not (isnan(value) and isnan(old))
            if changed or name in statement.names or (statement.backward and column.endswith(".grad")):
                told.append(f"{name} = {plain(value)}")
        return told

    def _show_rule(self, run: Run, name: str, row: dict[str, float]) -> None:
        """Write the derivative by the rules, its value once autograd has its own, and whether the two agree."""
        rule, verdict = self.rules[name]
        watch, slope = run.lesson.watch, self._slopes[name]
        sign = "d" if len(watch.parameters) == 1 else "∂"
        text, said, colour = f"{sign}{watch.loss}/{sign}{name}", " ", theme.MUTED
        gradient = row.get(f"{name}.grad", nan)
        if slope:
            text += f" = {written(slope)}"
        if not isnan(gradient):
            told = {"name": f"{name}.grad", "value": plain(gradient)}
            said = self._no_rule.format(**told)
            if slope:
                value = evaluate(slope, **{one: row[one] for one in watch.parameters})
                # Autograd computed in float32, the rule in float64.
                agree = bool(np.isclose(gradient, value, rtol=1e-4, atol=1e-6))
                if written(slope) != plain(value):
                    text += f" = {plain(value)}"
                said = (self._agree if agree else self._differ).format(**told)
                colour = theme.GOOD if agree else theme.BAD
        rule.setText(text)
        verdict.setText(said)
        verdict.setStyleSheet(f"color: {colour};")


def statements_of(lesson: Lesson) -> list[Statement]:
    """Read the statements of a lesson's body, without its docstring."""
    lines, first = inspect.getsourcelines(lesson.function)
    source = dedent("".join(lines))
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    body = definition.body[ast.get_docstring(definition) is not None :]
    return [
        Statement(
            first + node.lineno - 1,
            first + (node.end_lineno or node.lineno) - 1,
            dedent("\n".join(source.splitlines()[node.lineno - 1 : node.end_lineno])),
            frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)),
            any(isinstance(n, ast.Attribute) and n.attr == "backward" for n in ast.walk(node)),
        )
        for node in body
    ]


def slope_of(expression: str, name: str) -> str:
    """Return the derivative as a formula; nothing where there is none that can be written."""
    try:
        return derivative(expression, name)
    except InputError:
        return ""


def written(expression: str) -> str:
    """Write a formula as in a book: x² and 3⋅x."""
    # x**2**3 is x**(2**3), which x²**3 would not be.
    text = re.sub(r"\*\*([0-9]+)(?![0-9.eE]|\s*\*\*)", lambda match: match[1].translate(superscripts), expression)
    text = re.sub(r"\s*(?<!\*)\*(?!\*)\s*", "⋅", text).replace("-", "−")
    # A formula without blanks can be broken all the same.
    return re.sub(r"([⋅(+−/]|\*\*)", "\\1\u200b", text) if len(text) > 40 else text
