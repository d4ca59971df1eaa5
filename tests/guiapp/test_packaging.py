"""What is made of the sources: a wheel, an entry in the desktop's menu, the start of a bundle."""

import os
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from core.lessons import LESSONS
from core.run import Run
from core.session import session_of
from core.session_file import to_bytes

root = Path(__file__).parents[2]
desktop = root / "assets" / "desktop"
(metadata,) = desktop.glob("*.metainfo.xml")
project = tomllib.loads((root / "pyproject.toml").read_text())
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="such desktops are Linux's")


def needs(tool):
    return pytest.mark.skipif(not shutil.which(tool), reason=f"{tool} is not installed")


def output(*command, **variables):
    result = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=100, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def entry_of(path):
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def share(tmp_path, monkeypatch):
    folder = tmp_path / "usr" / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


@pytest.fixture
def program(tmp_path):
    """Make a program, in a folder whose name is hard to quote, that prints its arguments."""
    folder = tmp_path / 'a 100% "odd" $HOME `name` \\n'
    folder.mkdir()
    program = folder / "fitscope"
    program.write_text('#!/bin/sh\nprintf \'%s|\' "$0" "$@"\n')
    program.chmod(0o755)
    return program


@pytest.fixture
def installed(share, program):
    output(str(desktop / "install.sh"), str(program))
    return share


@on_linux
@needs("desktop-file-validate")
def test_the_entry_in_the_menu_is_valid_as_it_is_and_as_it_is_installed(installed):
    for path in (desktop / "fitscope.desktop", installed / "applications" / "fitscope.desktop"):
        said = output("desktop-file-validate", str(path))
        assert "error" not in said
        assert "warning" not in said


@on_linux
@needs("appstreamcli")
def test_the_metadata_are_valid_beside_the_entry_that_they_tell_of(installed):
    tree = output("appstreamcli", "validate-tree", "--no-net", str(installed.parent.parent))
    file = output("appstreamcli", "validate", "--pedantic", "--no-net", str(installed / "metainfo" / metadata.name))
    for said in (tree, file):
        assert "successful" in said
        assert not {"infos", "pedantic"} & {*said.replace(":", "").split()}


