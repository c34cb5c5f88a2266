"""Asking somebody else's SPARQL endpoint, over SPARQLWrapper."""

from __future__ import annotations

import ast
import json
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

import accord
from accord.errors import EngineError, Place, QueryError, UsageError
from accord.formats import Format


def ask(endpoint: str, text: str, chosen: Format, seconds: int = 60) -> bytes:
    """The answer of an endpoint (SPARQL 1.1 Protocol, form POST), as it comes.

    Raises UsageError for what is no web address, QueryError when the endpoint takes the query for wrong, EngineError
    when it is away or fails.
    """
    if not is_address(endpoint):
        raise UsageError(f"{endpoint!r} is not the address of an endpoint.", remedy="Begin with http:// or https://.")
    wrapper = SPARQLWrapper(endpoint, agent=f"accord/{accord.__version__}")
    wrapper.setQuery(text)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(seconds)
    wrapper.addCustomHttpHeader("Accept", chosen.media)
    try:
        body: bytes = wrapper.query().response.read()
    except HTTPError as error:
        raise _refused(endpoint, f"{error.code} {error.reason}") from error
    except SPARQLWrapperException as error:
        raise _problem(endpoint, str(error)) from error
    except (OSError, HTTPException) as error:
        raise EngineError(
            f"{endpoint} does not answer: {error}", remedy="Check the address; try again later."
        ) from error
    return body


def is_address(text: str) -> bool:
    """Whether a text is a URL of the web (RFC 3986), so that it can be asked; files and other schemes are not."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isascii()


def _problem(endpoint: str, words: str) -> QueryError:
    """The endpoint's own words; those of a problem document (RFC 9457) with its place and remedy, where it sent one."""
    written = words.partition("Response:\n")[2]
    body = ast.literal_eval(written) if written else words.encode()
    try:
        told = json.loads(body)
        line, column = told.get("line", 0), told.get("column", 0)
        place = Place("", line, column, line, column) if line else None
        message = f"{endpoint} refuses the query: {told['detail']}"
        return QueryError(message, place=place, remedy=told.get("remedy", ""), token=told.get("token", ""))
    except (ValueError, KeyError, AttributeError, TypeError):
        return _refused(endpoint, body.decode("utf-8", "replace"))


def _refused(endpoint: str, why: str) -> QueryError:
    return QueryError(f"{endpoint} refuses the query: {' '.join(why.split())[:500]}")
