"""The result of a completed take, and its read-only link."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import EditKey, Take
from app.api.documented import API, ETAG, KEYED, WITH_BODY, WRITING, operation
from app.api.examples import RESULT, SHARE
from app.api.problems import ProblemError
from app.api.reading import body_of
from app.api.replies import Writer, etag_of, reply
from app.api.schemas import Result, ShareSent, ShareShown
from app.cases import as_data
from app.diagnostic import service
from app.diagnostic.access import completed
from app.diagnostic.takes import TakeState
from app.keys import key_hash
from app.results import sharing
from app.results.sharing import ShareState, Shown
from app.results.views import result_of
from app.site import Site, site_of
from app.web import PRIVATE

router = APIRouter(prefix=API)


@router.get(
    "/take/result",
    **operation(
        "Read the result",
        tag="result",
        shows=Result,
        said="The result, as `POST /api/v1/score` answers the same case.",
        example=RESULT,
        headers=ETAG,
        unchanged=True,
        problems=[*KEYED, "take-open"],
    ),
)
async def read_result(request: Request, take: Take) -> Response:
    """What the completed take's answers amount to, against its target."""
    data = as_data(result_of(completed(take)))
    return reply(request, data, etag=etag_of(str(data)))


@router.get(
    "/take/share",
    **operation(
        "Read the share link",
        tag="share",
        shows=ShareShown,
        said="The link.",
        example=SHARE,
        headers=ETAG,
        unchanged=True,
        problems=[*KEYED, "not-shared"],
    ),
)
async def read_share(request: Request, key: EditKey, take: Take) -> Response:
    """The take's read-only link, and what it shows."""
    site = site_of(request)

    share = await site.database.read(lambda session: sharing.share_of(session, take.id))
    if share is None:
        raise ProblemError("not-shared")
    return _reply(request, site, share, take, key)


@router.put(
    "/take/share",
    **operation(
        "Make the share link",
        tag="share",
        shows=ShareShown,
        said="The link, which stays the same when only what it shows is changed.",
        example=SHARE,
        headers=ETAG,
        sends=ShareSent,
        sent={"usual": {"shows_notes": False, "shows_roadmap": True}, "result alone": {}},
        problems=[*KEYED, *WITH_BODY, *WRITING, "take-open", "changed"],
    ),
)
async def put_share(
    request: Request,
    key: EditKey,
    sent: Annotated[ShareSent, Depends(body_of(ShareSent))],
    writer: Writer,
) -> Response:
    """Make the read-only link where there is none, and say whether it shows notes and the roadmap."""
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    shows = Shown(notes=sent.shows_notes, roadmap=sent.shows_roadmap)

    def work(session: Session) -> tuple[ShareState, TakeState]:
        take = _locked(session, site, hashed)
        there = sharing.share_of(session, take.id)
        writer.check(share_etag(there), exists=there is not None)
        return sharing.make(session, hashed, key, now, shows), take

    share, take = await site.database.write(work)
    return _reply(request, site, share, take, key)


@router.post(
    "/take/share/renew",
    **operation(
        "Renew the share link",
        tag="share",
        shows=ShareShown,
        said="The new link. The old one opens nothing from now on.",
        example=SHARE,
        headers=ETAG,
        problems=[*KEYED, *WRITING, "not-shared", "take-open", "changed"],
    ),
)
async def renew_share(request: Request, key: EditKey, writer: Writer) -> Response:
    """Put a new read-only link in the place of the one that there is."""
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()

    def work(session: Session) -> tuple[ShareState | None, TakeState]:
        take = _locked(session, site, hashed)
        there = sharing.share_of(session, take.id)
        if there is not None:
            writer.check(share_etag(there))
        return sharing.renew(session, hashed, key, now), take

    share, take = await site.database.write(work)
    if share is None:
        raise ProblemError("not-shared")
    return _reply(request, site, share, take, key)


@router.delete(
    "/take/share",
    **operation(
        "End the share link",
        tag="share",
        status=204,
        said="There is no link now.",
        problems=[*KEYED, *WRITING, "take-open", "changed"],
    ),
)
async def delete_share(request: Request, key: EditKey, writer: Writer) -> Response:
    """End the read-only link, so that it opens nothing. Where there is none, nothing happens."""
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()

    def work(session: Session) -> None:
        take = _locked(session, site, hashed)
        there = sharing.share_of(session, take.id)
        if there is not None:
            writer.check(share_etag(there))
        sharing.revoke(session, hashed, now)

    await site.database.write(work)
    return Response(status_code=204, headers=PRIVATE)


def share_etag(share: ShareState | None) -> str:
    """What the link's ETag is, also where there is none."""
    return etag_of(share.once, *map(str, share.shows)) if share else etag_of("")


def _locked(session: Session, site: Site, hashed: bytes) -> TakeState:
    """The completed take, which nobody else changes until this transaction is over."""
    service.wait_for_saves(session, hashed)
    return completed(service.read(session, hashed, site.clock()))


def _reply(request: Request, site: Site, share: ShareState, take: TakeState, key: str) -> Response:
    page = f"{site.settings.site_address}/{take.language}/shared/{share.key(key)}"
    shown = ShareShown(
        page=page,
        shows_notes=share.shows.notes,
        shows_roadmap=share.shows.roadmap,
        made_at=share.made_at,
    )
    return reply(request, shown, etag=share_etag(share))
