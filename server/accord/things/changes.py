"""The changes of the publication for people and feeds: which things they concern, instead of which files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from accord.publication.history import Change, History
from accord.publication.loading import LoadedPublication
from accord.things.inventory import Inventory
from accord.things.labels import Labels, Name, Reference


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
        found = {one for path in paths for one in self._references.get(path, ())}
        return tuple(sorted(found, key=lambda one: (one.name.text.lower(), one.iri)))

    @cached_property
    def _references(self) -> Mapping[str, tuple[Reference, ...]]:
        """Path -> the things that a file describes, or the file itself (the IRI of its graph) when there are none."""
        references: dict[str, tuple[Reference, ...]] = {}
        for file in self._publication.files:
            described = self._described.get(file.path, ()) if file.path != self._publication.redirects else ()
            contents = (one for iri in described for one in (iri, *self._inventory.contents.get(iri, ())))
            things = sorted(iri for iri in contents if iri in self._inventory)
            itself = (Reference(self._publication.graph(file), Name(file.path)),)
            references[file.path] = tuple(map(self._labels.reference, things)) or itself
        return references
