"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable.

Any folder will do. ``publication.ttl``, at the root or in ``data/``, is the only configuration, and it is the dataset's
own DCAT and VoID description; what it does not state, or all where there is none, is guessed from the data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from pyoxigraph import Quad

from accord import parsing, sandbox
from accord.errors import InputError
from accord.limits import EngineLimits
from accord.parsing import FolderContexts
from accord.parsing.syntaxes import JSON_LD, TURTLE
from accord.publication import git
from accord.publication.files import Folder, layout
from accord.publication.files.addresses import UNKNOWN_BASE, file_address, graph_address
from accord.publication.files.layout import LeftOut, NamedFile
from accord.publication.files.sources import FOLDERS, REDIRECTS, Role, SourceFile
from accord.publication.files.texts import ENDING
from accord.publication.settings import Configuration, Settings, guessed_settings, reading_report
from accord.publication.survey import Start, Survey, SurveyedFile, survey

_LIMITS = EngineLimits()
_MOST_PATHS = 100
"""Paths at the root of a folder that git is asked about one by one; beyond that it is asked about the whole folder."""


@dataclass(frozen=True)
class Publication:
    """A folder as it was when it was read: its files of statements as ``files``, its example queries as ``queries``.

    ``head`` is the commit that git had checked out then, ``None`` outside git. ``notes`` are warnings for the operator,
    ``reading`` says in a few lines what was read, guessed and left out. ``configuration`` is the path of the
    configuration, or empty. ``named`` are the graphs that files name themselves. With ``strict`` a file that cannot be
    read whole is a violation, as it is where only valid data are published. ``texts`` are the text files of the
    folder, where the configuration says that they hold the text of source documents.
    """

    root: Path
    settings: Settings
    files: tuple[SourceFile, ...]
    version: str
    queries: tuple[SourceFile, ...] = ()
    head: git.Head | None = None
    notes: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    configuration: str = layout.CONFIGURATIONS[1]
    named: tuple[str, ...] = ()
    strict: bool = False
    texts: tuple[SourceFile, ...] = ()

    @classmethod
    def read(cls, root: Path | str, *, site: str = "", strict: bool = False, start: Start | None = None) -> Publication:
        """Read the folder. Raises InputError when it holds no RDF, or when its configuration cannot be used.

        ``site`` is the public address of the site, where one is known; ``start`` begins to call a function in a
        confined process and returns what waits for its end (:func:`accord.sandbox.start`).
        """
        start = start or partial(sandbox.start, seconds=_LIMITS.check_deadline, megabytes=_LIMITS.check_memory)
        return _Reading(Path(root), site, strict, start).publication()

    def graph(self, file: SourceFile) -> str:
        """The IRI of the graph that holds a file's statements."""
        return graph_address(self.settings.base, file.path)

    def quads(self, *roles: Role) -> Iterator[Quad]:
        """The statements of all files that have one of these roles, each in its graph, in reading order.

        Each call parses the files again; :class:`~accord.publication.statements.loading.LoadedPublication` parses them
        once.
        """
        for file in self.with_role(*roles):
            yield from file.quads(self.graph(file))

    def with_role(self, *roles: Role) -> Iterator[SourceFile]:
        """The files that have one of these roles, in reading order."""
        return (file for file in self.files if set(file.roles) & set(roles))

    @property
    def redirects(self) -> str:
        """The path of the file that says what became of IRIs no longer used; empty where there is none."""
        paths = {file.path for file in self.files}
        return next((path for path in REDIRECTS if path in paths), "")

    @property
    def is_strict(self) -> bool:
        """Whether a file that cannot be read whole is a violation."""
        return self.strict or self.settings.only_valid

    @property
    def roots(self) -> tuple[str, ...]:
        """The files and folders at the root of the folder that hold the publication, for git; empty for all of it."""
        usual = FOLDERS if self.configuration == layout.CONFIGURATIONS[1] else ()
        found = dict.fromkeys([*usual, *(file.path.partition("/")[0] for file in self.files + self.queries)])
        return tuple(found) if len(found) <= _MOST_PATHS else ()

    @property
    def inferred(self) -> str:
        """The IRI of the graph of inferred statements, which are in no file."""
        return f"{self.settings.base}graph/inferred"

    @property
    def described(self) -> str:
        """The IRI of the graph that describes the endpoint, which is in no file either."""
        return f"{self.settings.base}graph/description"

    def graphs(self) -> frozenset[str]:
        """The IRIs of all graphs."""
        return frozenset({self.inferred, self.described, *self.named, *map(self.graph, self.files)})

    @cached_property
    def size(self) -> int:
        """The bytes of the files of statements."""
        return sum(len(file.data) for file in self.files)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that a check looks at, in hexadecimal: the key of the verdict cache."""
        missing = "".join(f"{one.path}\0{one.reason}\0" for one in self.left_out if one.is_loss)
        missing += _contexts(self.files)
        return _digest(self.files + self.queries + self.texts, f"{missing}{self.strict}")


class _Reading:
    """One reading of one folder."""

    def __init__(self, root: Path, site: str, strict: bool, start: Start) -> None:
        self.root = root
        self.site = site
        self.strict = strict
        self.start = start
        self.layout = layout.find(root)
        self.folder = Folder(root)
        self.configuration = self._configuration()

    def publication(self) -> Publication:
        unknown = self._unknown()
        found = self._surveyed(unknown) if unknown else None
        settings = self._settings(found)
        surveyed = {file.path: file for file in found.files} if found else {}
        gone = {candidate.path for candidate in unknown} - surveyed.keys()
        strict = self.strict or settings.only_valid
        kept = [candidate for candidate in self.layout.files if candidate.path not in gone]
        contexts = found.contexts if found else FolderContexts()
        files = [self._file(candidate, surveyed.get(candidate.path), settings, strict) for candidate in kept]
        files = [replace(file, contexts=contexts) if file.syntax is JSON_LD else file for file in files]
        if not files:
            raise reading_report.nothing_read(self.root, found.left_out if found else self.layout.left_out)
        files.sort(key=lambda file: (min(map(FOLDERS.index, file.roles)), file.path.split("/")))
        queries = tuple(SourceFile(path, ("queries",), self.folder.bytes_of(path)) for path in self.layout.queries)
        return self._versioned(
            Publication(
                self.root,
                settings,
                tuple(files),
                version="",
                queries=queries,
                reading=self._report(found),
                left_out=found.left_out if found else self.layout.left_out,
                configuration=self.layout.configuration,
                named=tuple(dict.fromkeys(graph for file in surveyed.values() for graph in file.graphs)),
                strict=self.strict,
                texts=self._texts() if settings.source_text else (),
            )
        )

    def _texts(self) -> tuple[SourceFile, ...]:
        """The files that hold plain text."""
        paths = (one.path for one in self.layout.left_out if one.reason == layout.NOT_RDF)
        return tuple(SourceFile(one, (), self.folder.bytes_of(one)) for one in paths if one.lower().endswith(ENDING))

    def _report(self, found: Survey | None) -> tuple[str, ...]:
        """The report on what was read and guessed."""
        if found is None or len(found.layout.files) < len(self.layout.files):
            return ()
        return tuple(reading_report.lines(found, self.configuration.stated if self.configuration else ()))

    def _configuration(self) -> Configuration | None:
        path = self.layout.configuration
        if not path:
            return None
        return Configuration.read(SourceFile(path, ("data",), self.folder.bytes_of(path)))

    def _unknown(self) -> tuple[NamedFile, ...]:
        """The files that have to be parsed to know what they are for, or whether they can be read.

        Where only valid data are published, the name of a folder says what its Turtle is for, and the check finds the
        mistakes. Everywhere else, all files are.
        """
        stated = self.configuration
        if stated is None or not stated.bases or not stated.publishes_only_valid_data:
            return self.layout.files
        known = self.layout.configuration
        return tuple(
            one for one in self.layout.files if one.path != known and (one.named is None or one.syntax is not TURTLE)
        )

    def _surveyed(self, unknown: tuple[NamedFile, ...]) -> Survey:
        parsing.prepare()
        stated = self.configuration.bases if self.configuration else ()
        return survey(
            replace(self.layout, files=unknown),
            self.start,
            base=stated[0] if stated else UNKNOWN_BASE,
            site=self.site,
        )

    def _settings(self, found: Survey | None) -> Settings:
        guesses = found.guesses if found else None
        if self.configuration:
            return self.configuration.settings(guesses)
        if guesses is None:
            raise reading_report.nothing_read(self.root, self.layout.left_out)
        return guessed_settings(guesses)

    def _file(self, candidate: NamedFile, known: SurveyedFile | None, settings: Settings, strict: bool) -> SourceFile:
        roles: tuple[Role, ...] = known.roles if known else (candidate.named or "data",)
        return SourceFile(
            candidate.path,
            roles,
            known.data if known else self.folder.bytes_of(candidate.path),
            base="" if settings.house_rules else file_address(settings.base, candidate.path),
            partly=bool(known and known.faults) and not strict,
            statements=known.as_n_quads
            if known and not settings.house_rules and not (known.faults and strict)
            else None,
        )

    def _versioned(self, publication: Publication) -> Publication:
        head, notes = _head(self.root, publication.roots)
        taken = partial(layout.takes, configuration=self.layout.configuration)
        version, converted = _version(head, publication, taken)
        return replace(publication, version=version, head=head, notes=notes + converted)


def _contexts(files: Iterable[SourceFile]) -> str:
    """The contexts of the folder that files use, without which their statements are others."""
    return "".join(dict.fromkeys(str(file.contexts.held) for file in files if file.contexts.held))


def _digest(files: Iterable[SourceFile], more: str = "") -> str:
    total = hashlib.sha256(more.encode("utf-8", "surrogateescape"))
    for file in files:
        total.update(f"{file.path}\0{len(file.data)}\0".encode() + file.data)
    return total.hexdigest()


def _head(root: Path, folders: tuple[str, ...]) -> tuple[git.Head | None, tuple[str, ...]]:
    """The commit that a folder is checked out at, or a note why that is not known."""
    try:
        return git.head(root, folders), ()
    except InputError as error:
        return None, (f"There is no history: {error.message} {error.remedy}",)


def _version(
    head: git.Head | None, publication: Publication, taken: Callable[[str], bool]
) -> tuple[str, tuple[str, ...]]:
    """The commit if it has exactly these files, else a name made from the content; and notes for the operator.

    ``taken`` says whether a file at a path is one that is read. A checkout that converts line ends has other bytes
    than the commit, and it is the bytes that are published.
    """
    files = publication.files + publication.queries
    content = f"content-{_digest(files, _contexts(files))[:12]}"
    if head is None:
        return content, ()
    absent = {one.path for one in publication.left_out}
    if {file.path for file in files} == set(filter(taken, head.blobs)) - absent and all(
        head.holds(file.path, file.data) for file in files
    ):
        return head.commit[:12], ()
    if converted := [file.path for file in files if head.converted(file.path, file.data)]:
        note = f"{len(converted)} files differ from the commit in their line ends ({converted[0]} for one)"
        return content, (f"{note}, so the version is {content}. Check out without converting line ends.",)
    return content, ()
