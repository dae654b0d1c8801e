"""Look at everything that the site needs, one small check for each fact. Nothing is changed by looking."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.operating import (
    content_checks,
    machine_checks,
    mail_checks,
    postgres_checks,
    settings_checks,
    sqlite_checks,
)
from app.operating.findings import Finding, fault, masked, note
from app.operating.looking import looking_into, why
from app.settings import Settings, SettingsError
from questions.packs import versions

Found = Iterable[Finding]
Look = Callable[[], Found]
CLOSED = "Not looked at: there is no database to read."
RIGHTS = "Name another file in AI_INDEX_DATABASE, or run ai-index as the user of the server."
REACH = "Start the server, and look at host, name, user and password in AI_INDEX_DATABASE."


def examine(settings: Settings | SettingsError, now: datetime.datetime) -> Iterator[tuple[str, Finding]]:
    """Every finding with the name of its check. With settings that cannot be used, what needs none is
    looked at all the same."""
    if isinstance(settings, SettingsError):
        for line in str(settings).splitlines():
            yield "settings", fault(f"{line}.", "Set it so, or unset it (docs/operating.md).")
        yield from _each(WITHOUT_SETTINGS)
        return
    for name, finding in _each(checks(settings, now)):
        found, mend = masked(finding.found, settings), masked(finding.mend, settings)
        yield name, Finding(finding.status, found, mend)


def checks(settings: Settings, now: datetime.datetime) -> dict[str, Look]:
    """Every check by its name, in the order in which they are told."""
    into = partial(_into, settings)
    return {
        "settings": partial(settings_checks.set_up, settings),
        "address": partial(settings_checks.address, settings),
        **(_on_postgres(settings) if settings.sqlite_path is None else _on_sqlite(settings)),
        "migrations": partial(into, content_checks.migrations),
        "frameworks": partial(_frameworks, settings),
        "expired": partial(into, partial(content_checks.expired, now=now)),
        "secret": partial(mail_checks.secret, settings),
        "mail": partial(_mail, settings),
        "fonts": content_checks.fonts,
        "disk": partial(machine_checks.disk, settings),
        "clock": partial(_clock, settings, now),
        "open-files": machine_checks.open_files,
    }


WITHOUT_SETTINGS: dict[str, Look] = {
    "frameworks": content_checks.packs,
    "fonts": content_checks.fonts,
    "open-files": machine_checks.open_files,
}


def _on_sqlite(settings: Settings) -> dict[str, Look]:
    path = settings.sqlite_path
    assert path is not None
    return {
        "database": partial(sqlite_checks.reached, path),
        "writing": partial(sqlite_checks.can_write, path),
        "integrity": partial(sqlite_checks.is_whole, path),
        "durability": partial(sqlite_checks.is_durable, path),
        "privacy": partial(sqlite_checks.is_private, path),
        "log": partial(sqlite_checks.log_is_short, path),
    }


def _on_postgres(settings: Settings) -> dict[str, Look]:
    into = partial(_into, settings)
    return {
        "database": partial(_reached, settings),
        "writing": partial(into, postgres_checks.can_write),
        "integrity": partial(into, postgres_checks.is_whole),
        "durability": partial(into, postgres_checks.is_durable),
        "privacy": partial(into, partial(postgres_checks.is_private, settings=settings)),
        "log": partial(into, postgres_checks.log_is_short),
    }


def _each(looks: dict[str, Look]) -> Iterator[tuple[str, Finding]]:
    for name, look in looks.items():
        try:
            found = list(look())
        except OSError as error:
            found = [fault(f"{error.filename}: {error.strerror}.", RIGHTS)]
        yield from ((name, finding) for finding in found)


def _into(settings: Settings, look: Callable[[Connection], Found]) -> Found:
    """What a check finds in the database; that it found no way in is said once, by the first check."""
    try:
        with looking_into(settings) as connection:
            return list(look(connection))
    except SQLAlchemyError:
        return [note(CLOSED)]


def _reached(settings: Settings) -> Found:
    try:
        with looking_into(settings) as connection:
            return list(postgres_checks.reached(connection))
    except SQLAlchemyError as error:
        return [fault(f"The server does not let us in: {why(error)}.", REACH)]


def _clock(settings: Settings, now: datetime.datetime) -> Found:
    try:
        with looking_into(settings) as connection:
            return list(machine_checks.clock(now, connection))
    except SQLAlchemyError:
        return list(machine_checks.clock(now))


def _mail(settings: Settings) -> Found:
    yield from mail_checks.way(settings)
    in_outbox = partial(mail_checks.outbox, settings)
    yield from (finding for finding in _into(settings, in_outbox) if finding.found != CLOSED)


def _frameworks(settings: Settings) -> Found:
    yield from content_checks.packs()
    of_takes = partial(content_checks.frameworks_of_takes, known=versions())
    yield from (finding for finding in _into(settings, of_takes) if finding.status == "fault")
