"""The questions about a thing, which are example queries with a parameter for it, and those about a kind of things."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import url_for
from pyoxigraph import NamedNode

from accord.names import RDFS
from accord.publication.examples import Example, grouped
from accord.things.facts.resources import Resource
from accord.web.requests.languages import keeping
from accord.web.site import Site
from accord.web.site.navigation import entries

_ANYTHING = RDFS + "Resource"
"""A parameter of this class takes everything, so that its question says nothing of a thing."""


def questions_of_kind(site: Site, kind: str) -> list[Example]:
    """The questions of the group that is called as a class is, or its entry at the top of each page; the ones of the
    home page first.
    """
    names = _called(site, kind)
    found = [one for one in site.examples.values() if one.group.casefold() in names]
    first = site.publication.settings.presentation.questions
    return sorted(found, key=lambda one: first.index(one.slug) if one.slug in first else len(first))


def question_groups(site: Site) -> list[tuple[str, list[Example]]]:
    """All questions by their groups; the groups about the kinds at the top of each page come first, in its order."""
    names = [_called(site, kind) for kind in site.publication.settings.presentation.navigation]

    def place(group: str) -> int:
        return next((place for place, called in enumerate(names) if group.casefold() in called), len(names))

    return sorted(grouped(site.examples.values()), key=lambda pair: place(pair[0]))


def _called(site: Site, kind: str) -> set[str]:
    """What a class is called on pages, in small letters: its plural, and its entry at the top of each page."""
    words = (site.things.wording.plural(kind).text, *(one.name.text for one in entries(site) if one.kind == kind))
    return {one.casefold() for one in words}


def questions_about(site: Site, thing: Resource) -> Iterator[tuple[Example, str]]:
    """The questions, each with its address for this thing."""
    kinds = {kind.iri for kind in thing.kinds}
    kinds |= set().union(*(site.things.vocabulary.ancestors(kind) for kind in kinds))
    written = site.questions.written(NamedNode(thing.iri))
    for example in site.examples.values():
        fitting = [one for one in example.parameters if one.kind in kinds and one.kind != _ANYTHING]
        for parameter in fitting[:1]:
            address = keeping(url_for("questions.question", slug=example.slug))
            yield example, f"{address}?{urlencode({parameter.name: written}, safe=':/')}"
