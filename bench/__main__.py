"""``python -m bench [--quick]``: measure everything once, side by side, and print one table."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.api import api_rows
from bench.machine import facts, load_row
from bench.memory import memory_rows
from bench.pages import page_rows
from bench.plans import plan_rows
from bench.printing import printing_rows
from bench.report import Row, markdown
from bench.saving import postgres_rows, saving_rows
from bench.scores import score_rows
from bench.starting import starting_rows

# Not /tmp, which often is memory: a durable commit must reach a disk.
PLACE = Path("build")
# Fewer would not hold the hard ones.
PLANS = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    takes: int
    pages: int
    warm_takes: int
    more_takes: int
    reports: int


FULL = Size(rounds=5, takes=800, pages=4000, warm_takes=400, more_takes=20_000, reports=200)
QUICK = Size(rounds=3, takes=150, pages=600, warm_takes=360, more_takes=200, reports=60)


def main() -> int:
    """Run it; 1 where anything was lost, refused or wrong, or a target missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute, less exact")
    size = QUICK if parser.parse_args().quick else FULL
    began = time.monotonic()
    rows: list[Row] = []
    with _folder() as folder:
        said = facts(folder)
        for name, section in _sections(folder, size):
            print(f"{time.monotonic() - began:5.0f} s  {name}", file=sys.stderr)
            rows += section()
    print(f"{said}.\n\n{markdown([*rows, load_row()])}\n\nThe run took {time.monotonic() - began:.0f} s.")
    return int(any(row.met is False for row in rows))


def _sections(folder: Path, size: Size) -> list[tuple[str, Callable[[], list[Row]]]]:
    return [
        ("save an answer, 16 connections", lambda: saving_rows(folder, 16, size.rounds, size.takes)),
        ("save an answer, 64 connections", lambda: saving_rows(folder, 64, size.rounds, size.takes)),
        ("a question page", lambda: page_rows(folder, size.rounds, size.pages)),
        ("score", lambda: score_rows(size.rounds)),
        ("one roadmap", lambda: plan_rows(PLANS)),
        ("cold start", lambda: starting_rows(folder, size.rounds)),
        ("memory", lambda: memory_rows(folder, size.warm_takes, size.more_takes)),
        ("printing", lambda: printing_rows(folder, size.reports, size.takes)),
        ("the API", lambda: api_rows(folder, size.rounds)),
        ("PostgreSQL", lambda: postgres_rows(folder, 64, 1, size.takes // 2)),
    ]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for databases on this folder's disk, gone afterwards."""
    PLACE.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=PLACE)).resolve()
    # PostgreSQL's own user must find its way in.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            PLACE.rmdir()


if __name__ == "__main__":
    sys.exit(main())
