"""The names of a publication: the labels of its things and terms, and which terms and things exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib import URIRef
from rdflib.term import Node

from accord.did_you_mean import KnownWords
from accord.names import ALIASES, LABELS, RDF, Prefixes, local_name
from accord.validation.check_input import CheckInput, Statement
from accord.validation.exchange import to_rdflib, to_store
from accord.validation.words import standards
from accord.validation.words.likeliest_terms import LikeliestTerms, initials, namespace_of

FILL_IN = "fill-in"
"""The name that templates give to what is still to fill in."""
_TYPE = NamedNode(RDF + "type")


class TermIndex:
    """Names in both directions, over all statements of a check."""

    def __init__(self, check_input: CheckInput) -> None:
        publication = check_input.publication
        self._settings = publication.settings
        self._configuration = publication.configuration
        self._store = check_input.store
        self._is_contributed = check_input.is_contributed
        self._names_in: dict[str, KnownWords] | None = None
        self.terms = check_input.kinds
        self._labels: dict[URIRef, str] = {}

    @cached_property
    def vocabulary(self) -> str:
        """What the IRIs of the publication's own terms begin with; empty when it has none."""
        namespace = self._settings.vocabulary.rstrip("#")
        return namespace and (namespace if namespace.endswith("/") else f"{namespace}#")

    @property
    def is_closed(self) -> bool:
        """Whether the ontology has to declare each name of the vocabulary, as the rules of the house say."""
        return self._settings.house_rules

    @cached_property
    def things(self) -> str:
        """What the IRIs of the publication's own things begin with."""
        return self._settings.thing_base

    def meant(self, term: str, kind: str) -> str:
        """The declared term of this kind that an unknown one was probably meant to be, or nothing."""
        return self._likeliest.meant(term, kind)

    @cached_property
    def _likeliest(self) -> LikeliestTerms:
        return LikeliestTerms(self.terms, self.vocabulary, self.label)

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces of foreign vocabularies that the publication uses: by its prefixes and declared terms."""
        found = {*self._settings.prefixes.values(), *map(namespace_of, self.terms)}
        return frozenset(found - {self.vocabulary, self.things, ""} - standards.BUILT_IN)

    @cached_property
    def known_namespaces(self) -> frozenset[str]:
        """All namespaces that the publication uses: its own vocabulary and things, and the foreign ones."""
        return frozenset({*self.namespaces, *standards.BUILT_IN, self.vocabulary, self.things} - {""})

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the publication."""
        return self._settings.prefixes

    def is_configuration(self, statement: Statement) -> bool:
        """Whether a statement is in the configuration, whose settings the software knows."""
        return statement.document.file == self._configuration

    @cached_property
    def known_slugs(self) -> KnownWords:
        """:attr:`slugs`, to be asked which of them was meant."""
        return KnownWords(self.slugs)

    @cached_property
    def slugs(self) -> frozenset[str]:
        """The names, after :attr:`things`, of the publication's own things that are the subject of a statement."""
        return frozenset(iri.removeprefix(self.things) for iri in self._subjects() if iri.startswith(self.things))

    def also_called(self, slug: str) -> str:
        """The one thing of the publication that has a slug as its name or as the initials of its name, as it is
        written in a file: ``cruk`` is Cancer Research UK. Nothing where there is none, or several."""
        found = self._names.get(slug.replace("-", " ").casefold(), set())
        return self.written(next(iter(found))) if len(found) == 1 else ""

    @cached_property
    def _names(self) -> Mapping[str, set[str]]:
        """Names and their initials, in small letters and without hyphens -> the things that have them."""
        found: dict[str, set[str]] = defaultdict(set)
        for predicate in (*LABELS, *ALIASES, *self._settings.aliases):
            for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()):
                subject, name = quad.subject, quad.object
                if isinstance(subject, NamedNode) and isinstance(name, Literal) and self.may_be_own(subject.value):
                    short = {one for one in (*initials(name.value), _acronym(name.value)) if len(one) > 2}
                    for form in {name.value.replace("-", " ").casefold(), *short}:
                        found[form].add(subject.value)
        return found

    def names_in(self, namespace: str) -> KnownWords:
        """The ends of the IRIs in a namespace that are the subject of a statement; of none in one without things."""
        if self._names_in is None:
            found: dict[str, list[str]] = defaultdict(list)
            for iri in self._subjects():
                found[namespace_of(iri)].append(local_name(iri))
            self._names_in = {one: KnownWords(names) for one, names in found.items()}
        return self._names_in.get(namespace, KnownWords(()))

    def may_be_own(self, iri: str) -> bool:
        """Whether an IRI may be meant as one of the publication's things: below ``id/``; without the rules of the
        house, what is below a base in a contribution, and what a template leaves to fill in.
        """
        if self.is_closed or iri.startswith(self.things):
            return iri.startswith(self.things)
        if self._is_contributed:
            return iri.startswith(self._settings.bases) or local_name(iri).startswith(FILL_IN)
        return local_name(iri).startswith(FILL_IN) and iri.startswith(self._settings.bases)

    def _subjects(self) -> Iterator[str]:
        """The IRIs that statements are about."""
        subjects = {quad.subject for quad in self._store.quads_for_pattern(None, None, None, DefaultGraph())}
        return (one.value for one in subjects if isinstance(one, NamedNode))

    def is_described(self, iri: str) -> bool:
        """Whether any statement has the thing as its subject; false for what is not an IRI."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return False
        return next(iter(self._store.quads_for_pattern(node, None, None, DefaultGraph())), None) is not None

    def values(self, subject: Node, predicate: Node) -> list[Node]:
        """The values of a property of a thing."""
        about = to_store(subject)
        if isinstance(about, Literal):
            return []
        quads = self._store.quads_for_pattern(about, NamedNode(str(predicate)), None, DefaultGraph())
        return [to_rdflib(quad.object) for quad in quads]

    def kinds(self, iri: str) -> list[URIRef]:
        """The classes of a thing."""
        quads = self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, DefaultGraph())
        return [URIRef(quad.object.value) for quad in quads if isinstance(quad.object, NamedNode)]

    def distinct(self, terms: Iterable[Node], others: Iterable[Node]) -> list[str]:
        """The labels of terms, with the term where one of the others has the same label: ``Dataset (void:Dataset)``."""
        theirs = {self.label(other): other for other in others}
        return sorted({self._distinct(term, theirs) for term in terms})

    def _distinct(self, term: Node, others: Mapping[str, Node]) -> str:
        label = self.label(term)
        return f"{label} ({self.written(str(term))})" if others.get(label, term) != term else label

    def label(self, term: Node) -> str:
        """What people call a thing, in English where there is an English label, else the last part of its IRI."""
        if not isinstance(term, URIRef):
            return str(term)
        if term not in self._labels:
            self._labels[term] = self._found(term)
        return self._labels[term]

    def _found(self, term: URIRef) -> str:
        for predicate in LABELS:
            quads = self._store.quads_for_pattern(NamedNode(term), NamedNode(predicate), None, DefaultGraph())
            words = [quad.object for quad in quads if isinstance(quad.object, Literal)]
            if words:
                return min(words, key=lambda one: ((one.language or "en")[:2] != "en", one.value)).value
        return local_name(term)

    def written(self, term: str) -> str:
        """How an IRI is written in a file: with a prefix where one fits, else in angle brackets."""
        return self._settings.prefixes.shorten(term) or f"<{term}>"

    def forms(self, iri: str) -> tuple[str, ...]:
        """The ways in which a file can write an IRI: with a prefix, whole, and relative to the base of things."""
        relative = iri.removeprefix(self.things)
        return self.written(iri), f"<{iri}>", f"<{relative}>"

    def called_by(self, name: str) -> str:
        """The thing with exactly this label, or the only one with this other name, as it is written in a file."""
        return self.bearer(name) or self.also_called(name)

    def bearer(self, label: str) -> str:
        """The thing with exactly this label, as it is written in a file, or nothing."""
        for language in ("en", None):
            name = Literal(label, language=language)
            for quad in self._store.quads_for_pattern(None, None, name, DefaultGraph()):
                if quad.predicate.value in LABELS and isinstance(quad.subject, NamedNode):
                    return self.written(quad.subject.value)
        return ""

    def called(self, terms: Iterable[Node]) -> dict[str, str]:
        """The label and the local name of each of these terms -> how the term is written in a file."""
        words: dict[str, str] = {}
        for term in terms:
            written = self.written(str(term)) if isinstance(term, URIRef) else f'"{term}"'
            words[self.label(term)] = written
            words[local_name(term) if isinstance(term, URIRef) else str(term)] = written
        return words


def _acronym(name: str) -> str:
    """The first letters of the words that begin with a capital, in small letters; words all in capitals whole."""
    words = [word for word in name.split() if word[0].isupper()]
    return "".join(word if word.isupper() else word[0] for word in words).casefold()
