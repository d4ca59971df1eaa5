"""A lesson's hyperparameters as a form, made from its signature."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.formula import FUNCTIONS
from core.lesson import Lesson
from core.parameter import Parameter
from core.text import QT_TRANSLATE_NOOP
from guiapp import theme
from guiapp.language import translated
from guiapp.widgets.number_box import NumberBox
from guiapp.widgets.switch import Switch
from guiapp.widgets.text_box import ChoiceBox, TextBox


class ParameterForm(QScrollArea):
    """One field for each hyperparameter, grouped; what is wrong with a text stands below its field.

    Signals:
        edited(str, object): a hyperparameter was given another valid value.
        defaults_wanted(): the Defaults button was pressed.
    """

    KEYS = (
        (("Return",), QT_TRANSLATE_NOOP("keys", "Take what is typed")),
        (("Esc",), QT_TRANSLATE_NOOP("keys", "Drop what is typed")),
        (("Up", "Down"), QT_TRANSLATE_NOOP("keys", "The next larger or smaller number")),
    )

    edited = Signal(str, object)
    defaults_wanted = Signal()

    def __init__(self, lesson: Lesson, values: Mapping[str, Any], parent: QWidget | None = None) -> None:
        """Make the fields of `lesson` and show `values`."""
        super().__init__(parent)
        self.fields: dict[str, NumberBox | TextBox | ChoiceBox | Switch] = {}
        self._cells: dict[str, QVBoxLayout] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to the field that has the focus
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        groups: dict[str, QFormLayout] = {}
        for parameter in lesson.parameters.values():
            title = parameter.label.group
            if title not in groups:
                box = QGroupBox(translated(title))
                groups[title] = QFormLayout(box)
                groups[title].setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
                column.addWidget(box)
            self._add_row(groups[title], parameter)
        column.addLayout(self._make_footer(any(parameter.live for parameter in lesson.parameters.values())))
        column.addStretch()
        self.setWidget(content)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(content.minimumSizeHint().width() + bar)
        self.show_values(values)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show other values, without telling anyone."""
        for name, field in self.fields.items():
            if isinstance(field, Switch):
                field.setChecked(values[name])
            else:
                field.set_value(values[name])

    def put_below(self, name: str, widget: QWidget) -> None:
        """Put a widget below the field of a hyperparameter."""
        self._cells[name].insertWidget(1, widget)

    def _add_row(self, form: QFormLayout, parameter: Parameter) -> None:
        name, label = parameter.name, parameter.label
        text = translated(label.text)
        tip = self._tip(parameter)
        if parameter.type is bool:
            field = Switch(text)
            field.clicked.connect(lambda on: self.edited.emit(name, on))
            form.addRow(self._with_mark(field, parameter))
        else:
            field = self._make_editor(parameter)
            field.value_chosen.connect(lambda value: self.edited.emit(name, value))
            caption = QLabel(text)
            caption.setBuddy(field)
            caption.setToolTip(tip)
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addLayout(self._with_mark(field, parameter))
            self._cells[name] = cell
            if not isinstance(field, ChoiceBox):
                cell.addWidget(self._make_problem(field, tip))
            form.addRow(caption, cell)
        field.setObjectName(name)
        field.setAccessibleName(text)
        field.setAccessibleDescription(tip)
        field.setToolTip(tip)
        self.fields[name] = field

    def _make_editor(self, parameter: Parameter) -> NumberBox | TextBox | ChoiceBox:
        if parameter.choices:
            return ChoiceBox(parameter)
        return TextBox(parameter) if parameter.type in (str, tuple) else NumberBox(parameter)

    def _make_problem(self, field: NumberBox | TextBox, tip: str) -> QLabel:
        """Make the line that says what is wrong with a field's text, and let it colour the field's frame."""
        problem = QLabel(wordWrap=True)
        problem.hide()
        problem.setStyleSheet(f"color: {theme.BAD};")

        def tell(sentence: str) -> None:
            if sentence == problem.text():
                return
            problem.setText(sentence)
            problem.setVisible(bool(sentence))
            palette = QPalette()
            if sentence:
                palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.BAD))  # which the frame is drawn in
            field.setPalette(palette)
            field.setToolTip(sentence or tip)
            field.setAccessibleDescription(sentence or tip)

        field.input_refused.connect(tell)
        return problem

    def _with_mark(self, field: QWidget, parameter: Parameter) -> QHBoxLayout:
        """Put the unit and the sign of a live hyperparameter behind a field.

        No widget is between: a screen reader finds a field's caption only beside it.
        """
        layout = QHBoxLayout()
        layout.setSpacing(theme.SPACE - 2)
        layout.addWidget(field, 1)
        if parameter.label.unit:
            layout.addWidget(QLabel(translated(parameter.label.unit)))
        mark = QLabel()
        if parameter.live:
            mark.setPixmap(theme.icon("live").pixmap(16, 16))
            mark.setToolTip(self.tr("Live: a change acts at once, while the loop runs."))
        mark.setFixedWidth(16)
        layout.addWidget(mark)
        return layout

    def _make_footer(self, live: bool) -> QHBoxLayout:
        """Make the button for the defaults and, where there is a live hyperparameter, say what its sign means."""
        sign = QLabel()
        sign.setPixmap(theme.icon("live").pixmap(16, 16))
        legend = QLabel(self.tr("acts while it runs; another change restarts"), wordWrap=True)
        legend.setStyleSheet(f"color: {theme.MUTED};")
        button = QPushButton(theme.icon("defaults"), self.tr("Defaults"))
        button.setToolTip(self.tr("Give every parameter the value that it has in the article, and restart."))
        button.clicked.connect(self.defaults_wanted)
        footer = QHBoxLayout()
        if live:
            footer.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            footer.addWidget(legend, 1)
        else:
            footer.addStretch()
        footer.addWidget(button)
        return footer

    def _tip(self, parameter: Parameter) -> str:
        return "\n".join(text for text in (translated(parameter.label.help), self._allowed(parameter)) if text)

    def _allowed(self, parameter: Parameter) -> str:
        """Say what may be given, and what the article gives."""
        count, low, high = parameter.count, "", ""
        if parameter.range:
            low, high = (f"{limit:.12g}" for limit in (parameter.range.low, parameter.range.high))
        if parameter.choices:
            template = self.tr("One of {choices}; default {default}.")
        elif parameter.formula:
            template = self.tr(
                "A formula of {names} with numbers, + - * / **, parentheses\nand {functions};\ndefault {default}."
            )
        elif not parameter.range:
            return ""
        elif count and count.low == count.high:
            template = self.tr("{count} numbers from {low} to {high}, with commas between them; default {default}.")
        elif count:
            template = self.tr(
                "{count} to {most} numbers from {low} to {high}, with commas between them; default {default}."
            )
        else:
            template = self.tr("From {low} to {high}; default {default}.")
        return template.format(
            low=low,
            high=high,
            count=count.low if count else "",
            most=count.high if count else "",
            choices=", ".join(parameter.choices),
            names=", ".join(parameter.formula.variables if parameter.formula else ()),
            functions=", ".join(FUNCTIONS),
            default=parameter.format(parameter.default),
        )
