"""What is read of a lesson's locals, and that reading them changes nothing."""

import random
import warnings
import weakref
from fractions import Fraction
from math import inf, isnan, nan, pi
from time import perf_counter, sleep
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from core.variables import Frame, Variable, changed, longest_text, read_frame, slow_seconds


def frame(**values: Any) -> Frame:
    return read_frame(SimpleNamespace(locals=values, line=7, history=[0, 1, 2]))  # type: ignore[arg-type]


def read(value: Any) -> Variable:
    return frame(value=value).variables[0]


def is_marked(before: Any, now: Any) -> bool:
    return changed(frame(value=before), frame(value=now)) == {"value"}


def test_a_frame_says_where_the_run_stands_and_keeps_the_order_of_the_locals():
    told = frame(z=1, a=2.5, m="text")
    assert (told.rows, told.line) == (3, 7)
    assert [(variable.name, variable.text) for variable in told.variables] == [
        ("z", "1"),
        ("a", "2.5"),
        ("m", "'text'"),
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text", "number"),
    [
        (3, "int", "3", 3.0),
        (-0.1, "float", "-0.1", -0.1),
        (nan, "float", "nan", nan),
        (inf, "float", "inf", inf),
        (True, "bool", "True", None),
        (None, "NoneType", "None", None),
        ("a\nb", "str", "'a\\nb'", None),
        (1 + 2j, "complex", "(1+2j)", None),
        (10**400, "int", "<int of 1329 bits>", None),
        (10**5000, "int", "<int of 16610 bits>", None),
        (np.float32(0.1), "float32", "0.10000000149011612", pytest.approx(0.1)),
        (np.bool_(True), "bool", "True", None),
        (nn.Linear, "type", "Linear", None),
        (is_marked, "function", "is_marked", None),
        ([1, 2.5, [3]], "list", "[1, 2.5, [3]]", None),
        ({"b": 1, "a": 2}, "dict", "{'a': 2, 'b': 1}", None),
        (nn.Linear(2, 1), "Linear", "Linear(in_features=2, out_features=1, bias=True)", None),
        ((torch.zeros(3, 2), 1), "tuple", "(Tensor (3, 2), 1)", None),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isprintable() else "",
)
def test_a_value_is_told_by_its_type_and_in_one_line(value, kind, text, number):
    told = read(value)
    assert (told.type, told.text) == (kind, text)
    assert told.number == number or (number is not None and isnan(number) and told.number is not None)
    assert (told.dtype, told.shape, told.summary, told.gradient) == ("", None, None, None)


def test_a_tensor_of_one_element_is_a_number_in_full():
    told = read(torch.tensor([[0.1]]))
    assert (told.type, told.dtype, told.shape) == ("Tensor", "float32", (1, 1))
    assert told.text == repr(torch.tensor(0.1).item())
    assert told.number == torch.tensor(0.1).item()
    assert told.summary is None
    assert read(torch.tensor(True)).number is None
    assert read(torch.tensor(True)).text == "True"


def test_an_array_is_summed_up():
    told = read(np.array([[3.0, -1.0], [4.0, 2.0]]))
    assert (told.type, told.dtype, told.shape, told.number) == ("ndarray", "float64", (2, 2), None)
    assert told.text == "[[3, -1], [4, 2]]"
    assert told.summary is not None
    assert (told.summary.minimum, told.summary.maximum, told.summary.mean) == (-1.0, 4.0, 2.0)
    assert (told.summary.not_finite, told.summary.spark) == (0, (3.0, -1.0, 4.0, 2.0))


def test_a_long_array_has_the_means_of_sixty_stretches():
    summary = read(torch.arange(6000)).summary
    assert summary is not None
    assert summary.spark == tuple(49.5 + 100.0 * np.arange(60))
    uneven = read(torch.ones(61)).summary
    assert uneven is not None
    assert uneven.spark == (1.0,) * 60
    assert read(torch.arange(6000)).text == "[0, 1, 2, 3, 4, 5, ...]"


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_what_is_not_finite_is_counted_and_left_out(bad):
    summary = read(torch.tensor([1.0, bad, 4.0, bad])).summary
    assert summary is not None
    assert (summary.minimum, summary.maximum, summary.mean, summary.not_finite) == (1.0, 4.0, 2.5, 2)
    assert [isnan(value) for value in summary.spark] == [False, True, False, True]


def test_an_array_without_a_finite_value_has_no_extremes():
    summary = read(np.full(100, nan)).summary
    assert summary is not None
    assert all(isnan(value) for value in (summary.minimum, summary.maximum, summary.mean))
    assert summary.not_finite == 100


def test_values_whose_sum_is_too_large_are_finite_all_the_same():
    summary = read(np.full(200, 1e308)).summary
    assert summary is not None
    assert (summary.not_finite, summary.maximum) == (0, 1e308)
    assert summary.mean == pytest.approx(1e308)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor([1.0, 2.0], dtype=dtype)
        for dtype in (torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.int64, torch.uint8)
    ],
    ids=lambda tensor: str(tensor.dtype),
)
def test_every_type_of_real_number_is_summed_up(tensor):
    told = read(tensor)
    assert told.dtype == str(tensor.dtype).removeprefix("torch.")
    assert told.summary is not None
    assert told.summary.spark == (1.0, 2.0)


