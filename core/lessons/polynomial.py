"""Article 4: a polynomial, fitted to points that are drawn afresh at every iteration."""

# At least one iteration always runs.
# pyright: reportPossiblyUnboundVariable=false

from typing import Annotated

import numpy as np
import torch
from torch import nn, optim

from core.lesson import Lesson
from core.lessons.notes import polynomial as notes
from core.lessons.vocabulary import DATA, TRAINING, BatchSize, Iterations, LearningRate, Seed, StopBelow
from core.parameter import Choices, Count, Label, Range
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch


def polynomial(
    seed: Seed = 0,
    coefficients: Annotated[
        tuple[float, ...],
        Range(-1000, 1000),
        Count(1, 9),
        Label(
            QT_TRANSLATE_NOOP("core", "Coefficients"),
            QT_TRANSLATE_NOOP("core", "The true weights of x, x², x³ and so on; as many as there are is the degree."),
            DATA,
        ),
    ] = (0.5, 3.0, 2.4),
    constant: Annotated[
        float,
        Range(-1000, 1000),
        Label(
            QT_TRANSLATE_NOOP("core", "Constant"),
            QT_TRANSLATE_NOOP("core", "The true b: the polynomial's value at x = 0."),
            DATA,
        ),
    ] = 0.9,
    batch_size: BatchSize = 32,
    learning_rate: LearningRate = 1e-3,
    stop_below: StopBelow = 1e-3,
    iterations: Iterations = 100_000,
    device: Annotated[
        str,
        Choices(("cpu", "cuda")),
        Label(
            QT_TRANSLATE_NOOP("core", "Device"),
            QT_TRANSLATE_NOOP("core", "What computes: the processor (cpu), or an NVIDIA graphics card (cuda)."),
            TRAINING,
        ),
    ] = "cpu",
) -> None:
    """Fit a polynomial by stochastic gradient descent, as the article's program does."""
    if device == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("there is no CUDA device here; choose cpu")
    torch.manual_seed(seed)
    degree = len(coefficients)
    w_target = torch.tensor(coefficients).unsqueeze(1)
    b_target = torch.tensor([constant])

    def make_features(x):
        """Make the columns x, x², x³ and so on."""
        x = x.unsqueeze(1)
        return torch.cat([x**power for power in range(1, degree + 1)], 1)

    def f(x):
        """Compute the true polynomial of features."""
        return x.mm(w_target) + b_target[0]

    def get_batch():
        """Draw points, and return them with their features and labels."""
        random = torch.randn(batch_size)
        x = make_features(random)
        return random.unsqueeze(1), x.to(device), f(x).to(device)

    def describe(weights, bias):
        """Write a polynomial out."""
        terms = [f"{weight:+.4f} x^{power}" for power, weight in enumerate(weights, 1)]
        return " ".join(["y =", *terms, f"{bias:+.4f}"])

    model = nn.Linear(degree, 1).to(device)
    w, b = model.weight, model.bias
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=learning_rate)

    iteration = 0
    while iteration < iterations:
        # The optimizer has a copy of its own, which would not follow a change of the learning rate.
        optimizer.param_groups[0]["lr"] = learning_rate
        points, batch_x, batch_y = get_batch()
        output = model(batch_x)
        loss = criterion(output, batch_y)
        print_loss = loss.item()

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        iteration += 1
        if print_loss < stop_below:
            break

    print(f"Loss: {print_loss:.6f} after {iteration} batches")
    print("==> Learned function:", describe(w.flatten().tolist(), b.item()))
    print("==> Actual function: ", describe(coefficients, constant))


POLYNOMIAL = Lesson(
    polynomial,
    title=QT_TRANSLATE_NOOP("core", "A polynomial, from fresh batches"),
    summary=QT_TRANSLATE_NOOP(
        "core", "Stochastic gradient descent fits a polynomial to new points at every iteration."
    ),
    watch=Watch(
        x="points",
        y="batch_y",
        prediction="output",
        loss="loss",
        parameters=("w", "b"),
        curve=lambda x, w, b: x ** np.arange(1, w.size + 1) @ w.T + b,
        loss_of=lambda y, output: ((output - y) ** 2).mean(),
        equation="y = w · (x, x², …) + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "mean squared error"),
        learning_rate="learning_rate",
        stop_below="stop_below",
        batch=("points", "batch_y"),
        truth=lambda coefficients, constant, **_: {"w": np.array([coefficients]), "b": np.array([constant])},
    ),
    notes=notes.POLYNOMIAL,
)
