"""Runs all benchmarks and prints one table: python -m tests.benchmarks [core|window]."""

import sys

from tests.benchmarks import core_rows, window_rows


def main(names):
    """Print each line as soon as it is measured; the exit status tells nothing, as speed depends on the machine."""
    for name, module in (("core", core_rows), ("window", window_rows)):
        if not names or name in names:
            for row in module.rows():
                print(row, flush=True)


main(sys.argv[1:])
