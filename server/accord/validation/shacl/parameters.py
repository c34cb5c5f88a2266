"""What values the parameters of SHACL Core take (SHACL, appendix A: the syntax rules)."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import BNode, Node

from accord.did_you_mean import likeliest
from accord.names import INTEGERS, NUMERIC, XSD
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed

_COUNTS = {SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_LIMITS = {SH.minExclusive, SH.minInclusive, SH.maxExclusive, SH.maxInclusive}
_IRIS = {
    *(SH.datatype, SH["class"], SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.severity),
    *(SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf),
}
_TRUTHS = {SH.closed, SH.uniqueLang, SH.qualifiedValueShapesDisjoint, SH.deactivated}
_STRINGS = {SH.pattern, SH.flags, SH.select, SH.ask}
_WORDS = {SH.message, SH.name, SH.description}
_NODES = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape, SH.sparql}
_KINDS = {SH[name] for name in ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")}

ONCE = frozenset(
    {
        *(SH.path, SH.datatype, SH.nodeKind, SH.minCount, SH.maxCount, SH.minLength, SH.maxLength),
        *(SH.minExclusive, SH.minInclusive, SH.maxExclusive, SH.maxInclusive, SH.languageIn, SH.uniqueLang),
        *(SH.closed, SH.ignoredProperties, SH["in"], SH.flags, SH.deactivated, SH.severity),
        *(SH.qualifiedMinCount, SH.qualifiedMaxCount),
    }
)
"""The parameters that a shape may have one value of."""

OF_PROPERTIES = frozenset(
    {SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals, SH.qualifiedValueShape}
)
"""The parameters that a node shape must not have."""


def wrong_kind(predicate: Node, object: Node) -> tuple[str, str]:
    """Why a value of a parameter is of the wrong kind, and the remedy; both empty when it is not."""
    name = str(predicate).removeprefix(str(SH))
    if predicate in _COUNTS and (wrong := _wrong_count(object)):
        return f"The value of sh:{name} {wrong}.", ""
    if predicate == SH.nodeKind and object not in _KINDS:
        return _wrong_node_kind(object)
    for parameters, is_right, words, remedy in _RULES:
        if predicate in parameters and not is_right(object):
            return f"The value of sh:{name} has to be {words}.", remedy
    return "", ""


def _wrong_count(object: Node) -> str:
    if not isinstance(object, Literal) or str(object.datatype) not in INTEGERS:
        return "has to be a whole number from 0, without quotes"
    if not is_well_formed(str(object), XSD + "nonNegativeInteger"):
        return "has to be a whole number from 0"
    digits = len(str(object))
    return f"has {digits:,} digits, more than the {LONGEST_NUMBER:,} allowed" if digits > LONGEST_NUMBER else ""


def _wrong_node_kind(object: Node) -> tuple[str, str]:
    names = sorted(str(one).removeprefix(str(SH)) for one in _KINDS)
    near = likeliest(str(object).removeprefix(str(SH)), names) if isinstance(object, URIRef) else ""
    remedy = f"Did you mean sh:{near}?" if near else ""
    return f"The value of sh:nodeKind has to be one of {', '.join(f'sh:{one}' for one in names)}.", remedy


def _is_sound(object: Node) -> bool:
    """Whether a literal is well formed and not too long for arithmetic."""
    if not isinstance(object, Literal):
        return False
    datatype = str(object.datatype or "")
    return is_well_formed(str(object), datatype) and (datatype not in NUMERIC or len(str(object)) <= LONGEST_NUMBER)


def _is_string(object: Node) -> bool:
    return isinstance(object, Literal) and not object.language and object.datatype in (None, URIRef(XSD + "string"))


def _is_truth(object: Node) -> bool:
    return isinstance(object, Literal) and str(object.datatype) == XSD + "boolean" and _is_sound(object)


def _is_word(object: Node) -> bool:
    return _is_string(object) or (isinstance(object, Literal) and bool(object.language))


def _is_node(object: Node) -> bool:
    return isinstance(object, URIRef | BNode) and object != RDF.nil


_RULES: tuple[tuple[set[URIRef], Callable[[Node], bool], str, str], ...] = (
    (_LIMITS, _is_sound, "a literal that is well formed", ""),
    (_IRIS, lambda object: isinstance(object, URIRef), "an IRI", ""),
    (_TRUTHS, _is_truth, "true or false, without quotes", ""),
    (_STRINGS, _is_string, "a string", "Write it in quotes, without a language and a datatype."),
    (_WORDS, _is_word, "a string", "Write it in quotes."),
    (_NODES, _is_node, "an IRI or a description in brackets", ""),
    ({SH.targetNode}, lambda object: not isinstance(object, BNode), "an IRI or a literal", ""),
)
"""Parameters, whether a value of them is right, what it has to be in words, and the remedy."""
