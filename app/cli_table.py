"""A result as a table that reads well in a terminal."""

from app.cases import exact
from questions.packs import load
from scoring.index import UNKNOWN, Result

RUNG, GAP = "#", "."


def table(result: Result) -> str:
    """The result in English: the sentence, the sum, the components, the ladder of the answers."""
    pack = load(result.framework)
    words = pack.texts[pack.languages[0]]
    ranks, top = pack.framework.level_ranks, len(pack.framework.levels) - 1

    def ladder(level: str) -> str:
        rank = ranks.get(level, 0)
        return RUNG * rank + GAP * (top - rank)

    def name(level: str) -> str:
        return "I don't know" if level == UNKNOWN else words.levels[level].name

    lines = [f"{words.bands[result.band].name}: {result.shown} of 100  ({result.framework})"]
    if result.held_back_by:
        names = ", ".join(words.properties[key].name for key in result.held_back_by)
        lines.append(f"Held back by {names}")
    lines.append("")
    for p in result.properties:
        label = f"{words.properties[p.id].name:<16}{ladder(p.level)}  {name(p.level):<23}"
        lines.append(f"{label}{exact(p.score):>6} x {p.weight:>2} % = {exact(p.points):>7}")
    lines.append(f"{'AI Index':<62}{exact(result.index):>7}")
    if result.unknown:
        best = exact(result.index_if_unknowns_were_best)
        lines.append(f"With {len(result.unknown)} unknown: from {exact(result.index)} to {best}")
    if result.index_evidenced is not None:
        lines.append(f"By what is proven: {exact(result.index_evidenced)}")
    lines.append("")
    lines += [
        f"{words.components[c.id].name:<20}{ladder(c.level)}  {name(c.level)}" for c in result.components
    ]
    lines.append("")
    lines += [
        f"[{'x' if tick.earned else ' '}] {words.minimum_viable[tick.id].name}"
        for tick in result.minimum_viable
    ]
    lines.append("")
    lines += [f"{ladder(level)}  {question:<16}{name(level)}" for question, level in result.answers]
    return "\n".join(lines)
