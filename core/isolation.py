"""A private set of global states, so that two runs, and the program around them, never disturb each other."""

import random
from types import TracebackType

import numpy as np
import torch


class Isolation:
    """Swaps the random states of torch, numpy and random, and torch's grad mode, in on entry and out on exit.

    A new one starts from the states as they are.
    """

    def __init__(self) -> None:
        """Take the present states as the private ones."""
        self._first = self._inside = self._outside = _states()

    def rewind(self) -> None:
        """Start again from the states that were taken at first."""
        self._inside = self._first

    def __enter__(self) -> None:
        """Put the private states in place."""
        self._outside = _states()
        _restore(self._inside)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the private states and put the others back."""
        self._inside = _states()
        _restore(self._outside)


def random_states() -> tuple:
    """Return the random states of torch, numpy and random."""
    # The legacy generator's tuple form is several times quicker than its dictionary.
    return torch.get_rng_state(), np.random.get_state(), random.getstate()


def restore_random_states(states: tuple) -> None:
    """Put the random states back."""
    for_torch, for_numpy, for_random = states
    torch.set_rng_state(for_torch)
    np.random.set_state(for_numpy)
    random.setstate(for_random)


def _states() -> tuple:
    return random_states(), torch.is_grad_enabled()


def _restore(states: tuple) -> None:
    randoms, grad = states
    restore_random_states(randoms)
    torch.set_grad_enabled(grad)
