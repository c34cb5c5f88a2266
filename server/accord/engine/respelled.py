"""Stored values that an engine spells in another way than the files, and the queries that they concern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from accord.names import OWL, RDFS
from accord.publication.statements import Patterns
from accord.publication.statements.loading import LoadedPublication
from accord.sparql.any_property import matches_any_property
from accord.sparql.inspection import Inspection

_BROADER = NamedNode(RDFS + "subPropertyOf")
_EQUIVALENT = NamedNode(OWL + "equivalentProperty")
_ADDS_UP = re.compile(r"\b(?:SUM|AVG|COUNT)\b", re.IGNORECASE)
_LOOKS_AT_SPELLING = re.compile(r"\^\^|\b(?:STR|DISTINCT|REDUCED|GROUP)\b", re.IGNORECASE)
_LONGEST_EXAMPLE = 40
"""Characters of a value that a sentence can show: numbers, dates and truth values have fewer."""


@dataclass(frozen=True, slots=True)
class RespelledValues:
    """How many values the engine spells in another way than the files, their properties (IRIs), and an example.

    A value counts once for each statement that has it. ``example`` are words that end a sentence.
    """

    count: int
    properties: frozenset[str]
    example: str

    @classmethod
    def of(cls, loaded: LoadedPublication) -> RespelledValues:
        """Those of a publication. Their properties include what the ontology concludes from them."""
        example = next((_example(*one) for one in loaded.respelled if len(one[1].value) <= _LONGEST_EXAMPLE), "")
        stated = {held.predicate for held, _ in loaded.respelled}
        concluded = _with_concluded(stated, loaded.statements)
        return cls(len(loaded.respelled), frozenset(one.value for one in concluded), example)

    def hint(self, text: str, inspection: Inspection) -> str:
        """A sentence for a query whose patterns have one of the properties, or any property; empty for others.

        It is empty too for one that only counts or adds up, since that takes values in any spelling.
        """
        if not self.count or self.properties.isdisjoint(inspection.iris) and not matches_any_property(text):
            return ""
        if _ADDS_UP.search(text) and not _LOOKS_AT_SPELLING.search(text):
            return ""
        return f"The engine may deviate from SPARQL here: {self.says} (see /limits)."

    @property
    def says(self) -> str:
        """How many literals are respelled, with an example: a sentence without a full stop."""
        literals = "1 literal of the data is" if self.count == 1 else f"{self.count:,} literals of the data are"
        return f"{literals} matched, counted and written by value, not as spelled{self.example}"


def _example(held: Quad, written: Literal) -> str:
    assert isinstance(held.object, Literal)
    return f", such as {held.object.value} for {written.value}"


def _with_concluded(stated: Iterable[NamedNode], statements: Patterns) -> set[NamedNode]:
    """Properties, and those that have the same values by the ontology."""
    found, pending = set(stated), list(stated)
    while pending:
        one = pending.pop()
        broader = [row.object for row in statements.quads_for_pattern(one, _BROADER, None)]
        broader += [row.object for row in statements.quads_for_pattern(one, _EQUIVALENT, None)]
        broader += [row.subject for row in statements.quads_for_pattern(None, _EQUIVALENT, one)]
        new = {term for term in broader if isinstance(term, NamedNode)} - found
        found |= new
        pending += new
    return found


NOTHING_RESPELLED = RespelledValues(0, frozenset(), "")
"""For an engine that keeps all spellings, or of which that is not known."""
