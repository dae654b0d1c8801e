"""Start a take, read it, complete it, begin again from it, delete it."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api import service as api_service
from app.api.access import EditKey, Take, address_of
from app.api.documented import API, ETAG, KEYED, LOCATION, WITH_BODY, WRITING, operation
from app.api.examples import COMPLETED_TAKE, STARTED_TAKE, TAKE, TAKE_SENT
from app.api.problems import FieldError, ProblemError, fields_wrong
from app.api.reading import body_of, pointer
from app.api.replies import reply
from app.api.schemas import TakeDeleted, TakeSent, TakeShown, TakeStarted
from app.api.shown import read_answers, read_organization, read_target, take_etag, take_shown
from app.diagnostic import service
from app.diagnostic.takes import Contents, TakeState
from app.keys import key_from, key_hash, new_key
from app.languages import LANGUAGES, Language
from app.site import Site, site_of
from questions.packs import CURRENT, load
from questions.quoting import quoted

router = APIRouter(prefix=API)
PLACE = "/api/v1/take"


@router.post(
    "/takes",
    **operation(
        "Start a take",
        tag="takes",
        shows=TakeStarted,
        status=201,
        said="The take, and its edit key, which is told this once.",
        example=STARTED_TAKE,
        headers=LOCATION,
        sends=TakeSent,
        sent={"empty": {}, "answered": TAKE_SENT},
        body_required=False,
        problems=[*WITH_BODY, *WRITING, "too-many-starts"],
    ),
)
async def start_take(
    request: Request, sent: Annotated[TakeSent, Depends(body_of(TakeSent, required=False))]
) -> Response:
    """Begin a take, empty or with answers, organization and target. Without a body it is empty."""
    site, address, now = site_of(request), address_of(request), site_of(request).clock()
    check_language(sent.language, "language")
    language, contents = Language(sent.language), _contents(sent)

    def work(session: Session) -> tuple[str, TakeState]:
        service.count_start(session, address, now, site.settings.starts_per_hour)
        return api_service.begin(session, language, contents, now, site.keep)

    key, take = await site.database.write(work)
    return started(request, site, key, take)


@router.get(
    "/take",
    **operation(
        "Read the take",
        tag="takes",
        shows=TakeShown,
        said="The take as it stands.",
        example=TAKE,
        headers=ETAG,
        unchanged=True,
        problems=KEYED,
    ),
)
async def read_take(request: Request, take: Take) -> Response:
    """The take that the key opens, with every answer, and which questions have none."""
    return reply(request, take_shown(take), etag=take_etag(take))


@router.post(
    "/take/complete",
    **operation(
        "Complete the take",
        tag="takes",
        shows=TakeShown,
        said="The take, completed.",
        example=COMPLETED_TAKE,
        headers=ETAG,
        problems=[*KEYED, *WRITING, "answers-missing"],
    ),
)
async def complete_take(request: Request, key: EditKey) -> Response:
    """Freeze the answers, so that there is a result. Completing again changes nothing."""
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    take, missing = await site.database.write(
        lambda session: api_service.complete(session, hashed, now, site.keep)
    )
    if missing:
        errors = [FieldError(pointer("answers", q), "has no level", "a level, or unknown") for q in missing]
        raise ProblemError("answers-missing", f"no answer to {', '.join(missing)}", errors=errors)
    return reply(request, take_shown(take), etag=take_etag(take))


@router.post(
    "/take/revise",
    **operation(
        "Begin a new take from this one",
        tag="takes",
        shows=TakeStarted,
        status=201,
        said="The new take and its edit key. This one stays as it is.",
        example=STARTED_TAKE | {"take": TAKE},
        headers=LOCATION,
        problems=[*KEYED, *WRITING, "bad-request", "too-many-starts"],
    ),
)
async def revise_take(
    request: Request,
    key: EditKey,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Any text of up to 200 visible characters; sent twice, it leads to the same take.",
            json_schema_extra={"pattern": "^[!-~]{1,200}$"},
        ),
    ] = None,
) -> Response:
    """Begin a take that starts from this one's answers, to change a completed one or to try again later."""
    if idempotency_key is not None and not re.fullmatch("[!-~]{1,200}", idempotency_key):
        detail = "Idempotency-Key is no mark; allowed: 1 to 200 visible characters of ASCII"
        raise ProblemError("bad-request", detail)
    site, address, now = site_of(request), address_of(request), site_of(request).clock()
    hashed, following = key_hash(key), key_from(key, "revise", idempotency_key or new_key())

    def work(session: Session) -> TakeState:
        take = service.read(session, hashed, now)
        if not service.exists(session, key_hash(following)):
            service.count_start(session, address, now, site.settings.starts_per_hour)
            service.start(
                session,
                framework=CURRENT,
                language=take.language,
                now=now,
                keep=site.keep,
                from_take=take,
                key=following,
            )
        return service.read(session, key_hash(following), now)

    take = await site.database.write(work)
    return started(request, site, following, take)


@router.delete(
    "/take",
    **operation(
        "Delete the take",
        tag="takes",
        shows=TakeDeleted,
        said="What was deleted. The key opens nothing from now on.",
        example={"answers": 12},
        problems=[*KEYED, *WRITING],
    ),
)
async def delete_take(request: Request, key: EditKey) -> Response:
    """Delete the take and all that belongs to it, at once and for good."""
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    answers = await site.database.write(lambda session: service.erase(session, hashed, now), erases=True)
    return reply(request, TakeDeleted(answers=answers))


def check_language(language: str, *place: str) -> None:
    """Raise ``ProblemError`` unless the site speaks the language."""
    if language not in LANGUAGES:
        detail = f"{quoted(language)} is not a language"
        raise fields_wrong([FieldError(pointer(*place), detail, ", ".join(LANGUAGES))])


def _contents(sent: TakeSent) -> Contents:
    framework = load(CURRENT).framework
    return Contents(
        answers=read_answers(framework, sent.answers),
        organization=read_organization(sent.organization, "organization"),
        target="" if sent.target is None else read_target(framework, sent.target, "target"),
    )


def started(request: Request, site: Site, key: str, take: TakeState) -> Response:
    """The answer to a start: the take, its key, and where people go on with it."""
    page = f"{site.settings.site_address}/{take.language}/takes/{key}"
    shown = TakeStarted(key=key, page=page, take=take_shown(take))
    return reply(request, shown, 201, headers={"Location": PLACE})
