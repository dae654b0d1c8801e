"""The worked example of docs/method.md: every figure in it, made again."""

import re
from fractions import Fraction

import pytest

from app.cases import exact
from app.guide.views import EXAMPLE
from app.planning.choices import USUAL_DAYS
from questions.models import SIZES
from questions.packs import load
from scoring.first_steps import first_steps
from scoring.index import UNKNOWN, rounded, score
from scoring.wishes import Wishes
from tests.core.markdown import ROOT, prose, read, section, tables

METHOD = read("docs/method.md")
FRAMEWORK = load("ai-id@1.0").framework
WORDS = load("ai-id@1.0").texts["en"]
PROVEN = ("owner", "policy", "oversight")
RESULT = score(FRAMEWORK, EXAMPLE, evidence=PROVEN)
EQUATIONS = re.findall(r"^    (\S.* = .+)$", prose(METHOD), re.MULTILINE)
SOURCES = [path for folder in ("questions", "scoring") for path in sorted((ROOT / folder).glob("*.py"))]


def shown(number: float) -> str:
    return str(exact(number))


def level(name: str) -> str:
    return WORDS.levels[name].name


def property_name(name: str) -> str:
    return WORDS.properties[name].name


def said(name: str) -> str:
    return " ".join(section(METHOD, name).split())


def value_of(expression: str) -> Fraction:
    """What an expression of the page amounts to, exactly."""
    numbers = re.sub(r"[\d.]+", r'Fraction("\g<0>")', expression.replace("×", "*"))
    assert not set(re.sub(r'Fraction\("[\d.]+"\)', "", numbers)) - set(" +-*/()"), expression
    return Fraction(eval(numbers, {"Fraction": Fraction}))


@pytest.mark.parametrize("equation", EQUATIONS)
def test_every_equation_holds(equation: str) -> None:
    assert len({value_of(side) for side in equation.split(" = ")}) == 1


def test_the_equations_are_found() -> None:
    assert sum(equation.count(" = ") for equation in EQUATIONS) == prose(METHOD).count(" = ")


def test_the_questions_and_the_example() -> None:
    assert tables(METHOD, "Questions")[0] == [
        (
            f"`{q.id}`",
            property_name(q.property),
            WORDS.components[q.component].name,
            level(EXAMPLE[q.id]),
        )
        for q in FRAMEWORK.questions
    ]


def test_the_levels() -> None:
    assert tables(METHOD, "Levels")[0] == [
        (WORDS.levels[each.id].name, str(each.score), WORDS.levels[each.id].proof)
        for each in FRAMEWORK.levels
    ]


