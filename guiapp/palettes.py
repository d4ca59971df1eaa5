"""The colours of the light and the dark theme, by what they mean.

Those that draw come from Okabe and Ito's and Paul Tol's palettes and are shifted, in the dark theme lightened, until
people with any colour vision can tell apart what one plot shows. Text has a contrast of at least 4.5 to 1. Tests hold
both.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """One colour, or a row of them, for each meaning."""

    WINDOW: str
    BASE: str
    BUTTON: str
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
    EDGE: str
    """Of what is not lit."""
    LOSS_PHASE: str
    GROWS: str
    SHRINKS: str
    SQUARE: str
    BEFORE_UPDATE: str
    KEPT: tuple[str, ...]
    """Of the runs that the user keeps, one after the other."""
    SERIES: tuple[str, ...]
    """Lines side by side in one plot; every fourth has the same style."""
    BANDS: tuple[str, ...]
    """Of a loss surface, from the least loss upward: viridis, so pale or so dark that the path is seen on it."""


LIGHT = Palette(
    WINDOW="#F3F4F6",
    BASE="#FFFFFF",
    BUTTON="#F3F4F6",
    TEXT="#1F2328",
    MUTED="#57606A",
    DISABLED="#828A93",
    ACCENT="#0B63B0",
    GRID="#D0D7DE",
    GOOD="#0A6B3D",
    BAD="#B3261E",
    DATA="#0072B2",
    FIT="#D55E00",
    LEAST_SQUARES="#4D4D4D",
    LOSS="#0072B2",
    THRESHOLD="#127653",
    CURSOR="#D55E00",
    BATCH="#8C1475",
    TRUTH="#00765A",
    RUN_BEFORE="#899097",
    EPOCHS="#1F2328",
    CHANGED="#FFF0B8",
    LIT="#E6F0FA",
    EDGE="#8C959F",
    LOSS_PHASE="#B34E00",
    GROWS="#2F4B9A",
    SHRINKS="#A50026",
    SQUARE="#762A83",
    BEFORE_UPDATE="#EBA474",
    KEPT=("#1B2897", "#3E906F", "#6B3453", "#537A47", "#2B90D8", "#1A5A35", "#C72D7F", "#AA9052"),
    SERIES=(
        *("#2078B2", "#AC4879", "#0F6C2F", "#392189", "#A88326"),
        *("#8B084B", "#057C88", "#545657", "#657400", "#BD304B"),
    ),
    BANDS=("#8F87B5", "#8399BD", "#83B1C1", "#86C7BF", "#9DDBB4", "#C6E9A6", "#EFF2A8", "#FAF8D8"),
)

DARK = Palette(
    WINDOW="#22272E",
    BASE="#16191D",
    BUTTON="#313943",
    TEXT="#E6EAEF",
    MUTED="#A8B2BD",
    DISABLED="#7F8994",
    ACCENT="#6CB6FF",
    GRID="#444C56",
    GOOD="#6AE4A9",
    BAD="#E29083",
    DATA="#35B7FF",
    FIT="#FAA46A",
    LEAST_SQUARES="#B4BEC5",
    LOSS="#35B7FF",
    THRESHOLD="#0BD89D",
    CURSOR="#FAA46A",
    BATCH="#FF65D1",
    TRUTH="#0BD89D",
    RUN_BEFORE="#80939F",
    EPOCHS="#E6EAEF",
    CHANGED="#4A3F10",
    LIT="#1D3450",
    EDGE="#7D8790",
    LOSS_PHASE="#F7A25E",
    GROWS="#A5C3E7",
    SHRINKS="#EE7B77",
    SQUARE="#CDA8D3",
    BEFORE_UPDATE="#886347",
    KEPT=("#0088EF", "#15FDC7", "#E728BF", "#F3DD02", "#C6F5F2", "#25A17D", "#E6B1C9", "#E7F783"),
    SERIES=(
        *("#13BAFB", "#FD85BF", "#67B47C", "#8782FD", "#E6C785"),
        *("#E5628E", "#43E2EF", "#99ADB7", "#C4D235", "#F2ADA9"),
    ),
    BANDS=("#3D1856", "#322F5D", "#28415A", "#265057", "#295F51", "#386C46", "#57763A", "#7F7C39"),
)

PALETTES = {"light": LIGHT, "dark": DARK}
