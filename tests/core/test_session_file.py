import base64
import copy
import dataclasses
import errno
import json
import math
import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lessons import LESSONS
from core.session import Change, Kept, Recipe, Session, Versions, checked_session
from core.session_file import LARGEST, from_bytes, load, save, to_bytes
from core.text import InputError

RECIPE = Recipe(
    "polynomial",
    {"seed": 3, "coefficients": (0.5, -0.0, 1e-300), "device": "cpu", "learning_rate": 0.1 + 0.2},
    (Change(2, "learning_rate", 5e-324), Change(40, "learning_rate", 0.01)),
    40,
)
SESSION = Session(
    1,
    Versions("3.11.7", "2.13.0+cpu", "2.4.0"),
    RECIPE,
    12,
    ("loss", "w"),
    (31, 44),
    (
        Kept(
            "大学习率 😀",
            "#E69F00",
            True,
            dataclasses.replace(RECIPE, lesson="live_line", parameters={"zero_grad": True}),
        ),
    ),
    {"window": base64.b64encode(bytes(range(256))).decode()},
)
GOOD = to_bytes(SESSION)


def changed(*path, to):
    """Write the good file with another value in one place."""
    found = json.loads(GOOD)
    place = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(found).encode()


def without(*path):
    found = json.loads(GOOD)
    place = found
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return json.dumps(found).encode()


def refusal(data):
    with pytest.raises(InputError) as caught:
        from_bytes(data)
    return str(caught.value)


lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
finite = st.floats(allow_nan=False, allow_infinity=False)
whole = st.integers(-(2**63), 2**63 - 1)
values = st.booleans() | whole | finite | lines | st.lists(finite | whole, max_size=5).map(tuple)
recipes = st.builds(
    Recipe,
    lines,
    st.dictionaries(lines, values, max_size=5),
    st.lists(st.builds(Change, st.integers(0, 10**12), lines, values), max_size=4).map(tuple),
    st.integers(0, 10**12),
)
colours = st.just("") | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
sessions = st.builds(
    Session,
    st.just(1),
    st.builds(Versions, lines, lines, lines),
    recipes,
    st.just(-1),
    st.lists(lines, max_size=3).map(tuple),
    st.lists(st.integers(1, 10**9), max_size=3).map(tuple),
    st.lists(st.builds(Kept, lines, colours, st.booleans(), recipes), max_size=3).map(tuple),
    st.dictionaries(lines, st.binary(max_size=40).map(lambda data: base64.b64encode(data).decode()), max_size=3),
)


@settings(deadline=None)
@given(sessions)
def test_what_is_written_is_read_exactly(session):
    assert repr(from_bytes(to_bytes(session))) == repr(session)  # repr tells -0.0 from 0.0 and 1 from True


def test_the_file_is_json_that_a_person_can_read():
    assert "大学习率 😀" in GOOD.decode()
    found = json.loads(GOOD)
    assert found["recipe"]["events"][0] == {"iteration": 2, "name": "learning_rate", "value": 5e-324}
    assert [*found] == [field.name for field in dataclasses.fields(Session)]
    assert GOOD.endswith(b"}\n")


def test_a_byte_order_mark_and_escapes_of_other_programs_are_read():
    assert from_bytes(b"\xef\xbb\xbf" + json.dumps(json.loads(GOOD)).encode()) == SESSION


