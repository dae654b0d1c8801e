"""The tables of a take and its answers."""

import datetime
import uuid

from sqlalchemy import ForeignKey, LargeBinary, String, Uuid, text
from sqlmodel import Column, Field, SQLModel

from app.columns import UtcDateTime
from questions.models import SIZES as SIZES

NOTE_LENGTH = 2000
LINK_LENGTH = 2000
NAME_LENGTH = 120
SECTORS = (
    "agriculture",
    "construction",
    "manufacturing",
    "retail",
    "transport",
    "hospitality",
    "technology",
    "finance",
    "professional",
    "health",
    "education",
    "culture",
    "public",
    "community",
    "other",
)


class Take(SQLModel, table=True):
    """One filling-in of the diagnostic. The edit key itself is never kept, only its SHA-256. ``target`` is
    a level's id, empty while it is the framework's own."""

    __tablename__ = "take"

    id: uuid.UUID = Field(sa_column=Column(Uuid, primary_key=True))
    edit_key_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, unique=True))
    framework: str = Field(sa_column=Column(String(40), nullable=False))
    language: str = Field(sa_column=Column(String(2), nullable=False))
    started_at: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    completed_at: datetime.datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    from_take_id: uuid.UUID | None = Field(default=None, sa_column=Column(Uuid, nullable=True, index=True))
    organization_name: str = Field(default="", sa_column=Column(String(NAME_LENGTH), nullable=False))
    organization_size: str = Field(default="", sa_column=Column(String(10), nullable=False))
    organization_sector: str = Field(default="", sa_column=Column(String(20), nullable=False))
    target: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=text("''")))


class Answer(SQLModel, table=True):
    """The answer to one question: a level's id or ``unknown`` (empty while only a note is there), and what
    proves it. ``revision`` counts the changes, so that a second window can tell that it is behind."""

    __tablename__ = "answer"

    take_id: uuid.UUID = Field(
        sa_column=Column(Uuid, ForeignKey("take.id", ondelete="CASCADE"), primary_key=True)
    )
    question: str = Field(sa_column=Column(String(40), primary_key=True))
    level: str = Field(sa_column=Column(String(20), nullable=False))
    note: str = Field(sa_column=Column(String(NOTE_LENGTH), nullable=False))
    link: str = Field(sa_column=Column(String(LINK_LENGTH), nullable=False))
    revision: int = Field(nullable=False)
    saved_at: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class StartCount(SQLModel, table=True):
    """How many takes one address started in one hour, or mails it asked for; the address is kept only as a
    hash of both."""

    __tablename__ = "start_count"

    bucket: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    hour: int = Field(nullable=False, index=True)
    count: int = Field(nullable=False)


# The same tables for statements that need no objects, which is all of them.
take_table = SQLModel.metadata.tables["take"]
answer_table = SQLModel.metadata.tables["answer"]
start_count_table = SQLModel.metadata.tables["start_count"]
