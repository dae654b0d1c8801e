"""A result as a table that reads well in a terminal."""

from collections.abc import Iterator

from app.cases import exact
from questions.models import Framework
from questions.packs import load
from questions.texts import Texts
from scoring.index import UNKNOWN, ComponentResult, PropertyResult, Result

RUNG, GAP, NOBODY_KNOWS = "#", ".", "?"


def table(result: Result) -> str:
    """The result in English: the sentence, the sum, the components, the ticks, the ladder of the answers."""
    pack = load(result.framework)
    framework, words = pack.framework, pack.texts[pack.languages[0]]
    parts = (
        _sentence(words, result),
        _sum(framework, words, result),
        _components(framework, words, result),
        _ticks(words, result),
        _answers(framework, words, result),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _sentence(words: Texts, result: Result) -> Iterator[str]:
    yield f"{words.bands[result.band].name}: {result.shown} of 100  ({result.framework})"
    if result.held_back_by:
        yield "Held back by " + ", ".join(words.properties[key].name for key in result.held_back_by)


def _sum(framework: Framework, words: Texts, result: Result) -> Iterator[str]:
    for p in result.properties:
        label = f"{words.properties[p.id].name:<16}{_standing(framework, words, p):<29}"
        yield f"{label}{exact(p.score):>6} x {p.weight:>2} % = {exact(p.points):>7}"
    yield f"{'AI Index':<61}{exact(result.index):>7}"
    if result.unknown:
        best = exact(result.index_if_unknowns_were_best)
        yield f"With {len(result.unknown)} unknown: from {exact(result.index)} to {best}"
    if result.index_evidenced is not None:
        yield f"By what is proven: {exact(result.index_evidenced)}"


def _components(framework: Framework, words: Texts, result: Result) -> Iterator[str]:
    for c in result.components:
        yield f"{words.components[c.id].name:<20}{_standing(framework, words, c)}"


def _ticks(words: Texts, result: Result) -> Iterator[str]:
    for tick in result.minimum_viable:
        yield f"[{'x' if tick.earned else ' '}] {words.minimum_viable[tick.id].name}"


def _answers(framework: Framework, words: Texts, result: Result) -> Iterator[str]:
    for question, level in result.answers:
        name = "I don't know" if level == UNKNOWN else words.levels[level].name
        yield f"{_ladder(framework, level)}  {question:<16}{name}"


def _standing(framework: Framework, words: Texts, part: PropertyResult | ComponentResult) -> str:
    """Where a property or a component stands; with an "I don't know" in it, nothing proves where."""
    if part.unknown:
        return f"{_ladder(framework, UNKNOWN)}  Not known"
    return f"{_ladder(framework, part.level)}  {words.levels[part.level].name}"


def _ladder(framework: Framework, level: str) -> str:
    top = len(framework.levels) - 1
    if level == UNKNOWN:
        return NOBODY_KNOWS * top
    rank = framework.level_ranks[level]
    return RUNG * rank + GAP * (top - rank)
