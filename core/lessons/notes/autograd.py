"""What is said beside the lessons of article 5."""

# ruff: noqa: E501

from core.notes import Experiment, Notes, Published, at_end
from core.text import QT_TRANSLATE_NOOP

EXCHANGED = QT_TRANSLATE_NOOP(
    "core",
    "The article prints 13, which is wrong: at x = 2 and y = 3, dz/dy = x² + 2 y = 4 + 6 = 10. With the two values exchanged, x = 3 and y = 2, it would be 9 + 4 = 13, and dz/dx 12 as before.",
)
MADE_UP = QT_TRANSLATE_NOOP(
    "core",
    "The printed digits are not what the program gives; 1234567890123456 looks made up. After 100 epochs it stands at 2.0668342 and 0.6555757, and even the least squares line has 1.9882098 and 1.1784820.",
)

SCALAR = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 5: autograd and linear regression, one variable"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The smallest program with autograd: x is 2 and asks for a gradient, y = x² + 3 x + 1 is computed from it, and y.backward() puts dy/dx into x.grad. By hand it is 2 x + 3, which is 7.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "There is no loop and nothing is fitted: each step runs one statement. Watch y appear in the forward pass, and x.grad only after the backward pass. Drag the time line back to see what was not there yet. Change x or type another expression, and compare with the derivative by hand.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core", "Set x to −1.5: the gradient is 0, for this is the lowest point of the parabola."
            ),
            {"x": -1.5},
        ),
        Experiment(
            QT_TRANSLATE_NOOP("core", "Try the expression x**3: the gradient is 3 x², which is 12 at x = 2."),
            {"expression": "x**3"},
        ),
        Experiment(
            QT_TRANSLATE_NOOP("core", "Try the expression exp(x): its gradient is the value itself, 7.389 at x = 2."),
            {"expression": "exp(x)"},
        ),
    ),
    published=(Published(QT_TRANSLATE_NOOP("core", "dy/dx"), "7", at_end("x.grad"), settings={}),),
)

CHAIN = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 5: autograd and linear regression, two variables"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "Two variables, x = 2 and y = 3, go into z = x² y + y². One z.backward() finds both partial derivatives by the chain rule: dz/dx = 2 x y in x.grad, and dz/dy = x² + 2 y in y.grad.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Each step runs one statement. Watch both gradients appear at once, after the backward pass; drag the time line back to see z without them.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The article prints 12 and 13. The 12 is right, the 13 is not: dz/dy = 4 + 6 = 10. When a printed figure and your own program disagree, work it out by hand.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Exchange the two values, x = 3 and y = 2: now the gradients are 12 and 13, the article's two figures.",
            ),
            {"x": 3.0, "y": 2.0},
        ),
        Experiment(
            QT_TRANSLATE_NOOP("core", "Set y to 0: dz/dx is 0, because y multiplies all that x does, and dz/dy is 4."),
            {"y": 0.0},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core", "Try the expression x*y: each variable's gradient is the other variable, 3 and 2."
            ),
            {"expression": "x*y"},
        ),
    ),
    published=(
        Published(QT_TRANSLATE_NOOP("core", "dz/dx"), "12", at_end("x.grad"), settings={}),
        Published(QT_TRANSLATE_NOOP("core", "dz/dy"), "13", at_end("y.grad"), EXCHANGED, {"x": 3.0, "y": 2.0}),
    ),
)

LINE_EPOCHS = Notes(
    source=QT_TRANSLATE_NOOP("core", "Article 5: autograd and linear regression, a line in 100 epochs"),
    about=(
        QT_TRANSLATE_NOOP(
            "core",
            "The program draws 100 points around y = 2 x + 1 and fits w x + b to them from w = b = 0. Every update uses all points, so an epoch is one iteration; the gradients are zeroed after each. It draws the loss curve beside the fit.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "Watch the line reach the points in three or four epochs and then hardly move, while the loss curve looks flat. It has not arrived: b in the title still creeps, for steepness is learnt more than a hundred times as fast as height here. Show the least squares line and drag the time line to see the gap close slowly.",
        ),
        QT_TRANSLATE_NOOP(
            "core",
            "The article prints w 1.9876543283462524 and b 1.1234567890123456, digits that its program does not give. After 100 epochs it stands at w 2.0668 and b 0.6556, well short of the least squares line with 1.9882 and 1.1785.",
        ),
    ),
    experiments=(
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Train for 1000 epochs at a learning rate of 0.025: now w 1.9882 and b 1.1785 are those of the least squares line, though the loss has only gone from 3.92 to 3.85.",
            ),
            {"epochs": 1000, "learning_rate": 0.025},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Set the learning rate to 0.03, just above the limit of 0.0292: the line swings wider in each epoch and the loss grows beyond a million.",
            ),
            {"learning_rate": 0.03},
        ),
        Experiment(
            QT_TRANSLATE_NOOP(
                "core",
                "Take the noise away: the points lie on the line y = 2 x + 1, and 100 epochs still end at b 0.58, so it is not the noise that keeps b from 1.",
            ),
            {"noise": 0.0},
        ),
    ),
    published=(
        Published(QT_TRANSLATE_NOOP("core", "w at the end"), "1.9876543283462524", at_end("w"), MADE_UP),
        Published(QT_TRANSLATE_NOOP("core", "b at the end"), "1.1234567890123456", at_end("b"), MADE_UP),
    ),
)
