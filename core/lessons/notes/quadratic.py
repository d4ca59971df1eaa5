"""What is said beside the lessons of article 3."""

# ruff: noqa: E501

from core.notes import Experiment, Notes, Published, at_end
from core.text import QT_TRANSLATE_NOOP

HIDDEN_STATE = QT_TRANSLATE_NOOP(
    "core",
    "The article's own program, run once, ends on 2.99868144 and 2.09891723. Every printed digit appears when the notebook's cell that draws w and b is run three times: the published figure carries a hidden state.",
)
OTHER_DATA = QT_TRANSLATE_NOOP(
    "core",
    "Reproduced. That it differs from the NumPy lesson's result is not the method's doing: NumPy and PyTorch draw other data and another start from the same seed.",
)

NUMPY = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 3: NumPy versus autograd, by hand"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The program draws 100 points along y = 3 x² + 2 and fits w x² + b to them, 800 times over, with gradients that are worked out by hand and written down in NumPy.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the curve rise to the points within 30 iterations, still too flat, and then bend into shape slowly: the title shows b climb to 2.47 and come back to 2.1 while w takes hundreds of iterations. The loss curve has the same two parts: a steep fall and a long crawl.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "b ends near 2.1 and not at 2, because the noise is between 0 and 0.2 and not around 0. The published result cannot come from the program run once: it carries a notebook's hidden state, for w and b were drawn three times.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Run the cell that draws w and b three times: the start is another one, and the run ends on every digit that the article prints.",
            ),
            {"init_cell_runs": 3},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Take PyTorch's data and start: gradients written by hand end on 2.9578 and 2.0990, just as the autograd lesson does.",
            ),
            {"data_from": "torch"},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 0.01: the same 800 iterations now reach the least squares fit, w 3.000626 and b 2.098197.",
            ),
            {"learning_rate": 0.01},
        ),
    ),
    published=(
        Published(
            QT_TRANSLATE_NOOP("core", "w at the end"), "2.99850472", at_end("w"), HIDDEN_STATE, {"init_cell_runs": 3}
        ),
        Published(
            QT_TRANSLATE_NOOP("core", "b at the end"), "2.0989827", at_end("b"), HIDDEN_STATE, {"init_cell_runs": 3}
        ),
    ),
)

AUTOGRAD = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 3: NumPy versus autograd, by autograd"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The same fit of w x² + b to 100 points along y = 3 x² + 2, but nobody works out a gradient: PyTorch notes the operations of the forward pass and loss.backward() goes back through them. The update stands in no_grad, and the gradients are zeroed after it.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch b shoot up first, to almost 2.5, and come back to 2.1 as w slowly grows, in the title and along the time line: a flat curve at the right height is found fast, its bend takes time. The loss curve falls steeply and then crawls, for the same reason.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The results of the two programs differ because NumPy and PyTorch draw different data and a different start from the seed 666, not because of the method. Given the same data, they agree to the printed digits.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Take NumPy's data and start: autograd ends on 2.9987 and 2.0989, just as the lesson with gradients by hand does.",
            ),
            {"data_from": "numpy"},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Take the noise away: b now goes to 2.00 and no longer to 2.10, since the noise of this program is never negative.",
            ),
            {"noise": 0.0},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 0.02, just above the limit of 0.0178 for these points: the run diverges.",
            ),
            {"learning_rate": 0.02},
        ),
    ),
    published=(
        Published(QT_TRANSLATE_NOOP("core", "w at the end"), "2.9578", at_end("w"), OTHER_DATA, {}),
        Published(QT_TRANSLATE_NOOP("core", "b at the end"), "2.0990", at_end("b"), OTHER_DATA, {}),
    ),
)
