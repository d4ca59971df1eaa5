"""What is said beside the lessons of article 2."""

# ruff: noqa: E501

from core.notes import Experiment, Notes
from core.text import QT_TRANSLATE_NOOP

SCRATCH = Notes(
    source=QT_TRANSLATE_NOOP(
        "core", "Article 2: notes on Dive into Deep Learning, version 2, linear regression from scratch"
    ),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The program draws 1000 examples with two features each, labels them with the weights 2 and −3.4 and the bias 4.2 and very little noise, and finds these again. In each epoch it shuffles the examples and takes them ten at a time; each minibatch makes one update, so an epoch is 100 iterations.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the points of the present minibatch standing out, and the loss curve: it is jagged because each iteration sees ten other examples. What is printed at the end of an epoch is the loss over all examples, which is smooth. Along the time line the weights are nearly right after the first epoch.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The loss is half the squared error, summed over the minibatch, and the update divides by the batch size. The concise version leaves out the half: its steps are twice as long at the same learning rate. The article's pictures of its results are missing and it sets no seed, so there is no figure to compare with: here seed 0 is used, and another seed gives other digits.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Make the batch as large as the data, 1000: an epoch is one single update, and after three epochs the loss is still above 13 and b has come no further than 0.35.",
            ),
            {"batch_size": 1000},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Raise the noise to 1: the loss cannot fall below about 0.46 over all examples, which is the noise itself, and yet w and b come close to the truth.",
            ),
            {"noise": 1.0},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 2.5: every step overshoots and the run diverges within the first epoch.",
            ),
            {"learning_rate": 2.5},
        ),
    ),
)

CONCISE = Notes(
    source=QT_TRANSLATE_NOOP(
        "core", "Article 2: notes on Dive into Deep Learning, version 2, linear regression made concise"
    ),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The same data and the same model as from scratch, written with PyTorch's own parts: a DataLoader shuffles and deals out the minibatches, nn.Linear holds the weights and the bias, nn.MSELoss is the loss and torch.optim.SGD makes the updates.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the points of the minibatch standing out, the jagged loss curve, and how the weights in the title reach 2 and −3.4 within the first epoch.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "It is not the same optimiser at the same rate: nn.MSELoss has no factor 1/2, so the gradients, and with them the steps, are twice as long as from scratch. The loss shown is twice as large as well for the same error. The article's pictures of its results are missing and it sets no seed, so there is no figure to compare with: here seed 0 is used, and another seed gives other digits.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Halve the learning rate to 0.015: now the steps are as long as from scratch at 0.03, and the loss after the first epoch is about 0.08, twice the 0.04 that is printed there.",
            ),
            {"learning_rate": 0.015},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 1: the run diverges, while from scratch, with steps half as long, still finds the weights at 1.",
            ),
            {"learning_rate": 1.0},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Choose another seed, 1: data, start and order are all different, and w and b still end within 0.01 of the truth.",
            ),
            {"seed": 1},
        ),
    ),
)
