import csv
import json
import os
import platform

import numpy as np
import pytest
import torch

from core.export import as_json, versions, write_history
from core.lessons import LESSONS
from core.run import Run
from tests.core.helpers import function_from, lesson_from


def ran(rows=float("inf"), **given):
    run = Run(LESSONS["live_line"], given)
    run.advance(rows=rows)
    return run


def read(path):
    with open(path, newline="") as file:
        return list(csv.reader(file))


def test_a_run_as_json():
    run = ran()
    last = run.history.row(100)
    assert as_json(run) == {
        "lesson": "live_line",
        "parameters": run.arguments,
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
    run = ran(rows=5)
    run.change("learning_rate", 0.01)
    run.step()
    assert as_json(run)["parameters"]["learning_rate"] == 0.01


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
