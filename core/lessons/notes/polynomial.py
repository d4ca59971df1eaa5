"""What is said beside the lesson of article 4."""

# ruff: noqa: E501

from core.notes import Experiment, Notes
from core.text import QT_TRANSLATE_NOOP

POLYNOMIAL = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 4: fitting a polynomial"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The program fits y = 0.9 + 0.5 x + 3 x² + 2.4 x³ with a linear layer: its three features are x, x² and x³, so the model is linear in its weights although the curve is not a line. Each iteration draws 32 new points; none is ever used twice, and there is no noise.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the points, which are others at every iteration, and the curve that closes in on them. The loss curve jumps up whenever a batch holds an x far from 0, where x³ is large. Along the time line the weight of x³ is found first and the bias last.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The article loops until the loss of one single batch is below 0.001. A batch may be lucky: at the end the bias is 0.86 and not yet 0.9. It sets no seed and prints a picture only, so there is no figure to compare with; seed 0 takes 1412 iterations, seed 1 takes 2485.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 0.01: the run is through in fewer than 200 iterations instead of 1412.",
            ),
            {"learning_rate": 0.01},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Use batches of a single point: sooner or later one happens to lie on the curve, and the run stops by luck after 519 iterations with a bias of only 0.75.",
            ),
            {"batch_size": 1},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Add two coefficients that are 0: the data are the same curve, but with the features x⁴ and x⁵ the gradients become so large that the run diverges.",
            ),
            {"coefficients": (0.5, 3.0, 2.4, 0.0, 0.0)},
        ),
    ),
)
