import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import flatten, known_data, loss_at, unflatten
from core.curvature import quadratic_loss
from core.lessons import LESSONS
from core.run import Run
from core.surface import MAIN_AXES, axes, contour_levels, least_over, loss_over, plane_through, suggested_range
from tests.core.helpers import watch

WITH_A_MODEL = [name for name, lesson in LESSONS.items() if lesson.watch.has_model]
OVER_ALL_DATA = [name for name in WITH_A_MODEL if LESSONS[name].watch.batch is None]


def run_of(name, rows=40, **values):
    run = Run(LESSONS[name], values)
    run.advance(rows=rows)
    x, y = known_data(run)
    return run, x, y, quadratic_loss(run.lesson.watch, x, y, run.shapes)


def losses_along(run, x, y, quadratic):
    """Return the surface's loss at the parameters that each iteration began with."""
    names = axes(run.shapes)
    places = [run.start.values, *(run.parameters(row) for row in range(len(run.history) - 1))]
    found = []
    for values in places:
        flat = flatten(values, run.shapes)
        plane = plane_through(flat, names[:2], run.shapes, quadratic)
        a, b = plane.place(flat)
        found += loss_over(plane, run.lesson.watch, x, y, run.shapes, quadratic, a[None], b[None]).ravel().tolist()
    return found


@pytest.mark.parametrize("name", ["quadratic_numpy", "quadratic_autograd"])
def test_the_surface_and_the_loop_compute_one_loss(name):
    run, x, y, quadratic = run_of(name, precision="float64")
    assert losses_along(run, x, y, quadratic) == pytest.approx(run.history.column("loss").tolist(), rel=1e-12)


@pytest.mark.parametrize("name", OVER_ALL_DATA)
def test_a_float32_loop_computes_the_loss_of_the_surface_as_closely_as_it_can(name):
    run, x, y, quadratic = run_of(name)
    assert losses_along(run, x, y, quadratic) == pytest.approx(run.history.column("loss").tolist(), rel=2e-5)


@pytest.mark.parametrize("formula", [True, False])
@pytest.mark.parametrize("name", WITH_A_MODEL)
def test_the_surface_is_the_watched_loss_at_any_point(name, formula):
    run, x, y, quadratic = run_of(name)
    names, generator = axes(run.shapes), np.random.default_rng(1)
    flat = generator.normal(size=len(names))
    plane = plane_through(flat, (names[-1], names[0]), run.shapes, quadratic)
    a, b = generator.normal(size=4), generator.normal(size=3)
    grid = loss_over(plane, run.lesson.watch, x, y, run.shapes, quadratic if formula else None, a, b)
    assert grid.shape == (3, 4)
    for row, up in enumerate(b):
        for column, across in enumerate(a):
            values = flat.copy()
            values[-1], values[0] = across, up
            expected = loss_at(run.lesson.watch, x, y, unflatten(values, run.shapes))
            assert grid[row, column] == pytest.approx(expected, rel=1e-11)


def test_an_element_is_told_by_its_value_and_the_others_stand():
    shapes = {"w": (1, 2), "b": ()}
    plane = plane_through(np.array([1.0, 2.0, 3.0]), ("b", "w[0,0]"), shapes, None)
    assert plane.place([1.0, 2.0, 3.0]).tolist() == [3.0, 1.0]
    assert plane.point(7.0, 8.0).tolist() == [8.0, 2.0, 7.0]
    assert plane.place([[5.0, 0.0, 6.0], [0.0, 9.0, 1.0]]).tolist() == [[6.0, 5.0], [1.0, 0.0]]


def test_a_main_axis_is_told_by_the_distance_from_the_least_loss():
    run, _, _, quadratic = run_of("minibatch_scratch")
    flat = np.array([0.5, -1.0, 2.0])
    plane = plane_through(flat, MAIN_AXES, run.shapes, quadratic)
    assert plane.place(quadratic.best).tolist() == pytest.approx([0.0, 0.0], abs=1e-12)
    assert plane.point(*plane.place(flat)).tolist() == pytest.approx(flat.tolist())
    for direction, curvature in zip(plane.directions, quadratic.eigenvalues, strict=False):
        assert np.linalg.norm(direction) == pytest.approx(1)
        assert (quadratic.hessian @ direction).tolist() == pytest.approx((curvature * direction).tolist())
        assert direction[np.abs(direction).argmax()] > 0


