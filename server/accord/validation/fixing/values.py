"""Literals that can only have been meant in one way: a number with commas, a date in words, a symbol of a currency."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal

from accord.names import ALIASES, LABELS, NUMERIC, XSD
from accord.publication import Publication
from accord.turtle import Document, Triple
from accord.validation import hints
from accord.validation.datatypes import is_well_formed
from accord.validation.fixing.edits import Edit
from accord.validation.grouped_numbers import grouped_numbers
from accord.validation.meanings import currencies
from accord.validation.meanings.declared import CURRENCIES
from accord.validation.stages.characters import plain

_NAMES = frozenset((*LABELS, *ALIASES))
_DATES = (XSD + "date", XSD + "gYearMonth")


def edits(document: Document, publication: Publication) -> Iterator[Edit]:
    """The fixes of the literals of a file."""
    for start, end in grouped_numbers(document):
        yield Edit(start, end, document.text[start:end].replace(",", ""), "commas in a number")
    for triple in document.triples:
        if isinstance(triple.object, Literal):
            yield from _literal(document, triple, triple.object)


def _literal(document: Document, triple: Triple, literal: Literal) -> Iterator[Edit]:
    start, end = triple.object_span
    text, datatype = str(literal), str(literal.datatype or "")
    if str(triple.predicate) in CURRENCIES and text not in currencies.CODES:
        if meant := currencies.meant(text):
            yield Edit(start, end, f'"{meant[0]}"', "currency")
    elif str(triple.predicate) in _NAMES and (wanted := plain(document.text[start:end])) != document.text[start:end]:
        yield Edit(start, end, wanted, "characters of a name")
    elif datatype and not is_well_formed(text, datatype):
        if datatype in _DATES and (day := hints.iso_date(text)) and not hints.is_ambiguous(text):
            if is_well_formed(day, datatype):
                yield Edit(start, end, _typed(document, start, end, day), "date")
        elif datatype in NUMERIC and (number := hints.plain_integer(text)):
            written = number if datatype == XSD + "integer" else _typed(document, start, end, number)
            yield Edit(start, end, written, "number")


def _typed(document: Document, start: int, end: int, value: str) -> str:
    """A value with the datatype as the file writes it."""
    return f'"{value}"^^{document.text[start:end].rpartition("^^")[2]}'
