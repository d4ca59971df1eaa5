from math import isnan

import numpy as np
import pytest
import torch

from core.recorder import Recorder, as_array, elements
from tests.core.helpers import watch

GRADIENT = torch.ones(2, 1, requires_grad=True)
GRADIENT.sum().backward()


@pytest.mark.parametrize(
    "value",
    [
        2,
        2.0,
        True,
        np.float32(2),
        np.array([2.0]),
        np.array([[2]]),
        torch.tensor(2),
        torch.tensor([2.0], requires_grad=True),
        torch.tensor([[2.0]], dtype=torch.bfloat16),
    ],
    ids=str,
)
def test_anything_with_numbers_becomes_a_float64_array(value):
    array = as_array(value)
    assert array.dtype == np.float64
    assert array.shape == getattr(value, "shape", ())
    assert array.item() == (1 if value is True else 2)


def test_an_array_is_a_copy():
    tensor, source = torch.zeros(2, dtype=torch.float64), np.zeros(2)
    arrays = as_array(tensor), as_array(source)
    tensor[0] = source[0] = 1
    assert [array.tolist() for array in arrays] == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ((), ["w"]),
        ((1,), ["w"]),
        ((1, 1), ["w"]),
        ((2,), ["w[0]", "w[1]"]),
        ((1, 2), ["w[0,0]", "w[0,1]"]),
        ((2, 1), ["w[0,0]", "w[1,0]"]),
    ],
)
def test_elements_are_named_by_their_place(shape, names):
    assert elements("w", shape) == names


def test_columns_are_the_loss_the_parameters_and_their_gradients():
    recorder = Recorder(watch(parameters=("v", "b")), [torch.zeros(2, 1), 0.0])
    assert recorder.columns == ("loss", "v[0,0]", "v[1,0]", "b", "v.grad[0,0]", "v.grad[1,0]", "b.grad")
    assert recorder.shapes == {"v": (2, 1), "b": ()}


@pytest.mark.parametrize(
    "watched",
    [
        [torch.tensor(3.0), torch.tensor([0.1])],
        [torch.tensor(3.0, requires_grad=True), np.array([[0.1]])],
        [3.0, 0.1],
        [np.float64(3.0), torch.tensor(0.1, dtype=torch.float64)],
    ],
    ids=["tensors", "a tensor and an array", "numbers", "scalars"],
)
def test_values_are_read_exactly(watched):
    recorder = Recorder(watch(), watched[1:])
    assert recorder.values(watched) == [3.0, float(as_array(watched[1]).item())]


def test_a_value_that_changes_its_kind_is_still_read():
    recorder = Recorder(watch(), [torch.tensor([1.0])])
    assert recorder.values([torch.tensor(1.0), torch.tensor([1.0])]) == [1, 1]
    assert recorder.values([2.0, 3]) == [2, 3]
    assert recorder.values([torch.tensor(4.0), torch.tensor([5.0])]) == [4, 5]


def test_gradients_are_read_from_grad_or_from_their_own_variables():
    w = torch.tensor([1.0], requires_grad=True)
    (3 * w).sum().backward()
    assert Recorder(watch(), [w]).gradients([w]) == [3]
    assert Recorder(watch(gradients={"w": "dw"}), [w]).gradients([np.array([7.0])]) == [7]
    assert Recorder(watch(gradients={"w": "dw"}), [GRADIENT]).gradients([np.array([[7.0], [8.0]])]) == [7, 8]
    assert Recorder(watch(), [GRADIENT]).gradients([GRADIENT]) == [1, 1]


def test_a_gradient_that_is_not_there_is_not_a_number():
    w = torch.tensor([1.0], requires_grad=True)
    recorder = Recorder(watch(), [w])
    assert isnan(recorder.gradients([w])[0])
    (3 * w).sum().backward()
    assert recorder.gradients([w]) == [3]
    assert all(map(isnan, Recorder(watch(), [torch.zeros(2)]).gradients([torch.zeros(2)])))
    assert isnan(Recorder(watch(gradients={"w": "dw"}), [1.0]).gradients([None])[0])
    assert isnan(Recorder(watch(), [1.0]).gradients([1.0])[0])


@pytest.mark.parametrize(
    ("first", "then", "message"),
    [
        ([torch.zeros(2)], [torch.tensor(0.0), torch.zeros(3)], "a watched value of 2 elements now has 3"),
        ([0.0], [torch.zeros(4), 0.0], "a watched value of 1 elements now has 4"),
    ],
)
def test_a_watched_value_that_changes_its_size_is_told(first, then, message):
    with pytest.raises(ValueError, match=message):
        Recorder(watch(), first).values(then)
