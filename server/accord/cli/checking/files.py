"""The input of ``accord check``: a whole publication, or some of its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from accord.errors import InputError, UsageError
from accord.parsing.syntaxes import SYNTAXES, ending_of, syntax_of
from accord.publication import Publication, SourceFile, git
from accord.publication.files import MAX_FILE_BYTES, layout, read_file
from accord.publication.files.nearest import publication_of

at_hand: dict[str, Publication] = {}
"""Publications that have been read, by the real path of their folder, in a process that answers many checks."""
STDIN = Path("-")
_SEE = "See `accord check --help`."


@dataclass(frozen=True)
class Wanted:
    """A publication, and the files to check against it; all of it where ``files`` is ``None``."""

    publication: Publication
    files: tuple[SourceFile, ...] | None

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """All files that a report may quote."""
        return (*self.publication.files, *(self.files or ()))

    @property
    def sources_to_check(self) -> tuple[SourceFile, ...]:
        """The files that are checked."""
        return self.publication.files if self.files is None else self.files

    def path_of(self, file: SourceFile) -> Path:
        """The path of a checked file."""
        return self.publication.root / file.path if self.files is None else Path(file.path)


def wanted(paths: Sequence[Path], root: Path | None, *, name: str, strict: bool, since: str) -> Wanted:
    """The publication and files that the arguments name.

    ``root`` is the publication where it is named; ``name`` the path that standard input takes the place of; ``since``
    the commit since which files have changed, empty for no such choice. Raises UsageError and InputError.
    """
    folders = [path for path in paths if path != STDIN and path.is_dir()]
    if len(paths) > 1 and folders:
        raise UsageError("Name one folder or some files, not both.", remedy=_SEE)
    if since and paths and not folders:
        raise UsageError("Name no files: the changed ones are checked.", remedy=_SEE)
    start = folders[0] if folders else Path(name or ".") if paths == (STDIN,) else paths[0] if paths else Path()
    found = root or publication_of(start) or (folders[0] if folders else publication_of(Path()) or Path())
    publication = at_hand.get(os.path.realpath(found)) if not strict else None
    publication = publication and replace(publication, root=found) or Publication.read(found, strict=strict)
    if since:
        return Wanted(publication, _changed(publication, since))
    if folders and not _is_same(folders[0], found):
        return Wanted(publication, tuple(_below(publication, folders[0])))
    files = tuple(_standard_input(name) if path == STDIN else _file(path) for path in paths if path not in folders)
    return Wanted(publication, files or None)


def places_of(subject: Wanted) -> dict[str, bytes]:
    """The files to check, by their paths in the publication. Raises UsageError where it is all of it."""
    if subject.files is None:
        raise UsageError("--preview is for single files.", remedy="Name the files that are new or changed.")
    return {path_within(Path(one.path), subject.publication.root): one.data for one in subject.files}


def path_within(path: Path, root: Path) -> str:
    """A path from the folder of a publication on. Raises UsageError for one outside of it."""
    real, folder = (Path(os.path.realpath(one)) for one in (path, root))
    if not real.is_relative_to(folder):
        message = f"{path} is not in the publication {root}."
        raise UsageError(message, remedy="Name a path in it, or another folder with --publication.")
    return real.relative_to(folder).as_posix()


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _file(path: Path) -> SourceFile:
    """A file to check. Raises InputError for one whose name says that it is no RDF; without an ending it is Turtle."""
    if path.suffix and syntax_of(path.name) is None:
        known = ", ".join(one.endings[0] for one in SYNTAXES)
        message = f"{path} is of no syntax of RDF: its name ends with {ending_of(path.name) or path.suffix}."
        remedy = f"Name a file that ends with {known} (also with .gz), or a table (.csv, .xlsx)."
        raise InputError(message, remedy=remedy)
    return SourceFile(str(path), ("data",), read_file(path))


def _standard_input(name: str) -> SourceFile:
    """Standard input as a file. Raises InputError when it is larger than a file may be."""
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"Standard input is larger than {MAX_FILE_BYTES >> 20} MiB.", remedy="Divide it.")
    return SourceFile(name or "stdin.ttl", ("data",), data)


def _below(publication: Publication, folder: Path) -> Iterator[SourceFile]:
    """The files of a publication in one of its folders. Raises InputError when there are none."""
    within = path_within(folder, publication.root)
    found = [file for file in publication.files if file.path.startswith(f"{within}/")]
    if not found:
        message = f"{folder} has no RDF that the publication {publication.root} reads."
        raise InputError(message, remedy="Name another folder, or a file.")
    for file in found:
        yield replace(file, path=str(folder / file.path.removeprefix(f"{within}/")))


def _changed(publication: Publication, since: str) -> tuple[SourceFile, ...] | None:
    """The files that differ from a commit; ``None`` (all) where more than data has changed, or a file is gone."""
    head = git.head(publication.root, publication.roots, commit=since)
    if head is None:
        message = f"{publication.root} is not in git, or has no commit {since}."
        raise UsageError(message, remedy="Leave out --changed and --since to check all files.")
    changed = [file for file in publication.files if not head.holds(file.path, file.data)]
    paths = {file.path for file in publication.files + publication.queries}
    paths.update(one.path for one in publication.left_out)
    gone = [one for one in head.blobs if one not in paths and layout.takes(one, publication.configuration)]
    if gone or any("data" not in file.roles or file.path == publication.configuration for file in changed):
        return None
    return tuple(replace(file, path=os.path.relpath(publication.root / file.path)) for file in changed)
