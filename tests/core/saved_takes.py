"""Takes to test files with: completed, with any answers, notes, links, organization and target."""

import datetime
import uuid
from collections.abc import Mapping

from hypothesis import strategies as st

from app.diagnostic.models import SECTORS, SIZES
from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from tests.core.answers import FRAMEWORK, LEVELS, QUESTIONS, every, takes

WHEN = datetime.datetime(2026, 3, 9, 14, 30, 15, 999, tzinfo=datetime.UTC)
# Texts as the forms keep them.
TEXTS = (
    "",
    "Minutes of 3 March",
    "=1+1",
    "« Procès-verbal »\n- a\n- b",
    "👩🏽‍💻 \u200fמילים",
    "<b>&amp;",
    "x" * 2000,
)
LINKS = ("", "https://example.com/?a=1&b=2#c", "HTTP://EXAMPLE.COM", f"https://example.com/{'w' * 1980}")


def taken(
    answers: Mapping[str, str] | None = None,
    proofs: Mapping[str, tuple[str, str]] | None = None,
    organization: Organization | None = None,
    target: str = "",
    when: datetime.datetime = WHEN,
) -> TakeState:
    """A take with these answers and, by question, this note and this link."""
    proofs = proofs or {}
    return TakeState(
        id=uuid.UUID(int=7),
        framework=FRAMEWORK.name,
        language="fr",
        started_at=when - datetime.timedelta(minutes=6),
        completed_at=when,
        organization=organization or Organization(),
        target=target,
        answers={
            question: SavedAnswer(level, *proofs.get(question, ("", "")), revision=3)
            for question, level in (answers or every("documented")).items()
        },
    )


saved_takes = st.builds(
    taken,
    takes,
    st.dictionaries(st.sampled_from(QUESTIONS), st.tuples(st.sampled_from(TEXTS), st.sampled_from(LINKS))),
    st.builds(
        Organization,
        st.sampled_from(["", "Boulangerie Sainte-Geneviève & fils", "w" * 120]),
        st.sampled_from(["", *SIZES]),
        st.sampled_from(["", *SECTORS]),
    ),
    st.sampled_from(["", *LEVELS]),
)