def test_every_truncated_file_is_refused():
    for length in range(len(GOOD) - 2):  # without the last line feed it is whole
        assert refusal(GOOD[:length]).startswith(("The file is empty", "The file is no JSON", "The file is not text"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b" \n\t", "The file is empty."),
        (b"\x00" * 50, "The file is no JSON, or its end is missing: it cannot be read at line 1, column 1."),
        (b"\x89PNG\r\n\x1a\n", "The file is not text in UTF-8: byte 0 cannot be read."),
        (GOOD.decode().encode("utf-16"), "The file is not text in UTF-8: byte 0 cannot be read."),
        (pickle.dumps([1]), "The file is not text in UTF-8: byte 0 cannot be read."),
        (b"import os", "The file is no JSON, or its end is missing: it cannot be read at line 1, column 1."),
        (GOOD + b"x", "The file is no JSON, or its end is missing: it cannot be read at line "),
        (b"[]", "The file is JSON, but no session."),
        (b"3.5", "The file is JSON, but no session."),
        (b"null", "The file is JSON, but no session."),
        (b"{}", "The file lacks a field: version."),
        (b"NaN", "The file has NaN in place of a number."),
        (b"[" * 100_000, "The file is nested too deeply."),
        (b'{"a":' * 100_000, "The file is nested too deeply."),
        (b'{"version": 1' + b"0" * 5000 + b"}", "The file has a number of too many digits."),
        (b'{"version": 1, "version": 1}', "The file has the field 'version' twice."),
    ],
    ids=lambda value: value[:36] if isinstance(value, str) else "",
)
def test_what_is_no_session_is_told_from_one(data, said):
    assert refusal(data).startswith(said)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["version"], 2, "The file was made by a newer Fitscope (format 2); this one reads up to 1."),
        (["version"], 10**400, "The file was made by a newer Fitscope (format 1.00e+400); this one reads up to 1."),
        (["version"], 0, "In the file, version must be a whole number from 1 to 1, not 0."),
        (["version"], True, "In the file, version must be a whole number from 1 to 1, not true."),
        (["version"], "1", "In the file, version must be a whole number from 1 to 1, not '1'."),
        (["later"], 1, "The file has an unknown field: later."),
        (["kept", 0, "recipe", "code"], 1, "The file has an unknown field: kept[0].recipe.code."),
        (["\ud800\n"], 1, "The file has an unknown field: '\\ud800\\n'."),
        (["x" * 1000], 1, f"The file has an unknown field: '{'x' * 56}...."),
        (["recipe"], [], "In the file, recipe must have named fields, not be […]."),
        (["recipe"], None, "In the file, recipe must have named fields, not be null."),
        (["recipe", "lesson"], 3, "In the file, recipe.lesson must be a line of at most 1000 characters, not 3."),
        (["recipe", "rows"], 1.0, "In the file, recipe.rows must be a whole number from 0 to 1000000000000, not 1.0."),
        (["recipe", "rows"], -1, "In the file, recipe.rows must be a whole number from 0 to 1000000000000, not -1."),
        (["recipe", "rows"], 2**64, "In the file, recipe.rows must be a whole number from 0 to "),
        (
            ["recipe", "parameters", "seed"],
            None,
            "In the file, recipe.parameters.seed must be a number, a line of text",
        ),
        (["recipe", "parameters", "seed"], 2**63, "In the file, recipe.parameters.seed must be a number"),
        (["recipe", "parameters", "seed"], [[1]], "In the file, recipe.parameters.seed must be a number"),
        (["recipe", "parameters", "seed"], [True], "In the file, recipe.parameters.seed must be a number"),
        (["recipe", "parameters", "seed"], math.nan, "The file has NaN in place of a number."),
        (["recipe", "parameters", "seed"], -math.inf, "The file has -Infinity in place of a number."),
        (["recipe", "parameters", "a\nb"], 1, "In the file, recipe.parameters must be a line of at most"),
        (
            ["recipe", "parameters"],
            {str(n): n for n in range(1001)},
            "In the file, recipe.parameters has more than 1000",
        ),
        (["recipe", "events", 1, "value"], {}, "In the file, recipe.events[1].value must be a number"),
        (["recipe", "events", 1, "iteration"], -1, "In the file, recipe.events[1].iteration must be a whole number"),
        (["recipe", "events"], [None] * 100_001, "In the file, recipe.events must be a list of at most 100000 items"),
        (["recipe", "events"], {}, "In the file, recipe.events must be a list of at most 100000 items, not {…}."),
        (["shown"], 40, "In the file, shown must be a whole number from -1 to 39, not 40."),
        (["pins"], ["\ud83d"], "In the file, pins[0] must be a line of at most 1000 characters, not '\\ud83d'."),
        (["breakpoints"], [0], "In the file, breakpoints[0] must be a whole number from 1 to "),
        (["kept", 0, "name"], "n" * 1001, "In the file, kept[0].name must be a line of at most 1000 characters"),
        (
            ["kept", 0, "colour"],
            "red",
            "In the file, kept[0].colour must be a colour such as #1f77b4, or empty, not 'red'.",
        ),
        (["kept", 0, "visible"], 1, "In the file, kept[0].visible must be true or false, not 1."),
        (["layout", "window"], "a b", "In the file, layout.window must be a text in base64, not 'a b'."),
        (["layout", "window"], "a" * 1_000_001, "In the file, layout.window must be a line of at most 1000000"),
        (
            ["versions", "torch"],
            None,
            "In the file, versions.torch must be a line of at most 1000 characters, not null.",
        ),
    ],
    ids=lambda value: value[:50].encode("ascii", "replace").decode() if isinstance(value, str) and " " in value else "",
)
def test_what_is_wrong_is_told_with_its_place(path, value, said):
    assert refusal(changed(*path, to=value)).startswith(said)


