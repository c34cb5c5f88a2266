"""The words in braces in the examples of docstrings, filled in from the publication that is served."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from re import Match, compile

from flask import request

from accord import queries
from accord.formats import TURTLE
from accord.names import VOID
from accord.things.lists import ListQuery
from accord.web.pages.lists.addresses import locate
from accord.web.site import Site
from accord.web.site.first_views import FEW

_WORD = compile(r"\{([a-z_]+)\}")
_ANY = "iri"
"""The example that every publication with a thing has; what is made from it needs one."""


def examples(site: Site) -> Mapping[str, str]:
    """The value of each word that this publication has one for."""
    return {name: value for name, value in (*_of_thing(site), *_of_lists(site), *_of_files(site)) if value}


def fill(example: str, values: Mapping[str, str]) -> str | None:
    """An example with its words filled in; ``None`` where the publication has no value for one of them."""
    words = set(_WORD.findall(example))
    known = {word for word in words if word in values}
    return _WORD.sub(partial(_value, values), example) if words == known else None


def _value(values: Mapping[str, str], word: Match[str]) -> str:
    return values[word[1]]


def _of_thing(site: Site) -> Iterator[tuple[str, str]]:
    """A thing: that which the configuration names as an example, or else the first."""
    stated = [value.value for value in site.descriptions.dataset.stated(VOID + "exampleResource")]
    iri = next((one for one in (*stated, *site.things.inventory.things) if one in site.things.inventory), "")
    if not iri:
        return
    place, label = site.addresses.place(iri), site.things.labels.of(iri).text
    yield _ANY, iri
    yield "thing", iri
    yield "label", label
    yield "page", request.url_root + place.at()[1:]
    yield "turtle", site.things.documents.write(iri, TURTLE).decode()
    yield "batch", json.dumps({"q0": {"query": label}}, ensure_ascii=False)
    if not place.query:
        name = place.path.removeprefix("/doc/")
        yield "name", name if "/" not in name else ""
        below = site.addresses.identify(iri)
        yield "slug", below.removeprefix("/id/") if below.startswith("/id/") else ""
        yield "elsewhere", below[1:] if below.count("/") == 1 else ""
    yield "entity", iri.removeprefix(site.publication.settings.thing_base)


def _of_lists(site: Site) -> Iterator[tuple[str, str]]:
    """A list, a property to sort it by, and a filter.

    It is the list of the first class of the navigation that is read ahead, or of the smallest class: to read a large
    one for an example takes seconds.
    """
    index, settings = site.things.class_index, site.publication.settings
    first = settings.presentation.navigation or settings.featured
    quick = [kind for kind in first if 0 < index.size(kind) <= FEW]
    kinds = quick or sorted((one.iri for one in index.kinds()), key=lambda kind: index.size(kind))
    for kind in kinds[:1]:
        place = locate(site.addresses, ListQuery(kind))
        short = site.addresses.short
        yield "class", place.path.removeprefix("/things/") if not place.query else ""
        yield "kind", short(kind)
        found = site.things.lists.read(ListQuery(kind))
        if found and found.sorts:
            yield "sort", "/".join(short(one.iri) for one in found.sorts[0])
        if found and found.facets:
            facet = found.facets[0]
            value = short(facet.choices[0].value.iri)
            yield "filters", json.dumps({short(facet.by.iri): value})


def _of_files(site: Site) -> Iterator[tuple[str, str]]:
    """A source file, an example query, a term and a shape."""
    publication = site.publication
    graphs = [publication.graph(file) for file in publication.files]
    yield "graph_iri", next(iter(graphs), "")
    names = [graph.removeprefix(f"{publication.settings.base}graph/") for graph in graphs]
    yield "graph", next((name for name in names if "%" not in name), "")
    yield "example", next(iter(site.examples), "")
    yield "term", next((name for name in site.addresses.terms if name.isalnum()), "")
    yield "shape", next(iter(site.shapes), "")
    yield "version", publication.version
    yield "query", queries.load("kinds-of-things").text
