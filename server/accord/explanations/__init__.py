"""Why an answer is empty or misleading.

:class:`Explainer` reads the query, runs small probes on the engine within a budget of time, and gives an
:class:`Explanation`. It never changes an answer. What it does not understand it says nothing about.
``query`` has the query as it is read, ``probes`` and ``context`` what the analyses share; ``empty`` and ``misleading``
are the analyses, and ``findings`` what they say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.engine import Query as EngineQuery
from accord.errors import AccordError
from accord.explanations import empty
from accord.explanations.context import QueryContext
from accord.explanations.empty import parts, unknown
from accord.explanations.findings import Explanation, Remark
from accord.explanations.identifiers import NamedThings
from accord.explanations.misleading import aggregates, comments, members, products, unbound, valueless
from accord.explanations.probes import AskedQuery, OutOfTime, Probes
from accord.explanations.query.cursor import NotUnderstood
from accord.explanations.query.model import Iri, ParsedQuery
from accord.explanations.query.reading import read
from accord.explanations.terms import OntologyTerms
from accord.publication import Publication

__all__ = ["AskedQuery", "Explainer", "Explanation"]

SECONDS = 0.3
"""The budget of one explanation: what people take for "at once", and the most that it may add to an answer."""

LONGEST = 20_000
"""Characters of a query that is read: reading takes about 1 ms for each 1,000."""
MOST_PATTERNS = 100
"""Triple patterns of a query that is looked at: pairs of them are compared."""


class Explainer:
    """Explains the answers of one publication's engine. Made once; safe between threads."""

    def __init__(self, publication: Publication, engine: Engine) -> None:
        settings = publication.settings
        self._engine = engine
        self._terms = OntologyTerms(publication)
        self._measures = settings.measures
        self._identifiers = NamedThings(engine, settings.base + "id/", settings.aliases)
        self._graphs = publication.graphs()
        self._base = settings.base
        self._inferred = publication.inferred
        self._described = publication.described

    def glance(self, query: EngineQuery) -> Explanation:
        """Findings about an answer of any size at almost no cost: terms and graphs that do not exist.

        ``query`` has been inspected with the publication's prefixes.
        """
        if not self.has_unknown(query):
            return Explanation()
        unknown_iris = tuple(islice(filter(self._is_unknown, query.inspection.iris), empty.MOST))
        asked = AskedQuery.of(query, empty=False)
        found = self._look(asked, SECONDS, lambda *_: iter(()))
        return found or Explanation(tuple(map(self._terms.unknown_term, unknown_iris)), empty=False)

    def has_unknown(self, query: EngineQuery) -> bool:
        """Whether an inspected query names a term or a graph that does not exist. No query is run for it."""
        inspection = query.inspection
        graphs = (*inspection.from_graphs, *query.graphs, *query.named_graphs)
        if any(map(self._is_unknown, inspection.iris)) or not self._graphs.issuperset(graphs):
            return True
        return inspection.query_type == "DESCRIBE" and any(map(self._is_nowhere, inspection.iris))

    def _is_unknown(self, iri: str) -> bool:
        """Whether an IRI looks like a term of the publication's vocabulary and no statement has it."""
        return self._terms.is_missing(iri) and self._is_nowhere(iri)

    def _is_nowhere(self, iri: str) -> bool:
        """Whether no statement has an IRI."""
        node = NamedNode(iri)
        places = ({"subject": node}, {"predicate": node}, {"object": node})
        return all(next(iter(self._engine.match(**place)), None) is None for place in places)

    def crosses(self, text: str) -> bool:
        """Whether a query has patterns that share no variable, so that its rows may multiply. No query is run for it.

        What is not understood does not cross.
        """
        return self._shows(products.crosses, text)

    def has_idle_minus(self, text: str) -> bool:
        """Whether a query has a MINUS that removes nothing. No query is run for it."""
        return self._shows(products.has_idle_minus, text)

    def _shows(self, seen: Callable[[ParsedQuery], bool], text: str) -> bool:
        """Whether something is seen in a query by itself."""
        try:
            return seen(_read(text, self._terms.prefixes))
        except NotUnderstood:
            return False

    def explain(self, asked: AskedQuery, seconds: float = SECONDS) -> Explanation:
        """All that is found in the time about a query that is known to be SPARQL 1.1."""
        return self._look(asked, seconds, _looks)

    def of_answer(self, query: EngineQuery, empty: bool) -> Explanation:
        """The hints for an answer, the same in the page, the header, the command and the assistant's tool.

        It is all that is found in the time; where nothing is found, what a glance finds.
        """
        explanation = self.explain(AskedQuery.of(query, empty))
        return explanation or replace(explanation, findings=self.glance(query).findings)

    def _look(self, asked: AskedQuery, seconds: float, looks: Looks) -> Explanation:
        """The findings of the analyses within so many seconds: first those that need no query, then the others."""
        begun = time.monotonic()
        try:
            query = _read(asked.text, self._terms.prefixes)
        except NotUnderstood as error:
            return Explanation((), asked.empty, f"The query was not examined, because of {error}.")
        context = self._context(asked, query, seconds)
        found: dict[object, Remark] = {}
        unread, known_empty = "", asked.empty
        try:
            for look in _READS:
                found.update((_key(finding), finding) for finding in look(context))
            known_empty = _is_empty(context) if known_empty is None else known_empty
            for look in looks(context, known_empty):
                for finding in look(context):
                    found.setdefault(_key(finding), finding)
        except OutOfTime:
            unread = f"The time of {seconds:g} s was over before everything was examined."
        except AccordError as error:
            unread = f"Not everything was examined: {error.message}"
        spent = (time.monotonic() - begun) * 1000
        return Explanation(tuple(_sorted(found.values()))[: empty.MOST], known_empty, unread, spent)

    def _context(self, asked: AskedQuery, query: ParsedQuery, seconds: float) -> QueryContext:
        """All that the analyses of this query share."""
        graphs = asked.graphs or asked.named_graphs
        default = asked.graphs if graphs else tuple(iri.value for iri in query.graphs)
        named = asked.named_graphs if graphs else tuple(iri.value for iri in query.named_graphs)
        left_out = asked.infer is False and not default and not named
        probes = Probes(self._engine, asked, seconds, default, named, can_infer=left_out)
        return QueryContext(
            query,
            probes,
            self._terms,
            self._identifiers,
            self._measures,
            self._graphs,
            self._base,
            self._inferred,
            self._described,
        )


