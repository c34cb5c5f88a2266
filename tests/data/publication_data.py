"""The publication of this repository, read once, for the tests that ask it questions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from accord.engine.processes import query_store
from accord.engine.workers.worker import QueryDataset
from accord.publication import Publication
from accord.publication.examples import read_example
from accord.queries import parse
from places import ROOT

ID = "https://w3id.org/lifescience-partnerships/id/"
LSP = "https://w3id.org/lifescience-partnerships/ns#"

Row = tuple[str, ...]


@cache
def publication() -> Publication:
    """The folder as it stands."""
    return Publication.read(ROOT)


@cache
def store() -> Store:
    """What queries see: ontology, data and what follows from them are the default graph."""
    return query_store(publication())


@cache
def stated() -> Store:
    """What queries see with infer=off: the default graph without what follows."""
    dataset = QueryDataset(query_store(publication()), publication().inferred, {}, publication().described)
    dataset.infer(False)
    return dataset.store


def select(text: str, of: Callable[[], Store] = store) -> tuple[Row, list[Row]]:
    """The variables and the rows of a SELECT, as strings the way SPARQL CSV writes them: unbound is empty."""
    found = of().query(text, prefixes=dict(publication().settings.prefixes))
    assert isinstance(found, QuerySolutions)
    return tuple(variable.value for variable in found.variables), [tuple(map(lexical, row)) for row in found]


def question(slug: str, **values: str) -> str:
    """The query of an example with values (slugs of things) for its parameters, or with their defaults."""
    text = (ROOT / "data" / "queries" / f"{slug}.rq").read_text("utf-8")
    prefixes = publication().settings.prefixes
    example = read_example(parse(slug, text), prefixes)
    return example.bound(
        {**example.defaults, **{name: NamedNode(ID + value) for name, value in values.items()}}, prefixes
    )


def rows(text: str) -> set[Row]:
    """The rows of a SELECT over the stated facts as a set, things as slugs and own terms without their namespace."""
    return {tuple(short(cell) for cell in row) for row in select(text, stated)[1]}


def column(text: str) -> set[str]:
    """The values of a SELECT of one variable, shortened like those of rows."""
    return {cell for (cell,) in rows(text)}


def short(value: str) -> str:
    """A thing by its slug, an own term by its local name, anything else as it is."""
    return value.removeprefix(ID).removeprefix(LSP)


def lexical(term: object) -> str:
    """A term as SPARQL CSV writes it; what is unbound is empty."""
    if term is None:
        return ""
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return term.value
