"""Answers travel gzipped to those who accept it, with tags of their own, and a stream that breaks never looks whole."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from accord.engine import Answer, Query
from accord.errors import EngineError
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.responses.compression import MIN_GZIP_BYTES
from engines import StoreEngine

GZIP = {"Accept-Encoding": "gzip, br"}
LONG = [f"/sparql?format={name}&query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D" for name in ("json", "xml", "csv", "tsv")]
DOCUMENT_FORMATS = [
    "/doc/north-head.html",
    "/doc/north-head.ttl",
    "/ns.jsonld",
    "/ns.rdf",
    "/ns.nt",
    "/limits",
    "/openapi.json",
]
ROWS = 2000


class Streaming(StoreEngine):
    """An engine whose answers come in pieces; after so many it may break."""

    breaks = False
    closed = 0

    def query(self, query: Query) -> Answer:
        return Answer(self._chunks(), whole=False, close=self._close)

    def _chunks(self) -> Iterator[bytes]:
        for number in range(ROWS):
            yield f"row {number}\r\n".encode() * 50
            if self.breaks and number == ROWS // 2:
                raise EngineError("It went away.")

    def _close(self) -> None:
        self.closed += 1


@pytest.fixture
def engine(tiny: Publication) -> Streaming:
    return Streaming(tiny)


@pytest.fixture
def streaming(tiny: Publication, engine: Streaming) -> FlaskClient:
    return create_app(Site.open(tiny, engine)).test_client()


@pytest.mark.parametrize("path", [*LONG, *DOCUMENT_FORMATS])
def test_long_text_is_gzipped_for_who_accepts_it(client: FlaskClient, path: str) -> None:
    plain, coded = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain.data
    assert len(coded.data) < len(plain.data) / 2
    for answer in (plain, coded):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert coded.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    assert coded.content_length == len(coded.data)


@pytest.mark.parametrize("accept", ["gzip;q=0", "identity", "br", "*;q=0", ""])
def test_who_does_not_accept_it_gets_it_plain(client: FlaskClient, accept: str) -> None:
    assert "Content-Encoding" not in client.get(DOCUMENT_FORMATS[0], headers={"Accept-Encoding": accept}).headers


def test_short_and_foreign_answers_stay_as_they_are(client: FlaskClient) -> None:
    short = client.get("/health", headers=GZIP)
    assert len(short.data) < MIN_GZIP_BYTES
    assert "Content-Encoding" not in short.headers
    assert "Content-Encoding" not in client.get("/id/north-head", headers=GZIP).headers


@pytest.mark.parametrize("path", [LONG[0], DOCUMENT_FORMATS[0], "/limits", "/static/site.css"])
def test_a_client_that_has_the_body_gets_304(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=GZIP) as first:
        tag = first.headers["ETag"]
    with client.get(path, headers={**GZIP, "If-None-Match": f'"other", {tag}'}) as again:
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert "Accept-Encoding" in again.headers["Vary"]


def test_a_coded_tag_is_not_that_of_the_plain_answer(client: FlaskClient) -> None:
    tag = client.get(DOCUMENT_FORMATS[0], headers=GZIP).headers["ETag"]
    assert client.get(DOCUMENT_FORMATS[0], headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", [LONG[0], DOCUMENT_FORMATS[0]])
def test_head_says_what_get_says(client: FlaskClient, path: str) -> None:
    got, head = client.get(path, headers=GZIP), client.head(path, headers=GZIP)
    assert head.data == b""
    for name in ("Content-Encoding", "Content-Length", "ETag", "Vary", "Content-Type"):
        assert head.headers[name] == got.headers[name]


def test_static_files_are_gzipped_but_not_in_ranges(client: FlaskClient) -> None:
    with client.get("/static/site.css") as plain, client.get("/static/site.css", headers=GZIP) as coded:
        assert gzip.decompress(coded.data) == plain.data
    with client.get("/static/site.css", headers={**GZIP, "Range": "bytes=0-9"}) as part:
        assert part.status_code in (200, 206)
        assert part.status_code == 200 or "Content-Encoding" not in part.headers


def test_errors_are_gzipped_too(client: FlaskClient) -> None:
    answer = client.get("/doc/atlantis", headers={**GZIP, "Accept": "text/html"})
    assert answer.status_code == 404
    assert b"atlantis" in gzip.decompress(answer.data)


def test_a_stream_is_gzipped_piece_by_piece(streaming: FlaskClient, engine: Streaming) -> None:
    path = "/sparql?format=csv&query=ASK%7B%7D"
    with streaming.get(path) as plain:
        whole = plain.data
    answer = streaming.get(path, headers=GZIP, buffered=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Length" not in answer.headers
    chunks = iter(answer.iter_encoded())
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(next(chunks)) == b"row 0\r\n" * 50
    rest = b"".join(map(reader.decompress, chunks))
    assert reader.eof
    assert b"row 0\r\n" * 50 + rest == whole
    answer.close()
    assert engine.closed == 2


def test_a_stream_that_breaks_has_no_end(streaming: FlaskClient, engine: Streaming) -> None:
    engine.breaks = True
    answer = streaming.get("/sparql?format=csv&query=ASK%7B%7D", headers=GZIP, buffered=False)
    reader = zlib.decompressobj(wbits=31)
    read: list[bytes] = []
    with pytest.raises(EngineError):
        read.extend(map(reader.decompress, answer.iter_encoded()))
    assert len(b"".join(read).split(b"row 1000\r\n")) == 51
    assert not reader.eof
    answer.close()
