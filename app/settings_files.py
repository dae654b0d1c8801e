"""Settings whose value stands in a file that ``AI_INDEX_<NAME>_FILE`` names, as secrets often do."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """Stands for the value of a file that could not be read, so that no field takes it."""

    reason: str


class FileSecrets(PydanticBaseSettingsSource):
    """Reads ``<PREFIX><NAME>_FILE`` for each field; the file's last newline is not part of the value."""

    def __init__(self, settings_cls: type[BaseSettings], prefix: str) -> None:
        super().__init__(settings_cls)
        self._prefix = prefix

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The value of one field, its name, and that it is plain text."""
        path = os.environ.get(f"{self._prefix}{field_name.upper()}_FILE")
        return (_read(path) if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every field for which a file is named."""
        found = {name: self.get_field_value(info, name)[0] for name, info in self._fields()}
        return {name: value for name, value in found.items() if value is not None}

    def _fields(self) -> list[tuple[str, FieldInfo]]:
        return list(self.settings_cls.model_fields.items())


def _read(path: str) -> str | UnreadableFile:
    try:
        return Path(path).read_text(encoding="utf-8").removesuffix("\n")
    except OSError as error:
        return UnreadableFile(f"got {path!r}: {error.strerror}")
    except ValueError:
        return UnreadableFile(f"got {path!r}: not UTF-8 text")
