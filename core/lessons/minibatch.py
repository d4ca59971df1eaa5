"""Article 2: linear regression of two features in minibatches, from scratch and with torch's own parts."""

# torch types `net[0].weight` as what may be a module.
# pyright: reportCallIssue=false

import random
from typing import Annotated

import numpy as np
import torch
from torch import nn
from torch.utils import data

from core.lesson import Lesson
from core.lessons.notes import minibatch as notes
from core.lessons.vocabulary import DATA, TRAINING, BatchSize, Epochs, Examples, LearningRate, Noise, Seed
from core.parameter import Count, Label, Range
from core.text import QT_TRANSLATE_NOOP
from core.watch import Watch

TrueW = Annotated[
    tuple[float, ...],
    Range(-1000, 1000),
    Count(2, 2),
    Label(
        QT_TRANSLATE_NOOP("core", "True w"),
        QT_TRANSLATE_NOOP("core", "The two weights, one a feature, that the labels are made with."),
        DATA,
    ),
]
TrueB = Annotated[
    float,
    Range(-1000, 1000),
    Label(
        QT_TRANSLATE_NOOP("core", "True b"),
        QT_TRANSLATE_NOOP("core", "The bias that the labels are made with."),
        DATA,
    ),
]
InitialScale = Annotated[
    float,
    Range(0, 100),
    Label(
        QT_TRANSLATE_NOOP("core", "Initial scale"),
        QT_TRANSLATE_NOOP("core", "Standard deviation of the random weights that training begins with."),
        TRAINING,
    ),
]


def minibatch_scratch(
    seed: Seed = 0,
    examples: Examples = 1000,
    true_w: TrueW = (2.0, -3.4),
    true_b: TrueB = 4.2,
    noise: Noise = 0.01,
    initial_scale: InitialScale = 0.01,
    batch_size: BatchSize = 10,
    learning_rate: LearningRate = 0.03,
    epochs: Epochs = 3,
) -> None:
    """Fit y = X w + b by minibatch gradient descent written out in full, as the article's first program does."""
    torch.manual_seed(seed)
    random.seed(seed)
    true_weights = torch.tensor(true_w)
    features = torch.normal(0, 1, (examples, 2))
    labels = features @ true_weights + true_b
    labels += torch.normal(0, noise, labels.shape)
    labels = labels.reshape(-1, 1)

    def data_iter(batch_size, features, labels):
        indices = list(range(len(features)))
        random.shuffle(indices)
        for i in range(0, len(features), batch_size):
            batch = torch.tensor(indices[i : i + batch_size])
            yield features[batch], labels[batch]

    def linreg(x, w, b):
        return x @ w + b

    def squared_loss(y_hat, y):
        return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

    w = torch.normal(0, initial_scale, size=(2, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    for epoch in range(epochs):
        for x, y in data_iter(batch_size, features, labels):
            y_hat = linreg(x, w, b)
            losses = squared_loss(y_hat, y)
            loss = losses.mean()
            losses.sum().backward()
            with torch.no_grad():
                w -= learning_rate * w.grad / batch_size
                b -= learning_rate * b.grad / batch_size
                w.grad.zero_()
                b.grad.zero_()

        with torch.no_grad():
            epoch_loss = squared_loss(linreg(features, w, b), labels).mean()
        print(f"epoch {epoch + 1}, loss {float(epoch_loss):f}")

    print(f"true_w - w: {true_weights - w.reshape(true_weights.shape)}")
    print(f"true_b - b: {true_b - b}")


def minibatch_concise(
    seed: Seed = 0,
    examples: Examples = 1000,
    true_w: TrueW = (2.0, -3.4),
    true_b: TrueB = 4.2,
    noise: Noise = 0.01,
    initial_scale: InitialScale = 0.01,
    batch_size: BatchSize = 10,
    learning_rate: LearningRate = 0.03,
    epochs: Epochs = 3,
) -> None:
    """Fit y = X w + b with torch's own layer, loss, optimiser and data loader, as the article's second program does."""
    torch.manual_seed(seed)
    true_weights = torch.tensor(true_w)
    features = torch.normal(0, 1, (examples, 2))
    labels = features @ true_weights + true_b
    labels += torch.normal(0, noise, labels.shape)
    labels = labels.reshape(-1, 1)

    net = nn.Sequential(nn.Linear(2, 1))
    net[0].weight.data.normal_(0, initial_scale)
    net[0].bias.data.fill_(0)
    w, b = net[0].weight, net[0].bias

    data_iter = data.DataLoader(data.TensorDataset(features, labels), batch_size, shuffle=True)
    mean_squared_error = nn.MSELoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate)

    for epoch in range(epochs):
        for x, y in data_iter:
            # The optimizer has a copy of its own, which would not follow a change of the learning rate.
            optimizer.param_groups[0]["lr"] = learning_rate
            y_hat = net(x)
            loss = mean_squared_error(y_hat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

        with torch.no_grad():
            epoch_loss = mean_squared_error(net(features), labels)
        print(f"epoch {epoch + 1}, loss {epoch_loss:f}")

    print(f"true_w - w: {true_weights - w.data.reshape(true_weights.shape)}")
    print(f"true_b - b: {true_b - b.data}")


MINIBATCH_SCRATCH = Lesson(
    minibatch_scratch,
    title=QT_TRANSLATE_NOOP("core", "Minibatches, from scratch"),
    summary=QT_TRANSLATE_NOOP("core", "Minibatch gradient descent on two features, with every part written out."),
    watch=Watch(
        x="features",
        y="labels",
        batch=("x", "y"),
        prediction="y_hat",
        loss="loss",
        epoch_loss="epoch_loss",
        parameters=("w", "b"),
        curve=lambda x, w, b: x @ w + b,
        loss_of=lambda y, y_hat: ((y_hat - y) ** 2 / 2).mean(),
        equation="y = X·w + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "half the mean squared error"),
        learning_rate="learning_rate",
        truth=lambda true_w, true_b, **_: {"w": np.reshape(true_w, (2, 1)), "b": np.array([true_b])},
    ),
    notes=notes.SCRATCH,
)

MINIBATCH_CONCISE = Lesson(
    minibatch_concise,
    title=QT_TRANSLATE_NOOP("core", "Minibatches, concisely"),
    summary=QT_TRANSLATE_NOOP("core", "The same model with torch's own layer, loss, optimiser and data loader."),
    watch=Watch(
        x="features",
        y="labels",
        batch=("x", "y"),
        prediction="y_hat",
        loss="loss",
        epoch_loss="epoch_loss",
        parameters=("w", "b"),
        curve=lambda x, w, b: x @ w.T + b,
        loss_of=lambda y, y_hat: ((y_hat - y) ** 2).mean(),
        equation="y = X·w + {b}",
        loss_name=QT_TRANSLATE_NOOP("core", "mean squared error"),
        learning_rate="learning_rate",
        truth=lambda true_w, true_b, **_: {"w": np.reshape(true_w, (1, 2)), "b": np.array([true_b])},
    ),
    notes=notes.CONCISE,
)
