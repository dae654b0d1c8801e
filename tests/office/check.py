"""The workbooks as LibreOffice opens them: recalculated they give the site's index, and print as designed.

``make check-office`` runs it; it is no part of ``make test``.
"""

import asyncio
import csv
import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr
from pypdf import PdfReader

from app.migrations import migrate
from app.settings import Settings
from questions.packs import CURRENT, load
from scoring.index import Result, score
from tests.web.results.files import NOTES, Owner, owner_of
from tests.web.results.recalculated import changed
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

FRAMEWORK = load(CURRENT).framework
PATIENCE = 180  # seconds
# A sheet by its number, separated by commas, with the numbers as they are and not as they are shown.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{}"
POINTS = 5
FORM = {"size": "small", "capacity": "8", "quarters": "4", "start": "2027-01-31", "strategy": "foundation"}
Wanted = dict[str, tuple[int, int, int, object]]


@dataclass(frozen=True)
class Case:
    """A workbook; by name what it must say on a sheet (from 1), in a row and a column (from 0); its pages."""

    name: str
    content: bytes
    wanted: Wanted
    pages: int = 3


async def cases(folder: Path) -> list[Case]:
    """Workbooks as the site makes them, and with what may be changed in them changed, in both languages."""
    settings = Settings(database=SecretStr(f"sqlite:///{folder / 'takes.sqlite3'}"))
    migrate(settings)
    found: list[Case] = []
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        for language in ("en", "fr"):
            owner = await owner_of(Visitor(browser, language), NOTES, name="=Boulangerie")
            found += await of_the_result(owner, language)
            found += await of_the_roadmap(owner, language)
    return found


async def of_the_result(owner: Owner, language: str) -> list[Case]:
    """The result's workbook, and the same with every level changed."""
    content = await owner.file("data.xlsx")
    words = load(CURRENT).texts[language].levels
    levels = [*reversed(LEVELS), "measured", "measured"]
    answers = {question: levels[number % 7] for number, question in enumerate(QUESTIONS)}
    typed = {f"E{row}": words[level].name for row, level in enumerate(answers.values(), 5)}
    as_answered = score(FRAMEWORK, SOME_ANSWERS, evidence=tuple(NOTES))
    as_changed = score(FRAMEWORK, answers, evidence=tuple(NOTES))
    return [
        Case(language, content, the_sum(as_answered)),
        Case(f"{language}-changed", changed(content, typed), the_sum(as_changed)),
    ]


def the_sum(result: Result) -> Wanted:
    """What the second sheet of a result's workbook says of it."""
    said = {
        "index": (10, result.index),
        "shown": (12, result.shown),
        "unknown": (14, len(result.unknown)),
        "best": (15, result.index_if_unknowns_were_best),
        "noted": (16, result.index_evidenced),
    }
    return {name: (2, row, POINTS, value) for name, (row, value) in said.items()}


async def of_the_roadmap(owner: Owner, language: str) -> list[Case]:
    """The roadmap's workbook, and the same with its first step moved to the last quarter."""
    path = owner.visitor.path(owner.key, "roadmap")
    assert (await owner.visitor.browser.post(path, data=FORM)).status_code == 303
    data = json.loads(await owner.file("roadmap/plan.json"))
    content = await owner.file("roadmap/plan.xlsx")
    first, number = data["steps"][0], data["quarters"]
    late = {each["id"]: each["quarter"] for each in data["steps"]} | {first["id"]: number}
    early = sum(any(late[each] > late[step["id"]] for each in step["requires"]) for step in data["steps"])
    assert first["quarter"] == 1
    assert early
    return [
        Case(f"{language}-roadmap", content, the_quarters(data, 0, 0)),
        Case(
            f"{language}-roadmap-changed",
            changed(content, {"G5": number}),
            the_quarters(data, first["points"], early),
        ),
    ]


def the_quarters(data: dict[str, Any], moved: float, early: int) -> Wanted:
    """What a roadmap's workbook says of a plan, so many points of which stand in its last quarter only, and
    so many steps of which stand too early."""
    wanted: Wanted = {"early": (1, 2, 8, early), "end": (1, 2, 6, data["index_end"])}
    for each in data["by_quarter"]:
        quarter, row = each["quarter"], 8 + each["quarter"]
        index = each["index"] - (moved if quarter < data["quarters"] else 0)
        wanted[f"index of quarter {quarter}"] = (2, row, 8, index)
        wanted[f"end of quarter {quarter}"] = (2, row, 2, each["ends_on"])
    return wanted


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
    sheets = {
        sheet: table(converted(folder, case.name, AS_CSV.format(sheet)))
        for sheet in sorted({sheet for sheet, *_ in case.wanted.values()})
    }
    found = []
    for name, (sheet, row, column, value) in case.wanted.items():
        text = sheets[sheet][row][column]
        if (text if isinstance(value, str) else float(text)) != value:
            found.append(f"{case.name}: {name} is {text}, not {value}")
    pages = len(PdfReader(converted(folder, case.name, "pdf")).pages)
    if pages != case.pages:
        found.append(f"{case.name}: {pages} pages, not {case.pages}")
    print(f"{case.name}: {len(case.wanted)} numbers, {pages} pages")
    return found


def table(path: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    """Check each workbook; leave with 1 where one is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [fault for case in asyncio.run(cases(folder)) for fault in faults(folder, case)]
    sys.exit("\n".join(found) or 0)


if __name__ == "__main__":
    main()
