"""The field's hyperparameters, each named, bounded and explained once for all lessons."""

from typing import Annotated

from core.lesson import LIVE, Label, Range
from core.text import QT_TRANSLATE_NOOP

DATA = QT_TRANSLATE_NOOP("core", "Data")
TRAINING = QT_TRANSLATE_NOOP("core", "Training")
STOPPING = QT_TRANSLATE_NOOP("core", "Stopping")

Seed = Annotated[
    int,
    Range(0, 2**31 - 1),
    Label(
        QT_TRANSLATE_NOOP("core", "Seed"),
        QT_TRANSLATE_NOOP("core", "Fixes the random numbers: the same seed gives the same data and the same start."),
        DATA,
    ),
]
Examples = Annotated[
    int,
    Range(2, 1_000_000, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Examples"),
        QT_TRANSLATE_NOOP("core", "How many data points are drawn."),
        DATA,
    ),
]
Noise = Annotated[
    float,
    Range(0, 100),
    Label(
        QT_TRANSLATE_NOOP("core", "Noise"),
        QT_TRANSLATE_NOOP("core", "Standard deviation of what is added to the labels at random."),
        DATA,
    ),
]
LearningRate = Annotated[
    float,
    Range(1e-6, 10, log=True),
    LIVE,
    Label(
        QT_TRANSLATE_NOOP("core", "Learning rate"),
        QT_TRANSLATE_NOOP("core", "How far one update goes: it subtracts the learning rate times the gradient."),
        TRAINING,
    ),
]
Iterations = Annotated[
    int,
    Range(1, 100_000_000, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Iterations"),
        QT_TRANSLATE_NOOP("core", "The run ends after this many updates, if nothing stops it before."),
        STOPPING,
    ),
]
CheckEvery = Annotated[
    int,
    Range(1, 100_000_000, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Check every"),
        QT_TRANSLATE_NOOP("core", "The program looks at the loss, prints and redraws at every so many iterations."),
        STOPPING,
        QT_TRANSLATE_NOOP("core", "iterations"),
    ),
]
StopBelow = Annotated[
    float,
    Range(0, 1e9, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Stop below"),
        QT_TRANSLATE_NOOP("core", "The run stops where it finds the loss below this; 0 turns the rule off."),
        STOPPING,
        QT_TRANSLATE_NOOP("core", "loss"),
    ),
]
