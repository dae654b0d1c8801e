"""What the doctor looks at on a PostgreSQL server."""

from collections.abc import Iterable

from sqlalchemy import Connection, make_url, text

from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import contents_of, tables_of
from app.schema import metadata
from app.settings import Settings

OLDEST = 14
NEEDED = ("SELECT", "INSERT", "UPDATE", "DELETE")
ACKNOWLEDGED_EARLY = "An answer may be acknowledged and then lost when the power is cut"


def reached(connection: Connection) -> Iterable[Finding]:
    """The server's version, the database's encoding, and what is in it."""
    version = str(_show(connection, "server_version")).split(" ")[0]
    encoding = str(_show(connection, "server_encoding"))
    tables = tables_of(connection)
    holds = contents_of(connection) if {"take", "answer"} <= tables else "no tables yet"
    if encoding != "UTF8":
        mend = "Make one with createdb --encoding=UTF8 --template=template0, and restore a backup into it."
        yield fault(f"The database's encoding is {encoding}, which cannot hold every note.", mend)
    if int(version.split(".")[0]) < OLDEST:
        yield note(f"PostgreSQL {version} gets no more security updates.", "Move to a newer one.")
    if tables and "alembic_version" not in tables:
        yield fault("The database belongs to something else.", "Name another one in AI_INDEX_DATABASE.")
    yield ok(f"PostgreSQL {version}, {encoding}, {holds}.")


def can_write(connection: Connection) -> Iterable[Finding]:
    """Whether this user may do with every table what the site does."""
    user = connection.execute(text("SELECT current_user")).scalar_one()
    if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
        return [fault("The server is a standby, which only reads.", "Name the primary in AI_INDEX_DATABASE.")]
    lacking = [
        f"{privilege} on {table}"
        for table in sorted(tables_of(connection) & set(metadata.tables))
        for privilege in NEEDED
        if not connection.execute(
            text("SELECT has_table_privilege(quote_ident(:table), :privilege)"),
            {"table": table, "privilege": privilege},
        ).scalar_one()
    ]
    if lacking:
        grant = f"GRANT {', '.join(NEEDED)} ON ALL TABLES IN SCHEMA public TO {user};"
        return [fault(f"{user} lacks {', '.join(lacking[:3])}.", f"As the tables' owner: {grant}")]
    if not connection.execute(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")).scalar_one():
        return [note(f"{user} may make no table.", "Run ai-index migrate as a user who may.")]
    return [ok(f"{user} may write every table.")]


def is_whole(_connection: Connection) -> Iterable[Finding]:
    """The server checks its pages itself."""
    return [ok("Kept by the server (amcheck looks closer).")]


def is_durable(connection: Connection) -> Iterable[Finding]:
    """Whether a commit is on disk when the server says so."""
    names = ("fsync", "synchronous_commit", "full_page_writes")
    off = [name for name in names if _show(connection, name) == "off"]
    if off:
        mend = f"Set {', '.join(f'{name} = on' for name in off)} in postgresql.conf."
        return [fault(f"{ACKNOWLEDGED_EARLY}: {' and '.join(off)} off.", mend)]
    return [ok("A commit is on disk when the server has answered.")]


def is_private(connection: Connection, settings: Settings) -> Iterable[Finding]:
    """Whether what travels between here and a server elsewhere is sealed."""
    url = make_url(settings.database.get_secret_value())
    host = str(url.query.get("host", url.host) or "")
    near = host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"}
    sealed = connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar_one()
    if not (near or sealed):
        mend = "Add ?sslmode=verify-full to the address, once the server has a certificate."
        return [note(f"What is sent to {host} can be read on the way.", mend)]
    return [ok("Sealed by TLS." if sealed else "The server is on this machine.")]


def log_is_short(_connection: Connection) -> Iterable[Finding]:
    """The server keeps its log itself."""
    return [ok("Kept by the server.")]


def _show(connection: Connection, name: str) -> object:
    return connection.execute(text(f"SHOW {name}")).scalar_one()
