"""What a search knows of each thing: its names, descriptions, codes, classes, years and facets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from accord.engine import Engine
from accord.names import ALIASES, DEFINITIONS, LABELS, RDF, SAME_AS, SKOS, XSD
from accord.publication import Settings
from accord.search.identifiers import Identifier, paired
from accord.things.inventory import Inventory
from accord.things.labels import Labels, Name, choose
from accord.things.statements import Statement, outgoing
from accord.things.vocabulary import Vocabulary

"""The properties that lead to the same thing elsewhere."""

HIDDEN = SKOS + "hiddenLabel"
"""The property of spellings that a search should find and a page should not show."""

_YEARS = frozenset(XSD + name for name in ("gYear", "gYearMonth", "date", "dateTime"))
_NAME, _CODE, _FACET, _DESCRIPTION = 1.0, 0.9, 0.5, 0.4
"""What a word is worth by where it is. A name counts most; a code names one thing too, but a word of a query is seldom
meant as one. A facet or a description comes after any name, yet two such words outweigh half a name."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words about a thing. ``label`` says what they are, ``weight`` (up to 1) how much a hit in them is worth."""

    thing: str
    label: str
    text: str
    weight: float

    @property
    def is_name(self) -> bool:
        """Whether the thing goes by these words."""
        return self.weight == _NAME


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as a search sees it. ``kinds`` are its most specific classes, ``classes`` those and all above them.

    ``same`` are the statements that it is the same as something elsewhere, ``close`` those that it is nearly the same.
    """

    iri: str
    name: Name
    kinds: tuple[str, ...]
    classes: frozenset[str]
    description: Name | None
    texts: tuple[Text, ...]
    identifiers: tuple[Identifier, ...]
    same: tuple[Triple, ...]
    close: tuple[Triple, ...]
    facets: dict[str, tuple[str, ...]]
    years: tuple[str, ...]


class ThingReader:
    """Reads things out of the engine."""

    def __init__(
        self, settings: Settings, engine: Engine, inventory: Inventory, vocabulary: Vocabulary, labels: Labels
    ) -> None:
        self._settings = settings
        self._inventory = inventory
        self._engine = engine
        self._vocabulary = vocabulary
        self._labels = labels
        self._names = (*LABELS, *ALIASES, *settings.aliases, HIDDEN)

    def things(self) -> Iterator[Thing]:
        """All things, in the order of their IRIs."""
        yield from map(self._thing, self._inventory.things)

    def _thing(self, iri: str) -> Thing:
        stated = list(outgoing(self._engine, NamedNode(iri)))
        parts = dict(self._parts(iri, stated))
        types = {one.object.value for one in stated if one.predicate == RDF + "type"}
        kinds = self._vocabulary.most_specific(types)
        facets = {facet: tuple(sorted({*_iris(stated, facet)})) for facet in self._settings.facets}
        identifiers = tuple(paired(iri, self._codes(stated, parts), _iris(stated, *SAME_AS)))
        return Thing(
            iri=iri,
            name=self._labels.of(iri),
            kinds=kinds,
            classes=frozenset(types).union(*(self._vocabulary.ancestors(kind) for kind in types)),
            description=choose(stated, DEFINITIONS, self._labels.languages),
            texts=tuple(self._texts(iri, stated, kinds, identifiers, facets)),
            identifiers=identifiers,
            same=tuple(dict.fromkeys(one.triple for one in stated if one.predicate in SAME_AS)),
            close=tuple(dict.fromkeys(one.triple for one in stated if one.predicate == SKOS + "closeMatch")),
            facets={facet: values for facet, values in facets.items() if values},
            years=tuple(sorted(set(_years([*stated, *self._dated(parts)])))),
        )

    def _parts(self, iri: str, stated: Iterable[Statement]) -> Iterator[tuple[str, list[Statement]]]:
        """The parts that a thing leads to, near and far, with what is stated of them."""
        waiting, seen = list(stated), {iri}
        while waiting:
            node = waiting.pop().object
            if isinstance(node, NamedNode) and node.value not in seen and self._inventory.is_part(node.value, iri):
                seen.add(node.value)
                statements_of = list(outgoing(self._engine, node))
                waiting += statements_of
                yield node.value, statements_of

    def _codes(self, stated: list[Statement], parts: dict[str, list[Statement]]) -> Iterator[tuple[str, str]]:
        """Register and code of each identifier node."""
        terms = self._settings.identifiers
        for one in stated:
            if terms and one.predicate == terms.property:
                part = {each.predicate: each.object for each in parts.get(one.object.value, ())}
                if terms.value in part:
                    scheme = part.get(terms.scheme)
                    yield self._labels.word(scheme).text if scheme else "", part[terms.value].value

    def _dated(self, parts: dict[str, list[Statement]]) -> Iterator[Statement]:
        """What parts say, except for codes: how long a code held is no date of the thing."""
        kind = self._settings.identifiers.kind if self._settings.identifiers else ""
        for part in parts.values():
            if not any(one.predicate == RDF + "type" and one.object.value == kind for one in part):
                yield from part

    def _texts(
        self,
        iri: str,
        stated: list[Statement],
        kinds: tuple[str, ...],
        identifiers: tuple[Identifier, ...],
        facets: dict[str, tuple[str, ...]],
    ) -> Iterator[Text]:
        for one in stated:
            if one.predicate in self._names:
                label = "name" if one.predicate in LABELS else self._labels.of(one.predicate).text
                yield Text(iri, label, one.object.value, _NAME)
            elif isinstance(one.object, Literal) and one.object.language:
                yield Text(iri, self._labels.of(one.predicate).text, one.object.value, _DESCRIPTION)
        yield from (Text(iri, one.scheme, one.value, _CODE) for one in identifiers if one.value)
        yield from (Text(iri, "", self._labels.of(kind).text, _DESCRIPTION) for kind in kinds)
        for facet, values in facets.items():
            label = self._labels.of(facet).text
            yield from (Text(iri, label, self._labels.of(value).text, _FACET) for value in values)


def _iris(stated: Iterable[Statement], *predicates: str) -> list[str]:
    return [one.object.value for one in stated if one.predicate in predicates and isinstance(one.object, NamedNode)]


def _years(stated: Iterable[Statement]) -> Iterator[str]:
    """The years that dates lie in."""
    for one in stated:
        if isinstance(one.object, Literal) and one.object.datatype.value in _YEARS and one.object.value[:4].isdecimal():
            yield one.object.value[:4]
