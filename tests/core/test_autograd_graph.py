from functools import cache
from math import isfinite

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.autograd_graph import GraphReplay
from core.expression import evaluate
from core.formula import FUNCTIONS
from core.graph import Kind, Summary
from core.lessons import LESSONS
from core.run import Run

WITH_BACKWARD = [name for name in LESSONS if name != "quadratic_numpy"]


def run_of(name, rows, **values):
    run = Run(LESSONS[name], values)
    run.advance(rows=rows)
    return run


@cache
def graph_of(name, row, **values):
    return GraphReplay(run_of(name, row + 1, **values)).graph_at(row)


def labels(graph):
    return [(node.kind.value, node.operation, node.name) for node in graph.nodes]


def links(graph):
    """Each edge by what its nodes are called."""
    names = [node.name or node.operation for node in graph.nodes]
    return [(names[edge.source], names[edge.target]) for edge in graph.edges]


def node(graph, name):
    (found,) = (one for one in graph.nodes if one.name == name)
    return found


def bits(value):
    return None if value is None else (value.dtype, value.shape, value.tobytes())


def of(tensor):
    return bits(tensor.detach().numpy())


# What the graph is made of.


def test_the_article_line_is_six_operations_on_w_b_and_the_data():
    graph = graph_of("live_line", 3)
    assert sorted(labels(graph)) == sorted(
        [
            ("leaf", "", "w"),
            ("constant", "", "x"),
            ("operation", "×", ""),
            ("leaf", "", "b"),
            ("operation", "+", "y_pred"),
            ("constant", "", "y"),
            ("operation", "−", ""),
            ("operation", "( )²", ""),
            ("constant", "", "0.5"),
            ("operation", "×", ""),
            ("root", "mean", "loss"),
        ]
    )
    assert sorted(links(graph)) == sorted(
        [
            ("w", "×"),
            ("x", "×"),
            ("×", "y_pred"),
            ("b", "y_pred"),
            ("y", "−"),
            ("y_pred", "−"),
            ("−", "( )²"),
            ("( )²", "×"),
            ("0.5", "×"),
            ("×", "loss"),
        ]
    )


def test_minibatches_go_back_from_the_sum_of_the_losses():
    graph = graph_of("minibatch_scratch", 2)
    assert ("w", "matmul") in links(graph)
    assert node(graph, "y_hat").operation == "+"
    assert node(graph, "losses").operation == "÷"
    assert graph.nodes[-1].kind is Kind.ROOT
    assert graph.nodes[-1].operation == "sum"
    assert "loss" not in {one.name for one in graph.nodes}  # the mean is only looked at


@pytest.mark.parametrize(
    ("name", "prediction", "features", "labels_of"),
    [("minibatch_concise", "y_hat", "x", "y"), ("polynomial", "output", "batch_x", "batch_y")],
)
def test_a_layer_is_one_operation_whose_transposed_weight_is_no_node(name, prediction, features, labels_of):
    graph = graph_of(name, 2)
    assert sorted(links(graph)) == sorted(
        [(features, prediction), ("w", prediction), ("b", prediction), (prediction, "loss"), (labels_of, "loss")]
    )
    assert node(graph, prediction).operation == "linear"
    assert node(graph, "loss").operation == "mse loss"


def test_a_constant_without_a_name_is_called_by_how_it_was_computed():
    assert ("constant", "", "x²") in labels(graph_of("quadratic_autograd", 2))


def test_the_chain_rule_of_the_article_gives_12_and_10():
    graph = graph_of("autograd_chain", 3)
    assert node(graph, "x").gradient == 12
    assert node(graph, "y").gradient == 10
    assert [one.kind for one in graph.nodes].count(Kind.LEAF) == 2
    for edge in graph.passes:
        target = graph.nodes[edge.target].gradient
        assert edge.passed == target * edge.derivative
    for one in graph.nodes[:-1]:
        assert one.gradient == sum(edge.passed for edge in graph.edges if edge.source == one.index)


def test_one_value_used_twice_is_one_node_with_two_edges():
    graph = graph_of("autograd_chain", 3, expression="x*x + x*y")
    x = node(graph, "x")
    uses = [edge for edge in graph.edges if edge.source == x.index]
    assert [(edge.derivative.item(), edge.passed.item()) for edge in uses] == [(2, 2), (2, 2), (3, 3)]
    assert x.gradient == 7


def test_a_variable_alone_is_a_graph_of_one_leaf():
    graph = graph_of("autograd_chain", 3, expression="x")
    assert labels(graph) == [("leaf", "", "x")]
    assert graph.nodes[0].gradient == 1
    assert graph.order == (0,)


def test_the_order_is_that_of_the_backward_pass():
    graph = graph_of("live_line", 1)
    assert graph.order[0] == len(graph.nodes) - 1
    place = {index: position for position, index in enumerate(graph.order)}
    for edge in graph.passes:
        assert place[edge.target] < place[edge.source]
    assert [edge.target for edge in graph.passes] == sorted((e.target for e in graph.passes), key=place.__getitem__)
    assert len(graph.passes) == 7


