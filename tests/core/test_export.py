import csv
import json
import os
import platform
import subprocess
import sys
from importlib import metadata

import numpy as np
import pytest
import torch

from core.export import as_json, program_version, script, versions, write_history, write_json, write_script
from core.lessons import LESSONS
from core.run import Run
from core.source import shown_source
from tests.core.helpers import function_from, lesson_from


def ran(rows=float("inf"), **given):
    run = Run(LESSONS["live_line"], given)
    run.advance(rows=rows)
    return run


def read(path):
    """Read a CSV as pandas does with comment="#": header and rows."""
    with open(path, newline="") as file:
        return list(csv.reader(line for line in file if not line.startswith("#")))


def facts(path):
    lines = path.read_text().splitlines()
    return dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("# "))


def changed_run():
    run = ran(rows=5)
    run.change("learning_rate", 0.01)
    run.step()
    return run


def test_a_run_as_json():
    run = ran()
    last = run.history.row(100)
    assert as_json(run) == {
        "lesson": "live_line",
        "parameters": run.arguments,
        "changes": [],
        "iteration": 100,
        "updates": 101,
        "stopped": "stop_rule",
        "message": None,
        "loss": 0.7424246072769165,
        "values": {"w": 2.986011028289795, "b": 6.059381008148193},
        "gradients": {"w": last["w.grad"], "b": last["b.grad"]},
        "output": run.output.lines,
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
    }
    assert versions() == as_json(run)["versions"]


def test_a_run_that_has_not_begun_has_no_figures():
    result = as_json(Run(LESSONS["live_line"]))
    assert (result["iteration"], result["updates"], result["loss"]) == (None, 0, None)
    assert result["values"] == result["gradients"] == {}
    assert result["stopped"] == "interrupted"


def test_a_run_that_was_stopped_is_interrupted():
    assert as_json(ran(rows=5))["stopped"] == "interrupted"


def test_the_parameters_are_those_after_live_changes():
    result = as_json(changed_run())
    assert result["parameters"]["learning_rate"] == 0.01
    assert result["changes"] == [{"iteration": 5, "name": "learning_rate", "value": 0.01}]


def test_numbers_that_are_not_finite_are_strings():
    result = as_json(ran(zero_grad=True))
    assert result["stopped"] == "diverged"
    assert result["message"].endswith(f"at iteration {result['iteration']}.")
    assert result["loss"] in ("inf", "nan") or "inf" in str(result["values"]) or "nan" in str(result["values"])
    assert json.loads(json.dumps(result, allow_nan=False)) == result


def test_parameters_keep_their_shape():
    source = "def program():\n    v = torch.arange(6.0).reshape(2, 3)\n    for i in range(1):\n        loss = 0.5\n"
    run = Run(lesson_from(function_from(source, torch=torch), parameters=("v",)))
    run.advance()
    result = as_json(run)
    assert result["values"] == {"v": [[0, 1, 2], [3, 4, 5]]}
    assert result["gradients"] == {"v": [["nan"] * 3] * 2}


@pytest.mark.parametrize("given", [{}, {"zero_grad": True}], ids=["the article", "one that diverges"])
def test_the_history_as_csv_is_the_history_exactly(tmp_path, given):
    run, path = ran(**given), tmp_path / "history.csv"
    write_history(run, path)
    header, *rows = read(path)
    assert header == ["iteration", "loss", "w", "b", "w.grad", "b.grad"]
    assert [row[0] for row in rows] == [str(index) for index in range(len(run.history))]
    for place, name in enumerate(run.history.columns, start=1):
        column = np.array([float(row[place]) for row in rows])
        np.testing.assert_array_equal(column, run.history.column(name))
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("given", [{}, {"zero_grad": True}], ids=["the article", "one that diverges"])
def test_numpy_reads_the_history_back_bit_for_bit(tmp_path, given):
    run, path = ran(**given), tmp_path / "history.csv"
    write_history(run, path)
    skipped = len(facts(path)) + 1
    found = np.genfromtxt(path, delimiter=",", skip_header=skipped)
    expected = np.column_stack([run.history.column(name) for name in run.history.columns])
    np.testing.assert_array_equal(found[:, 1:], expected)
    assert found[:, 1:].tobytes() == expected.tobytes() or np.isnan(expected).any()
    assert np.isfinite(expected).all() == (not given)


