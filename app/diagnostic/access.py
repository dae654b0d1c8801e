"""From a request's path to the take that its key opens: the one way to reach a take."""

from starlette.requests import Request

from app.diagnostic import service
from app.diagnostic.takes import TakeState, TakeUnfinishedError
from app.keys import key_hash
from app.site import site_of


async def take_of(request: Request) -> TakeState:
    """The take whose key is in the request's path; raises ``TakeNotFoundError``."""
    site, hashed, now = site_of(request), hash_of(request), site_of(request).clock()
    return await site.database.read(lambda session: service.read(session, hashed, now))


async def completed_take_of(request: Request) -> TakeState:
    """The same, where it has a result. Raises ``TakeUnfinishedError`` too."""
    return completed(await take_of(request))


def completed(take: TakeState) -> TakeState:
    """The take, which has a result. Raises ``TakeUnfinishedError``: people are led to its review."""
    if take.completed_at is None:
        raise TakeUnfinishedError
    return take


def hash_of(request: Request) -> bytes:
    """What the database knows the key in the request's path by."""
    return key_hash(request.path_params["key"])
