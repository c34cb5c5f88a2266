"""The small graph around a contribution: all that the shapes can read from the nodes it speaks of, and little more.

Every triple that decides about a focus node is on a path from it that some shape spells out: its ``sh:path``, those
of the shapes nested in it, and one step more for the class of a value. Walking so many steps from the focus nodes,
forward along every property and backward along those that some shape walks backward, therefore reaches everything that
matters, at a cost that does not grow with the publication. Most properties are not walked, since no shape reads on
after them. ``reach`` works out how far the shapes look, and ``paths`` walks their paths.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, Graph, Literal
from rdflib.term import Node

from accord.validation.check_input import CheckInput
from accord.validation.shacl.neighbourhood.reach import Reach, Step


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


def neighbourhood(check_input: CheckInput, focus: set[Node], reach: Reach, *, all_steps: bool) -> Graph:
    """What the shapes can read from these focus nodes in the context, without the checked statements.

    ``all_steps`` says that queries may walk on from any node. Otherwise only the steps count after which some shape
    reads on; of the other nodes that a path ends at, shapes read the classes.
    """
    graph = Graph(bind_namespaces="none")
    for triple in check_input.context(predicate=RDFS.subClassOf):
        graph.add(triple)
    seen, leaves, frontier, steps = set[Node](), set[Node](), focus, 0
    while frontier and steps <= reach.steps:
        seen |= frontier
        ends = set[Node]()
        for node in frontier:
            for step, end in _read(check_input, node, reach, graph):
                (ends if all_steps or step in reach.onward else leaves).add(end)
        frontier = {node for node in ends if not isinstance(node, Literal)} - seen
        steps += 1
    for node in (leaves | frontier) - seen:
        if not isinstance(node, Literal):
            for triple in check_input.context(subject=node, predicate=RDF.type):
                graph.add(triple)
    return graph


def _read(check_input: CheckInput, node: Node, reach: Reach, graph: Graph) -> Iterator[tuple[Step, Node]]:
    """Each step from a node with the node that it leads to; the statements of the context go into the graph."""
    for triple in check_input.context(subject=node):
        graph.add(triple)
        yield (triple[1], False), triple[2]
    for one in check_input.statements.about(node):
        yield (one.triple.predicate, False), one.triple.object
    for triple in _leading_to(check_input, node, reach):
        graph.add(triple)
        yield (triple[1], True), triple[0]
    for one in check_input.statements.naming(node):
        if one.triple.predicate in reach.backward:
            yield (one.triple.predicate, True), one.triple.subject


def _leading_to(check_input: CheckInput, node: Node, reach: Reach) -> list[tuple[Node, Node, Node]]:
    """The statements of the context that lead to a node by a property that is walked backward."""
    return [triple for one in reach.backward for triple in check_input.leading_to(one, node)]


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
