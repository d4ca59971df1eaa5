import random

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils import data

from core.lessons.minibatch import MINIBATCH_CONCISE, MINIBATCH_SCRATCH
from core.run import Run
from core.run_facts import Why
from core.statements import Phase
from core.text import InputError
from tests.core.helpers import run_plain
from tests.core.scripts import run_as_script

LESSONS = [MINIBATCH_SCRATCH, MINIBATCH_CONCISE]
both = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def finished(lesson, **given):
    run = Run(lesson, given)
    run.advance()
    assert run.why is Why.COMPLETED, run.message
    return run


def article_data(seed, examples=1000, noise=0.01):
    """Draw the data as the article's own function does."""
    torch.manual_seed(seed)
    w = torch.tensor([2, -3.4])
    features = torch.normal(0, 1, (examples, len(w)))
    labels = torch.matmul(features, w) + 4.2
    labels += torch.normal(0, noise, labels.shape)
    return features, labels.reshape((-1, 1))


def article_scratch(seed, learning_rate, epochs, batch_size):
    """Train as the article's first program does; return loss and parameters of each update, and the epochs' losses."""
    random.seed(seed)
    features, labels = article_data(seed)
    w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    rows, losses = [], []

    def batches():
        indices = list(range(1000))
        random.shuffle(indices)
        for i in range(0, 1000, batch_size):
            chosen = torch.tensor(indices[i : min(i + batch_size, 1000)])
            yield features[chosen], labels[chosen]

    for _ in range(epochs):
        for x, y in batches():
            squares = (torch.matmul(x, w) + b - y) ** 2 / 2
            squares.sum().backward()
            with torch.no_grad():
                for parameter in (w, b):
                    parameter -= learning_rate * parameter.grad / batch_size
                    parameter.grad.zero_()
            rows.append([squares.mean().item(), *w.flatten().tolist(), b.item()])
        with torch.no_grad():
            losses.append(((torch.matmul(features, w) + b - labels) ** 2 / 2).mean().item())
    return rows, losses


