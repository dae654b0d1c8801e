"""Every page and every state of it, each with the way there, for what must hold on all of them."""

from tests.browser import (
    states_answering,
    states_loading,
    states_results,
    states_roadmap,
    states_roadmap_owner,
)
from tests.browser.registry import EXPECTED, STATES, address

address("front page", "")
address("method", "method")
address("load", "load")
address("privacy", "privacy")
address("accessibility", "accessibility")
address("no such page", "nothing")
address("dead link", "takes/AAAAAAAAAAAAAAAAAAAAAA/result")

__all__ = [
    "EXPECTED",
    "STATES",
    "states_answering",
    "states_loading",
    "states_results",
    "states_roadmap",
    "states_roadmap_owner",
]
