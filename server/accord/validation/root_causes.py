"""One finding for each cause: findings that only follow from another mistake are left out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace

from rdflib import RDF, URIRef
from rdflib.namespace import SH

from accord.errors import Place
from accord.names import owner
from accord.turtle.document import Fault
from accord.validation.check_input import CheckInput
from accord.validation.findings import SEVERITIES, Finding
from accord.validation.follow_ons import follow_ons
from accord.validation.parts_again import with_parts_once
from accord.validation.shacl.shapes import Shapes
from accord.validation.words.term_index import TermIndex

_DECISIVE = (
    "FORM-UNFILLED",
    "LIT-LENGTH",
    "LIT-DATATYPE",
    "TERM-SCHEME",
    "RULE-MACHINERY",
    "RULE-FUTURE",
    "TERM-PROPERTY",
    "TERM-CLASS",
    "TERM-UNKNOWN",
    "SH-IN",
    "TERM-LINK",
    "UNIT-CURRENCY",
    "SH-NODEKIND",
    "SH-DATATYPE",
    "SH-LANGUAGEIN",
    "SH-CLASS",
)
"""Codes that make other findings at the same place redundant, the deepest cause first."""

_APART = {"SH-MAXCOUNT", "SH-UNIQUELANG", "RULE-LABEL-REPEATED", "RULE-LOOK-ALIKE", "LIT-CONTROL", "LIT-BIDI"}
"""Codes that are mistakes of their own, whatever else is wrong at the same place."""

_ABSENCES = {
    *("SH-MINCOUNT", "SH-QUALIFIEDMINCOUNT", "SH-HASVALUE", "SH-OR", "SH-XONE", "SH-AND"),
    *("RULE-CLASS", "RULE-LABEL", "RULE-EVIDENCE", "RULE-EVIDENCE-VALUE"),
}
"""Codes that may only mean that a part of a description could not be read."""

_TYPES = {str(RDF.type)}
_OF_MEANING = ("SH-", "RULE-", "TERM-", "UNIT-", "AMOUNT-", "QUOTE-")
"""How the codes begin of what cannot be said of a thing whose names are misread."""

_SAME_PROPERTY = {"RULE-LABEL": "SH-MINCOUNT", "RULE-LABEL-REPEATED": "SH-UNIQUELANG"}
"""A rule -> the shape's finding about the same property of the same thing that makes it redundant."""

_ILL_TYPED = {"LIT-DATATYPE", "LIT-LENGTH", "SH-DATATYPE"}
_WRONG_VALUES = {"LIT-COMMAS", "LIT-DATATYPE", "LIT-LENGTH", "SH-DATATYPE", "UNIT-CURRENCY"}
"""Findings about a value of a thing or of its part, with which no query about the thing can be right."""
_SAME_THING = {
    "SH-CLASS": {"TERM-CLASS", "RULE-CLASS"},
    "SH-LESSTHAN": _ILL_TYPED,
    "SH-LESSTHANOREQUALS": _ILL_TYPED,
    "RULE-EVIDENCE": {"TERM-LINK"},
    "RULE-EVIDENCE-VALUE": {"TERM-LINK"},
}
"""A finding -> the findings about the same thing that explain it."""


def first_causes(
    findings: Iterable[Finding], check_input: CheckInput, term_index: TermIndex, shapes: Shapes
) -> Iterator[Finding]:
    """The findings without those that follow from others. No violation is left out because of a warning."""
    findings = _promoted(with_parts_once(findings, check_input), term_index, shapes)
    evidence = check_input.publication.settings.evidence
    following = follow_ons(findings, shapes, evidence.property if evidence else "")
    misnamed = _of_namespaces(findings, check_input, term_index)
    if any(one.severity == "violation" for one in misnamed):
        findings = [replace(one, severity="violation") if one.code == "TERM-NAMESPACE" else one for one in findings]
    following |= misnamed
    causes = _Causes([one for one in findings if one.severity == "violation"], _unread(check_input), term_index)
    places: dict[Place | None, list[Finding]] = defaultdict(list)
    for one in findings:
        if one not in following and not causes.explain(one):
            places[one.place].append(one)
    for several in places.values():
        yield from _deepest(_with_reasons(several))