def test_the_history_says_in_comments_what_it_is_of(tmp_path):
    run, path = changed_run(), tmp_path / "history.csv"
    write_history(run, path)
    found = facts(path)
    assert found.keys() == {"fitscope", "lesson", "parameters", "changes", "stopped", "python", "torch", "numpy"}
    assert (found["fitscope"], found["lesson"], found["stopped"]) == (program_version(), "live_line", "interrupted")
    assert json.loads(found["parameters"]) == run.arguments
    assert json.loads(found["changes"]) == as_json(run)["changes"]
    assert {name: found[name] for name in versions()} == versions()
    assert path.read_text().count("\n") == len(found) + 1 + len(run.history)


def test_a_text_with_a_number_sign_and_a_line_break_stays_in_its_comment(tmp_path):
    run, path = ran(rows=2), tmp_path / "history.csv"
    run.arguments["text"] = "a\n1,2,3 # b\u6587"
    write_history(run, path)
    assert [row[0] for row in read(path)] == ["iteration", "0", "1"]
    assert json.loads(facts(path)["parameters"])["text"] == "a\n1,2,3 # b\u6587"


def test_the_release_is_unknown_where_it_is_not_installed(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    assert program_version() == metadata.version("fitscope")
    monkeypatch.setattr(metadata, "version", missing)
    assert program_version() == "unknown"


def test_a_run_as_a_json_file(tmp_path):
    run = ran(zero_grad=True)
    write_json(run, tmp_path / "run.json")
    assert json.loads((tmp_path / "run.json").read_text()) == json.loads(json.dumps(as_json(run)))


@pytest.mark.parametrize("name", LESSONS)
def test_a_script_is_the_program_that_is_shown_below_two_lines_that_say_what_it_is_of(tmp_path, name):
    run, path = Run(LESSONS[name]), tmp_path / "lesson.py"
    write_script(run, path)
    title, on, empty, program = path.read_text().split("\n", 3)
    assert f"lesson {name} of Fitscope {program_version()}" in title
    assert all(f"{part} {version}" in on for part, version in versions().items())
    assert empty == ""
    assert program == shown_source(run.lesson, run.arguments).text


def test_a_script_prints_the_same_digits(tmp_path):  # test_source runs every lesson's program
    run, path = ran(learning_rate=0.01, seed=3), tmp_path / "lesson.py"
    write_script(run, path)
    # In isolated mode, in a folder of its own: nothing of this checkout can be imported.
    command = [sys.executable, "-I", "-W", "error", path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == run.output.lines
    assert run.output.lines


def test_a_script_says_which_live_changes_it_does_not_make():
    text = script(changed_run())
    assert "#   learning_rate = 0.01 from iteration 5 on\n" in text
    assert "\nlearning_rate = 0.1\n" in text
    assert "live changes" not in script(ran(rows=5))
    compile(text, "<script>", "exec")


def test_the_history_of_a_run_that_has_not_begun_is_a_header(tmp_path):
    write_history(Run(LESSONS["live_line"]), tmp_path / "history.csv")
    assert read(tmp_path / "history.csv") == [["iteration"]]


def test_an_existing_file_is_replaced(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("old\n" * 1000)
    write_history(ran(rows=2), path)
    assert len(read(path)) == 3


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "history.csv"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_history(ran(rows=2), path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("history.csv", "old")]


def test_a_folder_is_not_written_over_and_nothing_is_left_behind(tmp_path):
    path = tmp_path / "history.csv"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_history(ran(rows=2), path)
    assert list(tmp_path.iterdir()) == [path]
