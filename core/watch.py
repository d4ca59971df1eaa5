"""Which of a lesson's variables mean what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def _no_formula(*_: Any, **__: Any) -> Any:
    raise TypeError("this lesson has no model")


@dataclass(frozen=True)
class Watch:
    """Which local of a lesson is which, and the model and the loss as formulas.

    `curve(x, **parameters)` and `loss_of(y, prediction)` work on numpy arrays and agree with what the lesson's
    body computes; a test holds them to it. x holds one example a row, one feature a column. A lesson without a
    model, such as a derivative, has no `equation`; its `loss` is the value that is differentiated.
    """

    loss: str
    parameters: tuple[str, ...]
    prediction: str = ""
    x: str = ""
    y: str = ""
    curve: Callable[..., Any] = _no_formula
    loss_of: Callable[[Any, Any], Any] = _no_formula
    equation: str = ""
    """The model with a place for each parameter that is one number."""
    loss_name: str = ""
    gradients: Mapping[str, str] = field(default_factory=dict)
    """The local that holds a parameter's gradient, where that is not the parameter's own `.grad`."""
    stop_below: str | None = None
    """The hyperparameter with the loss at which the lesson stops."""
    redraw_every: str | None = None
    """The hyperparameter that says how often the article redraws."""
    batch: tuple[str, str] | None = None
    """The locals with features and labels of the examples that one iteration uses, where these are not all."""
    epoch_loss: str | None = None
    """The local with the loss over all data, assigned once at the end of each epoch."""
    truth: Callable[..., Mapping[str, Any]] | None = None
    """Returns the true parameters by name, from the hyperparameters given as keywords."""
    domain: tuple[float, float] = (-3.0, 3.0)
    """Where the curve is drawn if no data are known before the loop."""
    learning_rate: str = ""
    """The hyperparameter with the learning rate, in a lesson that has one."""
    zero_grad: str | None = None
    """The hyperparameter that says whether gradients are zeroed; None where they always are."""
    momentum: str | None = None
    """The hyperparameter with the momentum of the update."""
    optimizer: str | None = None
    """The hyperparameter that names torch's optimiser."""
    nesterov: str | None = None
    """The hyperparameter that says whether the momentum is Nesterov's."""
    formula: str | None = None
    """The hyperparameter with the expression that is differentiated, in a lesson without a model."""

    @property
    def has_loss_formula(self) -> bool:
        """Whether the loss can be computed from labels and predictions."""
        return self.loss_of is not _no_formula

    @property
    def has_model(self) -> bool:
        """Whether there is a model that is fitted to data."""
        return bool(self.equation)
