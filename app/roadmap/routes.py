"""The roadmap of a completed take: see it, replan it, choose for one step."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed, hash_of
from app.diagnostic.takes import TakeState
from app.errors import QuestionNotFoundError
from app.planning import service
from app.planning.choices import Choices, wishes_of
from app.planning.planner import costs_for, more_days_for, plan_for
from app.results.sharing import share_of
from app.roadmap.forms import Rejection, choices_form, conflicting, step_form
from app.roadmap.owner_views import Outcome, owner_context
from app.roadmap.views import comparison_context, roadmap_context
from app.site import language_of, other_language, read_form, see_other, site_of
from app.web import PRIVATE, wants_fragment
from questions.packs import load
from scoring.pins import PinError
from scoring.roadmap import Plan
from scoring.wishes import STRATEGIES

_KEPT_BY_NOBODY = PRIVATE | {"Vary": "HX-Request"}


async def show_roadmap(request: Request) -> Response:
    """The plan for the choices that are kept; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    take, choices = await read(request)
    return await _page(request, completed(take), choices)


async def compare_strategies(request: Request) -> Response:
    """The same days under each strategy, side by side; and what one more day would bring."""
    if redirect := other_language(request):
        return redirect
    take, choices = await read(request)
    completed(take)
    site, language = site_of(request), language_of(request)
    plans = await each_strategy(take, choices)
    more_days = await more_days_for(plans[choices.strategy])
    context = comparison_context(take, choices, plans, more_days, language)
    page = site.pages.render(language, "pages/roadmap/compare.html", context)
    return page.response(request, headers=PRIVATE)


async def replan(request: Request) -> Response:
    """Keep the choices for the whole roadmap, and show the plan for them."""
    take, choices = await read(request)
    completed(take)
    framework = load(take.framework).framework
    sent = await read_form(request)
    changed, errors = choices_form(framework, choices, sent)
    if errors:
        return await _page(request, take, choices, Rejection(errors, sent))
    # Only another one is written: what was chosen on the result meanwhile stays.
    standing = take.target or framework.default_target
    target = sent["target"] if sent.get("target", standing) != standing else ""
    aimed = replace(take, target=target or take.target)
    try:
        made = await _made(aimed, changed)
    except PinError as error:
        return await _page(request, take, choices, conflicting(error.conflict, sent))
    await site_of(request).database.write(
        lambda session: service.save_choices(session, take.id, changed, target)
    )
    if not wants_fragment(request):
        return see_other(place(request, "roadmap"))
    return await _drawn(request, aimed, changed, made, outcome=Outcome())


async def choose_step(request: Request) -> Response:
    """Keep the choices for one step, unless no plan can hold with them."""
    take, choices = await read(request)
    framework, step = load(take.framework).framework, request.path_params["step"]
    if step not in framework.steps:
        raise QuestionNotFoundError(step)
    completed(take)
    sent = await read_form(request)
    choice, errors = step_form(sent)
    changed = choices.with_step(step, choice)
    if errors:
        return await _page(request, take, choices, Rejection(errors, sent, step))
    try:
        made = await _made(take, changed)
    except PinError as error:
        return await _page(request, take, choices, conflicting(error.conflict, sent, step))
    await site_of(request).database.write(lambda session: service.save_step(session, take.id, step, choice))
    if not wants_fragment(request):
        return see_other(place(request, f"roadmap#{step.replace(':', '-')}"))
    return await _drawn(request, take, changed, made, outcome=Outcome(step))


async def read(request: Request) -> tuple[TakeState, Choices]:
    """The request's take, and the choices for its roadmap. Raises ``TakeNotFoundError``."""
    hashed, now = hash_of(request), site_of(request).clock()

    def work(session: Session) -> tuple[TakeState, Choices]:
        return service.read_with_choices(session, hashed, now)

    return await site_of(request).database.read(work)


async def plan_that_holds(take: TakeState, choices: Choices) -> tuple[Choices, Plan]:
    """The plan for these choices, and those that it is made with: without the fixed quarters, where those
    that were kept do not hold."""
    try:
        return choices, await _made(take, choices)
    except PinError:
        return await plan_that_holds(take, choices.without_quarters())


async def each_strategy(take: TakeState, choices: Choices) -> dict[str, Plan]:
    """The plan for these choices under each strategy; without the fixed quarters, where those
    that were kept do not hold."""
    try:
        return {strategy: await _made(take, replace(choices, strategy=strategy)) for strategy in STRATEGIES}
    except PinError:
        return await each_strategy(take, choices.without_quarters())


async def _page(
    request: Request, take: TakeState, choices: Choices, rejection: Rejection | None = None
) -> Response:
    """The page of what is kept. Where fixed quarters that were kept do not hold, as two windows at once can
    bring about, it has the plan without them, and says so."""
    try:
        return await _drawn(request, take, choices, await _made(take, choices), rejection)
    except PinError as error:
        made = await _made(take, choices.without_quarters())
        return await _drawn(request, take, choices, made, rejection or conflicting(error.conflict, {}))


async def _made(take: TakeState, choices: Choices) -> Plan:
    """The plan for these choices. Raises ``PinError``."""
    return await plan_for(take.framework, wishes_of(take, choices))


async def _drawn(
    request: Request,
    take: TakeState,
    choices: Choices,
    made: Plan,
    rejection: Rejection | None = None,
    outcome: Outcome | None = None,
) -> Response:
    site, language = site_of(request), language_of(request)
    share, costs = await site.database.read(lambda session: share_of(session, take.id)), await costs_for(made)
    context = roadmap_context(take, choices, made, language)
    context |= owner_context(take, choices, made, costs, language, rejection, outcome) | {"share": share}
    context["one_more"] = None
    if context["waiting"]:
        # Days add up, so that none is worth more than one in the first quarter.
        (context["one_more"],) = await more_days_for(made, [1])
    template = "_roadmap.html" if wants_fragment(request) else "roadmap.html"
    page = site.pages.render(language, f"pages/roadmap/{template}", context)
    return page.response(request, 422 if rejection and request.method == "POST" else 200, _KEPT_BY_NOBODY)


def place(request: Request, name: str) -> str:
    """The address of a place in the request's take."""
    return f"/{language_of(request)}/takes/{request.path_params['key']}/{name}"


ROADMAP = "/{language:language}/takes/{key:key}/roadmap"

routes = [
    Route(ROADMAP, show_roadmap, methods=["GET"]),
    Route(ROADMAP, replan, methods=["POST"]),
    Route(ROADMAP + "/compare", compare_strategies, methods=["GET"]),
    Route(ROADMAP + "/steps/{step}", choose_step, methods=["POST"]),
]
