"""YAML with its line numbers: the data of a file, and where each of its fields stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

try:  # ten times as quick
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # where PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

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
        files = [fault.file for fault in faults]
        self.faults = sorted(faults, key=lambda fault: (files.index(fault.file), fault.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


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

    Raises ``PackError`` where the file cannot be read, is not a YAML mapping, says a key twice, or
    refers to another place of its own.
    """
    text = _text(path)
    try:
        return _parsed(path.name, text)
    except RecursionError:
        raise PackError([Fault(path.name, 1, (), "is not YAML: nested too deeply")]) from None
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise PackError([Fault(path.name, line, (), f"is not YAML: {error.reason}")]) from None
    except yaml.MarkedYAMLError as error:
        # libyaml counts a line too many where the file ends in the middle of something.
        most = text.count("\n") + 1
        line = min(error.problem_mark.line + 1, most) if error.problem_mark else 1
        raise PackError([Fault(path.name, line, (), f"is not YAML: {error.problem}")]) from None


def _parsed(name: str, text: str) -> Source:
    node = yaml.compose(text, Loader=_Loader)
    if not isinstance(node, yaml.MappingNode):
        raise PackError([Fault(name, 1, (), "must be a mapping of fields to values")])
    lines: dict[Field, int] = {}
    faults = [Fault(name, *broken) for broken in _walk(node, (), lines, set())]
    if faults:
        raise PackError(faults)
    return Source(name, _Loader("").construct_document(node), lines)


class _Loader(SafeLoader):
    """YAML's safe loader, in which 2026-13-45 stays text: the models then say which field needs a date."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except Exception:
            # PyYAML lets through whatever Python raised on a scalar that is no date or number after all.
            return node.value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError([Fault(path.name, 1, (), f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError([Fault(path.name, line, (), "is not UTF-8 text")]) from None


def _walk(
    node: yaml.Node, field: Field, lines: dict[Field, int], seen: set[yaml.Node]
) -> Iterator[tuple[int, Field, str]]:
    """Fill ``lines`` with the line of each field below ``node``; yield each double key and each alias."""
    if node in seen:
        # An alias of an alias can stand for more text than a machine can hold, or for itself.
        yield lines[field], field, "is an alias; say the value here"
        return
    seen.add(node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            inner = (*field, str(key.value) if isinstance(key, yaml.ScalarNode) else "?")
            if inner in lines:
                yield line, inner, "is there twice"
            lines[inner] = line
            yield from _walk(value, inner, lines, seen)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            inner = (*field, place)
            lines[inner] = value.start_mark.line + 1
            yield from _walk(value, inner, lines, seen)
