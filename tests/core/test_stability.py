from math import inf

import numpy as np
import pytest
import torch

from core.analysis import flatten
from core.curvature import Quadratic, quadratic_loss
from core.lessons import LESSONS
from core.next_update import next_update
from core.run import Run
from core.run_facts import Why
from core.stability import (
    Outlook,
    Rule,
    Zone,
    condition_number,
    iterations_to_tenth,
    largest_stable_rate,
    outlook,
    rule_of,
    zones,
)

ZEROED, SUMMED = Rule(), Rule(1.0)


def bowl(*curvatures: float) -> Quadratic:
    """Make a loss whose main axes are turned away from the parameters' own."""
    size = len(curvatures)
    turned, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(size, size)))
    hessian = turned @ np.diag(curvatures) @ turned.T
    return Quadratic({"w": (size,)}, np.arange(1.0, size + 1), 0.25, hessian)


def shape_of(run: Run) -> Quadratic:
    run.prepare()
    assert run.start
    shapes = {name: value.shape for name, value in run.start.values.items()}
    quadratic = quadratic_loss(run.lesson.watch, run.start.x, run.start.y, shapes)
    assert quadratic
    return quadratic


def shape_and_rule(name: str, **values) -> tuple[Quadratic, Rule]:
    run = Run(LESSONS[name], values)
    return shape_of(run), rule_of(run.lesson.watch, run.values)


def excess_losses(name: str, quadratic: Quadratic, **values) -> tuple[np.ndarray, Why | None]:
    run = Run(LESSONS[name], values)
    run.advance()
    return run.history.column("loss") - quadratic.least, run.why


def along_axes(quadratic: Quadratic, rule: Rule, rate: float, flat: np.ndarray, iterations: int) -> np.ndarray:
    """Update parameters as the lessons do; return their distances to the best ones along the main axes, a row each."""
    parameters, summed, rows = flat.copy(), np.zeros_like(flat), []
    for _ in range(iterations + 1):
        rows.append(quadratic.eigenvectors.T @ (parameters - quadratic.best))
        summed = rule.memory * summed + quadratic.gradient(parameters)
        parameters = parameters - rate * summed
    return np.array(rows)


def simulated_count(quadratic: Quadratic, rule: Rule, rate: float, flat: np.ndarray) -> int:
    for iterations in (100, 1000, 20_000):
        excess = along_axes(quadratic, rule, rate, flat, iterations) ** 2 @ quadratic.eigenvalues
        if excess.min() <= excess[0] / 10:
            break
    return int(np.flatnonzero(excess <= excess[0] / 10)[0])


def test_the_article_s_line_has_the_known_limits():
    assert largest_stable_rate(*shape_and_rule("live_line", zero_grad=True)) == pytest.approx(0.05777, abs=5e-6)
    assert largest_stable_rate(*shape_and_rule("live_line", zero_grad=False)) == pytest.approx(0.11553, abs=5e-6)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("live_line", {"zero_grad": True, "stop_below": 0.0, "iterations": 500}),
        ("quadratic_autograd", {"precision": "float64", "iterations": 500}),
        ("line_epochs", {"epochs": 500}),
    ],
)
def test_zeroed_gradients_are_stable_up_to_the_limit_and_not_beyond(name, values):
    quadratic, rule = shape_and_rule(name, **values)
    limit = largest_stable_rate(quadratic, rule)
    below, why = excess_losses(name, quadratic, **values, learning_rate=0.99 * limit)
    assert why is Why.COMPLETED
    assert below[-1] < 1e-3 * below[0]
    above, why = excess_losses(name, quadratic, **values, learning_rate=1.01 * limit)
    assert why is Why.DIVERGED or above[-1] > 1e6 * above[0]


def test_gradients_that_are_never_zeroed_are_bounded_up_to_the_limit_and_not_beyond():
    values = {"zero_grad": False, "stop_below": 0.0, "iterations": 1000}
    quadratic, rule = shape_and_rule("live_line", **values)
    limit = largest_stable_rate(quadratic, rule)
    below, why = excess_losses("live_line", quadratic, **values, learning_rate=0.995 * limit)
    assert why is Why.COMPLETED
    assert below[500:].max() < 1.1 * below[:500].max()
    assert below[500:].max() > 0.9 * below[:500].max()  # it does not converge either
    _, why = excess_losses("live_line", quadratic, **values, learning_rate=1.005 * limit)
    assert why is Why.DIVERGED


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_momentum_is_stable_up_to_the_limit_and_not_beyond(momentum):
    run = Run(LESSONS["live_line"])
    quadratic, rule = shape_of(run), Rule(momentum)
    assert run.start
    x, y = (torch.tensor(part, dtype=torch.float64) for part in (run.start.x, run.start.y))
    final = {}
    for share in (0.99, 1.01):
        model = torch.nn.Linear(1, 1, dtype=torch.float64)
        rate = share * largest_stable_rate(quadratic, rule)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
        for _ in range(800):
            optimizer.zero_grad()
            (0.5 * (model(x) - y) ** 2).mean().backward()
            optimizer.step()
        final[share] = (0.5 * (model(x) - y) ** 2).mean().item() - quadratic.least
    assert abs(final[0.99]) < 1e-6
    assert final[1.01] > 1e6


