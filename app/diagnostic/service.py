"""What can be done with a take: plain functions of a session."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import uuid_utils.compat as uuid_utils
from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from app.diagnostic.counting import count_up
from app.diagnostic.models import answer_table, take_table
from app.diagnostic.saving import save_if_unchanged
from app.diagnostic.takes import Contents, Organization, SavedAnswer, TakeState
from app.keys import key_hash, new_key
from questions.packs import load

PURGED_AT_ONCE = 500


class TakeNotFoundError(LookupError):
    """No take has that key: it never existed, was deleted, or its link has expired."""


class TakeCompletedError(Exception):
    """The take is completed, so its answers stand as they are."""


class UnknownLevelError(ValueError):
    """No level of the take's framework has that id; ``allowed`` are those that it has."""

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = tuple(allowed)
        super().__init__(f"target: no such level; allowed: {', '.join(allowed)}")


class TooManyStartsError(Exception):
    """One address started more takes in an hour than this site allows."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving an answer: its new revision, and what it replaced from another window."""

    revision: int
    replaced: SavedAnswer | None = None


def start(
    session: Session,
    *,
    framework: str,
    language: str,
    now: datetime.datetime,
    keep: datetime.timedelta,
    from_take: TakeState | None = None,
    contents: Contents | None = None,
    key: str | None = None,
) -> str:
    """Begin a take, empty, from another or with ``contents``, and return its edit key (``key``, or a new
    one)."""
    key = key or new_key()
    take_id = uuid_utils.uuid7()
    begun = from_take or contents or Contents()
    session.execute(
        insert(take_table).values(
            id=take_id,
            edit_key_hash=key_hash(key),
            framework=framework,
            language=language,
            started_at=now,
            expires_at=now + keep,
            from_take_id=from_take.id if from_take else None,
            organization_name=begun.organization.name,
            organization_size=begun.organization.size,
            organization_sector=begun.organization.sector,
            target=begun.target,
        )
    )
    rows = [
        {"take_id": take_id, "question": q, "level": a.level, "note": a.note, "link": a.link}
        for q, a in begun.answers.items()
    ]
    if rows:
        session.execute(insert(answer_table), [row | {"revision": 1, "saved_at": now} for row in rows])
    return key


def exists(session: Session, hashed: bytes) -> bool:
    """Whether a take has that key hash."""
    query = select(take_table.c.id).where(take_table.c.edit_key_hash == hashed)
    return session.execute(query).first() is not None


def count_start(session: Session, address: str, now: datetime.datetime, most: int) -> None:
    """Count one start for ``address`` in this hour. Raises ``TooManyStartsError`` above ``most``."""
    if not count_up(session, "", address, now, most):
        raise TooManyStartsError


