"""Every rule that a pack must keep beyond the shape of its fields."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from pydantic import BaseModel

from questions.models import SIZES, Effort, Framework
from questions.source import Field
from questions.texts import Texts

Broken = tuple[Field, str]

HEADING_WORDS = 16
OPTION_WORDS = {"en": 24, "fr": 30}
OPTION_WORDS_ELSEWHERE = 30
LEVEL_IDS = ("absent", "declared", "documented", "operational", "measured")
LEVEL_SCORES = (0, 25, 50, 75, 100)
QUESTIONS_EACH = 2
MARKED = re.compile(r"[^*]*\*[^*]+\*[^*]*")


def framework_faults(framework: Framework) -> Iterator[Broken]:
    """The rules that the facts break: a field of framework.yaml, and what is allowed there."""
    yield from _levels(framework)
    yield from _references(framework)
    yield from _emphasis(framework)
    yield from _questions(framework)
    yield from _steps(framework)
    yield from _bands(framework)
    for place, tick in enumerate(framework.minimum_viable):
        yield from _known(("minimum_viable", place, "question"), tick.question, framework.question_ids)
        yield from _known(("minimum_viable", place, "level"), tick.level, framework.level_scores)


def texts_faults(framework: Framework, texts: Texts) -> Iterator[Broken]:
    """The rules that one language's words break: a field of its file, and what is allowed there."""
    levels, bands = LEVEL_IDS, [band.id for band in framework.bands]
    tops = {tick.id: framework.level_ranks[tick.level] for tick in framework.minimum_viable}
    wanted: dict[str, Collection[str]] = {
        "levels": levels,
        "properties": [p.id for p in framework.properties],
        "components": framework.components,
        "minimum_viable": list(tops),
        "bands": bands,
        "frameworks": [f.id for f in framework.frameworks],
        "binds": {r.binds for r in framework.references},
        "applies": {a.to for r in framework.references for a in r.applies},
        "references": [r.id for r in framework.references],
        "questions": framework.question_ids,
    }
    for field, ids in wanted.items():
        yield from _same((field,), getattr(texts, field), ids)
    for key, text in texts.properties.items():
        yield from _same(("properties", key, "readings"), text.readings, levels)
        yield from _same(("properties", key, "directions"), text.directions, bands)
    for key, tick in texts.minimum_viable.items():
        lower = [*levels[: tops.get(key, 0)], "unknown"]
        yield from _same(("minimum_viable", key, "missing"), tick.missing, lower)
    yield from _band_words(framework, texts)
    yield from _question_words(framework, texts)


def _band_words(framework: Framework, texts: Texts) -> Iterator[Broken]:
    stand_ins = {band.otherwise for band in framework.bands}
    for key, words in texts.bands.items():
        here = ("bands", key)
        if not MARKED.fullmatch(words.headline):
            yield (*here, "headline"), "must mark the band's name once, between two asterisks: *…*"
        if key in stand_ins and words.held_back is None:
            yield (*here, "held_back"), "is missing: this band can stand in for a higher one"
        if key not in stand_ins and words.held_back is not None:
            yield (*here, "held_back"), "has no use here: this band stands in for no other"
        if words.held_back is not None and "{property}" not in words.held_back:
            yield (*here, "held_back"), "must say {property} where the property's name goes"


def _question_words(framework: Framework, texts: Texts) -> Iterator[Broken]:
    most = OPTION_WORDS.get(texts.language, OPTION_WORDS_ELSEWHERE)
    for key, question in texts.questions.items():
        here = ("questions", key)
        yield from _same((*here, "options"), question.options, LEVEL_IDS)
        yield from _same((*here, "steps"), question.steps, LEVEL_IDS[1:])
        yield from _short((*here, "heading"), question.heading, HEADING_WORDS)
        for level, option in question.options.items():
            yield from _short((*here, "options", level, "text"), option.text, most)
        for level, step in question.steps.items():
            if f"{key}:{level}" in framework.steps:
                wanted = framework.question(key).steps[level].requires
                yield from _same((*here, "steps", level, "requires"), step.requires, wanted)


def _levels(framework: Framework) -> Iterator[Broken]:
    wanted = list(zip(LEVEL_IDS, LEVEL_SCORES, strict=True))
    if [(level.id, level.score) for level in framework.levels] != wanted:
        allowed = ", ".join(f"{key} {score}" for key, score in wanted)
        yield ("levels",), f"must be the five levels with their scores, in order: {allowed}"
    yield from _known(("default_target",), framework.default_target, LEVEL_IDS)
    yield from _known(("unproven_counts_as",), framework.unproven_counts_as, LEVEL_IDS)


def _emphasis(framework: Framework) -> Iterator[Broken]:
    frameworks = [f.id for f in framework.frameworks]
    for place, prop in enumerate(framework.properties):
        field = ("properties", place, "emphasis")
        yield from _same(field, prop.emphasis, frameworks)
        for name, value in prop.emphasis.items():
            yield from _known((*field, name), value, framework.emphasis)


def _references(framework: Framework) -> Iterator[Broken]:
    frameworks = [f.id for f in framework.frameworks]
    for place, reference in enumerate(framework.references):
        yield from _known(("references", place, "framework"), reference.framework, frameworks)
        if not reference.id.startswith(reference.framework + "/"):
            yield (("references", place, "id"), f"{reference.id!r} must start with '{reference.framework}/'")
    known = {r.id for r in framework.references}
    for place, question in enumerate(framework.questions):
        for inner, reference_id in enumerate(question.references):
            yield from _known(("questions", place, "references", inner), reference_id, known)
    used = {r for q in framework.questions for r in q.references}
    for place, reference in enumerate(framework.references):
        if reference.id not in used:
            yield (("references", place), f"{reference.id!r} belongs to no question")