def test_tensors_without_a_summary_are_told_too():
    assert read(torch.tensor([True, False])).summary is not None
    assert read(torch.tensor([1j, 2j])).text == "[0+1j, 0+2j]"
    assert read(torch.tensor([1j, 2j]).conj()).text == "[0-1j, 0-2j]"
    assert (read(torch.empty(0, 3)).text, read(torch.empty(0, 3)).summary) == ("[]", None)
    assert read(np.array(["a", "b"])).text == "['a', 'b']"
    assert read(np.array([None, [1]], dtype=object)).summary is None
    assert read(torch.ones(2, 3, 4, 5, 6)).shape == (2, 3, 4, 5, 6)
    assert read(torch.empty(3, device="meta")).type == "Tensor"
    assert read(torch.eye(2).to_sparse()).type == "Tensor"


def test_a_leaf_has_a_gradient_and_other_tensors_do_not_warn():
    w = torch.tensor(3.0, requires_grad=True)
    kept = w * 2
    kept.retain_grad()
    loss = kept**2
    assert (read(w).requires_grad, read(w).gradient) == (True, None)
    loss.backward()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = frame(w=w, kept=kept, loss=loss)
    w_told, kept_told, loss_told = told.variables
    assert w_told.gradient is not None
    assert (w_told.gradient.name, w_told.gradient.number) == ("w.grad", 24.0)
    assert kept_told.gradient is not None
    assert kept_told.gradient.number == 12.0
    assert (loss_told.requires_grad, loss_told.gradient) == (True, None)
    assert not read(torch.ones(1)).requires_grad


def test_reading_leaves_the_lesson_as_it_is():
    torch.manual_seed(1)
    w = torch.randn(50, requires_grad=True)
    loader = iter(DataLoader(TensorDataset(torch.arange(6)), batch_size=2))
    generator = (number for number in range(3))
    model = nn.Sequential(nn.Linear(3, 2), nn.Dropout())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    states = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index]
    version, before = w._version, w.detach().clone()
    frame(w=w, loss=(w**2).sum(), loader=loader, generator=generator, model=model, optimizer=optimizer)
    assert (w._version, w.grad, w.requires_grad) == (version, None, True)
    assert torch.equal(w, before)
    assert torch.equal(torch.get_rng_state(), states[0])
    assert (random.getstate(), np.random.get_state()[1].tolist()) == states[1:]  # type: ignore[index]
    assert list(generator) == [0, 1, 2]
    assert len(list(loader)) == 3


