"""The computation graph of one iteration, recorded by running it again."""

from collections.abc import Callable

import torch

from core.graph import NO_BACKWARD, Edge, Graph, Kind, Node, Summary, has_backward
from core.graph_recorder import GraphRecorder
from core.replay import follow, replayed
from core.run import Run

__all__ = ["Edge", "Graph", "GraphReplay", "Kind", "Node", "Summary"]


class GraphReplay:
    """Finds the graphs of a run's iterations with a replica of it; the run itself is only read."""

    def __init__(self, run: Run) -> None:
        """Stand ready; the first graph makes the replica."""
        self.run = run
        self._replica: Run | None = None
        self._recorder: GraphRecorder | None = None
        self._graph = Graph()

    def graph_at(self, row: int, keep_going: Callable[[], bool] | None = None) -> Graph | None:
        """Return the graph of recorded iteration `row`; None where `keep_going` said no.

        Where each statement is a row, the graph of all statements up to it. A later row takes the iterations in
        between or those from the last checkpoint on, an earlier one the latter.
        """
        if not has_backward(self.run.lesson.function):
            return Graph(reason=NO_BACKWARD)
        if self._replica and row == len(self._replica.history) - 1 and self._recorder:
            return self._graph
        go_to = self._run_statements if self.run.lesson.watch.formula else self._run_iteration
        return self._graph if go_to(row, keep_going) else None

    def _run_statements(self, row: int, keep_going: Callable[[], bool] | None) -> bool:
        """Record all statements up to a row's; return whether `keep_going` let it come that far."""
        replica = self._replica
        if replica is None or self._recorder is None or row < len(replica.history):
            replica = self._replica = Run(self.run.lesson, self.run.arguments, self.run.memory_limit)
            self._recorder = GraphRecorder(lambda: replica.locals)
        return self._record(replica, self._recorder, row, keep_going)

    def _run_iteration(self, row: int, keep_going: Callable[[], bool] | None) -> bool:
        """Record one iteration; return whether `keep_going` let it come that far."""
        replica, self._recorder = self._replica, None
        checkpoint = self.run.checkpoints.before(row)
        if replica is None or not (checkpoint.rows if checkpoint else 0) <= len(replica.history) <= row:
            told = (lambda _: keep_going()) if keep_going else None
            replica = replayed(self.run, row, told)
        elif not follow(replica, self.run, row, keep_going):
            return False
        if replica is None:
            return False
        self._replica, self._recorder = replica, GraphRecorder(lambda: replica.locals)
        return self._record(replica, self._recorder, row)

    def _record(
        self, replica: Run, recorder: GraphRecorder, row: int, keep_going: Callable[[], bool] | None = None
    ) -> bool:
        with recorder:
            arrived = follow(replica, self.run, row + 1, keep_going)
        self._graph = recorder.graph or self._unfinished(replica, recorder)
        return arrived

    def _unfinished(self, replica: Run, recorder: GraphRecorder) -> Graph:
        """Return the graph as it is before the backward pass."""
        local, watch = replica.locals, replica.lesson.watch
        if isinstance(loss := local.get(watch.loss), torch.Tensor):
            return recorder.graph_behind(loss)
        tensors = [local.get(name) for name in watch.parameters]
        return recorder.graph_behind(*(t for t in tensors if isinstance(t, torch.Tensor)))
