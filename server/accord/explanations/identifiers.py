"""The things of the publication by name: what an unknown IRI or string probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process, utils

from accord.did_you_mean import MAX_CHARACTERS
from accord.engine import Engine
from accord.names import ALIASES, LABELS, local_name

_WORD = re.compile(r"\w+")

MOST = 50_000
"""Names that are compared: more would take longer than an explanation may (about 1 ms for each 1,000)."""
_CLOSE = 75.0
"""Likeness in per cent: ``oxford-university`` and "University of Oxford" have 79, two different towns below 70."""


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A thing with the name by which it was found."""

    iri: str
    name: str


class NamedThings:
    """The IRIs under the base with their labels and aliases, read when first asked for.

    ``aliases`` are the publication's own properties for other names.
    """

    def __init__(self, engine: Engine, base: str, aliases: tuple[str, ...] = ()) -> None:
        self._engine = engine
        self._base = base
        self._properties = (*LABELS, *ALIASES, *aliases)

    @cached_property
    def _known(self) -> tuple[FoundThing, ...]:
        return tuple(islice(self._read(), MOST))

    def _read(self) -> Iterator[FoundThing]:
        slugs: set[str] = set()
        for predicate in self._properties:
            for quad in self._engine.match(predicate=NamedNode(predicate)):
                if not isinstance(quad.object, Literal) or not isinstance(quad.subject, NamedNode):
                    continue
                iri = quad.subject.value
                if iri.startswith(self._base):
                    if iri not in slugs:
                        slugs.add(iri)
                        yield FoundThing(iri, local_name(iri))
                    yield FoundThing(iri, quad.object.value)

    @cached_property
    def _folded(self) -> list[str]:
        return [utils.default_process(known.name.replace("-", " ")) for known in self._known]

    @cached_property
    def _initials(self) -> dict[str, str]:
        """Acronyms made of names, such as ``cruk`` of Cancer Research UK, each with its thing."""
        return {acronym: known.iri for known in self._known if len(acronym := _acronym(known.name)) > 2}

    def named(self, name: str) -> str:
        """The IRI of a thing with exactly this name; capitals do not matter."""
        wanted = utils.default_process(name)
        return next((known.iri for known, one in zip(self._known, self._folded, strict=True) if one == wanted), "")

    def nearest(self, name: str, most: int = 2) -> tuple[str, ...]:
        """The IRIs of the things whose names are most alike, the closest first; none if none is close."""
        wanted = utils.default_process(name.replace("-", " "))
        if not wanted or len(wanted) > MAX_CHARACTERS:
            return ()
        if wanted in self._initials:
            return (self._initials[wanted],)
        found = [
            (score, index)
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio)
            for _, score, index in process.extract(
                wanted, self._folded, scorer=scorer, score_cutoff=_CLOSE, limit=most * 4
            )
        ]
        found.sort(key=lambda one: -one[0])
        return tuple(dict.fromkeys(self._known[index].iri for _, index in found))[:most]


def _acronym(name: str) -> str:
    """The first letters of the words that begin with a capital; words all in capitals as they are."""
    words = [word for word in _WORD.findall(name) if word[0].isupper()]
    return "".join(word if word.isupper() else word[0] for word in words).lower()
