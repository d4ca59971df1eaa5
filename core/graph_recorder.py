"""Records the operations behind a tensor while they are computed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from core.graph import Graph
from core.graph_draft import Call, Draft, source_of
from core.graph_notation import function_name, in_order, is_operand, operation


class GraphRecorder(TorchFunctionMode):
    """While entered, notes every call of a torch function; a tensor's `backward()` makes the `graph` behind it.

    It computes nothing that the lesson sees: the digits are those without it.
    """

    def __init__(self, local: Callable[[], Mapping[str, Any]]) -> None:
        """Record for a frame whose local variables `local` returns."""
        super().__init__()
        self.graph: Graph | None = None
        """The graph of the latest backward pass."""
        self._local = local
        self._calls: dict[Any, Call] = {}
        self._constants: dict[int, Call] = {}

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Call the function, and note the call where a graph may need it."""
        given = kwargs or {}
        if func is torch.Tensor.backward:
            return self._backward(*args, **given)
        if not torch.is_grad_enabled():
            return func(*args, **given)
        name = function_name(func)
        operands = in_order(name, [one for one in _flat([*args, *given.values()]) if is_operand(name, one)])
        # Before the call: one that changes its operand in place gives it another source.
        sources = [source_of(operand) for operand in operands]
        result = func(*args, **given)
        if isinstance(result, torch.Tensor) and operands:
            self._note(result, name, operation(name, args), operands, sources)
        return result

    def graph_behind(self, *roots: torch.Tensor) -> Graph:
        """Return the graph behind these tensors, without a backward pass."""
        return Draft(roots, self._calls, self._constants, self._local()).graph()

    def _note(self, result: torch.Tensor, name: str, written: str, operands: list[Any], sources: list[Any]) -> None:
        if result.grad_fn is None:
            self._constants.setdefault(id(result), Call(name, written, operands, sources, result))
        elif result.grad_fn not in self._calls:  # some functions return what they were given
            # A copy, as the tensor may be changed in place later.
            self._calls[result.grad_fn] = Call(name, written, operands, sources, result.detach().clone())

    def _backward(self, root: torch.Tensor, *args: Any, **kwargs: Any) -> None:
        """Go back through the graph as torch does, and take the gradients down on the way."""
        draft = Draft([root], self._calls, self._constants, self._local())
        handles = [*draft.watch()]
        try:
            torch.Tensor.backward(root, *args, **kwargs)
        finally:
            for handle in handles:
                handle.remove()
        self.graph = draft.graph()


def _flat(arguments: Sequence[Any]) -> Iterator[Any]:
    """Go through arguments and the elements of lists among them."""
    for argument in arguments:
        if isinstance(argument, list | tuple):
            yield from argument
        else:
            yield argument
