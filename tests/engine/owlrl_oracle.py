"""What owlrl, an independent reasoner, infers of the things in Turtle files: one JSON list of N-Triples terms a line.

A program of its own, because owlrl changes for good how rdflib reads literals in the process that it runs in.
"""

from __future__ import annotations

import json
import sys
import warnings

from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

SILENT = {OWL.Thing, RDFS.Resource, OWL.NamedIndividual}
"""Classes of which membership says nothing, and that we never publish."""

VOCABULARIES = (str(OWL), str(RDFS))


class Semantics(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
    """The rules of OWL 2 RL without the one that makes every term the same as itself, which doubles the graph."""

    def _equality(self, triple: tuple[Node, Node, Node], cycle_num: int) -> None:
        if triple[1] == OWL.sameAs:
            super()._equality(triple, cycle_num)


def main() -> None:
    """Infer from the files named, and print what they do not say."""
    graph = Graph()
    for path in sys.argv[1:]:
        graph.parse(path, format="turtle")
    said = set(graph)
    warnings.simplefilter("ignore")
    DeductiveClosure(Semantics).expand(graph)
    kinds = ((s, o) for s, o in graph.subject_objects(RDF.type) if o not in SILENT)
    terms = {s for s, o in kinds if str(o).startswith(VOCABULARIES)}
    for s, p, o in set(graph) - said:
        silent = p == OWL.sameAs or o in SILENT or isinstance(o, BNode)
        if isinstance(s, URIRef) and s not in terms and not silent:
            print(json.dumps([s.n3(), p.n3(), o.n3()]))


if __name__ == "__main__":
    main()
