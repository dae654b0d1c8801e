"""What a take's roadmap does first, for pages and files that show no more of it."""

from app.diagnostic.takes import TakeState
from app.planning.choices import usual_choices, wishes_of
from app.planning.planner import first_steps_for
from app.planning.service import choices_of
from app.site import Site
from scoring.first_steps import FirstSteps


async def first_steps_of(site: Site, take: TakeState, *, as_chosen: bool = True) -> FirstSteps:
    """The first steps of a completed take's roadmap, for the choices that stand with it; where they are not
    to be ``as_chosen``, for the usual ones, which tell nothing of its owner's.

    Raises ``BusyError`` where too many wait for the planner.
    """
    today = site.clock().date()
    choices = usual_choices(take, today)
    if as_chosen:
        choices = await site.database.read(lambda session: choices_of(session, take, today))
    return await first_steps_for(take.framework, wishes_of(take, choices))
