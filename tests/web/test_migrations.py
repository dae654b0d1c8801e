"""The tables are what the models say, forwards and backwards, on both databases."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Engine, inspect, text

from app.migrations import is_current, migrate, migrate_connection, migration_engine
from app.schema import metadata
from app.settings import Settings

REVISIONS = ("0001",)


@pytest.fixture
def empty(empty_database_url: str) -> Settings:
    """Settings over a database without tables."""
    return Settings(database=SecretStr(empty_database_url))


@pytest.fixture
def engine(empty: Settings) -> Iterator[Engine]:
    """That database."""
    engine = migration_engine(empty)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    """The tables that there are."""
    return set(inspect(engine).get_table_names())


def test_the_migrations_make_what_the_models_say_and_nothing_else(empty: Settings, engine: Engine) -> None:
    migrate(empty)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    assert tables(engine) == {*metadata.tables, "alembic_version"}


def test_they_run_down_to_nothing_and_up_again(empty: Settings, engine: Engine) -> None:
    for _ in range(2):
        migrate(empty)
        assert tables(engine) == {*metadata.tables, "alembic_version"}
        migrate(empty, "base")
        assert tables(engine) == {"alembic_version"}
        assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_each_step_can_be_taken_alone_both_ways(empty: Settings, engine: Engine) -> None:
    for revision in (*REVISIONS, *reversed(REVISIONS[:-1])):
        migrate(empty, revision)
        with engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == revision


def test_migrating_again_changes_nothing_and_keeps_every_row(empty: Settings, engine: Engine) -> None:
    migrate(empty)
    insert = text("INSERT INTO start_count (bucket, hour, count) VALUES (:bucket, 1, 2)")
    with engine.begin() as connection:
        connection.execute(insert, {"bucket": bytes(16)})
    migrate(empty)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count FROM start_count")).scalars().all() == [2]


def test_a_database_without_tables_is_not_current(empty: Settings) -> None:
    assert not is_current(empty)


def test_a_migration_that_fails_leaves_what_was_there(empty: Settings, engine: Engine) -> None:
    migrate(empty)
    before = tables(engine)
    with engine.connect() as connection, pytest.raises(Exception, match="nowhere"):
        migrate_connection(connection, "nowhere")
    assert tables(engine) == before
    assert is_current(empty)
