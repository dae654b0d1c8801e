"""What went wrong, as a page in the person's language: what happened, what was kept, what to do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Scope

from app.api.problems import ProblemError, is_for_programs, problem_of
from app.diagnostic.service import TakeCompletedError, TakeNotFoundError, TooManyStartsError
from app.diagnostic.takes import TakeUnfinishedError
from app.gate import RefusedError
from app.languages import LANGUAGES, Language, preferred
from app.logs import log
from app.mail.outbox import MailOffError
from app.results.sharing import ShareNotFoundError
from app.site import FormError, Site, see_other
from app.typesetting import BusyError
from app.web import PRIVATE, wants_fragment

Handler = Callable[[Request, Exception], Awaitable[Response]]


class QuestionNotFoundError(LookupError):
    """A question that the framework version does not have."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as people see it: its status, and the name of its words in the template."""

    status: int
    words: str


FAULTS: dict[type[Exception], Fault] = {
    TakeNotFoundError: Fault(404, "take"),
    ShareNotFoundError: Fault(404, "share"),
    QuestionNotFoundError: Fault(404, "page"),
    TakeCompletedError: Fault(409, "completed"),
    TooManyStartsError: Fault(429, "pace"),
    FormError: Fault(400, "form"),
    MailOffError: Fault(404, "mail"),
    BusyError: Fault(503, "busy"),
}
AGAIN_AFTER = {429: "60", 503: "10"}  # seconds
GONE = 499  # for the log alone: whoever would get it hung up
BY_STATUS = {404: "page", 405: "page", 403: "site", 413: "size", 414: "page", 429: "pace"}


def add_handlers(app: Starlette, site: Site) -> None:
    """Answer every exception that a route raises: people with a page, programs with a problem."""
    for kind, fault in FAULTS.items():
        app.add_exception_handler(kind, _handler(site, fault))

    async def problem(_request: Request, error: Exception) -> Response:
        return problem_of(error).response

    async def unfinished(request: Request, error: Exception) -> Response:
        if is_for_programs(request.url.path):
            return problem_of(error).response
        where = request.path_params
        return see_other(f"/{where['language']}/takes/{where['key']}/review")

    async def by_status(request: Request, error: Exception) -> Response:
        if is_for_programs(request.url.path):
            return problem_of(error).response
        if isinstance(error, HTTPException):
            return page(site, request, _fault(error.status_code), error.headers)
        return page(site, request, _fault(error.status if isinstance(error, RefusedError) else 500))

    async def gone(_request: Request, _error: Exception) -> Response:
        return Response(status_code=GONE)

    async def unexpected(request: Request, error: Exception) -> Response:
        # What programs ask for passes two of these layers.
        if request.scope.get("logged_error") is not error:
            log.error("unexpected error", kind=type(error).__name__, exc_info=error)
        request.scope["logged_error"] = error
        if is_for_programs(request.url.path):
            return problem_of(error).response
        return page(site, request, Fault(500, "unexpected"))

    app.add_exception_handler(ProblemError, problem)
    app.add_exception_handler(TakeUnfinishedError, unfinished)
    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RefusedError, by_status)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(Exception, unexpected)


def refusal(site: Site) -> Callable[[Scope, RefusedError], Response]:
    """The page, or the problem, for a request that the gate does not let in."""

    def refuse(scope: Scope, error: RefusedError) -> Response:
        if is_for_programs(scope["path"]):
            return problem_of(error).response
        return page(site, Request(scope), _fault(error.status))

    return refuse


def page(
    site: Site, request: Request, fault: Fault, more_headers: Mapping[str, str] | None = None
) -> Response:
    """The page of ``fault``, in the language that is asked for, else of the address, else of the browser."""
    template = "_error.html" if wants_fragment(request) else "error.html"
    headers = PRIVATE | (
        {"HX-Retarget": "#main", "HX-Reswap": "innerHTML"} if wants_fragment(request) else {}
    )
    if fault.status in AGAIN_AFTER:
        headers |= {"Retry-After": AGAIN_AFTER[fault.status]}
    headers |= more_headers or {}
    drawn = site.pages.render(_language(request), f"pages/errors/{template}", {"fault": fault})
    return drawn.response(request, fault.status, headers)


def _fault(status: int) -> Fault:
    return Fault(status, BY_STATUS.get(status, "form" if status < 500 else "unexpected"))


def _handler(site: Site, fault: Fault) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if is_for_programs(request.url.path):
            return problem_of(error).response
        return page(site, request, fault)

    return handle


def _language(request: Request) -> Language:
    wanted = request.query_params.get("language")
    if wanted in LANGUAGES:
        return Language(wanted)
    first = request.url.path[1:3]
    if first in LANGUAGES and request.url.path[3:4] in {"", "/"}:
        return Language(first)
    return preferred(request.headers.get("accept-language", ""))
