"""How torch's functions are written in a graph: × and ( )² as in a book."""

from collections.abc import Callable, Sequence
from typing import Any

RESHAPES = {
    "t",
    "T",
    "mT",
    "view",
    "view_as",
    "reshape",
    "reshape_as",
    "expand",
    "expand_as",
    "broadcast_to",
    "squeeze",
    "unsqueeze",
    "flatten",
    "transpose",
    "permute",
    "contiguous",
    "clone",
}
"""Functions whose result holds the values of what they were given: no nodes of their own."""

_signs = {
    "add": "+",
    "sub": "−",
    "rsub": "−",
    "mul": "×",
    "multiply": "×",
    "div": "÷",
    "divide": "÷",
    "true_divide": "÷",
    "truediv": "÷",
    "rdiv": "÷",
    "rtruediv": "÷",
    "mm": "matmul",
    "rmatmul": "matmul",
}
_reversed = {"rsub", "rdiv", "rtruediv", "rpow", "rmatmul"}
_superscripts = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_blank = "( )"


def function_name(function: Callable[..., Any]) -> str:
    """Name a torch function as it is spoken of: `add` for `__iadd__`, `T` for the property's getter."""
    name = getattr(function, "__name__", "")
    if name == "__get__":
        name = getattr(getattr(function, "__self__", None), "__name__", "")
    if name.startswith("__i") and name != "__invert__":
        name = name[3:]
    return name.strip("_")


def is_operand(name: str, argument: Any) -> bool:
    """Whether an argument is a value that is computed with: a tensor, or a number that is a term or factor."""
    if hasattr(argument, "grad_fn"):
        return True
    return _signs.get(name, "") in {"+", "−", "×", "÷"} and isinstance(argument, int | float)


def in_order(name: str, operands: Sequence[Any]) -> list[Any]:
    """Return the operands as they are written: torch has `2 - x` as rsub(x, 2)."""
    return [*reversed(operands)] if name in _reversed else [*operands]


def operation(name: str, arguments: Sequence[Any]) -> str:
    """Write a call's operation, with a place for its operand where it needs one."""
    if name in ("pow", "rpow"):
        other = arguments[1] if len(arguments) > 1 else None
        if not isinstance(other, int | float):
            return "power"
        power = f"{other:.6g}"
        if name == "rpow":
            return f"{power}^{_blank}"
        whole = power.lstrip("-").isdigit()
        return _blank + (power.translate(_superscripts) if whole else f"^{power}")
    if name == "neg":
        return f"−{_blank}"
    return _signs.get(name, name.replace("_", " "))


def written(operation: str, operands: Sequence[str]) -> str:
    """Write an operation with its operands' names; nothing where one has no name."""
    if not all(operands):
        return ""
    if _blank in operation and len(operands) == 1:
        return operation.replace(_blank, operands[0])
    if len(operation) == 1 and len(operands) == 2:
        return f" {operation} ".join(operands)
    return f"{operation}({', '.join(operands)})"
