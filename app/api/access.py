"""From the bearer key to the take that it opens: the one way to reach a take from here."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app.api.problems import ProblemError
from app.diagnostic import service
from app.diagnostic.takes import TakeState
from app.gate import counted_as
from app.keys import key_hash
from app.site import site_of

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="editKey",
    bearerFormat="22 characters",
    description="A take's edit key, as `POST /api/v1/takes` gives it and as it stands in the take's link.",
)


async def _edit_key(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> str:
    """The key that the request brings. Raises ``ProblemError``."""
    if credentials is None:
        raise ProblemError("key-missing")
    return credentials.credentials


EditKey = Annotated[str, Depends(_edit_key)]


async def _take(request: Request, key: EditKey) -> TakeState:
    """The take that the key opens. Raises ``TakeNotFoundError``."""
    site, hashed = site_of(request), key_hash(key)
    now = site.clock()
    return await site.database.read(lambda session: service.read(session, hashed, now))


Take = Annotated[TakeState, Depends(_take)]


def address_of(request: Request) -> str:
    """Whom the limits count the request's sender as."""
    return counted_as(request.client.host if request.client else "")
