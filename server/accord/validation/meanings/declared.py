"""What the configuration and the data say about numbers: which nodes are amounts, and the words of the sources.

The configuration (``publication.ttl``) says it of the dataset, beside the properties that
:mod:`accord.publication.settings.measures` lists:

- ``accord:wordsProperty``: gives the words of the source for a number, as ``"around £125m"``.
- ``accord:qualifierProperty``: leads from an amount to what its words add to the number (about, at least).
- ``accord:qualifierScheme``: the list of these qualifiers, by ``skos:inScheme``.
- ``accord:currencyProperty``: gives a code of ISO 4217, as schema:currency does anyway.

``accord:saidAs`` of a qualifier, a status or a property gives the words of a source that mean it. A qualifier comes
directly before its number (``about``), or after it when its words begin with an ellipsis (``… or more``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from accord.names import ACCORD, SCHEMA, SCHEMA_HTTP, SKOS

CURRENCIES = tuple(f"{base}{name}" for base in (SCHEMA, SCHEMA_HTTP) for name in ("currency", "priceCurrency"))
"""The properties of schema.org whose values are codes of ISO 4217."""


@dataclass(frozen=True, slots=True)
class QualifyingWords:
    """Words of a source that mean a term; ``follows`` says that they come after the number that they qualify."""

    term: str
    words: str
    follows: bool = False

    def is_in(self, text: str) -> bool:
        """Whether a string has these words, as whole words in any case."""
        return any(True for _ in self._places(text))

    def is_beside(self, text: str, start: int, end: int) -> bool:
        """Whether the words are directly before or after a part of a string, on the side where they belong."""
        if self.follows:
            after = text[end:].lstrip()
            return next(self._places(after), -1) == 0
        before = text[:start].rstrip()
        return any(place + len(self.words) == len(before) for place in self._places(before))

    def _places(self, text: str) -> Iterator[int]:
        """Where the words begin in a string."""
        text = _plain(text)
        place = text.find(self.words)
        while place >= 0:
            end = place + len(self.words)
            if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalnum()):
                yield place
            place = text.find(self.words, place + 1)


def _plain(text: str) -> str:
    """A string in small letters and with plain spaces, of the same length."""
    small = "".join(low if len(low := one.lower()) == 1 else one for one in text)
    return "".join(" " if one.isspace() else one for one in small)


@dataclass(frozen=True)
class Declared:
    """The IRIs of the properties by what they are for, and the words that mean terms.

    ``qualifiers`` are the wordings of members of the list of qualifiers, ``others`` those of all other terms.
    """

    values: tuple[str, ...]
    units: tuple[str, ...]
    words: tuple[str, ...]
    amounts: tuple[str, ...]
    qualifier: tuple[str, ...]
    currencies: tuple[str, ...]
    qualifiers: tuple[QualifyingWords, ...]
    others: tuple[QualifyingWords, ...]

    @classmethod
    def of(cls, store: Store, dataset: str) -> Self:
        """As the statements of a store say."""

        def declared(*roles: str) -> tuple[str, ...]:
            found = (one for role in roles for one in _objects(store, dataset, f"{ACCORD}{role}"))
            return tuple(dict.fromkeys(one.value for one in found if isinstance(one, NamedNode)))

        schemes = declared("qualifierScheme")
        wordings = sorted(_wordings(store), key=lambda one: (-len(one.words), one.words, one.term))
        listed = {one.term for one in wordings if schemes and _is_in(store, one.term, schemes)}
        return cls(
            values=declared("valueProperty"),
            units=declared("unitProperty"),
            words=declared("wordsProperty"),
            amounts=declared("amountProperty", "equivalentProperty"),
            qualifier=declared("qualifierProperty"),
            currencies=(*CURRENCIES, *declared("currencyProperty")),
            qualifiers=tuple(one for one in wordings if one.term in listed),
            others=tuple(one for one in wordings if one.term not in listed),
        )


def _wordings(store: Store) -> Iterator[QualifyingWords]:
    """The words that mean terms."""
    for quad in store.quads_for_pattern(None, NamedNode(ACCORD + "saidAs"), None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            words = " ".join(_plain(quad.object.value).split())
            if plain := words.lstrip("…. "):
                yield QualifyingWords(quad.subject.value, plain, follows=words[0] in "….")


def _is_in(store: Store, term: str, schemes: tuple[str, ...]) -> bool:
    return any(isinstance(one, NamedNode) and one.value in schemes for one in _objects(store, term, SKOS + "inScheme"))


def _objects(store: Store, subject: str, predicate: str) -> Iterator[object]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, DefaultGraph())
    return (quad.object for quad in quads)
