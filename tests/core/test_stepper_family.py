"""A family of programs, stepped and plain."""

from functools import cache
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from core.stepper import Stepped
from tests.core.helpers import LossReader, Recording, function_from, run_plain, run_stepped, watch
from tests.core.programs import names

# A program draws some hundred times, and most of that time would go into making and checking strategies anew:
# those of the same options are one and the same.


@cache
def one_of(*options):
    return st.sampled_from(options)


variables = one_of(*"abcd")
values = one_of("0", "1", "2", "3", "0.5", "-1.5", "a", "b", "c", "d", "rate")
operators = one_of("+", "-", "*", "/", "//", "%")
comparisons = one_of("<", "<=", "==", "!=", ">")
chances, lengths = st.booleans(), cache(st.integers)


@cache
@st.composite
def expressions(draw):
    form = draw(one_of("{} % 1000", "half({}) % 8", ""))
    return form.format(f"({draw(values)} {draw(operators)} {draw(values)})") if form else draw(values)


@cache
@st.composite
def conditions(draw):
    return f"{draw(values)} {draw(comparisons)} {draw(values)}"


@cache
@st.composite
def simple_statements(draw, looping):
    kinds = ["assign"] * 4 + [
        "augment",
        "print",
        "pair",
        "raise",
        "return",
        "bare",
        "pass",
        "delete",
        "lambda",
        "assert",
    ]
    kind = draw(one_of(*kinds, *["break", "continue"] * 2 * looping))
    match kind:
        case "assign":
            return [f"{draw(variables)} = {draw(expressions())}"]
        case "augment":
            return [f"{draw(variables)} {draw(one_of(*'+-'))}= {draw(expressions())}"]
        case "print":
            return [f"print({draw(values)}, {draw(values)})"]
        case "pair":
            return [f"{draw(variables)}, {draw(variables)} = {draw(expressions())}, {draw(values)}"]
        case "raise":
            return [f"raise {draw(one_of('ValueError', 'KeyError', 'StopIteration'))}({draw(values)})"]
        case "return":
            return [f"return {draw(expressions())}"]
        case "bare":
            return ["return"]
        case "delete":
            return [f"del {draw(variables)}"]
        case "lambda":
            return [f"{draw(variables)} = (lambda v: v + {draw(values)})(1)"]
        case "assert":
            return [f"assert {draw(conditions())}, {draw(values)}"]
    return [kind]


def indented(lines):
    return ["    " + line for line in lines]


@cache
@st.composite
def blocks(draw, depth, looping=False):
    lines = []
    for _ in range(draw(lengths(1, 4 if depth else 2))):
        kinds = ["simple"] * 3 + ["if", "for", "while", "forever", "try", "with", "match", "generator", "def"] * (
            depth > 0
        )
        lines += draw(compound_statements(draw(one_of(*kinds)), depth - 1, looping))
    return lines


@cache
@st.composite
def compound_statements(draw, kind, depth, looping):
    def block(loops=looping):
        return indented(draw(blocks(max(depth, 0), loops)))

    def perhaps(head):
        return [head, *block()] if draw(chances) else []

    match kind:
        case "simple":
            return draw(simple_statements(looping))
        case "if":
            return [f"if {draw(conditions())}:", *block(), *perhaps("else:")]
        case "for":
            count = draw(lengths(0, 3))
            return [f"for {draw(variables)} in range({count}):", *block(True), *perhaps("else:")]
        case "while":
            guard = f"guard{depth}"
            body = [f"    {guard} += 1", *block(True)]
            return [f"{guard} = 0", f"while {guard} < 3 and {draw(conditions())}:", *body, *perhaps("else:")]
        case "forever":
            guard = f"guard{depth}"
            body = [f"    {guard} += 1", f"    if {guard} > 3:", "        break", *block(True)]
            return [f"{guard} = 0", "while True:", *body]
        case "try":
            error = draw(one_of("ZeroDivisionError", "ValueError", "Exception", "UnboundLocalError"))
            named = draw(one_of("", " as error"))
            handlers = [f"except {error}{named}:", *block(), *perhaps("else:")]
            final = perhaps("finally:")
            return ["try:", *block(), *(handlers if draw(chances) or not final else []), *final]
        case "with":
            context = draw(one_of("announced('x') as c", "suppress(ValueError)", "announced('y')"))
            return [f"with {context}:", *block()]
        case "match":
            other = draw(one_of("case 1 | 2:", "case int(b):", "case float():"))
            return [f"match {draw(values)}:", "    case 0:", *indented(block()), "    " + other, *indented(block())]
        case "generator":
            return [f"for {draw(variables)} in counting({draw(lengths(0, 2))}):", *block(True)]
        case "def":
            return ["def inner(v):", *indented([f"return v + {draw(values)}"]), f"{draw(variables)} = inner(1)"]
    raise AssertionError(kind)


