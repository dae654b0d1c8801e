"""The tables of mails on their way, and of the addresses that must wait for their next one."""

import datetime
import uuid

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Uuid
from sqlmodel import Column, Field, SQLModel

from app.columns import UtcDateTime


class Outbox(SQLModel, table=True):
    """Something to deliver, written in the transaction that asks for it. ``content`` is sealed, since it
    holds an address and a key, and emptied once it is delivered or given up; ``next_try_at`` is empty then.
    """

    __tablename__ = "outbox"

    id: uuid.UUID = Field(sa_column=Column(Uuid, primary_key=True))
    take_id: uuid.UUID = Field(
        sa_column=Column(Uuid, ForeignKey("take.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: str = Field(sa_column=Column(String(20), nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    next_try_at: datetime.datetime | None = Field(sa_column=Column(UtcDateTime, nullable=True, index=True))
    tries: int = Field(sa_column=Column(Integer, nullable=False))
    fault: str = Field(sa_column=Column(String(200), nullable=False))


class MailPause(SQLModel, table=True):
    """Until when an address gets no further mail; the address is kept only as a keyed hash."""

    __tablename__ = "mail_pause"

    recipient: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    until: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


outbox_table = SQLModel.metadata.tables["outbox"]
mail_pause_table = SQLModel.metadata.tables["mail_pause"]
