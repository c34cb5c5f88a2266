"""What the bytes of an answer show: no rows, or a column without a value; and what the query alone shows."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import lru_cache

from accord.formats import CSV, JSON, JSON_LD, TSV, TURTLE, XML, Format

_EMPTY_JSON = re.compile(rb'"bindings"\s*:\s*\[\s*\]|"boolean"\s*:\s*false')
_EMPTY_XML = re.compile(rb"<results\s*/>|<results>\s*</results>|<boolean>false</boolean>")
_STATEMENT = re.compile(rb"^(?!@|PREFIX\b|BASE\b|[ \t\r]*$)", re.MULTILINE)
_AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX")
_AGGREGATE = re.compile(rf"\b(?:{'|'.join(_AGGREGATES)})\s*\(", re.IGNORECASE)

_HEAD = re.compile(rb'\{"head":\{"vars":(\[[^\]]*\])')
_SHORT = 1024  # bytes of the variables that are remembered with how their values begin
_NAME = re.compile(rb'name="[^"]*"')
_COMMENT = re.compile(r"(?:^|[ \t])#")

ROWS_READ = 2_000
"""Lines of CSV and TSV in which a value of each column is looked for: a thousand take less than a millisecond."""

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


def has_empty_column(body: bytes, format: Format) -> bool:
    """Whether a whole answer in this format has rows, and a variable that has no value in any of them.

    An OPTIONAL that never matches leaves one, and so does a misspelled variable. CSV and TSV of more than ``ROWS_READ``
    lines are not read, and count as having none.
    """
    if format is JSON:
        head = _HEAD.match(body)
        names = head[1] if head else b"[]"
        beginnings = _remembered(names) if len(names) <= _SHORT else _beginnings(names)
        return any(beginning not in body for beginning in beginnings)
    if format is XML:
        declared, _, rest = body.partition(b"</head>")
        return any(found[0] not in rest for found in _NAME.finditer(declared))
    if format not in (CSV, TSV) or body.count(b"\n") > ROWS_READ:
        return False
    lines = body.decode("utf-8", "replace").splitlines()
    return _has_empty(csv.reader(lines) if format is CSV else (line.split("\t") for line in lines))


def _beginnings(variables: bytes) -> tuple[bytes, ...]:
    """How the value of each variable begins in a row of JSON."""
    return tuple(b"%s:{" % json.dumps(name).encode() for name in json.loads(variables))


_remembered = lru_cache(256)(_beginnings)  # 3 kB each at most


def _has_empty(rows: Iterator[list[str]]) -> bool:
    left = set(range(len(next(rows, []))))
    for row in rows:
        left -= {place for place in left if place < len(row) and row[place]}
        if not left:
            break
    return bool(left)


def without_comments(text: str) -> str:
    """A query without those comments that can be nothing else: two of which this is the same mean the same.

    What is left is in its place. A ``#`` may be in a string, so comments stay in a query with long strings, and in
    a line with quotes; ``name#rest`` stays too, since it is explained.
    """
    if '"""' in text or "'''" in text:
        return text
    return "\n".join(map(_cut, text.split("\n"))).rstrip()


def _cut(line: str) -> str:
    found = None if '"' in line or "'" in line else _COMMENT.search(line)
    return line[: found.start()].rstrip() if found else line


def may_mislead(text: str) -> bool:
    """Whether an answer that is not empty deserves a look: where rows were counted or added up."""
    upper = text.upper()
    return any(name in upper for name in _AGGREGATES) and bool(_AGGREGATE.search(text))
