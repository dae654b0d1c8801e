"""A framework version with its words (``Pack``), loaded and checked whole."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from questions.models import Framework, Frozen, FrozenMap
from questions.quoting import quoted
from questions.rules import canonical, framework_faults, texts_faults
from questions.source import Fault, PackError, Source, read_source
from questions.texts import Texts

HERE = Path(__file__).parent
CURRENT = "ai-id@1.0"
LOCK = "pack.lock"

Model = TypeVar("Model", bound=BaseModel)


class Pack(Frozen):
    """One framework version with its words in every language, and the hash of its content."""

    framework: Framework
    texts: FrozenMap[str, Texts]
    digest: str

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the pack speaks, first the main one."""
        return self.framework.languages


class UnknownVersionError(LookupError):
    """A framework version that does not exist here; the message names those that do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"framework {quoted(name)} is unknown; allowed: {', '.join(versions())}")


@cache
def versions() -> tuple[str, ...]:
    """The names of the published versions, such as ``ai-id@1.0``, in order."""
    return tuple(f"{p.parent.parent.name}@{p.parent.name}" for p in sorted(HERE.glob("*/*/framework.yaml")))


def load(name: str = CURRENT) -> Pack:
    """The published version ``name``; read once, then the same frozen value.

    Raises ``UnknownVersionError`` if there is none of that name, ``PackError`` if it breaks a rule.
    """
    if name not in versions():
        raise UnknownVersionError(name)
    return _published(name)


@cache
def _published(name: str) -> Pack:
    return read_pack(folder_of(name))


def folder_of(name: str) -> Path:
    """The folder of the published version ``name``."""
    return HERE.joinpath(*name.split("@"))


def read_pack(folder: Path) -> Pack:
    """Read and check the pack in ``folder``: framework.yaml, and a file for each of its languages.

    Raises ``PackError`` with every fault found, each with its file, line and field.
    """
    source = read_source(folder / "framework.yaml")
    framework = _validated(Framework, source)
    faults = [source.fault(*broken) for broken in framework_faults(framework)]
    if faults:
        raise PackError(faults)
    texts: dict[str, Texts] = {}
    for language in framework.languages:
        try:
            texts[language] = _read_texts(folder, framework, language)
        except PackError as error:
            faults.extend(error.faults)
    if faults:
        raise PackError(faults)
    return Pack(framework=framework, texts=texts, digest=_digest(framework, texts))


def locked_digest(folder: Path) -> str | None:
    """The content hash that the pack's lock file holds; ``None`` where it has none."""
    lock = folder / LOCK
    return lock.read_text(encoding="ascii", errors="replace").strip() if lock.is_file() else None


def write_lock(folder: Path, pack: Pack) -> None:
    """Put the pack's content hash in its lock file."""
    (folder / LOCK).write_text(pack.digest + "\n", encoding="ascii")


def _read_texts(folder: Path, framework: Framework, language: str) -> Texts:
    source = read_source(folder / f"{language}.yaml")
    texts = _validated(Texts, source)
    faults = [source.fault(*broken) for broken in texts_faults(framework, texts)]
    if texts.language != language:
        faults.append(
            source.fault(("language",), f"{texts.language!r} must be {language!r}, as the file's name")
        )
    if faults:
        raise PackError(faults)
    return texts


def _validated(model: type[Model], source: Source) -> Model:
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        faults: list[Fault] = []
        for item in error.errors():
            field = tuple(part for part in item["loc"] if part != "[key]")
            unknown = item["type"] == "extra_forbidden"
            allowed = "is unknown here" if unknown else item["msg"][0].lower() + item["msg"][1:]
            faults.append(source.fault(field, allowed))
        raise PackError(faults) from None


def _digest(framework: Framework, texts: dict[str, Texts]) -> str:
    content = [canonical(framework), {language: canonical(words) for language, words in texts.items()}]
    line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(line.encode()).hexdigest()
