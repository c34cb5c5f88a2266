"""The ontology as people read it: the names, definitions and order of its classes and properties.

The order in which the ontology's files first describe the terms is the order in which pages show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord.names import DEFINITIONS, LABELS, MATCHES, OWL, RDF, RDFS, is_administrative, local_name
from accord.publication import Publication
from accord.things.names.labels import LANGUAGES, Name, choose, in_own_words
from accord.things.statements import Statement, statements

Kind = OneOf["class", "property"]

_KINDS: Mapping[str, Kind] = {
    OWL + "Class": "class",
    RDFS + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property",
    OWL + "AnnotationProperty": "property",
    RDF + "Property": "property",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property. ``own`` says that it belongs to the publication's vocabulary; IRIs are in full.

    ``parents`` are its direct superclasses or superproperties, ``matches`` the terms elsewhere that are like it,
    ``inverses`` the properties that state the same the other way round.
    """

    iri: str
    kind: Kind
    own: bool
    order: int
    name: Name
    definition: Name | None
    parents: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    matches: tuple[str, ...]
    inverses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The description of the ontology itself; a field is empty when it is not stated."""

    iri: str
    name: Name
    definition: Name | None
    version: str


Described = TypeVar("Described", Term, Header)
_WORDS = frozenset((*LABELS, *DEFINITIONS))


class Vocabulary(Mapping[str, Term]):
    """IRI -> term, in reading order: the publication's own terms first. Immutable."""

    def __init__(self, terms: Iterable[Term], header: Header | None) -> None:
        self._terms = {term.iri: term for term in sorted(terms, key=lambda term: (not term.own, term.order))}
        self._sizes: Counter[tuple[Kind, bool]] = Counter((term.kind, term.own) for term in self._terms.values())
        self._places = {iri: place for place, iri in enumerate(self._terms)}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._words: Mapping[str, tuple[Statement, ...]] = {}
        self.header = header

    @classmethod
    def of(cls, publication: Publication) -> Vocabulary:
        """Read it from the publication's ontology files. Raises InputError when one is not Turtle."""
        settings = publication.settings
        return cls.read(publication.quads("ontology"), settings.vocabulary, settings.languages)

    @classmethod
    def read(cls, ontology: Iterable[Quad], own: str, languages: Sequence[str] = LANGUAGES) -> Vocabulary:
        """Read it from the statements of the ontology in reading order; ``own`` is the publication's own namespace,
        ``languages`` are those of its readers, the preferred first.
        """
        subjects: dict[str, list[Statement]] = {}
        anonymous: dict[BlankNode, list[Statement]] = {}
        for statement in statements(ontology):
            if isinstance(statement.subject, NamedNode):
                subjects.setdefault(statement.subject.value, []).append(statement)
            elif isinstance(statement.subject, BlankNode):
                anonymous.setdefault(statement.subject, []).append(statement)
        terms = (
            _term(iri, order, found, own, languages, _intersected(found, anonymous))
            for order, (iri, found) in enumerate(subjects.items())
        )
        headers = (_header(iri, found, languages) for iri, found in subjects.items() if iri == own.rstrip("#/"))
        vocabulary = cls(filter(None, terms), next(headers, None))
        vocabulary._words = {iri: words for iri, found in subjects.items() if (words := _in_several_languages(found))}
        return vocabulary

    def preferring(self, languages: Sequence[str]) -> Vocabulary:
        """The same terms, named and defined for readers of other languages, the preferred first."""
        terms = (_renamed(term, self._words.get(iri, ()), languages) for iri, term in self._terms.items())
        header = self.header and _renamed(self.header, self._words.get(self.header.iri, ()), languages)
        other = Vocabulary(terms, header)
        other._words = self._words
        return other

    def __getitem__(self, iri: str) -> Term:
        return self._terms[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def names(self) -> dict[str, Name]:
        """The name of every term."""
        return {iri: term.name for iri, term in self._terms.items()}

    def converse(self) -> dict[str, str]:
        """Property -> its inverse property, where the ontology has one (owl:inverseOf, in either direction)."""
        stated = {iri: term.inverses[0] for iri, term in self._terms.items() if term.inverses}
        return {**{inverse: iri for iri, inverse in stated.items()}, **stated}

    def kind(self, kind: Kind) -> tuple[Term, ...]:
        """All classes, or all properties, in reading order."""
        return tuple(term for term in self._terms.values() if term.kind == kind)

    def size(self, kind: Kind) -> int:
        """How many classes, or properties, there are: the publication's own, or all where none is its own."""
        return self._sizes[kind, True] or self._sizes[kind, False]

    def place(self, iri: str) -> int:
        """The position of a term in the reading order, counting from 0; unknown terms come after all others, and after
        them those that say who made the data and when.
        """
        return self._places.get(iri, len(self._places) + is_administrative(iri))

    def ancestors(self, iri: str) -> frozenset[str]:
        """The superclasses (or superproperties) of a term, direct and indirect, without itself."""
        if iri not in self._ancestors:
            ancestors = self._above(iri)
            if iri not in self._terms:  # IRIs from outside are without end, so they are not remembered
                return ancestors
            self._ancestors[iri] = ancestors
        return self._ancestors[iri]

    def _above(self, iri: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            term = self._terms.get(waiting.pop())
            fresh = set(term.parents) - found if term else set()
            found |= fresh
            waiting += fresh
        return frozenset(found - {iri})

    def most_specific(self, classes: Iterable[str]) -> tuple[str, ...]:
        """The classes that no other of them is a kind of, in reading order."""
        given = set(classes)
        implied = frozenset[str]().union(*(self.ancestors(iri) for iri in given))
        return tuple(sorted(given - implied or given, key=lambda iri: (self.place(iri), iri)))


def _term(
    iri: str, order: int, found: list[Statement], own: str, languages: Sequence[str], above: Iterable[str]
) -> Term | None:
    """A class or property of the ontology by the statements about it; ``None`` for anything else. ``above`` are the
    classes that it is the intersection of.
    """
    kind = next((_KINDS[value] for value in _iris(found, RDF + "type") if value in _KINDS), None)
    if kind is None:
        return None
    return Term(
        iri=iri,
        kind=kind,
        own=bool(own) and iri.startswith(own),
        order=order,
        name=choose(found, LABELS, languages) or in_own_words(iri),
        definition=choose(found, DEFINITIONS, languages),
        parents=tuple(dict.fromkeys((*_iris(found, RDFS + "subClassOf", RDFS + "subPropertyOf"), *above))),
        domains=_iris(found, RDFS + "domain"),
        ranges=_iris(found, RDFS + "range"),
        matches=_iris(found, *MATCHES),
        inverses=_iris(found, OWL + "inverseOf"),
    )


def _intersected(found: list[Statement], anonymous: Mapping[BlankNode, list[Statement]]) -> Iterator[str]:
    """The named classes that a class is defined as the intersection of: each is a superclass (OWL 2 RL, scm-int)."""
    same = [one.object for one in found if one.predicate == OWL + "equivalentClass"]
    parts = [*found, *(each for one in same if isinstance(one, BlankNode) for each in anonymous.get(one, ()))]
    heads = [one.object for one in parts if one.predicate == OWL + "intersectionOf"]
    seen: set[BlankNode] = set()
    while heads:
        node = heads.pop()
        if isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            items = anonymous.get(node, [])
            yield from _iris(items, RDF + "first")
            heads += [one.object for one in items if one.predicate == RDF + "rest"]


def _in_several_languages(found: list[Statement]) -> tuple[Statement, ...]:
    """The names and definitions of a term that has them in several languages; none for others."""
    words = tuple(one for one in found if one.predicate in _WORDS and isinstance(one.object, Literal))
    return words if len({one.object.language for one in words if isinstance(one.object, Literal)}) > 1 else ()


def _renamed(term: Described, words: Sequence[Statement], languages: Sequence[str]) -> Described:
    if not words:
        return term
    name, definition = choose(words, LABELS, languages), choose(words, DEFINITIONS, languages)
    return replace(term, name=name or term.name, definition=definition)


def _header(iri: str, found: list[Statement], languages: Sequence[str]) -> Header:
    version = choose(found, (OWL + "versionInfo",))
    title = choose(found, LABELS, languages) or Name(local_name(iri))
    return Header(iri, title, choose(found, DEFINITIONS, languages), version.text if version else "")


def _iris(found: list[Statement], *predicates: str) -> tuple[str, ...]:
    """The objects of these predicates that are IRIs; what is anonymous has no name to show."""
    return tuple(
        one.object.value
        for one in found
        if one.predicate in predicates and isinstance(one.object, NamedNode) and one.object != one.subject
    )
