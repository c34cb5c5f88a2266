"""What others copy to cite a thing or to link to it: its identifiers, wiki markup, BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accord.names import SAME_AS
from accord.publication import IdentifierTerms, Settings
from accord.things.facts.resources import Fact, Resource
from accord.things.names.labels import Reference

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}  # fmt: skip
_MARKUP = re.compile(r"[\[\]{|}<>]")
_SPECIAL = re.compile(r"[\\{}~^#$%&_]")


@dataclass(frozen=True, slots=True)
class CitedIdentifier:
    """A code of a thing in a register, or (without a register) an IRI that others have for it."""

    register: Reference | None
    value: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The strings to copy for one thing: a link and a citation in wiki markup, and a BibTeX entry."""

    identifiers: tuple[CitedIdentifier, ...]
    wiki_link: str
    wiki_citation: str
    bibtex: str


def cite(thing: Resource, key: str, settings: Settings, version: str, day: datetime) -> Citation:
    """The citation of a thing in a version of the data, which last changed on a day; ``key`` is its BibTeX key."""
    return Citation(
        identifiers=tuple(identifiers(thing, settings.identifiers)),
        wiki_link=f"[{thing.iri} {_wiki(thing.name.text)}]",
        wiki_citation=_wiki_citation(thing, settings, day),
        bibtex=_bibtex(thing, key, settings, version, day),
    )


def identifiers(thing: Resource, terms: IdentifierTerms | None) -> Iterator[CitedIdentifier]:
    """The codes of a thing by register, then the IRIs that others have for it."""
    if terms:
        listed = (fact for fact in thing.facts if fact.property.iri == terms.property)
        for value in (value for fact in listed for value in fact.values):
            yield from _codes(value.facts, terms)
    same = (value.term.value for fact in thing.facts if fact.property.iri in SAME_AS for value in fact.values)
    yield from (CitedIdentifier(None, iri) for iri in dict.fromkeys(same))


def _codes(facts: tuple[Fact, ...], terms: IdentifierTerms) -> Iterator[CitedIdentifier]:
    """The register and the code in the facts of a node, if they have a code."""
    values = {fact.property.iri: fact.values[0] for fact in facts}
    if terms.value in values:
        scheme = values.get(terms.scheme)
        register = Reference(scheme.term.value, scheme.name) if scheme else None
        yield CitedIdentifier(register, values[terms.value].term.value)


def _wiki_citation(thing: Resource, settings: Settings, day: datetime) -> str:
    """A citation by the template that most Wikipedias have."""
    fields = {"url": thing.iri, "title": thing.name.text, "website": settings.title, "publisher": settings.publisher}
    parameters = [f"{name}={_wiki(value)}" for name, value in fields.items() if value]
    return "{{" + " |".join(["cite web", *parameters, f"date={day:%Y-%m-%d}"]) + "}}"


def _bibtex(thing: Resource, key: str, settings: Settings, version: str, day: datetime) -> str:
    """An entry for BibTeX and BibLaTeX."""
    fields = {
        "author": f"{{{tex(settings.publisher or settings.title)}}}",
        "title": f"{{{tex(thing.name.text)}}}",
        "howpublished": tex(settings.title),
        "year": str(day.year),
        "note": f"Data version {tex(version)} of {day:%Y-%m-%d}",
        "url": thing.iri,
    }
    return ",\n".join([f"@misc{{{key}", *(f"  {name} = {{{value}}}" for name, value in fields.items())]) + "\n}"


def _wiki(string: str) -> str:
    """A string without characters that end a link or a parameter."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", string)


def tex(string: str) -> str:
    """A string with the special characters of LaTeX escaped."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], string)
