"""The ways to narrow a list: values to choose from, as a tree where some are within others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from accord.things.names.labels import Reference

CHOICES = 100
"""How many values of a property a list offers, the most common first."""

OPEN = 14
"""Choices of a tree that are in sight: as many as fit beside a list of some rows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that some things of a list have, how many do, and whether the list was narrowed to those with it, or to
    those without it (``excluded``).

    ``below`` are the choices within it in a tree, and ``opened`` says that they are in sight.
    """

    value: Reference
    count: int
    chosen: bool
    excluded: bool = False
    below: tuple[Choice, ...] = ()
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A property by which a list can be narrowed, with the values to choose from.

    ``main`` says that people narrow this list by it: by place, by year, and by what its columns show. ``named`` says
    that people know the values by name. ``tree`` has the same choices where some are within others; it is empty
    elsewhere.
    """

    by: Reference
    choices: tuple[Choice, ...]
    main: bool = False
    named: bool = True
    tree: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The values by which the list was narrowed."""
        return tuple(choice for choice in self.choices if choice.chosen or choice.excluded)


def tree(choices: Sequence[Choice], above: Callable[[str], frozenset[str]]) -> tuple[Choice, ...]:
    """Choices as a tree, each below the nearest one that it is within; ``above`` gives all that a value is within.

    Empty where none is within another. The broadest are in sight, and those around a chosen one.
    """
    known = {one.value.iri: one for one in sorted(choices, key=lambda one: (-one.count, one.value.name.text.lower()))}
    wider = {iri: (above(iri) & known.keys()) - {iri} for iri in known}
    below: dict[str, list[str]] = {}
    for iri, several in wider.items():
        nearest = max(
            (one for one in several if iri not in wider[one]), key=lambda one: (len(wider[one]), one), default=""
        )
        below.setdefault(nearest, []).append(iri)
    if below.keys() == {""}:
        return ()
    opened = _opened(known, below)

    def branch(iri: str) -> Choice:
        return replace(known[iri], below=tuple(map(branch, below.get(iri, ()))), opened=iri in opened)

    return tuple(map(branch, below.get("", ())))


def _opened(known: dict[str, Choice], below: dict[str, list[str]]) -> set[str]:
    """The choices whose inner ones are in sight: of the largest while there is room, and around what is chosen."""
    opened: set[str] = set()
    waiting, seen = list(below.get("", ())), len(below.get("", ()))
    while waiting:
        here = max(waiting, key=lambda iri: known[iri].count)
        waiting.remove(here)
        inner = below.get(here, ())
        if inner and seen + len(inner) <= OPEN:
            opened.add(here)
            seen += len(inner)
            waiting += inner
    parents = {one: iri for iri, inner in below.items() for one in inner}
    for iri, one in known.items():
        if one.chosen or one.excluded:
            opened |= set(_way_up(iri, parents))
    return opened


def _way_up(iri: str, parents: dict[str, str]) -> Iterable[str]:
    while iri := parents.get(iri, ""):
        yield iri
