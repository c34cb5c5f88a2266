"""The things that each data file describes, file by file, so that some files can be left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Quad, Triple
from rdflib import RDF

from accord.duplicates.likely import Lookalikes
from accord.duplicates.named import NamedThing, Subclasses, described
from accord.errors import InputError
from accord.names import LABELS
from accord.parsing.terms import quads_of
from accord.publication import Publication, SourceFile
from accord.turtle import Document
from accord.validation.reading import read


@dataclass
class _Of:
    """A thing in one file: what it states about the thing, and whether it gives it a class and a label."""

    facts: NamedThing
    names: bool


@dataclass
class NameIndex:
    """The things of the data, each with the files that describe it, in their order."""

    publication: Publication
    _things: dict[str, dict[str, _Of]] = field(default_factory=lambda: defaultdict(dict))
    _files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _whole: dict[str, NamedThing] = field(default_factory=dict)
    _described_in: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _folders: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _looking: Lookalikes | None = None

    @cached_property
    def kinds(self) -> Subclasses:
        """The classes of the publication."""
        return Subclasses(self.publication)

    @classmethod
    def of(cls, publication: Publication, besides: Collection[str] = ()) -> NameIndex:
        """The index of all data of a publication; the one that is kept ready, where it has these files.

        ``besides`` are paths of files that will be left out, so that it does not matter what they hold.
        """
        for files, index in _ready:
            if _rest(files, besides) == _rest(publication.files, besides):
                return index
        index = cls(publication)
        for file in publication.with_role("data"):
            index._add(file.path, quads_in(publication, file))
        index._whole.update((iri, _merged(one.facts for one in of.values())) for iri, of in index._things.items())
        everything = index.without(())
        for iri in index._things:
            for kind, paths in everything.places(iri).items():
                index._folders[kind].update(paths)
        return index

    def _add(self, path: str, quads: Sequence[Quad]) -> None:
        predicates: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            predicates[getattr(quad.subject, "value", "")].add(quad.predicate.value)
        for subject in predicates:
            self._files[subject].append(path)
        for iri, facts in described(quads, self.publication).items():
            used = predicates[iri]
            self._described_in[path].add(iri)
            self._things[iri][path] = _Of(facts, str(RDF.type) in used and not used.isdisjoint(LABELS))

    def looking(self) -> Lookalikes:
        """Finds things that look alike, among all."""
        if self._looking is None:
            self._looking = Lookalikes(self.publication, known=self._whole)
        return self._looking

    def without(self, paths: Collection[str]) -> IndexedThings:
        """The things that the other files describe."""
        return IndexedThings(self, frozenset(paths))


@dataclass(frozen=True)
class IndexedThings:
    """The things of an index, as the files say that are not left out."""

    index: NameIndex
    left_out: frozenset[str]

    def get(self, iri: str) -> NamedThing | None:
        """The statements of these files about a thing; ``None`` if there are none."""
        files = self.index._things.get(iri, {})
        if self.left_out.isdisjoint(files):
            return self.index._whole.get(iri)
        rest = [one.facts for path, one in files.items() if path not in self.left_out]
        return _merged(rest) if rest else None

    def all(self) -> Iterator[tuple[str, NamedThing]]:
        """All things with what these files say of them."""
        return ((iri, one) for iri in self.index._things if (one := self.get(iri)))

    def files_of(self, iri: str) -> list[str]:
        """The files with statements about a thing or a part of one."""
        return [path for path in self.index._files.get(iri, ()) if path not in self.left_out]

    def naming(self, iri: str) -> list[str]:
        """The files that give a thing a class and a label: these describe it."""
        files = self.index._things.get(iri, {})
        return [path for path, one in files.items() if one.names and path not in self.left_out]

    def places(self, iri: str) -> dict[str, set[str]]:
        """The folders of the files that describe a thing, for each of its classes and those above them."""
        one = self.get(iri)
        folders = {path.rpartition("/")[0] for path in self.naming(iri)}
        return dict.fromkeys(self.index.kinds.with_ancestors(one.kinds), folders) if one and folders else {}

    def folders(self, kind: str) -> Counter[str]:
        """The folders that describe the things of a class, with how many of them each describes."""
        found = Counter(self.index._folders.get(kind, ()))
        everything = self.index.without(())
        for iri in {iri for path in self.left_out for iri in self.index._described_in.get(path, ())}:
            found.subtract(everything.places(iri).get(kind, ()))
            found.update(self.places(iri).get(kind, ()))
        return +found

    def triples(self, path: str) -> set[Triple]:
        """The statements of a file."""
        publication = self.index.publication
        file = next(one for one in publication.with_role("data") if one.path == path)
        return {quad.triple for quad in quads_in(publication, file)}


_ready: list[tuple[tuple[SourceFile, ...], NameIndex]] = []
_LARGEST = 8 << 20
"""Bytes of a publication that is read in two seconds: about 150,000 statements, whose index takes 40 MB."""


def is_small(publication: Publication) -> bool:
    """Whether the index of a publication can be kept ready, or made while somebody waits for it."""
    return publication.size <= _LARGEST


def prepare(publication: Publication) -> None:
    """Keep the index of a publication, for processes that fork off this one; not of a large one."""
    _ready.clear()
    if not is_small(publication):
        return
    index = NameIndex.of(publication)
    index.looking()
    _ready.append((publication.files, index))


def _rest(files: Sequence[SourceFile], besides: Collection[str]) -> list[int]:
    """The files without some, by their identity: each that has changed is another object."""
    return [id(file) for file in files if file.path not in besides]


def document_of(file: SourceFile) -> Document | None:
    """A file as statements with places; ``None`` for one that cannot be read, which the check reports anyway."""
    try:
        return read(file)[0]
    except InputError:
        return None


def quads_in(publication: Publication, file: SourceFile) -> list[Quad]:
    """The statements of a file; of a faulty one, those that can be read."""
    try:
        return list(file.quads(publication.graph(file)))
    except InputError:
        document = document_of(file)
        return quads_of(document) if document else []


def _merged(several: Iterable[NamedThing]) -> NamedThing:
    found = NamedThing()
    for one in several:
        found.names += one.names
        found.labels += one.labels
        found.kinds |= one.kinds
    return found
