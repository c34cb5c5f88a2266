"""What a change adds and removes, thing by thing, with names in place of IRIs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any

from pyoxigraph import Literal, NamedNode

from accord.names import LABELS
from accord.parsing.terms import Term
from accord.things.names.labels import Name, Reference
from accord.web.site import Site


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value that is added or removed: words, with the thing that they lead to, or a literal."""

    property: Reference
    words: Name
    iri: str = ""


@dataclass(slots=True)
class ThingChange:
    """What a change does to one thing."""

    thing: Reference
    is_new: bool
    added: list[ChangedValue] = field(default_factory=list)
    removed: list[ChangedValue] = field(default_factory=list)


def changes_of(site: Site, found: Mapping[str, Any]) -> list[ThingChange]:
    """The difference in words, thing by thing."""
    things: dict[str, ThingChange] = {}
    fresh = {one["iri"] for one in found.get("new", ())}
    for kind in ("added", "removed"):
        for subject, path, value, type in found.get(kind, ()):
            change = things.setdefault(subject, ThingChange(_reference(site, found, subject), subject in fresh))
            name = name_in(site, found, value) if type == "iri" else Name(value, type if "/" not in type else "")
            entry = ChangedValue(site.things.labels.reference(path), name, value if type == "iri" else "")
            (change.added if kind == "added" else change.removed).append(entry)
    return list(things.values())


def _reference(site: Site, found: Mapping[str, Any], iri: str) -> Reference:
    return Reference(iri, name_in(site, found, iri))


def name_in(site: Site, found: Mapping[str, Any], iri: str) -> Name:
    """The name of a thing, which may only be in the change."""
    for subject, path, value, type in found.get("added", ()):
        if subject == iri and path in LABELS:
            return Name(value, type if "/" not in type else "")
    return site.things.labels.of(iri)


def line_differences(before: bytes | None, after: bytes | None) -> list[tuple[str, str]]:
    """The lines of a difference of a file, each with ``added``, ``removed``, ``place`` or nothing."""
    old, new = ((data or b"").decode("utf-8", "replace").splitlines() for data in (before, after))
    kinds = {"+": "added", "-": "removed", "@": "place"}
    return [(kinds.get(row[:1], ""), row) for row in list(unified_diff(old, new, lineterm=""))[2:]]


def words_of(site: Site, value: Term) -> Name:
    """A value in words: the name of a thing, or a literal with its language."""
    if isinstance(value, NamedNode):
        return site.things.labels.of(value.value)
    return Name(value.value, value.language or "") if isinstance(value, Literal) else Name("a thing without a name", "")
