"""The latest changes for people: those of things that they look for, without lists of terms, shapes and queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accord.things.names.labels import Reference
from accord.web.site import Site

CHANGES, NAMED = 3, 4
"""Changes on the home page, and things named for each."""

_LOOKED_AT = 10
"""Changes that are read for each one that is shown, since many concern no thing."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A change of the data: its day, its commit, the things that are new and those that were changed, and how many more
    there are.
    """

    when: datetime
    commit: str
    added: tuple[Reference, ...]
    changed: tuple[Reference, ...]
    others: int


def recent(site: Site, most: int = CHANGES, named: int = NAMED) -> list[Recent]:
    """The latest changes that concern things, ``most`` at most, each with the names of so many."""
    found: list[Recent] = []
    for event in site.things.changes.latest(_LOOKED_AT * most):
        added, changed = _things(site, event.added), _things(site, event.changed)
        if added or changed:
            shown = added[:named], changed[: max(0, named - len(added))]
            others = len(added) + len(changed) - sum(map(len, shown))
            found.append(Recent(event.change.when, event.change.commit, *shown, others))
        if len(found) == most:
            break
    return found


def _things(site: Site, references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(one for one in references if one.iri in site.things.inventory and not _serves_others(site, one.iri))


def _serves_others(site: Site, iri: str) -> bool:
    """Whether all classes of a thing are in the background."""
    kinds = {kind.iri for kind in site.things.class_index.entry(iri).kinds}
    return bool(kinds) and kinds <= set(site.publication.settings.presentation.background)
