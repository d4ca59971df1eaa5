"""Article 1: linear regression from zero, drawn while it runs."""

from typing import Annotated

import torch

from core.lesson import Lesson
from core.lessons.notes import live_line as notes
from core.lessons.vocabulary import (
    TRAINING,
    CheckEvery,
    Examples,
    Intercept,
    Iterations,
    LearningRate,
    Noise,
    Seed,
    Slope,
    StopBelow,
)
from core.parameter import LIVE, Label
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch


def live_line(
    seed: Seed = 10,
    examples: Examples = 20,
    slope: Slope = 2.0,
    intercept: Intercept = 5.0,
    noise: Noise = 1.0,
    learning_rate: LearningRate = 0.1,
    zero_grad: Annotated[
        bool,
        LIVE,
        Label(
            QT_TRANSLATE_NOOP("core", "Zero the gradients"),
            QT_TRANSLATE_NOOP(
                "core",
                "After each update, forget its gradient. The article leaves this out: all past gradients add up.",
            ),
            TRAINING,
        ),
    ] = False,
    iterations: Iterations = 1000,
    check_every: CheckEvery = 20,
    stop_below: StopBelow = 1.0,
) -> None:
    """Fit y = w x + b to noisy points by gradient descent, as the article's program does."""
    torch.manual_seed(seed)
    x = torch.rand(examples, 1) * 10
    y = slope * x + (intercept + noise * torch.randn(examples, 1))

    w = torch.randn(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    for iteration in range(iterations):
        y_pred = w * x + b
        loss = (0.5 * (y - y_pred) ** 2).mean()
        loss.backward()

        b.data.sub_(learning_rate * b.grad)
        w.data.sub_(learning_rate * w.grad)
        if zero_grad:
            b.grad.zero_()
            w.grad.zero_()

        if iteration % check_every == 0:
            print(f"iteration {iteration}: loss {loss.item():.4f}, w {w.item():.6f}, b {b.item():.6f}")
            if loss.item() < stop_below:
                break


LIVE_LINE = Lesson(
    live_line,
    title=QT_TRANSLATE_NOOP("core", "A line, drawn live"),
    summary=QT_TRANSLATE_NOOP("core", "Gradient descent fits y = w x + b to twenty noisy points."),
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
        zero_grad="zero_grad",
        truth=lambda slope, intercept, **_: {"w": slope, "b": intercept},
        stop_below="stop_below",
        redraw_every="check_every",
    ),
    notes=notes.LIVE_LINE,
    family="line",
)
