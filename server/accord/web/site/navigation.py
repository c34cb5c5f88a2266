"""The links at the top of each page: the kinds of things that people look for, in their words, then questions and data.

A publication declares the kinds (``accord:navigationClass``); without that they are its featured or commonest ones. In
an ontology the terms come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accord.things.names.labels import Name, Reference
from accord.web.site import Site

KINDS = 5
"""Kinds at the top of a page that declares none: with questions and data they fit on one line of 1,280 pixels."""

_MIN_TERMS = 10
"""Terms of an ontology at least; a data set with a few terms of its own is not an ontology."""
_TERMS_TO_THINGS = 4
"""An ontology with so many things for each term is still looked at for its terms: FIBO has two, examples have three."""


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link at the top of the page: its words, and the class whose list it leads to, or else the name of a view."""

    name: Name
    kind: str = ""
    view: str = ""


def entries(site: Site) -> tuple[NavigationLink, ...]:
    """The links, in order."""
    terms = (NavigationLink(Name("Terms", "en"), view="pages.ontology"),) if is_ontology(site) else ()
    kinds = tuple(NavigationLink(_capital(words_of(site, kind)), kind=kind) for kind in _kinds(site))
    questions = (NavigationLink(Name("Questions", "en"), view="examples.examples"),) if site.examples else ()
    everything = () if kinds else (NavigationLink(Name("Everything", "en"), view="lists.kinds"),)
    return (*terms, *kinds, *everything, *questions, NavigationLink(Name("Data", "en"), view="catalog.catalog"))


def is_ontology(site: Site) -> bool:
    """Whether people come for the terms: a publication that declares no kinds defines many terms beside its things."""
    if site.publication.settings.presentation.navigation:
        return False
    vocabulary, things = site.things.vocabulary, site.things.class_index.things
    own = vocabulary.size("class") + vocabulary.size("property")
    return own >= _MIN_TERMS and _TERMS_TO_THINGS * own > things or vocabulary.size("class") > things


def _kinds(site: Site) -> Iterator[str]:
    settings, index = site.publication.settings, site.things.class_index
    declared = settings.presentation.navigation
    chosen = declared or settings.featured[:KINDS]
    yield from (kind for kind in chosen if index.size(kind))


def words_of(site: Site, kind: str) -> Name:
    """What a class is called at the top of each page and of its own list: ``Money``."""
    wording = site.things.wording
    return wording.declared(site.publication.settings.presentation.navigation_words, kind) or wording.plural(kind)


def _capital(name: Name) -> Name:
    return Name(name.text[:1].upper() + name.text[1:], name.language)


def kind_and_thing(site: Site) -> tuple[Reference | None, Reference | None]:
    """A class of the navigation, and a thing of it."""
    settings, index = site.publication.settings, site.things.class_index
    kinds = settings.presentation.navigation or settings.featured
    kind = next((kind for kind in kinds if index.size(kind)), None)
    if kind is None:
        return None, None
    reference = site.things.labels.reference
    return reference(kind), reference(index.members(kind)[0])
