"""The answer to a query in any published version, with a hash by which two answers are known to be the same.

The hash is of the set of rows, or of their sequence where the query has ORDER BY; so it does not depend on the format,
on the engine's order, or on the names of blank nodes in graphs (RDFC-1.0). In rows, blank nodes have no names that
last, so all count as one.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from accord import formats, sandbox
from accord.archive.versions import published
from accord.engine.processes import query_store
from accord.errors import LimitError, QueryError
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.rewriting.columns import with_columns
from accord.sparql.rewriting.concatenation import with_plain_concatenation
from accord.sparql.rewriting.truth import with_small_truth
from accord.sparql.syntax import syntax_error

LARGEST = 4_000_000
"""Bytes of an answer in an older version: it crosses two processes as one message."""

_LIMITS = EngineLimits()
codecs.lookup("utf-8-sig")  # for the files of queries: a confined process can load no codec


def answer_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The answer to a query in a version.

    The request has ``version``, ``query`` (inspected before), ``format`` (its name) and ``infer``. The answer has the
    ``body`` in base64, the ``hash`` (SHA-256), and ``rows``: those that the hash is of, as strings.
    """
    with published(publication, str(request["version"])) as found:
        arguments = (found, str(request["query"]), str(request["format"]), bool(request["infer"]))
        answer: dict[str, Any] = sandbox.run(
            _answered, *arguments, seconds=_LIMITS.deadline, megabytes=_LIMITS.check_memory
        )
        return answer


def _answered(publication: Publication, text: str, format: str, infer: bool) -> dict[str, Any]:
    store = query_store(publication)
    if not infer:
        graph = f"GRAPH <{publication.inferred}> {{ ?s ?p ?o }}"
        store.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ {graph} }}")
    prefixes = dict(publication.settings.prefixes)
    rows = list(_rows(_run(store, text, prefixes), "ORDER" in QueryTokens(text).texts))
    file = BytesIO()
    formats.for_results(format).write(_run(store, _with_columns(text, prefixes), prefixes), file)
    body = file.getvalue()
    if len(body) + sum(map(len, rows)) > LARGEST:
        message, remedy = f"The answer is larger than {LARGEST:,} bytes.", "Ask for fewer rows."
        raise LimitError(message, limit="archived_answer", value=LARGEST, status=413, remedy=remedy)
    return {"body": base64.b64encode(body).decode(), "hash": digest(rows), "rows": rows}


def _with_columns(text: str, prefixes: dict[str, str]) -> str:
    """The query with the columns of ``SELECT *`` in its own order, as the endpoint has them."""

    def selected() -> list[str]:
        results = Store().query(text, prefixes=prefixes)
        return [one.value for one in results.variables] if isinstance(results, QuerySolutions) else []

    return with_columns(text, selected)


def _run(store: Store, text: str, prefixes: dict[str, str]) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(with_plain_concatenation(with_small_truth(text)), prefixes=prefixes)
    except SyntaxError as error:
        raise syntax_error(str(error), text, prefixes) from error
    except ValueError as error:
        raise QueryError(f"This version cannot answer the query: {error}") from error


def _rows(results: QuerySolutions | QueryBoolean | QueryTriples, ordered: bool) -> Iterator[str]:
    """The rows of a result as strings that are the same for the same result."""
    if isinstance(results, QueryBoolean):
        yield "true" if results else "false"
    elif isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        rows = ["\t".join(map(_term, row)) for row in results]
        yield "\t".join(f"?{name}" for name in names)
        yield from rows if ordered else sorted(rows)
    else:
        graph = Dataset(Quad(one.subject, one.predicate, one.object) for one in results)
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        yield from sorted(str(quad.triple) for quad in graph)


def _term(term: object) -> str:
    return "" if term is None else "_:" if isinstance(term, BlankNode) else str(term)


def digest(rows: Iterable[str]) -> str:
    """SHA-256 of rows, in hexadecimal."""
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
