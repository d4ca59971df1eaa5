"""Draws every lesson's window, stopped midway in its run, on sheets to be looked at.

Usage: python -m tests.looks.contact_sheet FOLDER [--lesson NAME ...] [--language en ...] [--theme dark ...]
       [--arrangement inside ...] [--size 1024x700 ...] [--scale 1.5 ...] [--columns 2] [--width 900]

Without options it draws all there are, in a process of its own for each scale, language and theme. One window as it is:
`--lesson polynomial --language en --theme dark --arrangement inside --size 1024x700 --scale 1 --width 0`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtGui import QImage

from core.lessons import LESSONS
from guiapp.app import make_application, make_window
from guiapp.log import print_message
from guiapp.looks import Looks
from guiapp.main_window import MainWindow
from guiapp.options import Options
from guiapp.renewal import Desk

SIZES = {
    "overview": ("1024x700", "1280x800", "1920x1080"),
    "inside": ("1024x700", "1280x800", "1920x1080"),
    "presentation": ("1280x720",),
}
"""Of the window, before it is scaled, for each arrangement."""

pictures_a_sheet = 6
gap = 12
caption_height = 24
settling_milliseconds = 600
"""Until labels, contours and the graph have come to rest."""


@dataclass(frozen=True)
class Picture:
    """A window and what is said of it; `group` names the sheets that it belongs to."""

    group: str
    caption: str
    image: Image.Image


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the sheets; return the exit status."""
    options = _parser().parse_args(arguments)
    if options.child:
        _draw(options)
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    for scale, language, theme in product(options.scale, options.language, options.theme):
        command = [sys.executable, "-m", "tests.looks.contact_sheet", str(options.folder), "--child"]
        command += ["--scale", scale, "--language", language, "--theme", theme]
        command += ["--columns", str(options.columns), "--width", str(options.width)]
        for name in ("lesson", "arrangement", "size"):
            command += [f"--{name}", *getattr(options, name)]
        with tempfile.TemporaryDirectory() as home:
            platform = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
            homes = {name: home for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
            environment = {**os.environ, **platform, **homes}
            child = subprocess.run(command, env=environment, check=False)
        if child.returncode:
            return child.returncode
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Draw every lesson's window on sheets to be looked at.")
    parser.add_argument("folder", type=Path)
    every_size = [*dict.fromkeys(size for sizes in SIZES.values() for size in sizes)]
    for name, choices in (
        ("lesson", [*LESSONS]),
        ("language", ["en", "zh_CN"]),
        ("theme", ["light", "dark"]),
        ("arrangement", [*SIZES]),
        ("size", every_size),
        ("scale", ["1", "1.5", "2"]),
    ):
        parser.add_argument(f"--{name}", nargs="+", choices=choices, default=choices)
    parser.add_argument("--columns", type=int, default=2, help="windows beside each other on a sheet")
    parser.add_argument("--width", type=int, default=900, help="of a window on a sheet; 0 is its own")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser


def _draw(options: argparse.Namespace) -> None:
    """Draw the sheets of the one scale, language and theme that this process has."""
    qInstallMessageHandler(print_message)
    (scale,), (language,), (theme,) = options.scale, options.language, options.theme
    sheets: dict[str, list[Picture]] = {}
    for picture in _pictures(options, language, theme):
        sheets.setdefault(picture.group, []).append(picture)
    for group, pictures in sheets.items():
        for place in range(0, len(pictures), pictures_a_sheet):
            name = f"{group}_{language}_{theme}_x{scale}_{place // pictures_a_sheet + 1}.png"
            part = pictures[place : place + pictures_a_sheet]
            sheet(part, options.columns, options.width).save(options.folder / name)
            print(options.folder / name, flush=True)


def _pictures(options: argparse.Namespace, language: str, theme: str) -> Iterator[Picture]:
    """Open the lessons one after another, and draw the window as it is asked for."""
    application = make_application(language)
    looks = application.findChild(Looks)
    assert looks
    looks.set(theme=theme)
    looks.apply()
    window = make_window(Options(options.lesson[0]))
    window.settings = window.autosave = None
    desk = Desk(window)
    window.show()
    _wait_until(lambda: window.controller.ready and window.form is not None)
    for presenting in (False, True):
        arrangements = [name for name in options.arrangement if (name == "presentation") == presenting]
        cases = [(name, size) for name in arrangements for size in SIZES[name] if size in options.size]
        if not cases:
            continue
        if presenting:
            looks.set(presenting=True)
            before = desk.window
            _wait_until(lambda before=before: desk.window is not before and desk.window.form is not None)
            desk.window.showNormal()  # a full screen has the screen's size
        for lesson in options.lesson:
            _stop_midway(desk.window, lesson)
            for arrangement, size in cases:
                image = _picture(desk.window, arrangement, size)
                found = f"{desk.window.width()}x{desk.window.height()}"
                told = size if found == size else f"{size} WANTED, {found}"
                group = f"{arrangement}_{size}"
                yield Picture(group, f"{lesson}, {arrangement}, {told}, {language}, {theme}", image)
    desk.window.file.may_be_left = lambda: True  # nobody is here to be asked
    desk.window.close()


def _stop_midway(window: MainWindow, lesson: str) -> None:
    """Open a lesson and run it half as far as it goes."""
    controller = window.controller
    if controller.lesson is None or controller.lesson.name != lesson:
        controller.open_lesson(lesson)
    _wait_until(lambda: controller.ready and controller.lesson.name == lesson)
    controller.run_to_end()
    _wait_until(lambda: controller.finished)
    half = controller.rows // 2
    controller.restart()
    _wait_until(lambda: controller.ready and controller.rows == 0 and not controller.running)
    controller.run_until(half - 1)
    _wait_until(lambda: controller.rows == half and not controller.running)


def _picture(window: MainWindow, arrangement: str, size: str) -> Image.Image:
    """Draw the window in one of its arrangements, as large as `size` says."""
    width, height = map(int, size.split("x"))
    window.resize(width, height)
    if arrangement != window.arrangement.name:
        window.arrange(arrangement)
    window.arrangement.share_room()
    _wait(settling_milliseconds)
    grabbed = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = grabbed.constBits(), "raw", "RGB", grabbed.bytesPerLine()
    return Image.frombytes("RGB", (grabbed.width(), grabbed.height()), *rows)


def sheet(pictures: Sequence[Picture], columns: int, width: int) -> Image.Image:
    """Lay pictures out in so many columns, each `width` pixels wide and with its caption above."""
    images = [picture.image for picture in pictures]
    if width:
        images = [
            image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS) for image in images
        ]
    across, down = max(image.width for image in images) + gap, max(image.height for image in images) + caption_height
    columns = min(columns, len(images))
    result = Image.new("RGB", (columns * across + gap, -(-len(images) // columns) * down + gap), "#888888")
    pen, font = ImageDraw.Draw(result), ImageFont.load_default(15)
    for place, (picture, image) in enumerate(zip(pictures, images, strict=True)):
        left, top = gap + place % columns * across, place // columns * down
        pen.text((left, top + 4), picture.caption, "black", font)
        result.paste(image, (left, top + caption_height))
    return result


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        _wait(20)


if __name__ == "__main__":
    sys.exit(main())