def _questions(framework: Framework) -> Iterator[Broken]:
    properties = [p.id for p in framework.properties]
    for name, ids in {
        "questions": framework.question_ids,
        "properties": properties,
        "components": framework.components,
        "bands": [b.id for b in framework.bands],
        "references": [r.id for r in framework.references],
        "frameworks": [f.id for f in framework.frameworks],
        "minimum_viable": [t.id for t in framework.minimum_viable],
        "languages": framework.languages,
    }.items():
        for double, count in Counter(ids).items():
            if count > 1:
                yield (name,), f"{double!r} is there {count} times; an id stands once"
    for place, question in enumerate(framework.questions):
        yield from _known(("questions", place, "property"), question.property, properties)
        yield from _known(("questions", place, "component"), question.component, framework.components)
    for kind, groups in (("property", framework.by_property), ("component", framework.by_component)):
        for key, members in groups.items():
            if len(members) != QUESTIONS_EACH:
                yield (
                    ("questions",),
                    f"{kind} {key!r} has {len(members)} questions; it must have {QUESTIONS_EACH}",
                )


def _steps(framework: Framework) -> Iterator[Broken]:
    known = [f"{key}:{level}" for key in framework.question_ids for level in LEVEL_IDS[1:]]
    for place, question in enumerate(framework.questions):
        here = ("questions", place, "steps")
        yield from _same(here, question.steps, LEVEL_IDS[1:])
        for level, facts in question.steps.items():
            yield from _effort((*here, level, "effort"), facts.effort)
            yield from _required((*here, level, "requires"), question.id, facts.requires, known)
    yield from _cycle(framework)


def _effort(field: Field, effort: Effort) -> Iterator[Broken]:
    days = [(size, getattr(effort, size)) for size in SIZES]
    for (smaller, less), (size, more) in pairwise(days):
        if more < less:
            yield (*field, size), f"is {more:g}, less than {less:g} for {smaller}; it must not fall with size"


def _required(field: Field, own: str, requires: tuple[str, ...], known: list[str]) -> Iterator[Broken]:
    times = Counter(step.partition(":")[0] for step in requires)
    for place, step in enumerate(requires):
        question = step.partition(":")[0]
        if step not in known:
            yield (*field, place), f"{step!r} is no step; allowed: question:level, such as {known[0]!r}"
        elif question == own:
            yield (*field, place), f"{step!r} is of the same question; allowed: steps of other questions"
        elif times[question] > 1:
            count = times[question]
            yield (*field, place), f"{question!r} is required {count} times; allowed: its highest step alone"


def _cycle(framework: Framework) -> Iterator[Broken]:
    """The first circle in which each step would have to wait for the next, at a step that closes it."""
    before: dict[str, list[str]] = {}
    typed: dict[tuple[str, str], Field] = {}
    for place, question in enumerate(framework.questions):
        below: list[str] = []
        for level in [level for level in LEVEL_IDS[1:] if level in question.steps]:
            step, requires = f"{question.id}:{level}", question.steps[level].requires
            others = [other for other in requires if other.partition(":")[0] != question.id]
            field: Field = ("questions", place, "steps", level, "requires")
            typed |= {(other, step): (*field, requires.index(other)) for other in others}
            before[step] = below + others
            below = [step]
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        closing = next(typed[pair] for pair in pairwise(circle) if pair in typed)
        yield closing, f"closes a circle: {' needs '.join(reversed(circle))}"


def _bands(framework: Framework) -> Iterator[Broken]:
    ids = [b.id for b in framework.bands]
    starts = [b.from_ for b in framework.bands]
    if starts[0] != 0 or starts != sorted(set(starts)):
        yield ("bands",), f"must start at 0 and rise; they start at {starts}"
    for place, band in enumerate(framework.bands):
        if (band.every_property_at_least is None) != (band.otherwise is None):
            yield ("bands", place), "every_property_at_least and otherwise go together"
        if band.every_property_at_least is not None:
            field = ("bands", place, "every_property_at_least")
            yield from _known(field, band.every_property_at_least, LEVEL_IDS)
        if band.otherwise is not None:
            yield from _known(("bands", place, "otherwise"), band.otherwise, ids[:place])


def _known(field: Field, value: str, allowed: Iterable[str]) -> Iterator[Broken]:
    names = list(allowed)
    if value not in names:
        yield field, f"{value!r} is not one of {', '.join(names)}"


def _same(field: Field, got: Mapping[str, object], wanted: Collection[str]) -> Iterator[Broken]:
    for key in wanted:
        if key not in got:
            yield (*field, key), "is missing"
    for key in got:
        if key not in wanted:
            yield (*field, key), f"is unknown; allowed: {', '.join(sorted(wanted))}"


def _short(field: Field, text: str, most: int) -> Iterator[Broken]:
    words = sum(any(letter.isalnum() for letter in word) for word in text.split())
    if words > most:
        yield field, f"has {words} words; at most {most}"


def canonical(model: BaseModel) -> object:
    """The model as plain JSON data, the same for the same content however the file was laid out."""
    return model.model_dump(mode="json", by_alias=True)
