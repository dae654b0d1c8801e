"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.site import site_of

router = APIRouter()
NOT_KEPT = {"Cache-Control": "no-store"}
READING = ["GET", "HEAD"]


@router.api_route("/healthz", methods=READING, include_in_schema=False)
async def healthz() -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"}, headers=NOT_KEPT)


@router.api_route("/readyz", methods=READING, include_in_schema=False)
async def readyz(request: Request) -> Response:
    """The database answers too."""
    try:
        await site_of(request).database.read(
            lambda session: session.execute(text("SELECT 1 FROM take LIMIT 1"))
        )
    except Exception:
        return JSONResponse({"status": "the database does not answer"}, 503, NOT_KEPT)
    return JSONResponse({"status": "ready"}, headers=NOT_KEPT)


PATTERNS = {healthz: "/healthz", readyz: "/readyz"}
