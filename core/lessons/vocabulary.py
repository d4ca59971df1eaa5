"""The field's hyperparameters, each named, bounded and explained once for all lessons."""

from typing import Annotated

from core.parameter import LIVE, Choices, Label, Range
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
Slope = Annotated[
    float,
    Range(-1000, 1000),
    Label(
        QT_TRANSLATE_NOOP("core", "Slope"),
        QT_TRANSLATE_NOOP("core", "The true w: how steep the line is that the data are drawn from."),
        DATA,
    ),
]
Intercept = Annotated[
    float,
    Range(-1000, 1000),
    Label(
        QT_TRANSLATE_NOOP("core", "Intercept"),
        QT_TRANSLATE_NOOP("core", "The true b: where the line that the data are drawn from meets x = 0."),
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
BatchSize = Annotated[
    int,
    Range(1, 1_000_000, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Batch size"),
        QT_TRANSLATE_NOOP("core", "How many examples one update uses; fewer where the data run out."),
        TRAINING,
    ),
]
Precision = Annotated[
    str,
    Choices(("float64", "float32")),
    Label(
        QT_TRANSLATE_NOOP("core", "Precision"),
        QT_TRANSLATE_NOOP("core", "The numbers that are computed with: float64 holds 16 digits, float32 holds 7."),
        TRAINING,
    ),
]
DataFrom = Annotated[
    str,
    Choices(("numpy", "torch")),
    Label(
        QT_TRANSLATE_NOOP("core", "Data from"),
        QT_TRANSLATE_NOOP("core", "Whose random numbers give the data and the first w and b: the other program's too."),
        DATA,
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
Epochs = Annotated[
    int,
    Range(1, 1000, log=True),
    Label(
        QT_TRANSLATE_NOOP("core", "Epochs"),
        QT_TRANSLATE_NOOP("core", "How many times the program goes through all the data before it ends."),
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
