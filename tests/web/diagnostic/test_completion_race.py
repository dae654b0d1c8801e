"""On PostgreSQL, where many processes write: an answer lands before completion, or it is refused."""

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.diagnostic import service
from app.diagnostic.service import TakeCompletedError, TakeNotFoundError
from app.diagnostic.takes import Organization, SavedAnswer
from app.keys import key_hash
from app.migrations import migration_engine
from app.settings import Settings
from questions.packs import CURRENT
from tests.web.visitor import QUESTIONS

NOW = datetime.datetime(2026, 3, 9, 14, 30, tzinfo=datetime.UTC)
YEAR = datetime.timedelta(days=365)
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """The database, for sessions that stand in each other's way."""
    engine = migration_engine(Settings(database=SecretStr(postgres_url)))
    yield engine
    engine.dispose()


@pytest.fixture
def take(engine: Engine) -> bytes:
    """The key hash of a take in which every question but the last is answered."""
    with Session(engine) as session, session.begin():
        key = service.start(session, framework=CURRENT, language="en", now=NOW, keep=YEAR)
        for question in QUESTIONS[:-1]:
            service.save(session, key_hash(key), question, SavedAnswer("declared"), NOW)
    return key_hash(key)


def save(session: Session, take: bytes) -> object:
    """Answer the last question."""
    return service.save(session, take, QUESTIONS[-1], SavedAnswer("measured"), NOW)


def complete(session: Session, take: bytes) -> object:
    """Complete the take; the questions that are missing."""
    return service.complete(session, take, QUESTIONS, Organization(), NOW, YEAR)


def erase(session: Session, take: bytes) -> object:
    """Delete the take."""
    return service.erase(session, take, NOW)


@contextmanager
def overtaken(
    engine: Engine, first: Callable[[Session], object], second: Callable[[Session], object]
) -> Iterator[Future[object]]:
    """``second``, begun after ``first`` was run and before it is committed."""

    def run_second() -> object:
        with Session(engine) as session, session.begin():
            return second(session)

    with ThreadPoolExecutor(1) as other, engine.connect() as looking:
        with Session(engine) as session, session.begin():
            first(session)
            outcome = other.submit(run_second)
            while not outcome.done() and not looking.execute(WAITING).scalar_one():
                looking.rollback()
            assert not outcome.done()
        yield outcome


def test_an_answer_that_is_on_its_way_counts_in_the_completion_that_follows(
    engine: Engine, take: bytes
) -> None:
    with overtaken(engine, lambda s: save(s, take), lambda s: complete(s, take)) as missing:
        assert missing.result() == ()


def test_an_answer_that_arrives_during_completion_is_refused(engine: Engine, take: bytes) -> None:
    with Session(engine) as session, session.begin():
        save(session, take)
    with (
        overtaken(engine, lambda s: complete(s, take), lambda s: save(s, take)) as saved,
        pytest.raises(TakeCompletedError),
    ):
        saved.result()


def test_an_answer_that_arrives_during_deletion_finds_no_take(engine: Engine, take: bytes) -> None:
    with (
        overtaken(engine, lambda s: erase(s, take), lambda s: save(s, take)) as saved,
        pytest.raises(TakeNotFoundError),
    ):
        saved.result()


def test_an_answer_that_is_on_its_way_is_deleted_too(engine: Engine, take: bytes) -> None:
    with overtaken(engine, lambda s: save(s, take), lambda s: erase(s, take)) as erased:
        assert erased.result() == len(QUESTIONS)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM answer")).scalar_one() == 0


def test_of_two_completions_the_first_one_counts(engine: Engine, take: bytes) -> None:
    with Session(engine) as session, session.begin():
        save(session, take)
    with overtaken(engine, lambda s: complete(s, take), lambda s: complete(s, take)) as second:
        assert second.result() == ()
