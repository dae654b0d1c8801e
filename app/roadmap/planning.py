"""Plans off the event loop, one at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from questions.packs import load
from scoring.wishes import Wishes

if TYPE_CHECKING:
    from scoring.more_days import MoreDays
    from scoring.roadmap import Plan

# One thread: two plans at once would take turns on the same core, and slow the answers down.
_PLANNERS = ThreadPoolExecutor(1, thread_name_prefix="planner")


async def plan_for(framework: str, wishes: Wishes) -> "Plan":
    """The best plan for ``wishes``. Raises ``scoring.wishes.WishError`` or ``scoring.index.AnswersError``."""
    return await asyncio.get_running_loop().run_in_executor(_PLANNERS, _plan, framework, wishes)


async def more_days_for(framework: str, wishes: Wishes) -> "tuple[MoreDays, ...]":
    """What one more day would bring in each quarter, for wishes that a plan can be made for."""
    return await asyncio.get_running_loop().run_in_executor(_PLANNERS, _more_days, framework, wishes)


# The planner's arithmetic takes twelve megabytes and a tenth of a second to load, which a site where nobody
# plans does not need.
def _plan(framework: str, wishes: Wishes) -> "Plan":
    from scoring.roadmap import plan

    return plan(load(framework).framework, wishes)


def _more_days(framework: str, wishes: Wishes) -> "tuple[MoreDays, ...]":
    from scoring.more_days import worth_of_more_days

    return worth_of_more_days(load(framework).framework, wishes)
