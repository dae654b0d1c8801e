"""The fonts that Typst sets with: whether they are there, and which characters they have."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.paths import TEMPLATES

FONTS = TEMPLATES / "report" / "fonts"
# The second has letters that the first lacks: Greek and Cyrillic, Hebrew and Arabic, Inuktitut and Cherokee.
FAMILIES = ("Atkinson Hyperlegible Next", "DejaVu Sans")
WEIGHTS = {400, 600, 700}
INSTEAD = "\N{WHITE SQUARE}"
# Characters that are no mark on paper and that shaping takes away, whatever a font says of them.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
# What PDF/UA does not allow, though a font has it.
FORBIDDEN = frozenset("\ufeff\ufffe")
# What is set together is one string in a PDF, of 512 bytes at most for programs that copy and search.
MOST_CLINGING = 16
BLANK = frozenset("\n\t ")


class FontsError(RuntimeError):
    """Typst cannot set with these fonts; the message says why, on one line."""


def check_fonts() -> None:
    """Raise ``FontsError`` unless Typst is installed and has every font that the report is set in."""
    fonts = typst_fonts()
    found = {(font.family, font.weight) for font in fonts.fonts()}
    wanted = {(FAMILIES[0], weight) for weight in WEIGHTS} | {(FAMILIES[1], 400)}
    if missing := sorted(wanted - found):
        family, weight = missing[0]
        raise FontsError(f"{FONTS}: {family}, weight {weight}, is missing; reinstall AI Index")
    characters()


def typst() -> Any:
    """Typst's module, loaded when first asked for: a site where nobody prints neither waits for it nor holds
    it in memory, and one where it cannot be loaded serves every other page. Raises ``FontsError``."""
    try:
        import typst as loaded
    except ImportError as error:
        raise FontsError(f"Typst cannot be loaded: {error}; reinstall AI Index") from None
    return loaded


def typst_fonts() -> Any:
    """The report's fonts as Typst holds them, and no other: the paper is the same on every machine."""
    return typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def printable(text: str) -> str:
    """The text with a white square for each run of characters that no font has, as a tagged PDF allows no
    character without its glyph; and with no more marks on one letter than programs can read."""
    if text.isascii() or plain_characters().issuperset(text):
        return text
    known, kept, clinging = characters(), [""], 0
    for character in text:
        clinging = clinging + 1 if clings(character) else 0
        if clinging > MOST_CLINGING:
            continue
        is_after_one = kept[-1] == INSTEAD
        if character in UNSEEN:
            if character in known and not is_after_one:
                kept.append(character)
        elif character in known:
            kept.append(character)
        elif not is_after_one:
            kept.append(INSTEAD)
    return "".join(kept)


@cache
def plain_characters() -> frozenset[str]:
    """The characters that stand by themselves, and that one of the fonts has. Raises ``FontsError``."""
    return frozenset(character for character in characters() if not clings(character))


def clings(character: str) -> bool:
    """Whether a character is set with the one before it, as an accent is."""
    return character in UNSEEN or unicodedata.category(character).startswith("M")


@cache
def characters() -> frozenset[str]:
    """Every character that one of the fonts has. Raises ``FontsError``."""
    found: set[str] = set(BLANK)
    for path in sorted(FONTS.glob("*.ttf")):
        try:
            found.update(_characters_of(path))
        except (OSError, struct.error, StopIteration) as error:
            raise FontsError(f"{path}: cannot be read: {error or 'no Unicode table'}") from None
    return frozenset(found - FORBIDDEN)


def _characters_of(path: Path) -> Iterator[str]:
    """What a TrueType font's ``cmap`` table maps to a glyph, read from its subtables of formats 4 and 12."""
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    for n in range(subtables):
        platform, _, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * n)
        (form,) = struct.unpack_from(">H", data, start + offset)
        if platform in {0, 3} and form == 4:
            yield from _segments(data, start + offset)
        elif platform in {0, 3} and form == 12:
            yield from _groups(data, start + offset)


def _segments(data: bytes, at: int) -> Iterator[str]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
    offsets = struct.unpack_from(f">{count}H", data, at + 16 + 3 * double)
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = (code + deltas[n]) & 0xFFFF
            if offsets[n]:
                place = at + 16 + 3 * double + 2 * n + offsets[n] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph:
                yield chr(code)


def _groups(data: bytes, at: int) -> Iterator[str]:
    (count,) = struct.unpack_from(">L", data, at + 12)
    for n in range(count):
        first, last, _ = struct.unpack_from(">LLL", data, at + 16 + 12 * n)
        yield from (chr(code) for code in range(first, last + 1))