def test_gradients_written_by_hand_have_no_graph():
    graph = graph_of("quadratic_numpy", 2)
    assert graph.nodes == ()
    assert "by hand" in graph.reason


# Statement by statement.


def test_the_graph_grows_with_the_statements():
    replay = GraphReplay(run_of("autograd_chain", 6))
    graphs = [replay.graph_at(row) for row in range(6)]
    assert [[one.name for one in graph.nodes] for graph in graphs[:2]] == [["x"], ["x", "y"]]
    assert graphs[2].structure == graphs[3].structure
    assert all(one.gradient is None for one in graphs[2].nodes)
    assert graphs[2].order == ()
    assert graphs[2].passes == []
    assert graphs[2].nodes[-1].value == 21
    assert node(graphs[3], "x").gradient == 12
    assert graphs[3:] == [graphs[3]] * 3


# The same digits.


@pytest.mark.parametrize("name", WITH_BACKWARD)
def test_the_recorded_iteration_has_the_digits_of_the_run(name):
    run = run_of(name, 12)
    replay = GraphReplay(run)
    rows = len(run.history)
    for row in (1, 2, rows - 1):
        replay.graph_at(row)
    again = replay._replica
    assert again is not None
    assert len(again.history) == rows
    for column in run.history.columns:
        assert again.history.column(column).tobytes() == run.history.column(column).tobytes()


@pytest.mark.parametrize("name", [name for name in WITH_BACKWARD if LESSONS[name].watch.has_model])
def test_gradients_are_those_that_the_run_recorded(name):
    run = run_of(name, 6)
    graph = GraphReplay(run).graph_at(4)
    row, before = run.history.row(4), run.parameters(3)
    for parameter in LESSONS[name].watch.parameters:
        leaf = node(graph, parameter)
        columns = [column for column in row if column.split("[")[0] == f"{parameter}.grad"]
        assert leaf.accumulated.ravel().tolist() == [row[column] for column in columns]
        assert leaf.value.ravel().tolist() == before[parameter].ravel().tolist()


def test_gradients_that_are_never_zeroed_are_kept_apart_from_their_sum():
    run = run_of("live_line", 4)
    replay = GraphReplay(run)
    graphs = [replay.graph_at(row) for row in range(4)]
    total = np.zeros(1, np.float32)
    for row, graph in enumerate(graphs):
        total += node(graph, "w").gradient
        assert node(graph, "w").accumulated == total
        assert total.item() == run.history.row(row)["w.grad"]
    assert node(graphs[3], "w").gradient != total


def test_every_value_and_gradient_of_the_line_is_torch_s_own():
    run = run_of("live_line", 5)
    graph = GraphReplay(run).graph_at(4)
    start, values = run.start, run.parameters(3)
    x, y = (torch.tensor(array, dtype=torch.float32) for array in (start.x, start.y))
    w, b = (torch.tensor(values[name], dtype=torch.float32, requires_grad=True) for name in "wb")
    product = w * x
    prediction = product + b
    error = y - prediction
    square = error**2
    half = 0.5 * square
    loss = half.mean()
    steps = [product, prediction, error, square, half, loss]
    for step in steps:
        step.retain_grad()
    loss.backward()
    operations = [one for one in graph.nodes if one.kind in (Kind.OPERATION, Kind.ROOT)]
    assert [bits(one.value) for one in operations] == [of(step) for step in steps]
    assert [bits(one.gradient) for one in operations] == [of(step.grad) for step in steps]
    assert [bits(node(graph, name).gradient) for name in "wb"] == [of(leaf.grad) for leaf in (w, b)]


def test_a_local_derivative_of_tensors_is_the_jacobian_times_ones():
    graph = graph_of("live_line", 2)
    names = [one.name or one.operation for one in graph.nodes]
    by_name = {(names[edge.source], names[edge.target]): edge for edge in graph.edges}
    assert by_name["w", "×"].derivative == pytest.approx(node(graph, "x").value.sum())
    assert by_name["b", "y_pred"].derivative == 20
    assert by_name["y_pred", "−"].derivative.tolist() == [[-1]] * 20
    assert by_name["x", "×"].derivative is None
    assert by_name["b", "y_pred"].passed == node(graph, "b").gradient


# Formulas of every kind.

leaves = st.sampled_from(["x", "y", "x", "y", "2", "0.5", "3.0"])
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("({})".format, inner),
        st.builds("-({})".format, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "3", "-1", "0.5", "x", "y"])),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
    ),
    max_leaves=8,
).filter(lambda text: "x" in text.replace("exp", "") or "y" in text)


