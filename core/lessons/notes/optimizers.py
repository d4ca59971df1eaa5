"""What is said beside the lesson on torch's optimisers."""

# ruff: noqa: E501

from core.notes import Experiment, Notes
from core.text import QT_TRANSLATE_NOOP

LINE_OPTIMIZERS = Notes(
    source=QT_TRANSLATE_NOOP("core", "From no article: made for Fitscope, with the data of article 1"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The points, the start and the loss are those of article 1; only the updates differ, which torch.optim makes here. The loss is a narrow valley, 308 times as curved across as along. Because of its walls plain SGD diverges above a learning rate of 0.05777, and below that it creeps along the floor: after 200 iterations b is at 3.28, while the least squares line has 4.80.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Momentum keeps a part of each update for the next one. Watch the line swing, as across the valley one update throws back what the one before did; along the valley the small updates add up, and w and b run to their goal. Nesterov momentum steps as if it had already been carried on: at a small learning rate it swings much less.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Adagrad, RMSprop and Adam divide each gradient by the size of the gradients before it. So Adam begins with updates of about the learning rate, in w as in b, however steep the loss is. Adagrad counts every gradient since the start and slows down: at 0.05 its b is at 0.76 after 200 iterations. RMSprop forgets the old ones: once they have become small its updates grow again, and just before iteration 200 they throw the line out. AdamW is Adam that also pulls w and b a little towards 0.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "LBFGS learns how the loss is curved from how the gradient changes between updates. Once it knows, each update goes the learning rate times the whole way to the minimum: all of it at 1, a twentieth at 0.05. A good learning rate for one optimiser is a poor one for another, so try several before you compare.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the momentum to 0.9: the line swings at first, yet from iteration 49 on the loss stays within 0.05 of the least possible. Plain SGD is still 0.14 above it after 200 iterations.",
            ),
            {"momentum": 0.9},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 0.02 and the momentum to 0.9, and switch Nesterov momentum on: the loss rises only once, without Nesterov 28 times. Then try 0.05: Nesterov momentum diverges there, as its limit is 0.0392.",
            ),
            {"learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Choose Adam and a learning rate of 0.3, at which SGD would diverge: the first update moves w and b by 0.3 each, and from iteration 53 on the loss stays within 0.05 of the least possible.",
            ),
            {"optimizer": "Adam", "learning_rate": 0.3},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Choose LBFGS and a learning rate of 1: from iteration 6 on the loss stays within 0.01 of the least possible.",
            ),
            {"optimizer": "LBFGS", "learning_rate": 1.0},
        ),
    ),
)
