"""The classes that have things, each below the wider ones, and apart from them those whose things only serve others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accord.things.names.labels import Reference
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.trees import MAX_DEPTH, MAX_NODES
from accord.things.ontology.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Kind:
    """A class with the number of its things, those of narrower classes among them, and the classes directly below.

    ``hidden`` counts those directly below that only the list of the class names.
    """

    kind: Reference
    size: int
    narrower: tuple[Kind, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes at the top in reading order. ``background`` are those whose things only serve others, ``size`` is how
    many classes there are in all, ``pages`` on how many pages those at the top are.
    """

    main: tuple[Kind, ...]
    background: tuple[Kind, ...]
    size: int
    pages: int = 1


def kinds_of(index: ClassIndex, vocabulary: Vocabulary, background: Collection[str] = (), page: int = 1) -> Kinds:
    """The classes that have things. A class with several wider ones is below the first that has things. Those that are
    deeper than a page shows are beside each other on its last level. A page has 400 classes at the top; those below
    are shown level by level while there is room, and counted where there is none.
    """
    listed = {one.iri: one for one in index.kinds()}
    below: dict[str, list[str]] = defaultdict(list)
    for iri in listed:
        below[_wider(iri, listed, vocabulary, background)].append(iri)

    tops = below[""]
    top = tops[(page - 1) * MAX_NODES : page * MAX_NODES]
    shown = _shown(top, below)

    def kind(iri: str, depth: int = 1) -> Kind:
        near = below.get(iri, ()) if depth < MAX_DEPTH - 1 else _all_below(iri, below)
        near = near if depth < MAX_DEPTH else ()
        deeper = tuple(kind(one, depth + 1) for one in near if one in shown)
        return Kind(listed[iri], index.size(iri), deeper, len(near) - len(deeper))

    return Kinds(
        main=tuple(kind(iri) for iri in top if iri not in background),
        background=tuple(kind(iri) for iri in top if iri in background),
        size=len(listed),
        pages=max(1, -(-len(tops) // MAX_NODES)),
    )


def _shown(top: Sequence[str], below: Mapping[str, Sequence[str]]) -> set[str]:
    """The classes for which there is room on a page: those at the top, and all below a class or none of them."""
    found = list(top)
    for iri in found:  # grows: the classes of each level come after those of the level above
        lower = below.get(iri, ())
        found += lower if len(found) + len(lower) <= MAX_NODES else ()
    return set(found)


def _all_below(iri: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    """The classes below another, direct and indirect, each before those below it."""
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
