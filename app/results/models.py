"""The table of read-only links."""

import datetime
import uuid

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, Uuid, false
from sqlmodel import Column, Field, SQLModel

from app.columns import UtcDateTime


class Share(SQLModel, table=True):
    """A take's read-only link. Its key follows from the take's edit key and ``once``, so that the owner can
    be shown it again; here stand only its SHA-256 and that of its picture's name."""

    __tablename__ = "share"

    take_id: uuid.UUID = Field(
        sa_column=Column(Uuid, ForeignKey("take.id", ondelete="CASCADE"), primary_key=True)
    )
    key_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, unique=True))
    picture_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, unique=True))
    once: str = Field(sa_column=Column(String(22), nullable=False))
    shows_notes: bool = Field(sa_column=Column(Boolean, nullable=False))
    shows_roadmap: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    made_at: datetime.datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


share_table = SQLModel.metadata.tables["share"]
