import faulthandler
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication

from guiapp.diagnostics import library_versions
from guiapp.log import Log
from guiapp.messages import AboutFitscope
from guiapp.settings import open_settings


def test_the_error_report_counts_and_copies_what_went_wrong(window):
    report = window.error_report
    window.show_crash("Traceback ...\nValueError: one")
    window.show_crash("Traceback ...\nKeyError: two")
    assert report.informativeText() == "There were 2 errors; this is the last one:\nKeyError: two"
    report.copy()
    assert "ValueError: one" in QGuiApplication.clipboard().text()
    assert "KeyError: two" in QGuiApplication.clipboard().text()
    report.close()
    window.show_crash("Traceback ...\nValueError: three")
    assert report.informativeText() == "ValueError: three"
    report.close()


def test_the_diagnostics_hold_versions_system_and_the_end_of_the_log(window, tmp_path):
    window.log = Log(tmp_path)
    try:
        window.log.error("Something\nwent wrong")
        window.actions_by_name["diagnostics"].trigger()
    finally:
        window.log.close()
    text = QGuiApplication.clipboard().text()
    for part in ("Fitscope ", "torch 2.13.0", "screen ", "went wrong", str(tmp_path)):
        assert part in text


def test_about_names_version_and_licences(qtbot, window):
    window.actions_by_name["about_fitscope"].trigger()
    about = window.findChild(AboutFitscope)
    assert about.text().startswith("Fitscope ")
    for name, (number, licence) in library_versions().items():
        assert f"{name} {number} – {licence}" in about.informativeText()
        assert licence
    about.close()


@pytest.mark.qt_log_ignore("a word from Qt")
def test_the_log_takes_errors_and_what_qt_says(tmp_path, capsys):
    log = Log(tmp_path / "deep" / "folder")
    try:
        log.error("an error")
        qWarning("a word from Qt")
        assert "an error" in log.tail()
        assert "WARNING Qt: a word from Qt" in log.tail()
        assert log.tail(1).endswith("a word from Qt")
    finally:
        log.close()
    assert logging.getLogger("fitscope").handlers == []


CRASH = """
import ctypes, sys
from pathlib import Path
from guiapp.log import Log
log = Log(Path(sys.argv[1]))
ctypes.string_at(0)
"""


@pytest.mark.parametrize("watched", [False, True])
def test_a_crash_of_the_interpreter_is_told_beside_the_log_or_where_somebody_else_wants_it(tmp_path, watched):
    command = [sys.executable, *(["-X", "faulthandler"] if watched else []), "-c", CRASH, str(tmp_path)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode != 0
    told = (tmp_path / "crash.log").read_text(encoding="utf-8")
    assert ("string_at" in told, "string_at" in done.stderr) == (not watched, watched)


def test_the_log_leaves_the_tests_own_watch_over_crashes(tmp_path):
    assert faulthandler.is_enabled()
    log = Log(tmp_path)
    log.close()
    assert faulthandler.is_enabled()


def test_without_a_folder_there_is_no_log_and_no_fault(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    log = Log(tmp_path / "file")
    log.error("an error")
    assert log.tail() == ""
    log.close()
    assert "There will be no log" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00garbage", b"no settings at all\n", b"[General\nlesson", b"\x00" * 100]
)
def test_settings_that_cannot_be_read_are_set_aside(own_settings, content):
    path = own_settings / "Fitscope" / "Fitscope.ini"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    settings = open_settings()
    assert settings.allKeys() == []
    assert path.with_suffix(".broken").read_bytes() == content
    settings.setValue("lesson", "live_line")
    settings.sync()
    assert open_settings().value("lesson") == "live_line"


def test_good_settings_stay(own_settings):
    settings = open_settings()
    settings.setValue("window/geometry", b"\x01\x02\xff=[\n")
    settings.setValue("lesson", "值")
    settings.sync()
    assert open_settings().value("lesson") == "值"
    assert not [*own_settings.rglob("*.broken")]
