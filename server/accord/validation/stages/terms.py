"""Unknown names: terms that the ontology does not declare, and links to things that no statement describes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import RDF, URIRef
from rdflib.term import Node

from accord.did_you_mean import likeliest
from accord.names import local_name
from accord.turtle import Span
from accord.validation.check_input import CheckInput, Statement
from accord.validation.findings import Finding, Severity
from accord.validation.words import standards
from accord.validation.words.term_index import FILL_IN, TermIndex

_FIRST_WORD = re.compile(r"^\S+", re.MULTILINE)
_UNFILLED = re.compile(rf"{FILL_IN}(?:-[0-9]+)?")
_DIGIT = re.compile("[0-9]")
_SCHEMES = {
    "https://": re.compile(r"www\.[\w.-]{1,200}(?:/|$)|[a-z0-9-]{1,60}(?:\.[a-z]{2,10}){1,3}/"),
    "https://doi.org/": re.compile(r"10\.[0-9]{4,9}/"),
    "mailto:": re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}$"),
}
"""The beginnings of addresses that people leave out, each with the form of what is left."""
"""How an address of the web begins that lacks its scheme."""
_STEP = re.compile(r"[:/#]")
_NO_TERM = "Use a term that the ontology has, or declare this one there."
_CODES = {"property": "TERM-PROPERTY", "class": "TERM-CLASS", "term": "TERM-UNKNOWN"}


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """Unknown terms and dead links of the checked statements, each with the nearest name that is known."""
    described_by_faults = _half_read(check_input)
    fine: set[Node] = set()
    """Properties that there is nothing to say about."""
    for statement in check_input.statements:
        triple = statement.triple
        if triple.predicate not in fine:
            found = list(_term(statement, triple.predicate, triple.predicate_span, "property", term_index))
            yield from found
            if not found:
                fine.add(triple.predicate)
        kind = "class" if triple.predicate == RDF.type else "term"
        yield from _term(statement, triple.object, triple.object_span, kind, term_index)
        yield from _link(statement, term_index, described_by_faults)


def _term(statement: Statement, term: Node, span: Span, kind: str, term_index: TermIndex) -> Iterator[Finding]:
    """A term of the publication's own vocabulary has to be declared; one of another vocabulary is only compared."""
    if not isinstance(term, URIRef):
        return
    if str(term) in term_index.terms:
        yield from _misused(statement, term, span, kind, term_index)
        return
    own = term_index.vocabulary and term.startswith(term_index.vocabulary) and str(term) != term_index.vocabulary
    if not own and kind == "term":
        return
    if own and not term_index.is_closed and (kind == "term" or term_index.is_described(term)):
        return
    near = term_index.meant(str(term), kind)
    thing = term_index.things + term.removeprefix(term_index.vocabulary)
    if not near and kind == "term" and own and term_index.is_described(thing):
        near = thing
    remedy = f"Did you mean {term_index.written(near)}?" if near else ""
    if own:
        message = f"The ontology has no {kind} {term_index.written(term)}."
        yield statement.finding(_CODES[kind], "violation", message, span, remedy or _NO_TERM)
    elif near:
        message = f"{term_index.written(term)} looks like the {kind} {term_index.written(near)}, but is another term."
        severity: Severity = "violation" if near.startswith(term_index.vocabulary) else "warning"
        yield statement.finding(_CODES[kind], severity, message, span, remedy)
    else:
        yield from _foreign(statement, term, span, kind, term_index)


def _misused(statement: Statement, term: URIRef, span: Span, kind: str, term_index: TermIndex) -> Iterator[Finding]:
    """A class where a property belongs, or a property where a class does."""
    declared = term_index.terms[str(term)]
    if {kind, declared} != {"property", "class"} or any(kind in one.lower() for one in term_index.kinds(str(term))):
        return
    near = term_index.meant(str(term), kind)
    message = f"{term_index.written(term)} is a {declared}, and a {kind} is needed here."
    remedy = f"Did you mean {term_index.written(near)}?" if near else _NO_TERM
    severity: Severity = "violation" if term_index.is_closed else "warning"
    yield statement.finding(_CODES[kind], severity, message, span, remedy)


