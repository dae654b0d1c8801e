"""Programs, on both databases and on SQLite alone."""

import httpx
import pytest

from tests.web.api.program import Program


@pytest.fixture
def program(client: httpx.AsyncClient) -> Program:
    """A program, on both databases."""
    return Program(client)


@pytest.fixture
def sqlite_program(sqlite_client: httpx.AsyncClient) -> Program:
    """A program, for what no database has a part in."""
    return Program(sqlite_client)
