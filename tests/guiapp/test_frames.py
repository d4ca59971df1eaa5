"""What is drawn how often."""

from guiapp import frames
from guiapp.frames import Frames


def told(monkeypatch, fast, times):
    """Draw a frame at each of these times, in seconds; return which signals came, by frame."""
    heard, now = Frames(), 0.0
    seen = []
    monkeypatch.setattr(frames, "perf_counter", lambda: now)
    for name in ("due", "curves_due", "texts_due", "pictures_due"):
        getattr(heard, name).connect(lambda name=name: seen[-1].append(name.removesuffix("_due")))
    for now in times:  # noqa: B007 - the clock reads it
        seen.append([])
        heard.draw(fast)
    assert heard.count == len(times)
    return seen


def test_what_stands_still_or_goes_slowly_is_drawn_whole(monkeypatch):
    assert told(monkeypatch, False, [10.0, 10.001]) == 2 * [["due", "curves", "texts", "pictures"]]


def test_at_full_speed_curves_texts_and_pictures_wait(monkeypatch):
    seen = told(monkeypatch, True, [10 + frame / 60 for frame in range(120)])
    counts = {name: sum(name in frame for frame in seen) for name in ("due", "curves", "texts", "pictures")}
    assert counts["due"] == 120
    assert 40 <= counts["curves"] <= 55
    assert 9 <= counts["texts"] <= 11
    assert 4 <= counts["pictures"] <= 6
    assert all("curves" in frame for frame in seen if "texts" in frame)


def test_whoever_draws_with_every_frame_knows_whether_texts_are_due():
    heard, known = Frames(), []
    heard.due.connect(lambda: known.append(heard.with_texts))
    for fast in (True, True, False, True):
        heard.draw(fast)
    assert known == [True, False, True, False]