@settings(deadline=None, max_examples=80)
@given(formulas, st.floats(-3, 3, width=32), st.floats(0.125, 3, width=32))
def test_the_graph_of_any_formula_agrees_with_torch(text, x, y):
    assume(len(text) < 200)
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in {"x": x, "y": y}.items()}
    z = evaluate(text, **leaves)
    z.backward()
    assume(isfinite(z.item()))
    run = Run(LESSONS["autograd_chain"], {"x": x, "y": y, "expression": text})
    run.advance()
    graph = GraphReplay(run).graph_at(3)
    assert bits(graph.nodes[graph.order[0]].value) == of(z)
    for one in graph.nodes:
        if one.kind is Kind.LEAF:
            assert bits(one.gradient) == of(leaves[one.name].grad)
    used = {one.name for one in graph.nodes if one.kind is Kind.LEAF}
    assert used == {name for name, leaf in leaves.items() if leaf.grad is not None}
    gradients = [one.gradient for one in graph.nodes]
    for edge in graph.passes:
        with np.errstate(all="ignore"):
            product = gradients[edge.target] * edge.derivative
        if np.isfinite(product) and product != 0:
            assert edge.passed == pytest.approx(product, rel=1e-4, abs=1e-30)
    for one in graph.nodes:
        parts = [edge.passed for edge in graph.edges if edge.source == one.index and edge.passed is not None]
        if parts and np.isfinite(parts).all():
            assert one.gradient == pytest.approx(sum(parts), rel=1e-4, abs=1e-4 * float(np.abs(parts).max()))


# Going on, back, and no further.


def test_a_later_row_goes_on_and_an_earlier_one_begins_anew():
    run = run_of("live_line", 30)
    replay = GraphReplay(run)
    early = replay.graph_at(3)
    first = replay._replica
    assert replay.graph_at(3) is early
    late = replay.graph_at(20)
    assert replay._replica is first
    assert bits(node(late, "loss").value)[2] == np.float32(run.history.row(20)["loss"]).tobytes()
    again = replay.graph_at(3)
    assert replay._replica is not first
    assert bits(node(again, "loss").value) == bits(node(early, "loss").value)


def test_live_changes_are_made_in_the_replica_too():
    run = Run(LESSONS["live_line"])
    run.advance(rows=5)
    run.change("learning_rate", 0.003)
    run.advance(rows=20)
    graph = GraphReplay(run).graph_at(19)
    assert node(graph, "loss").value == run.history.row(19)["loss"]


def test_a_replay_that_is_told_to_stop_has_no_graph_yet(monkeypatch):
    run = run_of("live_line", 2000, stop_below=0.0, iterations=2000)
    monkeypatch.setattr(run.checkpoints, "before", lambda _: None)  # all iterations are run again
    replay = GraphReplay(run)
    assert replay.graph_at(1999, lambda: False) is None
    assert node(replay.graph_at(1999, lambda: True), "loss").value == np.float32(run.history.row(1999)["loss"])


@pytest.mark.parametrize("name", ["live_line", "minibatch_scratch", "minibatch_concise", "polynomial"])
def test_the_graph_from_a_checkpoint_is_that_of_the_whole_replay(name, monkeypatch):
    run = Run(LESSONS[name], {"stop_below": 0.0} if "stop_below" in LESSONS[name].parameters else {})
    run.checkpoints.seconds = 0
    run.advance(rows=290)
    row = 280
    assert run.checkpoints.before(row)
    quick = GraphReplay(run).graph_at(row)
    monkeypatch.setattr(run.checkpoints, "before", lambda _: None)
    whole = GraphReplay(run).graph_at(row)
    assert quick.structure == whole.structure
    assert [bits(one.gradient) for one in quick.nodes] == [bits(one.gradient) for one in whole.nodes]
    assert [bits(one.value) for one in quick.nodes] == [bits(one.value) for one in whole.nodes]


def test_of_a_large_tensor_a_summary_is_kept():
    graph = graph_of("live_line", 1, examples=5000)
    value = node(graph, "y_pred").value
    assert isinstance(value, Summary)
    assert value.shape == (5000, 1)
    assert value.low < value.mean < value.high
    assert isinstance(node(graph, "y_pred").gradient, Summary)
    assert node(graph, "w").gradient.shape == (1,)


def test_a_run_that_diverges_has_the_graph_of_its_last_row():
    run = run_of("live_line", 10_000, learning_rate=10.0)
    assert run.why.value == "diverged"
    graph = GraphReplay(run).graph_at(len(run.history) - 1)
    assert node(graph, "loss").kind is Kind.ROOT


def test_recording_leaves_torch_as_it_was():
    state = torch.get_rng_state()
    run = run_of("polynomial", 3)
    GraphReplay(run).graph_at(2)
    assert torch.is_grad_enabled()
    assert torch.equal(torch.get_rng_state(), state)


def test_a_gradient_is_the_sum_of_the_passes_so_far():
    graph = graph_of("autograd_chain", 3)
    y = node(graph, "y").index
    come = [graph.gradient_after(y, count) for count in range(len(graph.passes) + 1)]
    assert [None if value is None else value.item() for value in come] == [None, None, None, 6, 6, 10, 10]
    assert graph.gradient_after(graph.order[0], 0) == 1
