"""Article 3: a parabola, with derivatives written by hand in NumPy and taken by torch's autograd."""

# The window shows the loop's variable.
# ruff: noqa: B007
# At least one pass always runs through a loop.
# pyright: reportPossiblyUnboundVariable=false

from typing import Annotated

import numpy as np
import torch

from core.lesson import Lesson
from core.lessons.notes import quadratic as notes
from core.lessons.vocabulary import DATA, DataFrom, Examples, Iterations, LearningRate, Precision, Seed
from core.parameter import Label, Range
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch

Curvature = Annotated[
    float,
    Range(-1000, 1000),
    Label(
        QT_TRANSLATE_NOOP("core", "Curvature"),
        QT_TRANSLATE_NOOP("core", "The true w: how curved the parabola is that the data are drawn from."),
        DATA,
    ),
]
Offset = Annotated[
    float,
    Range(-1000, 1000),
    Label(
        QT_TRANSLATE_NOOP("core", "Offset"),
        QT_TRANSLATE_NOOP("core", "The true b: the height at x = 0 of the parabola that the data are drawn from."),
        DATA,
    ),
]
UniformNoise = Annotated[
    float,
    Range(0, 100),
    Label(
        QT_TRANSLATE_NOOP("core", "Noise"),
        QT_TRANSLATE_NOOP("core", "The most that is added to a label: anything from 0 to this, never less than 0."),
        DATA,
    ),
]
InitCellRuns = Annotated[
    int,
    Range(1, 10),
    Label(
        QT_TRANSLATE_NOOP("core", "Runs of the start cell"),
        QT_TRANSLATE_NOOP("core", "How often the notebook's cell that draws w and b is run; the last draw counts."),
        DATA,
    ),
]


def quadratic_numpy(
    seed: Seed = 666,
    examples: Examples = 100,
    curvature: Curvature = 3.0,
    offset: Offset = 2.0,
    noise: UniformNoise = 0.2,
    data_from: DataFrom = "numpy",
    init_cell_runs: InitCellRuns = 1,
    precision: Precision = "float64",
    learning_rate: LearningRate = 0.001,
    iterations: Iterations = 800,
) -> None:
    """Fit y = w x² + b with gradients written by hand, as the article's first program does."""
    if data_from == "numpy":
        np.random.seed(seed)
        x = np.linspace(-1, 1, examples).reshape(examples, 1)
        y = curvature * np.power(x, 2) + offset + noise * np.random.rand(x.size).reshape(examples, 1)
        for _ in range(init_cell_runs):
            w = np.random.rand(1, 1)
            b = np.random.rand(1, 1)
    else:
        torch.manual_seed(seed)
        x = torch.unsqueeze(torch.linspace(-1, 1, examples), dim=1)
        y = curvature * x.pow(2) + offset + noise * torch.rand(x.size())
        for _ in range(init_cell_runs):
            w = torch.randn(1, 1)
            b = torch.zeros(1, 1)
    x, y, w, b = (np.asarray(values, dtype=precision) for values in (x, y, w, b))

    for iteration in range(iterations):
        y_pred = np.power(x, 2) * w + b
        loss = 0.5 * (y_pred - y) ** 2
        loss = loss.sum()
        grad_w = np.sum((y_pred - y) * np.power(x, 2))
        grad_b = np.sum(y_pred - y)
        w -= learning_rate * grad_w
        b -= learning_rate * grad_b

    print(w, b)


def quadratic_autograd(
    seed: Seed = 666,
    examples: Examples = 100,
    curvature: Curvature = 3.0,
    offset: Offset = 2.0,
    noise: UniformNoise = 0.2,
    data_from: DataFrom = "torch",
    precision: Precision = "float32",
    learning_rate: LearningRate = 0.001,
    iterations: Iterations = 800,
) -> None:
    """Fit y = w x² + b with gradients taken by autograd, as the article's second program does."""
    if data_from == "torch":
        torch.manual_seed(seed)
        x = torch.unsqueeze(torch.linspace(-1, 1, examples), dim=1)
        y = curvature * x.pow(2) + offset + noise * torch.rand(x.size())
        w = torch.randn(1, 1)
        b = torch.zeros(1, 1)
    else:
        np.random.seed(seed)
        x = np.linspace(-1, 1, examples).reshape(examples, 1)
        y = curvature * np.power(x, 2) + offset + noise * np.random.rand(x.size).reshape(examples, 1)
        w = np.random.rand(1, 1)
        b = np.random.rand(1, 1)
    x, y, w, b = (torch.as_tensor(values, dtype=getattr(torch, precision)) for values in (x, y, w, b))
    w.requires_grad_()
    b.requires_grad_()

    for iteration in range(iterations):
        y_pred = x.pow(2).mm(w) + b
        loss = 0.5 * (y_pred - y) ** 2
        loss = loss.sum()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
            w.grad.zero_()
            b.grad.zero_()

    print(w, b)


def _watch(gradients: dict[str, str]) -> Watch:
    """Watch either program: they differ in where the gradients are."""
    return Watch(
        x="x",
        y="y",
        prediction="y_pred",
        loss="loss",
        parameters=("w", "b"),
        gradients=gradients,
        curve=lambda x, w, b: w * x**2 + b,
        loss_of=lambda y, y_pred: (0.5 * (y_pred - y) ** 2).sum(),
        equation="y = {w} x² + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "half the sum of the squared errors"),
        learning_rate="learning_rate",
        truth=lambda curvature, offset, **_: {"w": np.array([[curvature]]), "b": np.array([[offset]])},
    )


QUADRATIC_NUMPY = Lesson(
    quadratic_numpy,
    title=QT_TRANSLATE_NOOP("core", "A parabola, with NumPy"),
    summary=QT_TRANSLATE_NOOP("core", "Gradient descent fits y = w x² + b with gradients written by hand."),
    watch=_watch({"w": "grad_w", "b": "grad_b"}),
    notes=notes.NUMPY,
    family="quadratic",
)

QUADRATIC_AUTOGRAD = Lesson(
    quadratic_autograd,
    title=QT_TRANSLATE_NOOP("core", "A parabola, with autograd"),
    summary=QT_TRANSLATE_NOOP("core", "The same fit with the gradients taken by torch's autograd."),
    watch=_watch({}),
    notes=notes.AUTOGRAD,
    family="quadratic",
)
