"""What the doctor found, for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence

from app.operating.findings import Finding
from app.operating.looking import counted

Named = tuple[str, Finding]
STATUS, CHECK = 7, 13  # how wide the columns are


def table(found: Sequence[Named]) -> str:
    """A line for each finding, one below it that says how to mend it, and the count at the end."""
    return "\n".join([*_lines(found), "", _count(found)])


def as_data(found: Iterable[Named]) -> list[dict[str, str]]:
    """Each finding as an object; ``mend`` is empty where nothing has to be done."""
    return [
        {"check": name, "status": finding.status, "found": finding.found, "mend": finding.mend}
        for name, finding in found
    ]


def _lines(found: Iterable[Named]) -> Iterator[str]:
    for name, finding in found:
        yield f"{finding.status:<{STATUS}}{name:<{CHECK}}{finding.found}"
        if finding.mend:
            yield f"{'':<{STATUS + CHECK}}-> {finding.mend}"


def _count(found: Sequence[Named]) -> str:
    faults, notes = (sum(finding.status == status for _, finding in found) for status in ("fault", "note"))
    if faults:
        return f"{counted(faults, 'fault')}, {counted(notes, 'note')}."
    return f"No fault, {counted(notes, 'note')}." if notes else "All is well."
