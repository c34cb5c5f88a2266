"""The small graph around a contribution: all that the shapes can read from the nodes it speaks of, and little more.

Every triple that decides about a focus node lies on a path from it that some shape spells out: its ``sh:path``, those
of the shapes nested in it, and one step more for the class of a value. Walking so many steps from the focus nodes,
forward along every property and backward along those that some shape walks backward, therefore reaches everything that
matters, at a cost that does not grow with the publication.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDFS, Graph, Literal
from rdflib.term import Node

from accord.validation.check_input import CheckInput
from accord.validation.shacl.reach import Reach, Step


def affected(check_input: CheckInput, reach: Reach) -> set[Node]:
    """The focus nodes that the checked statements can decide about.

    Those are the nodes they speak of, and the nodes from which some shape reads on to what they describe.
    """
    found = {node for node in check_input.statements.terms() if not isinstance(node, Literal)}
    frontier, steps = {node for node in found if check_input.statements.about(node)}, 0
    while frontier and steps < reach.steps:
        before = {(predicate, not backward) for predicate, backward in reach.onward}
        frontier = {end for node in frontier for step in before for end in _walk(check_input, node, step)} - found
        found |= frontier
        steps += 1
    return found


def neighbourhood(check_input: CheckInput, focus: set[Node], reach: Reach) -> Graph:
    """What the shapes can read from these focus nodes in the context, without the checked statements."""
    graph = Graph(bind_namespaces="none")
    for triple in check_input.context(predicate=RDFS.subClassOf):
        graph.add(triple)
    seen, frontier, steps = set[Node](), focus, 0
    while frontier and steps <= reach.steps:
        seen |= frontier
        ends = set[Node]()
        for node in frontier:
            for triple in _around(check_input, node, reach):
                graph.add(triple)
                ends.update((triple[0], triple[2]))
            ends.update(one.triple.object for one in check_input.statements.about(node))
            ends.update(end for predicate in reach.backward for end in _walk(check_input, node, (predicate, True)))
        frontier = {node for node in ends if not isinstance(node, Literal)} - seen
        steps += 1
    return graph


def _around(check_input: CheckInput, node: Node, reach: Reach) -> Iterator[tuple[Node, Node, Node]]:
    """The statements of the context about a node, and those that name it by a predicate that is walked backward."""
    yield from check_input.context(subject=node)
    for predicate in reach.backward:
        yield from check_input.context(predicate=predicate, object=node)


def _walk(check_input: CheckInput, node: Node, step: Step) -> Iterator[Node]:
    """The nodes that one step leads to, by what is checked and by its context."""
    predicate, backward = step
    if backward:
        stated = check_input.statements.naming(node)
        yield from (one.triple.subject for one in stated if one.triple.predicate == predicate)
        yield from (subject for subject, _, _ in check_input.context(predicate=predicate, object=node))
    else:
        ends = [one.triple.object for one in check_input.statements.matching(node, predicate)]
        ends += [end for _, _, end in check_input.context(subject=node, predicate=predicate)]
        yield from (end for end in ends if not isinstance(end, Literal))
