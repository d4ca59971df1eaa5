"""What is in a picture, by numpy: a loop over its pixels takes seconds."""

import numpy as np
from PySide6.QtGui import QColor, QImage


def pixels(image: QImage) -> np.ndarray:
    """Return a picture's pixels as numbers 0xAARRGGBB, of shape (height, width)."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def colours_of(image: QImage) -> set[str]:
    """Return the names of all colours in a picture."""
    return {f"#{colour:06x}" for colour in np.unique(pixels(image) & 0xFFFFFF).tolist()}


def is_of(image: QImage, colour: str) -> np.ndarray:
    """Return which pixels are of a colour, given by its name, of shape (height, width)."""
    return pixels(image) == QColor(colour).rgb()
