"""The changes of the publication for people and feeds: which things they concern, instead of which files."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from accord.publication.history import Change, History
from accord.publication.statements.loading import LoadedPublication
from accord.things.names.labels import Labels, Name, Reference
from accord.things.ontology.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Event:
    """A change with the things whose files it concerns, or the files themselves where they describe no thing.

    A file that was deleted is given by its path, since another file may describe the same things now.
    """

    change: Change
    added: tuple[Reference, ...]
    changed: tuple[Reference, ...]
    withdrawn: tuple[str, ...]


class RecentChanges:
    """The latest changes of a publication, read when they are first needed. Outside git there are none."""

    def __init__(self, publication: LoadedPublication, history: History, inventory: Inventory, labels: Labels) -> None:
        self._inventory = inventory
        self._publication = publication.publication
        self._described = publication.described
        self._history = history
        self._labels = labels
        self._graphs = {file.path: self._publication.graph(file) for file in self._publication.files}
        self._paths = {graph: path for path, graph in self._graphs.items()}

    def preferring(self, labels: Labels) -> RecentChanges:
        """The same changes with other names."""
        other = copy(self)
        other._labels = labels
        return other

    def latest(self, most: int) -> list[Event]:
        """The ``most`` latest changes, the latest first."""
        return [self._event(change) for change in self._history.changes[:most]]

    def _event(self, change: Change) -> Event:
        added = self._touched(path for status, path in change.files if status == "A")
        return Event(
            change=change,
            added=added,
            changed=tuple(
                one
                for one in self._touched(path for status, path in change.files if status not in "AD")
                if one not in added
            ),
            withdrawn=tuple(path for status, path in change.files if status == "D"),
        )

    def _touched(self, paths: Iterator[str]) -> tuple[Reference, ...]:
        """The things that files describe today; a file that is no longer there was deleted later."""
        found = {one for path in paths for one in self._things_in(path)}
        return tuple(sorted(map(self._reference, found), key=lambda one: (one.name.text.lower(), one.iri)))

    def _things_in(self, path: str) -> list[str]:
        """The IRIs of the things that a file describes, or that of its graph when there are none."""
        if path not in self._graphs:
            return []
        described = self._described.get(path, ()) if path != self._publication.redirects else ()
        contents = (one for iri in described for one in (iri, *self._inventory.contents.get(iri, ())))
        return [iri for iri in contents if iri in self._inventory] or [self._graphs[path]]

    def _reference(self, iri: str) -> Reference:
        path = self._paths.get(iri)
        return Reference(iri, Name(path)) if path else self._labels.reference(iri)
