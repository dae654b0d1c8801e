"""The wiring of the site, and only that."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from app import health
from app.api.methods import Methods
from app.api.routes import PATTERNS as API_PATTERNS
from app.api.routes import ROUTERS as API_ROUTERS
from app.database import open_database
from app.diagnostic.load_routes import routes as loads
from app.diagnostic.retention import keep_purging
from app.diagnostic.routes import routes as diagnostic
from app.errors import add_handlers, refusal
from app.gate import Gate, Pace
from app.guide.routes import routes as guide
from app.mail.delivery import Delivery
from app.paths import STATIC
from app.results.explore_routes import routes as explore
from app.results.files.routes import routes as files
from app.results.mail_routes import routes as mails
from app.results.report_routes import routes as reports
from app.results.routes import routes as results
from app.results.share_routes import routes as shares
from app.results.target_routes import routes as targets
from app.roadmap.explore_routes import routes as roadmap_explore
from app.roadmap.file_routes import routes as roadmap_files
from app.roadmap.routes import routes as roadmap
from app.roadmap.shared_routes import routes as shared_roadmaps
from app.settings import Settings
from app.site import Site
from app.static_files import StaticFiles
from app.web import Pages


def utc_now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@cache
def _static() -> StaticFiles:
    return StaticFiles(STATIC)


@cache
def _pages() -> Pages:
    return Pages(_static())


def create_app(settings: Settings, clock: Callable[[], datetime.datetime] = utc_now) -> ASGIApp:
    """The whole site over the settings' database, which must be migrated."""
    static = _static()
    site = Site(settings, open_database(settings), _pages(), static, clock)
    delivery = Delivery(site)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        purging = asyncio.create_task(keep_purging(site.database, clock, stop))
        delivery.start()
        yield
        stop.set()
        await purging
        await delivery.close()
        await site.typesetter.close()
        await site.database.close()

    routes = [
        *diagnostic,
        *loads,
        *results,
        *reports,
        *shared_roadmaps,
        *shares,
        *targets,
        *mails,
        *explore,
        *files,
        *roadmap,
        *roadmap_explore,
        *roadmap_files,
        *guide,
        Route("/static/{version}/{name:path}", static.serve, methods=["GET"]),
    ]
    # Pages read forms and answer HTML: Starlette alone serves them, for what FastAPI adds around a route
    # costs as much as the rest of an answer. FastAPI serves programs.
    app = Starlette(routes=routes, lifespan=lifespan)
    app.router.default = _for_programs(site)
    # The router's own redirect would repeat a take's key, without the headers that guard it.
    app.router.redirect_slashes = False
    app.state.site = site
    app.state.delivery = delivery
    add_handlers(app, site)
    patterns = {route.endpoint: route.path for route in routes} | health.PATTERNS | API_PATTERNS
    return Gate(app, settings.https, Pace(settings.posts_per_second), refusal(site), patterns)


def _for_programs(site: Site) -> ASGIApp:
    # Spans would carry addresses, and with them keys, to wherever the environment says.
    telemetry: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=telemetry
    )
    app.state.site = site
    for router in (health.router, *API_ROUTERS):
        app.include_router(router)
    add_handlers(app, site)
    return Methods(app)
