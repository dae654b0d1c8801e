"""A completed take as a workbook: its answers, the sum as formulas that follow them, and the method."""

import io
import json
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.results.files.xlsx_answers import write_answers
from app.results.files.xlsx_method import write_method
from app.results.files.xlsx_places import Content, Places
from app.results.files.xlsx_styles import styles_of
from app.results.files.xlsx_sum import write_sum
from app.results.paper import Paper
from app.results.views import take_context
from app.site import Site
from questions.packs import load

# No text becomes a formula, a link or a number, whatever it looks like.
AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The sheets in their order, each one page wide and so many tall: 0 is as many as its notes take.
PAGES_TALL = {"answers": 0, "sum": 1, "method": 1}
PAPERS: dict[Paper, int] = {"letter": 1, "a4": 9}


def xlsx_file(site: Site, take: TakeState, language: Language, paper: Paper) -> bytes:
    """See ``app.results.files.workbook.workbook``."""
    content = _content(site, take, language)
    file = io.BytesIO()
    workbook = Workbook(file, AS_WRITTEN)
    workbook.set_properties(_properties(content, take))
    sheets = {name: workbook.add_worksheet(content.words["sheets"][name]) for name in PAGES_TALL}
    styles = styles_of(workbook, language, valign="vcenter")
    write_answers(sheets["answers"], content, styles_of(workbook, language, valign="top"))
    write_sum(sheets["sum"], content, styles)
    write_method(sheets["method"], content, styles)
    for name, sheet in sheets.items():
        set_up(sheet, f"{content.words['author']}, {content.words['footer']}", paper)
        sheet.fit_to_pages(1, PAGES_TALL[name])
    workbook.close()
    return file.getvalue()


def _content(site: Site, take: TakeState, language: Language) -> Content:
    pack = load(take.framework)
    context = take_context(take, language) | {
        "method": f"{site.settings.site_address}/{language}/method",
        "digest": pack.digest,
    }
    words = json.loads(site.pages.text(language, "files/workbook.html", context))
    return Content(
        take, pack.framework, context["words"], context["result"], words, Places.of(pack.framework, words)
    )


def _properties(content: Content, take: TakeState) -> dict[str, Any]:
    words = content.words
    return {
        "title": words["title"],
        "subject": words["subject"],
        "author": words["author"],
        "comments": f"{take.framework}, {words['footer']}",
        "created": (take.completed_at or take.started_at).replace(microsecond=0, tzinfo=None),
    }


def set_up(sheet: Worksheet, footer: str, paper: Paper) -> None:
    """Set a sheet up for that paper, with ``footer`` at the left of each page."""
    sheet.hide_gridlines(2)
    sheet.set_paper(PAPERS[paper])
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{footer}&C&A&R&P / &N")
