"""What the record has of iterations whose frames are gone."""

from core.lessons import LESSONS
from core.recorded_variables import column_of, recorded_variables
from core.run import Run
from core.variables import read_frame


def told(run: Run, row: int) -> dict[str, float | None]:
    variables = recorded_variables(run, row)
    gradients = [variable.gradient for variable in variables if variable.gradient]
    return {variable.name: variable.number for variable in (*variables, *gradients)}


def stepped(lesson: str, rows: int) -> Run:
    run = Run(LESSONS[lesson])
    run.advance(rows)
    return run


def test_loss_parameters_and_gradients_of_an_iteration_are_told():
    run = stepped("live_line", 5)
    row = run.history.row(3)
    assert told(run, 3) == {name: row[name] for name in ("loss", "w", "b", "w.grad", "b.grad")}


def test_the_newest_iteration_is_told_as_the_frame_has_it():
    run = stepped("live_line", 5)
    frame = {variable.name: variable for variable in read_frame(run).variables}
    for variable in recorded_variables(run, 4, read_frame(run)):
        live = frame[variable.name]
        assert (variable.type, variable.dtype, variable.shape) == (live.type, live.dtype, live.shape)
        assert (variable.text, variable.requires_grad) == (live.text, live.requires_grad)
        if live.gradient:
            assert variable.gradient is not None
            assert (variable.gradient.name, variable.gradient.text) == (live.gradient.name, live.gradient.text)


def test_of_the_start_only_the_parameters_are_told():
    run = stepped("live_line", 2)
    assert run.start
    assert told(run, -1) == {"w": run.start.values["w"].item(), "b": 0.0}


def test_a_gradient_in_a_variable_of_its_own_keeps_its_name():
    run = stepped("quadratic_numpy", 3)
    row = run.history.row(2)
    assert told(run, 2)["grad_w"] == row["w.grad"]
    assert column_of(run.lesson.watch, "grad_w") == "w.grad"
    assert column_of(run.lesson.watch, "w.grad") == ""


def test_an_array_is_summed_up_with_its_gradient():
    run = stepped("polynomial", 2)
    w = next(variable for variable in recorded_variables(run, 1) if variable.name == "w")
    assert w.shape == (1, 3)
    assert w.summary and w.gradient and w.gradient.summary  # noqa: PT018 (one thing: both are arrays)
    assert w.gradient.summary.spark == tuple(run.history.row(1)[f"w.grad[0,{column}]"] for column in range(3))


def test_what_a_statement_has_not_assigned_yet_is_left_out():
    run = stepped("autograd_chain", 10)
    assert [sorted(told(run, row)) for row in range(4)] == [
        ["x", "y"],  # y is the argument still
        ["x", "y"],
        ["x", "y", "z"],
        ["x", "x.grad", "y", "y.grad", "z"],
    ]


def test_only_what_is_recorded_has_a_column():
    watch = LESSONS["live_line"].watch
    assert [column_of(watch, name) for name in ("loss", "w", "b.grad", "iteration", "x.grad")] == [
        "loss",
        "w",
        "b.grad",
        "",
        "",
    ]
    assert column_of(LESSONS["autograd_chain"].watch, "z") == "loss"


def test_a_number_that_has_become_a_tensor_is_told_as_one():
    run = Run(LESSONS["autograd_chain"])
    run.prepare()
    frame = read_frame(run)
    assert {v.name: v.type for v in frame.variables}["x"] == "float"
    run.advance()
    x = next(v for v in recorded_variables(run, len(run.history) - 1, frame) if v.name == "x")
    assert (x.type, x.shape, x.requires_grad) == ("Tensor", (), True)
    assert x.gradient is not None
    assert (x.gradient.number, x.gradient.type) == (12.0, "Tensor")
