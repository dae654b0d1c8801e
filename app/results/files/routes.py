"""Where an owner takes a result away."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import take_of
from app.diagnostic.takes import TakeState
from app.results.files import take_json
from app.results.report import FILE_NAMES
from app.site import language_of, other_language, see_other
from app.web import PRIVATE


async def send_json(request: Request) -> Response:
    """The take as JSON; an unfinished one leads to its review."""
    return await _send(request, "json", take_json.MEDIA_TYPE, take_json.take_json)


async def _send(
    request: Request, ending: str, media_type: str, make: Callable[[TakeState], bytes]
) -> Response:
    if redirect := other_language(request):
        return redirect
    take = await take_of(request)
    language = language_of(request)
    if take.completed_at is None:
        return see_other(f"/{language}/takes/{request.path_params['key']}/review")
    name = f"{FILE_NAMES[language]}-{take.completed_at.date().isoformat()}.{ending}"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(make(take), headers=headers, media_type=media_type)


_TAKE = "/{language:language}/takes/{key:key}"

routes = [
    Route(_TAKE + "/data.json", send_json, methods=["GET"]),
]