def test_main_axes_are_offered_for_three_parameters_and_more():
    run, _, _, quadratic = run_of("minibatch_scratch")
    assert axes(run.shapes, quadratic) == ("w[0,0]", "w[1,0]", "b", *MAIN_AXES)
    assert axes(run.shapes) == ("w[0,0]", "w[1,0]", "b")
    line, _, _, of_two = run_of("live_line")
    assert axes(line.shapes, of_two) == ("w", "b")
    assert axes({}) == ()


@pytest.mark.parametrize("names", [("b", "b"), ("b", MAIN_AXES[0]), (MAIN_AXES[1], MAIN_AXES[1])])
def test_axes_that_are_not_at_right_angles_make_no_plane(names):
    with pytest.raises(ValueError, match="do not make a plane"):
        plane_through(np.zeros(2), names, {"w": (), "b": ()}, None)


def test_the_least_loss_of_a_plane_is_that_of_its_lowest_point():
    run, x, y, quadratic = run_of("minibatch_scratch")
    plane = plane_through(np.array([0.0, 0.0, 2.0]), ("w[0,0]", "w[1,0]"), run.shapes, quadratic)
    grid = np.linspace(-6, 6, 401)
    lowest = loss_over(plane, run.lesson.watch, x, y, run.shapes, quadratic, grid, grid).min()
    assert quadratic.least < least_over(plane, quadratic) <= lowest
    assert least_over(plane, quadratic) == pytest.approx(lowest, rel=1e-3)


def test_a_loss_without_curvature_along_an_axis_has_a_surface_too():
    lesson, x = watch(parameters=("w", "b"), curve=lambda x, w, b: w * x + b), np.ones((2, 1))
    quadratic = quadratic_loss(lesson, x, 3 * x, {"w": (), "b": ()})
    plane = plane_through(np.zeros(2), ("w", "b"), {"w": (), "b": ()}, quadratic)
    a = np.linspace(-1, 1, 5)
    assert np.allclose(loss_over(plane, lesson, x, 3 * x, {}, quadratic, a, a), (a + a[:, None] - 3) ** 2)
    assert least_over(plane, quadratic) == pytest.approx(0, abs=1e-20)


def test_a_model_that_overflows_in_a_corner_does_so_without_a_warning():
    lesson = watch(parameters=("w", "b"), curve=lambda x, w, b: np.exp(w * x) + b)
    shapes = {"w": (), "b": ()}
    plane = plane_through(np.zeros(2), ("w", "b"), shapes, None)
    grid = loss_over(plane, lesson, np.ones((2, 1)), np.ones((2, 1)), shapes, None, np.array([0.0, 1e4]), np.zeros(1))
    assert grid.tolist() == [[0.0, np.inf]]


@given(st.floats(-1e6, 1e6), st.floats(0, 1e3), st.floats(1e-6, 1e6))
def test_contours_are_round_and_lie_between_the_lowest_and_the_highest(least, above, span):
    low = least + above
    levels = contour_levels(least, low, low + span)
    assert ((low < levels) & (levels < low + span)).all()
    assert (np.diff(levels) > 0).all()


def test_contours_are_closer_together_towards_the_least():
    levels = contour_levels(0.4635, 0.4635, 500.0)
    assert len(levels) >= 10
    assert levels[0] < 0.6
    assert levels[-1] > 300
    assert all(len(f"{level:.6g}") <= 4 for level in levels)


@pytest.mark.parametrize("bounds", [(0, 1, 1), (0, np.nan, 1), (0, 0, np.inf), (1e9, 1e9, 1e9 + 1e-7)])
def test_where_the_loss_is_the_same_everywhere_or_no_number_there_are_no_contours(bounds):
    assert contour_levels(*bounds).size == 0


points = st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e-6, 1e-6)), min_size=1, max_size=5)


@given(points)
def test_a_range_shows_all_points_with_a_margin(points):
    x_low, x_high, y_low, y_high = suggested_range(points)
    for low, high, values in ((x_low, x_high, [x for x, _ in points]), (y_low, y_high, [y for _, y in points])):
        margin = 0.1 * (high - low)
        assert low + margin <= min(values)
        assert max(values) <= high - margin


def test_a_range_stands_still_while_the_path_grows_inside_it():
    known = [(0.0, 0.0), (1.0, 4.0)]
    assert suggested_range(known) == pytest.approx((-0.2, 1.2, -1.0, 5.0))
    assert suggested_range([*known, (1.0, 4.1)]) == suggested_range(known)
    assert suggested_range([*known, (np.nan, 1.0), (np.inf, 2.0)]) == suggested_range(known)
    assert suggested_range([]) == (0, 1, 0, 1)
    assert suggested_range([*known, (1.0, 9.0)]) == pytest.approx((-0.2, 1.2, -2.0, 12.0))
