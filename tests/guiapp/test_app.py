import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from guiapp.app import lacks_display

root = Path(__file__).parents[2]


def run_code(code, folder):
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root), "HOME": str(folder)}
    variables |= {"XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-c", dedent(code)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows torch must come before Qt")
def test_the_window_is_painted_before_torch_and_pyqtgraph_are_imported(tmp_path):
    code = """
        import sys
        from guiapp.app import make_application, make_window
        from guiapp.options import read_options

        application = make_application("en")
        window = make_window(read_options([]))
        window.painted.connect(lambda: print([name for name in ("torch", "pyqtgraph", "numpy") if name in sys.modules]))
        window.controller.lessons_loaded.connect(window.close)
        window.show()
        application.exec()
        print([name for name in ("torch", "pyqtgraph") if name in sys.modules])
    """
    result = run_code(code, tmp_path)
    assert result.stdout == "[]\n['torch', 'pyqtgraph']\n", result.stderr
    assert result.returncode == 0


def test_a_window_that_is_closed_at_its_first_paint_ends_the_program_in_peace(tmp_path):
    code = """
        import sys
        from guiapp import app

        make = app.make_window
        def make_and_close(options):
            window = make(options)
            window.painted.connect(window.close)
            return window
        app.make_window = make_and_close
        sys.exit(app.main([]))
    """
    result = run_code(code, tmp_path)
    assert result.returncode == 0
    assert "QThread" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize(
    ("variables", "lacks"),
    [
        ({}, True),
        ({"DISPLAY": ""}, True),
        ({"DISPLAY": ":0"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_a_display_is_looked_for_where_qt_does(monkeypatch, variables, lacks):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert lacks_display() is lacks
