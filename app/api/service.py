"""What programs do with a take beside what people do: plain functions of a session."""

import datetime
from collections.abc import Callable

from sqlalchemy import update
from sqlmodel import Session

from app.diagnostic import service
from app.diagnostic.models import take_table
from app.diagnostic.takes import Contents, Organization, SavedAnswer, TakeState
from app.keys import key_hash
from app.languages import Language
from questions.packs import CURRENT, load


def begin(
    session: Session,
    language: Language,
    contents: Contents,
    now: datetime.datetime,
    keep: datetime.timedelta,
) -> tuple[str, TakeState]:
    """Begin a take that holds all of that; its edit key, and the take."""
    key = service.start(session, framework=CURRENT, language=language, now=now, keep=keep, contents=contents)
    return key, service.read(session, key_hash(key), now)


def put_answer(
    session: Session,
    hashed: bytes,
    question: str,
    answer: SavedAnswer,
    now: datetime.datetime,
    check: Callable[[SavedAnswer], None],
) -> SavedAnswer:
    """Put ``answer`` in the place of the one that is there, which ``check`` may refuse; what is there then.

    Raises ``TakeNotFoundError``, ``TakeCompletedError``, and what ``check`` raises.
    """
    service.wait_for_saves(session, hashed)
    there = service.open_take(session, hashed, now).answer(question)
    check(there)
    seen = SavedAnswer(answer.level, answer.note, answer.link, there.revision)
    service.save(session, hashed, question, seen, now)
    return service.read(session, hashed, now).answer(question)


def put_organization(
    session: Session,
    hashed: bytes,
    organization: Organization,
    now: datetime.datetime,
    check: Callable[[Organization], None],
) -> None:
    """Say this of the organization, in the place of what is said, which ``check`` may refuse.

    Raises ``TakeNotFoundError``, ``TakeCompletedError``, and what ``check`` raises.
    """
    service.wait_for_saves(session, hashed)
    check(service.open_take(session, hashed, now).organization)
    _set_organization(session, hashed, organization)


def put_target(
    session: Session, hashed: bytes, target: str, now: datetime.datetime, check: Callable[[str], None]
) -> None:
    """Measure gaps against this level, in the place of the one that ``check`` may refuse; a completed take's
    too, for it changes no answer. Raises ``TakeNotFoundError``, and what ``check`` raises.
    """
    service.wait_for_saves(session, hashed)
    take = service.read(session, hashed, now)
    check(take.target)
    service.set_target(session, hashed, target, now)


def complete(
    session: Session, hashed: bytes, now: datetime.datetime, keep: datetime.timedelta
) -> tuple[TakeState, tuple[str, ...]]:
    """Freeze the take where every question has an answer; the take, and the questions that have none.

    Raises ``TakeNotFoundError``.
    """
    service.wait_for_saves(session, hashed)
    take = service.read(session, hashed, now)
    questions = load(take.framework).framework.question_ids
    missing = service.complete(session, hashed, questions, take.organization, now, keep)
    return service.read(session, hashed, now), missing


def _set_organization(session: Session, hashed: bytes, organization: Organization) -> None:
    session.execute(
        update(take_table)
        .where(take_table.c.edit_key_hash == hashed)
        .values(
            organization_name=organization.name,
            organization_size=organization.size,
            organization_sector=organization.sector,
        )
    )
