"""The latest changes in words: what was added, changed and removed, of which things. Lists of terms and registers are
left out, as are terms, shapes and questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from accord.proposals.checking.checker import ForkingChecker
from accord.things.names.labels import Name, Reference
from accord.web.responses import incomplete
from accord.web.site import Site

CHANGES, LINES, NAMED = 3, 3, 3
"""Changes on the home page, lines for each, and things named in a line."""

_LONGEST = 60
"""Characters of a value that fits in a line with the thing that has it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one property of some things, or to the things as a whole (no ``property``).

    ``verb`` is ``added``, ``changed`` or ``removed``; ``values`` are those of a single thing; ``others`` counts the
    things that are not named.
    """

    property: Name | None
    verb: str
    things: tuple[Reference, ...]
    others: int
    values: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """A change of the data: its day, its commit, and lines of words; ``others`` counts the lines that are left out."""

    when: datetime
    commit: str
    lines: tuple[Line, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest changes, and whether there are ``older`` ones that are left out."""

    changes: tuple[Recent, ...]
    older: bool


def recent(site: Site, most: int = CHANGES, lines: int = LINES, named: int = NAMED) -> Latest | None:
    """The latest changes of things, ``most`` at most, each in so many lines with the names of so many things.

    ``None`` while they are being found out, and where they cannot be; the page is not kept then.
    """
    alone = isinstance(site.checker, ForkingChecker)  # a process with one thread, as when a copy is written
    known = site.differences.get() if alone else site.differences.now()
    if known is None:
        incomplete()
        return None
    found = (_in_words(site, step, lines, named) for step in known["steps"])
    latest = tuple(islice((one for one in found if one.lines), most + 1))
    return Latest(latest[:most], len(latest) > most or known["older"])


def _in_words(site: Site, step: Mapping[str, Any], most: int, named: int) -> Recent:
    """A change in words: what concerns most things first."""
    groups: dict[tuple[str, str], list[tuple[Reference, list[str]]]] = {}
    own = site.publication.settings.thing_base
    for iri, property, verb, values in step["things"]:
        gone = verb == "removed" and not property and iri.startswith(own)
        if gone or (iri in site.things.inventory and not _serves_others(site, iri)):
            groups.setdefault((property, verb), []).append((site.things.labels.reference(iri), values))
    ordered = sorted(groups.items(), key=lambda group: (bool(group[0][0]), -len(group[1]), group[0]))
    lines = tuple(_line(site, *kind, things, named) for kind, things in ordered[:most])
    return Recent(datetime.fromtimestamp(step["when"], UTC), step["commit"], lines, len(ordered) - len(lines))


def _line(site: Site, property: str, verb: str, found: list[tuple[Reference, list[str]]], named: int) -> Line:
    things = sorted((thing for thing, _ in found), key=lambda one: (one.name.text.lower(), one.iri))
    values = found[0][1] if len(found) == 1 and verb != "removed" else []
    name = site.things.labels.of(property) if property else None
    return Line(name, verb, tuple(things[:named]), max(0, len(things) - named), tuple(_words(site, values)))


def _words(site: Site, values: Iterable[str]) -> Iterable[Name]:
    """Values that are N-Triples, as people read them; without parts of things and long strings."""
    own = site.publication.settings.vocabulary
    lines = "".join(f"<urn:s> <urn:p> {value} .\n" for value in values if not value.startswith("_:"))
    for quad in parse(lines.encode(), RdfFormat.N_TRIPLES):
        if isinstance(quad.object, Literal) and len(quad.object.value) <= _LONGEST:
            yield Name(quad.object.value, quad.object.language or "")
        elif isinstance(quad.object, NamedNode) and "#" not in quad.object.value.removeprefix(own):
            yield site.things.labels.of(quad.object.value)


def _serves_others(site: Site, iri: str) -> bool:
    """Whether all classes of a thing are in the background."""
    kinds = {kind.iri for kind in site.things.class_index.entry(iri).kinds}
    return bool(kinds) and kinds <= set(site.publication.settings.presentation.background)
