"""Dump a PostgreSQL database to a file and read it back, by PostgreSQL's own programs."""

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url

from app.operating.findings import masked
from app.operating.looking import counted
from app.settings import Settings

ARCHIVE = b"PGDMP"
INSTALL = "install it (apt-get install postgresql-client), in the server's version or a newer one"


class ProgramError(RuntimeError):
    """A program of PostgreSQL is missing or has failed; the message says why, on one line."""


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump holds: the rows of each table, and the revision of the tables."""

    rows: Mapping[str, int]
    revision: str

    @property
    def contents(self) -> str:
        """How much is in it."""
        return f"{counted(self.rows['take'], 'take')}, {counted(self.rows['answer'], 'answer')}"


def is_dump(path: Path) -> bool:
    """Whether a file begins as a dump does. Raises ``OSError`` where it cannot be read."""
    with path.open("rb") as opened:
        return opened.read(len(ARCHIVE)) == ARCHIVE


def dump(settings: Settings, part: Path) -> Dump:
    """Dump the database as it is now into an empty file, and read that again. Raises ``ProgramError``."""
    _run(settings, "pg_dump", "--format=custom", f"--file={part}", "--no-password", _address(settings))
    return read_dump(settings, part)


def read_dump(settings: Settings, path: Path) -> Dump:
    """What a dump holds, read to its end. Raises ``ProgramError`` where that fails or it is another's."""
    rows: Counter[str] = Counter()
    revision, table = "", ""
    for line in _lines(settings, "pg_restore", "--data-only", "--file=-", str(path)):
        if line.startswith("COPY "):
            table = line.split(" ")[1].rpartition(".")[2]
            rows[table] = 0
        elif line == "\\.":
            table = ""
        elif table:
            rows[table] += 1
            revision = line if table == "alembic_version" else revision
    if not revision or not {"take", "answer"} <= rows.keys():
        raise ProgramError(f"{path} is no backup of AI Index.")
    return Dump(rows, revision)


def load_dump(settings: Settings, path: Path) -> None:
    """Put what a dump holds into the settings' database, all or nothing. Raises ``ProgramError``."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")
    _run(settings, "pg_restore", *options, f"--dbname={_address(settings)}", str(path))


def _run(settings: Settings, name: str, *arguments: str) -> None:
    for _ in _lines(settings, name, *arguments):
        pass


def _lines(settings: Settings, name: str, *arguments: str) -> Iterator[str]:
    """What a program prints. The password goes by the environment: arguments are for all to see."""
    program = shutil.which(name)
    if program is None:
        raise ProgramError(f"{name} is missing: {INSTALL}.")
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603
            [program, *arguments],
            env=os.environ | _password(settings) | {"LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process:
            assert process.stdout is not None
            yield from (line.decode(errors="replace").removesuffix("\n") for line in process.stdout)
        if process.returncode:
            complaints.seek(0)
            said = _worst(complaints.read().decode(errors="replace"), settings)
            raise ProgramError(f"{name} failed: {said.rstrip('.')}.")


def _worst(said: str, settings: Settings) -> str:
    """The line that tells most, without a secret."""
    lines = [line for line in said.splitlines() if line.strip()] or ["it did not say why"]
    chosen = next((line for line in lines if "error: " in line), lines[0])
    return masked(chosen.partition("error: ")[2] or chosen, settings)


def _url(settings: Settings) -> URL:
    return make_url(settings.database.get_secret_value())


def _address(settings: Settings) -> str:
    """The database's address without its password."""
    url = _url(settings)
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return bare.difference_update_query(["password"]).render_as_string()


def _password(settings: Settings) -> dict[str, str]:
    url = _url(settings)
    password = str(url.password or "") or str(url.query.get("password", ""))
    return {"PGPASSWORD": password} if password else {}
