"""Whether the process lives, and whether it can serve."""

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.site import site_of

NOT_KEPT = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"}, headers=NOT_KEPT)


async def readyz(request: Request) -> Response:
    """The database answers too."""
    try:
        await site_of(request).database.read(
            lambda session: session.execute(text("SELECT 1 FROM take LIMIT 1"))
        )
    except Exception:
        return JSONResponse({"status": "the database does not answer"}, 503, NOT_KEPT)
    return JSONResponse({"status": "ready"}, headers=NOT_KEPT)


routes = [
    Route("/healthz", healthz, methods=["GET"]),
    Route("/readyz", readyz, methods=["GET"]),
]
