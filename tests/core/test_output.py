import contextlib
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.output import Output


def printed(*calls, limit=100):
    output = Output(limit)
    for values, options in calls:
        output.print(*values, **options)
    output.finish()
    return output.lines


texts = st.text("ab\n ", max_size=6)
calls = st.tuples(
    st.lists(st.one_of(texts, st.integers(), st.none()), max_size=3).map(tuple),
    st.fixed_dictionaries({}, optional={"sep": st.one_of(st.none(), texts), "end": st.one_of(st.none(), texts)}),
)


@given(st.lists(calls, max_size=6))
def test_the_lines_are_those_that_print_would_write(calls):
    text = io.StringIO()
    for values, options in calls:
        print(*values, **options, file=text)
    lines = text.getvalue().split("\n")
    assert printed(*calls) == (lines if lines[-1] else lines[:-1])


def test_a_line_is_there_once_its_end_is_printed():
    output = Output()
    output.print("a", end="")
    assert output.lines == []
    output.print("b")
    assert output.lines == ["ab"]
    output.finish()
    output.finish()
    assert output.lines == ["ab"]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_what_goes_to_the_terminal_is_taken(stream, capsys):
    assert printed((("a",), {"file": getattr(sys, stream), "flush": True})) == ["a"]
    assert capsys.readouterr() == ("", "")


def test_what_goes_to_a_file_of_its_own_goes_there():
    file = io.StringIO()
    assert printed((("a", "b"), {"file": file, "sep": "-", "end": "!"})) == []
    assert file.getvalue() == "a-b!"


@pytest.mark.parametrize("options", [{"sep": 1}, {"end": 1}, {"colour": "red"}])
def test_what_print_refuses_is_refused(options):
    with pytest.raises(TypeError):
        Output().print("a", "b", **options)


def test_only_the_first_lines_are_kept_and_that_is_said_once():
    said = []
    output = Output(limit=2)
    output.on_line = said.append
    with contextlib.redirect_stdout(io.StringIO()):
        output.print("a\nb\nc\nd")
    assert output.lines == ["a", "b", "... only the first 2 lines are kept"]
    assert said == ["a", "b", "c", "d"]
