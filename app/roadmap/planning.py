"""Plans off the event loop, one at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from questions.packs import load
from scoring.more_days import MoreDays, worth_of_more_days
from scoring.roadmap import Plan, plan
from scoring.wishes import Wishes

# One thread: two plans at once would take turns on the same core, and slow the answers down.
_PLANNERS = ThreadPoolExecutor(1, thread_name_prefix="planner")


async def plan_for(framework: str, wishes: Wishes) -> Plan:
    """The best plan for ``wishes``. Raises ``scoring.wishes.WishError`` or ``scoring.index.AnswersError``."""
    facts = load(framework).framework
    return await asyncio.get_running_loop().run_in_executor(_PLANNERS, plan, facts, wishes)


async def more_days_for(framework: str, wishes: Wishes) -> tuple[MoreDays, ...]:
    """What one more day would bring in each quarter, for wishes that a plan can be made for."""
    facts = load(framework).framework
    return await asyncio.get_running_loop().run_in_executor(_PLANNERS, worth_of_more_days, facts, wishes)
