"""What is drawn how often."""

import pytest

from guiapp import frames
from guiapp.frames import Frames


def told(monkeypatch, fast, times, **costs):
    """Draw a frame at each of these times, in seconds; return which signals came, by frame.

    `costs` are the seconds that the window works for a signal. All others take no time.
    """
    heard, now, spent = Frames(), 0.0, 0.0
    seen = []
    monkeypatch.setattr(frames, "perf_counter", lambda: now)
    monkeypatch.setattr(frames, "thread_time", lambda: spent)

    def draw(name):
        nonlocal spent
        seen[-1].append(name)
        spent += costs.get(name, 0)

    for name in ("due", "motion_due", "curves_due", "texts_due", "pictures_due"):
        getattr(heard, name).connect(lambda name=name: draw(name.removesuffix("_due")))
    for now in times:  # noqa: B007 - the clock reads it
        seen.append([])
        heard.draw(fast)
    assert heard.count == len(times)
    return seen


def test_what_stands_still_or_goes_slowly_is_drawn_whole(monkeypatch):
    assert told(monkeypatch, False, [10.0, 10.001]) == 2 * [["due", "motion", "curves", "texts", "pictures"]]


def test_at_full_speed_curves_texts_and_pictures_wait(monkeypatch):
    seen = told(monkeypatch, True, [10 + frame / 60 for frame in range(120)])
    counts = {name: sum(name in frame for frame in seen) for name in ("due", "motion", "curves", "texts", "pictures")}
    assert counts["due"] == counts["motion"] == 120
    assert 40 <= counts["curves"] <= 55
    assert 9 <= counts["texts"] <= 11
    assert 4 <= counts["pictures"] <= 6
    assert all({"motion", "curves"} <= {*frame} for frame in seen if "texts" in frame)


@pytest.mark.parametrize(
    ("name", "seconds", "every"),
    [
        ("motion", 0.003, 1 / 60),
        ("motion", 0.02, 0.1),
        ("curves", 0.0, 0.05),
        ("curves", 0.01, 0.15),
        ("texts", 0.02, 0.5),
        ("pictures", 0.03, 0.75),
        ("pictures", 9, 1),
    ],
)
def test_what_takes_longer_to_draw_is_drawn_less_often(monkeypatch, name, seconds, every):
    """It takes a small share of the time, but comes at least once a second."""
    often = "motion", "curves"  # which come with texts, too
    seen = told(monkeypatch, True, [10 + frame / 60 for frame in range(1200)], **{name: seconds})
    drawn = [frame for frame in seen if name in frame and not (name in often and "texts" in frame)]
    assert 20 / len(drawn) == pytest.approx(every, rel=0.2 if name in often else 0.05)


def test_what_was_done_while_the_run_stood_still_is_not_put_down_to_drawing(monkeypatch):
    heard, spent = Frames(), 0.0
    monkeypatch.setattr(frames, "thread_time", lambda: spent)
    pictures = []
    heard.pictures_due.connect(lambda: pictures.append(1))
    for now, fast in ((10, True), (11, False), (12, True), (12.5, True)):
        monkeypatch.setattr(frames, "perf_counter", lambda now=now: now)
        heard.draw(fast)
        spent += 30 * (not fast)
    assert len(pictures) == 4


def test_whoever_draws_with_every_frame_knows_whether_texts_are_due():
    heard, known = Frames(), []
    heard.due.connect(lambda: known.append(heard.with_texts))
    for fast in (True, True, False, True):
        heard.draw(fast)
    assert known == [True, False, True, False]
