import random
import subprocess
import sys

import numpy as np
import pytest
import torch

from core.isolation import Isolation


def draw():
    return torch.rand(1).item(), np.random.rand(), random.random()


def test_what_is_drawn_inside_is_not_drawn_outside():
    torch.manual_seed(0), np.random.seed(0), random.seed(0)
    expected = draw()
    torch.manual_seed(0), np.random.seed(0), random.seed(0)
    with Isolation():
        draw()
        torch.manual_seed(99), np.random.seed(99), random.seed(99)
    assert draw() == expected


def test_inside_goes_on_where_it_left_off():
    isolation = Isolation()
    with isolation:
        first = [draw(), draw(), draw()]
    isolation.rewind()
    again = []
    for _ in range(3):
        with isolation:
            again.append(draw())
        draw()
    assert again == first
    assert len(set(first)) == 3


def test_a_gaussian_that_random_and_numpy_keep_back_is_part_of_the_state():
    isolation = Isolation()
    with isolation:
        expected = [(random.gauss(0, 1), np.random.standard_normal(), torch.randn(1).item()) for _ in range(4)]
    isolation.rewind()
    again = []
    for _ in range(4):
        with isolation:
            again.append((random.gauss(0, 1), np.random.standard_normal(), torch.randn(1).item()))
        random.gauss(0, 1), np.random.standard_normal(), torch.randn(1)
    assert again == expected


def test_grad_mode_inside_and_outside_are_two():
    isolation = Isolation()
    with isolation:
        torch.set_grad_enabled(False)
    assert torch.is_grad_enabled()
    with isolation:
        assert not torch.is_grad_enabled()
        torch.set_grad_enabled(True)
    with torch.no_grad():
        with isolation:
            assert torch.is_grad_enabled()
        assert not torch.is_grad_enabled()


def test_an_exception_goes_through_and_the_states_come_back():
    torch.manual_seed(0)
    expected = torch.rand(1).item()
    torch.manual_seed(0)

    def fail():
        draw()
        torch.set_grad_enabled(False)
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"), Isolation():
        fail()
    assert torch.is_grad_enabled()
    assert torch.rand(1).item() == expected


def test_core_imports_no_qt_and_starts_no_thread():
    code = """
import sys, threading
import core, core.lessons, core.run, core.export, core.analysis, core.options, core.progress
import core.__main__
bindings = ("PySide6", "PyQt6", "PySide2", "PyQt5", "shiboken6", "pyqtgraph")
qt = [name for name in sys.modules if name.split(".")[0] in bindings]
assert not qt, qt
assert threading.active_count() == 1, threading.enumerate()
from core.run import Run
run = Run(core.lessons.LESSONS["live_line"])
run.advance()
assert len(run.history) == 101
assert threading.active_count() == 1, threading.enumerate()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
