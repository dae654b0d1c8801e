"""Structured logs: one event a line, to standard output."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import orjson

from app.settings import Settings

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger


@contextmanager
def _as_if_missing(module: str) -> Iterator[None]:
    there = sys.modules.pop(module, None)
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
        if there is not None:
            sys.modules[module] = there


# Where structlog finds rich, it loads it for tracebacks that are never shown here: 4 MB, a tenth of a start.
with _as_if_missing("rich"):
    import structlog

log = structlog.get_logger("ai_index")


def set_up_logs(settings: Settings) -> None:
    """Send every log line through structlog, in the settings' format and from its level."""
    level = getattr(logging, settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _named_frames_only,
            structlog.processors.JSONRenderer(serializer=_json)
            if settings.log_format == "json"
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        # Its warnings are about malformed requests, a line for each that anybody sends.
        logging.getLogger(name).setLevel(logging.ERROR)


def _named_frames_only(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """An error as where it happened, without its message or variables, which may hold answers or keys."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        event["where"] = frames[-8:]
    return event


def _json(event: "EventDict", **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()
