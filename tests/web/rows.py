"""What stands in the tables, read beside the app."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.keys import key_hash
from app.migrations import migration_engine
from app.schema import metadata
from app.settings import Settings

Row = Mapping[str, Any]


class Rows:
    """The rows of a test's database."""

    def __init__(self, settings: Settings) -> None:
        self._engine = migration_engine(settings)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def of(self, table: str) -> list[Row]:
        """Every row of ``table``, in the order of its key."""
        chosen = metadata.tables[table]
        with self._engine.connect() as connection:
            found = connection.execute(select(chosen).order_by(*chosen.primary_key.columns))
            return [dict(row) for row in found.mappings()]

    def everything(self) -> dict[str, list[Row]]:
        """Every row of every table."""
        return {name: self.of(name) for name in metadata.tables}

    def count(self, table: str) -> int:
        """How many rows ``table`` has."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()

    def take(self, key: str) -> Row:
        """The take that ``key`` opens."""
        return next(row for row in self.of("take") if row["edit_key_hash"] == key_hash(key))

    def answers(self, key: str) -> dict[str, Row]:
        """The answers of the take that ``key`` opens, by question."""
        take_id = self.take(key)["id"]
        return {row["question"]: row for row in self.of("answer") if row["take_id"] == take_id}
