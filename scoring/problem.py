"""From wishes to the planner's tasks: which steps lie between the answers and the targets, what each costs,
and what it is worth under a strategy."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from questions.models import Framework, Step
from scoring.index import SCALE, UNKNOWN
from scoring.tasks import Task
from scoring.wishes import Wishes, hundredths, reached, targets

# One step up on one question is worth an eighth of its property's weight, in points of the index.
STEPS_IN_A_WEIGHT = 8
# A step is called cheap for its worth when its points for each day are in the best quarter.
CHEAP_SHARE = 4


@dataclass(frozen=True)
class Problem:
    """What is to be planned: the steps, their efforts and worth, and how far each question stands."""

    framework: Framework
    wishes: Wishes

    @cached_property
    def targets(self) -> dict[str, str]:
        return targets(self.framework, self.wishes.target)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank at which each question stands today."""
        return reached(self.framework, self.wishes)

    @cached_property
    def barred(self) -> dict[str, str]:
        """The steps that may not be planned, and why."""
        barred = {step: "left-out" for step in self.wishes.left_out if not self.is_reached(step)}
        left = True
        while left:
            left = False
            for key, step in self.framework.steps.items():
                if key not in barred and any(each in barred for each in step.requires):
                    barred[key], left = "requires-left-out", True
        return {key: why for key, why in barred.items() if not self.is_reached(key)}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps between the answers and the targets, with all that they require, in framework order."""
        wanted = self._open(
            key
            for key in self.framework.steps
            if key not in self.barred and (self.is_aimed_at(key) or key in self.wishes.pinned)
        )
        return tuple(step for key, step in self.framework.steps.items() if key in wanted)

    def is_aimed_at(self, key: str) -> bool:
        """Whether a step lies between the answers and the target of its property."""
        step, ranks = self.framework.steps[key], self.framework.level_ranks
        target = self.targets[self.framework.question(step.question).property]
        return ranks[step.to_level] <= ranks[target] and not self.is_reached(key)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        place = {step.id: at for at, step in enumerate(self.steps)}
        return tuple(
            Task(
                effort=self.effort(step),
                first=int(self.wishes.strategy == "foundation" and step.id in self.foundation),
                value=self.weight(step) * (1 if self.wishes.strategy == "fastest" else self.urgency(step)),
                requires=tuple(place[each] for each in step.requires if each in place),
                pinned=self.wishes.pinned.get(step.id),
            )
            for step in self.steps
        )

    @cached_property
    def foundation(self) -> frozenset[str]:
        """The steps that the minimum viable AIMS still needs, with all that they require."""
        return frozenset[str]().union(*self.toward_viable.values())

    @cached_property
    def toward_viable(self) -> dict[str, frozenset[str]]:
        """For each tick of the minimum viable AIMS the steps that it still needs, with all they require."""
        ticks = self.framework.minimum_viable
        return {tick.id: self._open([f"{tick.question}:{tick.level}"]) for tick in ticks}

    def _open(self, keys: Iterable[str]) -> frozenset[str]:
        """The steps that are not reached among ``keys`` and all that they require."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found and not self.is_reached(key):
                found.add(key)
                waiting += self.framework.steps[key].requires
        return frozenset(found)

    @cached_property
    def cheap(self) -> frozenset[str]:
        """The quarter of the steps that are worth the most points for each day."""
        most = sorted(self.steps, key=lambda step: self.effort(step) / self.weight(step))
        return frozenset(step.id for step in most[: len(most) // CHEAP_SHARE])

    @cached_property
    def index_now(self) -> float:
        """The index of the answers, with what is done counted as reached."""
        weights, scores = self.framework.weights, [level.score for level in self.framework.levels]
        properties = {q.id: q.property for q in self.framework.questions}
        return sum(weights[properties[q]] * scores[rank] for q, rank in self.ranks.items()) / SCALE

    def is_unknown(self, question: str) -> bool:
        """Whether nobody knew the answer, and nothing that is done says it since."""
        return self.wishes.answers[question] == UNKNOWN and not self.ranks[question]

    def from_level(self, step: Step) -> str:
        """The level that the step leaves, ``unknown`` where nobody knows whether it is reached."""
        rank = self.framework.level_ranks[step.to_level] - 1
        return UNKNOWN if not rank and self.is_unknown(step.question) else self.framework.levels[rank].id

    @cached_property
    def capacities(self) -> tuple[int, ...]:
        """The hundredths of a day that can be spent by the end of each quarter."""
        each = hundredths(self.wishes.capacity_days)
        return tuple(each * quarter for quarter in range(1, self.wishes.quarters + 1))

    def effort(self, step: Step) -> int:
        """The step's effort in hundredths of a day."""
        given = self.wishes.efforts.get(step.id)
        return hundredths(getattr(step.effort, self.wishes.size) if given is None else given)

    def weight(self, step: Step) -> int:
        """The weight of the step's property: eight times its points."""
        return self.framework.weights[self.framework.question(step.question).property]

    def urgency(self, step: Step) -> int:
        """4 for a step up from the lowest level, down to 1 for the last one."""
        return len(self.framework.levels) - self.framework.level_ranks[step.to_level]

    def left_out_below(self, key: str) -> tuple[str, ...]:
        """The steps left out that the step is, or requires, in framework order."""
        below = self._open([key])
        return tuple(step for step in self.framework.steps if step in below and step in self.wishes.left_out)

    def is_reached(self, key: str) -> bool:
        """Whether a step lies at or below where its question stands."""
        step = self.framework.steps[key]
        return self.framework.level_ranks[step.to_level] <= self.ranks[step.question]

    def points(self, step: Step) -> float:
        """What the step adds to the index."""
        return self.weight(step) / STEPS_IN_A_WEIGHT
