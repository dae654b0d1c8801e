"""What people wrote, as a spreadsheet takes it for a text and for nothing else."""

import unicodedata

# Source: OWASP, CSV injection. What stands for one of them is taken for it too, such as ＝ for =.
_STARTS = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n")
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if starts_formula(text) else text


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, whatever nobody can see before it."""
    first = next((c for c in text if unicodedata.category(c) not in _UNSEEN), "")
    return text[:1] in _BREAKS or unicodedata.normalize("NFKC", first)[:1] in _STARTS
