"""Every action once: its text, tip, keys and icon. Menu, toolbar and the list of keys are made from this table."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from core.text import QT_TRANSLATE_NOOP
from guiapp import theme


@dataclass(frozen=True)
class ActionSpec:
    """What an action is called, what it does in a few words, and its keys."""

    name: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""


RUN_MENU = (
    ActionSpec(
        "run",
        QT_TRANSLATE_NOOP("actions", "Run"),
        QT_TRANSLATE_NOOP("actions", "Run or pause; at an earlier iteration, play the record from there"),
        ("Space",),
        "run",
    ),
    ActionSpec(
        "step_forward",
        QT_TRANSLATE_NOOP("actions", "Step forward"),
        QT_TRANSLATE_NOOP("actions", "One iteration: one update of the parameters"),
        ("Right",),
        "step_forward",
    ),
    ActionSpec(
        "step_into",
        QT_TRANSLATE_NOOP("actions", "Step into"),
        QT_TRANSLATE_NOOP("actions", "One statement of the lesson's code"),
        ("Shift+Right", "F11"),
        "step_into",
    ),
    ActionSpec(
        "step_back",
        QT_TRANSLATE_NOOP("actions", "Step back"),
        QT_TRANSLATE_NOOP("actions", "Back to the iteration before"),
        ("Left",),
        "step_back",
    ),
    ActionSpec(
        "to_start",
        QT_TRANSLATE_NOOP("actions", "To the start"),
        QT_TRANSLATE_NOOP("actions", "Back to where the run began"),
        ("Home",),
        "to_start",
    ),
    ActionSpec(
        "to_end",
        QT_TRANSLATE_NOOP("actions", "Run to the end"),
        QT_TRANSLATE_NOOP("actions", "As fast as it goes to the last iteration"),
        ("End",),
        "to_end",
    ),
    ActionSpec(
        "restart",
        QT_TRANSLATE_NOOP("actions", "Restart"),
        QT_TRANSLATE_NOOP("actions", "Begin again from the same start"),
        ("R",),
        "restart",
    ),
    ActionSpec(
        "keep",
        QT_TRANSLATE_NOOP("actions", "Keep this run"),
        QT_TRANSLATE_NOOP("actions", "Draw what has been run until now behind the next runs"),
        ("K",),
    ),
    ActionSpec(
        "continue",
        QT_TRANSLATE_NOOP("actions", "Go on from here"),
        QT_TRANSLATE_NOOP("actions", "Make the shown iteration the newest; the run until now is kept"),
        ("C",),
    ),
    ActionSpec(
        "race",
        QT_TRANSLATE_NOOP("actions", "Race the optimisers"),
        QT_TRANSLATE_NOOP("actions", "Run the other optimisers from the same start, then all of them together"),
        ("Shift+R",),
    ),
    ActionSpec(
        "faster",
        QT_TRANSLATE_NOOP("actions", "Faster"),
        QT_TRANSLATE_NOOP("actions", "The next higher speed"),
        ("Up",),
        "faster",
    ),
    ActionSpec(
        "slower",
        QT_TRANSLATE_NOOP("actions", "Slower"),
        QT_TRANSLATE_NOOP("actions", "The next lower speed"),
        ("Down",),
        "slower",
    ),
)
LESSON_MENU = (
    ActionSpec(
        "lessons",
        QT_TRANSLATE_NOOP("actions", "All lessons ..."),
        QT_TRANSLATE_NOOP("actions", "Choose a lesson"),
        ("Ctrl+L",),
        "lessons",
    ),
)
FILE_MENU = (
    ActionSpec(
        "open",
        QT_TRANSLATE_NOOP("actions", "Open ..."),
        QT_TRANSLATE_NOOP("actions", "Open a session that was saved"),
        ("Ctrl+O",),
    ),
    ActionSpec(
        "save",
        QT_TRANSLATE_NOOP("actions", "Save"),
        QT_TRANSLATE_NOOP("actions", "Save lesson, parameters, changes and kept runs as a file"),
        ("Ctrl+S",),
    ),
    ActionSpec(
        "save_as",
        QT_TRANSLATE_NOOP("actions", "Save as ..."),
        QT_TRANSLATE_NOOP("actions", "Save the session as another file"),
        ("Ctrl+Shift+S",),
    ),
    ActionSpec(
        "export",
        QT_TRANSLATE_NOOP("actions", "Export ..."),
        QT_TRANSLATE_NOOP("actions", "Write figures, a program, a picture or a film"),
        ("Ctrl+E",),
    ),
    ActionSpec(
        "copy_picture",
        QT_TRANSLATE_NOOP("actions", "Copy picture"),
        QT_TRANSLATE_NOOP("actions", "Copy a picture of the window"),
        ("Ctrl+Shift+C",),
    ),
    ActionSpec(
        "copy_figures",
        QT_TRANSLATE_NOOP("actions", "Copy figures"),
        QT_TRANSLATE_NOOP("actions", "Copy the numbers of the shown iteration"),
        ("Ctrl+Shift+F",),
    ),
    ActionSpec(
        "quit", QT_TRANSLATE_NOOP("actions", "Quit"), QT_TRANSLATE_NOOP("actions", "Leave Fitscope"), ("Ctrl+Q",)
    ),
)
VIEW_MENU = (
    ActionSpec(
        "overview",
        QT_TRANSLATE_NOOP("actions", "Reset layout"),
        QT_TRANSLATE_NOOP("actions", "Put every view back to its first place"),
        ("F7",),
    ),
    ActionSpec(
        "inside",
        QT_TRANSLATE_NOOP("actions", "Inside one iteration"),
        QT_TRANSLATE_NOOP("actions", "Put code, variables, fit and loss surface side by side"),
        ("F8",),
    ),
    ActionSpec(
        "detach",
        QT_TRANSLATE_NOOP("actions", "Detach panel"),
        QT_TRANSLATE_NOOP("actions", "Take the panel with the focus out of the window, or put it back"),
        ("Ctrl+D",),
    ),
    ActionSpec(
        "larger",
        QT_TRANSLATE_NOOP("actions", "Larger"),
        QT_TRANSLATE_NOOP("actions", "Larger type and thicker lines"),
        ("Ctrl++", "Ctrl+="),
    ),
    ActionSpec(
        "smaller",
        QT_TRANSLATE_NOOP("actions", "Smaller"),
        QT_TRANSLATE_NOOP("actions", "Smaller type and thinner lines"),
        ("Ctrl+-",),
    ),
    ActionSpec(
        "present",
        QT_TRANSLATE_NOOP("actions", "Presentation"),
        QT_TRANSLATE_NOOP("actions", "Fill the screen, to be read from the last row; Escape leaves"),
        ("F5",),
    ),
    ActionSpec(
        "reset_all",
        QT_TRANSLATE_NOOP("actions", "Reset all settings"),
        QT_TRANSLATE_NOOP("actions", "Language, theme, size and layout as at the first start"),
    ),
)
HELP_MENU = (
    ActionSpec(
        "keys",
        QT_TRANSLATE_NOOP("actions", "Keys"),
        QT_TRANSLATE_NOOP("actions", "Show what the keys do"),
        ("F1",),
        "help",
    ),
    ActionSpec(
        "tour",
        QT_TRANSLATE_NOOP("actions", "Tour"),
        QT_TRANSLATE_NOOP("actions", "Five steps through the window"),
    ),
    ActionSpec(
        "diagnostics",
        QT_TRANSLATE_NOOP("actions", "Copy diagnostics"),
        QT_TRANSLATE_NOOP("actions", "Copy versions, system and the end of the log, for an error report"),
    ),
    ActionSpec(
        "about_fitscope",
        QT_TRANSLATE_NOOP("actions", "About Fitscope"),
        QT_TRANSLATE_NOOP("actions", "Version and licences"),
    ),
)
ACTIONS = (*LESSON_MENU, *RUN_MENU, *FILE_MENU, *VIEW_MENU, *HELP_MENU)


def make_actions(window: QWidget) -> Mapping[str, QAction]:
    """Make the actions of ACTIONS for a window, by name; their keys act wherever the focus is in it."""
    actions = {}
    for spec in ACTIONS:
        action = QAction(action_text(spec.text), window)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.icon:
            action.setIcon(theme.icon(spec.icon))
        tip = action_text(spec.tip)
        keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        window.addAction(action)
        actions[spec.name] = action
    return actions


def action_text(text: str) -> str:
    """Translate a text of the table."""
    return QCoreApplication.translate("actions", text)
