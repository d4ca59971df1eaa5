"""Turn a plain function into a generator that can be stopped between any two statements.

The source is parsed, observers' calls and yields are put in, and the result is compiled with the line numbers of the
source:

    for iteration in range(iterations):      for iteration in range(iterations):
        loss = ...                               if __every_statement__: yield 4
        loss.backward()                          if __changes__: ...            # live hyperparameters
        w.data -= ...                            loss = ...
                                                 if __every_statement__: yield 5
                                                 loss.backward()
                                                 __gradients__(w)
                                                 if __every_statement__: yield 6
                                                 w.data -= ...
                                                 if __iteration__(False, loss, w): yield 7

Each number is an index into `Stepped.marks`. The names in double underscores, and `print`, are closure variables, so
that the function keeps its own globals and several runs do not meet. Nested functions and classes are left alone.
A call costs half of what a yield and its resumption do, and reading a variable in place a tenth of reading it from the
frame: together that is the difference between 6 and 15 percent of the article's loop.
"""

import __future__

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from types import CellType, CodeType, FunctionType, GeneratorType
from typing import Any, Protocol

from core.lesson import Watch
from core.statements import Phase, assigned_names, bound_names, is_innermost_loop, phase_of

EVERY_STATEMENT, CHANGES, CHANGE, RESTORED = "__every_statement__", "__changes__", "__change__", "__restored__"
GRADIENTS, BATCH, ITERATION, EPOCH = "__gradients__", "__batch__", "__iteration__", "__epoch__"
HIDDEN = (EVERY_STATEMENT, CHANGES, CHANGE, RESTORED, GRADIENTS, BATCH, ITERATION, EPOCH, "print")
"""Closure variables that show among a stepped frame's locals and are none of the lesson's."""


AT_TOP = ""
"""The place in `Stepping.changes` of what is called at the top of an iteration."""


@dataclass(frozen=True)
class Mark:
    """One place where the stepped function can stand.

    Before a statement, of which `begins` says that it is the first of an iteration; or, with `ends`, where an
    iteration has ended: `line` is then that of the loop, or of the statement that leaves it.
    """

    line: int
    phase: Phase | None = None
    begins: bool = False
    ends: bool = False


class Observer(Protocol):
    """Who is told what the stepped function does; values of locals that may be unbound are not passed."""

    def gradients_computed(self, *values: Any) -> None:
        """Take the watched parameters (or the locals that hold their gradients) right after a backward statement."""

    def iteration_ended(self, leaves: bool, *values: Any) -> bool:
        """Take the loss and the parameters; `leaves`: the loop is left. Return whether to stand still here."""
        ...

    def batch_used(self, features: Any, labels: Any) -> None:
        """Take the examples of an iteration, right before it ends."""

    def epoch_ended(self, loss: Any) -> None:
        """Take the loss over all data at the end of an epoch."""

    def change_taken(self, name: str) -> Any:
        """Return the new value of a live hyperparameter that is in `Stepping.changes`, and take it out there."""

    def print(self, *values: Any, **options: Any) -> None:
        """Take what the function prints."""


class Stepping:
    """One execution of a stepped function: its generator and the switches that it reads."""

    def __init__(
        self, generator: GeneratorType, switch: CellType, changes: dict[str, Any], restored: dict[str, Any]
    ) -> None:
        """Hold on to what `Stepped.start` made."""
        self.generator = generator
        self._switch = switch
        self.changes = changes
        """Live hyperparameters to set at the top of the next iteration.

        Under AT_TOP may stand a function that is called there before that. Where it returns True the body is passed
        over; else the variables in `restored` are bound.
        """
        self.restored = restored

    @property
    def every_statement(self) -> bool:
        """Whether the function stands still before every statement."""
        return self._switch.cell_contents

    @every_statement.setter
    def every_statement(self, value: bool) -> None:
        self._switch.cell_contents = value

    @property
    def locals(self) -> dict[str, Any]:
        """The function's local variables where it stands; empty once it has ended."""
        frame = self.generator.gi_frame
        return {} if frame is None else {k: v for k, v in frame.f_locals.items() if k not in HIDDEN}


