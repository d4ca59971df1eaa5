"""Where the nodes and edges of a computation graph are drawn: in layers, with few crossings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.graph import Graph

Point = tuple[float, float]
sweeps = 8
many_items = 400
"""So many are put in order, and into line, less carefully: it takes too long."""
lane = 18.0
"""The room across that an edge takes where it passes a layer."""
light = 0.05
"""How little a leaf or a constant weighs where a computed value is to be kept in line."""


@dataclass(frozen=True)
class Layout:
    """The middles of the nodes, and for each edge the points that it goes through from source to target."""

    downward: bool
    centres: Sequence[Point]
    paths: Sequence[Sequence[Point]]
    width: float
    height: float


class Layers:
    """The nodes in layers, in the order of the computation, and in an order within each layer that crosses little.

    An edge that passes a layer is an item of it, behind the nodes.
    """

    def __init__(self, graph: Graph) -> None:
        """Find the layers and the order."""
        self.layer = layers_of(graph)
        self.nodes = len(self.layer)
        self.chains: list[list[int]] = []
        """For each edge its source, its items, its target."""
        for edge in graph.edges:
            between = range(self.layer[edge.source] + 1, self.layer[edge.target])
            items = range(len(self.layer), len(self.layer) + len(between))
            self.layer += between
            self.chains.append([edge.source, *items, edge.target])
        self.before: list[list[int]] = [[] for _ in self.layer]
        self.after: list[list[int]] = [[] for _ in self.layer]
        for first, second in dict.fromkeys(link for chain in self.chains for link in pairwise(chain)):
            self.before[second].append(first)
            self.after[first].append(second)
        self.rows: list[list[int]] = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for item, layer in enumerate(self.layer):
            self.rows[layer].append(item)
        self.sweeps = sweeps if len(self.layer) < many_items else 2
        self._order()

    def _order(self) -> None:
        """Move every item to the barycentre of its neighbours, layer by layer, to and fro."""
        place = [0.0] * len(self.layer)

        def count(row: Sequence[int]) -> None:
            for index, item in enumerate(row):
                place[item] = index - len(row) / 2

        for row in self.rows:
            count(row)
        for sweep in range(self.sweeps):
            forth = sweep % 2 == 0
            neighbours = self.before if forth else self.after
            for row in self.rows if forth else reversed(self.rows):
                row.sort(key=lambda item, others=neighbours: _mean([place[i] for i in others[item]], place[item]))
                count(row)


def arrange(layers: Layers, sizes: Sequence[Point], gaps: Point, downward: bool = False) -> Layout:
    """Lay the graph out from left to right, or downward.

    sizes: width and height of each node; gaps: the room between two layers, and between two nodes of one.
    """
    deep, wide = (1, 0) if downward else (0, 1)
    depths = [max(sizes[item][deep] for item in row if item < layers.nodes) for row in layers.rows]
    starts = np.cumsum([0.0, *(depth + gaps[0] for depth in depths)]).tolist()
    room = [size[wide] for size in sizes] + [lane] * (len(layers.layer) - layers.nodes)
    across = _straightened(layers, room, gaps[1])

    def placed(along: float, side: float) -> Point:
        return (side, along) if downward else (along, side)

    def middle(node: int) -> float:
        return starts[layers.layer[node]] + depths[layers.layer[node]] / 2

    paths = []
    for first, *passing, last in layers.chains:
        points = [placed(middle(first) + sizes[first][deep] / 2, across[first])]
        for item in passing:  # straight through the layer
            start, depth = starts[layers.layer[item]], depths[layers.layer[item]]
            points += [placed(start, across[item]), placed(start + depth, across[item])]
        paths.append([*points, placed(middle(last) - sizes[last][deep] / 2, across[last])])
    centres = [placed(middle(node), across[node]) for node in range(layers.nodes)]
    breadth = max((side + width / 2 for side, width in zip(across, room, strict=True)), default=0.0)
    return Layout(downward, centres, paths, *placed(starts[-1] - gaps[0] if depths else 0.0, breadth))


def layers_of(graph: Graph) -> list[int]:
    """Return each node's layer: right before the first one that it is used in."""
    import networkx  # here, because the window is painted before it is needed

    uses = networkx.DiGraph([(edge.target, edge.source) for edge in graph.edges])
    uses.add_nodes_from(range(len(graph.nodes)))
    generations = [*networkx.topological_generations(uses)]
    layers = {node: layer for layer, generation in enumerate(reversed(generations)) for node in generation}
    return [layers[node] for node in range(len(graph.nodes))]


def _straightened(layers: Layers, room: Sequence[float], gap: float) -> list[float]:
    """Return where the items are across: as near to their neighbours as their order and their room allow."""
    weights = [1.0 if before else light for before in layers.before]
    across = [0.0] * len(room)
    for sweep in range(2 * layers.sweeps):
        for row in layers.rows if sweep % 2 == 0 else reversed(layers.rows):
            wanted = []
            for item in row:
                others = layers.before[item] + layers.after[item]
                total = sum(weights[other] for other in others)
                mean = sum(weights[other] * across[other] for other in others)
                wanted.append(mean / total if others else across[item])
            offsets, offset = [], 0.0
            for index, item in enumerate(row):
                offset += (room[item] + room[row[index - 1]]) / 2 + gap if index else 0.0
                offsets.append(offset)
            shift = offset / 2
            free = [want - offset + shift for want, offset in zip(wanted, offsets, strict=True)]
            for item, place, offset in zip(row, _rising(free, [weights[i] for i in row]), offsets, strict=True):
                across[item] = place + offset - shift
    top = min((side - width / 2 for side, width in zip(across, room, strict=True)), default=0.0)
    return [side - top for side in across]


def _rising(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the numbers that never fall and are nearest to the wanted ones (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        count = 1
        while pools and pools[-1][0] > value:
            mean, other, others = pools.pop()
            value = (value * weight + mean * other) / (weight + other)
            weight, count = weight + other, count + others
        pools.append((value, weight, count))
    return [value for value, _, count in pools for _ in range(count)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
