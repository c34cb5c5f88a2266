"""What a search knows about each thing: its names, descriptions, codes, classes, years and facets.

Of a hundred thousand things, what every search looks at stays in memory; what is shown of a few is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from accord.engine import Engine
from accord.names import ALIASES, DEFINITIONS, LABELS, RDF, SAME_AS, SKOS, XSD
from accord.publication import Settings
from accord.search.amounts import Amounts
from accord.search.folding import initials, leading_initials
from accord.search.identifiers import Identifier, paired
from accord.search.phrases import phrases
from accord.things.names.labels import Labels, Name, choose, labels_of_nodes
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Statement, classes_of, outgoing

HIDDEN = SKOS + "hiddenLabel"
"""The property of spellings that a search should find and a page should not show."""

_YEARS = frozenset(XSD + name for name in ("gYear", "gYearMonth", "date", "dateTime"))
_NAME, _CODE, _AMOUNT, _INITIALS, _FACET, _DATE, _DESCRIPTION, _PHRASE = 1.0, 0.9, 0.9, 0.8, 0.5, 0.5, 0.4, 0.35
"""What a word is worth by where it is. A name counts most; a code or an amount names few things too, but a word of a
query is seldom meant as one, and several names may have the same initials. A facet, a date or a description comes after
any name, yet two such words outweigh half a name. Phrases of evidence name much that a thing is not about."""
_REMEMBERED = 2_048
"""Things whose details are remembered, in about 5 MB: a page shows 20, and the likeliest of a search are 200."""
_LEADING = 0.6
"""The weight of the initials of the first words of a name: more names share them."""


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
class Details:
    """What a page shows of a thing that was found: all words about it, its description, and its amounts in words."""

    texts: tuple[Text, ...] = ()
    description: Name | None = None
    amounts: tuple[str, ...] = ()


def _no_details(_: str) -> Details:
    return Details()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as a search sees it. ``kinds`` are its most specific classes, ``classes`` those and all above them.

    ``names`` are the words that it goes by. ``same`` are the statements that it is the same as something elsewhere,
    ``close`` those that it is nearly the same. ``years`` are those that its dates are in. ``details`` reads the rest.
    """

    iri: str
    name: Name
    kinds: tuple[str, ...]
    classes: frozenset[str]
    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...] = ()
    same: tuple[Triple, ...] = ()
    close: tuple[Triple, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[str, ...] = ()
    details: Callable[[str], Details] = field(default=_no_details, compare=False, repr=False)

    @property
    def texts(self) -> tuple[Text, ...]:
        """All words about it."""
        return self.details(self.iri).texts

    @property
    def description(self) -> Name | None:
        """The sentence that says what it is."""
        return self.details(self.iri).description

    @property
    def amounts(self) -> tuple[str, ...]:
        """Its amounts in words, as in ``total amount: 300,000,000 GBP (£300m)``."""
        return self.details(self.iri).amounts


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is stated about a thing and its parts, of which both the thing and its details are made."""

    iri: str
    stated: list[Statement]
    parts: dict[str, list[Statement]]
    types: set[str]
    classes: frozenset[str]
    facets: dict[str, tuple[str, ...]]
    identifiers: tuple[Identifier, ...]
    dated: list[Statement]


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
        self._amounts = Amounts(settings.measures, settings.presentation.money.words, labels)
        self._shared: dict[object, Any] = {}
        self.details = lru_cache(_REMEMBERED)(lambda iri: self._details(self._read(iri)))
        """The details of a thing by its IRI."""

    def things(self) -> Iterator[tuple[Thing, Details]]:
        """All things with their details, in the order of their IRIs."""
        for iri in self._inventory.things:
            reading = self._read(iri)
            yield self._thing(reading), self._details(reading)
        self._shared.clear()

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[str]]:
        return phrases(self._engine, self._settings.evidence, self._inventory)

    def _read(self, iri: str) -> _Reading:
        stated = list(outgoing(self._engine, NamedNode(iri)))
        if not any(one.predicate in LABELS for one in stated):
            stated += labels_of_nodes(self._engine, tuple(stated))
        parts = dict(self._parts(iri, stated))
        types = set(classes_of(stated))
        facets = {facet: tuple(sorted({*_iris(stated, facet)})) for facet in self._settings.facets}
        return _Reading(
            iri=iri,
            stated=stated,
            parts=parts,
            types=types,
            classes=frozenset(types).union(*(self._vocabulary.ancestors(kind) for kind in types)),
            facets={facet: values for facet, values in facets.items() if values},
            identifiers=tuple(paired(iri, self._codes(stated, parts), _iris(stated, *SAME_AS))),
            dated=[*stated, *self._dated(parts)],
        )

    def _thing(self, reading: _Reading) -> Thing:
        """The thing as the index keeps it. Equal values of many things are one object."""
        iri, stated, share = reading.iri, reading.stated, self._shared.setdefault
        name = self._labels.of(iri, stated)
        stated_names = [one.object.value for one in stated if one.predicate in self._names]
        named = any(one.predicate in LABELS for one in stated)
        names = [name.text if one == name.text else one for one in stated_names]
        kinds, years = self._vocabulary.most_specific(reading.types), tuple(sorted(set(_years(reading.dated))))
        facets = tuple(sorted(reading.facets.items()))
        return Thing(
            iri=iri,
            name=name,
            kinds=share(kinds, kinds),
            classes=share(reading.classes, reading.classes),
            names=tuple(names if named else [name.text, *names]),
            identifiers=reading.identifiers,
            same=tuple(dict.fromkeys(one.triple for one in stated if one.predicate in SAME_AS)),
            close=tuple(dict.fromkeys(one.triple for one in stated if one.predicate == SKOS + "closeMatch")),
            facets=share(("facets", facets), reading.facets),
            years=share(years, years),
            details=self.details,
        )

    def _details(self, reading: _Reading) -> Details:
        iri, stated, parts = reading.iri, reading.stated, reading.parts
        amounts = tuple(self._amounts.of(stated, parts))
        phrases_of = self._phrases.get(iri, ())
        return Details(
            texts=tuple(
                chain(
                    self._texts(iri, stated, reading.classes, reading.identifiers, reading.facets),
                    (Text(iri, label, words, _AMOUNT) for label, words in amounts),
                    self._texts_of_parts(iri, parts),
                    self._texts_of_dates(iri, reading.dated),
                    (Text(iri, "in the words of the source", phrase, _PHRASE) for phrase in phrases_of),
                )
            ),
            description=choose(stated, DEFINITIONS, self._labels.languages),
            amounts=tuple(": ".join(amount) for amount in amounts),
        )

    def _parts(self, iri: str, stated: Iterable[Statement]) -> Iterator[tuple[str, list[Statement]]]:
        """The parts that a thing leads to, direct and indirect, with what is stated about them."""
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
        """What parts say, except for codes and evidence: how long a code held is not a date of the thing."""
        own = (self._settings.identifiers, self._settings.evidence)
        apart = {terms.kind for terms in own if terms}
        for part in parts.values():
            if not any(one.predicate == RDF + "type" and one.object.value in apart for one in part):
                yield from part

    def _texts_of_parts(self, iri: str, parts: dict[str, list[Statement]]) -> Iterator[Text]:
        """What parts say in words, such as the post that a membership is about."""
        for one in self._dated(parts):
            if isinstance(one.object, Literal) and one.object.language:
                yield Text(iri, self._labels.of(one.predicate).text, one.object.value, _DESCRIPTION)

    def _texts_of_dates(self, iri: str, dated: Iterable[Statement]) -> Iterator[Text]:
        for one in dated:
            if next(_years((one,)), ""):
                yield Text(iri, self._labels.of(one.predicate).text, one.object.value, _DATE)

    def _texts(
        self,
        iri: str,
        stated: list[Statement],
        classes: frozenset[str],
        identifiers: tuple[Identifier, ...],
        facets: dict[str, tuple[str, ...]],
    ) -> Iterator[Text]:
        """All strings by which a thing is found, each with what it is and how much it counts."""
        if not any(one.predicate in LABELS for one in stated):
            yield Text(iri, "name", self._labels.of(iri).text, _NAME)
        for one in stated:
            if one.predicate in self._names:
                label = "name" if one.predicate in LABELS else self._labels.of(one.predicate).text
                yield Text(iri, label, one.object.value, _NAME)
                for short in sorted(initials(one.object.value)):
                    yield Text(iri, f"initials of {one.object.value}", short.upper(), _INITIALS)
                for short in sorted(leading_initials(one.object.value)):
                    yield Text(iri, f"first initials of {one.object.value}", short.upper(), _LEADING)
            elif isinstance(one.object, Literal) and one.object.language:
                yield Text(iri, self._labels.of(one.predicate).text, one.object.value, _DESCRIPTION)
        yield from (Text(iri, one.scheme, one.value, _CODE) for one in identifiers if one.value)
        yield from (Text(iri, "", self._labels.of(kind).text, _DESCRIPTION) for kind in sorted(classes))
        for facet, values in facets.items():
            label = self._labels.of(facet).text
            yield from (Text(iri, label, self._labels.of(value).text, _FACET) for value in values)


def _iris(stated: Iterable[Statement], *predicates: str) -> list[str]:
    return [one.object.value for one in stated if one.predicate in predicates and isinstance(one.object, NamedNode)]


def _years(stated: Iterable[Statement]) -> Iterator[str]:
    """The years that dates are in."""
    for one in stated:
        if isinstance(one.object, Literal) and one.object.datatype.value in _YEARS and one.object.value[:4].isdecimal():
            yield one.object.value[:4]