class _Causes:
    """The violations of a check, by what they are about, to tell which other findings they explain.

    ``unread`` are the things whose description has a fault of the syntax.
    """

    def __init__(self, violations: Sequence[Finding], unread: Set[str], term_index: TermIndex) -> None:
        def things(*codes: str) -> set[str]:
            return {one.focus for one in violations if one.code in codes}

        self._about_thing = {(one.code, one.focus) for one in violations}
        self._about_property = {(one.code, one.focus, one.property) for one in violations}
        self._incomplete = unread | things("TERM-CLASS")
        self._of_foreign_class = {
            one.focus for one in violations if one.code == "TERM-UNDECLARED" and one.property in _TYPES
        }
        unclassed = self._incomplete | things("RULE-CLASS") | self._of_foreign_class
        self._names_of_unclassed = {form for thing in unclassed for form in term_index.forms(thing)}
        unknown = [one for one in violations if one.code == "TERM-PROPERTY"]
        self._misspelled = {(one.focus, term_index.meant(one.property, "property")) for one in unknown}
        self._names_of_misspelled = {(thing, term_index.written(path)) for thing, path in self._misspelled}
        wrong_parts = {part for part in things(*_WRONG_VALUES) if owner(part) != part}
        self._with_wrong_parts = set(map(owner, wrong_parts | self._incomplete))

    def explain(self, one: Finding) -> bool:
        """Whether a finding only follows from one of these violations."""
        return (
            self._misses_what_was_not_read(one)
            or self._repeats(one)
            or self._is_about_a_misread_value(one)
            or self._leads_to_a_thing_without_a_class(one)
            or (one.code == "RULE-EVIDENCE" and (owner(one.focus), one.value) in self._names_of_misspelled)
            or (one.code == "SH-SPARQL" and owner(one.focus) in self._with_wrong_parts)
        )

    def _misses_what_was_not_read(self, one: Finding) -> bool:
        """Whether something may be missing only because it is misspelt, or in a description that could not be read."""
        if one.code not in _ABSENCES:
            return False
        things = {one.focus, owner(one.focus)}
        unclear = {thing for thing, _ in self._misspelled} if not one.property else set()
        return bool(things & (self._incomplete | unclear)) or (one.focus, one.property) in self._misspelled

    def _repeats(self, one: Finding) -> bool:
        """Whether another stage has said the same of the property or of the thing."""
        return (_SAME_PROPERTY.get(one.code), one.focus, one.property) in self._about_property or any(
            (cause, one.focus) in self._about_thing for cause in _SAME_THING.get(one.code, ())
        )

    def _is_about_a_misread_value(self, one: Finding) -> bool:
        """Whether the value is a part of a number with commas."""
        return one.code != "LIT-COMMAS" and ("LIT-COMMAS", one.focus, one.property) in self._about_property

    def _leads_to_a_thing_without_a_class(self, one: Finding) -> bool:
        """Whether a class or a shape is missed of a thing whose class is wrong, or could not be read."""
        if one.code == "SH-CLASS" and one.focus in self._of_foreign_class:
            return True
        return one.code in ("SH-CLASS", "SH-NODE") and one.value in self._names_of_unclassed


def once(causes: Collection[Finding], others: Collection[Finding]) -> Iterator[Finding]:
    """Both, without what the others find a second time: a name that is not fit, and two things of one name."""
    unfit = {one.focus for one in causes if one.code == "SH-PATTERN" and not one.property}
    alike = {one.focus for one in others if one.code == "LIKELY-DUPLICATE"}
    yield from (one for one in causes if not (one.code == "RULE-LOOK-ALIKE" and one.focus in alike))
    yield from (one for one in others if not (one.code == "SLUG-FORM" and one.focus in unfit))


