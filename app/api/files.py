"""What a result is taken away as: JSON, CSV, XLSX, a reminder for a calendar, the report."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import Take
from app.api.documented import API, KEYED, operation
from app.api.examples import EXPORT
from app.api.problems import FieldError, fields_wrong
from app.api.schemas import Export
from app.diagnostic.access import completed
from app.diagnostic.takes import TakeState
from app.languages import LANGUAGES, Language
from app.results.files import calendar_file, csv_file, take_json, workbook
from app.results.files.routes import made
from app.results.paper import PAPERS, Paper
from app.results.report import FILE_NAMES, report_pdf
from app.site import site_of
from app.web import PRIVATE
from questions.quoting import quoted

router = APIRouter(prefix=API)
BYTES: dict[str, Any] = {"type": "string", "contentMediaType": "application/octet-stream"}

InLanguage = Annotated[
    str | None,
    Query(
        description="The file's language; the one that the take was started in by default.",
        json_schema_extra={"enum": list(LANGUAGES)},
    ),
]
OnPaper = Annotated[
    str, Query(description="The paper that it is laid out for.", json_schema_extra={"enum": list(PAPERS)})
]


def _file(summary: str, media_type: str, **more: Any) -> dict[str, Any]:
    problems = [*KEYED, *more.pop("problems", ()), "take-open"]
    return operation(summary, tag="files", said="The file.", media_type=media_type, problems=problems, **more)


@router.get(
    "/take/data.json",
    **_file("Take it away as JSON", take_json.MEDIA_TYPE, shows=Export, example=EXPORT),
)
async def send_json(take: Take) -> Response:
    """The completed take, its answers, notes and result: `POST /api/v1/score` takes it as it is."""
    return _sent(take, take.language, "json", take_json.MEDIA_TYPE, take_json.take_json(completed(take)))


@router.get(
    "/take/data.csv",
    **_file("Take it away as CSV", csv_file.MEDIA_TYPE, shows=BYTES, problems=["fields-wrong"]),
)
async def send_csv(request: Request, take: Take, language: InLanguage = None) -> Response:
    """The twelve answers, a line each, for a spreadsheet."""
    spoken = _language(take, language)
    content = await made(partial(csv_file.csv_file, site_of(request), completed(take), spoken))
    return _sent(take, spoken, "csv", csv_file.MEDIA_TYPE, content)


@router.get(
    "/take/data.xlsx",
    **_file("Take it away as XLSX", workbook.MEDIA_TYPE, shows=BYTES, problems=["fields-wrong"]),
)
async def send_xlsx(
    request: Request, take: Take, language: InLanguage = None, paper: OnPaper = "letter"
) -> Response:
    """A workbook with the answers, the sum as formulas, and the method."""
    spoken, sheet = _language(take, language), _paper(paper)
    content = await made(partial(workbook.workbook, site_of(request), completed(take), spoken, sheet))
    return _sent(take, spoken, "xlsx", workbook.MEDIA_TYPE, content)


@router.get(
    "/take/retake.ics",
    **_file("Take a reminder away", calendar_file.MEDIA_TYPE, shows=BYTES, problems=["fields-wrong"]),
)
async def send_reminder(request: Request, take: Take, language: InLanguage = None) -> Response:
    """A calendar's reminder to take the diagnostic again in three months. It does not hold the key."""
    spoken = _language(take, language)
    content = await made(partial(calendar_file.calendar_file, site_of(request), completed(take), spoken))
    return _sent(take, spoken, "ics", calendar_file.MEDIA_TYPE, content)


@router.get(
    "/take/report.pdf",
    **_file("Take the report away", "application/pdf", shows=BYTES, problems=["fields-wrong", "busy"]),
)
async def send_report(
    request: Request,
    take: Take,
    language: InLanguage = None,
    paper: OnPaper = "letter",
    notes: Annotated[
        str,
        Query(description="Whether notes and links are in it.", json_schema_extra={"enum": ["yes", "no"]}),
    ] = "yes",
) -> Response:
    """The report as a tagged PDF of three to five pages."""
    spoken, sheet = _language(take, language), _paper(paper)
    with_notes = _chosen("notes", notes, ("yes", "no")) == "yes"
    pdf = await report_pdf(site_of(request), completed(take), spoken, sheet, with_notes=with_notes)
    return _sent(take, spoken, "pdf", "application/pdf", pdf)


def _language(take: TakeState, wanted: str | None) -> Language:
    return Language(_chosen("language", take.language if wanted is None else wanted, LANGUAGES))


def _paper(wanted: str) -> Paper:
    return PAPERS[_chosen("paper", wanted, tuple(PAPERS))]


def _chosen(name: str, wanted: str, allowed: tuple[str, ...]) -> str:
    if wanted not in allowed:
        detail = f"{name}: {quoted(wanted)} is not one of them"
        raise fields_wrong([FieldError("", detail, ", ".join(allowed))])
    return wanted


def _sent(take: TakeState, language: str, ending: str, media_type: str, content: bytes) -> Response:
    name = f"{FILE_NAMES[language]}-{take.completed_on.isoformat()}.{ending}"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)