def purge(session: Session, now: datetime.datetime) -> int:
    """Delete takes whose link has expired, with their answers, ``PURGED_AT_ONCE`` at most; how many."""
    expired = (
        session.execute(
            select(take_table.c.id)
            .where(take_table.c.expires_at <= now)
            .limit(PURGED_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    if expired:
        _forget_origin(session, expired)
        session.execute(delete(take_table).where(take_table.c.id.in_(expired)))
    return len(expired)


def _forget_origin(session: Session, gone: Sequence[uuid.UUID]) -> None:
    """Have no take name one of those that go: its number would say when that one was started."""
    session.execute(update(take_table).where(take_table.c.from_take_id.in_(gone)).values(from_take_id=None))


_READ = (
    select(
        take_table.c.id,
        take_table.c.framework,
        take_table.c.language,
        take_table.c.started_at,
        take_table.c.completed_at,
        take_table.c.organization_name,
        take_table.c.organization_size,
        take_table.c.organization_sector,
        take_table.c.target,
        answer_table.c.question,
        answer_table.c.level,
        answer_table.c.note,
        answer_table.c.link,
        answer_table.c.revision,
    )
    .select_from(take_table)
    .outerjoin(answer_table)
    .where(take_table.c.edit_key_hash == bindparam("hashed"), take_table.c.expires_at > bindparam("now"))
)


def read(session: Session, hashed: bytes, now: datetime.datetime) -> TakeState:
    """The take with that key hash. Raises ``TakeNotFoundError``."""
    rows = session.execute(_READ, {"hashed": hashed, "now": now}).all()
    if not rows:
        raise TakeNotFoundError
    first = rows[0]
    return TakeState(
        id=first[0],
        framework=first[1],
        language=first[2],
        started_at=first[3],
        completed_at=first[4],
        organization=Organization(first[5], first[6], first[7]),
        target=first[8],
        answers={row[9]: SavedAnswer(*row[10:14]) for row in rows if row[9] is not None},
    )


def save(
    session: Session,
    hashed: bytes,
    question: str,
    answer: SavedAnswer,
    now: datetime.datetime,
    *,
    keep_proof: bool = False,
) -> Saved:
    """Save one answer; ``answer.revision`` is the one that the person saw before changing it.

    The last saved answer wins. Where another window saved in between, what this replaces is handed back.
    With ``keep_proof`` the saved note and link stay, and the level alone is new. A window in which nothing
    was chosen empties nothing that another one saved.
    Raises ``TakeNotFoundError`` or ``TakeCompletedError``.
    """
    if keep_proof:
        answer = dataclasses.replace(answer, note="", link="")
    if not (answer.level or answer.note or answer.link):
        open_take(session, hashed, now)
        return Saved(answer.revision)
    revision = save_if_unchanged(session, hashed, question, answer, now, keep_proof=keep_proof)
    if revision is not None:
        return Saved(revision)
    take = open_take(session, hashed, now)
    replaced = take.answer(question)
    merged = _merged(replaced, answer, keep_proof)
    if merged == replaced:
        return Saved(answer.revision)
    session.execute(
        update(answer_table)
        .where(answer_table.c.take_id == take.id, answer_table.c.question == question)
        .values(
            level=merged.level,
            note=merged.note,
            link=merged.link,
            revision=replaced.revision + 1,
            saved_at=now,
        )
    )
    return Saved(replaced.revision + 1, replaced)


def _merged(saved: SavedAnswer, sent: SavedAnswer, keep_proof: bool) -> SavedAnswer:
    """What stands once an answer is sent by a window that has not seen the saved one."""
    if keep_proof or not sent.level:
        sent = dataclasses.replace(sent, note=sent.note or saved.note, link=sent.link or saved.link)
    return dataclasses.replace(sent, level=sent.level or saved.level, revision=saved.revision)


def complete(
    session: Session,
    hashed: bytes,
    questions: Collection[str],
    organization: Organization,
    now: datetime.datetime,
    keep: datetime.timedelta,
) -> tuple[str, ...]:
    """Note the organization, and freeze the take where each of ``questions`` has an answer; those that have
    none are handed back. Completing it again changes nothing. Raises ``TakeNotFoundError``.
    """
    wait_for_saves(session, hashed)
    take = read(session, hashed, now)
    if take.completed_at is not None:
        return ()
    missing = tuple(question for question in questions if question not in take.levels)
    values: dict[str, object] = {
        "organization_name": organization.name,
        "organization_size": organization.size,
        "organization_sector": organization.sector,
    }
    if not missing:
        values |= {"completed_at": now, "expires_at": now + keep}
    session.execute(update(take_table).where(take_table.c.id == take.id).values(values))
    return missing


def set_target(session: Session, hashed: bytes, target: str, now: datetime.datetime) -> None:
    """Measure the take's gaps against this level from now on.

    A completed take's answers never change. Its target is a choice of view, not an answer: it moves no score,
    and may change at any time. Raises ``TakeNotFoundError`` or ``UnknownLevelError``.
    """
    take = read(session, hashed, now)
    levels = load(take.framework).framework.level_scores
    if target not in levels:
        raise UnknownLevelError(levels)
    session.execute(update(take_table).where(take_table.c.id == take.id).values(target=target))


def erase(session: Session, hashed: bytes, now: datetime.datetime) -> int:
    """Delete the take and all that belongs to it; the number of answers that went with it.

    Raises ``TakeNotFoundError``.
    """
    wait_for_saves(session, hashed)
    take = read(session, hashed, now)
    _forget_origin(session, [take.id])
    session.execute(delete(answer_table).where(answer_table.c.take_id == take.id))
    session.execute(delete(take_table).where(take_table.c.id == take.id))
    return len(take.levels)


def open_take(session: Session, hashed: bytes, now: datetime.datetime) -> TakeState:
    """The take with that key hash, not completed. Raises ``TakeNotFoundError`` or ``TakeCompletedError``."""
    take = read(session, hashed, now)
    if take.completed_at is not None:
        raise TakeCompletedError
    return take


def wait_for_saves(session: Session, hashed: bytes) -> None:
    """Let answers that are being saved land first, and later ones see what is done now (PostgreSQL)."""
    session.execute(select(take_table.c.id).where(take_table.c.edit_key_hash == hashed).with_for_update())
