"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable.

The folder holds ``ontology/*.ttl``, ``data/**/*.ttl`` and ``shapes/*.ttl``, and example queries as
``data/queries/*.rq``; ``data/publication.ttl`` is the only configuration, and it is the dataset's own DCAT and VoID
description. :mod:`accord.publication.files` guards the reading of its files, :mod:`accord.publication.git` that of its
history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad

from accord.errors import InputError
from accord.publication import git
from accord.publication.files import Folder
from accord.publication.settings import Settings, read_settings
from accord.publication.sources import CONFIGURATION, FOLDERS, QUERIES, Role, SourceFile


@dataclass(frozen=True)
class Publication:
    """A folder as it was when it was read: its Turtle files as ``files``, its example queries as ``queries``.

    ``head`` is the commit that git had checked out then, ``None`` outside git. ``notes`` are warnings for the operator.
    """

    root: Path
    settings: Settings
    files: tuple[SourceFile, ...]
    version: str
    queries: tuple[SourceFile, ...] = ()
    head: git.Head | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, root: Path) -> Publication:
        """Read the folder. Raises InputError when it is not a publication or a file of it cannot be read."""
        folder = Folder(root)
        files = tuple(
            SourceFile(path, role, data)
            for role in FOLDERS
            for path, data in folder.read(role, ".ttl", deep=role == "data")
        )
        configuration = next((file for file in files if file.path == CONFIGURATION), None)
        if configuration is None:
            raise InputError(
                f"{root} is not a publication: it has no {CONFIGURATION}.",
                remedy=f"Name a folder that holds {CONFIGURATION}, ontology/, data/ and shapes/.",
            )
        queries = tuple(SourceFile(path, "queries", data) for path, data in folder.read(QUERIES, ".rq"))
        head, notes = _head(root)
        version, converted = _version(head, files + queries)
        return cls(root, read_settings(configuration), files, version, queries, head, notes + converted)

    def graph(self, file: SourceFile) -> str:
        """The IRI of the graph that holds a file's statements."""
        return f"{self.settings.base}graph/{file.path.removesuffix('.ttl')}"

    def quads(self, *roles: Role) -> Iterator[Quad]:
        """The statements of all files of these roles, each in the graph of its file, in reading order.

        Each call parses the files again; :class:`accord.publication.loading.LoadedPublication` parses them once.
        """
        for file in self.files:
            if file.role in roles:
                yield from file.quads(self.graph(file))

    @property
    def inferred(self) -> str:
        """The IRI of the graph of inferred statements, which are in no file."""
        return f"{self.settings.base}graph/inferred"

    def graphs(self) -> frozenset[str]:
        """The IRIs of all graphs."""
        return frozenset({self.inferred, *map(self.graph, self.files)})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all paths and bytes, in hexadecimal: the key of the verdict cache."""
        return _digest(self.files + self.queries)


def _digest(files: tuple[SourceFile, ...]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.path}\0{len(file.data)}\0".encode() + file.data)
    return total.hexdigest()


def _head(root: Path) -> tuple[git.Head | None, tuple[str, ...]]:
    """The commit that a folder is checked out at, or a note why that is not known."""
    try:
        return git.head(root, FOLDERS), ()
    except InputError as error:
        return None, (f"There is no history: {error.message} {error.remedy}",)


def _version(head: git.Head | None, files: tuple[SourceFile, ...]) -> tuple[str, tuple[str, ...]]:
    """The commit if it has exactly these files, else a name made from the content; and notes for the operator.

    A checkout that converts line ends has other bytes than the commit, and it is the bytes that are published.
    """
    content = f"content-{_digest(files)[:12]}"
    if head is None:
        return content, ()
    if {file.path for file in files} == set(filter(_is_published, head.blobs)) and all(
        head.holds(file.path, file.data) for file in files
    ):
        return head.commit[:12], ()
    if converted := [file.path for file in files if head.converted(file.path, file.data)]:
        note = f"{len(converted)} files differ from the commit in their line ends ({converted[0]} for one)"
        return content, (f"{note}, so the version is {content}. Check out without converting line ends.",)
    return content, ()


def _is_published(path: str) -> bool:
    """Whether a file at this path of the folder is one that :meth:`Publication.read` takes."""
    if path.startswith(".") or "/." in path:
        return False
    folder, _, name = path.rpartition("/")
    if name.endswith(".rq"):
        return folder == QUERIES
    return name.endswith(".ttl") and (folder in FOLDERS or path.startswith("data/"))