def _foreign(statement: Statement, term: URIRef, span: Span, kind: str, term_index: TermIndex) -> Iterator[Finding]:
    """A term of another vocabulary that nobody declares: one that does not exist, or that nothing here knows."""
    name = local_name(term)
    namespace = term[: -len(name)]
    if standards.lacks(namespace, name):
        near = likeliest(name, standards.terms_of(namespace))
        message = f"There is no {kind} {term_index.written(term)} in its vocabulary."
        remedy = f"Did you mean {term_index.written(namespace + near)}?" if near else "Correct its name."
        yield statement.finding(_CODES[kind], "violation", message, span, remedy)
    elif term_index.is_closed and namespace in term_index.namespaces and not term_index.is_configuration(statement):
        message = f"The ontology does not declare the {kind} {term_index.written(term)}, so no shape or page knows it."
        remedy = "Use a declared one, or declare this one in the ontology beside the other foreign terms."
        yield statement.finding("TERM-UNDECLARED", "warning", message, span, remedy)


def _link(statement: Statement, term_index: TermIndex, described_by_faults: frozenset[str]) -> Iterator[Finding]:
    target, span = statement.triple.object, statement.triple.object_span
    if not isinstance(target, URIRef) or not term_index.may_be_own(str(target)) or term_index.is_described(target):
        return
    if local_name(target) in described_by_faults:
        return
    if _UNFILLED.fullmatch(local_name(target)):
        written = statement.words(statement.triple.predicate, statement.triple.predicate_span)
        message = f"This is still to fill in: the value of {written}."
        yield statement.finding("FORM-UNFILLED", "violation", message, span, "Write the name of a thing.")
        return
    if not target.startswith(term_index.things):
        yield from _link_beside(statement, target, term_index)
        return
    slug = target.removeprefix(term_index.things)
    if scheme := next((scheme for scheme, form in _SCHEMES.items() if form.match(slug)), ""):
        message = f"{statement.written(span)} does not begin with {scheme}, so it is not an address."
        yield statement.finding("TERM-LINK", "violation", message, span, f"Write <{scheme}{slug}>.")
        return
    slug = slug.replace("_", "-")
    near = term_index.known_slugs.likeliest(slug)
    meant = term_index.written(term_index.things + near) if near and _is_alike(slug, near) else ""
    meant = meant or term_index.also_called(slug)
    remedy = f"Did you mean {meant}?" if meant else "Describe this thing, or correct its name."
    message = f"The link leads nowhere: no statement describes {term_index.written(target)}."
    yield statement.finding("TERM-LINK", "violation", message, span, remedy)


def _link_beside(statement: Statement, target: URIRef, term_index: TermIndex) -> Iterator[Finding]:
    """A new link to an IRI beside things that differs from one of them as a slip does; digits tell things apart."""
    name = local_name(target)
    namespace = target[: -len(name)]
    near = term_index.names_in(namespace).likeliest(name)
    if near and _is_alike(name, near) and not _DIGIT.search(name + near):
        message = f"No statement describes {term_index.written(target)}, which looks like a thing that is described."
        remedy = f"Did you mean {term_index.written(namespace + near)}?"
        yield statement.finding("TERM-LINK", "warning", message, statement.triple.object_span, remedy)


def _is_alike(slug: str, near: str) -> bool:
    """Whether each word of a slug is nearly a word of another, which ``leeds`` and ``oxford`` are not."""
    others = near.split("-")
    return all(word in others or likeliest(word, others) for word in slug.split("-"))


def _half_read(check_input: CheckInput) -> frozenset[str]:
    """The names at the start of a line in a file with faults: their description may be in a faulty statement."""
    texts = [document.text for document in check_input.documents if document.faults]
    words = [word.strip("<>") for text in texts for word in _FIRST_WORD.findall(text)]
    return frozenset(_STEP.split(word)[-1] for word in words)
