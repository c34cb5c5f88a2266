"""The files of a folder: which are RDF or queries, their roles by folder names, and what is left out.

With ``publication.ttl`` at the root, or without one, the whole folder is read, in any depth. With
``data/publication.ttl`` the publication is one part of a larger project (a repository with programs and tests), so only
files at the root and folders with one of the names in ``ROLES_BY_NAME`` are read. What is left out is listed with the
reason. :mod:`accord.publication.files` is the door to the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal as OneOf

from accord.errors import InputError
from accord.parsing import FileFault, Syntax, syntax_of
from accord.publication.files import MAX_FILE_BYTES, OUTSIDE, Folder

Role = OneOf["ontology", "data", "shapes"]

CONFIGURATION_NAME = "publication.ttl"
CONFIGURATIONS = (CONFIGURATION_NAME, f"data/{CONFIGURATION_NAME}")
"""The possible paths of the configuration; the first that exists is used."""
ROLES_BY_NAME: dict[str, Role] = {
    **dict.fromkeys(("ontology", "ontologies", "vocab", "vocabs", "vocabulary", "vocabularies", "owl"), "ontology"),
    **dict.fromkeys(("data", "dataset", "datasets", "instances", "individuals"), "data"),
    **dict.fromkeys(("shapes", "shape", "shacl", "constraints"), "shapes"),
}
"""Names of folders, in small letters, and what their files are for. Of nested folders the outermost decides."""
QUERY_ENDINGS = (".rq", ".sparql")

NOT_RDF = "not RDF"
HIDDEN = "hidden"
TOOLS = "kept by a tool, not part of the publication"
EXAMPLES = "examples of the shapes"
TESTS = "of tests (name the folder itself to publish it)"
NOT_QUESTIONS = "queries of tests and programs, not questions of people"
LINKS_OUT = "links that lead out of the folder"
ARCHIVES = "archives, which are not opened (unpack them to publish what they hold)"
PACKED = "packed archives (unpack them to publish what they hold)"
OTHER_SYNTAX = "in a syntax that is not read (convert them to Turtle)"
ELSEWHERE = "outside the folders of this layout (move data/publication.ttl to the root to read them)"
SECOND = "a second configuration"
ODD_NAME = "names with characters that cannot be shown"

SAME = "the same statements as another file"
NO_RDF = "no RDF in them"
CONTEXTS = "contexts of JSON-LD, which have no statements; they are used for other files"
_NO_LOSS = frozenset(
    {NOT_RDF, ARCHIVES, HIDDEN, TOOLS, TESTS, NOT_QUESTIONS, CONTEXTS, EXAMPLES, ELSEWHERE, SECOND, SAME, NO_RDF}
)

_TOOL_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Folders that programs fill, with thousands of files that nobody publishes."""
_TEST_FOLDERS = frozenset({"test", "tests", "testing", "__tests__"})
"""Folders with examples for the tests of a project, right and wrong ones: nobody looks for them on a site."""
_PROGRAM_FOLDERS = frozenset({"src", "build", "tools", "scripts", "etc", "util", "utils"})
"""Folders of a project whose queries are steps of its programs: they build, convert or check files."""
_PACKED_ENDINGS = (".zip", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".rar")
_OTHER_SYNTAXES = (".obo", ".omn", ".ofn", ".owx", ".hdt", ".trix", ".rdfa", ".shex")
_EXAMPLES = "examples"
_MAX_DEPTH = 32
"""Levels of folders. A tree that people made has a few; a path of more than 4,096 bytes cannot be opened at all."""
_MAX_ENTRIES = 1_000_000
"""Entries that are listed; a walk of so many takes about 10 s."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that is not read: its path (relative, with ``/``), why, and what more there is to say of it.

    ``reason`` is the same phrase for all of one kind, so that they can be grouped. ``faults`` are the first of its
    mistakes, where it was parsed.
    """

    path: str
    reason: str
    detail: str = ""
    faults: tuple[FileFault, ...] = ()

    @property
    def is_loss(self) -> bool:
        """Whether something is missing in the publication for it, that somebody may have wanted there."""
        return self.reason not in _NO_LOSS and "read at their own place" not in self.reason


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file whose name says that it is RDF; ``named`` is what its folders' names say that it is for."""

    path: str
    syntax: Syntax
    named: Role | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What there is in a folder, each list in the order of the paths.

    ``configuration`` is the path of the configuration, which is one of the files too; empty where there is none.
    """

    root: Path
    files: tuple[NamedFile, ...]
    queries: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    configuration: str = ""


def find(root: Path) -> Layout:
    """List the folder. Raises InputError when it is not a folder, or holds more entries than can be listed."""
    found = _Walk(root).run()
    only_tests = not found.files and any(one.reason == TESTS for one in found.left_out)
    return _Walk(root, tests=True).run() if only_tests else found


def reason_of(error: InputError, path: str) -> str:
    """Why a file cannot be read, without its path: the same phrase for all of a kind."""
    _, found, reason = error.message.partition(path)
    reason = (reason if found else error.message).strip().rstrip(".").removeprefix("cannot be read: ")
    return LINKS_OUT if reason == OUTSIDE else reason


def role_by_name(path: str) -> Role | None:
    """The roles of a file by the names of its folders."""
    folders = path.lower().split("/")[:-1]
    return next((ROLES_BY_NAME[name] for name in folders if name in ROLES_BY_NAME), None)


def is_example(path: str) -> bool:
    """Whether a folder's name says that the file is an example: its catalogue is not that of the publication."""
    return not {"example", "examples"}.isdisjoint(path.lower().split("/")[:-1])


