"""`python -m core sweep`: JSON on stdout, CSV in a file, a table for people, and one sentence for bad input."""

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from core.__main__ import main
from core.lessons import LESSONS
from core.run import Run
from core.sweep_report import SweepProgress

COMMAND = [sys.executable, "-m", "core", "sweep"]
RATES = ("--vary", "learning-rate=0.01,0.07,1")


def refused(value):
    raise ValueError(f"{value} is not JSON")


def strict(text):
    return json.loads(text, parse_constant=refused)


def test_json_has_every_point_with_the_digits_of_its_run(capsys):
    assert main(["sweep", "live_line", *RATES, "--noise", "0.5", "--workers", "1", "--json"]) == 0
    output = capsys.readouterr()
    result = strict(output.out)
    assert output.err == ""
    assert result["lesson"] == "live_line"
    assert result["vary"] == {"learning_rate": [0.01, 0.07, 1.0]}
    assert result["parameters"]["noise"] == 0.5
    assert "learning_rate" not in result["parameters"]
    assert result["complete"]
    for point in result["points"]:
        run = Run(LESSONS["live_line"], {"noise": 0.5, **point["settings"]})
        run.advance()
        loss = run.history.row(len(run.history) - 1)["loss"]
        assert float(point["loss"]) == loss
        assert point["iterations"] == len(run.history)
        assert run.why is not None
        assert point["stopped"] == run.why.value
    assert result["points"][-1]["message"] == str(run.message)


def test_sweeps_and_runs_have_the_same_digits_where_sums_are_long_enough_for_several_threads(capsys):
    others = ["live_line", "--json", "--examples", "200000", "--iterations", "3"]
    main(["run", *others, "--learning-rate", "0.01"])
    run = strict(capsys.readouterr().out)
    main(["sweep", *others, "--vary", "learning-rate=0.01", "--workers", "1"])
    (point,) = strict(capsys.readouterr().out)["points"]
    assert (point["loss"], point["values"]) == (run["loss"], run["values"])


def test_csv_has_full_precision_below_lines_that_say_what_it_is_of(tmp_path, capsys):
    path = tmp_path / "sweep.csv"
    arguments = ["sweep", "line_optimizers", "--vary", "optimizer=SGD,Adam", "--vary", "learning-rate=0.01,0.02"]
    assert main([*arguments, "--iterations", "20", "--workers", "1", "--csv", str(path)]) == 0
    assert capsys.readouterr().out == f"4 points written into {path}\n"
    lines = path.read_text(encoding="utf-8").splitlines()
    facts = dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("#"))
    assert (facts["lesson"], facts["complete"]) == ("line_optimizers", "true")
    assert json.loads(facts["parameters"])["iterations"] == 20
    assert {"python", "torch", "numpy"} <= facts.keys()
    header, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    assert header == ["optimizer", "learning_rate", "loss", "iterations", "stopped_at", "stopped", "w", "b"]
    assert [(row[0], row[1]) for row in rows] == [("SGD", "0.01"), ("SGD", "0.02"), ("Adam", "0.01"), ("Adam", "0.02")]
    for row in rows:
        given = {"optimizer": row[0], "learning_rate": float(row[1]), "iterations": 20}
        run = Run(LESSONS["line_optimizers"], given)
        run.advance()
        last = run.history.row(19)
        assert [float(row[2]), float(row[6]), float(row[7])] == [last["loss"], last["w"], last["b"]]


def test_a_lesson_with_arrays_of_parameters_has_a_column_for_each_element(capsys):
    lesson = LESSONS["minibatch_scratch"]
    assert main(["sweep", lesson.name, "--vary", "seed=1,2", "--workers", "1"]) == 0
    title, header, *rows = capsys.readouterr().out.splitlines()
    assert title == "minibatch_scratch: 2 points"
    assert header.split()[:4] == ["seed", "loss", "iterations", "stopped_at"]
    assert "w[0,0]" in header.split()
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--vary is missing: name a parameter and its values, as in seed=1,2,3."),
        (["--vary", "rate=1,2"], "Lesson live_line has no parameter 'rate'; it has seed, "),
        (["--vary", "learning-rate=log:0:1:5"], "Learning rate must be a number from 1e-06 to 10, not 0."),
        (["--vary", "seed=1,2", "--vary", "seed=3,4"], "Seed is varied twice."),
        (["--vary", "seed=1,2", "--seed", "3"], "Seed is both given and varied."),
        (["--vary", "seed=1,2", "--noise", "x"], "Noise must be a number from 0 to 100, not 'x'."),
        (["--vary", "seed=1,2", "--workers", "0"], "--workers must be a whole number from 1 to 1024, not 0."),
        (["--vary", "seed=1,2", "--csv", "/no/such/folder/a.csv"], "--csv: the folder /no/such/folder does not exist."),
        (["--vary", "seed=1,2", "--csv", "/tmp"], "--csv: /tmp is a folder, not a file."),
        (["--vary", "seed=lin:1:5000:5000", "--vary", "noise=lin:1:2:3"], "A sweep has from 1 to 10000 points, not 15"),
    ],
)
def test_bad_input_is_told_in_one_sentence_with_exit_status_2(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as left:
        main(["sweep", "live_line", *arguments])
    output = capsys.readouterr()
    assert left.value.code == 2
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert output.err.startswith(f"python -m core: {sentence}")


def test_ctrl_c_prints_what_there_is_and_ends_the_processes():
    arguments = ["live_line", "--vary", "learning-rate=1,1e-6,2e-6", "--iterations", "100000000", "--stop-below", "0"]
    program = subprocess.Popen(
        [*COMMAND, *arguments, "--workers", "2", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal sends Ctrl-C to the whole group
    )
    end = time.monotonic() + 60
    while len(workers_of(program.pid)) < 2:
        assert time.monotonic() < end
        time.sleep(0.1)
    time.sleep(1)
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (0, "")
    result = strict(out)
    assert not result["complete"]
    assert [point["settings"] for point in result["points"]] == [{"learning_rate": 1.0}]
    end = time.monotonic() + 20
    while group_is_alive(program.pid):
        assert time.monotonic() < end
        time.sleep(0.1)


def group_is_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def workers_of(process):
    listed = subprocess.run(["ps", "-ww", "-o", "args=", "--ppid", str(process)], capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if "popen_loky" in line]


def test_progress_tells_the_points_and_the_time_that_is_left(monkeypatch):
    now = 100.0
    monkeypatch.setattr("core.progress.monotonic", lambda: now)
    monkeypatch.setattr("core.sweep_report.monotonic", lambda: now)
    ours, theirs = pty.openpty()
    with open(theirs, "w") as terminal:
        progress = SweepProgress(terminal, 8)
        progress.show(1)
        now = 110.0
        progress.show(2)
        assert os.read(ours, 1000).decode() == "\r\x1b[K[#######                       ] 2 of 8 points, 30 s left"
        progress.finish()
        assert os.read(ours, 1000).decode() == "\r\x1b[K"
    os.close(ours)
