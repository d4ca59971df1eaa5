"""What the programs that the stepper is tried on may use: a context, a generator, modules."""

import contextlib
import random

import torch


@contextlib.contextmanager
def announced(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("leave", name)


def counting(count):
    for number in range(count):
        print("count", number)
        yield number


names = {
    "torch": torch,
    "announced": announced,
    "suppress": contextlib.suppress,
    "counting": counting,
    "random": random,
}
