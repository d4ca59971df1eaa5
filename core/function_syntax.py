"""A plain function as a syntax tree, and compiled again from one."""

import __future__

import ast
import inspect
from collections.abc import Iterable
from types import CodeType, FunctionType
from typing import Any


def parse(function: FunctionType) -> ast.FunctionDef:
    """Parse a function's source; line numbers are those of its file.

    Raises TypeError for what is not a plain function (a lambda, a generator, a coroutine).
    """
    flags = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
    plain = isinstance(function, FunctionType) and not function.__code__.co_flags & flags
    # A lambda's lines may well be those of a def that it is a default of.
    if not plain or function.__code__.co_name == "<lambda>":
        raise TypeError(f"{function!r} is not a plain function")
    # Of the code, as inspect would look through a wrapper to the function in it.
    lines, first = inspect.getsourcelines(function.__code__)
    indented = lines[0][:1].isspace()
    tree = ast.parse("if True:\n" * indented + "".join(lines))
    ast.increment_lineno(tree, first - 1 - indented)
    definition = tree.body[0].body[0] if indented and isinstance(tree.body[0], ast.If) else tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{function!r} is not a plain function")
    return definition


def compiled(definition: ast.FunctionDef, function: FunctionType, hidden: Iterable[str]) -> CodeType:
    """Compile what became of a function's definition; the `hidden` names are closure variables, as its own are.

    It is compiled inside a function that binds these variables, and its code is taken out again.
    """
    definition.decorator_list, definition.returns = [], None
    arguments = definition.args
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [default and ast.Constant(None) for default in arguments.kw_defaults]
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    bound = dict.fromkeys([*hidden, *function.__code__.co_freevars])
    outer = ast.parse(f"def __outer__({', '.join(bound)}): pass").body[0]
    assert isinstance(outer, ast.FunctionDef)
    outer.body = [definition]
    module = ast.fix_missing_locations(ast.Module([outer], []))
    futures = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
    flags = function.__code__.co_flags & futures
    code = compile(module, function.__code__.co_filename, "exec", flags, dont_inherit=True)
    for _ in range(2):
        code = next(constant for constant in code.co_consts if isinstance(constant, CodeType))
    return _renamed(code, code.co_qualname, function.__code__.co_qualname)


def _renamed(code: CodeType, old: str, new: str) -> CodeType:
    """Give a function, and those within it, the qualified names that error messages show for the plain ones."""

    def renamed(constant: Any) -> Any:
        if isinstance(constant, CodeType):
            return _renamed(constant, old, new)
        # A class's body assigns its qualified name from a constant.
        return new + constant[len(old) :] if isinstance(constant, str) and constant.startswith(old) else constant

    names = {"co_qualname": renamed(code.co_qualname), "co_consts": tuple(map(renamed, code.co_consts))}
    return code.replace(**names)


def argument_count(function: FunctionType) -> int:
    """Count the arguments, `*` and `**` included, which are a function's first local variables."""
    code = function.__code__
    stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_argcount + code.co_kwonlyargcount + stars
