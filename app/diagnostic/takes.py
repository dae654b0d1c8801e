"""A take as it was read: a frozen value that routes and pages work with."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """One saved answer; ``level`` is empty while only a note is there."""

    level: str = ""
    note: str = ""
    link: str = ""
    revision: int = 0

    @property
    def is_proven(self) -> bool:
        """Whether a sentence or a link is noted."""
        return bool(self.note or self.link)


@dataclass(frozen=True, slots=True)
class Organization:
    """What a take may say of the organization; each part may be empty."""

    name: str = ""
    size: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a take may hold from its start; ``target`` is empty while it is the framework's own."""

    answers: Mapping[str, SavedAnswer] = field(default_factory=dict)
    organization: Organization = field(default_factory=Organization)
    target: str = ""


class TakeUnfinishedError(Exception):
    """The take is not completed, so there is no result yet."""


@dataclass(frozen=True, slots=True)
class TakeState:
    """A take with its answers by question id; ``target`` is empty while it is the framework's own."""

    id: uuid.UUID
    framework: str
    language: str
    started_at: datetime.datetime
    completed_at: datetime.datetime | None
    organization: Organization
    target: str
    answers: Mapping[str, SavedAnswer]

    def answer(self, question: str) -> SavedAnswer:
        """The answer to ``question``, an empty one where nothing is saved."""
        return self.answers.get(question, SavedAnswer())

    @property
    def completed_on(self) -> datetime.date:
        """The day on which it was completed. Raises ``TakeUnfinishedError``."""
        if self.completed_at is None:
            raise TakeUnfinishedError
        return self.completed_at.date()

    @property
    def levels(self) -> dict[str, str]:
        """Question id to level id or ``unknown``, for the questions that have one."""
        return {question: answer.level for question, answer in self.answers.items() if answer.level}

    @property
    def evidence(self) -> tuple[str, ...]:
        """The questions for which proof is noted."""
        return tuple(question for question, answer in self.answers.items() if answer.is_proven)
