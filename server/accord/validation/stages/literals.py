"""What every literal and IRI must be, whatever the shapes say: well formed, fit to be printed, safe to be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import Literal, URIRef

from accord.names import SKOS
from accord.validation import hints
from accord.validation.check_input import CheckInput, Statement
from accord.validation.datatypes import LONGEST_NUMBER, is_number, is_well_formed
from accord.validation.findings import Finding
from accord.validation.words.term_index import LABELS

SCHEMES = frozenset({"http", "https", "mailto", "tel", "urn", "geo", "doi"})
"""The IRI schemes that may stand in data; ``javascript:``, ``data:`` and ``file:`` harm whoever follows them."""

LONGEST_NAME = 500
"""Characters of a name that nobody is warned of: a headline of some lines, and longer than any official title."""

_NAMES = frozenset((*LABELS, SKOS + "altLabel"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check(corpus: CheckInput) -> Iterator[Finding]:
    """What is wrong with the literals and the IRIs of the checked statements, each where it stands."""
    for statement in corpus.statements:
        triple = statement.triple
        if isinstance(triple.object, Literal):
            yield from _literal(statement, triple.object)
        for term, span in zip(triple[:3], triple[3:], strict=True):
            if isinstance(term, URIRef) and term.partition(":")[0].lower() not in SCHEMES:
                message = f"An IRI of the scheme '{term.partition(':')[0]}:' is not safe to follow."
                hint = "Use an address that begins with https:."
                yield statement.finding("TERM-SCHEME", "violation", message, span, hint)


def _literal(statement: Statement, literal: Literal) -> Iterator[Finding]:
    span, text, datatype = statement.triple.object_span, str(literal), str(literal.datatype or "")
    if len(text) > LONGEST_NAME and str(statement.triple.predicate) in _NAMES:
        message = f"A name of {len(text):,} characters is longer than the {LONGEST_NAME:,} that a page can show well."
        yield statement.finding("LIT-LENGTH", "warning", message, span, "Shorten it; say the rest in a definition.")
    if is_number(datatype) and len(text) > LONGEST_NUMBER:
        message = f"A number of {len(text):,} characters is longer than the {LONGEST_NUMBER:,} that are allowed."
        yield statement.finding("LIT-LENGTH", "violation", message, span)
    elif not is_well_formed(text, datatype):
        message = f"{hints.excerpt(statement.written(span))} is not {hints.kind(datatype)}."
        yield statement.finding("LIT-DATATYPE", "violation", message, span, hints.value_of(text, datatype))
    if match := _CONTROL.search(text):
        message = f"The text holds the control character U+{ord(match[0]):04X}, which cannot be printed."
        hint = "Delete it, or write the character you meant."
        yield statement.finding("LIT-CONTROL", "violation", message, span, hint)
    if match := _BIDIRECTIONAL.search(text):
        message = f"The text holds U+{ord(match[0]):04X}, which turns the direction of what follows it."
        hint = "Delete it, unless the text mixes scripts that need it."
        yield statement.finding("LIT-BIDI", "warning", message, span, hint)
