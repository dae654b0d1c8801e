"""What a framework version says in words, as frozen models: ``Texts``, one for each language."""

from pydantic import Field

from questions.models import Frozen, FrozenMap, Language, Reference, Text

Words = FrozenMap[str, Text]


class LevelText(Frozen):
    """A level's name, and what proves it."""

    name: Text
    proof: Text


class PropertyText(Frozen):
    """A property in words: readings by level (what it is to be there), directions by band (what next)."""

    name: Text
    measures: Text
    about: Text
    readings: Words
    directions: Words


class ComponentText(Frozen):
    """A component in words."""

    name: Text
    what: Text
    about: Text


class ThresholdText(Frozen):
    """A tick of the minimum viable AIMS in words: earned, or what is missing at each lower level."""

    name: Text
    met: Text
    missing: Words


class BandText(Frozen):
    """A band in words; ``*…*`` in the headline marks the band's name."""

    name: Text
    headline: Text
    lede: Text
    held_back: Text | None = None


class ReferenceFrameworkText(Frozen):
    """A reference framework in words, its edition as this language cites it."""

    name: Text
    edition: Text
    about: Text


class OptionText(Frozen):
    """One option: a behaviour that can be checked, and an example of what proves it."""

    text: Text
    evidence: Text


class StepText(Frozen):
    """The action that lifts a question to a level: what to do, its first move this week, the artefact that
    proves the new level, who usually owns it, and why each step of another question must come first."""

    title: Text
    what: Text
    first_move: Text
    artefact: Text
    owner: Text
    requires: Words = Field(default_factory=dict, validate_default=True)


class QuestionText(Frozen):
    """A question in words, its options by level, its steps by the level that they lead to."""

    short: Text
    heading: Text
    why: Text
    help: Text
    unanswered: Text
    options: FrozenMap[str, OptionText]
    steps: FrozenMap[str, StepText]


class Texts(Frozen):
    """Every word of one framework version in one language."""

    language: Language
    levels: FrozenMap[str, LevelText]
    properties: FrozenMap[str, PropertyText]
    components: FrozenMap[str, ComponentText]
    minimum_viable: FrozenMap[str, ThresholdText]
    bands: FrozenMap[str, BandText]
    frameworks: FrozenMap[str, ReferenceFrameworkText]
    binds: Words
    applies: Words
    references: Words
    prefixes: FrozenMap[str, str]
    questions: FrozenMap[str, QuestionText]

    def number(self, reference: Reference) -> str:
        """The clause's number as this language writes it (``s. 3.1`` is ``art. 3.1`` in French)."""
        for prefix, here in self.prefixes.items():
            if reference.number.startswith(prefix):
                return here + reference.number.removeprefix(prefix)
        return reference.number
