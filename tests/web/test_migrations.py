"""The tables are what the models say, forwards and backwards, on both databases."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Engine, inspect, text

from app.migrations import is_current, known_revisions, migrate, migration_engine
from app.paths import MIGRATIONS
from app.schema import metadata
from app.settings import Settings
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import QUESTIONS, Visitor

REVISIONS = ("0001", "0002", "0003", "0004")


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


def test_each_file_is_named_by_its_revision() -> None:
    walked = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert known_revisions() == list(REVISIONS) == walked[::-1]


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


@pytest.fixture
def next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds one more migration, in a copy of the folder, with these lines as its way up."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "alembic")
    monkeypatch.setattr("app.migrations.MIGRATIONS", folder)

    def add(upgrade: str) -> None:
        (folder / "versions" / "9999_next.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '9999'\ndown_revision = '{REVISIONS[-1]}'\n"
            f"def upgrade():\n    {upgrade}\n"
        )

    return add


def test_a_migration_that_fails_half_way_leaves_what_was_there(
    empty: Settings, engine: Engine, next_one: Callable[[str], None]
) -> None:
    migrate(empty)
    before = tables(engine)
    next_one("op.create_table('new', sa.Column('id', sa.Integer())); raise RuntimeError('half way')")
    with pytest.raises(RuntimeError, match="half way"):
        migrate(empty)
    assert tables(engine) == before
    assert not is_current(empty)
    next_one("op.create_table('new', sa.Column('id', sa.Integer()))")
    migrate(empty)
    assert tables(engine) == before | {"new"}


async def test_a_table_that_is_rebuilt_keeps_what_refers_to_it(
    empty: Settings, engine: Engine, next_one: Callable[[str], None]
) -> None:
    migrate(empty)
    async with running(empty, Clock()) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        key = await visitor.start()
        await visitor.answer(key, QUESTIONS[0], "declared")
        next_one(
            "with op.batch_alter_table('take', recreate='auto') as table: "
            "table.alter_column('framework', type_=sa.String(80))"
        )
        migrate(empty)
        assert is_current(empty)
        window = await visitor.open(key, QUESTIONS[0])
        assert window.fields["level"] == "declared"
        await visitor.browser.post(visitor.path(key, "delete"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM answer")).scalar_one() == 0


def test_two_that_start_at_once_on_sqlite_migrate_once(tmp_path: Path) -> None:
    settings = Settings(database=SecretStr(f"sqlite:///{tmp_path / 'both.sqlite3'}"))
    with ThreadPoolExecutor(4) as starting:
        assert list(starting.map(migrate, [settings] * 4)) == [None] * 4
    assert is_current(settings)
