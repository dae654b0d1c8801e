"""Where an owner takes a roadmap away."""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed
from app.results.files import calendar_file, csv_file, take_json, workbook
from app.results.files.routes import sent
from app.results.report import FILE_NAMES
from app.results.report_routes import paper_of, pdf_response
from app.roadmap.files import Planned, plan_calendar, plan_csv, plan_json, plan_xlsx
from app.roadmap.report import roadmap_pdf
from app.roadmap.routes import ROADMAP, plan_that_holds, read
from app.site import language_of, other_language, site_of

ROADMAP_NAMES = {"en": "roadmap", "fr": "feuille-de-route"}


async def send_pdf(request: Request) -> Response:
    """The designed document, on the paper asked for, else on that of the browser's region."""
    if redirect := other_language(request):
        return redirect
    planned = await _planned(request)
    pdf = await roadmap_pdf(planned, paper_of(request))
    return pdf_response(pdf, _name(planned, "pdf"))


async def send_json(request: Request) -> Response:
    """The plan as programs have it."""
    return await _send(request, "json", take_json.MEDIA_TYPE, plan_json)


async def send_xlsx(request: Request) -> Response:
    """The steps and quarters as a workbook, for the paper of the browser's region."""
    return await _send(request, "xlsx", workbook.MEDIA_TYPE, partial(plan_xlsx, paper=paper_of(request)))


async def send_csv(request: Request) -> Response:
    """The steps as tasks for other software."""
    return await _send(request, "csv", csv_file.MEDIA_TYPE, plan_csv)


async def send_calendar(request: Request) -> Response:
    """The steps' days and the quarters' ends for a calendar."""
    return await _send(request, "ics", calendar_file.MEDIA_TYPE, plan_calendar)


async def _send(request: Request, ending: str, media_type: str, make: Callable[[Planned], bytes]) -> Response:
    """What ``make`` makes of the roadmap of the request's take; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    planned = await _planned(request)
    return await sent(_name(planned, ending), media_type, partial(make, planned))


async def _planned(request: Request) -> Planned:
    take, choices = await read(request)
    choices, made = await plan_that_holds(completed(take), choices)
    return Planned(site_of(request), take, choices, made, language_of(request))


def _name(planned: Planned, ending: str) -> str:
    language, today = planned.language, planned.site.clock().date()
    return f"{FILE_NAMES[language]}-{ROADMAP_NAMES[language]}-{today.isoformat()}.{ending}"


routes = [
    Route(ROADMAP + "/plan.pdf", send_pdf, methods=["GET"]),
    Route(ROADMAP + "/plan.json", send_json, methods=["GET"]),
    Route(ROADMAP + "/plan.xlsx", send_xlsx, methods=["GET"]),
    Route(ROADMAP + "/plan.csv", send_csv, methods=["GET"]),
    Route(ROADMAP + "/plan.ics", send_calendar, methods=["GET"]),
]
