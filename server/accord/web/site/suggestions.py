"""What a query may go on with: keywords, prefixes, terms with their use in the data, and things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from accord.names import Prefixes
from accord.search import Thing
from accord.sparql.words import keywords
from accord.things.ontology.class_index import ClassIndex

MOST = 40
"""Suggestions for one word: people read the first ten, and write another letter if theirs is not there."""
_THINGS = 12
"""Things among them, which come last."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What can follow: its characters, its words for people, its kind, and a sentence on it."""

    name: str
    words: str
    kind: str
    info: str = ""


class Completions:
    """The words that a query of this publication can have."""

    def __init__(self, class_index: ClassIndex, prefixes: Prefixes, find: Callable[[str], Iterable[Thing]]) -> None:
        """``find`` gives the things that have some words, the best first."""
        self._index = class_index
        self._known = prefixes
        self._find = find

    @cached_property
    def _terms(self) -> tuple[Suggestion, ...]:
        """The classes and properties, those that the data use most first."""
        ordered = sorted((*self._index.uses("class"), *self._index.uses("property")), key=lambda use: -use.count)
        return tuple(
            Suggestion(
                self._short(use.term.iri),
                f"{use.term.name.text} ({use.count:,})",
                use.term.kind,
                use.term.definition.text if use.term.definition else "",
            )
            for use in ordered
        )

    def _short(self, iri: str) -> str:
        """An IRI as a query has it."""
        return self._known.shorten(iri) or f"<{iri}>"

    @cached_property
    def _prefixes(self) -> tuple[Suggestion, ...]:
        return tuple(Suggestion(f"{prefix}:", namespace, "namespace") for prefix, namespace in self._known.items())

    def of(self, word: str) -> list[Suggestion]:
        """The suggestions for a word, the likeliest first: what begins with it (in the same capitals first), then what
        has it in its words.
        """
        plain = word.casefold()
        prefix, colon, local = plain.partition(":")
        found = chain(
            (one for one in self._terms if one.name.startswith(word)),
            (one for one in self._terms if one.name.casefold().startswith(plain)),
            () if colon else self._keywords(plain),
            (one for one in self._prefixes if one.name.casefold().startswith(plain)),
            (one for one in self._terms if self._is_about(one, prefix if colon else "", local if colon else plain)),
            self._things(prefix if colon else "", local if colon else plain),
        )
        return list(islice(dict.fromkeys(found), MOST))

    def _keywords(self, plain: str) -> Iterable[Suggestion]:
        return (Suggestion(one, "keyword", "keyword") for one in keywords() if one.casefold().startswith(plain))

    def _is_about(self, one: Suggestion, prefix: str, words: str) -> bool:
        """Whether a term has these words in its name, or as its words for people; of one prefix, where it is given."""
        fits = not prefix or one.name.casefold().startswith(f"{prefix}:")
        return fits and bool(words) and (words in one.words.casefold() or words in one.name.casefold())

    def _things(self, prefix: str, words: str) -> Iterator[Suggestion]:
        """The things whose name has these words, as the search finds them."""
        if len(words) < 2:
            return
        for thing in islice(self._find(words.replace("-", " ")), _THINGS):
            short = self._short(thing.iri)
            if not prefix or short.casefold().startswith(f"{prefix}:"):
                yield Suggestion(short, thing.name.text, "constant")
