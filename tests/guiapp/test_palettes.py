"""Every text can be read, and what one plot shows can be told apart with any colour vision."""

import re
from dataclasses import fields
from itertools import combinations, pairwise

import numpy as np
import pytest

from guiapp import theme
from guiapp.language import assets
from guiapp.palettes import LIGHT, PALETTES, Palette
from guiapp.views.code.text import bar_opacity
from guiapp.views.gradients.line import STYLES
from guiapp.views.variables.pinned import colours as pinned_colours
from tests.guiapp.colour_vision import contrast, difference, lab, mixed, seen_difference

colour = re.compile(r'(?:fill|stroke)="([^"]*)"')
alike, unlike = 10, 8
"""Least CIEDE2000 differences of what is drawn in the same form, and in another: dashed, patterned, lettered."""

READ = {
    "BASE": "TEXT MUTED ACCENT GOOD BAD BATCH DATA",
    "WINDOW": "TEXT MUTED ACCENT GOOD BAD",
    "BUTTON": "TEXT",
    "CHANGED": "TEXT MUTED",
    "LIT": "TEXT MUTED ACCENT",
    "ACCENT": "BASE",
    # the letters of the phases
    **dict.fromkeys(("DATA", "LOSS_PHASE", "BATCH", "THRESHOLD", "MUTED"), "BASE"),
}
"""The colours of the texts on each ground."""

DRAWN = (
    *("DATA", "FIT", "LOSS", "LEAST_SQUARES", "THRESHOLD", "CURSOR", "BATCH", "TRUTH", "RUN_BEFORE", "EPOCHS", "EDGE"),
    *("ACCENT", "BAD", "GROWS", "SHRINKS", "SQUARE", "MUTED"),
)

ALIKE = ("FIT RUN_BEFORE BEFORE_UPDATE", "LOSS RUN_BEFORE", "DATA BATCH", "DATA EPOCHS", "DATA FIT", "GROWS SHRINKS")
UNLIKE = (
    "FIT LEAST_SQUARES TRUTH",
    "LOSS LEAST_SQUARES THRESHOLD CURSOR",
    "LOSS EPOCHS",
    "FIT BATCH",
    "FIT GROWS DATA",
    "FIT SHRINKS DATA",
    "FIT SQUARE DATA",
    "GOOD DATA BATCH BAD TEXT",  # the zones of the learning rate, and the ends of a sweep's runs
    "DATA LOSS_PHASE BATCH THRESHOLD MUTED",  # the phases
)
"""What one plot shows, or one margin."""


@pytest.fixture(params=PALETTES.values(), ids=PALETTES.keys())
def palette(request):
    return request.param


def test_every_text_has_a_contrast_of_four_and_a_half_to_one(palette):
    grounds = [(getattr(palette, ground), names) for ground, names in READ.items()]
    code = "TEXT MUTED ACCENT GOOD BATCH"
    grounds += [(mixed(getattr(palette, bar), bar_opacity, palette.BASE), code) for bar in ("CURSOR", "BAD", "MUTED")]
    grounds.append((mixed(palette.ACCENT, 0.12, palette.BASE), "TEXT MUTED ACCENT"))  # the chosen lesson
    for outlook in ("GOOD", "DATA", "BATCH", "BAD"):  # the name of a zone of the learning rate, over its faint tint
        grounds.append((mixed(getattr(palette, outlook), 24 / 255, palette.BASE), outlook))
    found = {
        (ground, name): contrast(getattr(palette, name), ground) for ground, names in grounds for name in names.split()
    }
    assert {pair: round(value, 2) for pair, value in found.items() if value < 4.5} == {}


def test_what_is_drawn_has_a_contrast_of_three_to_one(palette):
    drawn = {name: getattr(palette, name) for name in DRAWN}
    drawn |= {f"{name} {place}": one for name in ("KEPT", "SERIES") for place, one in enumerate(getattr(palette, name))}
    assert {name: one for name, one in drawn.items() if contrast(one, palette.BASE) < 3} == {}


def test_icons_are_seen_in_both_themes():
    icons = {path.stem: set(colour.findall(path.read_text(encoding="utf-8"))) for path in (assets / "icons").glob("*")}
    for name, palette in PALETTES.items():
        (tick,) = icons.pop(f"tick_{name}") - {"none"}
        assert contrast(tick, palette.ACCENT) > 4.5
    docks = icons.pop("dock_close") | icons.pop("dock_float")  # which the style sheet takes as they are
    assert {name for name, colours in icons.items() if colours - {"currentColor", "none"}} == set()
    grey = (docks - {"none"}).pop()
    assert all(contrast(grey, palette.WINDOW) > 3 for palette in PALETTES.values())


def test_what_is_faint_can_be_seen(palette):
    assert contrast(palette.BEFORE_UPDATE, palette.BASE) > 2
    assert contrast(palette.DISABLED, palette.WINDOW) > 2.8


def test_the_path_and_the_losses_are_seen_on_every_band_of_the_surface(palette):
    assert min(contrast(palette.TEXT, band) for band in palette.BANDS) > 3
    assert min(contrast(palette.MUTED, band) for band in palette.BANDS) > 1.9


def test_the_bands_get_steadily_lighter(palette):
    light = [contrast(band, "#000000") for band in palette.BANDS]
    assert all(later > 1.08 * earlier for earlier, later in pairwise(light))


@pytest.mark.parametrize(("groups", "least"), [(ALIKE, alike), (UNLIKE, unlike)], ids=["alike", "unlike"])
def test_what_one_plot_shows_is_told_apart_with_any_colour_vision(palette, groups, least):
    pairs = {pair for group in groups for pair in combinations(group.split(), 2)}
    found = {pair: seen_difference(*(getattr(palette, name) for name in pair)) for pair in pairs}
    assert {pair: round(value, 1) for pair, value in found.items() if value < least} == {}


def test_kept_runs_are_told_apart_with_any_colour_vision(palette):
    shown = [*palette.KEPT, palette.FIT, palette.LOSS, palette.RUN_BEFORE]
    assert min(seen_difference(*pair) for pair in combinations(shown, 2)) > unlike


def test_gradients_are_told_apart_by_colour_or_by_style(palette):
    for (i, one), (j, other) in combinations(enumerate(palette.SERIES), 2):
        assert seen_difference(one, other) > (unlike if (j - i) % len(STYLES) == 0 else 3.5), (i, j)


def test_pinned_variables_are_told_apart_with_any_colour_vision(palette):
    shown = palette.SERIES[:pinned_colours]
    assert min(seen_difference(*pair) for pair in combinations(shown, 2)) > unlike


def test_the_theme_has_the_colours_of_the_palette_it_uses():
    for name, palette in PALETTES.items():
        theme.use(name)
        assert {field.name: getattr(theme, field.name) for field in fields(Palette)} == vars(palette)
    theme.use("light")
    assert LIGHT.TEXT == theme.TEXT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # of Sharma, Wu and Dalal's test data
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_differences_agrees_with_the_published_figures(one, other, expected):
    assert difference(np.array(one, float), np.array(other, float)) == pytest.approx(expected, abs=1e-4)


def test_the_simulation_takes_from_people_what_they_cannot_see():
    vermilion, olive = "#D55E00", "#6B8E00"
    assert seen_difference(vermilion, olive) < 12 < 30 < difference(lab(vermilion), lab(olive))
    assert seen_difference("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
