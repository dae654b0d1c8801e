"""Copies of the published pack that a test may break, and the faults that loading one gives."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from questions.packs import CURRENT, folder_of, read_pack
from questions.source import Fault, PackError

Data = dict[str, Any]
Edit = Callable[[Data], object]


class _Plain(yaml.CSafeDumper):
    """Writes a value that is there twice out twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def copied(folder: Path, *languages: str) -> Path:
    """A copy of the published pack in ``folder``, in ``languages`` only where some are given."""
    shutil.copytree(folder_of(CURRENT), folder, dirs_exist_ok=True)
    if languages:
        edited(folder / "framework.yaml", lambda data: data.update(languages=list(languages)))
    return folder


def edited(file: Path, edit: Edit) -> None:
    """Change the data of a YAML file, written anew with a line for each field."""
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    edit(data)
    text = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000)
    file.write_text(text, encoding="utf-8")


def replaced(file: Path, old: str, new: str) -> int:
    """Change the first ``old`` of a file into ``new``, and give the line where it stood."""
    before, found, after = file.read_text(encoding="utf-8").partition(old)
    assert found, f"{old!r} is not in {file.name}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def faults_of(folder: Path) -> list[Fault]:
    """Every fault that loading the pack finds."""
    with pytest.raises(PackError) as error:
        read_pack(folder)
    faults = error.value.faults
    assert str(error.value) == "\n".join(str(fault) for fault in faults)
    return faults


def said_of(folder: Path) -> list[str]:
    """Every fault of a pack in its words, but for the line number, which must be a line of the file."""
    said: list[str] = []
    for fault in faults_of(folder):
        lines = (folder / fault.file).read_text(encoding="utf-8").splitlines()
        assert 1 <= fault.line <= len(lines)
        said.append(re.sub(r"^(\w+\.yaml):\d+:", r"\1:", str(fault)))
    return said
