import numpy as np
import pytest

from core.lessons import LESSONS
from core.recorder import as_array
from core.run import Run
from core.run_facts import State, Why
from core.statements import Phase
from core.text import InputError
from tests.core.helpers import SAMPLE


def test_arguments_are_completed_with_the_defaults():
    arguments = SAMPLE.arguments({"count": 5.0})
    assert arguments == {
        "count": 5,
        "rate": 0.1,
        "zero": False,
        "free": 0.0,
        "whole_and_free": 0,
        "rate_of_its_own": 0.5,
    }
    assert type(arguments["count"]) is int


def test_an_unknown_name_is_refused_in_a_sentence_that_tells_the_known_ones():
    with pytest.raises(InputError, match=r"^Lesson sample has no parameter 'speed'; it has count, rate, zero, .*\.$"):
        SAMPLE.arguments({"speed": 1})


# Every lesson.

every_parameter = [
    pytest.param(p, id=f"{lesson.name} {p.name}") for lesson in LESSONS.values() for p in lesson.parameters.values()
]


@pytest.mark.parametrize("parameter", every_parameter)
def test_each_parameter_of_a_lesson_is_declared_well(parameter):
    assert parameter.check(parameter.default) == parameter.default
    assert type(parameter.default) is parameter.type
    assert parameter.parse(parameter.format(parameter.default)) == parameter.default
    assert parameter.label.help.endswith(".")
    if parameter.type is tuple:
        low, high = ((side,) * len(parameter.default) for side in (parameter.range.low, parameter.range.high))
        assert (parameter.check(low), parameter.check(high)) == (low, high)
    elif parameter.range:
        assert parameter.range.low <= parameter.default <= parameter.range.high
        assert parameter.check(parameter.range.low) == parameter.range.low
        assert parameter.check(parameter.range.high) == parameter.range.high
    else:
        assert parameter.type in (bool, str), "a number needs a range"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_found_by_its_functions_name(name):
    lesson = LESSONS[name]
    assert lesson.name == name == lesson.function.__name__
    assert lesson.title
    assert lesson.summary.endswith(".")
    for hyperparameter in (lesson.watch.stop_below, lesson.watch.redraw_every):
        assert hyperparameter is None or hyperparameter in lesson.parameters


models = [name for name, lesson in LESSONS.items() if lesson.watch.has_model]


@pytest.mark.parametrize("name", models)
def test_the_formulas_of_a_watch_are_what_the_body_computes(name):
    lesson = LESSONS[name]
    watch, run, compared = lesson.watch, Run(lesson), 0
    run.prepare()
    parameters = run.start.values
    while compared < 5 and run.state is not State.FINISHED:
        before = run.mark
        run.step_line()
        if before is None or before.phase is not Phase.LOSS:
            continue
        local = run._stepping.locals
        keys = (*(watch.batch or (watch.x, watch.y)), watch.prediction)
        x, y, prediction = (as_array(local[key]) for key in keys)
        curve = watch.curve(x, **parameters)
        np.testing.assert_allclose(curve, prediction, rtol=1e-6, atol=1e-6 * np.abs(y).max())
        loss = float(watch.loss_of(y, curve))
        while len(run.history) == compared:
            run.step_line()
        row = run.history.row(compared)
        np.testing.assert_allclose(loss, row["loss"], rtol=1e-6)
        parameters = run.parameters(compared)
        compared += 1
    assert compared == 5


@pytest.mark.parametrize("name", models)
def test_the_truth_of_a_watch_has_the_parameters_shapes(name):
    lesson, run = LESSONS[name], Run(LESSONS[name])
    run.prepare()
    truth = lesson.watch.truth(**run.values)
    assert truth.keys() == run.start.values.keys()
    for key, value in run.start.values.items():
        assert np.broadcast_to(truth[key], value.shape).shape == value.shape
    assert np.isfinite(lesson.watch.curve(run.start.x, **truth)).all()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_begins_and_ends_with_the_least_and_the_greatest_of_each_hyperparameter(name):
    """Whatever comes of it, a run stands in one of its states and says why in a sentence."""
    lesson = LESSONS[name]
    for parameter in lesson.parameters.values():
        for value in extremes(parameter):
            run = Run(lesson, {parameter.name: value})
            run.advance(rows=3)
            assert run.why in (None, Why.COMPLETED, Why.STOP_RULE, Why.DIVERGED), (parameter.name, value, run.message)
            assert (run.why is Why.DIVERGED) == bool(run.message)
            run.close()


def extremes(parameter):
    """Return the least and greatest value that a hyperparameter may have."""
    if not parameter.range:
        return []
    low, high = parameter.range.low, parameter.range.high
    if parameter.type is tuple:
        return [(side,) * count for side in (low, high) for count in (parameter.count.low, parameter.count.high)]
    return [parameter.check(low), parameter.check(high)]