class Stepped:
    """A function compiled for stepping.

    `marks` are the places where it can stand; `has_loop` says whether a loop assigns the watched loss, and
    `last_line` where the last statement of that loop's body begins.
    """

    def __init__(self, function: FunctionType, watch: Watch | None = None, live: Iterable[str] = ()) -> None:
        """Compile `function`.

        Raises TypeError for what is not a plain function (a lambda, a generator, a coroutine).
        """
        tree = _parse(function)
        code = function.__code__
        writer = _Writer(watch, tuple(live), set(code.co_varnames[: _argument_count(function)]))
        writer.names = (*code.co_varnames, *code.co_cellvars)
        tree.body = writer.write(tree.body)
        self.function = function
        self.marks = tuple(writer.marks)
        self.has_loop = writer.has_loop
        self.last_line = writer.last_line
        self._code = _compile(tree, function)

    def start(self, arguments: dict[str, Any], observer: Observer) -> Stepping:
        """Call the function, stepped. Nothing of it has run yet."""
        switch, changes, restored = CellType(False), {}, {}
        cells = {
            EVERY_STATEMENT: switch,
            CHANGES: CellType(changes),
            CHANGE: CellType(observer.change_taken),
            RESTORED: CellType(restored),
            GRADIENTS: CellType(observer.gradients_computed),
            BATCH: CellType(observer.batch_used),
            ITERATION: CellType(observer.iteration_ended),
            EPOCH: CellType(observer.epoch_ended),
            "print": CellType(observer.print),
        }
        own = zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True)
        cells |= dict(own)
        closure = tuple(cells[name] for name in self._code.co_freevars)
        name, defaults = self.function.__name__, self.function.__defaults__
        stepped = FunctionType(self._code, self.function.__globals__, name, defaults, closure)
        stepped.__kwdefaults__ = self.function.__kwdefaults__
        return Stepping(stepped(**arguments), switch, changes, restored)


def _parse(function: FunctionType) -> ast.FunctionDef:
    """Parse a function's source; line numbers are those of its file."""
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


def _compile(definition: ast.FunctionDef, function: FunctionType) -> CodeType:
    """Compile the definition inside one that binds its closure variables, and take its code out again."""
    definition.decorator_list, definition.returns = [], None
    arguments = definition.args
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [default and ast.Constant(None) for default in arguments.kw_defaults]
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    bound = [*HIDDEN[:-1], *function.__code__.co_freevars]
    if "print" not in function.__globals__ and "print" not in bound:
        bound.append("print")
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