@st.composite
def programs(draw):
    body = ["a, b, c = 1, 2.0, 3", *draw(blocks(3)), *draw(blocks(1))]
    return "\n".join(["def program(rate=0.5):", *indented(body), ""])


def half(value):
    return value / 2


def reporting(source):
    """Let a generated program report the line of every statement just before it runs."""
    lines = source.splitlines()
    reported = lines[:1]
    for number, line in enumerate(lines[1:], start=2):
        statement = line.lstrip()
        headings = ("else", "except", "finally", "case", "return v +")
        if not statement.startswith(headings):
            reported.append(f"{line[: -len(statement)]}passing({number})")
        reported.append(line)
    return "\n".join([*reported, ""])


@given(
    source=programs(),
    loss=variables,
    parameters=st.lists(variables, min_size=1, max_size=2, unique=True),
    every=st.booleans(),
    stops=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_generated_program_does_the_same_stepped_and_plain(source, loss, parameters, every, stops):
    program = function_from(source, half=half, **names)
    plain = run_plain(program)
    stepped = Stepped(program, watch(loss, parameters), live=["rate"])
    outcome, stood = run_stepped(stepped, Recording(stops), every=every)
    assert outcome.shown == plain.shown
    passed = []
    run_plain(function_from(reporting(source), half=half, passing=passed.append, **names))
    assert [mark.line for mark in stood if not mark.ends] == (passed if every else [])


@st.composite
def training_loops(draw):
    """A loop whose body computes the loss exactly once, unless it leaves the pass before."""
    guarded = st.sampled_from(
        [[], ["if i == 1:", "    continue"], ["if i == 3:", "    break"], ["if i == 2:", "    return"]]
    )
    loop = draw(st.sampled_from(["for i in range(5):", "for i in counting(4):", "while (i := i + 1) < 5:"]))
    before, after = draw(st.lists(guarded, max_size=2)), draw(st.lists(guarded, max_size=2))
    body = [*chain(*before), "loss = compute(i)", "w += loss", *chain(*after), "print(i)"]
    wrap = draw(st.sampled_from(["plain", "try", "with", "inner"]))
    if wrap == "try":
        body = ["try:", *indented(body), "finally:", "    print('finally')"]
    if wrap == "with":
        body = ["with announced('x'):", *indented(body)]
    if wrap == "inner":
        body += ["for j in range(2):", "    if j: break"]
    lines = ["i = w = 0", loop, *indented(body)]
    if draw(st.booleans()):
        lines = ["for epoch in range(2):", *indented(lines), "    print(epoch)"]
    return "\n".join(["def program():", *indented(lines), ""])


@given(source=training_loops())
@settings(max_examples=150, deadline=None)
def test_there_is_one_iteration_for_each_loss_that_is_computed(source):
    computed = []

    def compute(i):
        computed.append(i + 1)
        return i + 1

    program = function_from(source, compute=compute, **names)
    observer = LossReader()
    outcome, _ = run_stepped(Stepped(program, watch()), observer, every=False)
    assert outcome.error is None
    assert [loss for _, loss in observer.read] == computed
