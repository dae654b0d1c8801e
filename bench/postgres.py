"""A PostgreSQL server of our own for one measurement, in a folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.servers import free_port

SETTINGS = (
    "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=60"
)


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """The address of an empty, durable database until the block ends; ``None`` without the programs."""
    programs = _programs()
    user = _user()
    if programs is None or (os.geteuid() == 0 and user is None):
        yield None
        return
    home, port = folder / "postgres", free_port()
    home.mkdir()
    if user is not None:
        shutil.chown(home, user)
    data = str(home / "data")
    options = SETTINGS.format(port=port, folder=home)
    _run(programs / "initdb", ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"], user, home)
    control = programs / "pg_ctl"
    log = str(home / "log")
    _run(control, ["-D", data, "-w", "-l", log, "-o", options, "start"], user, home)
    try:
        yield f"postgresql://bench@127.0.0.1:{port}/postgres"
    finally:
        _run(control, ["-D", data, "-w", "-m", "immediate", "stop"], user, home)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next((path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)


def _user() -> str | None:
    """The user to run the server as where we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


def _run(program: Path, arguments: list[str], user: str | None, folder: Path) -> None:
    subprocess.run(
        [str(program), *arguments], user=user, cwd=folder, stdout=subprocess.DEVNULL, check=True, timeout=60
    )
