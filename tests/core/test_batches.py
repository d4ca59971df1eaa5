import numpy as np
import torch

from core.batches import Batches


def test_examples_are_kept_as_copies():
    batches, features = Batches(), torch.arange(6.0).reshape(3, 2)
    batches.add(0, features, torch.ones(3, 1, requires_grad=True))
    features.zero_()
    x, y = batches.at(0)
    assert x.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert y.tolist() == [1, 1, 1]
    assert x.dtype == y.dtype == np.float32


def test_one_feature_makes_a_column():
    batches = Batches()
    batches.add(0, np.array([1.0, 2.0]), [3.0, 4.0])
    assert [side.shape for side in batches.at(0)] == [(2, 1), (2,)]


def test_a_row_without_examples_has_none():
    batches = Batches()
    batches.add(3, [1.0], [1.0])
    assert batches.at(2) is None
    assert batches.at(3) is not None


def test_the_first_examples_go_when_memory_is_full():
    batches = Batches(memory_limit=100)
    for row in range(10):
        batches.add(row, np.zeros((4, 1)), np.zeros(4))  # 32 bytes each
    assert batches.nbytes == 96
    assert [row for row in range(10) if batches.at(row)] == [7, 8, 9]


def test_the_newest_examples_stay_however_many_they_are():
    batches = Batches(memory_limit=10)
    batches.add(0, np.zeros((100, 1)), np.zeros(100))
    batches.add(1, np.ones((100, 1)), np.ones(100))
    assert batches.at(0) is None
    assert batches.at(1)[1].sum() == 100
