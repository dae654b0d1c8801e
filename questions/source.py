"""YAML with its line numbers: the data of a file, and where each of its fields stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Field = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a pack: where (file, line, field), what, and what is allowed."""

    file: str
    line: int
    field: Field
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {dotted(self.field)}: {self.message}" if self.field else f"{where}: {self.message}"


class PackError(ValueError):
    """A pack that keeps not every rule; ``faults`` holds them all, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its name, its data, and the line of each field."""

    name: str
    data: dict[str, Any]
    lines: dict[Field, int]

    def fault(self, field: Field, message: str) -> Fault:
        """A fault of this file at ``field``, or at the nearest field above it that exists."""
        known = field
        while known and known not in self.lines:
            known = known[:-1]
        return Fault(self.name, self.lines.get(known, 1), field, message)


def dotted(field: Field) -> str:
    """``("questions", 3, "id")`` as ``questions[3].id``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in field).lstrip(".")


def read_source(path: Path) -> Source:
    """Parse one YAML file of a pack.

    Raises ``PackError`` where the file cannot be read, is not a YAML mapping, or says a key twice.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise PackError([Fault(path.name, 1, (), f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise PackError([Fault(path.name, 1, (), "is not UTF-8 text")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "nested too deeply"
        line = mark.line + 1 if mark else 1
        raise PackError([Fault(path.name, line, (), f"is not YAML: {problem}")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise PackError([Fault(path.name, 1, (), "must be a mapping of fields to values")])
    lines: dict[Field, int] = {}
    doubles = [Fault(path.name, line, field, "is there twice") for field, line in _walk(node, (), lines)]
    if doubles:
        raise PackError(doubles)
    try:
        data = yaml.SafeLoader("").construct_document(node)
    except yaml.YAMLError as error:
        raise PackError([Fault(path.name, 1, (), f"is not YAML: {error}")]) from None
    return Source(path.name, data, lines)


def _walk(node: yaml.Node, field: Field, lines: dict[Field, int]) -> Iterator[tuple[Field, int]]:
    """Fill ``lines`` with the line of each field below ``node``; yield the fields that are there twice."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*field, str(key.value))
            if inner in lines:
                yield inner, key.start_mark.line + 1
            lines[inner] = key.start_mark.line + 1
            yield from _walk(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            inner = (*field, place)
            lines[inner] = value.start_mark.line + 1
            yield from _walk(value, inner, lines)
