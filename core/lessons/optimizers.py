"""The line of article 1, fitted with torch's own optimisers."""

# Bodies written for their readers: the optimiser's name and then the optimiser itself have one name.
# pyright: reportAssignmentType=false, reportAttributeAccessIssue=false
# The loss that LBFGS asks for is that of the iteration in which it asks.
# ruff: noqa: B023

from typing import Annotated

import torch

from core.lesson import Lesson
from core.lessons.notes import optimizers as notes
from core.lessons.vocabulary import TRAINING, Examples, Intercept, Iterations, LearningRate, Noise, Seed, Slope
from core.parameter import Choices, Label, Range
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch

Optimizer = Annotated[
    str,
    Choices(("SGD", "Adagrad", "RMSprop", "Adam", "AdamW", "LBFGS")),
    Label(
        QT_TRANSLATE_NOOP("core", "Optimiser"),
        QT_TRANSLATE_NOOP("core", "Which class of torch.optim turns the gradients into updates of w and b."),
        TRAINING,
    ),
]
OptimizerRate = Annotated[
    LearningRate,
    Label(
        QT_TRANSLATE_NOOP("core", "Learning rate"),
        QT_TRANSLATE_NOOP(
            "core",
            "How far one update goes: plain SGD subtracts the learning rate times the gradient, the other optimisers "
            "scale or turn the gradient first.",
        ),
        TRAINING,
    ),
]
Momentum = Annotated[
    float,
    Range(0, 0.999),
    Label(
        QT_TRANSLATE_NOOP("core", "Momentum"),
        QT_TRANSLATE_NOOP(
            "core", "How much of the update before is kept in the next one. Only SGD and RMSprop use it; 0 keeps none."
        ),
        TRAINING,
    ),
]
Nesterov = Annotated[
    bool,
    Label(
        QT_TRANSLATE_NOOP("core", "Nesterov momentum"),
        QT_TRANSLATE_NOOP(
            "core",
            "Step as if momentum had already carried w and b on. Only SGD uses it; without momentum it changes "
            "nothing.",
        ),
        TRAINING,
    ),
]


def line_optimizers(
    seed: Seed = 10,
    examples: Examples = 20,
    slope: Slope = 2.0,
    intercept: Intercept = 5.0,
    noise: Noise = 1.0,
    optimizer: Optimizer = "SGD",
    learning_rate: OptimizerRate = 0.05,
    momentum: Momentum = 0.0,
    nesterov: Nesterov = False,
    iterations: Iterations = 200,
) -> None:
    """Fit y = w x + b to noisy points with an optimiser of torch.optim."""
    torch.manual_seed(seed)
    x = torch.rand(examples, 1) * 10
    y = slope * x + (intercept + noise * torch.randn(examples, 1))

    w = torch.randn(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    match optimizer:
        case "SGD":
            # Without momentum, Nesterov's way is the plain one; torch would refuse it.
            nesterov = nesterov and momentum > 0
            optimizer = torch.optim.SGD([w, b], lr=learning_rate, momentum=momentum, nesterov=nesterov)
        case "Adagrad":
            optimizer = torch.optim.Adagrad([w, b], lr=learning_rate)
        case "RMSprop":
            optimizer = torch.optim.RMSprop([w, b], lr=learning_rate, momentum=momentum)
        case "Adam":
            optimizer = torch.optim.Adam([w, b], lr=learning_rate)
        case "AdamW":
            optimizer = torch.optim.AdamW([w, b], lr=learning_rate)
        case "LBFGS":
            # Each step is one update here; of itself LBFGS makes up to 20.
            optimizer = torch.optim.LBFGS([w, b], lr=learning_rate, max_iter=1)

    for iteration in range(iterations):
        # The optimizer has a copy of its own, which would not follow a change of the learning rate.
        optimizer.param_groups[0]["lr"] = learning_rate
        y_pred = w * x + b
        loss = (0.5 * (y - y_pred) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        # LBFGS asks for the loss by calling a function; the others can do without.
        optimizer.step(lambda: loss)

        if iteration % 20 == 0:
            print(f"iteration {iteration}: loss {loss.item():.4f}, w {w.item():.6f}, b {b.item():.6f}")


LINE_OPTIMIZERS = Lesson(
    line_optimizers,
    title=QT_TRANSLATE_NOOP("core", "A line, with torch's optimisers"),
    summary=QT_TRANSLATE_NOOP(
        "core", "SGD, Adagrad, RMSprop, Adam, AdamW or LBFGS fits y = w x + b to twenty noisy points."
    ),
    watch=Watch(
        x="x",
        y="y",
        prediction="y_pred",
        loss="loss",
        parameters=("w", "b"),
        curve=lambda x, w, b: w * x + b,
        loss_of=lambda y, y_pred: (0.5 * (y - y_pred) ** 2).mean(),
        equation="y = {w} x + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "half the mean squared error"),
        learning_rate="learning_rate",
        momentum="momentum",
        optimizer="optimizer",
        nesterov="nesterov",
        truth=lambda slope, intercept, **_: {"w": slope, "b": intercept},
    ),
    notes=notes.LINE_OPTIMIZERS,
    family="line",
)
