"""A graph under construction: its nodes, their local derivatives, and the gradients as they come back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import torch
from numpy.typing import NDArray
from torch.autograd.graph import get_gradient_edge
from torch.utils.hooks import RemovableHandle

from core.graph import Edge, Graph, Kind, Node, kept
from core.graph_notation import RESHAPES, written


@dataclass(frozen=True)
class Call:
    """One call of a torch function."""

    function: str
    operation: str
    operands: Sequence[Any]
    """Tensors, and numbers where these are terms or factors, in the order in which they are written."""
    sources: Sequence[Any]
    """Where the operands came from when it was called: see `source_of`."""
    result: torch.Tensor


@dataclass(frozen=True)
class _Slot:
    """A place where one of torch's nodes hands a gradient on, and the local derivative up to there."""

    node: Any
    place: int
    derivative: torch.Tensor


def source_of(value: Any) -> Any:
    """Return torch's node for the derivative of a tensor; a leaf, a constant or a number is its own source."""
    source = getattr(value, "grad_fn", None)
    return value if source is None else source


class Draft:
    """Finds the graph behind some tensors. Torch's nodes are looked at and called, never changed."""

    def __init__(
        self,
        roots: Sequence[torch.Tensor],
        calls: Mapping[Any, Call],
        constants: Mapping[int, Call],
        local: Mapping[str, Any],
    ) -> None:
        """Take the calls by torch's node, those whose result gets no gradient by its id, and the frame's locals."""
        self._calls, self._constants = calls, constants
        self._nodes: list[Node] = []
        self._sources: list[Any] = []
        """For each node where its value came from."""
        self._edges: list[Edge] = []
        self._slots: list[list[_Slot]] = []
        """For each edge where its gradient is handed on."""
        self._index: dict[object, int] = {}
        self._accumulators: list[Any] = []
        """Torch's nodes that add to the leaves' `.grad`: the leaves themselves do not keep them alive."""
        self._order: list[int] = []
        self._gradients: dict[int, NDArray] = {}
        self._handed: dict[tuple[Any, int], torch.Tensor] = {}
        self._names: dict[object, str] = {}
        for name, value in local.items():
            if isinstance(value, torch.Tensor):
                self._names.setdefault(self._key(self._origin(source_of(value))), name)
        indices = [self._visit(source_of(root)) for root in roots]
        if indices and self._nodes[indices[-1]].kind is Kind.OPERATION:
            self._nodes[indices[-1]] = replace(self._nodes[indices[-1]], kind=Kind.ROOT)

    def watch(self) -> Iterator[RemovableHandle]:
        """Have the gradients noted as they come back, until the handles are removed."""
        for index, (node, source) in enumerate(zip(self._nodes, self._sources, strict=True)):
            if node.kind is Kind.LEAF:  # its gradient arrives where it is added to `.grad`
                self._accumulators.append(get_gradient_edge(source).node)
                yield self._accumulators[-1].register_prehook(self._arrival(index))
            elif node.kind is not Kind.CONSTANT:
                yield source.register_prehook(self._arrival(index))
        for node in {slot.node for slot in chain(*self._slots)}:
            yield node.register_hook(self._handing_on(node))

    def graph(self) -> Graph:
        """Return what is known by now."""
        nodes = []
        for node, source in zip(self._nodes, self._sources, strict=True):
            gradient = self._gradients.get(node.index)
            if gradient is not None:
                total = source.grad if node.kind is Kind.LEAF else None
                accumulated = None if total is None else kept(copied(total))
                node = replace(node, gradient=kept(gradient), accumulated=accumulated)
            nodes.append(node)
        parts = [[self._handed.get((slot.node, slot.place)) for slot in slots] for slots in self._slots]
        edges = [replace(edge, passed=_total(part)) for edge, part in zip(self._edges, parts, strict=True)]
        return Graph(tuple(nodes), tuple(edges), tuple(self._order))

    def _visit(self, source: Any) -> int:
        """Add what computes a value, operands first; return its index."""
        source = self._origin(source)
        key = self._key(source)
        if key in self._index:
            return self._index[key]
        if isinstance(source, torch.Tensor):
            name = self._names.get(key) or self._description(source)
            kind = Kind.LEAF if source.requires_grad else Kind.CONSTANT
            index = self._add(source, kind, "", name, copied(source))
        elif isinstance(source, int | float):
            index = self._add(
                source, Kind.CONSTANT, "", f"{source:.6g}".replace("-", "−"), copied(torch.tensor(source))
            )
        elif call := self._calls.get(source):
            operands = [self._visit(one) for one in call.sources]
            index = self._add(source, Kind.OPERATION, call.operation, self._names.get(key, ""), copied(call.result))
            self._connect(call, source, operands, index)
        else:  # computed before the recording began
            index = self._add(source, Kind.OPERATION, source.name().removesuffix("Backward0"), "", None)
        if key is not None:
            self._index[key] = index
        return index

    def _add(self, source: Any, kind: Kind, operation: str, name: str, value: NDArray | None) -> int:
        index = len(self._nodes)
        self._nodes.append(Node(index, kind, operation, name, None if value is None else kept(value)))
        self._sources.append(source)
        return index

    def _connect(self, call: Call, node: Any, operands: Sequence[int], target: int) -> None:
        """Add an edge from each operand, with its local derivative."""
        stops = {id(self._sources[index]) for index in operands}
        slots: dict[int, list[_Slot]] = {stop: [] for stop in stops}
        with torch.no_grad():
            self._descend(node, torch.ones_like(call.result), slots)
        for position, index in enumerate(operands):
            found = slots[id(self._sources[index])]
            # A value used twice in one call is handed a gradient for each use; the last use takes what is left.
            own = found if index not in operands[position + 1 :] else found[:1]
            slots[id(self._sources[index])] = found[len(own) :]
            self._edges.append(Edge(index, target, _total([slot.derivative for slot in own])))
            self._slots.append(own)

    def _descend(self, node: Any, gradient: torch.Tensor, slots: dict[int, list[_Slot]]) -> None:
        """Take a gradient through torch's nodes of one call, as far as the operands."""
        results = node(gradient)
        results = results if isinstance(results, tuple) else (results,)
        for place, ((following, number), result) in enumerate(zip(node.next_functions, results, strict=True)):
            if following is None or result is None:
                continue
            # The same as torch does between two nodes, where one of them was broadcast.
            expected = following._input_metadata[number]
            result = result.sum_to_size(expected.shape).to(expected.dtype)
            leaf = getattr(following, "variable", None)
            origin = self._origin(following) if leaf is None else leaf
            if id(origin) in slots and (leaf is not None or origin is following):
                slots[id(origin)].append(_Slot(node, place, result))
            elif leaf is None:
                self._descend(following, result, slots)

    def _arrival(self, index: int) -> Callable[..., None]:
        """Make a hook that notes the gradient of a node."""

        def note(gradients: Sequence[torch.Tensor | None]) -> None:
            self._order.append(index)
            if gradients[0] is not None:
                self._gradients[index] = copied(gradients[0])

        return note

    def _handing_on(self, node: Any) -> Callable[..., None]:
        """Make a hook that notes what one of torch's nodes hands on."""

        def note(handed: Sequence[torch.Tensor | None], _: Sequence[torch.Tensor | None]) -> None:
            for place, gradient in enumerate(handed):
                if gradient is not None:
                    self._handed[node, place] = gradient.detach().clone()

        return note

    def _origin(self, source: Any) -> Any:
        """Look through calls that only give a value another shape."""
        while (call := self._calls.get(source) if is_node(source) else None) and call.function in RESHAPES:
            source = call.sources[0]
        return source

    def _key(self, source: Any) -> object:
        """Tell values apart: a constant by its memory, so that a view of it is the same; numbers never are."""
        if isinstance(source, torch.Tensor) and not source.requires_grad:
            return source.data_ptr(), source.numel()
        return None if isinstance(source, int | float) else id(source)

    def _description(self, constant: torch.Tensor) -> str:
        """Write how a constant without a name was computed, if that is short."""
        call = self._constants.get(id(constant))
        if call is None:
            return ""
        names = [
            self._names.get(self._key(source), "") if isinstance(source, torch.Tensor) else f"{source:.6g}"
            for source in call.sources
        ]
        return written(call.operation, names)


def is_node(source: Any) -> bool:
    """Whether a source is one of torch's nodes."""
    return hasattr(source, "next_functions")


def copied(tensor: torch.Tensor) -> NDArray:
    """Copy a tensor, on any device, to an array of its dtype."""
    return tensor.detach().cpu().numpy().copy()


def _total(parts: Sequence[torch.Tensor | None]) -> Any:
    """Add gradients up; None where there are none."""
    known = [part for part in parts if part is not None]
    return kept(copied(sum(known[1:], known[0]))) if known else None
