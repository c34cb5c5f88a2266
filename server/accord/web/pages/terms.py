"""The terms of the ontology as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accord.things.class_index import Use
from accord.things.labels import Reference
from accord.things.vocabulary import Term
from accord.web.site import Site


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A class or a property with its use: how often, and by which thing for example.

    ``anchor`` is its fragment on the page, ``address`` its link (empty when it has none), ``short`` its prefixed name.
    ``page`` is the path of a page of its own, where there is more to say than fits here (restrictions, lists of
    classes). ``relations`` are the other terms that it is defined by, each group under a few words.
    """

    term: Term
    anchor: str
    address: str
    short: str
    relations: tuple[tuple[str, tuple[Reference, ...]], ...]
    count: int
    example: Reference | None
    page: str


@dataclass(frozen=True, slots=True)
class Section:
    """The classes, or the properties: first those of the publication's own vocabulary, then those of others."""

    title: str
    own: tuple[TermEntry, ...]
    foreign: tuple[TermEntry, ...]


def sections(site: Site) -> tuple[Section, Section]:
    """The classes and the properties of the ontology, in reading order."""
    index = site.things.class_index
    return _section(site, "Classes", index.uses("class")), _section(site, "Properties", index.uses("property"))


def _section(site: Site, title: str, uses: Iterable[Use]) -> Section:
    entries = [_entry(site, use) for use in uses]
    own = tuple(entry for entry in entries if entry.term.own)
    return Section(title, own, tuple(entry for entry in entries if not entry.term.own))


def _entry(site: Site, use: Use) -> TermEntry:
    term, addresses, reference = use.term, site.addresses, site.things.labels.reference
    groups = (
        ("kind of", term.parents),
        ("property of", term.domains),
        ("values", term.ranges),
        ("related to", term.matches),
    )
    anchor = addresses.anchor(term.iri)
    return TermEntry(
        term=term,
        anchor=anchor,
        address=f"#{anchor}" if term.own else addresses.outside(term.iri) or "",
        short=addresses.short(term.iri),
        relations=tuple((label, tuple(map(reference, iris))) for label, iris in groups if iris),
        count=use.count,
        example=reference(use.example) if use.example else None,
        page=addresses.place(term.iri).at() if addresses.inventory.anonymous(term.iri) else "",
    )
