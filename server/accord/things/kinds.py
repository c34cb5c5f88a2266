"""The classes that have things, each below the wider ones, and apart from them those whose things only serve others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from accord.things.class_index import ClassIndex
from accord.things.labels import Reference
from accord.things.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Kind:
    """A class with the number of its things, those of narrower classes among them, and the classes directly below."""

    kind: Reference
    size: int
    narrower: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes at the top in reading order. ``background`` are those whose things only serve others."""

    main: tuple[Kind, ...]
    background: tuple[Kind, ...]


def kinds_of(index: ClassIndex, vocabulary: Vocabulary, background: Collection[str] = ()) -> Kinds:
    """The classes that have things. A class with several wider ones is below the first that has things."""
    listed = {one.iri: one for one in index.kinds()}
    wider = {iri: _wider(iri, listed, vocabulary, background) for iri in listed}

    def kind(iri: str) -> Kind:
        below = tuple(kind(other) for other, parent in wider.items() if parent == iri)
        return Kind(listed[iri], index.size(iri), below)

    top = [iri for iri, parent in wider.items() if not parent]
    return Kinds(
        main=tuple(kind(iri) for iri in top if iri not in background),
        background=tuple(kind(iri) for iri in top if iri in background),
    )


def _wider(iri: str, listed: Collection[str], vocabulary: Vocabulary, background: Collection[str]) -> str:
    """The class below which another is shown; empty for one at the top. Classes that are equivalent are siblings."""
    term = vocabulary.get(iri)
    if term is None or iri in background:
        return ""
    above = (one for one in term.parents if one in listed and iri not in vocabulary.ancestors(one))
    return next(above, "")
