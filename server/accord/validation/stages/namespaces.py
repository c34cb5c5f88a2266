"""Prefixes and bases that are declared with an IRI which is nearly that of the publication: one letter, or ``http:``.

Every name with such a prefix is then another one, so this is the one cause of all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.did_you_mean import NEARLY_EQUAL, likeliest
from accord.turtle import Document
from accord.validation.check_input import CheckInput
from accord.validation.findings import Finding, Severity
from accord.validation.words import standards
from accord.validation.words.term_index import TermIndex

_DECLARATION = re.compile(r"^[ \t]*@?(?:prefix[ \t]+([\w-]*):|base)[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """The declarations of contributed files, and of all files where the rules of the house apply."""
    if not (check_input.is_contributed or term_index.is_closed):
        return
    for document in check_input.documents:
        for declared in _DECLARATION.finditer(document.text):
            meant = _meant(declared[1], declared[2], term_index)
            if meant and _is_used(document, declared[2]):
                yield _finding(document, declared, meant, term_index)


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


def _finding(document: Document, declared: re.Match[str], meant: str, term_index: TermIndex) -> Finding:
    what = "The base" if declared[1] is None else f"The prefix {declared[1]}:"
    message = f"{what} is <{declared[2]}> here and <{meant}> in the publication, so its names mean other things."
    severity: Severity = "violation" if term_index.is_closed else "warning"
    place = document.place(declared.span(2))
    return Finding("TERM-NAMESPACE", severity, message, place, value=declared[2], remedy=f"Write <{meant}>.")