def test_entry_metadata_and_program_agree_in_names_version_and_languages():
    entry, component = entry_of(desktop / "fitscope.desktop"), ElementTree.parse(metadata)
    mime = ElementTree.parse(desktop / "fitscope-mime.xml").find("{*}mime-type")
    assert entry["MimeType"] == f"{mime.get('type')};" == f"{component.findtext('provides/mediatype')};"
    assert component.findtext("launchable") == "fitscope.desktop"
    assert f"{component.findtext('id')}.metainfo.xml" == metadata.name
    assert component.find("releases/release").get("version") == project["project"]["version"]
    assert component.findtext("summary") == project["project"]["description"].partition(",")[0]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    texts = [text for text in component.iter() if text.tag in ("summary", "p", "li")]
    assert [text.get(language) for text in texts] == [None, "zh_CN"] * (len(texts) // 2)
    assert {f"{key}[zh_CN]" for key in ("GenericName", "Comment", "Keywords")} < set(entry)


@on_linux
def test_the_entry_starts_the_program_wherever_it_lies(installed, program):
    line = entry_of(installed / "applications" / "fitscope.desktop")["Exec"]
    # As the standard has it: first the value's own escapes, then the fields, then the quotes, which are the shell's.
    command = line.replace("\\\\", "\\").replace("%f", "'my run.fitscope'").replace("%%", "%")
    assert output("bash", "-c", command) == f"{program}|my run.fitscope|"


@on_linux
@needs("update-mime-database")
def test_a_session_file_is_known_by_its_name_and_by_how_it_begins(installed, tmp_path):
    session = to_bytes(session_of(Run(LESSONS["live_line"], {}), -1, {}))
    named, nameless, other = (tmp_path / name for name in ("empty.fitscope", "nameless", "other"))
    named.touch()
    nameless.write_bytes(session)
    other.write_text('{\n "version": 1\n}\n')
    code = """if True:
        import sys
        from PySide6.QtCore import QMimeDatabase

        for path in sys.argv[1:]:
            print(QMimeDatabase().mimeTypeForFile(path).name())
    """
    names = output(sys.executable, "-c", code, *map(str, (named, nameless, other))).split()
    assert names[:2] == ["application/x-fitscope+json"] * 2
    assert names[2] != names[0]


@on_linux
@needs("xdg-mime")
@needs("update-desktop-database")
def test_session_files_are_opened_with_the_program(installed):
    kind = "application/x-fitscope+json"
    assert output("xdg-mime", "query", "default", kind, XDG_CURRENT_DESKTOP="") == "fitscope.desktop\n"


@on_linux
def test_what_was_installed_can_be_taken_away_again(installed):
    def of_ours():
        files = [path for path in installed.rglob("*") if path.is_file()]
        return [path for path in files if b"fitscope" in path.name.encode() + path.read_bytes()]

    assert len(of_ours()) >= 4
    output(str(root / "fitscope"), "uninstall")
    assert of_ours() == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build a wheel of a copy of the sources, with the setuptools that is here."""
    pytest.importorskip("setuptools", "80")
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("core", "guiapp", "assets"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, folder)
    code = f"import os, setuptools.build_meta as m; os.chdir({str(folder)!r}); m.build_wheel('dist')"
    output(sys.executable, "-c", code)
    return next(folder.glob("dist/*.whl"))


def test_the_wheel_holds_the_program_and_what_desktops_want_and_nothing_else(wheel):
    names = set(ZipFile(wheel).namelist())
    sources = {str(path.relative_to(root)) for part in ("core", "guiapp") for path in (root / part).rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == sources
    data = f"fitscope-{project['project']['version']}.data/data/share"
    assert {name.removeprefix(f"{data}/") for name in names if name.startswith(data)} == {
        "applications/fitscope.desktop",
        "icons/hicolor/scalable/apps/fitscope.svg",
        f"metainfo/{metadata.name}",
        "mime/packages/fitscope-mime.xml",
    }
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"core", "guiapp", "assets", "fitscope"}
    assert not any("lessons/" in name or name.endswith(".png") for name in names if name.startswith("assets"))


def test_the_program_runs_from_the_wheel_far_from_its_sources(wheel, tmp_path):
    site, picture = tmp_path / "site", tmp_path / "window.png"
    ZipFile(wheel).extractall(site)
    code = """if True:
        import sys
        from PySide6.QtGui import QGuiApplication
        import core, guiapp
        from guiapp import app, language

        found = [language.assets / "fitscope.svg", *language.assets.glob("*/*.otf"), *language.assets.glob("*/run.svg")]
        print(core.__file__, guiapp.__file__, *found)
        status = app.main(["--language", "zh_CN", "--screenshot", sys.argv[1]])
        print(QGuiApplication.desktopFileName())
        sys.exit(status)
    """
    said = output(sys.executable, "-P", "-c", code, str(picture), PYTHONPATH=str(site), QT_QPA_PLATFORM="offscreen")
    *files, name = said.split()
    assert [str(Path(file).relative_to(site)) for file in files] == [
        "core/__init__.py",
        "guiapp/__init__.py",
        "assets/fitscope.svg",
        "assets/fonts/FitscopeSansSC-Regular.otf",
        "assets/icons/run.svg",
    ]
    assert f"{name}.desktop" == "fitscope.desktop"  # by this a desktop finds the entry of a window
    assert picture.stat().st_size > 10_000


def test_the_bundles_program_stands_in_for_python_where_workers_are_started():
    start = str(root / ".ci" / "bundle_start.py")
    variables = {"PYTHONPATH": str(root)}
    assert output(sys.executable, start, "-m", "core", "list", **variables).startswith("live_line ")
    said = output(sys.executable, "-B", start, "-B", "-c", "import sys; print(sys.argv)", "-s", **variables)
    assert said == "['-c', '-s']\n"
