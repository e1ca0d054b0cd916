"""Make the fonts a PDF is set in anew, from the Noto fonts of Debian (fonts-noto-core): fonts.py [FOLDER].

What is left of each is what people here write with, without the instructions for coarse screens.
`signs.txt` says which signs the fonts have between them: whatever else is typed is shown as missing.
"""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

NOTO = Path(sys.argv[1] if sys.argv[1:] else "/usr/share/fonts/truetype/noto")
FONTS = Path(__file__).parents[2] / "reflect" / "formats" / "fonts"

LATIN = (
    "20-7e a0-24f 259 2b0-2ff 300-36f 1e00-1eff 2000-205e 2070-209f 20a0-20bf 2100-214f 2190-2193 2200-2265 25cc fffd"
)
JOINING = "20 a0 200c-200d 25cc"
WANTED = {
    "NotoSans": LATIN,
    "NotoSansArabic": f"{JOINING} 600-6ff 750-77f fdf2 fdfa fdfd",
    "NotoSansBengali": f"{JOINING} 980-9ff",
    "NotoSansDevanagari": f"{JOINING} 900-97f 1cd0-1cff a830-a839 a8e0-a8ff",
    "NotoSansGujarati": f"{JOINING} a80-aff",
    "NotoSansGurmukhi": f"{JOINING} a00-a7f",
    "NotoSansKannada": f"{JOINING} c80-cff",
    "NotoSansMalayalam": f"{JOINING} d00-d7f",
    "NotoSansMeeteiMayek": f"{JOINING} aae0-aaff abc0-abff",
    "NotoSansOlChiki": f"{JOINING} 1c50-1c7f",
    "NotoSansOriya": f"{JOINING} b00-b7f",
    "NotoSansTamil": f"{JOINING} b80-bff",
    "NotoSansTelugu": f"{JOINING} c00-c7f",
}
BOLD = {"NotoSans", "NotoSansBengali", "NotoSansDevanagari", "NotoSansTamil"}
NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
"""The names in a font that are kept: whose it is, what it is called, and its licence."""


def main() -> None:
    """Write every font, and what they have between them."""
    have: set[int] = set()
    for name, wanted in WANTED.items():
        for weight in ("Regular", "Bold") if name in BOLD else ("Regular",):
            font = TTFont(NOTO / f"{name}-{weight}.ttf", recalcTimestamp=False)
            options = subset.Options(hinting=False, name_IDs=NAMES, layout_features=["*"], notdef_outline=True)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=[sign for first, last in ranges(wanted) for sign in range(first, last + 1)])
            cutter.subset(font)
            font.save(FONTS / f"{name}-{weight}.ttf")
            have |= font.getBestCmap().keys()
    lines = (f"{first:04X}-{last:04X}\n" for first, last in together(have))
    (FONTS / "signs.txt").write_text("".join(lines), encoding="ascii")


def ranges(wanted: str) -> Iterator[tuple[int, int]]:
    """Give the first and last sign of each range in `wanted`."""
    for each in wanted.split():
        first, _, last = each.partition("-")
        yield int(first, 16), int(last or first, 16)


def together(signs: set[int]) -> Iterator[tuple[int, int]]:
    """Give signs as ranges, each as its first and last."""
    ordered = sorted(signs)
    gaps = [(a, b) for a, b in pairwise(ordered) if b - a > 1]
    yield from zip([ordered[0], *(b for _, b in gaps)], [*(a for a, _ in gaps), ordered[-1]], strict=True)


if __name__ == "__main__":
    main()
