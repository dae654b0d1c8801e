"""Where an owner takes a roadmap away."""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed
from app.planning.choices import wishes_of
from app.planning.planner import plan_for
from app.results.files import calendar_file, csv_file, take_json
from app.results.files.routes import sent
from app.results.report import FILE_NAMES
from app.roadmap.files import Planned, plan_calendar, plan_csv, plan_json
from app.roadmap.routes import ROADMAP, read
from app.site import language_of, other_language, site_of
from questions.packs import load

ROADMAP_NAMES = {"en": "roadmap", "fr": "feuille-de-route"}


async def send_json(request: Request) -> Response:
    """The plan as programs have it."""
    return await _send(request, "json", take_json.MEDIA_TYPE, plan_json)


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
    take, choices = await read(request)
    completed(take)
    site, language = site_of(request), language_of(request)
    made = await plan_for(take.framework, wishes_of(load(take.framework).framework, take, choices))
    name = f"{FILE_NAMES[language]}-{ROADMAP_NAMES[language]}-{site.clock().date().isoformat()}.{ending}"
    return await sent(name, media_type, partial(make, Planned(site, take, choices, made, language)))


routes = [
    Route(ROADMAP + "/plan.json", send_json, methods=["GET"]),
    Route(ROADMAP + "/plan.csv", send_csv, methods=["GET"]),
    Route(ROADMAP + "/plan.ics", send_calendar, methods=["GET"]),
]
