"""The workbook as LibreOffice opens it: recalculated it gives the site's index, and it prints as designed.

``make check-office`` runs it; it is no part of ``make test``.
"""

import asyncio
import csv
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import SecretStr
from pypdf import PdfReader

from app.migrations import migrate
from app.settings import Settings
from questions.packs import CURRENT, load
from scoring.index import Result, score
from tests.web.results.files import NOTES, owner_of
from tests.web.results.recalculated import changed
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

FRAMEWORK = load(CURRENT).framework
PATIENCE = 180  # seconds
# The second sheet, separated by commas, with the numbers as they are and not as they are shown.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"
SHEETS = 3
ROWS = {"index": 10, "shown": 12, "unknown": 14, "best": 15, "noted": 16}
POINTS = 5


@dataclass(frozen=True)
class Case:
    """A workbook, and the result that it must give."""

    name: str
    content: bytes
    result: Result


async def cases(folder: Path) -> list[Case]:
    """Workbooks as the site makes them, and with every level changed, in both languages."""
    settings = Settings(database=SecretStr(f"sqlite:///{folder / 'takes.sqlite3'}"))
    migrate(settings)
    found: list[Case] = []
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        for language in ("en", "fr"):
            owner = await owner_of(Visitor(browser, language), NOTES, name="=Boulangerie")
            content = await owner.file("data.xlsx")
            found.append(Case(language, content, score(FRAMEWORK, SOME_ANSWERS, evidence=tuple(NOTES))))
            words = load(CURRENT).texts[language].levels
            levels = [*reversed(LEVELS), "measured", "measured"]
            answers = {question: levels[number % 7] for number, question in enumerate(QUESTIONS)}
            typed: dict[str, str | None] = {
                f"E{row}": words[level].name for row, level in enumerate(answers.values(), 5)
            }
            result = score(FRAMEWORK, answers, evidence=tuple(NOTES))
            found.append(Case(f"{language}-changed", changed(content, typed), result))
    return found


def converted(folder: Path, name: str, target: str) -> Path:
    """What LibreOffice makes of the workbook of that name."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        f"{name}.xlsx",
    ]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    ending = target.split(":")[0]
    made = sorted(folder.glob(f"{name}*.{ending}"), key=lambda path: path.stat().st_mtime)
    if ran.returncode or not made or "Error" in ran.stderr:
        sys.exit(f"LibreOffice did not convert {name}.xlsx: {ran.stderr.strip() or ran.stdout.strip()}")
    return made[-1]


def faults(folder: Path, case: Case) -> list[str]:
    """Where LibreOffice finds something else than the site."""
    (folder / f"{case.name}.xlsx").write_bytes(case.content)
    with converted(folder, case.name, AS_CSV).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    result = case.result
    wanted = {
        "index": result.index,
        "shown": result.shown,
        "unknown": len(result.unknown),
        "best": result.index_if_unknowns_were_best,
        "noted": result.index_evidenced,
    }
    got = {name: float(rows[row][POINTS]) for name, row in ROWS.items()}
    pages = len(PdfReader(converted(folder, case.name, "pdf")).pages)
    found = [
        f"{case.name}: {name} is {got[name]}, not {value}"
        for name, value in wanted.items()
        if got[name] != value
    ]
    if pages != SHEETS:
        found.append(f"{case.name}: {pages} pages, not one for each of the {SHEETS} sheets")
    print(f"{case.name}: index {got['index']:g}, {pages} pages")
    return found


def main() -> None:
    """Check each workbook; leave with 1 where one is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [fault for case in asyncio.run(cases(folder)) for fault in faults(folder, case)]
    sys.exit("\n".join(found) or 0)


if __name__ == "__main__":
    main()
