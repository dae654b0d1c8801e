"""What can be done with a take's roadmap: plain functions of a session."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Table, delete, select, update
from sqlmodel import Session

from app.diagnostic import service as takes
from app.diagnostic.models import take_table
from app.diagnostic.saving import upsert_into
from app.diagnostic.takes import TakeState
from app.planning.choices import Choices, StepChoice, usual_choices
from app.planning.models import roadmap_step_table, roadmap_table
from scoring.wishes import A_DAY, hundredths


def read_with_choices(session: Session, hashed: bytes, now: datetime.datetime) -> tuple[TakeState, Choices]:
    """The take of that key, and the choices for its roadmap. Raises ``TakeNotFoundError``."""
    take = takes.read(session, hashed, now)
    return take, choices_of(session, take, now.date())


def choices_of(session: Session, take: TakeState, today: datetime.date) -> Choices:
    """The choices for a take's roadmap; the usual ones where nothing is chosen."""
    row = session.execute(select(roadmap_table).where(roadmap_table.c.take_id == take.id)).mappings().first()
    choices = usual_choices(take, today)
    if row is not None:
        pairs = (pair.split("=") for pair in row["targets"].split(",") if pair)
        choices = Choices(
            size=row["size"],
            capacity_days=row["capacity"] / A_DAY,
            quarters=row["quarters"],
            starts_on=row["starts_on"],
            strategy=row["strategy"],
            targets=dict(pairs),
        )
    found = session.execute(
        select(roadmap_step_table).where(roadmap_step_table.c.take_id == take.id)
    ).mappings()
    steps = {
        each["step"]: StepChoice(
            owner=each["owner"],
            effort=None if each["effort"] is None else each["effort"] / A_DAY,
            quarter=each["quarter"],
            is_done=each["is_done"],
            is_left_out=each["is_left_out"],
            reason=each["reason"],
        )
        for each in found
    }
    return replace(choices, steps=steps)


def save_choices(session: Session, take_id: uuid.UUID, choices: Choices, target: str = "") -> None:
    """Keep the choices for the whole roadmap, and with them the take's ``target`` unless it is empty; those
    for single steps stay as they are."""
    if target:
        session.execute(update(take_table).where(take_table.c.id == take_id).values(target=target))
    values = {
        "size": choices.size,
        "capacity": hundredths(choices.capacity_days),
        "quarters": choices.quarters,
        "starts_on": choices.starts_on,
        "strategy": choices.strategy,
        "targets": ",".join(f"{key}={level}" for key, level in choices.targets.items()),
    }
    _upsert(session, roadmap_table, {"take_id": take_id}, values)


def save_step(session: Session, take_id: uuid.UUID, step: str, choice: StepChoice) -> None:
    """Keep the choices for one step; empty ones leave nothing behind."""
    if choice == StepChoice():
        table = roadmap_step_table
        session.execute(delete(table).where(table.c.take_id == take_id, table.c.step == step))
        return
    values = {
        "owner": choice.owner,
        "effort": None if choice.effort is None else hundredths(choice.effort),
        "quarter": choice.quarter,
        "is_done": choice.is_done,
        "is_left_out": choice.is_left_out,
        "reason": choice.reason,
    }
    _upsert(session, roadmap_step_table, {"take_id": take_id, "step": step}, values)


def _upsert(session: Session, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
    statement = upsert_into(session, table).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
