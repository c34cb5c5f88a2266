"""The texts of source documents, in a folder outside the publication because their licence may forbid copies."""

from __future__ import annotations

from pathlib import Path

from accord.publication.files import Folder
from accord.publication.files.sources import SourceFile

ENDING = ".txt"


def texts_of(folder: Path) -> tuple[SourceFile, ...]:
    """The text files directly in a folder. Raises InputError when it is not a folder, or when a file cannot be read."""
    door = Folder(folder)
    names = (entry.name for entry in door.entries("") if entry.name.lower().endswith(ENDING))
    return tuple(SourceFile(name, (), door.bytes_of(name)) for name in names)
