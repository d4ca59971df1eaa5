"""What the statements of a lesson do, as its syntax tells."""

import ast
from collections.abc import Iterable
from enum import Enum, auto

from core.watch import Watch


class Phase(Enum):
    """What a statement does in one iteration of gradient descent."""

    FORWARD = auto()
    LOSS = auto()
    BACKWARD = auto()
    UPDATE = auto()
    ZERO = auto()


def phase_of(statement: ast.stmt, watch: Watch) -> Phase | None:
    """Name what a simple statement of the training loop does; None for another, and for a compound one."""
    if hasattr(statement, "body") or isinstance(statement, ast.Match):
        return None
    calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    methods = [call for call in calls if isinstance(call, ast.Attribute)]
    targets = [node for target in _targets(statement) for node in ast.walk(target)]
    bound = bound_names(statement)
    if any(m.attr == "zero_grad" or (m.attr == "zero_" and _is_gradient(m.value)) for m in methods):
        return Phase.ZERO
    if any(_is_gradient(target) for target in targets):
        return Phase.ZERO
    if any(m.attr == "backward" for m in methods) or bound & set(watch.gradients.values()):
        return Phase.BACKWARD
    in_place = [m.value for m in methods if m.attr.endswith("_") and not m.attr.endswith("__")]
    changed = [node.id for t in (*in_place, *targets) for node in ast.walk(t) if isinstance(node, ast.Name)]
    if any(m.attr == "step" for m in methods) or any(name in watch.parameters for name in changed):
        return Phase.UPDATE
    if watch.loss in bound:
        return Phase.LOSS
    return Phase.FORWARD if watch.prediction in bound else None


def is_innermost_loop(loop: ast.For | ast.While, name: str) -> bool:
    """Whether a loop assigns `name`, and no loop within it does."""

    def holds(node: ast.AST) -> bool:
        return any(name in bound_names(child) for child in _own_nodes(node))

    inner = (node for node in _own_nodes(loop) if node is not loop and isinstance(node, ast.For | ast.While))
    return holds(loop) and not any(holds(node) for node in inner)


def bound_names(statement: ast.AST) -> set[str]:
    """Name what a statement itself assigns to (not to an attribute or element of it)."""
    return assigned_names(_targets(statement))


def assigned_names(targets: list[ast.expr]) -> set[str]:
    """Name what an assignment to `targets` binds."""
    names, targets = set(), [*targets]
    while targets:
        target = targets.pop()
        if isinstance(target, ast.Tuple | ast.List):
            targets.extend(target.elts)
        elif isinstance(target, ast.Starred):
            targets.append(target.value)
        elif isinstance(target, ast.Name):
            names.add(target.id)
    return names


def _own_nodes(tree: ast.AST) -> Iterable[ast.AST]:
    """Walk `tree` without entering nested functions and classes."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _own_nodes(child)


def _targets(statement: ast.AST) -> list[ast.expr]:
    """List what a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return [*statement.targets]
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return []
    return [statement.target] if isinstance(statement, ast.AugAssign | ast.AnnAssign) else []


def _is_gradient(node: ast.AST) -> bool:
    """Whether an expression is some tensor's `.grad`, or an attribute of that such as `.data`."""
    return isinstance(node, ast.Attribute) and (node.attr == "grad" or _is_gradient(node.value))
