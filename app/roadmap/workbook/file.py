"""A roadmap as a workbook: its steps, its quarters as formulas that follow them, and how to read both."""

import datetime
import io
import json
from typing import Any

from xlsxwriter import Workbook

from app.results.files.xlsx_file import AS_WRITTEN, set_up
from app.results.files.xlsx_styles import WRONG, Styles, styles_of
from app.results.paper import Paper
from app.results.views import card_number
from app.roadmap.files import Planned
from app.roadmap.views import target_index
from app.roadmap.workbook.places import Content
from app.roadmap.workbook.plan_sheet import write_plan
from app.roadmap.workbook.quarters_sheet import write_quarters
from app.roadmap.workbook.reading_sheet import write_reading
from app.roadmap.workbook.rows import rows_of
from app.site import words_of

# The sheets in their order, each one page wide and so many tall: 0 is as many as its steps take.
PAGES_TALL = {"plan": 0, "quarters": 1, "reading": 1}


def plan_xlsx(planned: Planned, paper: Paper) -> bytes:
    """See ``app.roadmap.files.plan_xlsx``."""
    today = planned.site.clock().date()
    content = _content(planned, today)
    file = io.BytesIO()
    workbook = Workbook(file, AS_WRITTEN)
    workbook.set_properties(_properties(content, today))
    sheets = {name: workbook.add_worksheet(content.words["sheets"][name]) for name in PAGES_TALL}
    styles = _styles(workbook, planned, "vcenter")
    write_plan(sheets["plan"], content, _styles(workbook, planned, "top"))
    write_quarters(workbook, sheets["quarters"], content, styles)
    write_reading(sheets["reading"], content, styles)
    for name, sheet in sheets.items():
        set_up(sheet, f"{content.words['author']}, {content.words['footer']}", paper)
        sheet.fit_to_pages(1, PAGES_TALL[name])
    workbook.close()
    return file.getvalue()


def _styles(workbook: Workbook, planned: Planned, valign: str) -> Styles:
    styles = styles_of(workbook, planned.language, valign=valign)
    return {**styles, "wrong": workbook.add_format(WRONG)}


def _content(planned: Planned, today: datetime.date) -> Content:
    pack, texts = words_of(planned.take.framework, planned.language)
    rows = rows_of(planned)
    context = {
        "planned": planned,
        "plan": planned.made,
        "choices": planned.choices,
        "framework": pack.framework,
        "words": texts,
        "rows": rows,
        "today": today,
        "number": card_number(planned.take.id),
        "digest": pack.digest,
    }
    words = json.loads(planned.site.pages.text(planned.language, "files/roadmap.html", context))
    target = target_index(pack.framework, planned.made)
    return Content(planned, pack.framework, texts, words, rows, target)


def _properties(content: Content, today: datetime.date) -> dict[str, Any]:
    words = content.words
    return {
        "title": words["title"],
        "subject": words["subject"],
        "author": words["author"],
        "comments": f"{content.framework.name}, {words['footer']}",
        "created": datetime.datetime.combine(today, datetime.time()),
    }
