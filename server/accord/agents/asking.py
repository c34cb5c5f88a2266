"""SPARQL queries of an assistant: rows with short names, hints about them, and the words of the sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from accord import formats
from accord.agents.facts import every_evidence, phrase
from accord.agents.sources import Sources
from accord.agents.writing import written
from accord.engine import Query, deviations
from accord.errors import LimitError
from accord.explanations.answers import is_empty
from accord.formats import GRAPH_QUERIES
from accord.limits import QueryLimits
from accord.names import NUMERIC
from accord.sparql.codepoints import with_characters
from accord.sparql.guard import inspect
from accord.spreadsheets import number

ROWS = 50
"""Rows that are shown where nothing else is asked for."""
MOST_ROWS = 500
"""Rows that are shown at most: what an assistant reads without losing track."""
_LARGEST = 1_000_000
"""Bytes of the engine's answer that are read: more holds more rows than are shown."""
_LONGEST_ADDRESS = 8_000
"""Characters of an address: a longer one would take the place of the answer, and many programs do not open it."""
_CITED, _PHRASES = 10, 12
"""Things of an answer whose evidence is looked up, and phrases that are shown."""

_TRUE_OF_THE_DATA = frozenset(
    {
        *("not-stated", "unused-property", "empty-class", "other-value", "no-such-value", "never-together"),
        *("not-on-class", "no-match", "out-of-range", "filter-removes-all"),
    }
)
"""Kinds of findings about an empty answer that say what the data lack, and nothing against the query."""

BROKEN = "The query finds nothing as it is written, whatever the data state: correct it as readThis says."
NOT_STATED = "The data do not state this. That is not a no: answer that it is not stated here."


def ask(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """The answer to a query, within the limits of the endpoint."""
    query = _query(sources, arguments)
    body = read(sources, query)
    shown: dict[str, Any] = {"version": sources.publication.version, "address": _address(sources, query)}
    empty = is_empty(body, query.format)
    explanation = sources.explainer.of_answer(query, empty)
    notes = [*deviations.hints(query, sources.engine), *explanation.notes()]
    if query.inspection.query_type in GRAPH_QUERIES:
        shown |= {"turtle": body.decode().splitlines()}
        rows = []
    else:
        answer = json.loads(body)
        rows = answer.get("results", {}).get("bindings", [])
        shown |= _table(sources, answer, rows, arguments.get("limit", ROWS))
    if empty and all(finding.kind in _TRUE_OF_THE_DATA for finding in explanation.findings):
        shown["notStated"] = NOT_STATED
    elif empty:
        shown["broken"] = BROKEN
    if notes:
        shown["readThis"] = notes
    if evidence := list(islice(_behind(sources, query, rows), _PHRASES)):
        shown["evidence"] = evidence
    return written(shown, "rows", "turtle", "evidence", follow=keep_names)


def _address(sources: Sources, query: Query) -> str:
    """The address that shows a person the answer; for a query that is too long, that of the form to paste it into."""
    address = sources.address(f"/sparql?{urlencode({'query': query.text})}")
    return address if len(address) <= _LONGEST_ADDRESS else sources.address("/sparql")


def keep_names(answer: dict[str, Any]) -> None:
    """Leave out the names of what is in no row any more."""
    cells = {cell for row in answer.get("rows", ()) for cell in row.values()}
    answer["names"] = {short: name for short, name in answer.get("names", {}).items() if short in cells}


def _query(sources: Sources, arguments: Mapping[str, Any]) -> Query:
    text = with_characters(arguments["query"])
    inspection = inspect(text, QueryLimits(), sources.engine.services, sources.publication.settings.prefixes)
    graph = inspection.query_type in GRAPH_QUERIES
    infer = False if arguments.get("infer") == "off" else None
    format = formats.TURTLE if graph else formats.JSON
    return Query(text, format, infer=infer, client=sources.client, inspection=inspection)


def read(sources: Sources, query: Query) -> bytes:
    """The whole answer. Raises LimitError for one that is longer than anybody reads here."""
    answer = sources.run(query)
    body = bytearray()
    try:
        for chunk in answer.chunks:
            body += chunk
            if len(body) > _LARGEST:
                raise LimitError(
                    f"The answer is longer than {_LARGEST:,} bytes.",
                    limit="agent_answer",
                    value=_LARGEST,
                    status=413,
                    remedy="Add a LIMIT, ask for fewer columns, or count and sum.",
                )
    finally:
        answer.close()
    return bytes(body)


def _table(sources: Sources, answer: Mapping[str, Any], rows: list[Any], limit: int) -> dict[str, Any]:
    if "boolean" in answer:
        return {"boolean": answer["boolean"]}
    names: dict[str, str] = {}
    shown = [{name: _cell(sources, cell, names) for name, cell in row.items()} for row in rows[:limit]]
    more = {"moreRows": len(rows) - limit} if len(rows) > limit else {}
    return {"columns": answer["head"]["vars"], "total": len(rows), **more, "rows": shown, "names": names}


def _cell(sources: Sources, cell: Mapping[str, str], names: dict[str, str]) -> Any:
    """A term: an IRI as queries write it, whose name is noted; an exact number as one; anything else as characters."""
    value = cell["value"]
    if cell["type"] == "uri":
        short = sources.short(value)
        names.setdefault(short, sources.name(value))
        return short
    datatype = cell.get("datatype", "")
    exact = number(value, datatype) if datatype in NUMERIC else None
    if exact is None:
        return value
    return int(exact) if float(exact).is_integer() else exact


def _behind(sources: Sources, query: Query, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The evidence for the properties that the query names, of the things in its rows."""
    asked = frozenset(query.inspection.iris)
    cells = (cell["value"] for row in rows for cell in row.values() if cell["type"] == "uri")
    for iri in islice(dict.fromkeys(cells), _CITED):
        resource = sources.resources.read(iri)
        for one in every_evidence(resource) if resource else ():
            if asked & one.properties:
                properties = [sources.short(property) for property in sorted(asked & one.properties)]
                yield {"thing": sources.short(iri), "properties": properties, **phrase(sources, one)}
