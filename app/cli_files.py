"""What a command reads: a file, or standard input."""

import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import BinaryIO

from app.cases import LARGEST_INPUT, too_long
from app.cli_errors import fail
from questions.quoting import quoted

LONGEST_PATH = 200


def read(file: str) -> str:
    """The text of the file of that name, ``-`` for standard input. Raises ``CaseError`` where it is too long;
    leaves with exit code 2 where it cannot be read."""
    try:
        if file == "-":
            return _text(sys.stdin.buffer)
        with Path(file).open("rb") as opened:
            return _text(opened)
    except OSError as error:
        allowed = "a file that can be read, or - for standard input"
        fail(f"{quoted(file, LONGEST_PATH)}: {error.strerror}; allowed: {allowed}")
    except UnicodeDecodeError:
        fail(f"{quoted(file, LONGEST_PATH)}: not UTF-8 text; allowed: JSON")


def _text(opened: BinaryIO) -> str:
    """All of a file, which may be one without end. Raises ``CaseError``."""
    most = len(BOM_UTF8) + 4 * LARGEST_INPUT
    raw = opened.read(most + 1)
    if len(raw) > most:
        raise too_long()
    return raw.decode("utf-8-sig")
