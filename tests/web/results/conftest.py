"""The cast of the results: one who shares."""

import pytest

from tests.web.results.sharer import Sharer, noted_take
from tests.web.visitor import Visitor


@pytest.fixture
async def sharer(visitor: Visitor) -> Sharer:
    """The owner of a completed take with a note."""
    return Sharer(visitor, await noted_take(visitor))
