"""Mails on their way, as plain functions of a session: asked for, claimed, delivered, put off or given up."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.diagnostic import service
from app.diagnostic.counting import count_up
from app.diagnostic.models import take_table
from app.diagnostic.saving import upsert_into
from app.mail.models import mail_pause_table, outbox_table

LINK = "link"
# Why a mail is not there: it is tried again; it was given up, for nobody took it for long; the server refuses
# it or its address; and it cannot be opened, for the secret is another one.
DELAYED, LATE, REFUSED, UNREADABLE = "delayed", "late", "refused", "unreadable"
PAUSE = datetime.timedelta(hours=1)
# Longer than one delivery may take, so that nobody else tries the same mail meanwhile.
LEASE = datetime.timedelta(minutes=3)
FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(seconds=30), datetime.timedelta(hours=1)
GIVEN_UP_AFTER = datetime.timedelta(days=3)


class AddressPausedError(Exception):
    """The address got a mail, or is about to, less than an hour ago."""


class TooManyMailsError(Exception):
    """One network address asked for more mails than it may in an hour."""


class MailOffError(Exception):
    """This site sends no mail."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A mail that somebody asks for: sealed, with the mark of its address, and from where it is asked."""

    id: uuid.UUID
    content: bytes
    recipient: bytes
    network: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is to be tried now, until when the link in it works, and the how many-th try this is."""

    id: uuid.UUID
    content: bytes
    expires_at: datetime.datetime
    made_at: datetime.datetime
    tries: int


@dataclass(frozen=True, slots=True)
class MailState:
    """How a take's mails stand: why the last one that was given up was (empty: none was), and until when one
    that could not be delivered yet is tried (``None``: there is none)."""

    fault: str = ""
    tried_until: datetime.datetime | None = None


def ask(session: Session, hashed: bytes, asked: Asked, now: datetime.datetime, most: int) -> None:
    """Put a mail into the outbox of the take with that key hash; those given up before are forgotten.

    Raises ``TakeNotFoundError``, ``AddressPausedError``, or ``TooManyMailsError`` above ``most`` an hour.
    """
    service.wait_for_saves(session, hashed)
    take = service.read(session, hashed, now)
    _refuse_paused(session, asked.recipient, now)
    if not count_up(session, "mail ", asked.network, now, most):
        raise TooManyMailsError
    _pause(session, asked.recipient, now)
    session.execute(
        delete(outbox_table).where(outbox_table.c.take_id == take.id, outbox_table.c.next_try_at.is_(None))
    )
    session.execute(
        insert(outbox_table).values(
            id=asked.id,
            take_id=take.id,
            kind=LINK,
            content=asked.content,
            made_at=now,
            next_try_at=now,
            tries=0,
            fault="",
        )
    )


def _refuse_paused(session: Session, recipient: bytes, now: datetime.datetime) -> None:
    """Before anything is written: what is refused then need not be undone."""
    paused = select(mail_pause_table.c.until).where(
        mail_pause_table.c.recipient == recipient, mail_pause_table.c.until > now
    )
    if session.execute(paused).first() is not None:
        raise AddressPausedError


def _pause(session: Session, recipient: bytes, now: datetime.datetime) -> None:
    """Have the address get no further mail for an hour; of two that come at once one is refused."""
    paused = session.execute(
        upsert_into(session, mail_pause_table)
        .values(recipient=recipient, until=now + PAUSE)
        .on_conflict_do_update(
            index_elements=["recipient"],
            set_={"until": now + PAUSE},
            where=mail_pause_table.c.until <= now,
        )
        .returning(mail_pause_table.c.until)
    ).first()
    if paused is None:
        raise AddressPausedError


def forget_pauses(session: Session, now: datetime.datetime) -> None:
    """Delete the marks of addresses that may get a mail again."""
    session.execute(delete(mail_pause_table).where(mail_pause_table.c.until <= now))


def claim(session: Session, now: datetime.datetime) -> Claimed | None:
    """The mail that has waited longest for its next try, which nobody else gets meanwhile; or ``None``."""
    row = session.execute(
        select(*_CLAIMED)
        .join_from(outbox_table, take_table)
        .where(outbox_table.c.next_try_at <= now, take_table.c.expires_at > now)
        .order_by(outbox_table.c.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=outbox_table)
    ).one_or_none()
    if row is None:
        return None
    mail = Claimed(row.id, row.content, row.expires_at, row.made_at, row.tries + 1)
    _set(session, row.id, next_try_at=now + LEASE, tries=mail.tries)
    return mail


_CLAIMED = (
    outbox_table.c.id,
    outbox_table.c.content,
    outbox_table.c.made_at,
    outbox_table.c.tries,
    take_table.c.expires_at,
)


def delivered(session: Session, mail: Claimed) -> None:
    """The mail server has it: nothing of it is kept."""
    session.execute(delete(outbox_table).where(outbox_table.c.id == mail.id))


def put_off(session: Session, mail: Claimed, now: datetime.datetime) -> bool:
    """Try it again later, each time after twice as long; ``False`` where it was given up instead."""
    wait = min(FIRST_WAIT * 2 ** min(mail.tries - 1, 20), LONGEST_WAIT)
    if now + wait > mail.made_at + GIVEN_UP_AFTER:
        give_up(session, mail, LATE)
        return False
    _set(session, mail.id, next_try_at=now + wait, fault=DELAYED)
    return True


def give_up(session: Session, mail: Claimed, fault: str) -> None:
    """Keep of it only why it was not delivered, to tell its owner."""
    _set(session, mail.id, next_try_at=None, content=b"", fault=fault)


def _set(session: Session, mail_id: uuid.UUID, **values: Any) -> None:
    session.execute(update(outbox_table).where(outbox_table.c.id == mail_id).values(values))


def state_of(session: Session, take_id: uuid.UUID) -> MailState:
    """How the mails of a take stand."""
    rows = session.execute(
        select(outbox_table.c.fault, outbox_table.c.made_at, outbox_table.c.next_try_at)
        .where(outbox_table.c.take_id == take_id, outbox_table.c.fault != "")
        .order_by(outbox_table.c.made_at)
    ).all()
    faults = [row.fault for row in rows if row.next_try_at is None]
    late = [row.made_at + GIVEN_UP_AFTER for row in rows if row.next_try_at is not None]
    return MailState(faults[-1] if faults else "", late[-1] if late else None)


def waiting(session: Session, take_id: uuid.UUID) -> int:
    """How many mails of a take are on their way."""
    found = select(outbox_table.c.id).where(
        outbox_table.c.take_id == take_id, outbox_table.c.next_try_at.is_not(None)
    )
    return len(session.execute(found).all())
