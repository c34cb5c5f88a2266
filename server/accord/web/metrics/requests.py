"""What the service does, counted for those who run it (Prometheus text format 0.0.4), and one line a request in a log.

Neither holds who asked, nor what: addresses of clients, query strings and the text of queries are left out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import IO, Any

from accord.http.answering import Answering
from accord.web.metrics.exposition import family, histogram, line, single
from accord.web.metrics.several import together
from accord.web.requests.bodies import Message, Receive

BUCKETS_S = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0)
"""Upper bounds of the times that are counted apart: from an answer of the cache to the deadline of a query."""

SLOW_S = 1.0
"""Seconds from which an answer is marked as slow in the log."""

PATH = "/metrics"

App = Callable[[Message, Receive, Any], Any]
_KINDS = ("sparql", "reconcile", "search", "things", "doc", "id", "graph", "dump", "static")
_LOCAL = ("127.0.0.1", "::1", "")
"""Addresses of this machine; a client of a Unix socket has none."""


class Observed:
    """An ASGI application that counts the requests of another one, and logs them where there is a ``log``.

    ``at_once`` answers some requests without a task. ``last`` gives how the last reload ended, and ``more`` other
    counts, and ``others`` the texts of other processes of the site. They are at ``/metrics``, for this machine only.
    """

    def __init__(
        self,
        app: App,
        last: Callable[[], Mapping[str, str] | None],
        log: IO[str] | None = None,
        at_once: Callable[[Answering], bool] | None = None,
        more: Callable[[], Iterable[str]] = tuple,
        others: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._app = app
        self._answer_at_once = at_once or (lambda _: False)
        self._last = last
        self._log = log
        self._more = more
        self._others = others
        self._present = 0
        self._answers: Counter[tuple[str, int]] = Counter()
        self._times: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, float] = {}
        self._bytes = 0

    async def __call__(self, scope: Message, receive: Receive, send: Any) -> None:
        """Answer one request (ASGI 3), and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH and _is_local(scope):
            await _send(send, together([self.text(), *self._others()]))
        else:
            await self._observe(scope, receive, send)

    def at_once(self, exchange: Answering) -> bool:
        """Answer a request at once, if the other application can, and count it."""
        began, request = time.perf_counter(), exchange.request

        def observe(status: int, size: int) -> None:
            path = request.target.partition(b"?")[0].decode("latin-1")
            self._record({"path": path, "method": request.method}, status, size, time.perf_counter() - began)

        exchange.observe = observe
        return self._answer_at_once(exchange)

    async def _observe(self, scope: Message, receive: Receive, send: Any) -> None:
        began, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            seen["bytes"] += len(message.get("body", b""))
            await send(message)

        self._present += 1
        try:
            await self._app(scope, receive, counted)
        finally:
            self._present -= 1
            self._record(scope, seen["status"], seen["bytes"], time.perf_counter() - began)

    def _record(self, scope: Message, status: int, size: int, seconds: float) -> None:
        kind = _kind(scope["path"])
        self._answers[kind, status] += 1
        self._seconds[kind] = self._seconds.get(kind, 0.0) + seconds
        self._bytes += size
        self._times[kind, bisect_left(BUCKETS_S, seconds)] += 1
        if self._log:
            entry = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "method": scope["method"][:16],
                "path": scope["path"][:500],
                "status": status,
                "bytes": size,
                "seconds": round(seconds, 4),
            } | ({"slow": True} if seconds >= SLOW_S else {})
            self._log.write(json.dumps(entry) + "\n")
            self._log.flush()

    def text(self) -> str:
        """All counts in the text format of Prometheus."""
        lines = [*family("requests_total", "counter", "Answers by kind of address and status; 0 was cut off.")]
        lines += [line("requests_total", n, kind=kind, status=str(code)) for (kind, code), n in self._answers.items()]
        lines += family("request_seconds", "histogram", "Time until an answer was sent, by kind of address.")
        for kind, total in self._seconds.items():
            times = [self._times[kind, place] for place in range(len(BUCKETS_S) + 1)]
            lines += histogram("request_seconds", BUCKETS_S, times, total, kind=kind)
        lines += single("sent_bytes_total", self._bytes, "Bytes of bodies.", "counter")
        lines += single("requests_in_progress", self._present, "Requests that are being answered.")
        if last := self._last():
            when = datetime.fromisoformat(last["at"]).timestamp()
            lines += single("reload_timestamp_seconds", when, "When the last reload ended.")
            lines += single("reload_refused", last["result"] == "refused", "Whether the last reload was refused.")
        lines += single("web_memory_peak_bytes", _peak(), "The largest memory of the web process so far.")
        return "".join(f"{one}\n" for one in (*lines, *self._more()))


def _is_local(scope: Message) -> bool:
    """Whether a request comes from this machine, and through no proxy."""
    forwarded = any(name in (b"x-forwarded-for", b"forwarded") for name, _ in scope["headers"])
    return (scope.get("client") or ("",))[0] in _LOCAL and not forwarded


def _kind(path: str) -> str:
    """The kind of an address: its first part, where the site has many such."""
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    return first if first in _KINDS else "other"


def _peak() -> int:
    """The largest resident memory of this process in bytes; macOS counts bytes, others KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


async def _send(send: Any, text: str) -> None:
    kind = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")
    await send({"type": "http.response.start", "status": 200, "headers": [kind, (b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": text.encode()})
