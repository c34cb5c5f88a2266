"""The roles of a file, by its content and the names of its folders."""

from __future__ import annotations

from accord.names import OWL, RDF, RDFS, SH
from accord.publication.files.layout import Role
from accord.publication.survey.tally import TERM_CLASSES, Tally

_SHAPE_CLASSES = frozenset({SH + "NodeShape", SH + "PropertyShape", SH + "Shape"})
_CONSTRAINTS = frozenset(
    SH + name
    for name in (
        *("property", "path", "node", "sparql", "select", "ask", "rule", "targetClass", "targetNode"),
        *("targetSubjectsOf", "targetObjectsOf", "and", "or", "not", "xone", "closed", "nodeKind", "datatype", "class"),
    )
)
"""Properties that only shapes have; a catalogue that lists shapes by name has none of them."""
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_AXIOMS = frozenset(
    {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    | {OWL + name for name in ("equivalentClass", "inverseOf", "disjointWith", "imports")}
)
_NOT_THINGS = (OWL, RDFS, RDF, SH)
"""The classes of these namespaces are those of terms and shapes, or such as everything may have."""


def roles_by_content(tally: Tally) -> frozenset[Role]:
    """What a file is for, by what it holds: all that fit; none where nothing tells.

    Classes and properties are ontology, things of other classes are data, shapes with constraints are shapes. A file
    whose things have no class is data; one that only relates terms is ontology.
    """
    found: set[Role] = set()
    shaped = any(tally.properties[name] for name in _CONSTRAINTS)
    if shaped and (any(tally.types[name] for name in _SHAPE_CLASSES) or _targets(tally)):
        found.add("shapes")
    if any(tally.types[name] for name in TERM_CLASSES):
        found.add("ontology")
    if any(not name.startswith(_NOT_THINGS) for name in tally.types):
        found.add("data")
    if not found and (tally.types[OWL + "Ontology"] or any(tally.properties[name] for name in _AXIOMS)):
        found.add("ontology")
    if not found and tally.described:
        found.add("data")
    return frozenset(found)


def roles(named: Role | None, tally: Tally) -> frozenset[Role]:
    """What a file is for, by the names of its folders and by what it holds; ``data`` where nothing tells.

    Files of a folder of shapes that say anything in the words of SHACL are only shapes: the terms beside them are
    there for them. An ontology whose classes are the shapes themselves (as Brick's) stays one; it has more terms than
    shapes with a target. In a folder of data or of an ontology both parts of a file count.
    """
    held = roles_by_content(tally)
    if named is None or not held:
        return held or frozenset({named or "data"})
    if named == "shapes" and any(name.startswith(SH) for name in tally.properties):
        terms = sum(tally.types[name] for name in TERM_CLASSES)
        targeted = sum(tally.properties[SH + name] for name in _TARGETS)
        return held | {named} if terms > targeted else frozenset({named})
    return held


def _targets(tally: Tally) -> bool:
    return any(tally.properties[SH + name] for name in ("targetClass", "targetNode", "property"))
