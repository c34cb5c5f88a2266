"""Requests that no honest client sends: odd paths, parameters, headers and bodies, in any mixture."""

from __future__ import annotations

import random
import re
import socket
from collections.abc import Iterator, Sequence
from urllib.parse import quote

ODD = (
    *("%00", "%ff", "%", "%zz", "%2e%2e%2f", "..", "//", "\x7f", "é", "\ud800", "%ED%A0%80", "&", "=", "?", "#", ";"),
    *("'", '"', "<", ">", "{", "}", "[", "0", "-1", "9" * 30, "1e999", "NaN", "null", "\\", "%0d%0aX:y", "a" * 3000),
    *(
        "\u202e",
        "%C0%AF",
        "*",
        "(",
        "|",
        "^",
        "`",
        " ",
        "+",
        "@",
        ":",
        "_:b",
        "http://[",
        "urn:x",
        "id:",
        ".ttl",
        ".csv",
    ),
)
PARAMETERS = (
    *(
        "q",
        "query",
        "class",
        "iri",
        "uri",
        "sort",
        "page",
        "kind",
        "year",
        "format",
        "infer",
        "timeout",
        "prefix",
        "type",
    ),
    *("type", "limit", "cursor", "queries", "extend", "path", "example", "default-graph-uri", "url", "version", "text"),
)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Range", "If-Range", "If-None-Match", "If-Modified-Since"),
    *("Content-Type", "Host", "Origin", "X-Forwarded-For", "X-Forwarded-Prefix", "Expect", "Transfer-Encoding"),
    *("Content-Length", "Referer", "Forwarded", "If-Match", "User-Agent", "Upgrade", "Cookie", "Authorization"),
)
VALUES = (
    *("", "*/*", "bytes=0-", "bytes=-", "bytes=9-1", "bytes=0-0,2-3", 'W/"x"', "*", "Mon, 99 Foo 20x"),
    *("text/html;q=nan", "text/html;q=1e400", "application/json;charset=x", "multipart/form-data; boundary="),
    *("application/x-www-form-urlencoded", "application/sparql-query; charset=utf-16", "gzip;q=x", "identity;q=0"),
    *("100-continue", "chunked", "-5", "9" * 20, "\x00", "\xff\xfe", "a\tb", "localhost:99999999", "[::1", "//evil"),
)
BODIES = (
    *(b"", b"{}", b"[]", b"null", b'{"q0":1}', b'{"q0":{"query":[]}}', b'{"ids":1,"properties":[]}', b"\xff\xfe"),
    *(b"a=b&" * 50, b"query=ASK%7B%7D", b"ASK {}", b"extend=%7B%22ids%22:[1],%22properties%22:[%7B%7D]%7D"),
    *(b'{"a":' * 5000, b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\n<a>\r\n--x--", b"zz\r\n"),
)
METHODS = ("GET",) * 8 + ("POST",) * 4 + ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW", "get")


def requests(paths: Sequence[str], count: int, seed: int) -> Iterator[bytes]:
    """So many requests, the same for the same seed. ``paths`` are templates: what is in braces is filled in."""
    chosen = random.Random(seed)

    def odd(most: int, *_: object) -> str:
        return "".join(chosen.choices(ODD, k=chosen.randint(0, most)))

    for _ in range(count):
        target = re.sub(r"\{\w+\}", lambda _: odd(3), chosen.choice(paths))
        if chosen.random() < 0.6:
            names = chosen.choices(PARAMETERS, k=chosen.randint(1, 4))
            target += "?" + "&".join(f"{name}={odd(3)}" for name in names)
        if chosen.random() < 0.8:
            target = quote(target.encode("utf-8", "surrogatepass"), safe="/?&=%:;,.*+@()_-!~$")
        method = chosen.choice(METHODS)
        body = chosen.choice(BODIES) if method in ("POST", "PUT") else b""
        lines = ["Host: localhost"] if chosen.random() < 0.97 else []
        lines += [f"{chosen.choice(HEADERS)}: {chosen.choice(VALUES)}" for _ in range(chosen.randint(0, 4))]
        lines += [f"Content-Length: {len(body)}"] if body else []
        head = f"{method} {target} HTTP/1.1\r\n".encode("utf-8", "surrogatepass")
        yield head + "".join(f"{line}\r\n" for line in (*lines, "Connection: close", "")).encode("latin-1") + body


def status(port: int, request: bytes) -> int:
    """The status of the answer to a request; 0 when the connection is closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=40) as connection:
        connection.sendall(request)
        connection.settimeout(40)
        line = b""
        while len(line) < 12 and (piece := connection.recv(4096)):
            line += piece
    return int(line[9:12] or b"0")
