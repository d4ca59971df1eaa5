"""Where the yields and the observers' calls stand among a function's statements."""

import ast
from dataclasses import dataclass

from core.statements import Phase, assigned_names, bound_names, is_innermost_loop, phase_of
from core.watch import Watch

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


class Writer:
    """Writes the yields into a function's statements, and keeps their marks."""

    def __init__(self, watch: Watch | None, live: tuple[str, ...], arguments: set[str]) -> None:
        """Stand before the first statement of a function, where only its arguments are bound."""
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
