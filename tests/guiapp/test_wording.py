from math import inf, nan

import pytest

from guiapp.wording import number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.9860107, 7, "2.986011"),
        (0.0, 7, "0.000000"),
        (-0.5, 3, "−0.500"),
        (5.0, 4, "5.000"),
        (123456789.0, 7, "1.234568e+08"),
        (1234567.0, 7, "1234567"),
        (1e-12, 3, "1.00e−12"),
        (inf, 7, "∞"),
        (-inf, 7, "−∞"),
        (nan, 7, "nan"),
    ],
)
def test_a_number_has_so_many_significant_digits(value, digits, text):
    assert number(value, digits) == text
