"""What surrounds the answers: the organization, and the target."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.api import service
from app.api.access import EditKey, Take
from app.api.documented import API, ETAG, KEYED, WITH_BODY, WRITING, operation
from app.api.examples import ORGANIZATION, TARGET
from app.api.reading import body_of
from app.api.replies import Writer, etag_of, reply
from app.api.schemas import OrganizationSent, OrganizationShown, TargetSent, TargetShown
from app.api.shown import (
    framework_of,
    organization_etag,
    organization_shown,
    read_organization,
    read_target,
    target_shown,
)
from app.keys import key_hash
from app.site import site_of

router = APIRouter(prefix=API)


@router.get(
    "/take/organization",
    **operation(
        "Read the organization",
        tag="organization and target",
        shows=OrganizationShown,
        said="What is said of it.",
        example=ORGANIZATION,
        headers=ETAG,
        unchanged=True,
        problems=KEYED,
    ),
)
async def read_organization_of_take(request: Request, take: Take) -> Response:
    """What the take says of the organization."""
    etag = organization_etag(take.organization)
    return reply(request, organization_shown(take.organization), etag=etag)


@router.put(
    "/take/organization",
    **operation(
        "Put the organization",
        tag="organization and target",
        shows=OrganizationShown,
        said="What is said of it now.",
        example=ORGANIZATION,
        headers=ETAG,
        sends=OrganizationSent,
        sent={"usual": ORGANIZATION, "nothing": {}},
        problems=[*KEYED, *WITH_BODY, *WRITING, "take-completed", "changed"],
    ),
)
async def put_organization(
    request: Request,
    key: EditKey,
    take: Take,
    sent: Annotated[OrganizationSent, Depends(body_of(OrganizationSent))],
    writer: Writer,
) -> Response:
    """Say this of the organization, for card and report; what is left out is no longer said."""
    organization = read_organization(sent)
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    await site.database.write(
        lambda session: service.put_organization(
            session, hashed, organization, now, lambda there: writer.check(organization_etag(there))
        )
    )
    return reply(request, organization_shown(organization), etag=organization_etag(organization))


@router.get(
    "/take/target",
    **operation(
        "Read the target",
        tag="organization and target",
        shows=TargetShown,
        said="The target.",
        example=TARGET,
        headers=ETAG,
        unchanged=True,
        problems=KEYED,
    ),
)
async def read_target_of_take(request: Request, take: Take) -> Response:
    """The level that gaps are measured against; the framework's own until another is put."""
    target = target_shown(take)
    return reply(request, target, etag=etag_of(target.level))


@router.put(
    "/take/target",
    **operation(
        "Put the target",
        tag="organization and target",
        shows=TargetShown,
        said="The target now.",
        example=TARGET,
        headers=ETAG,
        sends=TargetSent,
        sent={"usual": TARGET},
        problems=[*KEYED, *WITH_BODY, *WRITING, "changed"],
    ),
)
async def put_target(
    request: Request,
    key: EditKey,
    take: Take,
    sent: Annotated[TargetSent, Depends(body_of(TargetSent))],
    writer: Writer,
) -> Response:
    """Measure gaps against this level, also in a completed take, for it changes no answer."""
    framework = framework_of(take)
    level = read_target(framework, sent.level, "level")
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    await site.database.write(
        lambda session: service.put_target(
            session,
            hashed,
            level,
            now,
            lambda there: writer.check(etag_of(there or framework.default_target)),
        )
    )
    return reply(request, TargetShown(level=level), etag=etag_of(level))
