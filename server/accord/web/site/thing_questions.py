"""The questions that can be asked about a thing: example queries with a parameter that takes things of its class."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import url_for
from pyoxigraph import NamedNode

from accord.names import RDFS
from accord.publication.examples import Example
from accord.things.facts.resources import Resource
from accord.web.requests.languages import keeping
from accord.web.site import Site

_ANYTHING = RDFS + "Resource"
"""A parameter of this class takes everything, so that its question says nothing of a thing."""


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
