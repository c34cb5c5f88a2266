"""The logs of a running service: requests, slow queries, and errors with their times."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from accord.engine.tally import Ended
from accord.errors import InputError

SLOW_S = 1.0
"""Seconds from which a query is slow: a person who waits notices it, and the deadline is ten times as long."""

_HASH = 16
"""Hexadecimal digits of the hash of a query: enough that two queries of a log do not have the same one."""


@dataclass(frozen=True, slots=True)
class Logs:
    """Where to write a line about each request and each slow query: a file, ``-`` for stdout, or empty for nowhere.

    ``slow_s`` are the seconds from which a query is slow. ``texts`` says whether its text is logged too, which may
    hold what a person asked for.
    """

    access: str = ""
    slow: str = ""
    slow_s: float = SLOW_S
    texts: bool = False

    def check(self) -> None:
        """Raise InputError for a file that cannot be written: the process that writes it would fail later."""
        for path in filter(None, {self.access, self.slow} - {"-"}):
            try:
                open(path, "a").close()
            except OSError as error:
                why = f"The log {path} cannot be written: {error.strerror}."
                raise InputError(why, remedy="Make its folder, or choose another file.") from error

    def slow_queries(self) -> SlowQueries | None:
        """The log of slow queries, if it is wanted. Raises OSError."""
        file = opened(self.slow)
        return SlowQueries(file, self.slow_s, self.texts) if file else None


class SlowQueries:
    """A log of the queries that take long, a line of JSON for each. Called for each query that has ended."""

    def __init__(self, file: IO[str], seconds: float, texts: bool) -> None:
        self._file = file
        self._seconds = seconds
        self._texts = texts

    def __call__(self, ended: Ended) -> None:
        """Write a line if it took long. It has nothing about who asked."""
        if ended.seconds < self._seconds:
            return
        query = ended.query
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "query": hashlib.sha256(query.text.encode("utf-8", "replace")).hexdigest()[:_HASH],
            "length": len(query.text),
            "type": query.inspection.query_type,
            "format": query.format.name,
            "result": ended.result,
            "waited": round(ended.waited, 4),
            "seconds": round(ended.seconds, 4),
        } | ({"text": query.text} if self._texts else {})
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()


def opened(path: str) -> IO[str] | None:
    """A file to append to, stdout for ``-``, or nothing. Raises OSError."""
    if not path:
        return None
    return sys.stdout if path == "-" else open(path, "a", encoding="utf-8")


def log_errors() -> None:
    """Give each message of the libraries and of this program on stderr the time at which it was written (UTC)."""
    form = logging.Formatter("%(asctime)s accord: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(form)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def say(words: str) -> None:
    """Print a message of a running service on stderr, with its time."""
    print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} accord: {words}", file=sys.stderr, flush=True)
