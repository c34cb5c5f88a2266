"""What changed, told by things instead of files: the changes of the publication for people and feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from accord.names import owner
from accord.publication import Publication
from accord.publication.history import Change, History
from accord.things.labels import Labels, Name, Reference
from accord.things.redirects import REDIRECTS
from accord.things.statements import statements


@dataclass(frozen=True, slots=True)
class Event:
    """A change with what it touched: things, and source files where no thing stands for them, by name.

    A file that was deleted is told by its path, since what it described may live on in another file.
    """

    change: Change
    added: tuple[Reference, ...]
    changed: tuple[Reference, ...]
    withdrawn: tuple[str, ...]


class RecentChanges:
    """The latest changes of a publication, read when somebody first asks. Outside git there are none."""

    def __init__(self, publication: Publication, history: History, labels: Labels) -> None:
        self._publication = publication
        self._history = history
        self._labels = labels

    def latest(self, most: int) -> list[Event]:
        """So many changes, the latest first."""
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
        """What files tell of as they stand now; those that are there no longer were withdrawn later."""
        found = {one for path in paths for one in self._told.get(path, ())}
        return tuple(sorted(found, key=lambda one: (one.name.text.lower(), one.iri)))

    @cached_property
    def _told(self) -> Mapping[str, tuple[Reference, ...]]:
        """Path -> the things that a file describes, or the file itself (the IRI of its graph) when there are none."""
        told: dict[str, tuple[Reference, ...]] = {}
        base = self._publication.settings.thing_base
        for file in self._publication.files:
            graph = self._publication.graph(file)
            owners = {owner(one.subject.value) for one in statements(file.quads(graph))}
            things = sorted(iri for iri in owners if iri.startswith(base)) if file.path != REDIRECTS else []
            itself = (Reference(graph, Name(file.path)),)
            told[file.path] = tuple(map(self._labels.reference, things)) or itself
        return told
