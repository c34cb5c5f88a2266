"""The values of a parameter that have an answer: the form offers only these."""

from __future__ import annotations

import json

from accord.engine import Engine, Query
from accord.errors import LimitError, QueryError
from accord.formats import JSON
from accord.publication.examples import Example
from accord.publication.examples.parameters import Parameter
from accord.sparql.rewriting.projecting import values_of

_MOST = 2_000
"""Values that are read: more than a form offers."""
_SECONDS = 2.0
"""How long the query may take; it runs once for each parameter and version of the data."""


def values_with_answers(engine: Engine, example: Example, parameter: Parameter) -> frozenset[str]:
    """The IRIs that the variable of a parameter has when no parameter has a value; none when that takes too long."""
    text = values_of(example.template, parameter.variable, _MOST)
    if not text:
        return frozenset()
    try:
        answer = engine.query(Query(text, JSON, seconds=_SECONDS))
        body = b"".join(answer.chunks)
    except (LimitError, QueryError):
        return frozenset()  # the form then offers all things of the class
    bindings = json.loads(body)["results"]["bindings"]
    return frozenset(one[parameter.variable]["value"] for one in bindings if parameter.variable in one)