def test_a_number_beyond_all_floats_is_told():
    data = GOOD.replace(b"5e-324", b"1e999")
    assert refusal(data).endswith(
        "recipe.events[0].value must be a number, a line of text, true, false or a list of numbers, not inf."
    )


@pytest.mark.parametrize(
    "path", [["version"], ["layout"], ["recipe", "rows"], ["kept", 0, "recipe"], ["recipe", "events", 1, "value"]]
)
def test_a_missing_field_is_told(path):
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
    assert refusal(without(*path)) == f"The file lacks a field: {place}."


def test_a_field_given_twice_is_told_however_many_there_are():
    many = ", ".join(f'"{number}": 0' for number in [*range(100_000), 99_999])
    assert refusal(f"{{{many}}}".encode()) == "The file has the field '99999' twice."


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (dataclasses.replace(SESSION, pins=("\udc80",)), "pins[0] must be a line"),
        (dataclasses.replace(SESSION, layout={"window": "x" * 1_000_001}), "layout.window must be a line"),
        (dataclasses.replace(SESSION, recipe=dataclasses.replace(RECIPE, parameters={"a": math.nan})), "NaN in place"),
        (dataclasses.replace(SESSION, layout={str(n): "x" * 999_999 for n in range(21)}), "larger than 20 MB"),
    ],
    ids=["half a character", "a large layout", "nan", "a large file"],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path, session, said):
    path = tmp_path / "file.fitscope"
    save(path, SESSION)
    with pytest.raises(InputError) as caught:
        save(path, session)
    assert said in str(caught.value)
    assert load(path) == SESSION


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", 2**64, -1, 1e308]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def survives(data):
    """A session, and one that can be written and read again, or a sentence."""
    try:
        session = from_bytes(data)
        assert repr(from_bytes(to_bytes(session))) == repr(session)
        checked = checked_session(session, LESSONS)
        assert checked_session(from_bytes(to_bytes(checked)), LESSONS) == checked
    except InputError as error:
        said = str(error)
        assert said[0].isupper()
        assert said.endswith(".")
        assert len(said.splitlines()) == 1
        assert len(said) < 1000
        said.encode()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_bytes_give_a_session_or_a_sentence(data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(damaged)))
        end = min(len(damaged), begin + data.draw(st.integers(0, 60)))
        kind = data.draw(st.sampled_from(["cut", "flip", "delete", "double", "digits"]))
        if kind == "cut":
            del damaged[begin:]
        elif kind == "flip" and begin < len(damaged):
            damaged[begin] ^= 1 << data.draw(st.integers(0, 7))
        elif kind == "delete":
            del damaged[begin:end]
        elif kind == "double":
            damaged[begin:begin] = damaged[begin:end]
        elif kind == "digits":
            damaged[begin:begin] = data.draw(
                st.sampled_from([b"9", b"e9", b"-", b"1e999", b"NaN", b"\\ud800", b"\xff"])
            )
    survives(bytes(damaged))


