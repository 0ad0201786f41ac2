#!/usr/bin/env python3
"""Writes the fonts of the documents: what they need of Inter and Noto, and nothing else.

On Debian 12:

    sudo apt install fonts-inter fonts-noto-core fonts-noto-extra
    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install -r requirements.txt
    /tmp/fonts/bin/python subset.py           # or: subset.py --check
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
INTER = Path("/usr/share/fonts/opentype/inter")
NOTO = Path("/usr/share/fonts/truetype/noto")
# A type of lookups (OpenType, GSUB).
LIGATURES = 4

# Latin, Greek and Cyrillic with their accents, punctuation, currencies, arrows, the minus.
LATIN = (
    "U+0020-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,"
    "U+1F00-1FFF,U+2000-206F,U+20A0-20CF,U+2100-214F,U+2190-2193,U+2212,U+FFFD"
)
# `tnum` aligns figures. `calt` is left out on purpose: it prints `2x4` as `2×4`, `->` as an arrow.
# `ccmp` without its ligatures: see `leave_out_ligatures`.
LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]

# With the spaces that stand between two words of it. Presentation forms are what old systems
# send instead of letters.
ARABIC = (
    "U+0020,U+00A0,U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFC"
)
# Letters join by these.
ARABIC_FEATURES = [
    "ccmp", "locl", "isol", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk",
]  # fmt: skip
HEBREW = "U+0020,U+00A0,U+0590-05FF,U+FB1D-FB4F"
HEBREW_FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk"]

FONTS = [
    *((INTER / f"Inter-{weight}.otf", LATIN, LATIN_FEATURES)
      for weight in ["Regular", "SemiBold"]),
    *((NOTO / f"NotoSansArabic-{weight}.ttf", ARABIC, ARABIC_FEATURES)
      for weight in ["Regular", "SemiBold"]),
    *((NOTO / f"NotoSansHebrew-{weight}.ttf", HEBREW, HEBREW_FEATURES)
      for weight in ["Regular", "SemiBold"]),
]  # fmt: skip


def leave_out_ligatures(font: TTFont) -> None:
    """Leaves out of `ccmp` what composes a letter with its accent.

    Shaping does so anyway where Unicode has the letter, and puts the accent on the letter where
    not. To look for ligatures at every letter took as long as a twentieth of an invoice.
    """
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            feature = record.Feature
            kept = [it for it in feature.LookupListIndex if lookups[it].LookupType != LIGATURES]
            feature.LookupListIndex, feature.LookupCount = kept, len(kept)


def reduced(source: Path, characters: str, features: list[str]) -> bytes:
    options = subset.Options(
        layout_features=features,
        hinting=False,
        desubroutinize=True,
        name_IDs=["*"],
        notdef_outline=True,
        # The day of the subset would make it another file tomorrow.
        recalc_timestamp=False,
    )
    font = TTFont(source, recalcTimestamp=False)
    if source.parent == INTER:
        leave_out_ligatures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(characters))
    subsetter.subset(font)
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    differs = 0
    for source, characters, features in FONTS:
        if not source.exists():
            print(f"expected the font {source}: install its package (see --help)", file=sys.stderr)
            return 1
        data = reduced(source, characters, features)
        target = HERE / source.name
        same = target.exists() and target.read_bytes() == data
        differs += not same
        if not check:
            target.write_bytes(data)
        print(f"{target.name}: {len(data):,} bytes{'' if same else ', differs'}")
    return 1 if check and differs else 0


if __name__ == "__main__":
    sys.exit(main())
