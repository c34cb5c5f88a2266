"""Names that mean nothing: terms that the ontology does not declare, and links to things that nobody describes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import RDF, URIRef
from rdflib.term import Node

from accord.names import local_name
from accord.turtle import Span
from accord.validation import hints
from accord.validation.check_input import CheckInput, Statement
from accord.validation.findings import Finding, Severity
from accord.validation.words.term_index import TermIndex

_FIRST_WORD = re.compile(r"^\S+", re.MULTILINE)
_STEP = re.compile(r"[:/#]")
_CODES = {"property": "TERM-PROPERTY", "class": "TERM-CLASS", "term": "TERM-UNKNOWN"}


def check(corpus: CheckInput, lexicon: TermIndex) -> Iterator[Finding]:
    """Unknown terms and dead links of the checked statements, each with the nearest name that is known."""
    lost = _half_read(corpus)
    for statement in corpus.statements:
        triple = statement.triple
        yield from _term(statement, triple.predicate, triple.predicate_span, "property", lexicon)
        kind = "class" if triple.predicate == RDF.type else "term"
        yield from _term(statement, triple.object, triple.object_span, kind, lexicon)
        yield from _link(statement, lexicon, lost)


def _term(statement: Statement, term: Node, span: Span, kind: str, lexicon: TermIndex) -> Iterator[Finding]:
    """A term of our own has to be declared; a foreign one only must not look like another that is declared."""
    if not isinstance(term, URIRef) or str(term) in lexicon.terms:
        return
    own = lexicon.vocabulary and term.startswith(lexicon.vocabulary) and str(term) != lexicon.vocabulary
    if not own and kind == "term":
        return
    near = lexicon.meant(str(term), kind)
    hint = f"Did you mean {lexicon.written(near)}?" if near else ""
    if own:
        message = f"The ontology has no {kind} {lexicon.written(term)}."
        yield statement.finding(_CODES[kind], "violation", message, span, hint)
    elif near:
        message = f"{lexicon.written(term)} looks like the {kind} {lexicon.written(near)}, but is another."
        severity: Severity = "violation" if near.startswith(lexicon.vocabulary) else "warning"
        yield statement.finding(_CODES[kind], severity, message, span, hint)


def _link(statement: Statement, lexicon: TermIndex, lost: frozenset[str]) -> Iterator[Finding]:
    target, span = statement.triple.object, statement.triple.object_span
    if not isinstance(target, URIRef) or not target.startswith(lexicon.things) or lexicon.is_described(target):
        return
    if local_name(target) in lost:
        return
    near = hints.nearest(target.removeprefix(lexicon.things), lexicon.slugs)
    hint = f"Did you mean {lexicon.written(lexicon.things + near)}?" if near else "Describe it, or mend its name."
    message = f"Nothing is said of {lexicon.written(target)}: the link is dead."
    yield statement.finding("TERM-LINK", "violation", message, span, hint)


def _half_read(corpus: CheckInput) -> frozenset[str]:
    """The names that begin a line of a text with faults: what is said of them may be lost with a faulty statement."""
    texts = [document.text for document in corpus.documents if document.faults]
    words = [word.strip("<>") for text in texts for word in _FIRST_WORD.findall(text)]
    return frozenset(_STEP.split(word)[-1] for word in words)