def test_what_was_read_keeps_no_graph_alive():
    w = torch.ones(3, requires_grad=True)
    loss = (w**2).sum()
    alive = weakref.ref(loss)
    told = frame(loss=loss)
    del loss
    assert alive() is None
    assert told.variables[0].number == 3.0


class Hurtful:
    def __repr__(self) -> str:
        raise RuntimeError("no")


class Huge:
    def __repr__(self) -> str:
        return "huge " * 10**6


class Slow:
    asked = 0

    def __repr__(self) -> str:
        Slow.asked += 1
        sleep(2 * slow_seconds)
        return "slow"


class Unmannered:
    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __len__(self) -> int:
        raise RuntimeError("no length")

    def __bool__(self) -> bool:
        raise RuntimeError("neither")


def test_a_repr_that_raises_or_is_huge_or_slow_does_not_hurt():
    assert read(Hurtful()).text == "<Hurtful>"
    assert read([Hurtful()]).text == "[<Hurtful>]"
    assert len(read(Huge()).text) <= longest_text
    assert [read(Slow()).text for _ in range(4)] == ["slow", "<Slow>", "<Slow>", "<Slow>"]
    assert Slow.asked == 1
    assert read(Unmannered()).type == "Unmannered"


def test_an_address_is_not_told_as_it_says_nothing():
    assert read(object()).text == "<object object>"
    assert "0x" not in read(number for number in range(3)).text


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**7,
        b"x" * 10**7,
        list(range(10**6)),
        dict.fromkeys(range(10**6)),
        set(range(10**6)),
        np.ones(10**6),
        torch.ones(1000, 1000),
    ],
    ids=["str", "bytes", "list", "dict", "set", "array", "tensor"],
)
def test_a_large_value_is_read_quickly_and_told_in_short(value):
    assert len(read(value).text) <= longest_text

    def seconds() -> float:
        begun = perf_counter()
        read(value)
        return perf_counter() - begun

    # 2 to 5 ms, measured; on a machine that is busy with something else one of many is.
    assert any(seconds() < 0.02 for _ in range(100))


def test_what_stays_the_same_is_not_marked():
    def same() -> dict[str, Any]:
        return {"a": nan, "b": torch.tensor([nan, 1.0]), "c": [1, 2], "d": np.float64(2), "e": None, "f": pi, "g": same}

    assert changed(frame(**same()), frame(**same())) == frozenset()
    assert changed(None, frame(**same())) == frozenset()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (1, 2),
        (1, 1.0),
        (1.0, 1.0 + 2**-52),
        (10**5000, 10**5000 + 1),
        ("x" * 1000 + "a", "x" * 1000 + "b"),
        (torch.ones(2), torch.ones(2, 1)),
        (torch.ones(2), torch.ones(2).double()),
        (np.arange(1000), np.arange(1000)[::-1]),
        (list(range(1000)), list(range(1001))),
        ([*range(1000), 5], [*range(1000), 6]),
        (dict.fromkeys(range(10)), dict.fromkeys(range(11))),
        (Fraction(1, 2), Fraction(1, 3)),
        (None, 0),
        (torch.zeros(1), torch.zeros(1).bfloat16()),
    ],
    ids=range(14),
)
def test_another_value_is_marked(before, now):
    assert is_marked(before, now)


def test_one_element_of_a_million_that_changes_in_place_is_marked():
    values = torch.zeros(10**6)
    before = frame(value=values)
    values[777_777] = 1e-30
    assert changed(before, frame(value=values)) == {"value"}


def test_a_gradient_is_marked_apart_from_its_tensor():
    w = torch.ones(2, requires_grad=True)
    start = frame(w=w)
    (w**2).sum().backward()
    after_backward = frame(w=w)
    assert changed(start, after_backward) == {"w.grad"}
    assert w.grad is not None
    w.data.sub_(0.1 * w.grad)
    after_update = frame(w=w)
    assert changed(after_backward, after_update) == {"w"}
    w.grad.zero_()
    assert changed(after_update, frame(w=w, new=1)) == {"w.grad", "new"}
