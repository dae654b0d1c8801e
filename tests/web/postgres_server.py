"""A PostgreSQL server of the tests' own: started once, reached by a socket in its folder, then removed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from app.migrations import migrate
from app.schema import metadata
from app.settings import Settings

OWNER = "ai_index"
SHARED = "shared"
# The same, to be copied: nobody may be connected to what is.
PATTERN = "pattern"
# Nothing here has to outlive the tests.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")


@dataclass(slots=True)
class PostgresServer:
    """A running server, with one migrated database that the tests share one after the other."""

    folder: Path
    _number: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """The address of the database ``name``, as the settings want it."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def emptied(self) -> str:
        """The address of the shared database, without a row. Its tables must stay as they are."""
        with psycopg.connect(self.url(SHARED)) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(f"DELETE FROM {table.name}".encode())
        return self.url(SHARED)

    @contextmanager
    def database(self, template: str = PATTERN) -> Iterator[str]:
        """The address of a database of one's own, like ``template`` (``template1`` has no tables)."""
        name = f"test_{next(self._number)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run a statement outside of every test database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def make_shared(self) -> None:
        """Make the shared database, by the migrations, and its pattern."""
        self.run(f"CREATE DATABASE {SHARED} TEMPLATE template1")
        migrate(Settings(database=SecretStr(self.url(SHARED))))
        self.run(f"CREATE DATABASE {PATTERN} TEMPLATE {SHARED}")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A new server, stopped and removed at the end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="ai-index-", dir="/tmp"))
    server = PostgresServer(folder)
    data = folder / "data"
    try:
        _hand_over(folder)
        _run(programs / "initdb", f"--pgdata={data}", f"--username={OWNER}", *_INITDB)
        settings = (*FAST, "listen_addresses=", f"unix_socket_directories={folder}")
        options = " ".join(f"-c {setting}" for setting in settings)
        _run(programs / "pg_ctl", "start", "-w", f"-D{data}", f"-l{folder / 'log'}", f"-o{options}")
        try:
            server.make_shared()
            yield server
        finally:
            _run(programs / "pg_ctl", "stop", "-w", f"-D{data}", "-mimmediate")
    finally:
        shutil.rmtree(folder)


_INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")


def _programs() -> Path:
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if on_path is None and not installed:
        pytest.exit("A PostgreSQL server is missing: apt-get install postgresql (or put initdb on PATH)", 2)
    return Path(on_path or installed[-1]).resolve().parent


def _version(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdecimal() else 0


def _hand_over(folder: Path) -> None:
    if user := _unprivileged_user():
        os.chown(folder, user.pw_uid, user.pw_gid)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom the server runs as, because it refuses to run as root; ``None``: as whoever runs the tests."""
    if os.getuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(program: Path, *arguments: str) -> None:
    user = _unprivileged_user()
    subprocess.run(
        [program, *arguments],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
