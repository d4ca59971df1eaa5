"""What is written in and about a computation graph: names, numbers, and its steps in sentences."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.graph import Edge, Graph, Kind, Node, Summary, Value
from guiapp.wording import plain

subscripts = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
digits = 5
missing = "–"


def names_of(graph: Graph) -> list[str]:
    """Name every node: as the lesson does, else u₁, u₂ and so on; nothing for a constant without a name."""
    names, count = [], 0
    for node in graph.nodes:
        nameless = not node.name and node.kind is not Kind.CONSTANT
        count += nameless
        names.append(f"u{count}".translate(subscripts) if nameless else node.name)
    return names


def kind_text(kind: Kind) -> str:
    """Say what a node is."""
    if kind is Kind.LEAF:
        return QCoreApplication.translate("graph", "leaf")
    if kind is Kind.CONSTANT:
        return QCoreApplication.translate("graph", "constant")
    if kind is Kind.ROOT:
        return QCoreApplication.translate("graph", "root")
    return QCoreApplication.translate("graph", "operation")


def is_number(value: Value | None) -> bool:
    """Whether a value is one number, of whatever shape."""
    return isinstance(value, np.ndarray) and value.size == 1


def rounded(value: float) -> str:
    """Write a number with five digits at most."""
    return plain(value, digits)


def shape_of(value: Value | None) -> str:
    """Write a shape as torch does."""
    return missing if value is None else str(tuple(value.shape))


def _form_of(value: Value | None) -> str:
    """Say what form a gradient has."""
    if is_number(value):
        return QCoreApplication.translate("graph", "one number")
    return QCoreApplication.translate("graph", "shape {0}").format(shape_of(value))


def short(value: Value | None, widest: str = "", shape: bool = True) -> str:
    """Write a number, or an array's shape and mean; `widest` stands in for the number."""
    if value is None:
        return missing
    if isinstance(value, np.ndarray) and value.size == 1:
        return widest or rounded(value.item())
    mean = value.mean if isinstance(value, Summary) else float(np.mean(value, dtype=np.float64)) if value.size else 0.0
    written = QCoreApplication.translate("graph", "mean {0}").format(widest or rounded(mean))
    return f"{shape_of(value)} {written}" if shape else written


def exact(value: Value | None) -> str:
    """Write a number, or some of an array's elements, with every digit there is."""
    if value is None:
        return missing
    if isinstance(value, Summary):
        template = QCoreApplication.translate("graph", "{shape}: least {low}, mean {mean}, greatest {high}")
        shown = {"low": value.low, "mean": value.mean, "high": value.high}
        return template.format(shape=shape_of(value), **{name: str(number) for name, number in shown.items()})
    if value.size == 1:
        return str(value.ravel()[0])
    elements = np.array2string(value, threshold=12, edgeitems=4, floatmode="unique", separator=", ")
    return f"{shape_of(value)}\n{elements}"


def edge_label(edge: Edge, graph: Graph, widest: str = "") -> str:
    """Write what the gradient is multiplied with on its way back; between tensors the shape of what goes back.

    `widest` stands in for a number.
    """
    if edge.derivative is None:
        return ""
    if not is_number(graph.nodes[edge.target].value):
        return shape_of(edge.derivative)
    return f"× {short(edge.derivative, widest) if is_number(edge.derivative) else shape_of(edge.derivative)}"


def title(node: Node, name: str) -> str:
    """Write what computed a node, and its name."""
    return " ".join(part for part in (node.operation, name) if part)


def node_tip(node: Node, name: str, gradient: Value | None) -> str:
    """Tell all that is known of a node; `gradient` is what has come by now."""
    value = QCoreApplication.translate("graph", "value {value}")
    arrived = QCoreApplication.translate("graph", "gradient {value}")
    accumulated = QCoreApplication.translate("graph", ".grad, the sum of all gradients since it was zeroed: {value}")
    head = " · ".join(part for part in (title(node, name), kind_text(node.kind)) if part)
    lines = [head, value.format(value=exact(node.value))]
    if gradient is not None:
        lines.append(arrived.format(value=exact(gradient)))
    if gradient is node.gradient and node.accumulated is not None:
        lines.append(accumulated.format(value=exact(node.accumulated)))
    return "\n".join(lines)


def edge_tip(edge: Edge, graph: Graph, names: Sequence[str], reached: bool) -> str:
    """Tell all that is known of an edge."""
    target, source = names[edge.target], names[edge.source]
    if edge.derivative is None:
        return QCoreApplication.translate("graph", "A constant: no gradient goes back to it.")
    if is_number(graph.nodes[edge.target].value):
        text = QCoreApplication.translate("graph", "local derivative ∂{target}/∂{source} = {value}")
    else:
        text = QCoreApplication.translate(
            "graph", "local derivative of {target} by {source}, summed over the elements of {target}: {value}"
        )
    lines = [text.format(target=target, source=source, value=exact(edge.derivative))]
    if reached and edge.passed is not None:
        text = QCoreApplication.translate("graph", "gradient that comes back along it: {value}")
        lines.append(text.format(value=exact(edge.passed)))
    return "\n".join(lines)


def step_sentence(graph: Graph, names: Sequence[str], step: int) -> str:
    """Say what the backward pass does in a step: 1 is at the root, each other one goes along an edge."""
    total = len(graph.passes) + 1
    head = QCoreApplication.translate("graph", "Step {step} of {total}: {what}")
    root = names[graph.order[0]]
    if step == 1:
        return head.format(
            step=step, total=total, what=f"∂{root}/∂{root} = {short(graph.nodes[graph.order[0]].gradient)}"
        )
    edge = graph.passes[step - 2]
    target, source = names[edge.target], names[edge.source]
    first = all(other.source != edge.source for other in graph.passes[: step - 2])
    rule = f"∂{root}/∂{source} {'=' if first else '+='} ∂{root}/∂{target} · ∂{target}/∂{source}"
    upstream = graph.nodes[edge.target].gradient
    if is_number(upstream) and is_number(edge.derivative) and is_number(edge.passed):
        what = f"{rule} = {short(upstream)} · {short(edge.derivative)} = {short(edge.passed)}"
    else:
        shapes = QCoreApplication.translate("graph", "{rule}, from {before} to {after}")
        what = shapes.format(rule=rule, before=_form_of(upstream), after=_form_of(edge.passed))
    return head.format(step=step, total=total, what=what)
