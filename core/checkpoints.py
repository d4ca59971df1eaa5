"""What a lesson's frame holds at the top of some iterations, so that a run can be taken up from there.

A frame cannot be copied. But a new run of the same lesson can go through its loops without running the body of the
training loop, and then be given the variables, the optimisers' state and the random states that the old run had there.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
import torch

from core.isolation import random_states, restore_random_states

Restore = Callable[[Any], Any]
"""Given what the new frame has, or None, puts the old value in its place or returns it to be bound."""

plain_types = (bool, int, float, complex, str, bytes, type(None), np.generic)


@dataclass(frozen=True)
class Checkpoint:
    """A frame at the top of the iteration that follows the first `rows` rows."""

    rows: int
    printed: tuple[int, str]
    """How many lines the lesson had printed, and what of the next one."""
    variables: Mapping[str, Restore]
    random: tuple
    nbytes: int

    def restore(self, local: Mapping[str, Any]) -> dict[str, Any]:
        """Change the objects of a new frame in place, set the random states, and return the variables to bind."""
        restore_random_states(self.random)
        return {name: restore(local.get(name)) for name, restore in self.variables.items()}


class Checkpoints:
    """Checkpoints of one run, at even distances that double when there are too many of them.

    They double, too, where one would follow another within `seconds`: what takes no longer is run again before
    anybody notices. `due` is the number of rows at which the next one is to be added.
    """

    def __init__(self, distance: int = 256, most: int = 512, memory_limit: int = 2**26, seconds: float = 0.05) -> None:
        """Start empty."""
        self.distance = distance
        self.due: float = distance
        self.most = most
        self.memory_limit = memory_limit
        self.seconds = seconds
        self._last = perf_counter()
        self._kept: list[Checkpoint] = []
        self._first: dict[str, tuple[Any, Any]] = {}

    def begin(self, local: Mapping[str, Any]) -> None:
        """Note what the frame holds before its loop: what never changes, such as the data, need not be kept."""
        self._first = {name: (value, _mark(value)) for name, value in local.items()}

    def add(self, rows: int, printed: tuple[int, str], local: Mapping[str, Any]) -> None:
        """Keep a copy of what the frame holds, unless the last one is too near."""
        if perf_counter() - self._last < self.seconds:
            self.distance *= 2
        else:
            self._keep(rows, printed, local)
        self.due = (rows // self.distance + 1) * self.distance

    def fork(self, begun: "Checkpoints", rows: int) -> "Checkpoints":
        """Return others for a run that takes this one up after `rows` rows; `begun` are those that it began with."""
        other = Checkpoints(self.distance, self.most, self.memory_limit, self.seconds)
        other._kept = [kept for kept in self._kept if kept.rows <= rows]
        other._first = begun._first
        other.due = (rows // self.distance + 1) * self.distance
        return other

    def before(self, rows: int) -> Checkpoint | None:
        """Return the last checkpoint with fewer than `rows` rows."""
        return next((kept for kept in reversed(self._kept) if kept.rows < rows), None)

    def _keep(self, rows: int, printed: tuple[int, str], local: Mapping[str, Any]) -> None:
        variables, nbytes = {}, 0
        for name, value in local.items():
            if name in self._first and self._is_unchanged(name, value):
                continue
            if saved := _saved(value):
                variables[name], size = saved
                nbytes += size
        self._kept.append(Checkpoint(rows, printed, variables, random_states(), nbytes))
        while len(self._kept) > self.most or sum(kept.nbytes for kept in self._kept) > self.memory_limit:
            self.distance *= 2
            self._kept = [kept for kept in self._kept if kept.rows % self.distance == 0]
        self._last = perf_counter()

    def _is_unchanged(self, name: str, value: Any) -> bool:
        first, mark = self._first[name]
        if value is not first or mark is None:
            return False
        return mark == _mark(value)


def _mark(value: Any) -> Any:
    """Return what tells whether a value was changed in place; None where it must be kept anyway."""
    if isinstance(value, np.ndarray):
        return value.tobytes()
    # A parameter is changed by way of .data, which its version does not tell.
    if isinstance(value, torch.Tensor) and not value.requires_grad:
        return value._version
    return None


def _saved(value: Any) -> tuple[Restore, int] | None:
    """Return how to restore a value, and the bytes kept for it; None for what a new run makes again by itself."""
    if isinstance(value, torch.Tensor):
        return _saved_tensor(value), 2 * value.nbytes
    if isinstance(value, np.ndarray) and value.dtype != object:
        return _saved_array(value), value.nbytes
    if isinstance(value, torch.nn.Module):
        gradients = {name: _copied(p.grad) for name, p in value.named_parameters()}
        return _saved_module(copy.deepcopy(value.state_dict()), gradients), sum(p.nbytes for p in value.parameters())
    if isinstance(value, torch.optim.Optimizer):
        state = copy.deepcopy(value.state_dict())
        tensors = [t for one in state["state"].values() for t in one.values() if isinstance(t, torch.Tensor)]
        return _saved_optimizer(state), sum(t.nbytes for t in tensors)
    if _is_plain(value):
        kept = copy.deepcopy(value)
        return (lambda _: copy.deepcopy(kept)), 64 * _count(value)
    return None


def _saved_tensor(value: torch.Tensor) -> Restore:
    requires_grad = value.is_leaf and value.requires_grad
    data, grad = value.detach().clone(), _copied(value.grad) if requires_grad else None

    def restore(fresh: Any) -> torch.Tensor:
        alike = isinstance(fresh, torch.Tensor) and fresh.is_leaf and fresh.requires_grad == requires_grad
        if alike and (fresh.shape, fresh.dtype, fresh.device) == (data.shape, data.dtype, data.device):
            fresh.data.copy_(data)  # optimisers and modules hold on to this very tensor
        else:
            fresh = data.clone().requires_grad_(requires_grad)
        if requires_grad:
            fresh.grad = _copied(grad)
        return fresh

    return restore


def _saved_array(value: np.ndarray) -> Restore:
    kept = value.copy()

    def restore(fresh: Any) -> np.ndarray:
        alike = isinstance(fresh, np.ndarray) and (fresh.shape, fresh.dtype) == (kept.shape, kept.dtype)
        if not (alike and fresh.flags.writeable):
            return kept.copy()
        fresh[...] = kept  # another variable may be a view of it
        return fresh

    return restore


def _saved_module(state: Mapping[str, Any], gradients: Mapping[str, torch.Tensor | None]) -> Restore:
    def restore(fresh: Any) -> Any:
        fresh.load_state_dict(state)
        for name, parameter in fresh.named_parameters():
            parameter.grad = _copied(gradients[name])
        return fresh

    return restore


def _saved_optimizer(state: dict[str, Any]) -> Restore:
    def restore(fresh: Any) -> Any:
        fresh.load_state_dict(copy.deepcopy(state))
        return fresh

    return restore


def _copied(tensor: torch.Tensor | None) -> torch.Tensor | None:
    return None if tensor is None else tensor.detach().clone()


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(_is_plain(key) and _is_plain(one) for key, one in value.items())
    return isinstance(value, plain_types)


def _count(value: Any) -> int:
    if isinstance(value, list | tuple | set | frozenset):
        return 1 + sum(map(_count, value))
    return 1 + sum(map(_count, value.values())) if isinstance(value, dict) else 1