def _promoted(findings: list[Finding], term_index: TermIndex, shapes: Shapes) -> list[Finding]:
    """The findings, with a class that is only nearly right as a violation where it causes one.

    A thing without a class has the remedy of those that ask for one.
    """
    asked = [one for one in findings if one.code == "SH-CLASS"]

    def promoted(one: Finding) -> Finding:
        if not (one.code in ("TERM-CLASS", "RULE-CLASS") or one.code == "TERM-UNDECLARED" and one.property in _TYPES):
            return one
        forms = term_index.forms(one.focus)
        caused = [other for other in asked if other.focus == one.focus or other.value in forms]
        if one.code == "RULE-CLASS":
            return replace(one, remedy=next((other.remedy for other in caused if other.remedy), one.remedy))
        if not any(other.severity == "violation" for other in caused):
            return one
        wanted = next((shapes.value(URIRef(other.shape), SH["class"]) for other in caused if other.shape), None)
        if one.code == "TERM-UNDECLARED" and wanted is not None:
            one = replace(one, remedy=f"Use a declared one, such as {term_index.written(str(wanted))}.")
        return replace(one, severity="violation")

    return list(map(promoted, findings))


def _of_namespaces(findings: Iterable[Finding], check_input: CheckInput, term_index: TermIndex) -> set[Finding]:
    """Findings that follow from a wrongly declared prefix: all about things with such names."""
    wrong = tuple(one.value for one in findings if one.code == "TERM-NAMESPACE")
    misread: set[str] = set()
    for statement in check_input.statements if wrong else ():
        if any(str(term).startswith(wrong) for term in statement.triple[:3]):
            misread |= {str(statement.triple.subject), owner(str(statement.triple.subject))}
    forms = {form for thing in misread for form in term_index.forms(thing)}
    return {
        one
        for one in findings
        if one.code.startswith(_OF_MEANING)
        and one.code != "TERM-NAMESPACE"
        and (one.focus in misread or owner(one.focus) in misread or one.value in forms)
    }


def _with_reasons(findings: list[Finding]) -> list[Finding]:
    """The findings at one place; a violation of alternatives says itself that the value is ill-typed, if it is."""
    ill = next((one for one in findings if one.code == "LIT-DATATYPE" and one.severity != "violation"), None)
    if ill is None or not any(_is_of_alternatives(one) for one in findings):
        return findings
    value, start = ill.message.partition(" is not ")[0] + " ", ill.message.removesuffix(".")
    return [
        replace(one, message=f"{start}, and {one.message.removeprefix(value)}", remedy=one.remedy or ill.remedy)
        if _is_of_alternatives(one)
        else one
        for one in findings
        if one is not ill
    ]


def _is_of_alternatives(one: Finding) -> bool:
    return one.code in ("SH-OR", "SH-XONE") and one.severity == "violation"


def _deepest(findings: list[Finding]) -> Iterator[Finding]:
    """Of the findings at one place: of the gravest the deepest cause, those of ``_APART``, and those more severe."""
    decisive = min((one for one in findings if one.code in _DECISIVE), key=_depth, default=None)
    for one in findings:
        is_more_severe = decisive and SEVERITIES.index(one.severity) < SEVERITIES.index(decisive.severity)
        if decisive is None or is_more_severe or one.code in _APART or _is_of_one_shape(one, decisive):
            yield one


def _is_of_one_shape(one: Finding, other: Finding) -> bool:
    """Whether two findings are one, or of two values of a parameter that a shape has, such as two ``sh:class``."""
    return (one.code, one.shape, one.property) == (other.code, other.shape, other.property)


def _depth(finding: Finding) -> tuple[int, int]:
    return SEVERITIES.index(finding.severity), _DECISIVE.index(finding.code)


def _unread(check_input: CheckInput) -> set[str]:
    """The things whose description has a fault: the last subject before each fault."""
    things = set()
    for document in (one for one in check_input.documents if one.faults):
        named = [(one.subject_span[0], one.subject) for one in document.triples if isinstance(one.subject, URIRef)]
        named.sort()
        for place in (one for fault in document.faults for one in _places(fault, document.text)):
            position = bisect_right(named, place, key=lambda one: one[0])
            if position:
                things.add(str(named[position - 1][1]))
    return things


def _places(fault: Fault, text: str) -> Iterator[int]:
    """Where a fault is: that of a prefix, which is reported once, is wherever the prefix is used."""
    yield fault.span[0]
    prefix = text[slice(*fault.span)].partition(":")[0] + ":"
    place = text.find(prefix, fault.span[1]) if fault.code == "TTL-PREFIX" else -1
    while place >= 0:
        yield place
        place = text.find(prefix, place + len(prefix))
