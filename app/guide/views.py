"""What the public pages show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.languages import Language
from app.planning.choices import USUAL_DAYS
from app.planning.planner import first_steps_for
from app.results.views import card_of
from app.settings import Settings
from app.site import words_of
from questions.models import SIZES, Band, Framework, Property
from questions.packs import CURRENT, load
from questions.texts import Texts
from scoring.first_steps import FirstStep
from scoring.gaps import Gap
from scoring.index import UNKNOWN, ComponentResult, PropertyResult, Result, Tick, rounded, score
from scoring.wishes import Wishes

EXAMPLE = {
    "owner": "operational",
    "decision-trail": "documented",
    "policy": "documented",
    "inventory": "documented",
    "threats": "absent",
    "incidents": "documented",
    "data-rules": "documented",
    "dependencies": "declared",
    "oversight": "operational",
    "competence": "documented",
    "configuration": "declared",
    "evaluation": "declared",
}
EXAMPLE_NUMBER = "EXAM-PLE0"
EXAMPLE_WISHES = Wishes(EXAMPLE, SIZES[0], USUAL_DAYS[SIZES[0]])
# The standing example's first steps, once somebody has asked for them.
_FIRST: list[tuple[FirstStep, ...]] = []
# What the method page varies in the example to show a rule at work.
PROVEN = ("owner", "policy", "oversight")
UNSURE = "threats"


@dataclass(frozen=True, slots=True)
class Share:
    """A property's summed emphasis, and what that is of the sum of all, in per cent to two decimals."""

    property: Property
    sum: int
    share: float


def front_context(language: Language, settings: Settings) -> dict[str, Any]:
    """The front page: an example card, the levels, the properties, who runs the site."""
    pack, words = words_of(CURRENT, language)
    result = score(pack.framework, EXAMPLE)
    return {
        "framework": pack.framework,
        "words": words,
        "answers": EXAMPLE,
        "card": card_of(result, EXAMPLE_NUMBER, None),
        "operator": settings.operator,
        "contact": settings.contact,
    }


def example_answers(asked: Mapping[str, str]) -> dict[str, str]:
    """The example's answers: of ``asked`` a level for each question; what is missing or unheard of there is
    taken from the standing example."""
    framework = load(CURRENT).framework
    allowed = {*framework.level_scores, UNKNOWN}
    return {
        q: level if (level := asked.get(q, "")) in allowed else EXAMPLE[q] for q in framework.question_ids
    }


def example_context(language: Language, asked: Mapping[str, str]) -> dict[str, Any]:
    """The example of the answers in ``asked``."""
    pack, words = words_of(CURRENT, language)
    framework, answers = pack.framework, example_answers(asked)
    return {
        "framework": framework,
        "words": words,
        "answers": answers,
        "query": "" if answers == EXAMPLE else urlencode(answers),
        "result": score(framework, answers),
        "is_fragment": True,
    }


async def example_first_steps() -> tuple[FirstStep, ...]:
    """What the standing example would do first. Raises ``BusyError`` where too many wait for the planner."""
    if not _FIRST:
        _FIRST.append((await first_steps_for(CURRENT, EXAMPLE_WISHES)).steps)
    return _FIRST[0]


def method_context(
    language: Language, asked: Mapping[str, str], steps: Sequence[FirstStep]
) -> dict[str, Any]:
    """The method page: every rule, where it stands in the source, and an example that recomputes; ``steps``
    are what the standing example would do first."""
    pack, words = words_of(CURRENT, language)
    framework = pack.framework
    return (
        example_context(language, asked)
        | _weights(framework, words)
        | _worked(framework, words)
        | {
            "pack": pack,
            "unknown": UNKNOWN,
            "strict": _strict_band(framework),
            "steps": steps,
            "days": EXAMPLE_WISHES.capacity_days,
            "sources": _sources() | {"steps": _place(type(steps[0]))},
            "is_fragment": False,
        }
    )


def privacy_context(settings: Settings) -> dict[str, Any]:
    """The privacy page: how long takes are kept, who runs the site."""
    return {
        "retention_days": settings.retention_days,
        "operator": settings.operator,
        "contact": settings.contact,
    }


def accessibility_context(settings: Settings) -> dict[str, Any]:
    """The accessibility statement: whom to tell."""
    return {"operator": settings.operator, "contact": settings.contact}


def _weights(framework: Framework, words: Texts) -> dict[str, Any]:
    """The way from the matrix to the weights, shown as it is computed."""
    sums = {p.id: sum(framework.emphasis[e] for e in p.emphasis.values()) for p in framework.properties}
    total = sum(sums.values())
    raised = [p for p, weight in framework.weights.items() if weight > 100 * sums[p] // total]
    return {
        "shares": [Share(p, sums[p.id], round(100 * sums[p.id] / total, 2)) for p in framework.properties],
        "total": total,
        "raised": raised,
        "raised_names": ", ".join(words.properties[p].name for p in raised),
    }


def _worked(framework: Framework, words: Texts) -> dict[str, Any]:
    """The standing example, and its variations that show a rule at work."""
    standing = score(framework, EXAMPLE)
    earned = [tick.id for tick in standing.minimum_viable if tick.earned]
    return {
        "answers_standing": EXAMPLE,
        "standing": standing,
        "standing_scores": {q: framework.level_scores[level] for q, level in EXAMPLE.items()},
        "earned": earned,
        "earned_names": ", ".join(words.minimum_viable[tick].name for tick in earned),
        "unsure": UNSURE,
        "uncertain": score(framework, EXAMPLE | {UNSURE: UNKNOWN}),
        "proven": PROVEN,
        "evidenced": score(framework, EXAMPLE, evidence=PROVEN),
        "lopsided": _lopsided(framework),
    }


def _lopsided(framework: Framework) -> Result:
    """Every answer at the top but those of the last property, one level too low for the strict band."""
    levels = [level.id for level in framework.levels]
    low = levels[levels.index(_strict_band(framework).every_property_at_least or levels[1]) - 1]
    last = framework.by_property[framework.properties[-1].id]
    return score(framework, {q: low if q in last else levels[-1] for q in framework.question_ids})


def _strict_band(framework: Framework) -> Band:
    return next(band for band in framework.bands if band.every_property_at_least)


def _sources() -> dict[str, str]:
    """Where each rule stands, taken from the code itself, so that the page cannot name a place that is
    not there."""
    return {
        "weights": _place(vars(Framework)["weights"].func),
        "score": _place(score),
        "rounded": _place(rounded),
        "property": _place(PropertyResult),
        "component": _place(ComponentResult),
        "result": _place(Result),
        "band": _place(Band),
        "tick": _place(Tick),
        "gap": _place(Gap),
    }


def _place(thing: Callable[..., object]) -> str:
    return f"{thing.__module__.replace('.', '/')}.py: {thing.__qualname__}"
