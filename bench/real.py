"""The site as ``ai-index serve`` runs it, for uvicorn's command line."""

from starlette.types import ASGIApp

from app.logs import set_up_logs
from app.main import create_app
from app.serving import spare_the_collector
from app.settings import read_settings

# The load comes from one address; these limits are for people.
UNLIMITED = {"AI_INDEX_POSTS_PER_SECOND": "1000000", "AI_INDEX_STARTS_PER_HOUR": "100000000"}


def site() -> ASGIApp:
    """The site over the database that the environment names, with its logs set up."""
    settings = read_settings()
    set_up_logs(settings)
    app = create_app(settings)
    spare_the_collector()
    return app
