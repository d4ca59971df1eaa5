"""What colours look like to people with other colour vision, and how far apart they are."""

import numpy as np

MACHADO = {
    "trichromacy": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""Machado, Oliveira and Fernandes 2009, severity 1.0: they act on linear red, green and blue."""

TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    """Return red, green and blue of "#RRGGBB" as amounts of light, each from 0 to 1."""
    share = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2.1, from 1 to 21."""
    darker, lighter = sorted(0.05 + linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return lighter / darker


def mixed(colour, opacity, ground):
    """Return a colour of this opacity, from 0 to 1, on a ground."""
    parts = [int(colour[at : at + 2], 16) * opacity + int(ground[at : at + 2], 16) * (1 - opacity) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part):02X}" for part in parts)


def lab(colour, vision="trichromacy"):
    """Return a colour in CIELAB (under D65) as people with this colour vision see it."""
    seen = np.clip(MACHADO[vision] @ linear(colour), 0, 1)
    share = TO_XYZ @ seen / TO_XYZ.sum(axis=1)
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other):
    """Return the CIEDE2000 difference of two colours in CIELAB: from 1 on it can be seen, at 10 at a glance."""
    chroma = np.mean([np.hypot(*one[1:]), np.hypot(*other[1:])])
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    (l1, a1, b1), (l2, a2, b2) = one, other
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    across = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lightness, mean = (l1 + l2) / 2, (c1 + c2) / 2
    weight = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    parts = np.array(
        [
            (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)),
            (c2 - c1) / (1 + 0.045 * mean),
            across / (1 + 0.015 * mean * weight),
        ]
    )
    twist = np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * -2 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    return float(np.sqrt(parts @ parts + twist * parts[1] * parts[2]))


def seen_difference(one, other):
    """Return the least difference of two colours over all kinds of colour vision."""
    return min(difference(lab(one, vision), lab(other, vision)) for vision in MACHADO)


def _cos(degrees):
    return np.cos(np.radians(degrees))
