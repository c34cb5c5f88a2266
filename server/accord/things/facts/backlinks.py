"""Backlinks: the things with statements whose object is a thing, by property."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode

from accord.engine import Engine, Subject
from accord.names import DCTERMS, RDF
from accord.things.documents import SCANNED
from accord.things.names.labels import Labels, Name, Reference
from accord.things.natural_order import natural
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import classes_of, incoming, outgoing

_GIVEN_UP = DCTERMS + "isReplacedBy"
"""The property from a former IRI of a thing to the thing; such a statement is not a backlink."""

_IN_LISTS = (RDF + "first", RDF + "rest")
_PASSED = 100
"""Anonymous nodes between a thing and what they mention: a list may have so many items before it."""

SHOWN = 100
"""How many things a page names for one property; it says how many there are."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """The things that point here by one property, with their kind; ``total`` counts those that are not shown too.

    ``more`` says that not even all statements were counted (there are over 10,000).
    """

    property: Reference
    things: tuple[tuple[Reference, Name | None], ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Backlinks:
    """Finds who points at a thing. A part that points counts as its thing; only things count."""

    engine: Engine
    vocabulary: Vocabulary
    labels: Labels
    inventory: Inventory

    def of(self, iri: str, nodes: Iterable[Subject]) -> tuple[Backlink, ...]:
        """The things that link to a thing or one of its nodes, by property in reading order."""
        owners: dict[str, set[str]] = {}
        more = False
        for node in nodes:
            found = list(islice(incoming(self.engine, node), SCANNED))
            more = more or len(found) == SCANNED
            for statement in found:
                for thing, predicate in self._owners(statement.subject, statement.predicate):
                    if thing != iri and thing in self.inventory and predicate != _GIVEN_UP:
                        owners.setdefault(predicate, set()).add(thing)
        return tuple(
            self._mention(predicate, owners[predicate], more)
            for predicate in sorted(owners, key=lambda one: (self.vocabulary.place(one), one))
        )

    def _owners(self, node: Subject, predicate: str) -> set[tuple[str, str]]:
        """The things that state what a node states, and by which property: the thing itself, what the node is a part
        of, or what leads to the node if it has no name. For a member of a list it is the property that leads to the
        list. At most 100 anonymous nodes are passed on the way.
        """
        found: set[tuple[str, str]] = set()
        seen: set[Subject] = {node}
        waiting = [(node, predicate)]
        while waiting:
            here, leading = waiting.pop()
            if isinstance(here, NamedNode):
                found.add((self.inventory.whole(here.value), leading))
            elif len(seen) <= _PASSED:
                for one in islice(incoming(self.engine, here), _PASSED):
                    if one.subject not in seen:
                        seen.add(one.subject)
                        waiting.append((one.subject, one.predicate if leading in _IN_LISTS else leading))
        return found

    def _mention(self, predicate: str, owners: set[str], more: bool) -> Backlink:
        shown = (self.labels.reference(iri) for iri in sorted(owners, key=natural)[:SHOWN])
        things = sorted(shown, key=lambda thing: natural(thing.name.text))
        pairs = tuple((thing, self.kind(thing.iri)) for thing in things)
        return Backlink(self.labels.reference(predicate), pairs, len(owners), more)

    def kind(self, iri: str) -> Name | None:
        """The name of the most specific kind of a thing, the first in reading order when there are several."""
        types = classes_of(outgoing(self.engine, NamedNode(iri)))
        return next((self.labels.of(kind) for kind in self.vocabulary.most_specific(types)), None)
