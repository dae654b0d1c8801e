"""Load a saved file as a new take."""

import asyncio

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic import service
from app.diagnostic.loading import Fault, FileError, read_take
from app.gate import counted_as
from app.site import FormError, language_of, other_language, see_other, site_of
from app.web import PRIVATE, Page
from questions.packs import CURRENT

UNCHOSEN = Fault("unchosen")


async def ask_for_file(request: Request) -> Response:
    """Ask for the file."""
    return other_language(request) or _page(request).response(request, headers=PRIVATE)


async def load_file(request: Request) -> Response:
    """Begin a take from the file, at its review; or say what is wrong with the file, and begin nothing."""
    site, language, now = site_of(request), language_of(request), site_of(request).clock()
    address = counted_as(request.client.host if request.client else "")
    try:
        contents = await asyncio.to_thread(read_take, await _file(request))
    except FileError as error:
        return _page(request, error).response(request, 422, PRIVATE)

    def work(session: Session) -> str:
        service.count_start(session, address, now, site.settings.starts_per_hour)
        return service.start(
            session, framework=CURRENT, language=language, now=now, keep=site.keep, contents=contents
        )

    key = await site.database.write(work)
    return see_other(f"/{language}/takes/{key}/review")


async def _file(request: Request) -> bytes:
    """The file that was sent. Raises ``FormError`` where the body is no such form, ``FileError`` where none
    was chosen."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != "multipart/form-data":
        raise FormError(f"content type {content_type[:60]!r}; allowed: multipart/form-data")
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not (file.filename or file.size):
            raise FileError(UNCHOSEN)
        return await file.read()


def _page(request: Request, error: FileError | None = None) -> Page:
    context = {
        "faults": error.faults if error else (),
        "has_more": error is not None and error.has_more,
        "is_unchosen": error is not None and UNCHOSEN in error.faults,
    }
    return site_of(request).pages.render(language_of(request), "pages/diagnostic/load.html", context)


routes = [
    Route("/{language:language}/load", ask_for_file, methods=["GET"]),
    Route("/{language:language}/load", load_file, methods=["POST"]),
]
