"""Start a take, answer, review, complete, change, delete."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic import service
from app.diagnostic.access import hash_of, take_of
from app.diagnostic.forms import AnswerForm, answer_form, organization_form
from app.diagnostic.takes import SavedAnswer, TakeState
from app.diagnostic.views import (
    QuestionView,
    first_open,
    next_place,
    question_page,
    review_context,
    saved_page,
    with_kept_text,
)
from app.errors import QuestionNotFoundError
from app.gate import counted_as
from app.keys import key_from, key_hash, new_key
from app.mail.outbox import waiting
from app.results.sharing import share_of
from app.site import FormError, language_of, other_language, read_form, see_other, site_of
from app.web import PRIVATE, Page, wants_fragment
from questions.packs import CURRENT, load


async def start_take(request: Request) -> Response:
    """Begin an empty take."""
    site, language = site_of(request), language_of(request)
    address, now = _address(request), site.clock()

    def work(session: Session) -> str:
        service.count_start(session, address, now, site.settings.starts_per_hour)
        return service.start(session, framework=CURRENT, language=language, now=now, keep=site.keep)

    key = await site.database.write(work)
    first = load(CURRENT).framework.question_ids[0]
    return see_other(f"/{language}/takes/{key}/questions/{first}")


async def go_on(request: Request) -> Response:
    """Lead to where the take stands: its first open question, its review or its result."""
    take = await take_of(request)
    place = "result" if take.completed_at else first_open(load(take.framework).framework, take)
    return see_other(_place(request, place))


async def show_question(request: Request) -> Response:
    """One question, with the answer that is saved."""
    if redirect := other_language(request):
        return redirect
    take = await take_of(request)
    if take.completed_at is not None:
        return see_other(_place(request, "result"))
    view = _view(request, take, request.path_params["question"])
    return question_page(site_of(request), view).response(request, headers=_KEPT_BY_NOBODY)


async def save_question(request: Request) -> Response:
    """Save an answer; then go on, or stay and say so."""
    site, question = site_of(request), request.path_params["question"]
    framework = load(CURRENT).framework
    if question not in framework.question_ids:
        raise QuestionNotFoundError(question)
    form = answer_form(framework, await read_form(request))
    if form.errors.get("level") == "unknown" and not form.goes_on:
        raise FormError("level: no such level")
    hashed, now = hash_of(request), site.clock()

    def work(session: Session) -> service.Saved:
        return service.save(session, hashed, question, form.answer, now, keep_proof=not form.proof_is_sound)

    saved = await site.database.write(work)
    return await _after_saving(request, form, saved)


async def _after_saving(request: Request, form: AnswerForm, saved: service.Saved) -> Response:
    site, question = site_of(request), request.path_params["question"]
    if not form.goes_on:
        page = saved_page(site, language_of(request), saved, form.proof_errors)
        return page.response(request, 200 if form.proof_is_sound else 422, _KEPT_BY_NOBODY)
    take = await take_of(request)
    view = _view(request, take, question)
    errors = _errors(form, view.answer)
    view = replace(view, errors=errors, replaced=saved.replaced)
    if errors:
        shown = with_kept_text(view, form.answer)
        return question_page(site, shown).response(request, 422, _KEPT_BY_NOBODY)
    if saved.replaced or not form.answer.level:
        return question_page(site, view).response(request, headers=_KEPT_BY_NOBODY)
    place = next_place(load(take.framework).framework, question)
    if not wants_fragment(request):
        return see_other(_place(request, place))
    pushed = _KEPT_BY_NOBODY | {"HX-Push-Url": _place(request, place)}
    if place == "review":
        return _review(request, take).response(request, headers=pushed)
    following = _view(request, take, place.removeprefix("questions/"))
    return question_page(site, following).response(request, headers=pushed)


async def tell_changes(request: Request) -> Response:
    """What another window saved since revision ``since``: nothing (204), or a word about it."""
    take = await take_of(request)
    view = _view(request, take, request.path_params["question"])
    since = request.query_params.get("since", "0")
    if take.completed_at is None and since == str(view.answer.revision):
        return Response(status_code=204, headers=PRIVATE)
    page = site_of(request).pages.render(
        view.language, "pages/diagnostic/_changed.html", {"is_completed": take.completed_at is not None}
    )
    return page.response(request, headers=PRIVATE)


async def show_review(request: Request) -> Response:
    """The twelve answers, what is missing, and what the organization is."""
    if redirect := other_language(request):
        return redirect
    take = await take_of(request)
    if take.completed_at is not None:
        return see_other(_place(request, "result"))
    return _review(request, take).response(request, headers=_KEPT_BY_NOBODY)


async def complete_take(request: Request) -> Response:
    """Note the organization and freeze the take; stay where something is missing or wrong."""
    site, hashed, now = site_of(request), hash_of(request), site_of(request).clock()
    organization, errors = organization_form(await read_form(request))
    questions = load(CURRENT).framework.question_ids
    if not errors:
        missing = await site.database.write(
            lambda session: service.complete(session, hashed, questions, organization, now, site.keep)
        )
        if not missing:
            return see_other(_place(request, "result"))
    take = await take_of(request)
    if take.completed_at is not None:
        return see_other(_place(request, "result"))
    page = _review(request, take, organization=organization, errors=errors, is_refused=not errors)
    return page.response(request, 422, _KEPT_BY_NOBODY)


async def revise_take(request: Request) -> Response:
    """Begin a new take that starts from this one's answers; this one stays as it is.

    The same form sent twice leads to the same take.
    """
    site, language = site_of(request), language_of(request)
    hashed, address, now = hash_of(request), _address(request), site.clock()
    once = (await read_form(request)).get("once") or new_key()
    key = key_from(request.path_params["key"], "revise", once)

    def work(session: Session) -> None:
        take = service.read(session, hashed, now)
        if service.exists(session, key_hash(key)):
            return
        service.count_start(session, address, now, site.settings.starts_per_hour)
        service.start(
            session, framework=CURRENT, language=language, now=now, keep=site.keep, from_take=take, key=key
        )

    await site.database.write(work)
    return see_other(f"/{language}/takes/{key}/review")


async def ask_to_delete(request: Request) -> Response:
    """Say what would be deleted, and ask once."""
    if redirect := other_language(request):
        return redirect
    take = await take_of(request)
    share = await site_of(request).database.read(lambda session: share_of(session, take.id))
    context = {"take": take, "has_share": share is not None}
    page = site_of(request).pages.render(language_of(request), "pages/diagnostic/delete.html", context)
    return page.response(request, headers=PRIVATE)


async def delete_take(request: Request) -> Response:
    """Delete the take and its answers at once, and say what was deleted."""
    site, hashed, now = site_of(request), hash_of(request), site_of(request).clock()

    def work(session: Session) -> dict[str, Any]:
        take = service.read(session, hashed, now)
        had_share, mails = share_of(session, take.id) is not None, waiting(session, take.id)
        return {
            "answers": service.erase(session, hashed, now),
            "had_share": had_share,
            "mails": mails,
        }

    gone = await site.database.write(work, erases=True)
    page = site.pages.render(language_of(request), "pages/diagnostic/deleted.html", gone)
    return page.response(request, headers=PRIVATE)


def _view(request: Request, take: TakeState, question: str) -> QuestionView:
    if question not in load(take.framework).framework.question_ids:
        raise QuestionNotFoundError(question)
    return QuestionView(
        framework=take.framework,
        language=language_of(request),
        question=question,
        answer=take.answer(question),
        answered=frozenset(take.levels),
        is_fragment=wants_fragment(request),
    )


def _review(request: Request, take: TakeState, **more: Any) -> Page:
    template = "_review.html" if wants_fragment(request) else "review.html"
    language = language_of(request)
    context = review_context(take, language, **more)
    return site_of(request).pages.render(language, f"pages/diagnostic/{template}", context)


def _errors(form: AnswerForm, saved: SavedAnswer) -> tuple[tuple[str, str], ...]:
    """The form's errors; a level that only another window chose is no longer missing."""
    if saved.level and form.errors.get("level") == "missing":
        return form.proof_errors
    return tuple(form.errors.items())


def _place(request: Request, place: str) -> str:
    return f"/{language_of(request)}/takes/{request.path_params['key']}/{place}"


def _address(request: Request) -> str:
    return counted_as(request.client.host if request.client else "")


_KEPT_BY_NOBODY = PRIVATE | {"Vary": "HX-Request"}

_TAKES = "/{language:language}/takes"
_TAKE = _TAKES + "/{key:key}"
_QUESTION = _TAKE + "/questions/{question}"

routes = [
    Route(_QUESTION, show_question, methods=["GET"]),
    Route(_QUESTION, save_question, methods=["POST"]),
    Route(_QUESTION + "/changes", tell_changes, methods=["GET"]),
    Route(_TAKES, start_take, methods=["POST"]),
    Route(_TAKE, go_on, methods=["GET"]),
    Route(_TAKE + "/review", show_review, methods=["GET"]),
    Route(_TAKE + "/review", complete_take, methods=["POST"]),
    Route(_TAKE + "/revise", revise_take, methods=["POST"]),
    Route(_TAKE + "/delete", ask_to_delete, methods=["GET"]),
    Route(_TAKE + "/delete", delete_take, methods=["POST"]),
]
