"""What a page keeps count of while it is written: its fragments, its sources by number, and how sure they are."""

from __future__ import annotations

from accord.things.facts.evidence import Certainty, Evidence
from accord.things.names.labels import Name, Reference


class Anchors:
    """The fragments of a page, each given once, since an ``id`` may occur only once. With ``numbered``, evidence names
    its source by a number, and the page lists the sources at its end.
    """

    def __init__(self, numbered: bool = False) -> None:
        self.numbered = numbered
        self._given: set[str] = set()
        self._sources: dict[str, Reference] = {}
        self._certainties: dict[str, Certainty] = {}
        self._notes: dict[str, dict[tuple[str, Name], dict[str, None]]] = {}

    def first(self, iri: str) -> bool:
        """Whether this is the first time that a node is shown."""
        fresh = iri not in self._given
        self._given.add(iri)
        return fresh

    def name(self, iri: str) -> str:
        """The fragment of a node: the part after the ``#``, or the whole name of a blank node."""
        return iri.partition("#")[2] or iri

    def number(self, source: Reference) -> int:
        """The number of a source on this page, from 1 in the order of their first use."""
        self._sources.setdefault(source.iri, source)
        return list(self._sources).index(source.iri) + 1

    def cite(self, evidence: Evidence) -> str:
        """Note how sure a piece of evidence is, for the explanations at the end. It writes nothing."""
        return self.sure(evidence.certainty) if evidence.certainty else ""

    def beside(self, evidence: Evidence) -> tuple[tuple[str, Name], ...]:
        """What else there is to say beside a quotation. On a page with numbered sources the list of these says it, once
        for each place in a source: that paragraph 10 was written in 2022 or later.
        """
        if not (self.numbered and evidence.source and evidence.place):
            return evidence.notes
        for note in evidence.notes:
            self._notes.setdefault(evidence.source.iri, {}).setdefault(note, {})[evidence.place] = None
        return ()

    def notes(self, source: Reference) -> list[tuple[str, Name, list[str]]]:
        """What is said of places in a source: the word for it, what is said, and the places."""
        return [(label, note, list(places)) for (label, note), places in self._notes.get(source.iri, {}).items()]

    def sure(self, certainty: Certainty) -> str:
        """Note a certainty for the explanations at the end. It writes nothing."""
        self._certainties.setdefault(certainty.term.iri, certainty)
        return ""

    @property
    def sources(self) -> list[Reference]:
        """The sources in the order of their numbers."""
        return list(self._sources.values())

    @property
    def certainties(self) -> list[Certainty]:
        """How sure the evidence on this page is, each once."""
        return list(self._certainties.values())
