"""The phrases of the sources that support the statements about each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from accord.engine import Engine
from accord.publication.settings import EvidenceTerms
from accord.things.ontology.inventory import Inventory


def phrases(engine: Engine, terms: EvidenceTerms | None, inventory: Inventory) -> Mapping[str, Sequence[str]]:
    """Thing -> phrases of the evidence about it and its parts, each once; none where there is no evidence."""
    found: dict[str, dict[str, None]] = {}
    if not (terms and terms.phrase and terms.about):
        return {}
    for quad in engine.match(predicate=NamedNode(terms.phrase)):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            for about in engine.match(quad.subject, NamedNode(terms.about)):
                if isinstance(about.object, NamedNode) and (thing := inventory.whole(about.object.value)) in inventory:
                    found.setdefault(thing, {})[quad.object.value] = None
    return {thing: tuple(each) for thing, each in found.items()}
