"""The tables of what a person chose for a take's roadmap; the plan itself is always computed."""

import datetime
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Uuid
from sqlmodel import Column, Field, SQLModel

STEP_LENGTH = 64
OWNER_LENGTH = 120
REASON_LENGTH = 200


class Roadmap(SQLModel, table=True):
    """The choices for the whole roadmap. ``capacity`` counts hundredths of a person-day a quarter;
    ``targets`` holds ``property=level`` with commas, empty while the take's own target holds for all."""

    __tablename__ = "roadmap"

    take_id: uuid.UUID = Field(
        sa_column=Column(Uuid, ForeignKey("take.id", ondelete="CASCADE"), primary_key=True)
    )
    size: str = Field(sa_column=Column(String(10), nullable=False))
    capacity: int = Field(sa_column=Column(Integer, nullable=False))
    quarters: int = Field(sa_column=Column(Integer, nullable=False))
    starts_on: datetime.date = Field(sa_column=Column(Date, nullable=False))
    strategy: str = Field(sa_column=Column(String(20), nullable=False))
    targets: str = Field(sa_column=Column(String(400), nullable=False))


class RoadmapStep(SQLModel, table=True):
    """The choices for one step: who does it, its effort in hundredths of a person-day and its quarter where
    they are not the planner's, whether it is done, and why it is left out."""

    __tablename__ = "roadmap_step"

    take_id: uuid.UUID = Field(
        sa_column=Column(Uuid, ForeignKey("take.id", ondelete="CASCADE"), primary_key=True)
    )
    step: str = Field(sa_column=Column(String(STEP_LENGTH), primary_key=True))
    owner: str = Field(sa_column=Column(String(OWNER_LENGTH), nullable=False))
    effort: int | None = Field(sa_column=Column(Integer, nullable=True))
    quarter: int | None = Field(sa_column=Column(Integer, nullable=True))
    is_done: bool = Field(sa_column=Column(Boolean, nullable=False))
    is_left_out: bool = Field(sa_column=Column(Boolean, nullable=False))
    reason: str = Field(sa_column=Column(String(REASON_LENGTH), nullable=False))


roadmap_table = SQLModel.metadata.tables["roadmap"]
roadmap_step_table = SQLModel.metadata.tables["roadmap_step"]