def takes(path: str, configuration: str) -> bool:
    """Whether a file at a path is read, if it holds what its name says and ``configuration`` is the configuration."""
    *folders, name = path.split("/")
    within = ["/".join(folders[: depth + 1]) for depth in range(len(folders))]
    hidden = any(one.startswith(".") for one in (*folders, name))
    if hidden or any(_reason_against(one, configuration) for one in within):
        return False
    if path.lower().endswith(QUERY_ENDINGS):
        return not _is_of_program(path)
    return syntax_of(path) is not None and not (path in CONFIGURATIONS and path != configuration)


def _is_of_program(path: str) -> bool:
    """Whether a query is a step of a program, by the names of its folders."""
    return role_by_name(path) is None and not _PROGRAM_FOLDERS.isdisjoint(path.lower().split("/")[:-1])


def _reason_against(path: str, configuration: str, tests: bool = False) -> str:
    """Why a folder is not entered; empty when it is. Folders of ``tests`` are entered if that is all there is."""
    *around, name = path.lower().split("/")
    if name in _TOOL_FOLDERS:
        return TOOLS
    if name == _EXAMPLES and role_by_name(path) == "shapes":
        return EXAMPLES
    if not around and configuration == CONFIGURATIONS[1] and not (name in ROLES_BY_NAME or name == "queries"):
        return ELSEWHERE
    if name in _TEST_FOLDERS and not tests and role_by_name(f"{path}/") is None:
        return TESTS
    return f"more than {_MAX_DEPTH} folders deep" if len(around) >= _MAX_DEPTH else ""


def _reason_of_other(path: str) -> str:
    """Why a file is not read whose name is not that of a syntax of RDF that is read."""
    name = path.lower()
    ending = next((one for one in _PACKED_ENDINGS if name.endswith(one)), "")
    within = name.removesuffix(ending).removesuffix(".tar")
    if ending:
        return PACKED if syntax_of(within) is not None or within.endswith(_OTHER_SYNTAXES) else ARCHIVES
    return OTHER_SYNTAX if name.endswith(_OTHER_SYNTAXES) else NOT_RDF


def _without_twins(left_out: list[LeftOut], files: list[NamedFile]) -> Iterator[LeftOut]:
    """What is left out; a file in another syntax is not a loss where one of the same name is read."""
    read = {file.path.rpartition(".")[0] for file in files}
    for one in left_out:
        is_there = one.reason == OTHER_SYNTAX and one.path.rpartition(".")[0] in read
        yield replace(one, reason=NOT_RDF) if is_there else one