def places(value, path=()):
    """Every place in a JSON value."""
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


PLACES = [*places(json.loads(GOOD))]


edits = st.tuples(st.sampled_from(PLACES), json_values, st.sampled_from(["replace", "delete", "add"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(edits, min_size=1, max_size=3))  # the first refusal hides what comes after it
def test_wrong_values_give_a_session_or_a_sentence(edits):
    found = json.loads(GOOD)
    for path, value, kind in edits:
        try:
            place = found
            for step in path[:-1]:
                place = place[step]
            if kind == "replace":
                place[path[-1]] = copy.deepcopy(value)
            elif kind == "delete":
                del place[path[-1]]
            elif isinstance(place, dict):
                place[str(value)] = copy.deepcopy(value)
            else:
                place.append(copy.deepcopy(place[path[-1]]))
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier edit took that place away
    survives(json.dumps(found).encode())


def test_a_file_is_saved_and_loaded(tmp_path):
    path = tmp_path / "第一课.fitscope"
    save(path, SESSION)
    assert load(path) == SESSION
    assert path.read_bytes() == GOOD
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.fitscope"
    with path.open("wb") as file:
        file.write(GOOD)
        file.truncate(2**40)
    with pytest.raises(InputError, match="The file is larger than 20 MB, which no session is"):
        load(path)
    assert from_bytes(GOOD + b" " * (LARGEST - len(GOOD))) == SESSION


def test_what_cannot_be_opened_is_told_with_its_reason(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"missing\.fitscope could not be read: No such file or directory\."):
        load(tmp_path / "missing.fitscope")
    with pytest.raises(InputError, match="is not a file"):
        load(tmp_path)
    path = tmp_path / "file.fitscope"
    save(path, SESSION)

    def deny(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("io.open", deny)
    with pytest.raises(InputError, match=r"file\.fitscope could not be read: Permission denied\."):
        load(path)


@pytest.mark.skipif(os.name != "posix", reason="there are no such pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a file"):
        load(tmp_path / "pipe")


def test_what_cannot_be_saved_is_told_and_the_old_file_stays(tmp_path, monkeypatch):
    path = tmp_path / "file.fitscope"
    save(path, SESSION)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"file\.fitscope could not be saved: No space left on device\."):
        save(path, dataclasses.replace(SESSION, shown=0))
    assert load(path) == SESSION
    assert len([*tmp_path.iterdir()]) == 1
    with pytest.raises(InputError, match="could not be saved: Is a directory"):
        save(tmp_path, SESSION)


HOSTILE = """
import json, sys
from pathlib import Path
from core.lessons import LESSONS
from core.session import checked_session
from core.session_file import load
from core.text import InputError

good, path, watching = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), False
code = "__import__('os').system('echo gotcha')"

def watch(event, arguments):
    if watching and event in ("exec", "compile", "import", "pickle.find_class", "os.system", "subprocess.Popen"):
        print(event, arguments)

sys.addaudithook(watch)
for warm in (True, False):  # the first time, Python itself compiles what it imports late
    for lesson, parameters in [("autograd_scalar", {"formula": code}), ("autograd_scalar", {"expression": code}),
                               ("polynomial", {code: code, "__reduce__": [1]}), (code, {"__class__": code})]:
        good["recipe"] |= {"lesson": lesson, "parameters": parameters, "events": []}
        path.write_text(json.dumps(good))
        watching = not warm
        try:
            checked_session(load(path), LESSONS)
        except InputError:
            watching = False
        else:
            print("taken", lesson, parameters)
"""


def test_loading_runs_no_code(tmp_path):
    (tmp_path / "good").write_bytes(GOOD)
    command = [sys.executable, "-c", HOSTILE, str(tmp_path / "good"), str(tmp_path / "bad")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
