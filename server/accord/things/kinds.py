"""The classes that have things, each below the wider ones, and apart from them those whose things only serve others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accord.things.class_index import ClassIndex
from accord.things.labels import Reference
from accord.things.trees import MAX_DEPTH
from accord.things.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Kind:
    """A class with the number of its things, those of narrower classes among them, and the classes directly below."""

    kind: Reference
    size: int
    narrower: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes at the top in reading order. ``background`` are those whose things only serve others, ``size`` is how
    many classes there are in all.
    """

    main: tuple[Kind, ...]
    background: tuple[Kind, ...]
    size: int


def kinds_of(index: ClassIndex, vocabulary: Vocabulary, background: Collection[str] = ()) -> Kinds:
    """The classes that have things. A class with several wider ones is below the first that has things. Those that are
    deeper than a page shows are beside each other on its last level.
    """
    listed = {one.iri: one for one in index.kinds()}
    below: dict[str, list[str]] = defaultdict(list)
    for iri in listed:
        below[_wider(iri, listed, vocabulary, background)].append(iri)

    def kind(iri: str, depth: int = 1) -> Kind:
        near = below.get(iri, ()) if depth < MAX_DEPTH - 1 else _all_below(iri, below)
        deeper = tuple(kind(one, depth + 1) for one in near) if depth < MAX_DEPTH else ()
        return Kind(listed[iri], index.size(iri), deeper)

    top = below[""]
    return Kinds(
        main=tuple(kind(iri) for iri in top if iri not in background),
        background=tuple(kind(iri) for iri in top if iri in background),
        size=len(listed),
    )


def _all_below(iri: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    """The classes below another, near and far, each before those below it."""
    found = list(below.get(iri, ()))
    for one in found:
        found += below.get(one, ())
    return found


def _wider(iri: str, listed: Collection[str], vocabulary: Vocabulary, background: Collection[str]) -> str:
    """The class below which another is shown; empty for one at the top. Classes that are equivalent are siblings."""
    term = vocabulary.get(iri)
    if term is None or iri in background:
        return ""
    above = (one for one in term.parents if one in listed and iri not in vocabulary.ancestors(one))
    return next(above, "")
