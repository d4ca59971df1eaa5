"""What is said beside the lesson of article 1."""

# ruff: noqa: E501

from core.notes import Experiment, Notes
from core.text import QT_TRANSLATE_NOOP

LIVE_LINE = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 1: PyTorch from zero, note 7, linear regression"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The program draws 20 points around the line y = 2 x + 5 and fits w x + b to them by gradient descent. At every 20th iteration it looks at the loss, prints, redraws, and stops if the loss is below 1.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the line swing instead of settling, and the loss curve and the w and b in the title with it: the program never zeroes the gradients. Each backward pass adds to what is already there, so every update uses the sum of all past gradients, like a ball that rolls without friction. This stays bounded up to a learning rate of 0.11553; plain descent, with the gradients zeroed, only up to 0.05777. That is why zeroing them at the article's 0.1 makes the run diverge.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The run ends by luck: at iteration 100 the loss happens to be 0.7424 as it swings past. It was below 1 for the first time at iteration 12, where nobody looks. Drag the time line back to see it. The article publishes pictures only, no number to compare with.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Zero the gradients and set the learning rate to 0.05: the swinging dies away, the loss then falls steadily, and the run stops at iteration 80 with a loss of 0.9837.",
            ),
            {"zero_grad": True, "learning_rate": 0.05},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Zero the gradients and keep the learning rate of 0.1: each step jumps further past the valley than the one before, and the run diverges.",
            ),
            {"zero_grad": True},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Check the loss at every iteration: the run stops at iteration 12 with a loss of 0.6023, on a quite different line.",
            ),
            {"check_every": 1},
        ),
    ),
)
