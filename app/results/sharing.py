"""Read-only links: made, made anew, revoked and opened, as plain functions of a session.

A link's key follows from the take's edit key and a mark, so that its owner can be shown it again; the
database knows it by its hash, and cannot tell it from anything that it holds.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlmodel import Session

from app.diagnostic import service
from app.diagnostic.models import take_table
from app.diagnostic.saving import upsert_into
from app.diagnostic.service import TakeNotFoundError
from app.diagnostic.takes import TakeState, TakeUnfinishedError
from app.keys import key_from, key_hash, new_key
from app.results.models import share_table


class ShareNotFoundError(LookupError):
    """No read-only link has that key: it never existed, was revoked or replaced, or its take is gone."""


class Shown(NamedTuple):
    """What a read-only link shows beside the result: the notes, the roadmap."""

    notes: bool = False
    roadmap: bool = False


@dataclass(frozen=True, slots=True)
class ShareState:
    """A take's read-only link as it stands."""

    take_id: uuid.UUID
    once: str
    shows: Shown
    made_at: datetime.datetime

    def key(self, edit_key: str) -> str:
        """The key in the link's address, which only who has the take's edit key can tell."""
        return share_key(edit_key, self.once)


def share_key(edit_key: str, once: str) -> str:
    """The key of the read-only link that was made with the mark ``once``."""
    return key_from(edit_key, "share", once)


def picture_name(key: str) -> str:
    """The name of the picture that goes with a read-only link. It may be known to anyone: it opens the
    picture, and nothing leads from it back to the link."""
    return key_from(key, "picture", "")


def make(session: Session, hashed: bytes, edit_key: str, now: datetime.datetime, shows: Shown) -> ShareState:
    """Make the take's read-only link, or keep the one that there is; from now on it shows that.

    Raises ``TakeNotFoundError`` or ``TakeUnfinishedError``.
    """
    take_id = _completed_take(session, hashed, now)
    shown = {"shows_notes": shows.notes, "shows_roadmap": shows.roadmap}
    row = session.execute(
        upsert_into(session, share_table)
        .values(take_id=take_id, made_at=now, **shown, **_marks(edit_key, new_key()))
        .on_conflict_do_update(index_elements=["take_id"], set_=shown)
        .returning(*_COLUMNS)
    ).one()
    return _state(row)


def renew(
    session: Session, hashed: bytes, edit_key: str, now: datetime.datetime, seen: str | None = None
) -> ShareState | None:
    """Give the take's read-only link a new key, so that the old one opens nothing; ``None`` where there is
    no link. With ``seen``, the mark of the link that is to go, a link that replaced it already stays.

    Raises ``TakeNotFoundError`` or ``TakeUnfinishedError``.
    """
    take_id = _completed_take(session, hashed, now)
    standing = share_of(session, take_id)
    if standing is None or seen not in {None, standing.once}:
        return standing
    is_meant = (share_table.c.take_id == take_id) & (share_table.c.once == standing.once)
    marks = _marks(edit_key, new_key())
    session.execute(update(share_table).where(is_meant).values(made_at=now, **marks))
    return share_of(session, take_id)


def revoke(session: Session, hashed: bytes, now: datetime.datetime) -> None:
    """End the take's read-only link. Raises ``TakeNotFoundError`` or ``TakeUnfinishedError``."""
    take_id = _completed_take(session, hashed, now)
    session.execute(delete(share_table).where(share_table.c.take_id == take_id))


def share_of(session: Session, take_id: uuid.UUID) -> ShareState | None:
    """The take's read-only link, if it has one."""
    row = session.execute(select(*_COLUMNS).where(share_table.c.take_id == take_id)).one_or_none()
    return _state(row) if row else None


def read_shared(session: Session, share_hash: bytes, now: datetime.datetime) -> tuple[TakeState, ShareState]:
    """The completed take that a read-only link leads to, and the link. Raises ``ShareNotFoundError``."""
    return _read_by(session, share_table.c.key_hash == share_hash, now)


def read_pictured(session: Session, picture_hash: bytes, now: datetime.datetime) -> TakeState:
    """The completed take whose picture has that name's hash. Raises ``ShareNotFoundError``."""
    take, _ = _read_by(session, share_table.c.picture_hash == picture_hash, now)
    return take


_COLUMNS = (
    share_table.c.take_id,
    share_table.c.once,
    share_table.c.shows_notes,
    share_table.c.shows_roadmap,
    share_table.c.made_at,
)


def _state(row: Row[Any]) -> ShareState:
    return ShareState(row.take_id, row.once, Shown(row.shows_notes, row.shows_roadmap), row.made_at)


def _marks(edit_key: str, once: str) -> dict[str, str | bytes]:
    key = share_key(edit_key, once)
    return {"once": once, "key_hash": key_hash(key), "picture_hash": key_hash(picture_name(key))}


def _completed_take(session: Session, hashed: bytes, now: datetime.datetime) -> uuid.UUID:
    """The take's id; a deletion waits until this transaction is over, and none comes in between."""
    row = session.execute(
        select(take_table.c.id, take_table.c.completed_at)
        .where(take_table.c.edit_key_hash == hashed, take_table.c.expires_at > now)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise TakeNotFoundError
    if row.completed_at is None:
        raise TakeUnfinishedError
    take_id: uuid.UUID = row.id
    return take_id


def _read_by(
    session: Session, condition: ColumnElement[bool], now: datetime.datetime
) -> tuple[TakeState, ShareState]:
    row = session.execute(
        select(*_COLUMNS, take_table.c.edit_key_hash).join_from(share_table, take_table).where(condition)
    ).one_or_none()
    if row is None:
        raise ShareNotFoundError
    try:
        return service.read(session, row.edit_key_hash, now), _state(row)
    except TakeNotFoundError:
        raise ShareNotFoundError from None