def test_the_rule_follows_the_switch_for_zeroing_and_the_momentum():
    watch = LESSONS["live_line"].watch
    assert rule_of(watch, {"zero_grad": True}) == ZEROED
    assert rule_of(watch, {"zero_grad": False}) == SUMMED
    assert rule_of(LESSONS["quadratic_numpy"].watch, {}) == ZEROED
    assert ZEROED.zeroed
    assert Rule(0.9).zeroed
    assert not SUMMED.zeroed


@pytest.mark.parametrize("memory", [0.0, 0.4, 0.9, 1.0])
@pytest.mark.parametrize("share", [0.02, 0.2, 0.45, 0.55, 0.9, 0.999, 1.001, 1.5])
def test_the_outlook_is_what_the_companion_matrices_say(memory, share):
    quadratic, rule = bowl(10.0, 3.0, 1.0), Rule(memory)
    rate = share * largest_stable_rate(quadratic, rule)
    matrices = [[[1 + memory - rate * curvature, -memory], [1, 0]] for curvature in quadratic.eigenvalues]
    roots = np.asarray(np.linalg.eigvals(np.array(matrices)), complex)
    greatest = abs(roots).max()
    if greatest > 1 + 1e-9:
        expected = Outlook.DIVERGES
    elif greatest > 1 - 1e-9:
        expected = Outlook.OSCILLATES
    else:
        # With no memory one root of two is 0, whatever the rate.
        steady = (abs(np.imag(roots)) < 1e-12).all() and (np.real(roots) > -1e-12).all()
        expected = Outlook.CONVERGES if steady else Outlook.OVERSHOOTS
    assert outlook(quadratic, rule, rate) is expected


@pytest.mark.parametrize("memory", [0.0, 0.4, 0.9])
def test_the_loss_overshoots_where_a_distance_changes_its_sign(memory):
    quadratic, rule = bowl(10.0, 3.0, 1.0), Rule(memory)
    start = quadratic.best + quadratic.eigenvectors @ np.array([1.0, -2.0, 3.0])
    seen = set()
    for rate in np.linspace(0.0003, 0.999, 40) * largest_stable_rate(quadratic, rule):
        distances = along_axes(quadratic, rule, rate, start, 300)
        crossed = bool((distances[1:] * distances[:-1] < -1e-24).any())
        expected = outlook(quadratic, rule, rate)
        assert crossed == (expected is Outlook.OVERSHOOTS)
        seen.add(expected)
    assert seen == {Outlook.CONVERGES, Outlook.OVERSHOOTS}


def test_at_the_limit_zeroed_gradients_go_to_and_fro_and_summed_ones_swing_wider():
    quadratic = bowl(4.0, 1.0)
    start = quadratic.best + quadratic.eigenvectors @ np.ones(2)
    for rule, expected, growth in ((ZEROED, Outlook.OSCILLATES, 1), (SUMMED, Outlook.DIVERGES, 2 * 200 + 1)):
        limit = largest_stable_rate(quadratic, rule)
        assert outlook(quadratic, rule, limit) is expected
        assert abs(along_axes(quadratic, rule, limit, start, 200)[-1, 0]) == pytest.approx(growth)


def test_the_zones_tile_the_learning_rates():
    quadratic = bowl(4.0, 1.0)
    for rule, ends, outlooks in (
        (ZEROED, [0, 0.25, 0.5, inf], [Outlook.CONVERGES, Outlook.OVERSHOOTS, Outlook.DIVERGES]),
        (SUMMED, [0, 1, inf], [Outlook.OSCILLATES, Outlook.DIVERGES]),
    ):
        found = zones(quadratic, rule)
        assert [zone.outlook for zone in found] == outlooks
        assert [zone.low for zone in found] == pytest.approx(ends[:-1])
        assert [zone.high for zone in found] == pytest.approx(ends[1:])
    for rule in (ZEROED, SUMMED, Rule(0.5)):
        for zone in zones(quadratic, rule):
            assert outlook(quadratic, rule, (zone.low + min(zone.high, zone.low + 1)) / 2) is zone.outlook


def test_a_loss_that_is_the_same_everywhere_has_no_limit():
    flat = bowl(0.0, 0.0)
    assert largest_stable_rate(flat, ZEROED) == inf
    assert zones(flat, SUMMED) == [Zone(0, inf, Outlook.CONVERGES)]
    assert condition_number(flat) == inf
    assert iterations_to_tenth(flat, ZEROED, 1.0, np.array([5.0, 5.0])) == 0


