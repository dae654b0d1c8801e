"""Every operation under /api/v1."""

from fastapi.routing import APIRoute

from app.api.openapi import PARTS, routes
from app.api.openapi import router as openapi

ROUTERS = (*(part.router for part in PARTS), openapi)
PATTERNS = {route.endpoint: route.path for route in routes()}


def routes_at(path: str) -> list[APIRoute]:
    """The routes at the address ``path``, one for each method."""
    return [route for route in routes() if route.path_regex.match(path)]
