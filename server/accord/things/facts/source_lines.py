"""A source in one line: its title, who published it, when, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.names import DCAT, DCTERMS, FOAF, RDFS, SCHEMA
from accord.things.known_facts import KnownFacts
from accord.things.names.labels import Labels, Name, Reference
from accord.things.statements import Object

_PUBLISHERS = (DCTERMS + "publisher", SCHEMA + "publisher", DCTERMS + "creator", SCHEMA + "author")
_DATES = (DCTERMS + "issued", SCHEMA + "datePublished", DCTERMS + "date", DCTERMS + "created")
_ADDRESSES = (FOAF + "page", FOAF + "homepage", SCHEMA + "url", DCAT + "landingPage", RDFS + "seeAlso")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with what is stated about it; what is not is ``None``. ``address`` is an address on the web."""

    source: Reference
    publisher: Name | None
    date: Literal | None
    address: str | None


@dataclass(frozen=True, slots=True)
class SourceLines:
    """Reads sources, by the common properties for publishers, dates and addresses."""

    facts: KnownFacts
    labels: Labels

    def of(self, source: Reference) -> SourceLine:
        """The line of a source."""
        known = list(self.facts.linked(source.iri)) if ":" in source.iri else []

        def first(*properties: str) -> Literal | NamedNode | None:
            ordered = (value for property in properties for one, value in known if one == property)
            return next(ordered, None)

        publisher, date, address = first(*_PUBLISHERS), first(*_DATES), first(*_ADDRESSES)
        return SourceLine(
            source,
            self.labels.word(publisher) if publisher else None,
            date if isinstance(date, Literal) else None,
            _address(address),
        )


def _address(value: Object | None) -> str | None:
    return value.value if value is not None and value.value.startswith(("http://", "https://")) else None
