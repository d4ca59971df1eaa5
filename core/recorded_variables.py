"""What a run's record has of a frame that is gone."""

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.recorder import elements
from core.variables import Frame, Variable, read_variable

if TYPE_CHECKING:
    from core.run import Run
    from core.watch import Watch


def recorded_variables(run: "Run", row: int, like: Frame | None = None) -> tuple[Variable, ...]:
    """Return loss, parameters and gradients of recorded iteration `row` (-1: the start, before the first).

    Their types are those that the variables of `like` have.
    """
    watch = run.lesson.watch
    known = {variable.name: variable for variable in like.variables} if like else {}
    if row < 0:
        values = run.start.values if run.start else {}
        return tuple(_variable(name, value, known.get(name)) for name, value in values.items())
    numbers, variables, gradients = run.history.row(row), [], []
    for name, value in run.parameters(row).items():
        variable = _variable(name, value, known.get(name))
        holder = watch.gradients.get(name)
        columns = elements(f"{name}.grad", value.shape)
        slope = np.array([numbers[column] for column in columns]).reshape(value.shape)
        # nan stands for what there is not, unless everything has become nan.
        if np.isfinite(slope).any() or np.isnan(value).all():
            if holder:
                gradients.append(_variable(holder, slope, known.get(holder)))
            else:
                if like and not variable.requires_grad:  # what was a number then has become a tensor
                    variable = replace(variable, type="Tensor", dtype="", shape=value.shape, requires_grad=True)
                gradient = _variable(
                    f"{name}.grad", slope, replace(variable, type="Tensor" if like else "", requires_grad=False)
                )
                variable = replace(variable, gradient=gradient)
        if not (watch.formula and np.isnan(value).all()):
            variables.append(variable)
    variables += gradients
    if not (watch.formula and isnan(numbers["loss"])):
        variables.append(_variable(watch.loss, np.array(numbers["loss"]), known.get(watch.loss)))
    return tuple(variables)


def column_of(watch: "Watch", name: str) -> str:
    """Return the column with the values of a variable that is one number, such as "w" or "w.grad"; "" for none."""
    holders = {holder: f"{parameter}.grad" for parameter, holder in watch.gradients.items()}
    attached = [f"{parameter}.grad" for parameter in watch.parameters if parameter not in watch.gradients]
    if name == watch.loss:
        return "loss"
    return name if name in (*watch.parameters, *attached) else holders.get(name, "")


def _variable(name: str, value: NDArray[np.float64], like: Variable | None) -> Variable:
    """Read a recorded value, as an array or as what `like` is."""
    variable = read_variable(name, value)
    if like is None:
        return replace(variable, type="", dtype="", shape=value.shape or None)
    return replace(variable, type=like.type, dtype=like.dtype, shape=like.shape, requires_grad=like.requires_grad)
