"""Words that are made of the names of terms: the plural of a class, and a property read from its value.

A publication declares them (``accord:pluralLabel``, ``accord:inverseLabel``); what it does not declare is made by the
rules of English, for English names only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accord.names import INVERSES, Prefixes
from accord.publication.settings.presentation import Words
from accord.things.names.labels import Labels, Name, Reference, rank
from accord.things.names.languages import primary

_PREPOSITIONS = frozenset(
    (
        *("about", "as", "at", "by", "for", "from", "in", "into", "of", "on"),
        *("onto", "over", "to", "under", "via", "with", "within"),
    )
)
_PEOPLE = {"person": "people", "child": "children", "man": "men", "woman": "women"}
_JOINTS = (" of ", " without ")
"""What follows the noun: ``list of terms`` -> ``lists of terms``."""
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_SINGULAR_S = ("ss", "us", "is")
_STEP = re.compile(r"[/#]")
_GENERAL = frozenset(
    ("class", "def", "ns", "ont", "ontologies", "ontology", "schema", "term", "terms", "vocab", "vocabulary")
)
"""Steps of addresses that do not say which vocabulary it is."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a publication for classes and properties. ``converse`` has the property that is the inverse, beside
    those of common vocabularies, and ``namesakes`` the short forms (``foaf:Person``) of classes whose names other
    classes with things have too.
    """

    labels: Labels
    plurals: Words = field(default_factory=dict)
    inverses: Words = field(default_factory=dict)
    converse: Mapping[str, str] = field(default_factory=dict)
    namesakes: Mapping[str, str] = field(default_factory=dict)

    def plural(self, kind: str) -> Name:
        """The plural of the name of a class."""
        name = self.labels.of(kind)
        if declared := self.declared(self.plurals, kind):
            return declared
        return self._apart(kind, Name(english_plural(name.text), name.language) if self._is_english(name) else name)

    def counted(self, kind: str, size: int) -> Name:
        """The name of a class after a number: ``1 lighthouse``, ``2 lighthouses``."""
        return self._apart(kind, self.labels.of(kind)) if size == 1 else self.plural(kind)

    def converse_of(self, property: str) -> str:
        """The property that states the same the other way round; empty where none is known."""
        return self.converse.get(property) or INVERSES.get(property, "")

    def inverse(self, property: Reference) -> Name:
        """How a property reads from its value: ``funder of`` for ``funder``."""
        if declared := self.declared(self.inverses, property.iri):
            return declared
        if other := self.converse_of(property.iri):
            return self.labels.of(other)
        name = property.name
        return Name(english_inverse(name.text), name.language) if self._is_english(name) else name

    def declared(self, words: Words, iri: str) -> Name | None:
        """The words that the publication declares for a term; ``None`` where the term itself has a name that suits the
        reader better, since it is in another language.
        """
        names = [Name(one.value, one.language or self.labels.own) for one in words.get(iri, ())]
        best = min(names, key=lambda name: self._rank(name), default=None)
        return best if best and self._rank(best)[0] <= self._rank(self.labels.of(iri))[0] else None

    def _rank(self, name: Name) -> tuple[int, str]:
        return rank(name.language or self.labels.own, self.labels.languages)

    def _apart(self, kind: str, name: Name) -> Name:
        """The name of a class, with its short form where another class is called the same."""
        return Name(f"{name.text} ({self.namesakes[kind]})", name.language) if kind in self.namesakes else name

    def _is_english(self, name: Name) -> bool:
        return primary(name.language or self.labels.own) == "en"


def namesakes(kinds: Iterable[Reference], prefixes: Prefixes) -> dict[str, str]:
    """The short forms of the classes among these whose names are not theirs alone, by their IRIs. The prefix alone is
    enough where the rest only says the name again. Without a prefix, it is the step of the address that names the
    vocabulary, or the whole address where another class has that step too.
    """
    known = tuple(kinds)
    times = Counter(kind.name.text.casefold() for kind in known)
    alike = {kind: _short_form(kind, prefixes) for kind in known if times[kind.name.text.casefold()] > 1}
    again = Counter((kind.name.text.casefold(), short) for kind, short in alike.items())
    return {
        kind.iri: short if again[kind.name.text.casefold(), short] == 1 else kind.iri.split("://", 1)[-1]
        for kind, short in alike.items()
    }


def _short_form(kind: Reference, prefixes: Prefixes) -> str:
    short = prefixes.shorten(kind.iri)
    if short is None:
        steps = [step for step in _STEP.split(kind.iri.partition("://")[2]) if step][:-1]
        telling = [step for step in steps[1:] if step.lower() not in _GENERAL and not step[:1].isdigit()]
        return (telling or steps or [kind.iri])[-1 if telling else 0]
    prefix, _, local = short.partition(":")
    return prefix if prefix and _letters(local) == _letters(kind.name.text) else short


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def english_plural(name: str) -> str:
    """The plural of an English noun: ``country`` -> ``countries``. What is plural already stays."""
    for joint in _JOINTS:
        head, found, rest = name.partition(joint)
        if found:
            return english_plural(head) + found + rest
    lead, space, word = name.rpartition(" ")
    low = word.lower()
    if low in _PEOPLE:
        return lead + space + _PEOPLE[low]
    if low.endswith("s") and not low.endswith(_SINGULAR_S) or not low[-1:].isalpha():
        return name
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if low.endswith(_SIBILANTS) else "s")


def english_inverse(name: str) -> str:
    """An English name of a property, read from its value: ``funder`` -> ``funder of``, ``located in`` -> ``located in
    this``, ``contains`` -> ``contains this``.
    """
    words = name.lower().split()
    if not words:
        return name
    is_verb = words[0].endswith("s") and not words[0].endswith(_SINGULAR_S) or words[0] in ("has", "is")
    return f"{name} this" if words[-1] in _PREPOSITIONS or is_verb else f"{name} of"
