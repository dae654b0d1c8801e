"""The shapes of what is sent and answered; the OpenAPI says the same."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.languages import LANGUAGES
from questions.packs import CURRENT, load
from scoring.index import UNKNOWN

_FRAMEWORK = load(CURRENT).framework
LEVELS = tuple(level.id for level in _FRAMEWORK.levels)
QUESTIONS = tuple(_FRAMEWORK.question_ids)


def _one_of(*values: str | None) -> dict[str, Any]:
    return {"enum": list(values)}


Level = Annotated[str, Field(json_schema_extra=_one_of(*LEVELS), description="A level's id.")]
AnswerLevel = Annotated[
    str,
    Field(
        json_schema_extra=_one_of(*LEVELS, UNKNOWN),
        description="A level's id, or `unknown`: a finding, never counted as absent in the range.",
    ),
]
Question = Annotated[str, Field(json_schema_extra=_one_of(*QUESTIONS), description="A question's id.")]
LanguageCode = Annotated[str, Field(json_schema_extra=_one_of(*LANGUAGES), description="A language's code.")]
Version = Annotated[str, Field(description="A framework version.", examples=[CURRENT])]
Number = Annotated[int | float, Field(ge=0, le=100)]
Note = Annotated[
    str,
    Field(
        json_schema_extra={"maxLength": NOTE_LENGTH},
        description="What proves it, in a sentence or more; what nobody can see is left out.",
    ),
]
Link = Annotated[
    str,
    Field(
        json_schema_extra={"maxLength": LINK_LENGTH, "format": "web-address"},
        description="Where the proof lies: an http or https address, or empty.",
    ),
]
Name = Annotated[
    str,
    Field(json_schema_extra={"maxLength": NAME_LENGTH}, description="The organization's name, on one line."),
]
Size = Annotated[
    str,
    Field(json_schema_extra=_one_of(*SIZES), description="How many people: under 50, under 500, or more."),
]
Sector = Annotated[str, Field(json_schema_extra=_one_of(*SECTORS), description="A sector's id.")]


class Sent(BaseModel):
    """Something that a program sends: exactly these fields, of exactly these kinds."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Shown(BaseModel):
    """Something that a program is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AnswerSent(Sent):
    """An answer as it shall stand: what is left out is empty."""

    level: AnswerLevel
    note: Note = ""
    link: Link = ""


class OrganizationSent(Sent):
    """What the take shall say of the organization; what is left out is not said."""

    name: Name = ""
    size: Size | None = None
    sector: Sector | None = None


class TargetSent(Sent):
    """The level that the gaps shall be measured against."""

    level: Level


class ShareSent(Sent):
    """What the read-only link shall show."""

    shows_notes: bool = Field(default=False, description="Whether readers see notes and links.")
    shows_roadmap: bool = Field(
        default=False, description="Whether readers see the roadmap, with the names of who does what."
    )


class ShareShown(Shown):
    """A read-only link."""

    page: str = Field(description="Where readers find the result; holds the link's key.")
    shows_notes: bool = Field(description="Whether readers see notes and links.")
    shows_roadmap: bool = Field(
        description="Whether readers see the roadmap, with the names of who does what."
    )
    made_at: datetime.datetime


class TakeSent(Sent):
    """A new take; what is left out is empty."""

    language: LanguageCode = LANGUAGES[0]
    answers: dict[Question, AnswerSent] = Field(default_factory=dict, description="Answers by question.")
    organization: OrganizationSent = Field(default_factory=OrganizationSent)
    target: Level | None = None


class AnswerShown(Shown):
    """A saved answer; `level` is null while only a note is there, and `revision` 0 while nothing is."""

    level: AnswerLevel | None
    note: str
    link: str
    revision: int = Field(ge=0, description="How often it was changed; the ETag is this number.")


class OrganizationShown(Shown):
    """What the take says of the organization."""

    name: str
    size: Size | None
    sector: Sector | None


class TargetShown(Shown):
    """The level that the gaps are measured against."""

    level: Level


class TakeShown(Shown):
    """A take as it stands."""

    framework: Version
    language: LanguageCode
    started_at: datetime.datetime
    completed_at: datetime.datetime | None
    target: Level
    organization: OrganizationShown
    answers: dict[Question, AnswerShown] = Field(description="The saved answers by question.")
    missing: list[Question] = Field(description="The questions that have no level yet.")


class TakeStarted(Shown):
    """A take that was begun. The key is told here and never again."""

    key: str = Field(pattern="^[A-Za-z0-9_-]{22}$", description="The edit key: whoever has it has the take.")
    page: str = Field(description="Where people go on with the take in a browser; holds the key.")
    take: TakeShown


class TakeDeleted(Shown):
    """What was deleted."""

    answers: int = Field(ge=0, description="How many answers went with the take.")


class PropertyResult(Shown):
    """One property's part of the result."""

    id: str
    weight: int = Field(description="In per cent; all weights add up to 100.")
    score: Number
    level: Level
    points: Number = Field(description="weight × score: its part of the index.")
    gap_points: Number = Field(description="Points of the index that lie between it and the target.")
    unknown: list[Question]


class ComponentResult(Shown):
    """One component's level."""

    id: str
    level: Level
    unknown: list[Question]


class Tick(Shown):
    """One tick of the minimum viable management system."""

    id: str
    question: Question
    answer: AnswerLevel
    earned: bool


class Result(Shown):
    """What twelve answers amount to; docs/method.md has every rule."""

    framework: Version
    target: Level
    index: Number
    index_rounded: int = Field(ge=0, le=100)
    band: str
    held_back_by: list[str] = Field(description="Properties that keep the band below what the number says.")
    index_if_unknowns_were_best: Number
    index_evidenced: Number | None = Field(
        default=None, description="There where something is said about proof."
    )
    properties: list[PropertyResult]
    components: list[ComponentResult]
    minimum_viable: list[Tick]
    unknown: list[Question]


class Proof(Shown):
    """What proves an answer; what is empty is left out."""

    note: str = ""
    link: str = ""


class ExportedOrganization(Shown):
    """What the take says of the organization."""

    name: str | None
    size: Size | None
    sector: Sector | None


class ExportedTake(Shown):
    """What a file says of the take beside its answers."""

    number: str = Field(description="Names the take on paper, and opens nothing.")
    language: LanguageCode
    started: datetime.datetime
    completed: datetime.datetime
    organization: ExportedOrganization
    proof: dict[Question, Proof]


class Export(Shown):
    """A completed take as a file."""

    schema_: str = Field(alias="$schema", description="The kind of file.")
    framework: Version
    answers: dict[Question, AnswerLevel]
    target: Level | None
    evidence: list[Question] | None
    take: ExportedTake
    result: Result


class FieldFault(Shown):
    """A place in the body, what is wrong there, and what is allowed."""

    pointer: str = Field(description="A JSON Pointer (RFC 6901); empty for the whole body.")
    detail: str
    allowed: str


class Problem(Shown):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="Stays the same, and leads to its meaning.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    errors: list[FieldFault] = Field(default_factory=list, description="Where, if it is about the body.")


class ProblemKind(Shown):
    """A kind of problem, and what to do about it."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    meaning: str
