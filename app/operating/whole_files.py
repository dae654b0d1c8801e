"""A file that appears under its name only once it is whole, on disk, and its owner's alone."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.operating.looking import BESIDE


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder, to be filled and put in place; gone at the end otherwise.

    Raises ``OSError`` where the folder does not take one.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        for suffix in ("", *BESIDE):
            with suppress(FileNotFoundError):
                Path(f"{part}{suffix}").unlink()


def put_in_place(part: Path, target: Path, *, replace: bool) -> None:
    """Give the file its name, durably. Raises ``FileExistsError`` where that is taken, unless it may
    ``replace`` what is there."""
    to_disk(part)
    if replace:
        part.replace(target)
    else:
        give_name(part, target)
    to_disk(target.parent)


def give_name(file: Path, name: Path) -> None:
    """Give a file one more name. Raises ``FileExistsError`` where the name is taken."""
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if name.exists():
            raise FileExistsError(name) from None
        file.rename(name)


def to_disk(path: Path) -> None:
    """Wait until a file or a folder is on disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
