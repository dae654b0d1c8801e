"""What a framework version says in facts, as frozen models (``Framework``), and what those of words share."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

K = TypeVar("K")
V = TypeVar("V")

SIZES = ("small", "medium", "large")
MOST_EFFORT_DAYS = 200

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
ReferenceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*/[A-Za-z0-9.()–-]+$", max_length=60)]
StepId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$", max_length=81)]
PersonDays = Annotated[float, Field(strict=True, gt=0, le=MOST_EFFORT_DAYS, multiple_of=0.5)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Stress = Annotated[int, Field(ge=1, le=1000)]
Text = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, pattern=r"^\S(.*\S)?$")]


def _freeze(mapping: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(mapping))


FrozenMap = Annotated[Mapping[K, V], AfterValidator(_freeze), PlainSerializer(dict, return_type=dict)]


class Frozen(BaseModel):
    """A value of the pack: no unknown key, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, allow_inf_nan=False)


class Level(Frozen):
    """A maturity level and its score, 0 to 100."""

    id: Id
    score: int = Field(ge=0, le=100)


class Property(Frozen):
    """A property and how strongly each reference framework stresses it (a name from ``emphasis``)."""

    id: Id
    emphasis: FrozenMap[str, Id]


class Threshold(Frozen):
    """One tick of the minimum viable AIMS: a question, and the level that earns it."""

    id: Id
    question: Id
    level: Id


class Band(Frozen):
    """A name for a stretch of the index, from ``from`` (included) up to the next band."""

    id: Id
    from_: int = Field(alias="from", ge=0, lt=100)
    every_property_at_least: Id | None = None
    otherwise: Id | None = None


class Applies(Frozen):
    """The day from which a legal reference applies, and to which systems."""

    from_: datetime.date = Field(alias="from")
    to: Id


class ReferenceFramework(Frozen):
    """A standard, framework or law that the questions refer to, as known on a day."""

    id: Id
    as_of: datetime.date


class Reference(Frozen):
    """One clause of a reference framework, and whom it binds."""

    id: ReferenceId
    framework: Id
    number: Text
    binds: Id
    applies: tuple[Applies, ...] = ()


class Effort(Frozen):
    """The person-days that a step takes an organization of each of the ``SIZES``."""

    small: PersonDays
    medium: PersonDays
    large: PersonDays


class StepFacts(Frozen):
    """What a step takes, and which steps of other questions must come first."""

    effort: Effort
    requires: tuple[StepId, ...] = ()


class Step(NamedTuple):
    """One level up on one question. ``requires`` are the ids of the steps that come first: the one below it
    on the same question, then those of other questions."""

    id: str
    question: str
    to_level: str
    effort: Effort
    requires: tuple[str, ...]


class Question(Frozen):
    """A question: the property and the component that it belongs to, its related clauses, and its steps by
    the level that they lead to."""

    id: Id
    property: Id
    component: Id
    references: tuple[ReferenceId, ...] = Field(min_length=1)
    steps: FrozenMap[Id, StepFacts]


class Framework(Frozen):
    """The facts of one framework version: what is measured, and every number that scoring needs."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    languages: tuple[Language, ...] = Field(min_length=1)
    emphasis: FrozenMap[Id, Stress]
    levels: tuple[Level, ...]
    properties: tuple[Property, ...] = Field(min_length=1)
    components: tuple[Id, ...] = Field(min_length=1)
    minimum_viable: tuple[Threshold, ...]
    bands: tuple[Band, ...] = Field(min_length=1)
    default_target: Id
    unproven_counts_as: Id
    frameworks: tuple[ReferenceFramework, ...]
    references: tuple[Reference, ...]
    questions: tuple[Question, ...]

    @cached_property
    def name(self) -> str:
        """The version's full name, such as ``ai-id@1.0``."""
        return f"{self.id}@{self.version}"

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """Each property's weight in whole per cent, adding up to 100.

        Source: the emphasis matrix. A property's share is its summed emphasis over the sum of all;
        the per cents that rounding down leaves over go to the largest remainders, first come first.
        """
        sums = {p.id: sum(self.emphasis[e] for e in p.emphasis.values()) for p in self.properties}
        total = sum(sums.values())
        weights = {key: 100 * value // total for key, value in sums.items()}
        by_remainder = sorted(sums, key=lambda key: -(100 * sums[key] % total))
        for key in by_remainder[: 100 - sum(weights.values())]:
            weights[key] += 1
        return MappingProxyType(weights)

    @cached_property
    def level_scores(self) -> Mapping[str, int]:
        """Level id to score, lowest first."""
        return MappingProxyType({level.id: level.score for level in self.levels})

    @cached_property
    def level_of(self) -> Mapping[int, str]:
        """Score to the id of the level that it stands for."""
        return MappingProxyType({level.score: level.id for level in self.levels})

    @cached_property
    def level_ranks(self) -> Mapping[str, int]:
        """Level id to its place on the ladder, 0 for the lowest."""
        return MappingProxyType({level.id: rank for rank, level in enumerate(self.levels)})

    @cached_property
    def question_ids(self) -> tuple[str, ...]:
        """The question ids in framework order."""
        return tuple(question.id for question in self.questions)

    @cached_property
    def by_property(self) -> Mapping[str, tuple[str, ...]]:
        """Property id to the ids of its questions, both in framework order."""
        return MappingProxyType(
            {p.id: tuple(q.id for q in self.questions if q.property == p.id) for p in self.properties}
        )

    @cached_property
    def by_component(self) -> Mapping[str, tuple[str, ...]]:
        """Component id to the ids of its questions, both in framework order."""
        return MappingProxyType(
            {c: tuple(q.id for q in self.questions if q.component == c) for c in self.components}
        )

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Step id (``question:level``) to step, by question, then by level."""
        steps: dict[str, Step] = {}
        for question in self.questions:
            below: tuple[str, ...] = ()
            for level in self.levels[1:]:
                key, facts = f"{question.id}:{level.id}", question.steps[level.id]
                steps[key] = Step(key, question.id, level.id, facts.effort, below + facts.requires)
                below = (key,)
        return MappingProxyType(steps)

    def question(self, question_id: str) -> Question:
        """The question of that id; ``KeyError`` if there is none."""
        return self._questions[question_id]

    def reference(self, reference_id: str) -> Reference:
        """The reference of that id; ``KeyError`` if there is none."""
        return self._references[reference_id]

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _references(self) -> Mapping[str, Reference]:
        return {reference.id: reference for reference in self.references}
