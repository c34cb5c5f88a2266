"""Queries to another SPARQL endpoint, by SPARQLWrapper."""

from __future__ import annotations

import ast
import json
import os
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

import accord
from accord.engine import Query
from accord.errors import EngineError, Place, QueryError, UsageError
from accord.publication import Publication

_MAX_HINT_CHARS = 2_000
"""Far more than the hints of one query; the endpoint may be anybody's."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials that an endpoint requires (HTTP Basic or Digest); empty if it requires none."""

    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of_environment(cls) -> Credentials:
        """Those of ``ACCORD_ENGINE_USER`` and ``ACCORD_ENGINE_PASSWORD``: options are seen in lists of processes."""
        return cls(os.environ.get("ACCORD_ENGINE_USER", ""), os.environ.get("ACCORD_ENGINE_PASSWORD", ""))


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an endpoint's answer, and the hints that came with it (``Accord-Hint``), empty where none did."""

    body: bytes
    hints: str


def ask(endpoint: str, query: Query, seconds: int = 60) -> Reply:
    """The answer of an endpoint (SPARQL 1.1 Protocol, form POST), unchanged.

    That inferences are to be left out is a parameter that another software may not know.

    Raises UsageError for what is not a web address, QueryError when the endpoint refuses the query, EngineError when
    it does not answer or fails.
    """
    if not is_address(endpoint):
        raise UsageError(f"{endpoint!r} is not the address of an endpoint.", remedy="Begin with http:// or https://.")
    wrapper = SPARQLWrapper(endpoint, agent=f"accord/{accord.__version__}")
    wrapper.setQuery(query.text)
    wrapper.setMethod(POST)
    for graph in query.graphs:
        wrapper.addParameter("default-graph-uri", graph)
    if query.infer is False:
        wrapper.addParameter("infer", "off")
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(seconds)
    wrapper.addCustomHttpHeader("Accept", query.format.media)
    try:
        response = wrapper.query().response
        body: bytes = response.read()
    except HTTPError as error:
        error.close()
        raise _refused(endpoint, f"{error.code} {error.reason}") from error
    except SPARQLWrapperException as error:
        close_answer(error)
        raise refusal(endpoint, str(error)) from error
    except (OSError, HTTPException) as error:
        raise EngineError(
            f"{endpoint} does not answer: {getattr(error, 'reason', error)}.",
            remedy="Check the address; try again later.",
        ) from error
    hints = str(response.headers.get("Accord-Hint", ""))
    return Reply(body, "".join(one for one in hints if one.isprintable())[:_MAX_HINT_CHARS])


def merged_graphs(publication: Publication) -> tuple[str, str]:
    """The graphs on another server of all that the default graph has here, and of what is stated alone.

    They are named, since servers differ in what their own default graph is.
    """
    base = publication.settings.base
    return f"{base}graph/default", f"{base}graph/stated"


def is_address(text: str) -> bool:
    """Whether a string is a URL with http or https (RFC 3986)."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isascii()


def refusal(endpoint: str, words: str) -> QueryError:
    """The error for a query that an endpoint refuses, from SPARQLWrapper's words.

    It has the endpoint's own message, with place and remedy when that is a problem document (RFC 9457).
    """
    body = body_of(words)
    try:
        problem = json.loads(body)
        line, column = problem.get("line", 0), problem.get("column", 0)
        place = Place("", line, column, line, column) if line else None
        message = f"{endpoint} refuses the query: {problem['detail']}"
        return QueryError(message, place=place, remedy=problem.get("remedy", ""), token=problem.get("token", ""))
    except (ValueError, KeyError, AttributeError, TypeError):
        return _refused(endpoint, body)


def body_of(words: str) -> str:
    """The body of an answer in SPARQLWrapper's words for an error."""
    written = words.partition("Response:\n")[2]
    body: bytes = ast.literal_eval(written) if written else words.encode()
    return body.decode("utf-8", "replace")


def close_answer(error: SPARQLWrapperException) -> None:
    """Close the answer that SPARQLWrapper made this exception of: it leaves it open, which Python 3.14 warns of."""
    if isinstance(error.__context__, HTTPError):
        error.__context__.close()


def _refused(endpoint: str, why: str) -> QueryError:
    return QueryError(f"{endpoint} refuses the query: {' '.join(why.split())[:500]}")
