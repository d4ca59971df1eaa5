from pathlib import Path

import pytest

from guiapp.options import Options, read_options


def test_without_arguments_the_last_lesson_is_wanted():
    assert read_options([]) == Options(lesson=None, values={}, run=False, screenshot=None, at=None)


def test_values_without_a_lesson_are_the_first_ones():
    assert read_options(["--seed", "3"]) == Options(lesson="live_line", values={"seed": 3})


def test_hyperparameters_are_read_as_numbers():
    options = read_options(["live_line", "--learning-rate", "1e-3", "--examples", "100", "--zero-grad", "--run"])
    assert options.values == {"learning_rate": 0.001, "examples": 100, "zero_grad": True}
    assert options.run


def test_hyperparameters_need_no_lessons_name():
    assert read_options(["--seed", "7"]).values == {"seed": 7}


def test_a_screenshot_and_its_iteration_are_read(tmp_path):
    options = read_options(["--screenshot", str(tmp_path / "a.png"), "--at", "5", "--language", "zh_CN"])
    assert (options.screenshot, options.at, options.language) == (tmp_path / "a.png", 5, "zh_CN")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["no_such_lesson"], "no_such_lesson"),
        (["--no-such-option"], "--no-such-option"),
        (["--learning-rate", "fast"], "Learning rate"),
        (["--learning-rate", "-1"], "Learning rate"),
        (["--learning-rate"], "--learning-rate"),
        (["--examples", "2.5"], "Examples"),
        (["--seed", "99999999999"], "Seed"),
        (["--at", "5"], "--at"),
        (["--at", "-1", "--screenshot", "a.png"], "--at"),
        (["--at", "x", "--screenshot", "a.png"], "--at"),
        (["--screenshot", "no/such/folder/a.png"], "--screenshot"),
        (["--language", "tlh"], "--language"),
        (["live_line", "live_line"], "live_line"),
    ],
)
def test_bad_options_end_with_2_and_one_sentence(capsys, arguments, named):
    with pytest.raises(SystemExit) as end:
        read_options(arguments)
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("fitscope: ")
    assert err.count("\n") == 1
    assert named in err


def test_help_lists_the_lessons_hyperparameters(capsys):
    with pytest.raises(SystemExit) as end:
        read_options(["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    for option in ("--learning-rate", "--zero-grad", "--screenshot", "--at", "--language", "--run"):
        assert option in text


def test_without_a_display_the_figures_and_a_picture_are_wanted():
    options = read_options(["--seed", "7"]).without_display()
    assert options.values == {"seed": 7}
    assert options.run
    assert options.figures
    assert options.screenshot == Path("fitscope-live_line.png").absolute()
