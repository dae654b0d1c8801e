"""The one statement that saves an answer, on both databases: the busiest work that there is."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    ColumnCollection,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    and_,
    bindparam,
    case,
    make_url,
    or_,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlmodel import Session

from app.diagnostic.models import answer_table, take_table
from app.diagnostic.takes import SavedAnswer

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_CONTENT = ("level", "note", "link")


def upsert_into(session: Session, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that can say what to do on conflict, in the dialect of the session's database."""
    return _insert(session.get_bind().dialect.name, table)


def save_if_unchanged(
    session: Session,
    hashed: bytes,
    question: str,
    answer: SavedAnswer,
    now: datetime.datetime,
    *,
    keep_proof: bool,
) -> int | None:
    """Save if the take is open and nobody else saved in between; the new revision, or ``None``.

    One statement looks the key up, writes, and answers. Saving the same again keeps the revision, so that
    a replay changes nothing. With ``keep_proof`` note and link stay as they were. On PostgreSQL the take's
    row is locked for others to read, so that nobody completes it while an answer is on its way in.
    """
    prepared = _prepared(session.get_bind().dialect.name)
    values = {
        "hashed": hashed,
        "asked": question,
        "new_level": answer.level,
        "new_note": answer.note,
        "new_link": answer.link,
        "seen": answer.revision,
        "now": prepared.moment(now),
        "keep_proof": keep_proof,
    }
    row = prepared.run(session.connection(), prepared.sql, prepared.constants | values)
    return None if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The statement as the driver takes it: built once, because to have SQLAlchemy look at it for each answer
    takes three times as long as SQLite needs to save one."""

    sql: str
    constants: dict[str, Any]
    moment: Callable[[datetime.datetime], Any]
    run: Callable[[Connection, str, dict[str, Any]], Sequence[Any] | None]


@cache
def _prepared(name: str) -> _Prepared:
    dialect = _dialect(name)
    compiled = _statement(name).compile(dialect=dialect)
    constants = {key: value for key, value in compiled.params.items() if value is not None}
    moment = answer_table.c.saved_at.type.bind_processor(dialect)
    run = _by_sqlite3 if name == "sqlite" else _by_sqlalchemy
    return _Prepared(str(compiled), constants, moment or (lambda now: now), run)


def _by_sqlite3(connection: Connection, sql: str, values: dict[str, Any]) -> Sequence[Any] | None:
    raw: Any = connection.connection.driver_connection
    row: Sequence[Any] | None = raw.execute(sql, values).fetchone()
    return row


def _by_sqlalchemy(connection: Connection, sql: str, values: dict[str, Any]) -> Sequence[Any] | None:
    return connection.exec_driver_sql(sql, values).first()


def _dialect(name: str) -> Dialect:
    """The driver's, with the style of parameters that lets each be named."""
    if name == "sqlite":
        return sqlite.pysqlite.dialect(paramstyle="named")
    return make_url("postgresql+psycopg://").get_dialect()()


def _insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _statement(dialect: str) -> ReturningInsert[tuple[int]]:
    take, answer = take_table.c, answer_table.c
    now = bindparam("now", type_=answer.saved_at.type)
    source = (
        select(
            take.id,
            bindparam("asked", type_=answer.question.type),
            *(bindparam(f"new_{name}", type_=answer[name].type) for name in _CONTENT),
            bindparam("first_revision", 1, type_=answer.revision.type),
            now,
        )
        .where(
            take.edit_key_hash == bindparam("hashed"),
            take.completed_at.is_(None),
            take.expires_at > now,
        )
        .with_for_update(read=True)
    )
    insert = _insert(dialect, answer_table).from_select(
        ["take_id", "question", *_CONTENT, "revision", "saved_at"], source
    )
    new = _new_content(insert.excluded)
    same: ColumnElement[bool] = and_(*(answer[name] == value for name, value in new.items()))
    revision = case((same, answer.revision), else_=answer.revision + 1)
    return insert.on_conflict_do_update(
        index_elements=["take_id", "question"],
        set_=new | {"revision": revision, "saved_at": insert.excluded.saved_at},
        where=or_(answer.revision == bindparam("seen"), same),
    ).returning(answer.revision)


def _new_content(sent: ColumnCollection[str, KeyedColumnElement[Any]]) -> dict[str, ColumnElement[str]]:
    saved = answer_table.c
    keep_proof = bindparam("keep_proof", type_=Boolean())
    # A window in which nothing was chosen never empties what another one chose, nor what proves it.
    is_unseen = and_(sent.level == "", saved.level != "")
    return {"level": case((sent.level == "", saved.level), else_=sent.level)} | {
        name: case((or_(keep_proof, and_(is_unseen, sent[name] == "")), saved[name]), else_=sent[name])
        for name in ("note", "link")
    }
