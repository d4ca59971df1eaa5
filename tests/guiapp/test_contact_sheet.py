import subprocess
import sys
from pathlib import Path

from PIL import Image

root = Path(__file__).parents[2]


def test_a_contact_sheet_shows_a_lessons_window_as_it_is_asked_for(tmp_path):
    command = [sys.executable, "-m", "tests.looks.contact_sheet", str(tmp_path)]
    command += ["--lesson", "autograd_scalar", "--language", "en", "--theme", "dark", "--scale", "1.5"]
    command += ["--arrangement", "inside", "--size", "1024x700", "1280x800", "--width", "0"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    paths = [tmp_path / f"inside_{size}_en_dark_x1.5_1.png" for size in ("1024x700", "1280x800")]
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split() == [*map(str, paths)]
    with Image.open(paths[0]) as sheet:
        assert 1536 < sheet.width < 1600
        assert 1050 < sheet.height < 1130
        colours = {colour for _, colour in sheet.getcolors(sheet.width * sheet.height)}
    assert {(0x16, 0x19, 0x1D), (0x35, 0xB7, 0xFF)} <= colours  # the ground of the dark theme, and its curve