class _Walk:
    """One listing of one folder. Links come last, so that a folder is read at its own place where it has one."""

    def __init__(self, root: Path, tests: bool = False) -> None:
        self.root = root
        self.tests = tests
        self.folder = Folder(root)
        self.configuration = next((path for path in CONFIGURATIONS if (root / path).is_file()), "")
        self.pending: list[str] = [""]
        self.links: list[str] = []
        self.seen: dict[str, str] = {}
        """The path at which each real folder or file was found."""
        self.files: list[NamedFile] = []
        self.queries: list[str] = []
        self.left_out: list[LeftOut] = []
        self.entries = 0

    def run(self) -> Layout:
        while self.pending or self.links:
            if self.pending:
                self._enter(self.pending.pop())
            else:
                self._follow(self.links.pop(0))
        return Layout(
            self.root,
            tuple(sorted(self.files, key=lambda file: file.path.split("/"))),
            tuple(sorted(self.queries, key=lambda path: path.split("/"))),
            tuple(sorted(_without_twins(self.left_out, self.files), key=lambda one: one.path.split("/"))),
            self.configuration,
        )

    def _enter(self, folder: str) -> None:
        """Look at all that a folder holds, unless it was looked at by another path."""
        try:
            real = self.folder.real(folder)
            if real in self.seen:
                self._leave(folder, "links to folders that are read at their own place", self.seen[real])
                return
            self.seen[real] = folder
            entries = self.folder.entries(folder)
        except InputError as error:
            self._leave(folder, reason_of(error, folder))
            return
        self._count(len(entries))
        for entry in entries:
            self._take(f"{folder}/{entry.name}" if folder else entry.name, entry)

    def _count(self, more: int) -> None:
        self.entries += more
        if self.entries > _MAX_ENTRIES:
            message = f"{self.root} holds more than {_MAX_ENTRIES:,} files and folders."
            raise InputError(message, remedy="Name the folder that holds the RDF, not one above it.")

    def _take(self, path: str, entry: os.DirEntry[str]) -> None:
        """Take one entry of a folder, or leave it out."""
        if entry.name.startswith("."):
            self._leave(path, HIDDEN)
        elif not path.isprintable():
            self._leave(path, ODD_NAME)
        elif entry.is_symlink():
            self.links.append(path)
        elif entry.is_dir(follow_symlinks=False):
            self._take_folder(path)
        else:
            self._take_file(path, entry.stat(follow_symlinks=False).st_size)

    def _take_folder(self, path: str) -> None:
        reason = _reason_against(path, self.configuration, self.tests)
        if reason:
            self._leave(path, reason)
        else:
            self.pending.append(path)

    def _take_file(self, path: str, size: int) -> None:
        syntax = syntax_of(path)
        if path.lower().endswith(QUERY_ENDINGS):
            if _is_of_program(path):
                self._leave(path, NOT_QUESTIONS)
            else:
                self.queries.append(path)
        elif syntax is None:
            self._leave(path, _reason_of_other(path))
        elif size > MAX_FILE_BYTES:
            self._leave(path, f"larger than {MAX_FILE_BYTES >> 20} MiB (divide them)")
        elif path in CONFIGURATIONS and path != self.configuration:
            self._leave(path, SECOND, f"{self.configuration} is used")
        else:
            self.files.append(NamedFile(path, syntax, role_by_name(path)))
            self.seen.setdefault(self.folder.real(path), path)

    def _follow(self, path: str) -> None:
        """Take what a link leads to, if it is in the folder and was not taken by its own path."""
        try:
            real = self.folder.real(path)
            status = os.stat(real)
        except (InputError, OSError) as error:
            reason = reason_of(error, path) if isinstance(error, InputError) else "broken links"
            self._leave(path, reason)
            return
        if os.path.isdir(real):
            self._take_folder(path)
        elif real in self.seen:
            self._leave(path, "links to files that are read at their own place", self.seen[real])
        else:
            self._take_file(path, status.st_size)

    def _leave(self, path: str, reason: str, detail: str = "") -> None:
        self.left_out.append(LeftOut(path, reason, detail))
