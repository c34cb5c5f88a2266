"""Checks of every literal and IRI, whatever the shapes say: well formed, printable, safe to follow."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from accord.names import ALIASES, LABELS, NUMERIC
from accord.validation import hints, languages
from accord.validation.check_input import CheckInput, Statement
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed
from accord.validation.findings import Finding, Severity
from accord.validation.stages import characters
from accord.validation.words.term_index import FILL_IN

SCHEMES = frozenset({"http", "https", "mailto", "tel", "geo", "urn", "tag", "info", "did", "doi", "ark", "hdl", "arcp"})
"""The IRI schemes allowed in data: addresses, and schemes of names, which no browser follows; ``javascript:``,
``data:`` and ``file:`` can harm a reader who follows them."""

LONGEST_NAME = 500
"""Characters of a name that nobody is warned of: a headline of some lines, and longer than any official title."""

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,6});")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,200})?/?>")
_MARKUP = frozenset(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("HTML", "XMLLiteral"))
_NAMES = frozenset((*LABELS, *ALIASES))


def check(check_input: CheckInput) -> Iterator[Finding]:
    """What is wrong with the literals and the IRIs of the checked statements, each at its place."""
    safe: set[Node] = set()
    for statement in check_input.statements:
        triple = statement.triple
        if isinstance(triple.object, Literal):
            yield from _literal(statement, triple.object)
        for term, span in zip(triple[:3], triple.spans, strict=True):
            if not isinstance(term, URIRef) or term in safe:
                continue
            if term.partition(":")[0].lower() in SCHEMES:
                safe.add(term)
            else:
                scheme = term.partition(":")[0]
                message = f"An IRI of the scheme '{scheme}:' is not safe to follow."
                remedy = f"Use an address that begins with https:. If {scheme}: is meant as a prefix, declare it."
                yield statement.finding("TERM-SCHEME", "violation", message, span, remedy)


def _literal(statement: Statement, literal: Literal) -> Iterator[Finding]:
    text, is_name = str(literal), str(statement.triple.predicate) in _NAMES
    if is_name:
        yield from _long(statement, text)
    if text == FILL_IN or (is_name and not text):
        yield _unfilled(statement)
        return
    yield from _markup(statement, literal, is_name)
    yield from _language(statement, literal)
    yield from _value(statement, literal)
    yield from characters.check(statement, text, is_name=is_name)


def _long(statement: Statement, text: str) -> Iterator[Finding]:
    """A name that is too long for a page."""
    if len(text) > LONGEST_NAME:
        message = f"A name of {len(text):,} characters is longer than the {LONGEST_NAME:,} that a page can show well."
        remedy = "Shorten it; put the rest into a definition."
        yield statement.finding("LIT-LENGTH", "warning", message, statement.triple.object_span, remedy)


def _markup(statement: Statement, literal: Literal, is_name: bool) -> Iterator[Finding]:
    """HTML in a string that is not HTML."""
    span = statement.triple.object_span
    if str(literal.datatype) not in _MARKUP and (match := _ENTITY.search(literal)):
        message = f"The string has {match[0]}, which is HTML. Turtle contains the character itself."
        severity: Severity = "violation" if is_name else "warning"
        yield statement.finding("LIT-ENTITY", severity, message, span, f"Write {html.unescape(match[0])}.")
    if is_name and (match := _TAG.search(literal)):
        message = f"The name has the tag {match[0]}, which is HTML; a page shows it as it is written."
        yield statement.finding("LIT-ENTITY", "warning", message, span, "Delete the tags.")


def _language(statement: Statement, literal: Literal) -> Iterator[Finding]:
    """A tag that is no language, not that of the string, or not the shortest code."""
    span, tag = statement.triple.object_span, literal.language or ""
    if meant := languages.meant(tag, str(literal)):
        remedy = f"Write @{meant[0]}." if meant[0] else "Write the code of the language, such as @en."
        yield statement.finding("LIT-LANGUAGE", "warning", f"@{tag} {meant[1]}.", span, remedy)
    if shorter := languages.shorter(tag):
        message = f"The language of @{tag} has a shorter code, which programs look for (BCP 47)."
        yield statement.finding("LIT-LANGUAGE", "warning", message, span, f"Write @{shorter}.")


def _value(statement: Statement, literal: Literal) -> Iterator[Finding]:
    """A string that is not a value of its datatype, and a number that is too long."""
    span, text, datatype = statement.triple.object_span, str(literal), str(literal.datatype or "")
    if datatype in NUMERIC and len(text) > LONGEST_NUMBER:
        message = f"A number of {len(text):,} characters is longer than the {LONGEST_NUMBER:,} that are allowed."
        yield statement.finding("LIT-LENGTH", "violation", message, span)
    elif not is_well_formed(text, datatype):
        message = f"{hints.excerpt(statement.words(literal, span))} is not {hints.kind(datatype)}."
        yield statement.finding("LIT-DATATYPE", "violation", message, span, hints.value_of(text, datatype))


def _unfilled(statement: Statement) -> Finding:
    written = statement.words(statement.triple.predicate, statement.triple.predicate_span)
    what = "still to fill in" if str(statement.triple.object) else "empty"
    message = f"This is {what}: the value of {written}."
    return statement.finding("FORM-UNFILLED", "violation", message, statement.triple.object_span, "Write the value.")
