"""The terms and things of a publication, for completion and explanations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef

from accord.errors import InputError, Place
from accord.names import DEFINITIONS, LABELS, RDF, Prefixes
from accord.publication import Publication, SourceFile
from accord.validation.reading import read

_TYPE = RDF + "type"
MOST = 100
"""Proposals for what is typed: more than an editor shows at once."""


@dataclass
class DescribedTerm:
    """A term or a thing: its name, what it is, whether it is a class or a property, and the file that describes it."""

    iri: str
    path: str
    label: str = ""
    definition: str = ""
    kind: str = "thing"


class DescribedTerms:
    """All that the files of a publication describe with an IRI."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._prefixes = publication.settings.prefixes

    @cached_property
    def all(self) -> dict[str, DescribedTerm]:
        """IRI -> term. A file that cannot be read has none."""
        found: dict[str, DescribedTerm] = {}
        for file in self._publication.with_role("ontology", "data"):
            try:
                quads = list(file.quads(self._publication.graph(file)))
            except InputError:
                continue
            for quad in quads:
                if isinstance(quad.subject, NamedNode):
                    iri = quad.subject.value
                    self._note(
                        found.setdefault(iri, DescribedTerm(iri, file.path)), file, quad.predicate.value, quad.object
                    )
        return found

    def _note(self, term: DescribedTerm, file: SourceFile, predicate: str, value: object) -> None:
        if predicate == _TYPE and isinstance(value, NamedNode):
            term.path = file.path
            ending = value.value.lower()
            term.kind = next((one for one in ("class", "property") if ending.endswith(one)), term.kind)
        elif isinstance(value, Literal) and (value.language or "").lower() in self._languages:
            if predicate in LABELS:
                term.label = term.label or value.value
            elif predicate in DEFINITIONS:
                term.definition = term.definition or value.value

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(("", "en", *(one.lower() for one in self._publication.settings.languages[:1])))

    def written(self, iri: str) -> str:
        """An IRI as a file writes it."""
        return self._prefixes.shorten(iri) or f"<{iri}>"

    def meant(self, written: str, declared: dict[str, str]) -> DescribedTerm | None:
        """The term of a name or of an IRI in angle brackets, by the prefixes of the file."""
        if written.startswith("<"):
            return self.all.get(written.strip("<>"))
        prefix, colon, name = written.partition(":")
        namespace = declared.get(prefix) or self._prefixes.get(prefix, "")
        return self.all.get(namespace + name) if colon and namespace else None

    def completions(self, typed: str, declared: dict[str, str], *, only_classes: bool) -> Iterator[DescribedTerm | str]:
        """Completions of a name or a label: terms, and prefixes with a colon."""
        prefix, colon, name = typed.partition(":")
        known: Prefixes | dict[str, str] = {**self._prefixes, **declared}
        wanted = typed.lstrip("<").casefold()
        if not colon and not only_classes:
            yield from (f"{one}:" for one in sorted(known) if one.startswith(typed))
        namespace = known.get(prefix, "") if colon else ""
        for term in sorted(self.all.values(), key=lambda one: (one.kind == "thing", one.label, one.iri)):
            if only_classes and term.kind != "class":
                continue
            in_namespace = namespace and term.iri.startswith(namespace + name)
            if in_namespace or (len(wanted) > 1 and wanted in term.label.casefold() and not colon):
                yield term

    def place(self, term: DescribedTerm) -> tuple[SourceFile, Place] | None:
        """Where a term is described: at its first statement in its file."""
        file = next((one for one in self._publication.files if one.path == term.path), None)
        if file is None:
            return None
        document, _ = read(file)
        about = next((one for one in document.triples if one.subject == URIRef(term.iri)), None)
        return (file, document.place(about.subject_span)) if about else None
