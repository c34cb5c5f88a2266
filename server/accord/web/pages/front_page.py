"""What the home page shows beside the title: questions with their answers, and a fact with its source."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from accord.engine import Query
from accord.errors import AccordError, QueryError
from accord.formats import GRAPH_QUERIES, by_name
from accord.limits import QueryLimits
from accord.publication.examples import Example
from accord.sparql.guard import inspect
from accord.things.facts.resources import Fact
from accord.things.names.labels import Reference
from accord.web.responses import incomplete
from accord.web.site import Site
from accord.web.sparql.answers.pictures import figure_of_query
from accord.web.sparql.answers.results import ResultTable, table

QUESTIONS = 5
"""Questions that the home page answers where the publication declares none."""

ROWS, COLUMNS = 3, 3
"""Rows and columns of an answer on the home page: a card that can be read at a glance."""

_LOG = logging.getLogger("accord")


@dataclass(frozen=True, slots=True)
class Answered:
    """An example query with the beginning of its answer: ``None`` when it could not be computed.

    ``figure`` is its one number in words, where it asks for one.
    """

    question: Example
    answer: ResultTable | bool | None
    figure: str = ""

    @property
    def shown(self) -> ResultTable | None:
        """The rows and columns on the card; columns in which these rows have nothing are left out.

        A single row is read as a sentence and keeps all its columns: a sum is not shown without its caveats.
        """
        if not isinstance(self.answer, ResultTable):
            return None
        rows, columns = self.answer.rows[:ROWS], self.answer.columns
        filled = [at for at in range(len(columns)) if any(row[at] is not None for row in rows)]
        filled = filled if len(rows) == 1 else filled[:COLUMNS]
        kept = tuple(tuple(row[at] for at in filled) for row in rows)
        return replace(self.answer, columns=tuple(columns[at] for at in filled), rows=kept)


@dataclass(frozen=True, slots=True)
class Illustration:
    """A fact with its evidence, as an example of how each fact is supported."""

    thing: Reference
    fact: Fact


def answered(site: Site, client: str) -> list[Answered]:
    """The featured questions with their answers, asked for a client."""
    declared = site.publication.settings.presentation.questions
    found = [site.examples[slug] for slug in declared if slug in site.examples]
    others = (one for one in site.examples.values() if one.query_type not in GRAPH_QUERIES)
    return list(islice(_answered(site, found or others, client), len(found) or QUESTIONS))


def _answered(site: Site, examples: Iterable[Example], client: str) -> Iterator[Answered]:
    """The questions with their answers, without those that are no SPARQL."""
    for one in examples:
        try:
            yield _answer(site, one, client)
        except QueryError as error:
            _LOG.debug("The home page leaves out %s: %s", one.slug, error)


def _answer(site: Site, example: Example, client: str) -> Answered:
    """The question with its answer; without, where the engine cannot give it now, and the page is not kept then."""
    inspection = inspect(example.text, QueryLimits(), site.engine.services, site.publication.settings.prefixes)
    format = by_name("json", inspection.formats)
    if format is None:
        return Answered(example, None)
    query = Query(example.text, format, client=client, inspection=inspection)
    try:
        answer = site.engine.query(query)
        rows = table(answer, text=example.text, words=example.columns)
        return Answered(example, rows, figure_of_query(site, query, example.picture, example.columns))
    except QueryError:
        raise
    except AccordError as error:
        _LOG.warning("The home page shows no answer to %s: %s", example.slug, error)
        incomplete()
        return Answered(example, None)


def illustration(site: Site) -> Illustration | None:
    """A fact of an example resource (``void:exampleResource``) whose words are quoted and stated plainly."""
    for iri in site.publication.settings.presentation.examples:
        thing = site.things.resources.read(iri)
        for fact in thing.facts if thing else ():
            if thing and any(one.phrase and one.source and not one.certainty for one in fact.evidence):
                return Illustration(Reference(iri, thing.name), fact)
    return None
