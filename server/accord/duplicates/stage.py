"""A stage of the check for new things: likely duplicates, copies, subjects of other files, folders and slugs."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import Triple
from rdflib import URIRef

from accord.duplicates.index import NameIndex, document_of, is_small
from accord.duplicates.likely import Lookalikes
from accord.duplicates.named import NamedThing, described
from accord.errors import Place
from accord.names import LABELS, LONGEST_SLUG, local_name, slug_of
from accord.parsing.terms import quads_of
from accord.publication import Publication, SourceFile
from accord.publication.settings.own_iris import is_own, namespaces_of
from accord.turtle import Document
from accord.validation import Finding, Severity

_SLUG = re.compile(r"[a-z0-9]{1,80}(?:-[a-z0-9]{1,80}){0,40}")
_MOST = 500
"""New things that are compared with all others; each takes some milliseconds."""
_SURE, _ENOUGH = 0.8, 3
"""The share of the things of a class in one folder, and their number, from which another folder is odd."""


def new_things(publication: Publication, files: Sequence[SourceFile]) -> Iterator[Finding]:
    """Findings about the things that some files add; for a whole publication, about files that are not in git.

    Only files of data are looked at. Without the rules of the house there is only advice: what a file that is checked
    by itself may describe a second time, in a publication that is read in a second or two.
    """
    house = publication.settings.house_rules
    if not house and (files is publication.files or not is_small(publication)):
        return
    added = [file for file in files if "data" in file.roles and _is_new(publication, files, file)]
    if added:
        added_things = AddedThings(publication, added)
        yield from added_things.findings() if house else added_things.advice()


def new_things_in_time(publication: Publication, files: Sequence[SourceFile]) -> Iterator[Finding]:
    """:func:`new_things` for a check that has only seconds: of a large publication, that they were not looked for."""
    if is_small(publication):
        yield from new_things(publication, files)
    elif publication.settings.house_rules:
        message = "New things were not compared with those that are here, of which there are too many."
        remedy = "Search for them, or run accord check on a copy of the publication."
        yield Finding("LIKELY-UNCHECKED", "info", message, remedy=remedy)


def _is_new(publication: Publication, files: Sequence[SourceFile], file: SourceFile) -> bool:
    """Whether a file is contributed, or a file of the publication that is not in the last commit."""
    if files is not publication.files:
        return True
    return publication.head is not None and file.path not in publication.head.blobs


class AddedThings:
    """Some new files, compared with all others."""

    def __init__(self, publication: Publication, files: Sequence[SourceFile]) -> None:
        self._publication = publication
        self._documents = {file.path: document for file in files if (document := document_of(file))}
        paths = {_within(publication, path) for path in self._documents}
        self._index = NameIndex.of(publication, paths)
        self._known = self._index.without(paths)

    def findings(self) -> Iterator[Finding]:
        """All findings, file by file."""
        looking: Lookalikes | None = None
        for path, document in self._documents.items():
            quads = quads_of(document)
            if copied := self._copied({quad.triple for quad in quads}):
                yield _copy(document, copied, len(quads))
                continue
            about = described(quads, self._publication)
            for iri, one in self._new_in(about):
                looking = looking or self._lookalikes()
                yield from self._likely(document, iri, one, looking, "warning")
                yield from self._odd_slug(document, iri)
            yield from self._described_elsewhere(document, about)
            yield from self._folder(document, path, about)

    def advice(self) -> Iterator[Finding]:
        """The new things that may exist already."""
        looking: Lookalikes | None = None
        for document in self._documents.values():
            for iri, one in self._new_in(described(quads_of(document), self._publication)):
                looking = looking or self._lookalikes()
                yield from self._likely(document, iri, one, looking, "info")

    def _new_in(self, about: Mapping[str, NamedThing]) -> list[tuple[str, NamedThing]]:
        """The new things among some, as many as are compared."""
        return [(iri, one) for iri, one in about.items() if not self._known.get(iri) and self._is_own(iri)][:_MOST]

    def _is_own(self, iri: str) -> bool:
        return is_own(self._publication.settings, self._namespaces, iri)

    @cached_property
    def _namespaces(self) -> tuple[str, ...]:
        """Where the things of the publication are; with the rules of the house nobody asks."""
        return () if self._publication.settings.house_rules else namespaces_of(iri for iri, _ in self._known.all())

    def _lookalikes(self) -> Lookalikes:
        new = {iri for one in self._documents.values() for iri in described(quads_of(one), self._publication)}
        return self._index.looking().without({iri for iri in new if not self._known.get(iri)})

    def _copied(self, triples: set[Triple]) -> str:
        """The file that has all these statements; empty where none has."""
        subjects = {getattr(triple.subject, "value", "") for triple in triples}
        files = [set(self._known.files_of(one)) for one in subjects]
        for path in sorted(set.intersection(*files) if files else ()):
            if triples <= self._known.triples(path):
                return path
        return ""

    def _slug(self, iri: str) -> str:
        base = self._publication.settings.thing_base
        return iri.removeprefix(base) if iri.startswith(base) else local_name(iri)

    def _likely(
        self, document: Document, iri: str, one: NamedThing, looking: Lookalikes, severity: Severity
    ) -> Iterator[Finding]:
        """The thing that a new one most likely is."""
        shorten = self._publication.settings.prefixes.shorten
        names = [name.text for name in (*one.labels, *one.names)]
        slug = self._slug(iri)
        words = slug.replace("-", " ")
        asked = names if words in map(str.lower, names) else [*names, words]
        for other in looking.of(asked, one.kinds)[:1]:
            written = shorten(other.iri) or f"<{other.iri}>"
            label = names[0] if names else slug
            message = f"“{label}” looks like {written} (“{other.name}”, {other.score:.0f} of 100)."
            remedy = (
                f"If it is the same, use {written} and delete this; if not, say in the label what tells them apart."
            )
            yield _at(document, iri, "LIKELY-DUPLICATE", severity, message, remedy, label=True)

    def _odd_slug(self, document: Document, iri: str) -> Iterator[Finding]:
        """The finding that the name of a new thing does not suit an address."""
        slug = self._slug(iri)
        if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
            message = f"The name '{slug[:LONGEST_SLUG]}' is not suitable for a permanent address."
            remedy = f"Write words in small letters with hyphens between them, {LONGEST_SLUG} characters at most"
            remedy += f": {fit}." if (fit := slug_of(slug)) else "."
            yield _at(document, iri, "SLUG-FORM", "warning", message, remedy)

    def usual_folder(self, kinds: Iterable[str]) -> str:
        """The folder that most things of a class are in; empty where there are too few to say."""
        _, folders = self._folders(kinds)
        return folders.most_common(1)[0][0] if folders else ""

    def _described_elsewhere(self, document: Document, about: Mapping[str, NamedThing]) -> Iterator[Finding]:
        """Things that another file gives a class and a label, and this file too: two descriptions will part."""
        for iri, one in about.items():
            known = self._known.get(iri)
            if known and known.labels and known.kinds and one.kinds:
                path = next(iter((*self._known.naming(iri), *self._known.files_of(iri))))
                written = self._publication.settings.prefixes.shorten(iri) or f"<{iri}>"
                message = f"{written} is described in {path} already."
                remedy = f"Change that file, or give the thing here a name of its own, such as {written}-2."
                yield _at(document, iri, "SUBJECT-TWICE", "violation", message, remedy)

    def _folder(self, document: Document, path: str, about: Mapping[str, NamedThing]) -> Iterator[Finding]:
        """The finding that the things of this class are usually in another folder."""
        within = _within(self._publication, path)
        here = within.rpartition("/")[0]
        first = next((iri for iri in about if self._is_own(iri)), "")
        if os.path.isabs(within) or not here or not first:
            return
        kind, folders = self._folders(about[first].kinds)
        total = sum(folders.values())
        if total >= _ENOUGH and here not in folders and folders.most_common(1)[0][1] >= _SURE * total:
            usual, count = folders.most_common(1)[0]
            name = local_name(kind)
            message = f"This is in {here}/, but {count} of {total} things of the class '{name}' are in {usual}/."
            yield _at(document, first, "FILE-FOLDER", "warning", message, f"Move the file to {usual}/.")

    def _folders(self, kinds: Iterable[str]) -> tuple[str, Counter[str]]:
        """The nearest of some classes and those above that has enough things, and the folders of these things."""
        found = {kind: self._known.folders(kind) for kind in self._index.kinds.with_ancestors(kinds)}
        enough = {kind: folders for kind, folders in found.items() if sum(folders.values()) >= _ENOUGH}
        nearest = min(enough, key=lambda kind: (sum(enough[kind].values()), kind), default="")
        return nearest, enough.get(nearest, Counter())


def _within(publication: Publication, path: str) -> str:
    """The path of a file in the publication; one elsewhere as it is."""
    try:
        return Path(os.path.realpath(path)).relative_to(os.path.realpath(publication.root)).as_posix()
    except ValueError:
        return path


def _copy(document: Document, path: str, statements: int) -> Finding:
    message = f"All {statements:,} statements of this file are in {path} already."
    remedy = "Delete this file; or, if it is to become another thing, give that a name of its own first."
    return Finding("FILE-COPY", "violation", message, Place(document.file, 1, 1, 1, 1), remedy=remedy)


def _at(
    document: Document, iri: str, code: str, severity: Severity, message: str, remedy: str, *, label: bool = False
) -> Finding:
    """A finding at the label of a thing where that is wanted, else at its name."""
    about = [one for one in document.triples if one.subject == URIRef(iri)]
    labels = [one for one in about if str(one.predicate) in LABELS] if label else []
    span = labels[0].object_span if labels else about[0].subject_span
    path = str(labels[0].predicate) if labels else ""
    written = document.text[slice(*span)]
    return Finding(code, severity, message, document.place(span), iri, path, written, remedy)
