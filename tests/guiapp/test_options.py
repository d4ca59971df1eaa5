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


def test_a_picture_can_be_larger_or_svg(tmp_path):
    options = read_options(["--screenshot", str(tmp_path / "a.PNG"), "--scale", "3"])
    assert (options.scale, options.film, options.run) == (3, False, False)
    assert not read_options(["--screenshot", str(tmp_path / "a.svg")]).film


def test_a_film_is_of_the_whole_run(tmp_path):
    options = read_options(["--animation", str(tmp_path / "a.gif"), "--every", "5", "--fps", "20", "--at", "60"])
    assert (options.film, options.run, options.at) == (True, True, 60)
    assert (options.every, options.frames_a_second, options.scale) == (5, 20, 1)
    assert read_options(["--screenshot", str(tmp_path / "a.webp"), "--scale", "2"]).frames_a_second == 10


def test_a_film_that_needs_another_package_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("guiapp.export.encoding.find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        read_options(["--animation", str(tmp_path / "a.mp4")])
    assert "pip install imageio-ffmpeg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--screenshot", "a.jpg"], ".png, .svg, .gif, .webp, .mp4"),
        (["--screenshot", "a"], "--screenshot"),
        (["--scale", "2"], "--scale"),
        (["--scale", "5", "--screenshot", "a.png"], "--scale"),
        (["--scale", "0", "--screenshot", "a.png"], "--scale"),
        (["--scale", "2", "--screenshot", "a.svg"], "--scale"),
        (["--every", "2", "--screenshot", "a.png"], "--every"),
        (["--every", "0", "--screenshot", "a.gif"], "--every"),
        (["--fps", "51", "--animation", "a.gif"], "--fps"),
        (["--fps", "5"], "--fps"),
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


def test_a_session_file_is_taken_for_one(tmp_path, capsys):
    path = tmp_path / "mine.fitscope"
    path.write_text("{}")
    assert read_options([str(path), "--language", "en"]) == Options(language="en", session=path)
    for arguments in ([str(tmp_path / "none.fitscope")], [str(path), "--run"]):
        with pytest.raises(SystemExit) as ended:
            read_options(arguments)
        assert ended.value.code == 2
        assert capsys.readouterr().err.rstrip().endswith(".")
