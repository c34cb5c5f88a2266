"""Whether an answer is empty, seen in its bytes, and whether a query is of a kind that often misleads."""

from __future__ import annotations

import re

from accord.formats import CSV, JSON, JSON_LD, TSV, TURTLE, XML, Format

_EMPTY_JSON = re.compile(rb'"bindings"\s*:\s*\[\s*\]|"boolean"\s*:\s*false')
_EMPTY_XML = re.compile(rb"<results\s*/>|<results>\s*</results>|<boolean>false</boolean>")
_STATEMENT = re.compile(rb"^(?!@|PREFIX\b|BASE\b|[ \t\r]*$)", re.MULTILINE)
_AGGREGATE = re.compile(r"\b(?:COUNT|SUM|AVG|MIN|MAX)\s*\(", re.IGNORECASE)

LARGEST_EMPTY = 8192
"""Bytes of the largest answer that may be empty: what has no row still has its variables, or its prefixes."""


def is_empty(body: bytes, format: Format) -> bool:
    """Whether a whole answer in this format has no row and no statement, or is false."""
    if len(body) > LARGEST_EMPTY:
        return False
    if format is JSON:
        return bool(_EMPTY_JSON.search(body))
    if format is XML:
        return bool(_EMPTY_XML.search(body))
    if format in (CSV, TSV):
        lines = body.strip().splitlines()
        return len(lines) < 2 or lines[-1] == b"false"
    if format is JSON_LD:
        return body.strip() in (b"[]", b"{}", b"")
    if format is TURTLE:
        return not _STATEMENT.search(body)
    return not body.strip() or (body.lstrip().startswith(b"<?xml") and body.count(b"<") <= 4)


def may_mislead(text: str) -> bool:
    """Whether an answer that is not empty deserves a look: where rows were counted or added up."""
    return bool(_AGGREGATE.search(text))
