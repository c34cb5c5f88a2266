"""Whether a number is what its words say: the value, the currency, and the words that qualify it.

The configuration declares what is an amount and which words mean what (:mod:`accord.validation.meanings.declared`);
a publication that declares no words of a source has nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from rdflib import Literal, URIRef
from rdflib.term import Node

from accord.did_you_mean import likeliest
from accord.validation import hints
from accord.validation.check_input import CheckInput
from accord.validation.findings import Finding
from accord.validation.meanings import currencies
from accord.validation.meanings.amounts import Amount, AmountInWords, AmountReader
from accord.validation.meanings.declared import Declared, QualifyingWords
from accord.validation.meanings.numbers import Mention, mentions
from accord.validation.words.term_index import TermIndex

_NEAR = 25
"""Characters between a number and the words after it that say what it is: ``£55m of funding each year``."""
_MOST_QUALIFIERS = 3
"""Qualifiers in a row that are read: ``about``, ``up to`` and ``a further``."""
_TO = ("to", "-", "–", "—")
"""What comes between the two ends of a range."""
_LATEST_YEAR, _EARLIEST_YEAR = 2100, 1000
"""Bare digits between these are read as a year in a phrase that names other numbers."""


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """What is wrong with the amounts that the checked statements have to do with."""
    declared = Declared.of(check_input.store, check_input.publication.settings.dataset)
    yield from _currencies(check_input, declared)
    if declared.values and declared.words:
        reader = AmountReader(check_input, declared)
        for node in reader.nodes():
            yield from _Check(reader.amount(node), check_input, declared, term_index).findings()


def _currencies(check_input: CheckInput, declared: Declared) -> Iterator[Finding]:
    """Currencies that ISO 4217 does not have."""
    for statement in check_input.statements:
        triple = statement.triple
        code = str(triple.object)
        if str(triple.predicate) in declared.currencies and isinstance(triple.object, Literal):
            if code in currencies.CODES:
                continue
            near = next(iter(currencies.meant(code)), "") or _nearest(check_input, triple.predicate, code)
            shown = hints.excerpt(statement.words(triple.object, triple.object_span))
            message = f"{shown} is not a currency of ISO 4217."
            remedy = f"Write {near}." if near else "Write a code of three capital letters, such as GBP, EUR or DKK."
            yield statement.finding("UNIT-CURRENCY", "violation", message, triple.object_span, remedy)


def _nearest(check_input: CheckInput, predicate: Node, code: str) -> str:
    """The code that was probably meant: one that the data use, else any with two of three letters in order."""
    used = {str(value) for _, _, value in check_input.triples(predicate=predicate)}
    used &= currencies.CODES
    return _same_letters(code, used) or likeliest(code, used) or _same_letters(code, currencies.CODES)


def _same_letters(code: str, known: Iterable[str]) -> str:
    return next((one for one in sorted(known) if sorted(one) == sorted(code.upper())), "")


class _Check:
    """The comparison of one amount with its words."""

    def __init__(self, amount: Amount, check_input: CheckInput, declared: Declared, term_index: TermIndex) -> None:
        self._amount = amount
        self._statements = check_input.statements
        self._declared = declared
        self._terms = term_index

    def findings(self) -> Iterator[Finding]:
        """What is wrong, the value first: words are only compared where the number is the one that they state."""
        value = self._amount.value
        if value is None:
            return
        wrong = self._range() or self._wrong_value(value)
        if wrong:
            yield wrong
            return
        yield from self._currency(value)
        yield from self._qualifier(list(self._qualifiers_in(value)))
        yield from self._other_terms(value)

    def _range(self) -> Finding | None:
        """The words of the amount give the two ends of a range, and no qualifier says which of them the number is."""
        qualifiers = {one.term for one in self._declared.qualifiers}
        if not qualifiers or self._amount.terms & qualifiers:
            return None
        for passage in (one for one in self._amount.passages if not one.is_quotation):
            for low, high in pairwise(mentions(passage.words)):
                if passage.words[low.end : high.start].strip().lower() in _TO and low.value < high.value:
                    name = (
                        self._terms.written(self._declared.qualifier[0]) if self._declared.qualifier else "a qualifier"
                    )
                    message = f"The words “{hints.excerpt(passage.words)}” give a range, and the value is one number."
                    remedy = f"Say with {name} which end of the range the value is."
                    return self._finding("AMOUNT-QUALIFIER", message, remedy)
        return None

    def _wrong_value(self, value: Decimal) -> Finding | None:
        """The value is not among the numbers of its words, or of the phrases quoted for it."""
        own = [one for one in self._amount.passages if not one.is_quotation]
        quoted = [one for one in self._amount.passages if one.is_quotation]
        for passages, what in ((own, "its words"), (quoted, "the phrase quoted for it")):
            found = [(one, number) for one in passages for number in self._comparable(one)]
            if found and not any(number.equals(value) for _, number in found):
                passage, number = found[0]
                message = f"The value is {_shown(value)}, but {what} “{hints.excerpt(passage.words)}” say"
                message += f"{'s' if passage.is_quotation else ''} {_shown(number.value)}."
                remedy = f"Write {_plain(number.value)}, or correct the words." if len(found) == 1 else ""
                return self._finding("AMOUNT-VALUE", message, remedy or "Correct the value or the words.")
        return None

    def _comparable(self, passage: AmountInWords) -> list[Mention]:
        """The numbers of a passage that may be the amount: of a phrase only those that are surely of its kind."""
        found = mentions(passage.words)
        if not passage.is_quotation:
            return found
        if self._amount.unit:
            return [one for one in found if one.currencies and (self._amount.unit in one.currencies)]
        return found if len(found) == 1 and not _may_be_year(found[0]) else []

    def _currency(self, value: Decimal) -> Iterator[Finding]:
        """The words name another currency."""
        unit = self._amount.unit
        for passage in self._amount.passages if unit in currencies.CODES else ():
            numbers = [one for one in mentions(passage.words) if one.equals(value) and one.currencies]
            if numbers and not any(unit in one.currencies for one in numbers):
                message = f"The currency is {unit}, but the words “{hints.excerpt(passage.words)}” say"
                message += f" {numbers[0].currencies[0]}."
                remedy = f"Write {numbers[0].currencies[0]}, or correct the words."
                yield self._finding("AMOUNT-CURRENCY", message, remedy, *self._declared.units)
                return

    def _qualifiers_in(self, value: Decimal) -> Iterator[tuple[QualifyingWords, AmountInWords]]:
        """The qualifiers that the words put directly before or after the number."""
        for passage in self._amount.passages:
            for number in mentions(passage.words):
                if number.equals(value):
                    span = number.start, number.end
                    yield from ((one, passage) for one in self._beside(passage.words, *span))

    def _beside(self, words: str, start: int, end: int) -> Iterator[QualifyingWords]:
        """The qualifiers directly beside a number, and those before them: ``up to a further £3m`` has two."""
        for _ in range(_MOST_QUALIFIERS):
            found = next((one for one in self._declared.qualifiers if one.is_beside(words, start, end)), None)
            if found is None:
                return
            yield found
            if found.follows:
                return
            start = len(words[:start].rstrip()) - len(found.words)

    def _qualifier(self, meanings: list[tuple[QualifyingWords, AmountInWords]]) -> Iterator[Finding]:
        """The words qualify the number, and the data do not, or in another way; its own words before quoted ones."""
        meanings = [one for one in meanings if not one[1].is_quotation] or meanings
        qualifiers = {one.term for one in self._declared.qualifiers}
        stated = sorted(self._amount.terms & qualifiers & set(self._values(self._declared.qualifier)))
        meant = list(dict.fromkeys(one.term for one, _ in meanings))
        if not meanings or set(stated) & set(meant):
            return
        wording, passage = meanings[0]
        term = self._terms.written(wording.term)
        name = self._terms.written(self._declared.qualifier[0]) if self._declared.qualifier else ""
        message = f"The words “{hints.excerpt(passage.words)}” say “{wording.words}”"
        if stated:
            message += f", but the qualifier is '{self._terms.label(URIRef(stated[0]))}'."
            yield self._finding("AMOUNT-QUALIFIER", message, f"Write {term}.", *self._declared.qualifier)
        else:
            yield self._finding(
                "AMOUNT-QUALIFIER", f"{message}, which no qualifier states.", f"Add a line: {name} {term} ;"
            )

    def _other_terms(self, value: Decimal) -> Iterator[Finding]:
        """The words say a property, a status or the like that the data do not have."""
        for passage in self._amount.passages:
            meanings = [one for one in self._declared.others if self._applies(one, passage, value)]
            if not meanings or any(self._has(one.term) for one in meanings):
                continue
            terms = " or ".join(dict.fromkeys(self._terms.written(one.term) for one in meanings))
            message = f"The words “{hints.excerpt(passage.words)}” say “{meanings[0].words}”, which is not stated."
            linked = [link for _, link in self._amount.links if link in self._declared.amounts]
            if self._is_property(meanings[0].term) and linked:
                remedy = f"Use {terms} in place of {self._terms.written(linked[0])}."
            else:
                remedy = f"State it with {terms}."
            yield self._finding("AMOUNT-WORDS", message, remedy)
            return

    def _applies(self, wording: QualifyingWords, passage: AmountInWords, value: Decimal) -> bool:
        """Whether words are about the number: anywhere in its own words; in a quotation, a property only near it."""
        if not passage.is_quotation or not self._is_property(wording.term):
            return wording.is_in(passage.words)
        near = _NEAR + len(wording.words)
        found = (number for number in mentions(passage.words) if number.equals(value))
        return any(wording.is_in(passage.words[max(0, one.start - near) : one.end + near]) for one in found)

    def _is_property(self, term: str) -> bool:
        return self._terms.terms.get(term) == "property"

    def _has(self, term: str) -> bool:
        """Whether a property leads to the amount, or another term is a value of it, of its owner or its evidence."""
        return any(link == term for _, link in self._amount.links) or (
            not self._is_property(term) and term in self._amount.terms
        )

    def _values(self, predicates: Iterable[str]) -> list[str]:
        """The IRIs that the amount has for some properties."""
        found = (self._terms.values(self._amount.node, URIRef(one)) for one in predicates)
        return [str(one) for several in found for one in several]

    def _finding(self, code: str, message: str, remedy: str, *predicates: str) -> Finding:
        """A finding at the value of the amount, at its words, at a link to it, or where it is quoted."""
        about = self._statements.about(self._amount.node)
        for predicate in (*predicates, *self._declared.values, *self._declared.words):
            for one in about:
                if str(one.triple.predicate) == predicate:
                    return one.finding(code, "violation", message, one.triple.object_span, remedy)
        quoted = (one.statement for one in self._amount.passages if one.statement)
        named = self._statements.naming(self._amount.node)
        around = (one for owner, _ in self._amount.links for one in self._statements.about(owner))
        one = next(iter((*quoted, *about, *named, *around)))
        return one.finding(code, "violation", message, one.triple.object_span, remedy)


def _may_be_year(number: Mention) -> bool:
    return number.is_bare and _EARLIEST_YEAR <= number.value < _LATEST_YEAR


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shown(value: Decimal) -> str:
    return f"{value.normalize():,f}"
