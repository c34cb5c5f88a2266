"""Amounts with all that is stated about them: the number, the unit, and the words of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import Literal, URIRef
from rdflib.term import Node

from accord.names import NUMERIC
from accord.publication.settings import EvidenceTerms
from accord.validation.check_input import CheckInput, Statement
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed
from accord.validation.meanings.declared import Declared


@dataclass(frozen=True, slots=True)
class AmountInWords:
    """Words of a source about an amount, and the statement that gives them."""

    words: str
    statement: Statement | None
    is_quotation: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with all that is stated about it. ``links`` are its owners, each with the property that leads here."""

    node: Node
    value: Decimal | None
    unit: str
    passages: tuple[AmountInWords, ...]
    links: tuple[tuple[Node, str], ...]
    terms: frozenset[str]


class AmountReader:
    """Reads amounts out of all statements of a check."""

    def __init__(self, check_input: CheckInput, declared: Declared) -> None:
        self._input = check_input
        self._declared = declared
        self._evidence = check_input.publication.settings.evidence

    def nodes(self) -> list[Node]:
        """The amounts that the checked statements describe, lead to or are evidence of."""
        found: dict[Node, None] = {}
        about = {*self._declared.values, *self._declared.words, *self._declared.qualifier, *self._declared.units}
        for statement in self._input.statements:
            subject, predicate, value = statement.triple[:3]
            if str(predicate) in about:
                found[subject] = None
            elif self._evidence and str(predicate) == self._evidence.phrase:
                found.update(dict.fromkeys(self._supported(subject, self._evidence)))
            elif not isinstance(value, Literal):
                found[value] = None
                found.update(dict.fromkeys(self._parts(subject)))
        return sorted((node for node in found if self._is_amount(node)), key=str)

    def _is_amount(self, node: Node) -> bool:
        return any(self._objects(node, *self._declared.words))

    def _parts(self, owner: Node) -> Iterator[Node]:
        return (one for one in self._objects(owner, *self._declared.amounts) if not isinstance(one, Literal))

    def _supported(self, evidence: Node, terms: EvidenceTerms) -> Iterator[Node]:
        """The amounts that an evidence is surely of: where a property has several, those that it names."""
        properties = {str(one) for one in self._objects(evidence, terms.property)}
        values = set(self._objects(evidence, terms.value))
        for about in self._objects(evidence, terms.about):
            if properties & {*self._declared.values, *self._declared.words}:
                yield about
            for link in sorted(properties):
                linked = [one for one in self._objects(about, link) if not isinstance(one, Literal)]
                yield from (one for one in linked if one in values or (not values and len(linked) == 1))

    def amount(self, node: Node) -> Amount:
        """All that is stated about an amount."""
        found = ((owner, str(link)) for owner, link, _ in self._input.triples(object=node))
        links = tuple(sorted(found, key=str))
        evidence = list(self._evidence_of(node, links))
        units = self._objects(node, *self._declared.units)
        nodes = {node, *(owner for owner, _ in links), *evidence}
        stated = (triple for one in nodes for triple in self._input.triples(subject=one))
        terms = {str(term) for _, predicate, value in stated for term in (predicate, value) if isinstance(term, URIRef)}
        return Amount(
            node=node,
            value=next(filter(None, map(_decimal, self._objects(node, *self._declared.values))), None),
            unit=next((str(one) for one in units if isinstance(one, Literal)), ""),
            passages=tuple(self._passages(node, evidence)),
            links=links,
            terms=frozenset(terms),
        )

    def _evidence_of(self, node: Node, links: Iterable[tuple[Node, str]]) -> Iterator[Node]:
        """The evidence for an amount: about its owner and for the property that leads to it, or about itself."""
        if not self._evidence:
            return
        for about in sorted({node, *(owner for owner, _ in links)}, key=str):
            for evidence, _, _ in self._input.triples(predicate=URIRef(self._evidence.about), object=about):
                if node in self._supported(evidence, self._evidence):
                    yield evidence

    def _passages(self, node: Node, evidence: Iterable[Node]) -> Iterator[AmountInWords]:
        for predicate in self._declared.words:
            for words in self._objects(node, predicate):
                yield AmountInWords(str(words), self._statement(node, predicate, words), is_quotation=False)
        for one in evidence:
            for phrase in self._objects(one, self._evidence.phrase) if self._evidence else ():
                at = self._statement(one, self._evidence.phrase, phrase) if self._evidence else None
                yield AmountInWords(str(phrase), at, is_quotation=True)

    def _statement(self, subject: Node, predicate: str, value: Node) -> Statement | None:
        return self._input.statements.exactly(subject, URIRef(predicate), value)

    def _objects(self, subject: Node, *predicates: str) -> list[Node]:
        """The values of some properties, in one order whatever the store's, so that the same is found each time."""
        if isinstance(subject, Literal):
            return []
        found = (self._input.triples(subject=subject, predicate=URIRef(one)) for one in predicates if one)
        return [value for triples in found for value in sorted((value for _, _, value in triples), key=str)]


def _decimal(value: Node) -> Decimal | None:
    """The number of a literal, none for what is not one."""
    text, datatype = str(value), str(value.datatype) if isinstance(value, Literal) else ""
    if datatype not in NUMERIC or len(text) > LONGEST_NUMBER or not is_well_formed(text, datatype):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
