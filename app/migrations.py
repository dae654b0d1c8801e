"""Bring the database's tables to the version of this code, or say how far they are."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from app.database import sqlalchemy_url
from app.paths import MIGRATIONS
from app.settings import Settings
from app.sqlite_file import make_private, sqlite_engine

if TYPE_CHECKING:
    from alembic.config import Config


def migration_engine(settings: Settings) -> Engine:
    """A plain engine for migrations; the SQLite file and its folder are made where they are missing."""
    url = sqlalchemy_url(settings)
    if settings.sqlite_path is None:
        return create_engine(url)
    make_private(settings.sqlite_path)
    return sqlite_engine(url)


def migrate(settings: Settings, revision: str = "head") -> None:
    """Run the migrations up or down to ``revision`` (``head`` newest, ``base`` none)."""
    engine = migration_engine(settings)
    try:
        with engine.connect() as connection:
            if settings.sqlite_path is not None:
                _begin_on_sqlite(connection)
            migrate_connection(connection, revision)
            connection.commit()
    finally:
        engine.dispose()


def _begin_on_sqlite(connection: Connection) -> None:
    """All or nothing, and one process at a time. Without foreign keys, because a table that is rebuilt is
    dropped on the way, which would delete what refers to it."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate_connection(connection: Connection, revision: str) -> None:
    """Run the migrations up or down to ``revision`` on an open connection. A server that starts on tables of
    its own version never loads Alembic."""
    current = revision_of(connection)
    if revision == "head" and current == known_revisions()[-1]:
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(connection)
    script = ScriptDirectory.from_config(config)
    down = revision == "base" or (
        current is not None
        and revision != "head"
        and revision in {s.revision for s in script.iterate_revisions(current, "base")}
    )
    (command.downgrade if down else command.upgrade)(config, revision)


def is_current(settings: Settings) -> bool:
    """Whether the tables are of this code's version."""
    engine = migration_engine(settings)
    try:
        with engine.connect() as connection:
            return revision_of(connection) == known_revisions()[-1]
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables are at; ``None`` where they were never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def known_revisions() -> list[str]:
    """Every revision that this code knows, the oldest first: each begins the name of its file."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
