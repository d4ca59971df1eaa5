"""A computation graph as plain facts: values, gradients, and what flows along its edges. It needs no torch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import FunctionType

import numpy as np
from numpy.typing import NDArray

from core.text import QT_TRANSLATE_NOOP

most_elements = 1000


class Kind(Enum):
    """What a node is: a tensor that gets a gradient, one that gets none, what is computed, and the last of it."""

    LEAF = "leaf"
    CONSTANT = "constant"
    OPERATION = "operation"
    ROOT = "root"


NO_BACKWARD = QT_TRANSLATE_NOOP("core", "This lesson writes its gradients by hand: there is no graph.")


@dataclass(frozen=True)
class Summary:
    """What is kept of an array of more than `most_elements` elements."""

    shape: tuple[int, ...]
    low: float
    mean: float
    high: float


Value = NDArray | Summary


def has_backward(function: FunctionType) -> bool:
    """Whether a lesson's function calls `backward()`, so that there is a graph."""
    return "backward" in function.__code__.co_names


def kept(array: NDArray) -> Value:
    """Return a small array as it is, a large one as its summary."""
    if array.size <= most_elements:
        return array
    return Summary(array.shape, float(array.min()), float(array.mean(dtype=np.float64)), float(array.max()))


@dataclass(frozen=True)
class Node:
    """A value of the computation. Arrays have the dtype and every bit of torch's tensors."""

    index: int
    kind: Kind
    operation: str
    """What computed it, in plain notation; empty for a leaf and a constant."""
    name: str
    """The local that it is bound to; for a constant without one, how it was computed; may be empty."""
    value: Value | None
    gradient: Value | None = None
    """What the backward pass of this iteration brought; None before it, and for a constant."""
    accumulated: Value | None = None
    """A leaf's `.grad` after the backward pass: the sum of all gradients since it was last zeroed."""

    @property
    def zeroed_before(self) -> bool:
        """Whether a leaf's `.grad` holds this iteration's gradient alone."""
        if isinstance(self.accumulated, np.ndarray) and isinstance(self.gradient, np.ndarray):
            return np.array_equal(self.accumulated, self.gradient, equal_nan=True)
        return self.accumulated == self.gradient


@dataclass(frozen=True)
class Edge:
    """The use of one value in the computation of another: `source` and `target` are indices of nodes."""

    source: int
    target: int
    derivative: Value | None
    """The local derivative, d target / d source, for scalars; for tensors the product of the Jacobian with ones,
    in the shape of the source. None from a constant."""
    passed: Value | None = None
    """The gradient that came back along it: a part of the source's; None before the backward pass."""


@dataclass(frozen=True)
class Graph:
    """The graph behind what a lesson differentiates, in one iteration; nodes stand behind what they are made of."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    order: tuple[int, ...] = ()
    """The nodes as the backward pass reached them, the root first; empty before it."""
    reason: str = field(default="", compare=False)
    """Why there are no nodes."""

    @cached_property
    def passes(self) -> Sequence[Edge]:
        """The edges along which a gradient came back, in the order of the backward pass."""
        place = {node: position for position, node in enumerate(self.order)}
        carrying = [edge for edge in self.edges if edge.passed is not None and edge.target in place]
        return sorted(carrying, key=lambda edge: place[edge.target])

    def gradient_after(self, node: int, passes: int) -> Value | None:
        """Return a node's gradient once the first so many `passes` have been made; None where none has come yet."""
        if node == (self.order or [None])[0]:
            return self.nodes[node].gradient
        parts = [edge.passed for edge in self.passes if edge.source == node]
        come = [edge.passed for edge in self.passes[:passes] if edge.source == node]
        if len(come) == len(parts):
            return self.nodes[node].gradient
        arrays = [part for part in come if isinstance(part, np.ndarray)]
        return sum(arrays[1:], arrays[0]) if arrays else come[-1] if come else None

    @property
    def structure(self) -> tuple:
        """Everything but the numbers: two iterations with the same one can be drawn in the same places."""
        nodes = tuple((node.kind, node.operation, node.name) for node in self.nodes)
        return nodes, tuple((edge.source, edge.target) for edge in self.edges)
