"""The wiring of the site, and only that."""

import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import health
from app.database import open_database
from app.diagnostic.routes import router as diagnostic
from app.errors import add_handlers, refusal
from app.gate import Gate, Pace
from app.guide.routes import router as guide
from app.paths import STATIC
from app.results.routes import router as results
from app.settings import Settings
from app.site import Site
from app.static_files import StaticFiles
from app.web import Pages


def utc_now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def create_app(settings: Settings, clock: Callable[[], datetime.datetime] = utc_now) -> ASGIApp:
    """The whole site over the settings' database, which must be migrated."""
    static = StaticFiles(STATIC)
    site = Site(settings, open_database(settings), Pages(static), static, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await site.database.close()

    app = FastAPI(title="AI Index", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.site = site
    app.add_route("/static/{version}/{name:path}", static.serve)
    for router in (health.router, guide, diagnostic, results):
        app.include_router(router)
    add_handlers(app, site)
    return Gate(app, settings.https, Pace(settings.posts_per_second), refusal(site))
