"""Takes to measure with: written straight into a migrated database, asked for in many orders."""

import datetime
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import Connection, func, insert, select

from app.diagnostic.models import answer_table, take_table
from app.keys import key_hash, new_key
from app.migrations import migrate, migration_engine
from app.settings import Settings
from bench.load import Call
from questions.packs import CURRENT, load

FRAMEWORK = load(CURRENT).framework
QUESTIONS = FRAMEWORK.question_ids
CHOICES = (*FRAMEWORK.level_scores, "unknown")
KEEP = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SeededTake:
    """A take that the database holds, its key, and its answers so far."""

    key: str
    levels: dict[str, str] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()

    def address(self, question: str) -> str:
        """The address of one of its question pages."""
        return f"/en/takes/{self.key}/questions/{question}"


def empty_takes(count: int) -> list[SeededTake]:
    """Takes that nobody has answered yet."""
    return [SeededTake(new_key()) for _ in range(count)]


def begun_takes(count: int, chance: random.Random, *, with_notes: bool) -> list[SeededTake]:
    """Takes answered up to somewhere, as people do it; each answer with a note of its own, or none."""
    takes = []
    for place in range(count):
        levels = {question: chance.choice(CHOICES) for question in QUESTIONS[: place % (len(QUESTIONS) + 1)]}
        takes.append(SeededTake(new_key(), levels, frozenset(levels) if with_notes else frozenset()))
    return takes


def scattered_takes(count: int, chance: random.Random) -> list[SeededTake]:
    """Takes answered here and there: as good as no two question pages of them are alike."""
    return [
        SeededTake(new_key(), {q: chance.choice(CHOICES) for q in chance.sample(QUESTIONS, 6)})
        for _ in range(count)
    ]


def seed(settings: Settings, takes: Iterable[SeededTake]) -> None:
    """Migrate the database and write the takes into it, in one transaction."""
    migrate(settings)
    engine = migration_engine(settings)
    with engine.connect() as connection:
        if settings.sqlite_path is not None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _write(connection, list(takes))
        if settings.sqlite_path is not None:
            connection.exec_driver_sql("COMMIT")
        connection.commit()
    engine.dispose()


def _write(connection: Connection, takes: list[SeededTake]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    fixed = {"framework": CURRENT, "language": "en", "started_at": now, "expires_at": now + KEEP}
    fixed |= dict.fromkeys(("organization_name", "organization_size", "organization_sector"), "")
    ids = [uuid.uuid4() for _ in takes]
    connection.execute(
        insert(take_table),
        [
            fixed | {"id": take_id, "edit_key_hash": key_hash(take.key)}
            for take_id, take in zip(ids, takes, strict=True)
        ],
    )
    answers = [
        {
            "take_id": take_id,
            "question": question,
            "level": level,
            "note": f"Minutes of {take_id}" if question in take.noted else "",
            "link": "",
            "revision": 1,
            "saved_at": now,
        }
        for take_id, take in zip(ids, takes, strict=True)
        for question, level in take.levels.items()
    ]
    if answers:
        connection.execute(insert(answer_table), answers)


def answers_kept(settings: Settings) -> int:
    """How many answers the database holds."""
    engine = migration_engine(settings)
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(answer_table)).scalar_one()
    engine.dispose()
    return int(count)


def saves(takes: Sequence[SeededTake], connections: int, chance: random.Random) -> list[list[Call]]:
    """Every question of every take answered once, the takes dealt out to the connections.

    A take's answers follow each other; connections begin at different questions of their take.
    """
    lanes: list[list[Call]] = [[] for _ in range(connections)]
    for place, take in enumerate(takes):
        turn = place % len(QUESTIONS)
        for question in QUESTIONS[turn:] + QUESTIONS[:turn]:
            fields = {"level": chance.choice(CHOICES), "note": "", "link": "", "seen": "0", "action": "save"}
            lanes[place % connections].append(Call(take.address(question), urlencode(fields), True))
    return lanes


def dealt(calls: Sequence[Call], connections: int) -> list[list[Call]]:
    """The calls dealt out to the connections."""
    return [list(calls[lane::connections]) for lane in range(connections)]
