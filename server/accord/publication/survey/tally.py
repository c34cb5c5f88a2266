"""What the statements of files are about, counted in one pass: no statement is kept, and every counter is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from accord.names import (
    DCAT,
    DCTERMS,
    LABELS,
    LITERAL_FORM,
    OWL,
    RDF,
    RDFS,
    SCHEMA,
    SCHEMA_HTTP,
    SKOS,
    VANN,
    VOID,
    WELL_KNOWN,
)

DC = "http://purl.org/dc/elements/1.1/"
SCHEMAS = (SCHEMA, SCHEMA_HTTP)
NAMES = frozenset((*LABELS, DC + "title", LITERAL_FORM))
"""The properties that name a thing, and the title that old catalogues use; most are in the language of the data."""
HEADS = (
    DCAT + "Catalog",
    *(schema + "DataCatalog" for schema in SCHEMAS),
    DCAT + "Dataset",
    VOID + "Dataset",
    *(schema + "Dataset" for schema in SCHEMAS),
    OWL + "Ontology",
    SKOS + "ConceptScheme",
)
"""Classes of what describes a whole publication, the most general first."""
DESCRIPTIVE = NAMES | {
    *(DCTERMS + name for name in ("description", "abstract", "license", "rights", "publisher", "creator", "language")),
    *(DC + name for name in ("description", "rights", "publisher", "creator", "language")),
    *(schema + name for schema in SCHEMAS for name in ("description", "license", "publisher", "inLanguage")),
    *(VANN + name for name in ("preferredNamespaceUri", "preferredNamespacePrefix")),
    RDFS + "comment",
    SKOS + "definition",
    VOID + "uriSpace",
    VOID + "vocabulary",
}
"""Properties of which a title, a licence and so on are guessed."""
TERM_CLASSES = frozenset(
    {RDFS + "Class", RDFS + "Datatype", RDF + "Property"}
    | {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
)
"""Classes of the terms of an ontology."""
KNOWN = frozenset(WELL_KNOWN.values()) | {SCHEMA_HTTP}
"""Namespaces of everybody: a folder that describes a term of them does not lie there."""
_TYPE = RDF + "type"
_IMPORTS = OWL + "imports"
_HAS_PART = frozenset((DCTERMS + "hasPart", VOID + "subset", *(schema + "hasPart" for schema in SCHEMAS)))
_MAX_KEYS = 20_000
"""Keys of one counter; namespaces beyond that are merged into the ones above them, others with few uses are let go."""
_MAX_DESCRIBED = 10_000
"""Things whose descriptions are remembered, besides those of heads, of which real folders have a few hundred."""
_MAX_VALUES = 64
"""Values that are remembered of one thing, enough for a title in each language of the European Union."""

_MAX_SEEN = 200_000
"""IRIs of one file that are remembered, in about 40 MB; large files list the statements of each thing together."""
_STEP = 50_000
"""Statements after which the size of the counters is looked at."""
_COUNTERS = ("described", "terms", "types", "named", "properties", "languages")

Value = tuple[str, str, str, bool]
"""A property, the value, its language, and whether the value is an IRI."""


def namespace(iri: str) -> str:
    """The IRI up to its last ``#``, ``/`` or, where it has no path, ``:``; a ``/`` at its end does not count."""
    if "#" in iri:
        return iri[: iri.index("#") + 1]
    at = iri.rstrip("/").rfind("/")
    if at > 0 and iri[at - 1] not in ":/":
        return iri[: at + 1]
    return iri if "://" in iri else iri[: iri.rfind(":") + 1]