class _Writer:
    """Writes the yields into a function's statements, and keeps their marks."""

    def __init__(self, watch: Watch | None, live: tuple[str, ...], arguments: set[str]) -> None:
        self.watch = watch
        self.live = live
        self.marks: list[Mark] = []
        self.bound = arguments
        """Names that are sure to be bound at the place being written."""
        self.unbound: set[str] = set()
        """Names that the function unbinds somewhere."""
        self.has_loop = False
        """Whether a loop assigns the watched loss, known once the body is written."""
        self.names: tuple[str, ...] = ()
        """All local variables."""
        self.loop_line = self.last_line = 0
        """Where the training loop begins, and the last statement of its body."""
        self.begins = False
        """Whether the next statement is the first of an iteration."""

    def write(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Write a function's body; its docstring stays the first statement."""
        for node in (node for statement in body for node in ast.walk(statement)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
                self.unbound.add(node.id)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                self.unbound.add(node.name)
        documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        written, _ = self._block(body[documented:], inside=False, own=False, computed=False)
        self.has_loop = any(mark.ends for mark in self.marks)
        if self.watch and self.watch.formula:  # where each statement is a step, the last one needs an end too
            written.append(self._stand_still(EVERY_STATEMENT, Mark(body[-1].end_lineno or 0)))
        # A yield that never runs makes a generator of a function without any other.
        never = ast.If(ast.Constant(False), [ast.Expr(ast.Yield())], [])
        return body[:documented] + written + [ast.copy_location(never, body[-1])]

    def _block(
        self, statements: list[ast.stmt], inside: bool, own: bool, computed: bool
    ) -> tuple[list[ast.stmt], bool]:
        """Write a block.

        `inside` a training loop; `own`: break and continue here belong to that loop; `computed`: this pass may
        have computed the loss by now, so that leaving the pass ends an iteration. Returns `computed` at its end.
        """
        written: list[ast.stmt] = []
        for statement in statements:
            phase = phase_of(statement, self.watch) if inside and self.watch else None
            written.append(self._when_stepping(statement, phase))
            leaves = isinstance(statement, ast.Return) or (own and isinstance(statement, ast.Break))
            if inside and computed and (leaves or (own and isinstance(statement, ast.Continue))):
                written += self._end_iteration(statement, leaves)
            written.append(statement)
            before = set(self.bound)
            computed = self._nested(statement, inside, own, computed)
            self.bound = before | bound_names(statement)
            if phase is Phase.BACKWARD:
                written.append(self._hand_over_gradients(statement))
            if self.watch and self.watch.epoch_loss in bound_names(statement):
                written.append(self._statement(f"{EPOCH}({self.watch.epoch_loss})", statement.lineno))
            if inside and self.watch and self.watch.loss in bound_names(statement):
                computed = True
        return written, computed

    def _nested(self, statement: ast.stmt, inside: bool, own: bool, computed: bool) -> bool:
        """Write the blocks within a compound statement; return whether the loss may be computed after it."""
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return computed
        if isinstance(statement, ast.For | ast.While):
            training = self.watch is not None and is_innermost_loop(statement, self.watch.loss)
            before = set(self.bound)
            if training:
                self.begins = True
                self.loop_line, self.last_line = statement.lineno, statement.body[-1].lineno
            if isinstance(statement, ast.For):
                self.bound = before | assigned_names([statement.target])
            statement.body, after = self._block(statement.body, inside or training, training, computed and not training)
            if training:
                first, *rest = statement.body
                end = self._end_iteration(statement.body[-1], leaves=False)
                statement.body = [first, *self._take_changes(first), *rest, *end]
            self.bound = before  # the body may not have run at all
            statement.orelse, otherwise = self._block(statement.orelse, inside, own, computed or after)
            return computed or after or otherwise
        # The branches of an if or match start from what came before them; the parts of a try follow each other.
        branches = isinstance(statement, ast.If | ast.Match)
        reached, before = computed, set(self.bound)
        parts = [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
        for part, name in [
            *((part, "body") for part in parts),
            (statement, "orelse"),
            (statement, "finalbody"),
        ]:
            if block := getattr(part, name, None):
                self.bound = set(before)  # whatever ran before this block may have left off anywhere
                written, ended = self._block(block, inside, own, computed if branches else reached)
                setattr(part, name, written)
                reached = reached or ended
        return reached

    def _statement(self, source: str, line: int) -> ast.stmt:
        return _at_line(ast.parse(source).body[0], line)

    def _stand_still(self, condition: str, mark: Mark, line: int = 0) -> ast.stmt:
        """Stand still at `mark` if the condition holds."""
        self.marks.append(mark)
        return self._statement(f"if {condition}: yield {len(self.marks) - 1}", line or mark.line)

    def _when_stepping(self, statement: ast.stmt, phase: Phase | None) -> ast.stmt:
        mark = Mark(statement.lineno, phase, begins=self.begins)
        self.begins = False
        return self._stand_still(EVERY_STATEMENT, mark)

    def _end_iteration(self, after: ast.stmt, leaves: bool) -> list[ast.stmt]:
        assert self.watch
        line, batch = after.end_lineno or after.lineno, self.watch.batch
        taken = [self._statement(self._call(BATCH, [], [*batch]), line)] if batch and {*batch} <= self.bound else []
        call = self._call(ITERATION, [str(leaves)], [self.watch.loss, *self.watch.parameters])
        mark = Mark(after.lineno if leaves else self.loop_line, ends=True)
        return [*taken, self._stand_still(call, mark, line)]

    def _hand_over_gradients(self, after: ast.stmt) -> ast.stmt:
        assert self.watch
        names = [self.watch.gradients.get(name, name) for name in self.watch.parameters]
        return self._statement(self._call(GRADIENTS, [], names), after.lineno)

    def _call(self, observer: str, arguments: list[str], watched: list[str]) -> str:
        """Write a call that passes the watched locals, if they are sure to be bound here."""
        passed = watched if {*watched} <= self.bound - self.unbound else []
        return f"{observer}({', '.join([*arguments, *passed])})"

    def _take_changes(self, first: ast.stmt) -> list[ast.stmt]:
        """Restore the variables of a run that is taken up; set the live hyperparameters that were changed."""
        lines = [f"if {AT_TOP!r} in {CHANGES}:", f"    if {CHANGES}[{AT_TOP!r}](): continue"]
        lines += [f"    if {name!r} in {RESTORED}: {name} = {RESTORED}[{name!r}]" for name in self.names]
        lines += [f"if {name!r} in {CHANGES}: {name} = {CHANGE}({name!r})" for name in self.live]
        return [self._statement(f"if {CHANGES}:\n" + "".join(f"    {line}\n" for line in lines), first.lineno)]


def _at_line(tree: ast.stmt, line: int) -> ast.stmt:
    """Give every node of `tree` one line number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno = node.end_lineno = line
            node.col_offset = node.end_col_offset = 0
    return tree


def _argument_count(function: FunctionType) -> int:
    """Count the arguments, `*` and `**` included, which are a function's first local variables."""
    code = function.__code__
    stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_argcount + code.co_kwonlyargcount + stars
