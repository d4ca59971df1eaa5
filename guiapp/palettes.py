"""The colours of the light and the dark theme, by what they mean.

Those that draw are of Okabe and Ito's and Paul Tol's palettes, in the dark theme lightened: people with any colour
vision can tell them apart. Text has a contrast of at least 4.5 to 1. Tests hold both.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """One colour, or a row of them, for each meaning."""

    WINDOW: str
    BASE: str
    TEXT: str
    MUTED: str
    DISABLED: str
    ACCENT: str
    GRID: str
    GOOD: str
    BAD: str
    DATA: str
    FIT: str
    LEAST_SQUARES: str
    LOSS: str
    THRESHOLD: str
    CURSOR: str
    BATCH: str
    TRUTH: str
    RUN_BEFORE: str
    EPOCHS: str
    CHANGED: str
    """Behind a value that the last statement changed."""
    LIT: str
    """Behind what is looked at."""
    HERE: str
    """Behind the line of code that runs next."""
    EDGE: str
    """Of what is not lit."""
    LOSS_PHASE: str
    GROWS: str
    SHRINKS: str
    SQUARE: str
    BEFORE_UPDATE: str
    KEPT: tuple[str, ...]
    SERIES: tuple[str, ...]
    """Lines side by side in one plot."""
    BANDS: tuple[str, ...]
    """Of a loss surface, from the least loss upward: viridis, mixed with the background."""


LIGHT = Palette(
    WINDOW="#F3F4F6",
    BASE="#FFFFFF",
    TEXT="#1F2328",
    MUTED="#57606A",
    DISABLED="#9AA1A9",
    ACCENT="#0B63B0",
    GRID="#D0D7DE",
    GOOD="#0A6B3D",
    BAD="#B3261E",
    DATA="#0072B2",
    FIT="#D55E00",
    LEAST_SQUARES="#4D4D4D",
    LOSS="#0072B2",
    THRESHOLD="#007A5A",
    CURSOR="#D55E00",
    BATCH="#AA3377",
    TRUTH="#00765A",
    RUN_BEFORE="#8C959F",
    EPOCHS="#1F2328",
    CHANGED="#FFF0B8",
    LIT="#E6F0FA",
    HERE="#F7DFCF",
    EDGE="#8C959F",
    LOSS_PHASE="#B34E00",
    GROWS="#2F4B9A",
    SHRINKS="#A50026",
    SQUARE="#762A83",
    BEFORE_UPDATE="#EBA474",
    KEPT=("#332288", "#44AA99", "#882255", "#999933", "#88CCEE", "#117733", "#AA4499", "#DDCC77"),
    SERIES=(
        *("#0072B2", "#AA3377", "#117733", "#332288", "#997700"),
        *("#882255", "#00838F", "#4D4D4D", "#6E7F00", "#B0485A"),
    ),
    BANDS=("#8F87B5", "#8399BD", "#83B1C1", "#86C7BF", "#9DDBB4", "#C6E9A6", "#EFF2A8", "#FAF8D8"),
)

DARK = Palette(
    WINDOW="#22272E",
    BASE="#16191D",
    TEXT="#E6EAEF",
    MUTED="#A8B2BD",
    DISABLED="#6B7480",
    ACCENT="#6CB6FF",
    GRID="#444C56",
    GOOD="#5BD18B",
    BAD="#FF8F85",
    DATA="#56B4E9",
    FIT="#FF9D4D",
    LEAST_SQUARES="#B8C0C8",
    LOSS="#56B4E9",
    THRESHOLD="#3DD6A3",
    CURSOR="#FF9D4D",
    BATCH="#F08CC0",
    TRUTH="#3DD6A3",
    RUN_BEFORE="#7D8790",
    EPOCHS="#E6EAEF",
    CHANGED="#4A3F10",
    LIT="#1D3450",
    HERE="#4A2F1B",
    EDGE="#7D8790",
    LOSS_PHASE="#FFB066",
    GROWS="#8FB4FF",
    SHRINKS="#FF7F7F",
    SQUARE="#D3A4E0",
    BEFORE_UPDATE="#8F5B33",
    KEPT=("#A79BFF", "#66D9C6", "#EE88AA", "#D6D65C", "#9ADCF5", "#5FCB76", "#DD99EE", "#EEDD88"),
    SERIES=(
        *("#56B4E9", "#F08CC0", "#5FCB76", "#A79BFF", "#E0B040"),
        *("#EE88AA", "#4DD0DC", "#B8C0C8", "#C6D65C", "#FF9AA8"),
    ),
    BANDS=("#2B2440", "#2A3350", "#27455A", "#245A60", "#2A6F60", "#48825A", "#7C9350", "#A89F58"),
)

PALETTES = {"light": LIGHT, "dark": DARK}
