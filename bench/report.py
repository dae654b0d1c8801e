"""The table that the run prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.load import Tally


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``met`` is ``None`` where there is no target."""

    work: str
    ours: str
    baseline: str = "–"
    ratio: str = "–"
    target: str = "–"
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        verdict = {None: "–", True: "met", False: "**missed**"}[self.met]
        return self.work, self.ours, self.baseline, self.ratio, self.target, verdict


@dataclass(frozen=True, slots=True)
class Pairs:
    """The alternating rounds of both sides."""

    ours: Sequence[Tally]
    baseline: Sequence[Tally]

    @property
    def ratio(self) -> float:
        """The median over the rounds of our rate over the other's in the round beside it."""
        return median(a.rate / b.rate for a, b in zip(self.ours, self.baseline, strict=True))

    @property
    def p99_ms(self) -> float:
        """The median of our rounds' p99."""
        return median(tally.p99_ms for tally in self.ours)

    @property
    def errors(self) -> int:
        """Answers of either side that were not what they should be."""
        return sum(tally.errors for tally in (*self.ours, *self.baseline))


def figures(tallies: Sequence[Tally]) -> str:
    """Rate, p50 and p99 of one side: the medians of its rounds."""
    rate, p50, p99 = (
        median(getattr(tally, name) for tally in tallies) for name in ("rate", "p50_ms", "p99_ms")
    )
    return f"{rate:,.0f}/s (p50 {p50:.1f} ms, p99 {p99:.1f} ms)"


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    head = ("work", "ours", "baseline", "ratio", "target", "")
    lines = [head, ("---",) * len(head), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
