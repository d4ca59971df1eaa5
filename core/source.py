"""A lesson as the program that a learner reads and copies: imports, its hyperparameters' values, its body.

    import torch

    learning_rate = 0.1
    iterations = 1000

    x = ...
    for iteration in range(iterations):
        ...

Run by plain Python, it prints what the lesson prints and ends on the same digits.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.lesson import Lesson
from core.torch_formula import torch_formula


@dataclass(frozen=True)
class ShownSource:
    """The program's lines, and which of them are lines of the lesson's file: those of the body."""

    lines: tuple[str, ...]
    body: int
    """The shown line, from 1 on, at which the body begins."""
    first_line: int
    """The line of the file at which the body begins."""

    @property
    def text(self) -> str:
        """Return the whole program."""
        return "\n".join(self.lines) + "\n"

    def shown_line(self, file_line: int) -> int | None:
        """Return where a line of the file is shown; None for one that is not of the body."""
        line = file_line - self.first_line + self.body
        return line if self.body <= line <= len(self.lines) else None

    def file_line(self, shown_line: int) -> int | None:
        """Return which line of the file is shown there; None for an import or a hyperparameter's value."""
        return shown_line - self.body + self.first_line if self.body <= shown_line <= len(self.lines) else None

    @cached_property
    def statements(self) -> dict[int, range]:
        """Find the lines of each statement by the first of them, of a compound one those of its head.

        What is in nested functions is left out: a run steps over them.
        """
        found: dict[int, range] = {}
        blocks = [ast.parse(self.text).body]
        for block in blocks:
            for statement in block:
                inner = [
                    getattr(part, name, []) for part in _parts(statement) for name in ("body", "orelse", "finalbody")
                ]
                first_inside = min((child.lineno for lines in inner for child in lines), default=0)
                end = first_inside - 1 if first_inside else statement.end_lineno or statement.lineno
                while first_inside and self.lines[end - 1].strip().partition("#")[0] == "":
                    end -= 1  # a comment belongs to what follows it
                found.setdefault(statement.lineno, range(statement.lineno, max(end, statement.lineno) + 1))
                if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    blocks += inner
        return found


def shown_source(lesson: Lesson, values: Mapping[str, Any]) -> ShownSource:
    """Write a lesson as a program, with these values of its hyperparameters.

    Raises InputError where the formula among them is none.
    """
    definition, lines = _definition(lesson.function)
    formula = lesson.watch.formula
    first, body = _body(definition, lines, (formula, values[formula]) if formula else None)
    used = {node.id for node in ast.walk(ast.parse("\n".join(body))) if isinstance(node, ast.Name)}
    assignments = [f"{name} = {values[name]!r}" for name in lesson.parameters if name in used]
    blocks = _imports(lesson.function, used), assignments
    head = [line for block in blocks if block for line in (*block, "")]
    return ShownSource((*head, *body), len(head) + 1, first)


def _parts(statement: ast.stmt) -> list[ast.AST]:
    """List what holds the blocks of a compound statement."""
    return [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]


def _definition(function: Callable[..., Any]) -> tuple[ast.FunctionDef, list[str]]:
    """Parse a function with the line numbers of its file; return also the file's lines."""
    source, _ = inspect.findsource(function)
    first = function.__code__.co_firstlineno
    block = inspect.getblock(source[first - 1 :])
    indented = block[0][:1].isspace()
    tree = ast.parse("if True:\n" * indented + "".join(block))
    ast.increment_lineno(tree, first - 1 - indented)
    definition = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return definition, [line.rstrip("\n") for line in source]


def _body(definition: ast.FunctionDef, lines: Sequence[str], formula: tuple[str, str] | None) -> tuple[int, list[str]]:
    """Return the file's line at which the body begins, and its lines without their indentation.

    `formula`: a hyperparameter and its value, to be shown where the body evaluates it.
    """
    documented = ast.get_docstring(definition) is not None and len(definition.body) > 1
    statement = definition.body[documented]
    first = min([statement.lineno, *(node.lineno for node in getattr(statement, "decorator_list", []))])
    while lines[first - 2].lstrip()[:1] in ("", "#"):
        first -= 1
    while not lines[first - 1].strip():
        first += 1
    text = "\n".join(lines[first - 1 : definition.end_lineno])
    if formula:
        text = _with_formula(text, "\n".join(lines), definition, *formula)
    indentation = lines[statement.lineno - 1][: statement.col_offset]
    return first, [line.removeprefix(indentation) for line in text.split("\n")]


def _imports(function: Callable[..., Any], used: set[str]) -> list[str]:
    """Write the imports of a function's module that bind names in use, in the module's order."""
    statements = []
    module = sys.modules.get(function.__module__)
    for node in ast.parse(inspect.getsource(module)).body if module else []:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [name for name in node.names if (name.asname or name.name.split(".")[0]) in used]
            # A body that needs core's names is shown without them: it would not be a program of its own.
            source = node.module or "" if isinstance(node, ast.ImportFrom) else ast.unparse(node).split()[-1]
            if node.names and source.split(".")[0] != "core":
                statements.append(ast.unparse(node))
    return statements


def _with_formula(body: str, file: str, definition: ast.FunctionDef, name: str, formula: str) -> str:
    """Put a formula, written with torch, in the place of the call that evaluates it; no line is lost."""
    for node in ast.walk(definition):
        if isinstance(node, ast.Call) and any(isinstance(a, ast.Name) and a.id == name for a in node.args):
            call = ast.get_source_segment(file, node) or ""
            variables = [keyword.arg for keyword in node.keywords if keyword.arg]
            return body.replace(call, torch_formula(formula, variables) + "\n" * call.count("\n"))
    return body
