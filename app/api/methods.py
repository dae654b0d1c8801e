"""HEAD and OPTIONS for every address, and what may be done where something else is tried."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import ProblemError, is_for_programs
from app.api.routes import routes_at
from app.web import PRIVATE
from questions.quoting import quoted


class Methods:
    """The layer over the operations that knows every method of an address, as no single route does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        routes = routes_at(scope["path"]) if is_for_programs(scope["path"]) else []
        methods = {method for route in routes for method in route.methods or ()}
        if not routes:
            await self._app(scope, receive, send)
            return
        scope["endpoint"] = routes[0].endpoint
        if problem := unknown_parameter(scope, routes):
            await problem.response(scope, receive, send)
            return
        if scope["method"] in methods:
            await self._app(scope, receive, send)
            return
        if "GET" in methods:
            methods.add("HEAD")
        allowed = {"Allow": ", ".join(sorted(methods | {"OPTIONS"}))}
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PRIVATE | allowed)(scope, receive, send)
        elif scope["method"] in methods:
            await self._head(scope, receive, send)
        else:
            await ProblemError("method-not-allowed", headers=allowed).response(scope, receive, send)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What GET answers, without its body."""

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"
        try:
            await self._app(scope, receive, send_head)
        finally:
            # The log tells what was asked.
            scope["method"] = "HEAD"


def unknown_parameter(scope: Scope, routes: Sequence[APIRoute]) -> ProblemError | None:
    """The problem of a query that asks for what none of the routes knows, so no misspelling is silent."""
    known = sorted({parameter.alias for route in routes for parameter in route.dependant.query_params})
    for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        if name not in known:
            allowed = ", ".join(known) or "none"
            return ProblemError(
                "parameter-unknown", f"{quoted(name)} is no parameter here; allowed: {allowed}"
            )
    return None