def _read(text: str, prefixes: Mapping[str, str]) -> ParsedQuery:
    """The query of a string, if it is not so large that looking at it takes too long. Raises NotUnderstood."""
    if len(text) > LONGEST:
        raise NotUnderstood(f"its length: more than {LONGEST:,} characters")
    query = read(text, prefixes)
    if sum(1 for _ in unknown.every_triple(query.where)) > MOST_PATTERNS:
        raise NotUnderstood(f"its size: more than {MOST_PATTERNS} patterns")
    return query


def _is_empty(context: QueryContext) -> bool:
    query = context.query
    if query.limit == 0:
        return True
    if query.form == "DESCRIBE" and not query.where.elements:
        return all(isinstance(term, Iri) and not _stated(context, term) for term in query.asked)
    if query.offset and not query.aggregated:
        return not context.probes.select("(1 AS ?_one)", str(query.where), f"OFFSET {query.offset} LIMIT 1")
    return not context.probes.matches(str(query.where))


def _stated(context: QueryContext, term: Iri) -> bool:
    return context.probes.matches(f"{{ {term} ?p ?o }}")


Look = Callable[[QueryContext], Iterable[Remark]]
Looks = Callable[[QueryContext, bool], Iterator[Look]]


def _described(context: QueryContext) -> Iterator[Remark]:
    for term in context.query.asked:
        if isinstance(term, Iri) and (found := unknown.unknown_thing(context, term.value, None)):
            yield found


_READS: tuple[Look, ...] = (
    lambda context: comments.begun_by_names(context.probes.asked.text),
    unknown.unknown_graphs,
    unbound.unbound,
    unknown.unknown_terms,
    products.idle_minus,
    _described,
)
"""The analyses of every answer, empty or not; they cost almost nothing."""


def _looks(context: QueryContext, is_empty: bool) -> Iterator[Look]:
    """The result of these analyses."""
    query = context.query
    if is_empty or query.aggregated:
        yield lambda context: empty.reasons(context, query)
    if not is_empty:
        yield aggregates.reasons
        yield members.reasons
        yield products.reasons
        yield parts.reasons
        yield valueless.reasons


def _key(finding: Remark) -> object:
    """The key that two equal findings share."""
    return (finding.kind, finding.place) if finding.kind == "narrower-classes" else finding.message


_VAGUE = ("never-together", "no-match", "filter-removes-all", "filters-together")
"""Kinds that say which pattern it is, but not why: they come after those that do."""


def _sorted(found: Iterable[Remark]) -> list[Remark]:
    """Those that say why first. That an expression fails is only said where nothing says why."""
    known = list(found)
    better = [finding for finding in known if finding.kind != valueless.KIND]
    return sorted(better or known, key=lambda finding: finding.kind in _VAGUE)
