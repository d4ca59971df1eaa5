"""Make FitscopeSansSC-Regular.otf from Noto Sans CJK (needs fonttools).

python make_font.py NotoSansCJK-Regular.ttc FitscopeSansSC-Regular.otf
"""

import sys
from collections.abc import Iterator
from contextlib import suppress

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Fitscope Sans SC"
PS_NAME = "FitscopeSansSC-Regular"
SC_FACE = 2  # index of "Noto Sans CJK SC" in the collection

RANGES = [
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),  # ASCII, Latin-1
    (0x0300, 0x0304),  # combining marks (x-bar, y-hat)
    (0x0391, 0x03A9),
    (0x03B1, 0x03C9),  # Greek
    (0x2010, 0x2027),
    (0x2030, 0x203B),  # general punctuation
    (0x2070, 0x208E),  # superscripts, subscripts
    (0x2190, 0x2199),
    (0x21BA, 0x21BB),  # arrows
    (0x2200, 0x222B),
    (0x2248, 0x2265),  # mathematics
    (0x2460, 0x2469),  # circled digits
    (0x3000, 0x3017),  # CJK punctuation
    (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE5),  # fullwidth forms
]
EXTRA = "ŷŶŵŴ′″€№™⇒⇔⋅⋯■□▲△▶▷▼▽◀◆◇○◎●★☆✓〜"


def gb2312() -> Iterator[int]:
    """Symbols of row 1 and every hanzi of GB 2312 (levels 1 and 2)."""
    rows = [0xA1, *range(0xB0, 0xF8)]
    for high in rows:
        for low in range(0xA1, 0xFF):
            with suppress(UnicodeDecodeError):
                yield ord(bytes((high, low)).decode("gb2312"))


def main(source: str, target: str) -> None:
    """Write the font with the wanted letters of `source` to `target`."""
    wanted = {ord(c) for c in EXTRA} | set(gb2312())
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    subset.main(
        [
            source,
            f"--font-number={SC_FACE}",
            f"--output-file={target}",
            "--unicodes=" + ",".join(f"{u:04X}" for u in sorted(wanted)),
            "--layout-features=kern,mark,mkmk,ccmp",
            "--no-hinting",
            "--drop-tables+=VORG,vhea,vmtx,BASE",
            "--name-IDs=*",
            "--notdef-outline",
            "--ignore-missing-unicodes",
        ]
    )

    font = TTFont(target)
    name = font["name"]
    name.names = [n for n in name.names if (n.platformID, n.langID) == (3, 0x409)]
    version = name.getDebugName(5).split(";")[0]
    renamed = {
        1: FAMILY,
        2: "Regular",
        3: f"{version};{PS_NAME}",
        4: FAMILY,
        5: f"{version}; subset of Noto Sans CJK SC",
        6: PS_NAME,
    }
    for name_id, text in renamed.items():
        name.setName(text, name_id, 3, 1, 0x409)
    # The trademark line names the original family, which this no longer is.
    name.removeNames(nameID=7)

    cff = font["CFF "].cff
    cff.fontNames[0] = PS_NAME
    top = cff.topDictIndex[0]
    top.FullName = FAMILY
    top.FamilyName = FAMILY
    for number, part in enumerate(getattr(top, "FDArray", [])):
        if hasattr(part, "FontName"):
            part.FontName = f"{PS_NAME}-{number}"

    # Claim Latin 1 and Simplified Chinese, not the other CJK code pages.
    font["OS/2"].ulCodePageRange1 = (1 << 0) | (1 << 18)
    font["OS/2"].ulCodePageRange2 = 0
    font.save(target)

    missing = "".join(chr(u) for u in sorted(wanted - set(font.getBestCmap())))
    print(f"{len(font.getBestCmap())} characters; not in the source: {missing}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
