"""The W3C SPARQL 1.0 and 1.1 query tests, asked of the service's own engine through its guard.

    ACCORD_W3C_SPARQL=FOLDER pytest tests/engine/test_w3c_sparql.py

FOLDER is the folder ``sparql`` of the W3C's repository of RDF tests (https://github.com/w3c/rdf-tests), which is not
part of this one. All data files of the suite become named graphs of one publication; each test names those that it is
about, as the SPARQL protocol does. Update, federation and entailment tests are left out: nothing here is updated, no
other endpoint is called, and a site has one entailment.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)
from rdflib.collection import Collection
from rdflib.plugins.sparql.results.rdfresults import RDFResult

from accord import formats
from accord.engine import Query
from accord.errors import AccordError, QueryError
from accord.limits import QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RESULTS = rdflib.URIRef("http://www.w3.org/2001/sw/DataAccess/tests/result-set#ResultSet")
ENTRIES = ("sparql10/manifest.ttl", "sparql11/manifest-sparql11-query.ttl", "sparql11/manifest-sparql11-results.ttl")
EVALUATION = (MF.QueryEvaluationTest, MF.CSVResultFormatTest)
LEGAL = (MF.PositiveSyntaxTest, MF.PositiveSyntaxTest11)
ILLEGAL = (MF.NegativeSyntaxTest, MF.NegativeSyntaxTest11)
_ROW = NamedNode("urn:row")
_LABEL = re.compile(r"_:\w+")
_BASE = re.compile(r"^\s*(#[^\n]*\n\s*)*BASE\b", re.IGNORECASE)
_FROM = re.compile(r"^\s*FROM\b", re.IGNORECASE | re.MULTILINE)
_TABLES = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
_GRAPHS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}

_BY_VALUE = "numbers, dates and truth values are matched, counted and written by their value, not by their spelling"
_FUNCTION = "a function that the engine does not have is refused when the query is read"
_GRAPH = "the variable of GRAPH has a value inside its group too early"
_ZERO = "a path of length zero begins at terms that the data do not have, and only one of two is found"
KNOWN = {
    **dict.fromkeys(
        ("sparql10/open-world/open-eq-01", "sparql10/open-world/date-2", "sparql10/open-world/date-3",
         "sparql10/expr-builtin/dawg-str-1", "sparql10/expr-builtin/dawg-str-2",
         "sparql10/expr-builtin/sameTerm-simple", "sparql10/expr-builtin/sameTerm-eq",
         "sparql10/expr-builtin/sameTerm-not-eq", "sparql10/expr-equals/eq-graph-1", "sparql10/expr-equals/eq-graph-2",
         "sparql10/distinct/distinct-1", "sparql10/distinct/distinct-9",
         "sparql11/csv-tsv-res/csv03", "sparql11/csv-tsv-res/tsv03"), _BY_VALUE),
    **dict.fromkeys(
        ("sparql10/syntax-sparql1/syntax-expr-05", "sparql10/syntax-sparql1/syntax-order-05",
         "sparql10/syntax-sparql1/syntax-order-06", "sparql10/syntax-sparql2/syntax-function-01",
         "sparql10/syntax-sparql2/syntax-function-02", "sparql10/syntax-sparql2/syntax-function-03",
         "sparql10/syntax-sparql2/syntax-function-04", "sparql11/syntax-query/test_4"), _FUNCTION),
    **dict.fromkeys(
        ("sparql10/graph/graph-variable-scope", "sparql10/graph/graph-optional",
         "sparql11/aggregates/agg-empty-group-count-graph", "sparql11/bindings/graph",
         "sparql11/negation/graph-minus"), _GRAPH),
    **dict.fromkeys(
        ("sparql11/property-path/zero_or_more_set_start", "sparql11/property-path/zero_or_more_set_end",
         "sparql11/property-path/zero_or_one_set_start", "sparql11/property-path/zero_or_one_set_end"), _ZERO),
    "sparql11/functions/bnode01": "BNODE with a string gives the same node in every row",
}  # fmt: skip
"""The tests that deviate, with the reason. The page /limits shows the deviations that people may meet."""


@dataclass(frozen=True, slots=True)
class SuiteTest:
    """A test of the suite: its kind, its query, the graphs that it is about, and the file of its result.

    ``is_lax`` is true where rows may come less often than in the result, as REDUCED allows (mf:LaxCardinality).
    """

    name: str
    kind: Any
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None
    is_lax: bool = False


def all_tests(folder: Path) -> list[SuiteTest]:
    """The tests that are about queries, below the folder of the suite."""
    return [test for entry in ENTRIES for test in tests_of((folder / entry).resolve())]


def tests_of(manifest: Path) -> Iterator[SuiteTest]:
    """The tests of a manifest and of those that it includes."""
    graph = rdflib.Graph().parse(manifest, publicID=manifest.as_uri())
    for included in graph.objects(None, MF.include):
        for one in Collection(graph, included):
            yield from tests_of(_path(one))
    for entries in graph.objects(None, MF.entries):
        for entry in Collection(graph, entries):
            yield from _test(graph, entry)


def _test(graph: rdflib.Graph, entry: Any) -> Iterator[SuiteTest]:
    kind, action = graph.value(entry, rdflib.RDF.type), graph.value(entry, MF.action)
    query = graph.value(action, QT.query) or action
    result = graph.value(entry, MF.result)
    if kind in (*EVALUATION, *LEGAL, *ILLEGAL) and isinstance(query, rdflib.URIRef):
        data, named = (tuple(map(_path, graph.objects(action, one))) for one in (QT.data, QT.graphData))
        folder = _path(query).parent
        name = f"{folder.parent.name}/{folder.name}/{str(entry).rpartition('#')[2]}"
        lax = graph.value(entry, MF.resultCardinality) == MF.LaxCardinality
        yield SuiteTest(name, kind, _path(query), data, named, _path(result) if result else None, lax)


def _path(iri: Any) -> Path:
    return Path(str(iri).removeprefix("file://"))


def publication(tests: list[SuiteTest], folder: Path) -> Publication:
    """One publication with every data file as a graph, whose name is the address of the file."""
    files = {path for test in tests for path in (*test.data, *test.named)}
    files |= {path for test in tests for path in test.query.parent.glob("*") if path.suffix in _GRAPHS}
    quads: list[Quad] = []
    for path in sorted(files):
        try:
            found = list(parse(path=path, format=_GRAPHS.get(path.suffix), base_iri=path.as_uri()))
        except (SyntaxError, ValueError) as error:
            print(f"{path.name} is not read: {error}", file=sys.stderr)
            continue
        fresh: dict[BlankNode, BlankNode] = {}
        graph = NamedNode(path.as_uri())
        for one in found:
            ends = [
                fresh.setdefault(end, BlankNode()) if isinstance(end, BlankNode) else end
                for end in (one.subject, one.object)
            ]
            quads.append(Quad(ends[0], one.predicate, ends[1], graph))
    (folder / "data.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return Publication.read(folder)


def fault(test: SuiteTest, engine: Any) -> str:
    """Why a test does not pass; empty when it passes."""
    text = test.query.read_text("utf-8")
    if not _BASE.match(text):
        text = f"BASE <{test.query.as_uri()}> {text}"
    try:
        inspection = inspect(text, QueryLimits())
        format = formats.JSON if inspection.query_type in ("SELECT", "ASK") else formats.N_TRIPLES
        format = formats.CSV if test.result and test.result.suffix == ".csv" else format
        graphs, named = (tuple(path.as_uri() for path in paths) for paths in (test.data, test.named))
        if _FROM.search(text):
            graphs, named = (), ()
        else:
            graphs = graphs or ("urn:nothing",)
        query = Query(text, format, graphs, named, inspection=inspection)
        answer = b"".join(engine.query(query).chunks)
    except QueryError as error:
        return "" if test.kind in ILLEGAL else f"refused: {error.message}"
    except AccordError as error:
        return f"not answered: {error.message}"
    if test.kind in ILLEGAL:
        return "accepted, and is not legal"
    if test.kind in LEGAL or test.result is None:
        return ""
    if format is formats.CSV:
        return "" if lines(answer) == lines(test.result.read_bytes()) else "another answer"
    found, wanted = given(answer, format), expected(test.result)
    if test.is_lax and isinstance(found, Dataset) and isinstance(wanted, Dataset) and len(found) <= len(wanted):
        found, wanted = _each_once(found), _each_once(wanted)
    return "" if canonical(found) == canonical(wanted) else "another answer"


def lines(table: bytes) -> list[str]:
    """The lines of a CSV file, the head first, with one label for all blank nodes."""
    head, *rows = _LABEL.sub("_:b", table.decode("utf-8")).splitlines()
    return [head, *sorted(rows)]


def given(answer: bytes, format: formats.Format) -> Dataset | bool:
    """An answer of the engine."""
    if format is formats.JSON:
        return table(parse_query_results(answer, QueryResultsFormat.JSON))
    return Dataset(parse(answer, RdfFormat.N_TRIPLES))


def expected(path: Path) -> Dataset | bool:
    """The result in a file of the suite: rows, yes or no, or a graph."""
    if path.suffix in _TABLES:
        return table(parse_query_results(path.read_bytes(), _TABLES[path.suffix]))
    graph = rdflib.Graph().parse(path, publicID=path.as_uri())
    if (
        None,
        rdflib.RDF.type,
        rdflib.URIRef("http://www.w3.org/2001/sw/DataAccess/tests/result-set#ResultSet"),
    ) in graph:
        found: Any = RDFResult(source=graph)
        if found.type == "ASK":
            return bool(found.askAnswer)
        return _rows([{str(name): _term(value) for name, value in row.items()} for row in found.bindings])
    return Dataset(parse(path=path, format=_GRAPHS[path.suffix], base_iri=path.as_uri()))


def table(results: Any) -> Dataset | bool:
    """Rows as a graph, in which each row is a node, so that rows can be compared like graphs."""
    if not isinstance(results, QuerySolutions):
        return bool(results)
    names = [one.value for one in results.variables]
    return _rows([{name: row[name] for name in names if row[name] is not None} for row in results])


def _rows(rows: list[dict[str, Any]]) -> Dataset:
    found = Dataset()
    for row in rows:
        node = BlankNode()
        found.add(Quad(node, NamedNode("urn:is"), _ROW))
        for name, value in row.items():
            found.add(Quad(node, NamedNode(f"urn:variable:{name}"), _number(value)))
    return found


def _each_once(rows: Dataset) -> Dataset:
    """Rows without those that repeat others; they have no blank nodes but those of the rows."""
    by_row: dict[Any, dict[str, Any]] = {}
    for quad in rows:
        if quad.object != _ROW:
            by_row.setdefault(quad.subject, {})[quad.predicate.value.removeprefix("urn:variable:")] = quad.object
    return _rows(list({str(sorted(map(str, row.items()))): row for row in by_row.values()}.values()))


def _number(term: Any) -> Any:
    """A number with one spelling for each value: 1.0 and 1.00 are the same answer."""
    kind = term.datatype.value.rpartition("#")[2] if isinstance(term, Literal) else ""
    if kind == "boolean":
        return Literal("true" if term.value in ("1", "true") else "false", datatype=term.datatype)
    if kind in ("decimal", "double", "float", "integer"):
        try:
            return Literal(repr(float(term.value)), datatype=term.datatype)
        except ValueError:
            return term
    return term


def _term(term: Any) -> Any:
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    return NamedNode(str(term))


def canonical(found: Dataset | bool) -> object:
    """Something that is equal for what is the same but for the labels of blank nodes."""
    if isinstance(found, bool):
        return found
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}