def test_the_matrix_and_the_largest_remainders() -> None:
    matrix, remainders = tables(METHOD, "Weights")
    frameworks = [each.id for each in FRAMEWORK.frameworks]
    sums = {p.id: sum(FRAMEWORK.emphasis[e] for e in p.emphasis.values()) for p in FRAMEWORK.properties}
    total = sum(sums.values())
    assert matrix == [
        (property_name(p.id), *(p.emphasis[f] for f in frameworks), str(sums[p.id]))
        for p in FRAMEWORK.properties
    ]
    assert remainders == [
        (
            property_name(key),
            *(
                str(n)
                for n in (100 * s, 100 * s // total, 100 * s % total, weight - 100 * s // total, weight)
            ),
        )
        for (key, s), weight in zip(sums.items(), FRAMEWORK.weights.values(), strict=True)
    ]


def test_the_properties() -> None:
    assert tables(METHOD, "Properties")[0] == [
        (
            property_name(p.id),
            ", ".join(str(FRAMEWORK.level_scores[EXAMPLE[q]]) for q in FRAMEWORK.by_property[p.id]),
            shown(p.score),
            level(p.level),
        )
        for p in RESULT.properties
    ]


def test_the_index() -> None:
    assert tables(METHOD, "Index")[0] == [
        *((property_name(p.id), str(p.weight), shown(p.score), shown(p.points)) for p in RESULT.properties),
        ("**AI Index**", "100", "", f"**{shown(RESULT.index)}**"),
    ]
    assert f"rounded half up: {rounded(RESULT.index)}." in said("Index")


def test_the_bands() -> None:
    assert tables(METHOD, "Band")[0] == [(WORDS.bands[b.id].name, str(b.from_)) for b in FRAMEWORK.bands]
    name = WORDS.bands[RESULT.band].name
    assert f"The example, at {shown(RESULT.index)}, is **{name}**." in said("Band")


def test_the_band_that_is_held_back() -> None:
    answers = dict.fromkeys(FRAMEWORK.question_ids, "measured") | {"threats": "declared"}
    result = score(FRAMEWORK, answers)
    (held_by,) = (p for p in result.properties if p.id in result.held_back_by)
    name = property_name(held_by.id)
    assert (
        f"The index is {shown(result.index)}, but {name} is at {level(held_by.level)}: the band is "
        f"**{WORDS.bands[result.band].name}**, held back by {name}."
    ) in said("Band")


def test_the_range_with_an_unknown() -> None:
    result = score(FRAMEWORK, EXAMPLE | {"evaluation": UNKNOWN})
    least, most = shown(result.index), shown(result.index_if_unknowns_were_best)
    assert f"The index is {least}, in a range from {least} to {most}. The band follows the {least}." in said(
        "I don't know"
    )


def test_the_evidenced_index() -> None:
    scores = FRAMEWORK.level_scores
    least = scores[FRAMEWORK.unproven_counts_as]
    assert tables(METHOD, "Evidenced index")[0] == [
        (f"`{q}`", str(scores[a]), str(scores[a] if q in PROVEN else min(scores[a], least)))
        for q, a in EXAMPLE.items()
    ]
    assert RESULT.index_evidenced is not None
    answered, evidenced = rounded(RESULT.index), shown(RESULT.index_evidenced)
    sentence = f'evidenced index is {evidenced}: "{answered} as you answered, {evidenced} by what you noted"'
    assert sentence in said("Evidenced index")


def test_the_gaps() -> None:
    scores, steps = FRAMEWORK.level_scores, len(FRAMEWORK.levels) - 1
    target = scores[FRAMEWORK.default_target]
    assert f"The default target is {level(FRAMEWORK.default_target)};" in said("Gap")
    assert tables(METHOD, "Gap")[0] == [
        (
            property_name(p.id),
            shown(p.weight / 8),
            str(sum(max(0, target - scores[EXAMPLE[q]]) * steps // 100 for q in FRAMEWORK.by_property[p.id])),
            shown(p.gap_points),
        )
        for p in RESULT.properties
    ]


def test_the_components() -> None:
    assert tables(METHOD, "Components")[0] == [
        (
            WORDS.components[c.id].name,
            ", ".join(f"`{q}`" for q in FRAMEWORK.by_component[c.id]),
            level(c.level),
        )
        for c in RESULT.components
    ]


def test_the_minimum_viable_aims() -> None:
    assert tables(METHOD, "Minimum viable AIMS")[0] == [
        (
            WORDS.minimum_viable[tick.id].name,
            f"`{tick.question}`",
            level(threshold.level),
            level(tick.answer),
            "yes" if tick.earned else "no",
        )
        for tick, threshold in zip(RESULT.minimum_viable, FRAMEWORK.minimum_viable, strict=True)
    ]


def test_the_effort_of_the_steps() -> None:
    steps = FRAMEWORK.steps.values()
    sums = {
        each.id: [sum(getattr(s.effort, size) for s in steps if s.to_level == each.id) for size in SIZES]
        for each in FRAMEWORK.levels[1:]
    }
    assert tables(METHOD, "Steps and effort")[0] == [
        *((level(key), *map(shown, days)) for key, days in sums.items()),
        ("**All**", *(shown(sum(days)) for days in zip(*sums.values(), strict=True))),
    ]
    for days in zip(*(sums[key] for key in ("declared", "documented", "operational")), strict=True):
        assert f"{' + '.join(map(shown, days))} = {shown(sum(days))}" in EQUATIONS


def test_the_steps_that_need_a_step_of_another_question() -> None:
    needs = {key: step.requires for key, step in FRAMEWORK.steps.items()}
    others = {
        key: [r for r in all_of if r.split(":")[0] != key.split(":")[0]] for key, all_of in needs.items()
    }
    assert tables(METHOD, "Steps and effort")[1] == [
        (f"`{key}`", ", ".join(f"`{each}`" for each in each_of)) for key, each_of in others.items() if each_of
    ]


def test_the_first_steps() -> None:
    wishes = Wishes(dict(RESULT.answers), "small", USUAL_DAYS["small"])
    found = first_steps(FRAMEWORK, wishes).steps
    assert tables(METHOD, "First steps")[0] == [
        (f"`{s.question}`", level(s.from_level), level(s.to_level), shown(s.points), shown(s.effort_days))
        for s in found
    ]
    assert [s.for_minimum_viable for s in found] == [True, True, False]
    small, medium, large = (f"{days:g}" for days in USUAL_DAYS.values())
    usual = (
        f"with {small} days a quarter for an organization of under 50 people, {medium} for one of 50 to 499"
    )
    assert f"{usual} and {large} for a larger one" in said("First steps")


def test_every_name_given_as_a_source_is_in_the_code() -> None:
    facts = read("questions/ai-id/1.0/framework.yaml")
    known = facts + "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    sources = " ".join(re.findall(r"^\*\*Source:\*\*.*?(?=\n\n)", METHOD, re.MULTILINE | re.DOTALL))
    names = re.findall(r"`(\w[\w.]*)`", sources)
    assert names
    assert [name for name in names if name.split(".")[-1] not in known] == []
