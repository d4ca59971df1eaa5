"""Article 5: derivatives by autograd, and the same at work in a linear regression."""

# Bodies written for their readers: a number and then the tensor made of it may have one name.
# pyright: reportAssignmentType=false, reportAttributeAccessIssue=false

from typing import Annotated

import torch

from core.expression import evaluate
from core.lesson import Lesson
from core.lessons.notes import autograd as notes
from core.lessons.vocabulary import DATA, Epochs, Examples, Intercept, LearningRate, Noise, Seed, Slope
from core.parameter import Formula, Label, Range
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch

Place = Range(-1000, 1000)
X = Annotated[
    float,
    Place,
    Label(
        QT_TRANSLATE_NOOP("core", "x"),
        QT_TRANSLATE_NOOP("core", "The value of x at which the derivative is taken."),
        DATA,
    ),
]
Y = Annotated[
    float,
    Place,
    Label(
        QT_TRANSLATE_NOOP("core", "y"),
        QT_TRANSLATE_NOOP("core", "The value of y at which the derivative is taken."),
        DATA,
    ),
]
expression_label = Label(
    QT_TRANSLATE_NOOP("core", "Expression"),
    QT_TRANSLATE_NOOP("core", "What is differentiated: variables, numbers, + - * / **, and functions such as sin."),
    DATA,
)


def autograd_scalar(
    x: X = 2.0,
    expression: Annotated[str, Formula(("x",)), expression_label] = "x**2 + 3*x + 1",
) -> None:
    """Differentiate y, an expression of x, as the article's program does."""
    x = torch.tensor(x, requires_grad=True)
    y = evaluate(expression, x=x)
    y.backward()
    print(f"dy/dx = {x.grad}")


def autograd_chain(
    x: X = 2.0,
    y: Y = 3.0,
    expression: Annotated[str, Formula(("x", "y")), expression_label] = "x**2*y + y**2",
) -> None:
    """Differentiate z, an expression of x and y, by both, as the article's program does."""
    x = torch.tensor(x, requires_grad=True)
    y = torch.tensor(y, requires_grad=True)
    z = evaluate(expression, x=x, y=y)
    z.backward()
    print(f"dz/dx = {x.grad}")
    print(f"dz/dy = {y.grad}")


def line_epochs(
    seed: Seed = 42,
    examples: Examples = 100,
    slope: Slope = 2.0,
    intercept: Intercept = 1.0,
    noise: Noise = 2.0,
    learning_rate: LearningRate = 0.01,
    epochs: Epochs = 100,
) -> None:
    """Fit y = w x + b to noisy points, all of them at every epoch, as the article's program does."""
    torch.manual_seed(seed)
    x = torch.linspace(0, 10, examples).reshape(-1, 1)
    y = slope * x + intercept + torch.randn(x.size()) * noise

    w = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    for epoch in range(epochs):
        y_pred = w * x + b
        loss = torch.mean((y_pred - y) ** 2)
        loss.backward()

        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
        w.grad.zero_()
        b.grad.zero_()

        if (epoch + 1) % 10 == 0:
            print(f"Epoch {epoch + 1}/{epochs}, loss {loss.item():.4f}")

    print(f"w = {w.item()}")
    print(f"b = {b.item()}")


AUTOGRAD_SCALAR = Lesson(
    autograd_scalar,
    title=QT_TRANSLATE_NOOP("core", "A derivative by autograd"),
    summary=QT_TRANSLATE_NOOP("core", "Autograd computes dy/dx of an expression that you may type."),
    watch=Watch(loss="y", parameters=("x",), formula="expression"),
    notes=notes.SCALAR,
)

AUTOGRAD_CHAIN = Lesson(
    autograd_chain,
    title=QT_TRANSLATE_NOOP("core", "Two derivatives by autograd"),
    summary=QT_TRANSLATE_NOOP("core", "Autograd computes dz/dx and dz/dy of an expression that you may type."),
    watch=Watch(loss="z", parameters=("x", "y"), formula="expression"),
    notes=notes.CHAIN,
)

LINE_EPOCHS = Lesson(
    line_epochs,
    title=QT_TRANSLATE_NOOP("core", "A line, epoch by epoch"),
    summary=QT_TRANSLATE_NOOP("core", "Gradient descent fits y = w x + b to all the data in each of 100 epochs."),
    watch=Watch(
        x="x",
        y="y",
        prediction="y_pred",
        loss="loss",
        parameters=("w", "b"),
        curve=lambda x, w, b: w * x + b,
        loss_of=lambda y, y_pred: ((y_pred - y) ** 2).mean(),
        equation="y = {w} x + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "mean squared error"),
        learning_rate="learning_rate",
        truth=lambda slope, intercept, **_: {"w": slope, "b": intercept},
    ),
    notes=notes.LINE_EPOCHS,
)
