"""What a publication declares about how its pages show it (``accord:…`` in its configuration); all of it is optional.

The order of values is the order in which the configuration has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from accord.names import ACCORD, SCHEMA, SCHEMA_HTTP, VOID

_START = (SCHEMA + "startDate", SCHEMA_HTTP + "startDate")
_END = (SCHEMA + "endDate", SCHEMA_HTTP + "endDate")

Words = Mapping[str, tuple[Literal, ...]]
"""IRI -> words, in one language or several; those without a tag are in the language of the publication."""


@dataclass(frozen=True, slots=True)
class Money:
    """What the parts of an amount and of a provision are, as IRIs of properties.

    ``giver`` and ``receiver`` lead from a provision to those who give and get, ``start`` and ``end`` to its period;
    ``words`` leads from an amount to the words of the source, ``qualifier`` to how exact it is; ``at_least`` are the
    qualifiers of amounts that may be larger than their number. ``comparable`` leads to the one number by which
    provisions may be compared and added, in the unit ``unit`` (``£``). ``amounts`` lead to amounts, the same one in
    another unit last, ``values`` and ``units`` from an amount to its number and unit, ``counted_in`` from a provision
    to another that includes it, ``contributes_to`` to the value of something of which it pays a part.
    """

    giver: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    start: tuple[str, ...] = _START
    end: tuple[str, ...] = _END
    words: tuple[str, ...] = ()
    qualifier: tuple[str, ...] = ()
    at_least: tuple[str, ...] = ()
    comparable: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    counted_in: tuple[str, ...] = ()
    contributes_to: tuple[str, ...] = ()

    @property
    def of_sums(self) -> frozenset[str]:
        """The properties of sums and of those who give and get them: a question with one of them is about money."""
        return frozenset((*self.giver, *self.receiver, *self.amounts, *self.words, *filter(None, (self.comparable,))))


@dataclass(frozen=True, slots=True)
class PlaceProperties:
    """How things concern places, as IRIs of properties.

    ``at`` leads from a thing to a place, ``within`` from a place to a wider one, ``through`` from a thing to others
    whose places count as its own.
    """

    at: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presentation:
    """Hints for pages. IRIs are in full.

    ``navigation`` are the classes at the top of each page, with their words in ``navigation_words`` where the plural
    of the class does not do. ``questions`` are the slugs of the example queries that the home page answers,
    ``examples`` the things that serve as examples (``void:exampleResource``). ``background`` are classes of things that
    only serve others. ``columns`` are the properties that tell the things of a class apart. ``plurals`` are plurals of
    classes, ``inverses`` the words for a property read from its value. ``marks`` are characters that show a certainty.
    ``parties`` lead to those who take part in a thing. ``pictures`` are the slugs of the example queries whose pictures
    the home page shows, ``kind_pictures`` the kinds of pictures of the things of a class; ``latest`` are properties
    that give only the last possible date.
    """

    navigation: tuple[str, ...] = ()
    navigation_words: Words = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plurals: Words = field(default_factory=dict)
    inverses: Words = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    kind_pictures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    latest: tuple[str, ...] = ()
    money: Money = field(default_factory=Money)
    places: PlaceProperties = field(default_factory=PlaceProperties)

    @classmethod
    def read(cls, dataset: str, quads: Iterable[Quad]) -> Presentation:
        """The hints that a configuration states about the dataset, and about classes and properties."""
        quads = tuple(quads)
        values = _Hints.read(quads)
        of_dataset = values.of(dataset)
        return cls(
            navigation=of_dataset("navigationClass"),
            navigation_words=values.words("navigationLabel"),
            questions=tuple(slug.rpartition("/")[2] for slug in of_dataset("featuredQuestion")),
            examples=_examples(dataset, quads),
            background=of_dataset("backgroundClass"),
            columns=values.by_subject("column"),
            plurals=values.words("pluralLabel"),
            inverses=values.words("inverseLabel"),
            marks={iri: words[0].value for iri, words in values.words("mark").items()},
            parties=of_dataset("partyProperty"),
            pictures=tuple(slug.rpartition("/")[2] for slug in of_dataset("homePicture")),
            kind_pictures=values.by_subject("picture"),
            latest=of_dataset("latestDateProperty"),
            money=_money(of_dataset),
            places=PlaceProperties(
                at=of_dataset("placeProperty"),
                within=of_dataset("withinProperty"),
                through=of_dataset("concernsProperty"),
            ),
        )


def _examples(dataset: str, quads: Iterable[Quad]) -> tuple[str, ...]:
    stated = (quad for quad in quads if quad.predicate.value == VOID + "exampleResource")
    return tuple(
        quad.object.value
        for quad in stated
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode) and quad.subject.value == dataset
    )


class _Values:
    """The values of the hints of one subject."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = values

    def __call__(self, hint: str) -> tuple[str, ...]:
        return tuple(self._values.get(hint, ()))

    def first(self, hint: str) -> str:
        return next(iter(self(hint)), "")


def _money(values: _Values) -> Money:
    return Money(
        giver=values("giverProperty"),
        receiver=values("receiverProperty"),
        start=values("startProperty") or _START,
        end=values("endProperty") or _END,
        words=values("wordsProperty"),
        qualifier=values("qualifierProperty"),
        at_least=values("openQualifier"),
        comparable=values.first("comparableProperty"),
        unit=values.first("comparableUnit"),
        values=values("valueProperty"),
        units=values("unitProperty"),
        amounts=(*values("amountProperty"), *values("equivalentProperty")),
        counted_in=values("countedInProperty"),
        contributes_to=values("contributesToProperty"),
    )


@dataclass(frozen=True, slots=True)
class _Hints:
    """Hint -> subject -> values."""

    found: Mapping[str, Mapping[str, list[NamedNode | Literal]]]

    @classmethod
    def read(cls, quads: Iterable[Quad]) -> _Hints:
        found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in quads:
            subject, value = quad.subject, quad.object
            own = quad.predicate.value.startswith(ACCORD)
            if own and isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                hint = quad.predicate.value.removeprefix(ACCORD)
                found.setdefault(hint, {}).setdefault(subject.value, []).append(value)
        return cls(found)

    def of(self, subject: str) -> _Values:
        found = {hint: values[subject] for hint, values in self.found.items() if subject in values}
        return _Values({hint: [value.value for value in values] for hint, values in found.items()})

    def by_subject(self, hint: str) -> dict[str, tuple[str, ...]]:
        found = self.found.get(hint, {})
        return {subject: tuple(value.value for value in values) for subject, values in found.items()}

    def words(self, hint: str) -> dict[str, tuple[Literal, ...]]:
        found = self.found.get(hint, {})
        literals = {iri: [one for one in values if isinstance(one, Literal)] for iri, values in found.items()}
        return {iri: tuple(values) for iri, values in literals.items() if values}
