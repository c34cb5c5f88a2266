"""The answer of another endpoint to one query: in the format wanted, within a deadline and a size."""

from __future__ import annotations

import json
import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPResponse
from typing import IO, cast
from urllib.error import HTTPError

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from accord.engine import Answer, Query
from accord.engine.disconnection import client_disconnected, disconnection
from accord.engine.iterators import drops_its_rows
from accord.engine.remote import body_of, close_answer, refusal
from accord.errors import AccordError, LimitError, QueryError, UpstreamError
from accord.sparql.syntax import syntax_error

_AT = re.compile(r"error at ([0-9]+):")
_PIECE = 64 * 1024
"""Bytes that are read, and sent, at once."""


class SentQuery:
    """One query that was sent, with its deadline. At the deadline, or when the client leaves, it is cut."""

    def __init__(self, query: Query, seconds: float, largest: int, prefixes: Iterable[str] = ()) -> None:
        self._query = query
        self._seconds = seconds
        self._largest = largest
        self._prefixes = prefixes
        self._until = time.monotonic() + seconds
        self._leaving = disconnection()
        self._connections: list[socket.socket] = []
        self._open: list[HTTPResponse | IO[bytes]] = []
        self._calls: list[Callable[[], None]] = []
        self._closed = False
        self.error: BaseException | None = None
        self._timer = threading.Timer(seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()
        self._leaving.add(self._stop)

    def when_over(self, call: Callable[[], None]) -> None:
        """Call a function when the endpoint has done its work; at once if it has."""
        if self._closed:
            call()
        else:
            self._calls.append(call)

    def close(self, error: BaseException | None = None) -> None:
        """Give up what has not been read, and tell those that wait for the end; ``error`` is what ended it early."""
        if self._closed:
            return
        self._closed, self.error = True, error
        self._timer.cancel()
        self._leaving.remove(self._stop)
        self._stop()
        for connection in self._connections:
            connection.close()
        for one in self._open:
            one.close()
        calls, self._calls = self._calls, []
        for call in calls:
            call()

    def open(self, request: SPARQLWrapper) -> HTTPResponse:
        """Send the query; returns once the head of the answer is there."""
        try:
            with self._failing():
                response: HTTPResponse = request.query().response
        except QueryBadFormed as error:
            raise self._late() or self._refused(request.queryString, str(error)) from error
        self._open.append(response)
        if response.fp:
            self._connections.append(socket.socket(fileno=os.dup(response.fileno())))
        if self._leaving.left:
            raise client_disconnected()
        return response

    def _refused(self, sent: str, words: str) -> QueryError:
        """The error for a query that the endpoint refuses; Oxigraph says where, in the query with its prefixes."""
        body = body_of(words)
        if found := _AT.match(body):
            line = max(1, int(found[1]) - (sent.count("\n") - self._query.text.count("\n")))
            return syntax_error(f"error at {line}:{body[found.end() :]}", self._query.text, self._prefixes)
        return refusal("The query engine", words)

    def answer(self, response: HTTPResponse, trusted: bool) -> Answer:
        """The answer in the format wanted: the endpoint's bytes, if they are ``trusted`` to be that, or new ones."""
        media = response.headers.get_content_type()
        source: IO[bytes] = response
        if not trusted or media != self._query.format.media:
            source = self._written_again(response, media)
        first = self._read(source)
        if len(first) < _PIECE:
            self.close()
            return Answer(iter((first,)), whole=True, close=self.close)
        rest = self._rest(first, source)
        return Answer(rest, whole=False, close=lambda: self.close(client_disconnected()), when_over=self.when_over)

    @drops_its_rows
    def _written_again(self, response: HTTPResponse, media: str) -> IO[bytes]:
        """The answer in the format wanted, in an unnamed file."""
        target = tempfile.TemporaryFile(prefix="accord-answer-")  # noqa: SIM115
        self._open.append(target)
        with self._failing():
            try:
                self._query.format.write(
                    _read_as(media, response, self._query.inspection.query_type),
                    cast("IO[bytes]", _Bounded(target, self._largest)),
                )
            except (SyntaxError, ValueError) as error:
                raise UpstreamError(f"The engine's answer is not {media}: {error}.") from error
        target.seek(0)
        return target

    def _rest(self, first: bytes, source: IO[bytes]) -> Iterator[bytes]:
        """The answer from its first chunk on. Raises LimitError; the connection ends with it in any case."""
        size = len(first)
        ended: BaseException | None = client_disconnected()
        try:
            while first:
                yield first
                first = self._read(source)
                size += len(first)
                if size > self._largest:
                    raise _too_large(self._largest)
            ended = None
        except AccordError as error:
            ended = error
            raise
        finally:
            self.close(ended)

    def _read(self, source: IO[bytes]) -> bytes:
        """The next bytes, a whole piece unless the answer ends."""
        with self._failing():
            piece = source.read(_PIECE)
            if len(piece) < _PIECE and getattr(source, "length", None):
                raise UpstreamError("The query engine stopped in the middle of its answer.")
            return piece

    def _stop(self) -> None:
        """Cut the connection, from any thread: a reader gets an error, and the endpoint sees that nobody reads."""
        for connection in self._connections:
            with suppress(OSError):  # it was closed before
                connection.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Say what went wrong in a block that talks to the endpoint."""
        try:
            yield
        except HTTPError as error:
            error.close()
            raise UpstreamError(f"The query engine failed: {error.code} {error.reason}.") from error
        except QueryBadFormed as error:
            close_answer(error)
            raise
        except SPARQLWrapperException as error:
            close_answer(error)
            raise self._late() or UpstreamError(f"The query engine failed: {type(error).__name__}.") from error
        except (OSError, HTTPException, ValueError) as error:
            if self._leaving.left:
                raise client_disconnected() from error
            reason = getattr(error, "reason", error)
            raise self._late() or UpstreamError(f"The query engine does not answer: {reason}.") from error
        if late := self._late():
            raise late

    def _late(self) -> AccordError | None:
        if time.monotonic() < self._until:
            return None
        remedy = "Use more IRIs and values in its patterns, join them by shared variables, or add a LIMIT."
        message = f"The query was stopped after {self._seconds:g} s."
        return LimitError(message, limit="deadline", value=self._seconds, status=504, remedy=remedy)


class _Bounded:
    """A file that refuses more than a number of bytes."""

    def __init__(self, file: IO[bytes], largest: int) -> None:
        self._file = file
        self._left = largest
        self._largest = largest

    def write(self, data: bytes) -> int:
        """Write bytes. Raises LimitError (503) when they are too many."""
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._largest)
        return self._file.write(data)

    def flush(self) -> None:
        """Write what is kept back."""
        self._file.flush()


def _too_large(largest: int) -> LimitError:
    size = largest >> 20
    remedy = "Ask for fewer rows, or download the dumps."
    return LimitError(f"The answer is larger than {size} MiB.", limit="result", value=size, status=503, remedy=remedy)


def _read_as(media: str, source: IO[bytes], query_type: str) -> object:
    """The rows, the truth value or the triples of an answer by its media type. Raises ValueError for another type."""
    if table := QueryResultsFormat.from_media_type(media):
        results = parse_query_results(source, table)
        return _truth(results) if query_type == "ASK" and isinstance(results, QuerySolutions) else results
    if graph := RdfFormat.from_media_type(media):
        return (quad.triple for quad in parse(source, graph))
    raise ValueError("no format that can be read")


def _truth(rows: QuerySolutions) -> object:
    """The truth value that Virtuoso 7 writes as a row with the number 1 or 0."""
    row = next(rows, None)
    true = row is not None and str(getattr(row[0], "value", "0")) not in ("0", "false")
    return parse_query_results(json.dumps({"head": {}, "boolean": true}), QueryResultsFormat.JSON)