def article_concise(seed, learning_rate, epochs, batch_size):
    """Train as the article's second program does."""
    features, labels = article_data(seed)
    net = nn.Sequential(nn.Linear(2, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    loader = data.DataLoader(data.TensorDataset(features, labels), batch_size, shuffle=True)
    loss_of, optimizer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=learning_rate)
    rows, losses = [], []
    for _ in range(epochs):
        for x, y in loader:
            loss = loss_of(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rows.append([loss.item(), *net[0].weight.flatten().tolist(), net[0].bias.item()])
        losses.append(loss_of(net(features), labels).item())
    return rows, losses


@pytest.mark.parametrize(
    ("lesson", "losses", "errors"),
    [
        (
            MINIBATCH_SCRATCH,
            ["0.039163", "0.000145", "0.000047"],
            [
                "true_w - w: tensor([ 0.0003, -0.0004], grad_fn=<SubBackward0>)",
                "true_b - b: tensor([0.0009], grad_fn=<RsubBackward1>)",
            ],
        ),
        (
            MINIBATCH_CONCISE,
            ["0.000247", "0.000093", "0.000094"],
            ["true_w - w: tensor([ 0.0011, -0.0006])", "true_b - b: tensor([0.0006])"],
        ),
    ],
    ids=["scratch", "concise"],
)
def test_the_article_runs_as_a_plain_function(lesson, losses, errors, capsys):
    assert lesson.function() is None
    epochs = [f"epoch {epoch}, loss {loss}" for epoch, loss in enumerate(losses, 1)]
    assert capsys.readouterr().out.splitlines() == epochs + errors


@both
def test_the_data_are_the_articles(lesson):
    local = run_plain(lesson.function, seed=3, epochs=1).locals
    features, labels = article_data(3)
    assert torch.equal(local["features"], features)
    assert torch.equal(local["labels"], labels)


@both
def test_the_body_is_also_a_script(lesson):
    given = {"examples": 25, "epochs": 2}
    variables, output = run_as_script(lesson.function, **given)
    plain = run_plain(lesson.function, **given)
    assert output == plain.output
    assert torch.equal(variables["w"], plain.locals["w"])


@both
@pytest.mark.parametrize("given", [{}, {"seed": 5, "examples": 33, "batch_size": 7, "epochs": 2}])
def test_stepping_changes_no_digit(lesson, given):
    plain, run = run_plain(lesson.function, **given), finished(lesson, **given)
    last = run.parameters(len(run.history) - 1)
    assert run.output.lines == plain.output.splitlines()
    assert all(np.array_equal(last[name], plain.locals[name].detach().double().numpy()) for name in ("w", "b"))
    assert run.history.row(len(run.history) - 1)["loss"] == plain.locals["loss"].item()


@pytest.mark.parametrize(
    ("lesson", "article"),
    [(MINIBATCH_SCRATCH, article_scratch), (MINIBATCH_CONCISE, article_concise)],
    ids=["scratch", "concise"],
)
@pytest.mark.parametrize(
    "given",
    [
        {"seed": 0, "learning_rate": 0.03, "epochs": 3, "batch_size": 10},
        {"seed": 7, "learning_rate": 0.1, "epochs": 2, "batch_size": 64},
    ],
    ids=["own", "other"],
)
def test_every_update_is_that_of_the_articles_loop(lesson, article, given):
    run = finished(lesson, **given)
    rows, losses = article(**given)
    assert [list(run.history.values(row))[:4] for row in range(len(run.history))] == rows
    assert [epoch.loss for epoch in run.epochs] == losses


@both
def test_the_formulas_agree_with_the_body(lesson):
    given = {"noise": 1.0, "examples": 95}  # so that the loss stays far above the rounding errors
    run, watch = finished(lesson, **given), lesson.watch
    before = run.start.values
    for row in range(len(run.history)):
        x, y = run.batches.at(row)
        prediction = watch.curve(x, **before)
        assert watch.loss_of(y[:, None], prediction) == pytest.approx(run.history.row(row)["loss"], rel=1e-6)
        last, before = before, run.parameters(row)
    local = run_plain(lesson.function, **given).locals
    y_hat = local["y_hat"].detach().numpy()
    np.testing.assert_allclose(watch.curve(local["x"].numpy(), **last), y_hat, rtol=1e-6, atol=1e-6)
    loss = watch.loss_of(run.start.y, watch.curve(run.start.x, **before))
    assert loss == pytest.approx(run.epochs[-1].loss, rel=1e-6)


@both
def test_an_epoch_uses_every_example_once_and_its_last_batch_may_be_short(lesson):
    run = finished(lesson, examples=25, batch_size=10, epochs=2)
    orders = []
    for epoch in (0, 1):
        batches = [run.batches.at(row) for row in range(3 * epoch, 3 * epoch + 3)]
        assert [len(y) for _, y in batches] == [10, 10, 5]
        orders.append(np.hstack([np.vstack([x for x, _ in batches]), np.concatenate([y for _, y in batches])[:, None]]))
    drawn = np.hstack([run.start.x, run.start.y])
    assert [np.array_equal(np.sort(order, axis=0), np.sort(drawn, axis=0)) for order in orders] == [True, True]
    assert not np.array_equal(*orders)


@both
def test_a_batch_larger_than_the_data_is_all_of_them(lesson):
    run = finished(lesson, examples=25, batch_size=1_000_000, epochs=2)
    assert [len(run.batches.at(row)[1]) for row in (0, 1)] == [25, 25]
    assert [epoch.row for epoch in run.epochs] == [0, 1]


@both
def test_the_epochs_have_the_printed_losses(lesson):
    run = finished(lesson, examples=30, epochs=4)
    assert [epoch.row for epoch in run.epochs] == [2, 5, 8, 11]
    printed = [f"epoch {number}, loss {epoch.loss:f}" for number, epoch in enumerate(run.epochs, 1)]
    assert run.output.lines[:4] == printed


@both
def test_the_truth_makes_the_data_where_there_is_no_noise(lesson):
    run = Run(lesson, {"noise": 0.0, "true_w": (1.5, 30.0), "true_b": -7.0, "examples": 50})
    run.step()
    truth = lesson.watch.truth(**run.values)
    assert {name: np.shape(value) for name, value in truth.items()} == run.shapes
    np.testing.assert_allclose(lesson.watch.curve(run.start.x, **truth), run.start.y, rtol=1e-5, atol=1e-5)


@both
def test_a_live_learning_rate_is_the_next_updates(lesson):
    run = Run(lesson, {"noise": 1.0})
    run.advance(rows=5)
    run.change("learning_rate", 0.5)
    run.advance(rows=6)
    before, after, row = run.parameters(4), run.parameters(5), run.history.row(5)
    batch = 10 if lesson is MINIBATCH_SCRATCH else 1  # its gradients are of the sum
    assert before["b"].item() - after["b"].item() == pytest.approx(0.5 * row["b.grad"] / batch, rel=1e-5)


@both
def test_the_statements_of_an_iteration_have_their_phases(lesson):
    phases = {mark.phase for mark in Run(lesson).stepped.marks}
    assert phases == {None, *Phase}


@both
@pytest.mark.parametrize("name", MINIBATCH_SCRATCH.parameters)
def test_the_limits_run_and_what_is_beyond_is_refused(lesson, name):
    parameter = lesson.parameters[name]
    for limit, beyond in [(parameter.range.low, -1), (parameter.range.high, 1)]:
        as_given = (lambda number: (number, number)) if parameter.count else (lambda number: number)
        run = Run(lesson, {"examples": 4, "batch_size": 2, "epochs": 2} | {name: as_given(limit)})
        run.advance(rows=30)
        assert run.failure is None
        assert run.why in (Why.COMPLETED, Why.DIVERGED) or len(run.history) == 30
        with pytest.raises(InputError, match=parameter.label.text):
            Run(lesson, {name: as_given(limit + beyond)})


@both
def test_there_are_two_true_weights(lesson):
    for given in ((1.0,), (1.0, 2.0, 3.0)):
        with pytest.raises(InputError, match="True w must be 2 numbers"):
            Run(lesson, {"true_w": given})


@both
def test_steps_that_are_too_long_diverge(lesson):
    run = Run(lesson, {"learning_rate": 10.0})
    run.advance()
    assert run.why is Why.DIVERGED


def test_the_steps_of_the_concise_program_are_twice_as_long():
    """Its loss has no factor of a half: with half the learning rate one batch of everything gives the same update."""
    given = {"examples": 50, "batch_size": 50, "initial_scale": 0.0, "epochs": 20}
    scratch = finished(MINIBATCH_SCRATCH, learning_rate=0.2, **given)
    concise = finished(MINIBATCH_CONCISE, learning_rate=0.1, **given)
    for name in ("w", "b"):
        ours, theirs = (run.parameters(19)[name].ravel() for run in (scratch, concise))
        np.testing.assert_allclose(ours, theirs, rtol=1e-4)
