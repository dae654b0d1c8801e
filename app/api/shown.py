"""A take as programs see it, and what they send checked against its framework version."""

from collections.abc import Mapping

from app.api.problems import FieldError, ProblemError, fields_wrong
from app.api.reading import pointer
from app.api.replies import etag_of
from app.api.schemas import (
    AnswerSent,
    AnswerShown,
    OrganizationSent,
    OrganizationShown,
    TakeShown,
    TargetShown,
)
from app.diagnostic.forms import answer_form, organization_form
from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from questions.models import Framework
from questions.packs import load
from questions.quoting import quoted
from scoring.index import UNKNOWN

_LENGTHS = {"note": NOTE_LENGTH, "link": LINK_LENGTH}


def take_shown(take: TakeState) -> TakeShown:
    """The whole take."""
    questions, levels = framework_of(take).question_ids, take.levels
    return TakeShown(
        framework=take.framework,
        language=take.language,
        started_at=take.started_at,
        completed_at=take.completed_at,
        target=target_shown(take).level,
        organization=organization_shown(take.organization),
        answers={q: answer_shown(take.answers[q]) for q in questions if q in take.answers},
        missing=[question for question in questions if question not in levels],
    )


def take_etag(take: TakeState) -> str:
    """What the whole take's ETag is."""
    return etag_of(take_shown(take).model_dump_json())


def answer_shown(answer: SavedAnswer) -> AnswerShown:
    """One answer."""
    return AnswerShown(
        level=answer.level or None, note=answer.note, link=answer.link, revision=answer.revision
    )


def answer_etag(answer: SavedAnswer) -> str:
    """What an answer's ETag is: its revision, 0 where there is none."""
    return f'"{answer.revision}"'


def organization_shown(organization: Organization) -> OrganizationShown:
    """What is said of the organization."""
    return OrganizationShown(
        name=organization.name, size=organization.size or None, sector=organization.sector or None
    )


def organization_etag(organization: Organization) -> str:
    """What the organization's ETag is."""
    return etag_of(organization.name, organization.size, organization.sector)


def target_shown(take: TakeState) -> TargetShown:
    """The target, the framework's own where none is chosen."""
    return TargetShown(level=take.target or framework_of(take).default_target)


def framework_of(take: TakeState) -> Framework:
    """The framework version that the take was made with."""
    return load(take.framework).framework


def check_question(framework: Framework, question: str) -> None:
    """Raise ``ProblemError`` unless the framework has the question."""
    if question not in framework.question_ids:
        allowed = ", ".join(framework.question_ids)
        raise ProblemError("question-unknown", f"{quoted(question)} is not a question; allowed: {allowed}")


def read_answer(framework: Framework, sent: AnswerSent) -> SavedAnswer:
    """The answer that was sent, cleaned. Raises ``ProblemError``."""
    answer, errors = _answer(framework, sent, ())
    if errors:
        raise fields_wrong(errors)
    return answer


def read_answers(framework: Framework, sent: Mapping[str, AnswerSent]) -> dict[str, SavedAnswer]:
    """The answers that were sent, by question, cleaned. Raises ``ProblemError``."""
    answers, errors = {}, []
    for question, one in sent.items():
        place = ("answers", question)
        if question not in framework.question_ids:
            allowed = ", ".join(framework.question_ids)
            errors.append(FieldError(pointer("answers"), f"{quoted(question)} is not a question", allowed))
            continue
        answers[question], faults = _answer(framework, one, place)
        errors += faults
    if errors:
        raise fields_wrong(errors)
    return answers


def read_organization(sent: OrganizationSent, *place: str) -> Organization:
    """What was sent of the organization, cleaned. Raises ``ProblemError``."""
    fields = {"name": sent.name, "size": sent.size or "", "sector": sent.sector or ""}
    organization, errors = organization_form(fields)
    if len(sent.name) > NAME_LENGTH:
        errors["name"] = "long"
    allowed = {
        "name": f"at most {NAME_LENGTH} characters",
        "size": ", ".join(SIZES),
        "sector": ", ".join(SECTORS),
    }
    if errors:
        raise fields_wrong(
            [FieldError(pointer(*place, name), _fault(name, fields), allowed[name]) for name in errors]
        )
    return organization


def read_target(framework: Framework, level: str, *place: str) -> str:
    """The target that was sent. Raises ``ProblemError``."""
    if level not in framework.level_scores:
        allowed = ", ".join(framework.level_scores)
        raise fields_wrong([FieldError(pointer(*place), f"{quoted(level)} is not a level", allowed)])
    return level


def _answer(
    framework: Framework, sent: AnswerSent, place: tuple[str, ...]
) -> tuple[SavedAnswer, list[FieldError]]:
    fields = {"level": sent.level, "note": sent.note, "link": sent.link}
    form = answer_form(framework, fields)
    # Nothing is longer than the OpenAPI says, even where cleaning would make it short enough.
    longer = {name for name, most in _LENGTHS.items() if len(fields[name]) > most}
    allowed = {
        "level": ", ".join([*framework.level_scores, UNKNOWN]),
        "note": f"at most {NOTE_LENGTH} characters",
        "link": f"an http or https address of at most {LINK_LENGTH} characters, or an empty text",
    }
    return form.answer, [
        FieldError(pointer(*place, name), _fault(name, fields), allowed[name])
        for name in fields
        if name in form.errors or name in longer
    ]


def _fault(name: str, fields: Mapping[str, str]) -> str:
    value = fields[name]
    if name in {"note", "name"}:
        return f"has {len(value)} characters"
    words = {"level": "is not a level", "size": "is not a size", "sector": "is not a sector"}
    return f"{quoted(value)} {words.get(name, 'is no address')}"