@dataclass(slots=True)
class Tally:
    """Counters of statements: ``add`` statements file by file, ``update`` with the tally of others.

    ``described``: described IRIs by namespace; beyond the first 200,000 of a file, a run of statements about one counts
    once. ``terms``: terms of an
    ontology by namespace. ``types``: described IRIs by class. ``named``: those of them that have a name in the same
    file. ``properties``: statements by property. ``languages``:
    labels by language tag, empty for none. ``blank``: statements about blank nodes. ``heads``: described IRIs by the
    class of ``HEADS`` that they have. ``about``: what ``DESCRIPTIVE`` properties say of the first things and of heads.
    ``imports``: the ontologies that are imported (owl:imports). ``parts``: what is a part of something else.
    """

    statements: int = 0
    blank: int = 0
    described: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    heads: dict[str, dict[str, None]] = field(default_factory=dict)
    about: dict[str, list[Value]] = field(default_factory=dict)
    imports: dict[str, None] = field(default_factory=dict)
    parts: dict[str, None] = field(default_factory=dict)

    def schema_org(self) -> tuple[int, int]:
        """How many statements have a property of schema.org with http, and how many one with https."""
        plain, secure = (
            sum(count for name, count in self.properties.items() if name.startswith(space))
            for space in (SCHEMA_HTTP, SCHEMA)
        )
        return plain, secure

    def add(self, quads: Iterable[Quad]) -> None:
        """Count the statements of a file."""
        rest = iter(quads)
        seen: set[str] = set()
        half: dict[str, tuple[list[str], bool]] = {}
        while self._add(islice(rest, _STEP), seen, half):
            self.bound()

    def _add(self, quads: Iterable[Quad], seen: set[str], half: dict[str, tuple[list[str], bool]]) -> int:
        """Count some statements; how many they were. ``seen`` are the first of the IRIs that were described, ``half``
        has those of them of which only the classes or only a name came until now.
        """
        before: str | None = None
        total = 0
        kinds: list[str] = []
        has_name = False
        for quad in quads:
            total += 1
            property_ = quad.predicate.value
            self.properties[property_] += 1
            subject = quad.subject
            if not isinstance(subject, NamedNode):
                self.blank += 1
                continue
            iri = subject.value
            if iri != before:
                self._name(before, kinds, has_name, half)
                before, kinds, has_name = iri, [], False
                if iri not in seen:
                    self.described[namespace(iri)] += 1
                    if len(seen) < _MAX_SEEN:
                        seen.add(iri)
            has_name |= property_ in NAMES
            if property_ == _TYPE:
                kinds += [quad.object.value] if isinstance(quad.object, NamedNode) else []
                self._typed(iri, quad.object)
            elif property_ in DESCRIPTIVE:
                self._described(iri, property_, quad.object)
            elif property_ == _IMPORTS:
                _note(self.imports, quad.object)
            elif property_ in _HAS_PART:
                _note(self.parts, quad.object)
        self._name(before, kinds, has_name, half)
        self.statements += total
        return total

    def _name(self, iri: str | None, kinds: list[str], has_name: bool, half: dict[str, tuple[list[str], bool]]) -> None:
        """Count the classes of a thing once its classes and a name of it have come, in any order; not those of the
        things of a vocabulary of everybody, of which the folder has a copy.
        """
        if iri is None or not (kinds or has_name) or namespace(iri) in KNOWN:
            return
        others, was_named = half.pop(iri, ([], False))
        if (kinds or others) and (has_name or was_named):
            self.named.update([*kinds, *others])
        elif len(half) < _MAX_DESCRIBED:
            half[iri] = ([*kinds, *others], has_name or was_named)

    def _typed(self, iri: str, kind: object) -> None:
        if not isinstance(kind, NamedNode):
            return
        self.types[kind.value] += 1
        if kind.value in TERM_CLASSES:
            self.terms[namespace(iri)] += 1
        if kind.value in HEADS:
            heads = self.heads.setdefault(kind.value, {})
            if len(heads) < _MAX_DESCRIBED:
                heads[iri] = None

    def _described(self, iri: str, property_: str, value: object) -> None:
        if property_ in NAMES and isinstance(value, Literal):
            self.languages[value.language or ""] += 1
        values = self.about.get(iri)
        if values is None:
            if len(self.about) >= _MAX_DESCRIBED and not self._is_head(iri):
                return
            values = self.about[iri] = []
        if len(values) < _MAX_VALUES:
            if isinstance(value, Literal):
                values.append((property_, value.value, value.language or "", False))
            elif isinstance(value, NamedNode):
                values.append((property_, value.value, "", True))

    def _is_head(self, iri: str) -> bool:
        """Whether an IRI is known to describe a whole: its title counts, however many things come before it."""
        return any(iri in found for found in self.heads.values())

    def update(self, other: Tally) -> None:
        """Count what another tally has counted."""
        self.statements += other.statements
        self.blank += other.blank
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        for kind, iris in other.heads.items():
            self.heads.setdefault(kind, {}).update(iris)
        self.imports.update(other.imports)
        self.parts.update(other.parts)
        for iri, values in other.about.items():
            if iri in self.about or len(self.about) < _MAX_DESCRIBED or self._is_head(iri):
                self.about[iri] = [*self.about.get(iri, ()), *values][:_MAX_VALUES]
        self.bound()

    def bound(self) -> None:
        """Keep the counters small."""
        for name in ("described", "terms"):
            while len(getattr(self, name)) > _MAX_KEYS:
                setattr(self, name, _merged(getattr(self, name)))
        for name in ("types", "named", "properties", "languages"):
            if len(getattr(self, name)) > _MAX_KEYS:
                setattr(self, name, Counter(dict(getattr(self, name).most_common(_MAX_KEYS // 2))))

    def as_json(self) -> dict[str, Any]:
        """The tally as JSON can say it, for an answer of another process."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Tally:
        """The tally that ``as_json`` gave."""
        counters: dict[str, Any] = {name: Counter(values[name]) for name in _COUNTERS}
        about = {iri: [(one[0], one[1], one[2], one[3]) for one in found] for iri, found in values["about"].items()}
        rest: dict[str, Any] = {name: values[name] for name in ("statements", "blank", "heads", "imports", "parts")}
        return cls(**counters, **rest, about=about)


def _note(known: dict[str, None], value: object) -> None:
    if isinstance(value, NamedNode) and len(known) < _MAX_DESCRIBED:
        known[value.value] = None


def _merged(counter: Counter[str]) -> Counter[str]:
    """Namespaces merged into the ones above them; those of a whole site stay, the smallest are let go if need be."""
    found: Counter[str] = Counter()
    for name, count in counter.items():
        found[namespace(name.rstrip("#"))] += count
    return found if len(found) < len(counter) else Counter(dict(found.most_common(_MAX_KEYS // 2)))
