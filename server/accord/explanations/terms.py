"""The terms of the publication's ontology, their spelling, and namespaces with the same prefix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from accord.did_you_mean import MAX_CHARACTERS
from accord.explanations.findings import Remark
from accord.explanations.query.model import Place
from accord.names import ACCORD, DEFINITIONS, OWL, RDF, RDFS, Prefixes, local_name
from accord.publication import Publication

_SEPARATORS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_CAPITAL = re.compile("[A-Z]")
_SCHEME = re.compile(r"^https?://(www\.)?")

_CLASSES = (OWL + "Class", RDFS + "Class")
_PROPERTIES = tuple(OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")) + (
    RDF + "Property",
)
_BUILT_IN = {
    RDF + "type": "type",
    RDFS + "label": "label",
    RDFS + "comment": "comment",
    RDFS + "subClassOf": "subclass of",
    RDFS + "subPropertyOf": "subproperty of",
    RDFS + "domain": "domain",
    RDFS + "range": "range",
    RDFS + "seeAlso": "see also",
    RDFS + "isDefinedBy": "defined by",
}
"""Properties that belong to RDF itself, which no ontology declares."""

CLOSE = 72.0
"""Likeness in per cent from which one spelling is taken for another: ``amount`` and ``ammount`` have 92, ``funds`` and
``funder`` 73, ``region`` and ``reason`` 67."""


_LITTLE = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "get", "had", "has", "have")
    + ("in", "is", "of", "on", "or", "the", "to", "was", "with")
)
"""Words of names that say nothing by themselves: ``hasParty``, ``partOf``."""
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ed", "er", "s")
_SHORTEST = 3
"""Letters that are left of a word without its ending, at least: ``funder`` is ``fund``, ``bed`` stays."""


def stems(name: str) -> frozenset[str]:
    """The words of a name without endings and little words: ``fundedBy`` has ``fund``, ``parties`` ``party``."""
    return frozenset(map(_stem, _words(name)))


def _words(name: str) -> list[str]:
    return [word for word in map(str.lower, _WORD.findall(name)) if word not in _LITTLE]


_ROOT = 5
"""Letters that two words must share to be forms of one: ``member`` and ``membership``, not ``form`` and ``former``."""


def _have_one_root(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(
        min(len(one), len(other)) >= _ROOT and (one.startswith(other) or other.startswith(one))
        for one in words
        for other in others
    )


def _stem(word: str) -> str:
    word = word.replace("isation", "ization")
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


_SOME_WORDS = 0.5
"""The share of the words of two names that must be the same: ``height`` and ``focalHeight`` have a half."""


def folded(name: str) -> str:
    """A name of a term without capitals, spaces and hyphens."""
    return _SEPARATORS.sub("", name).lower()


class OntologyTerms:
    """Classes and properties with their labels and what is above and below them."""

    def __init__(self, publication: Publication) -> None:
        self.prefixes: Prefixes = publication.settings.prefixes
        self.vocabulary = publication.settings.vocabulary
        self.classes: dict[str, str] = {}
        self.properties: dict[str, str] = dict(_BUILT_IN)
        self._definitions: dict[str, str] = {}
        self._below: defaultdict[str, set[str]] = defaultdict(set)
        labels: dict[str, str] = {}
        for quad in publication.quads("ontology"):
            if isinstance(quad.subject, NamedNode):
                self._take(quad.subject.value, quad.predicate.value, quad.object, labels)
        for known in (self.classes, self.properties):
            known.update((iri, labels.get(iri, known[iri])) for iri in known)

    def _take(self, iri: str, predicate: str, value: object, labels: dict[str, str]) -> None:
        if isinstance(value, Literal):
            if predicate == RDFS + "label" and (value.language or "en").startswith("en"):
                labels[iri] = value.value
            elif predicate in DEFINITIONS:
                self._definitions.setdefault(iri, value.value)
        elif isinstance(value, NamedNode):
            if predicate == RDF + "type" and value.value in _CLASSES:
                self.classes.setdefault(iri, local_name(iri))
            elif predicate == RDF + "type" and value.value in _PROPERTIES:
                self.properties.setdefault(iri, local_name(iri))
            elif predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
                self._below[value.value].add(iri)

    def is_missing(self, iri: str) -> bool:
        """Whether an IRI begins as the terms of the publication's vocabulary do, and the ontology has none such."""
        if not self.vocabulary or not iri.startswith(self.vocabulary) or iri == self.vocabulary:
            return False
        return iri not in self.classes and iri not in self.properties

    def unknown_term(self, iri: str, place: Place | None = None) -> Remark:
        """What is said about an IRI that is not a term of the publication's vocabulary."""
        near = self.nearest(iri, {**self.classes, **self.properties})
        fix = f"Did you mean {self.short(near)}?" if near else "Look it up in the ontology."
        return Remark("unknown-term", f"{self.short(iri)} is not a term of the ontology.", fix, place)

    def below(self, iri: str) -> list[str]:
        """The narrower classes, or subproperties, of all levels, without itself."""
        found: set[str] = set()
        ahead = [iri]
        while ahead:
            new = self._below.get(ahead.pop(), set()) - found - {iri}
            found |= new
            ahead.extend(new)
        return sorted(found)

    def short(self, iri: str) -> str:
        """An IRI as people write it."""
        return self.prefixes.shorten(iri) or f"<{iri}>"

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Those that the publication has prefixes for."""
        return frozenset(self.prefixes.values())

    def same_elsewhere(self, iri: str, known: Iterable[str]) -> str:
        """The known term with the same local name in another namespace that differs in its scheme, its end or www.

        Also where a prefix that the publication knows was bound to that other namespace.
        """
        bare = bare_iri(iri)
        return next((other for other in known if other != iri and bare_iri(other) == bare), "")

    def same_name(self, iri: str, known: Iterable[str]) -> str:
        """The known term with the same local name in whatever namespace, the publication's own first."""
        name = local_name(iri)
        found = [other for other in known if other != iri and local_name(other) == name]
        return min(found, key=lambda other: (not other.startswith(self.vocabulary), other), default="")

    def likely(self, iri: str, known: dict[str, str]) -> tuple[str, ...]:
        """The known terms that were probably meant, three at most: by name, by words, by spelling, by some words."""
        if same := self.same_name(iri, known) or self._same_letters(iri, known):
            return (same,)
        own = stems(local_name(iri))
        shared: defaultdict[float, list[str]] = defaultdict(list)
        for other in known:
            words = stems(local_name(other))
            if other != iri and not other.startswith(ACCORD) and own & words:
                shared[len(own & words) / len(own | words)].append(other)
        if 1.0 in shared:
            return self._first(iri, shared[1.0])
        if near := self.nearest(iri, known):
            return (near,)
        best = max(shared, default=0.0)
        return self._first(iri, shared[best]) if best >= _SOME_WORDS else ()

    def _same_letters(self, iri: str, known: Iterable[str]) -> str:
        """The known term whose name differs in capitals or ``_`` only, one of the same namespace first."""
        name = folded(local_name(iri))
        return next(iter(self._first(iri, [other for other in known if folded(local_name(other)) == name])), "")

    def _first(self, iri: str, found: list[str]) -> tuple[str, ...]:
        """Three terms at most: those in the namespace of an IRI first, then the publication's own."""
        namespace = iri[: len(iri) - len(local_name(iri))]
        own = self.vocabulary or namespace
        return tuple(sorted(found, key=lambda one: (not one.startswith(namespace), not one.startswith(own), one))[:3])

    def akin(self, iri: str, known: Iterable[str]) -> tuple[str, ...]:
        """The known terms of the same namespace with a longer or shorter form of a word: ``member``, ``membership``."""
        namespace = iri[: len(iri) - len(local_name(iri))]
        own = _words(local_name(iri))
        found = [
            other
            for other in known
            if other != iri and other.startswith(namespace) and _have_one_root(own, _words(local_name(other)))
        ]
        return self._first(iri, found)

    def defined_with(self, iri: str, known: Iterable[str]) -> tuple[str, ...]:
        """The known terms whose definitions have all words of a name, two at most; none if many have.

        One word of another vocabulary says too little: it may mean anything there.
        """
        own = stems(local_name(iri))
        if len(own) < 2 and not iri.startswith(self.vocabulary):
            return ()
        found = [other for other in known if own and own <= stems(self._definitions.get(other, ""))]
        return tuple(found) if len(found) <= 2 else ()

    def nearest(self, iri: str, known: dict[str, str]) -> str:
        """The known term that is spelled most alike, by its local name or its label; nothing if none is close."""
        name = folded(local_name(iri))
        candidates = {
            other: folded(local_name(other)) for other in known if other != iri and not other.startswith(ACCORD)
        }
        namespace = iri[: len(iri) - len(local_name(iri))]
        same = {other: spelled for other, spelled in candidates.items() if other.startswith(namespace)}
        labels = {other: folded(known[other]) for other in candidates}
        initials = {"".join(_CAPITAL.findall(local_name(other))).lower(): other for other in candidates}
        near = self.best(name, same) or self.best(name, candidates) or self.best(name, labels)
        return near or initials.get(name, "")

    def best(self, name: str, candidates: dict[str, str]) -> str:
        """The key whose value is spelled most like a name; nothing if none is close."""
        if not name or len(name) > MAX_CHARACTERS:
            return ""
        found = process.extractOne(name, candidates, scorer=fuzz.ratio, score_cutoff=CLOSE)
        return str(found[2]) if found else ""


def bare_iri(iri: str) -> str:
    """An IRI without what people mistake in a namespace: http or https, www, and # or / before the local name."""
    return _SCHEME.sub("", iri).replace("#", "/").rstrip("/")
