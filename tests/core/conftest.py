import pytest
import torch


@pytest.fixture(autouse=True)
def as_many_threads_as_before():
    """The command line, which many tests run within this process, has torch use one thread."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)
