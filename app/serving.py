"""Run the site with uvicorn."""

import asyncio
import gc
from functools import partial
from typing import Literal

import uvicorn

from app.aside import aside
from app.logs import set_up_logs
from app.main import create_app
from app.migrations import is_current, migrate
from app.reasons import reason
from app.settings import Settings

try:
    import resource
except ImportError:  # it is there on Unix alone
    resource = None  # type: ignore[assignment]

HTTP: type[asyncio.Protocol] | Literal["auto"] = "auto"
try:
    from app.protocol import BoundedProtocol
except ImportError:  # without httptools uvicorn's other parser serves, which has a limit of its own
    pass
else:
    HTTP = BoundedProtocol

# Open files that the database, the log and the answer "too many connections" itself need.
SPARED_FILES = 64


class StartError(RuntimeError):
    """The site cannot start; the message says what to do."""


def serve(settings: Settings) -> None:
    """Serve until stopped. SQLite is migrated first; PostgreSQL must be. Raises ``StartError``."""
    prepare(settings)
    set_up_logs(settings)
    app = create_app(settings)
    spare_the_collector()
    print(f"AI Index: {settings.local_address}", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="error",
        server_header=False,
        http=HTTP,
        ws="none",
        limit_concurrency=most_connections(),
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )


def most_connections() -> int | None:
    """As many as this process may open files, with some to spare; ``None`` where nothing limits them."""
    if resource is None:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else max(SPARED_FILES, soft - SPARED_FILES)


def spare_the_collector() -> None:
    """Have the garbage collector pass over what start-up made, and look less often at what is short-lived.

    At its defaults it takes a fifth of the event loop's time under load, in pauses that answers wait for.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def prepare(settings: Settings) -> None:
    """Bring a SQLite file to this version; refuse a PostgreSQL schema of another. Raises ``StartError``."""
    try:
        if settings.sqlite_path is not None:
            aside(partial(migrate, settings))
        elif not is_current(settings):
            raise StartError("The database is not at this version: run ai-index migrate first.")
    except StartError:
        raise
    except Exception as error:
        raise StartError(f"AI_INDEX_DATABASE: cannot be used: {reason(error)}") from None
