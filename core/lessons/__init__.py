"""The lessons, in the order in which they are shown."""

from core.lessons.autograd import AUTOGRAD_CHAIN, AUTOGRAD_SCALAR, LINE_EPOCHS
from core.lessons.live_line import LIVE_LINE
from core.lessons.minibatch import MINIBATCH_CONCISE, MINIBATCH_SCRATCH
from core.lessons.optimizers import LINE_OPTIMIZERS
from core.lessons.polynomial import POLYNOMIAL
from core.lessons.quadratic import QUADRATIC_AUTOGRAD, QUADRATIC_NUMPY

LESSONS = {
    lesson.name: lesson
    for lesson in (
        LIVE_LINE,
        MINIBATCH_SCRATCH,
        MINIBATCH_CONCISE,
        QUADRATIC_NUMPY,
        QUADRATIC_AUTOGRAD,
        POLYNOMIAL,
        AUTOGRAD_SCALAR,
        AUTOGRAD_CHAIN,
        LINE_EPOCHS,
        LINE_OPTIMIZERS,
    )
}
