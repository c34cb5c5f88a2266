"""Prefixes and bases that are declared with an IRI which is nearly that of the publication: one letter, or ``http:``;
or nearly that of a standard, as ``https://www.w3.org/ns/shacl#`` is.

Every name with such a prefix is then another one, so this is the one cause of all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.did_you_mean import NEARLY_EQUAL, likeliest
from accord.names import SCHEMA, WELL_KNOWN
from accord.turtle import Document
from accord.validation.check_input import CheckInput
from accord.validation.findings import Finding, Severity
from accord.validation.reading import read
from accord.validation.words import standards
from accord.validation.words.term_index import TermIndex

_DECLARATION = re.compile(r"^[ \t]*@?(?:prefix[ \t]+([\w-]*):|base)[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_STANDARD = {_SCHEME.sub("", one): one for one in WELL_KNOWN.values() if one != SCHEMA}
"""The namespaces of standards by what is after ``http://www.``; schema.org is written with https as well."""


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """The declarations of all files, which are compared with those of the publication in contributed ones, and in all
    where the rules of the house apply."""
    compared = check_input.is_contributed or term_index.is_closed
    of_shapes = () if check_input.is_contributed else [read(file)[0] for file in check_input.shapes]
    for document in (*check_input.documents, *of_shapes):
        for declared in _DECLARATION.finditer(document.text):
            standard = _STANDARD.get(_SCHEME.sub("", declared[2]), declared[2])
            if standard != declared[2] and _is_used(document, declared[2]):
                yield _finding(document, declared, standard, "the standard", term_index)
                continue
            meant = _meant(declared[1], declared[2], term_index) if compared else ""
            if meant and _is_used(document, declared[2]):
                yield _finding(document, declared, meant, "the publication", term_index)


def _meant(prefix: str | None, iri: str, term_index: TermIndex) -> str:
    """The namespace that a declaration most likely means; empty where it has one that is known, or any other."""
    if iri in term_index.known_namespaces or standards.terms_of(iri):
        return ""
    alike = sorted(one for one in term_index.known_namespaces if _core(one) == _core(iri))
    if alike:
        return alike[0]
    if prefix is None and not term_index.is_closed:
        return ""  # without the rules of the house, things may be below several bases, which may be much alike
    own = term_index.things if prefix is None else term_index.prefixes.get(prefix, "")
    is_above = own.startswith(iri) or iri.startswith(own)
    return likeliest(iri, [own], cutoff=NEARLY_EQUAL) if own and not is_above else ""


def _core(iri: str) -> str:
    """A namespace without the parts most often written wrong: http or https, www, capitals, and # or / at its end."""
    return _SCHEME.sub("", iri).rstrip("#/").lower()


def _is_used(document: Document, iri: str) -> bool:
    return any(str(term).startswith(iri) for triple in document.triples for term in triple[:3])


def _finding(document: Document, declared: re.Match[str], meant: str, where: str, term_index: TermIndex) -> Finding:
    what = "The base" if declared[1] is None else f"The prefix {declared[1]}:"
    message = f"{what} is <{declared[2]}> here and <{meant}> in {where}, so its names mean other things."
    severity: Severity = "violation" if term_index.is_closed else "warning"
    place = document.place(declared.span(2))
    return Finding("TERM-NAMESPACE", severity, message, place, value=declared[2], remedy=f"Write <{meant}>.")