def test_the_condition_number_is_the_greatest_curvature_over_the_least():
    assert condition_number(bowl(10.0, 3.0, 2.0)) == pytest.approx(5)
    assert condition_number(bowl(7.0)) == 1
    assert condition_number(bowl(7.0, 0.0)) == inf


@pytest.mark.parametrize("memory", [0.0, 0.4, 0.9])
@pytest.mark.parametrize("share", [0.0005, 0.1, 0.5, 0.97])
def test_the_iterations_to_a_tenth_are_those_of_a_simulated_run(memory, share):
    quadratic, rule = bowl(10.0, 3.0, 0.5), Rule(memory)
    rate = share * largest_stable_rate(quadratic, rule)
    start = quadratic.best + quadratic.eigenvectors @ np.array([0.3, -2.0, 3.0])
    expected = simulated_count(quadratic, rule, rate, start)
    assert expected > 0
    assert iterations_to_tenth(quadratic, rule, rate, start) == expected


def test_a_lesson_takes_as_many_iterations_to_a_tenth_as_predicted():
    values = {"precision": "float64", "iterations": 400, "learning_rate": 0.002}
    run = Run(LESSONS["quadratic_autograd"], values)
    quadratic = shape_of(run)
    assert run.start
    start = np.concatenate([part.ravel() for part in run.start.values.values()])
    run.advance()
    excess = run.history.column("loss") - quadratic.least
    count = iterations_to_tenth(quadratic, ZEROED, 0.002, start)
    assert count == np.flatnonzero(excess <= excess[0] / 10)[0]


def test_very_slow_and_very_distant_descents_are_counted_too():
    quadratic = bowl(2.0)
    count = iterations_to_tenth(quadratic, ZEROED, 1e-12, quadratic.best + 1e200)
    assert count == pytest.approx(np.log(10) / 2 / 2e-12, rel=1e-3)


@pytest.mark.parametrize(
    ("rule", "share", "start"),
    [(ZEROED, 1.01, 1.0), (ZEROED, 1.0, 1.0), (SUMMED, 0.5, 1.0), (ZEROED, 0.5, np.nan), (ZEROED, 0.5, np.inf)],
)
def test_what_never_converges_is_not_counted(rule, share, start):
    quadratic = bowl(10.0, 3.0)
    rate = share * largest_stable_rate(quadratic, rule)
    assert iterations_to_tenth(quadratic, rule, rate, quadratic.best + start) is None


def test_a_momentum_that_takes_more_than_a_million_iterations_is_not_counted():
    quadratic = bowl(1.0)
    assert iterations_to_tenth(quadratic, Rule(0.1), 1e-8, quadratic.best + 1) is None


MOMENTA = [{"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}]


@pytest.mark.parametrize("settings", MOMENTA, ids=str)
def test_the_optimisers_lesson_keeps_to_its_limit_its_next_step_and_its_number_of_iterations(settings):
    quadratic, rule = shape_and_rule("line_optimizers", **settings)
    limit = largest_stable_rate(quadratic, rule)
    for share, held in ((0.995, True), (1.005, False)):
        excess, why = excess_losses(
            "line_optimizers", quadratic, learning_rate=share * limit, iterations=400, **settings
        )
        assert (why is Why.COMPLETED and excess[-1] < excess[0]) == held
    excess, _ = excess_losses("line_optimizers", quadratic, learning_rate=0.02, iterations=400, **settings)
    run = Run(LESSONS["line_optimizers"], {"learning_rate": 0.02, **settings})
    run.prepare()
    start = flatten(run.start.values, quadratic.shapes)
    count = iterations_to_tenth(quadratic, rule, 0.02, start)
    assert count == np.flatnonzero(excess <= excess[0] / 10)[0]
    run.advance(rows=40)
    for row in (-1, 0, 5, 38):
        ahead = next_update(run, row, run.start.x, run.start.y, quadratic.shapes, quadratic)
        found = flatten(run.parameters(row + 1), quadratic.shapes)
        assert ahead.parameters - 0.02 * ahead.direction == pytest.approx(found, abs=1e-5)


@pytest.mark.parametrize("name", ["Adagrad", "RMSprop", "Adam", "AdamW", "LBFGS"])
def test_for_an_optimiser_with_a_rule_of_its_own_nothing_is_foretold(name):
    quadratic, rule = shape_and_rule("line_optimizers", optimizer=name)
    assert rule is None
    run = Run(LESSONS["line_optimizers"], {"optimizer": name})
    run.prepare()
    assert next_update(run, -1, run.start.x, run.start.y, quadratic.shapes, quadratic) is None
