import argparse
import csv
import json
import os
import re
import signal
import subprocess
import sys
from typing import Annotated

import pytest

from core.__main__ import main
from core.lessons import LESSONS
from core.options import add_parameters
from core.parameter import Label, Range
from core.run import Run
from tests.core.helpers import lesson_from

COMMAND = [sys.executable, "-m", "core"]


def refused(value):
    raise ValueError(f"{value} is not JSON")


def strict(text):
    """Read JSON as the standard has it: without NaN and Infinity."""
    return json.loads(text, parse_constant=refused)


def core(*arguments):
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=100)


def test_the_lessons_are_listed():
    done = core("list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(LESSONS)
    assert all(line.endswith(lesson.summary) for line, lesson in zip(lines, LESSONS.values(), strict=True))


def test_ctrl_c_ends_a_long_run_with_its_result(tmp_path):
    path = tmp_path / "history.csv"
    options = [
        "--iterations",
        "100000000",
        "--stop-below",
        "0",
        "--learning-rate",
        "0.05",
        "--json",
        "--history",
        str(path),
    ]
    process = subprocess.Popen(
        [*COMMAND, "run", "live_line", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    result = strict(out)
    assert process.returncode == 0
    assert first == result["output"][0] + "\n"
    assert "Traceback" not in err
    assert result["stopped"] == "interrupted"
    assert result["updates"] == result["iteration"] + 1 > 0
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == result["updates"] + 1


def test_bad_input_as_a_process_exits_with_2_and_one_sentence():
    done = core("run", "live_line", "--learning-rate", "abc")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "python -m core: Learning rate must be a number from 1e-06 to 10, not 'abc'.\n"


# The rest within this process: importing torch takes longer than all of it.


@pytest.fixture
def command(capsys):
    def run(*arguments):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()

    return run


def test_a_run_prints_one_json_object_on_stdout_and_the_lessons_output_on_stderr(command, tmp_path):
    path = tmp_path / "history.csv"
    status, out, err = command("run", "live_line", "--json", "--history", str(path))
    result = strict(out)
    assert status == 0
    assert out.count("\n") == 1
    assert result.keys() == {
        "lesson",
        "parameters",
        "changes",
        "iteration",
        "updates",
        "stopped",
        "message",
        "loss",
        "values",
        "gradients",
        "output",
        "versions",
    }
    assert (result["lesson"], result["iteration"], result["updates"]) == ("live_line", 100, 101)
    assert (result["stopped"], result["loss"]) == ("stop_rule", 0.7424246072769165)
    assert result["values"] == {"w": 2.986011028289795, "b": 6.059381008148193}
    assert result["parameters"] == {name: p.default for name, p in LESSONS["live_line"].parameters.items()}
    assert result["versions"].keys() == {"python", "torch", "numpy"}
    assert err.splitlines() == result["output"]
    assert result["output"][0] == "iteration 0: loss 7.1647, w 4.187980, b 0.363660"
    run = Run(LESSONS["live_line"])
    run.advance()
    with open(path, newline="") as file:
        header, *rows = csv.reader(line for line in file if not line.startswith("#"))
    assert header == ["iteration", *run.history.columns]
    assert [[float(cell) for cell in row[1:]] for row in rows] == [
        list(run.history.row(index).values()) for index in range(len(run.history))
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--learning-rate", "0"], ["Learning rate", "1e-06 to 10", "not 0."]),
        (["--learning-rate", "nan"], ["Learning rate", "1e-06 to 10", "not nan."]),
        (["--learning-rate", "inf"], ["Learning rate", "1e-06 to 10", "not inf."]),
        (["--learning-rate", "-1e-3"], ["Learning rate", "1e-06 to 10", "not -0.001."]),
        (["--learning-rate", ""], ["Learning rate", "1e-06 to 10", "not ''."]),
        (["--learning-rate", "9" * 10000], ["Learning rate", "1e-06 to 10", "not '999"]),
        (["--seed", "1.5"], ["Seed", "0 to 2147483647", "not 1.5."]),
        (["--seed", "-1"], ["Seed", "0 to 2147483647", "not -1."]),
        (["--seed", "2147483648"], ["Seed", "0 to 2147483647", "not 2147483648."]),
        (["--examples", "1"], ["Examples", "2 to 1000000", "not 1."]),
        (["--iterations", "0"], ["Iterations", "1 to 100000000", "not 0."]),
        (["--slope", "-1e4"], ["Slope", "-1000 to 1000", "not -10000.0."]),
        (["--speed", "1"], ["--speed"]),
        (["--seed"], ["--seed", "expected one argument"]),
        (["--zero-grad=1"], ["--zero-grad"]),
        (["--script", "nowhere/at/all.py"], ["--script", "nowhere/at"]),
        (["--script", "."], ["--script", "folder"]),
        (["--history", "nowhere/at/all.csv"], ["--history", "nowhere/at"]),
        (["--history", "."], ["--history", "folder"]),
        (["--history", "/dev/null/history.csv"], ["--history", "/dev/null"]),
    ],
)
def test_bad_input_is_told_in_one_sentence_that_names_it(command, options, told):
    status, out, err = command("run", "live_line", *options)
    assert (status, out) == (2, "")
    assert err.startswith("python -m core")
    assert err.count("\n") == 1
    assert all(part in err for part in told)


@pytest.mark.parametrize(
    "arguments", [[], ["walk"], ["run"], ["run", "no_such_lesson"], ["list", "more"], ["run", "live_line", "x"]]
)
def test_a_bad_command_is_told_in_one_sentence(command, arguments):
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", LESSONS)
def test_help_tells_every_parameter_its_range_and_default(command, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    status, out, err = command("run", name, "--help")
    assert (status, err) == (0, "")
    options = " ".join(out[out.index("options:") :].split())
    for parameter in LESSONS[name].parameters.values():
        spread = f"{parameter.range.low:.12g} to {parameter.range.high:.12g}, " if parameter.range else ""
        before, told = options.split(f"{parameter.label.help} (", 1)
        assert told.startswith(f"{spread}default {parameter.format(parameter.default)})")
        assert all(word in before for word in parameter.choices)
        assert re.search(rf"--{parameter.name.replace('_', '-')}[ ,][^.]*$", before), (
            "the option stands before its help"
        )


def test_help_with_a_percent_sign_is_written_as_it_is(capsys):
    def half(share: Annotated[float, Range(0, 1), Label("Share", "At most 100 %s of it.")] = 0.5):
        """Take a share."""

    parser = argparse.ArgumentParser()
    add_parameters(parser, lesson_from(half))
    parser.print_help()
    assert "At most 100 %s of it. (0 to 1, default 0.5)" in " ".join(capsys.readouterr().out.split())


def test_options_reach_the_run(command):
    options = ["--seed", "３", "--slope", "-1e1", "--zero-grad", "--learning-rate=1e-2", "--iterations", "5", "--json"]
    status, out, _ = command("run", "live_line", *options)
    result = strict(out)
    assert status == 0
    changed = {"seed": 3, "slope": -10.0, "zero_grad": True, "learning_rate": 0.01, "iterations": 5}
    assert result["parameters"] == LESSONS["live_line"].arguments(changed)
    assert (result["updates"], result["stopped"]) == (5, "completed")


def test_a_run_that_diverges_is_valid_json(command):
    status, out, _ = command("run", "live_line", "--zero-grad", "--json")
    result = strict(out)
    assert status == 0
    assert result["stopped"] == "diverged"
    assert {"inf", "-inf", "nan"} & {result["loss"], *result["values"].values(), *result["gradients"].values()}
    assert f"at iteration {result['iteration']}" in result["message"]


def test_a_result_for_a_person(command):
    status, out, _ = command("run", "live_line")
    assert status == 0
    assert out.splitlines() == [
        "live_line: the stop rule fired at iteration 100, loss 0.7424246072769165",
        "  w = 2.986011028289795",
        "  b = 6.059381008148193",
    ]
    _, out, _ = command("run", "live_line", "--zero-grad")
    assert "diverged at iteration" in out
    assert "became" in out


def test_a_history_that_cannot_be_written_does_not_lose_the_result(command, tmp_path):
    path = tmp_path / "pipe"  # which no file may replace
    os.mkfifo(path)
    status, out, err = command("run", "live_line", "--iterations", "2", "--json", "--history", str(path))
    assert status == 2
    assert strict(out)["updates"] == 2
    assert "could not be written: Not an ordinary file." in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_run_leaves_its_script(command, tmp_path, capsys):
    path = tmp_path / "lesson.py"
    status, _, err = command("run", "live_line", "--iterations", "30", "--script", str(path))
    assert status == 0
    exec(compile(path.read_text(), path, "exec"), {})
    assert capsys.readouterr().out == err
    assert "iterations = 30\n" in path.read_text()


def test_the_interrupt_handler_is_put_back(command):
    before = signal.getsignal(signal.SIGINT)
    command("run", "live_line", "--iterations", "2")
    assert signal.getsignal(signal.SIGINT) is before
