"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable.

The folder holds ``ontology/*.ttl``, ``data/**/*.ttl`` and ``shapes/*.ttl``, and example queries as
``data/queries/*.rq``; ``data/publication.ttl`` is the only configuration, and it is the dataset's own DCAT and VoID
description. :mod:`accord.publication.files` is the door to its files, :mod:`accord.publication.git` to its history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from accord import names
from accord.errors import InputError, Place
from accord.names import ACCORD, DCTERMS, FOAF, VOID, Prefixes
from accord.publication import git
from accord.publication.files import Folder

Role = OneOf["ontology", "data", "shapes", "queries"]

CONFIGURATION = "data/publication.ttl"
FOLDERS: tuple[Role, ...] = ("ontology", "data", "shapes")
"""Where the Turtle files lie, in reading order; only those of ``data`` may lie in folders of folders."""
_QUERIES = "data/queries"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the folder: where it lies (relative, with ``/``), what it is for, and its bytes."""

    path: str
    role: Role
    data: bytes

    def quads(self, graph: str) -> Iterator[Quad]:
        """Its statements in the graph named, spelled as in the file.

        Raises InputError with the place of the first mistake when the file is not Turtle.
        """
        try:
            for quad in parse(self.data, RdfFormat.TURTLE, rename_blank_nodes=True):
                yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))
        except SyntaxError as error:
            raise self._not_turtle(error) from error

    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares, with their namespaces. The file is known to be Turtle."""
        parser = parse(self.data, RdfFormat.TURTLE)
        for _ in parser:
            pass
        return parser.prefixes

    def _not_turtle(self, error: SyntaxError) -> InputError:
        """The first mistake in the words of Accord's reader; in the engine's where that reader sees none."""
        from accord import turtle  # brings rdflib along, for which a service that starts well should not pay

        document = turtle.read(turtle.decode(self.data, file=self.path), file=self.path)
        remedy = "`accord check` lists every mistake of every file."
        if document.faults:
            fault = document.faults[0]
            return InputError(fault.message, place=document.place(fault.span), remedy=fault.remedy or remedy)
        _, line, column, _, end_line, end_column = error.args[1] if len(error.args) > 1 else (0, 1, 1, 0, 1, 1)
        return InputError(str(error.args[0]), place=Place(self.path, line, column, end_line, end_column), remedy=remedy)


@dataclass(frozen=True, slots=True)
class EvidenceTerms:
    """The publication's own terms for the evidence of a fact, told by ``accord:evidence…`` in its configuration."""

    kind: str
    about: str
    property: str
    value: str
    source: str
    place: str
    phrase: str
    certainty: str


@dataclass(frozen=True, slots=True)
class IdentifierTerms:
    """The publication's own terms for the codes of registers, told by ``accord:identifier…`` in its configuration.

    ``property`` leads from a thing to a node of the class ``kind``, which gives the register and the code.
    """

    kind: str
    property: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``data/publication.ttl`` says: the description of the dataset, and how the software is to read it.

    ``aliases`` are the publication's own properties that give other names, ``facets`` those by which people narrow a
    search.
    """

    dataset: str
    base: str
    title: str
    description: str
    license: str
    publisher: str
    vocabulary: str
    featured: tuple[str, ...]
    evidence: EvidenceTerms | None
    prefixes: Prefixes
    identifiers: IdentifierTerms | None = None
    aliases: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()

    @property
    def thing_base(self) -> str:
        """What the IRIs of the publication's own things begin with; a slug follows."""
        return f"{self.base}id/"


@dataclass(frozen=True)
class Publication:
    """A folder as it was when it was read: its Turtle as ``files``, its example queries as ``queries``.

    ``head`` is what git had committed then, ``None`` outside git. ``notes`` are sentences for the operator about what
    is less than it could be.
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
        queries = tuple(SourceFile(path, "queries", data) for path, data in folder.read(_QUERIES, ".rq"))
        head, notes = _head(root)
        version, converted = _version(head, files + queries)
        return cls(root, _settings(configuration), files, version, queries, head, notes + converted)

    def graph(self, file: SourceFile) -> str:
        """The IRI of the graph that holds a file's statements."""
        return f"{self.settings.base}graph/{file.path.removesuffix('.ttl')}"

    def quads(self, *roles: Role) -> Iterator[Quad]:
        """The statements of all files of these roles, each in the graph of its file, in reading order."""
        for file in self.files:
            if file.role in roles:
                yield from file.quads(self.graph(file))

    @property
    def inferred(self) -> str:
        """The IRI of the graph of what follows by the ontology; it is in no file."""
        return f"{self.settings.base}graph/inferred"

    def graphs(self) -> frozenset[str]:
        """The IRIs of all graphs."""
        return frozenset({self.inferred, *map(self.graph, self.files)})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all paths and bytes, in hexadecimal: what caches of verdicts go by."""
        return _digest(self.files + self.queries)


def _digest(files: tuple[SourceFile, ...]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.path}\0{len(file.data)}\0".encode() + file.data)
    return total.hexdigest()


def _head(root: Path) -> tuple[git.Head | None, tuple[str, ...]]:
    """What git has committed of a folder, or a note why that is not known."""
    try:
        return git.head(root, FOLDERS), ()
    except InputError as error:
        return None, (f"There is no history: {error.message} {error.remedy}",)


def _version(head: git.Head | None, files: tuple[SourceFile, ...]) -> tuple[str, tuple[str, ...]]:
    """The commit where it has these files and no other, else a name made from the content; and notes for the operator.

    A checkout that converts line ends gives other bytes than the commit has, and bytes are what is published.
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
        return folder == _QUERIES
    return name.endswith(".ttl") and (folder in FOLDERS or path.startswith("data/"))


class _Description:
    """The statements about one subject, read by predicate."""

    def __init__(self, subject: str, quads: list[Quad]) -> None:
        self._values: dict[str, list[str]] = {}
        about = NamedNode(subject) if ":" in subject else None
        for quad in quads:
            if quad.subject == about and isinstance(quad.object, NamedNode | Literal):
                self._values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def all(self, predicate: str) -> tuple[str, ...]:
        return tuple(self._values.get(predicate, ()))

    def one(self, predicate: str, default: str = "") -> str:
        return next(iter(self.all(predicate)), default)


def _settings(file: SourceFile) -> Settings:
    quads = list(file.quads(ACCORD))
    subject = next((quad.subject for quad in quads if quad.predicate.value == VOID + "uriSpace"), None)
    if not isinstance(subject, NamedNode):
        remedy = 'Say it of the dataset: void:uriSpace "https://example.org/my-data/" .'
        raise InputError(f"{file.path} names no base IRI (void:uriSpace).", remedy=remedy)
    dataset = subject.value
    about = _Description(dataset, quads)
    publisher = _Description(about.one(DCTERMS + "publisher"), quads)
    return Settings(
        dataset=dataset,
        base=_base(about.one(VOID + "uriSpace"), file),
        title=about.one(DCTERMS + "title", names.local_name(dataset)),
        description=about.one(DCTERMS + "description"),
        license=about.one(DCTERMS + "license"),
        publisher=publisher.one(FOAF + "name", about.one(DCTERMS + "publisher")),
        vocabulary=about.one(VOID + "vocabulary"),
        featured=about.all(ACCORD + "featuredClass"),
        evidence=_evidence(about),
        prefixes=Prefixes(file.prefixes()),
        identifiers=_identifiers(about),
        aliases=about.all(ACCORD + "nameProperty"),
        facets=about.all(ACCORD + "facet"),
    )


def _base(base: str, file: SourceFile) -> str:
    if base.startswith(("http://", "https://")) and base.endswith("/"):
        return base
    remedy = "Write an http or https IRI that ends in '/'."
    raise InputError(f"{file.path}: void:uriSpace {base!r} cannot be a base.", remedy=remedy)


def _evidence(about: _Description) -> EvidenceTerms | None:
    kind = about.one(ACCORD + "evidenceClass")
    if not kind:
        return None
    roles = ("About", "Property", "Value", "Source", "Place", "Phrase", "Certainty")
    return EvidenceTerms(kind, *(about.one(f"{ACCORD}evidence{role}") for role in roles))


def _identifiers(about: _Description) -> IdentifierTerms | None:
    kind = about.one(ACCORD + "identifierClass")
    if not kind:
        return None
    return IdentifierTerms(kind, *(about.one(f"{ACCORD}identifier{role}") for role in ("Property", "Scheme", "Value")))
