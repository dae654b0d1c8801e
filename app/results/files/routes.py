"""Where an owner takes a result away."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed_take_of
from app.diagnostic.takes import TakeState
from app.results.files import calendar_file, csv_file, take_json, workbook
from app.results.report import FILE_NAMES
from app.results.report_routes import paper_of
from app.site import language_of, other_language, site_of
from app.web import PRIVATE

Make = Callable[[TakeState], bytes]
# One at a time: more threads would take turns on the same core, and on the one of the event loop.
_MAKER = ThreadPoolExecutor(1, "files")


async def send_json(request: Request) -> Response:
    """The take as JSON."""
    return await _send(request, "{}-{}.json", take_json.MEDIA_TYPE, take_json.take_json)


async def send_csv(request: Request) -> Response:
    """The answers as CSV."""
    make = partial(csv_file.csv_file, site_of(request), language=language_of(request))
    return await _send(request, "{}-{}.csv", csv_file.MEDIA_TYPE, make)


async def send_xlsx(request: Request) -> Response:
    """The answers, the sum and the method as a workbook, for the paper of the browser's region."""
    make = partial(
        workbook.workbook, site_of(request), language=language_of(request), paper=paper_of(request)
    )
    return await _send(request, "{}-{}.xlsx", workbook.MEDIA_TYPE, make)


async def send_calendar(request: Request) -> Response:
    """The reminder for a calendar."""
    make = partial(calendar_file.calendar_file, site_of(request), language=language_of(request))
    return await _send(request, f"{{}}-{RETAKE[language_of(request)]}.ics", calendar_file.MEDIA_TYPE, make)


async def _send(request: Request, name: str, media_type: str, make: Make) -> Response:
    """What ``make`` makes of the take, on another thread, to be saved as ``name``; an unfinished take leads
    to its review."""
    if redirect := other_language(request):
        return redirect
    take = await completed_take_of(request)
    name = name.format(FILE_NAMES[language_of(request)], take.completed_on.isoformat())
    return await sent(name, media_type, partial(make, take))


async def sent(name: str, media_type: str, make: Callable[[], bytes]) -> Response:
    """What ``make`` makes on the files' thread, to be saved as ``name`` and kept by nobody on the way."""
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(await made(make), headers=headers | {"Content-Type": media_type})


async def made(make: Callable[[], bytes]) -> bytes:
    """What ``make`` makes on the files' thread."""
    return await asyncio.get_running_loop().run_in_executor(_MAKER, make)


RETAKE = {"en": "retake", "fr": "a-refaire"}
_TAKE = "/{language:language}/takes/{key:key}"

routes = [
    Route(_TAKE + "/data.json", send_json, methods=["GET"]),
    Route(_TAKE + "/data.csv", send_csv, methods=["GET"]),
    Route(_TAKE + "/data.xlsx", send_xlsx, methods=["GET"]),
    Route(_TAKE + "/retake.ics", send_calendar, methods=["GET"]),
]
