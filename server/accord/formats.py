"""The table of formats, and content negotiation (RFC 9110 §12.5.1).

A new format is added here and nowhere else: a :class:`Format`, with a writer where pyoxigraph has none, in one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import lru_cache
from typing import IO, Any, NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat

from accord.serialization import Writer, corrected_writer, table_writer


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer.

    ``media`` is the registered media type, ``suffix`` the end of a URL, ``syntax`` pyoxigraph's name of it, if it has
    one, ``aliases`` other media types by which clients ask for it, ``names`` other short names, as a suffix or as the
    parameter ``format``, ``iri`` the W3C's name of it (https://www.w3.org/ns/formats/). ``writer`` is pyoxigraph's for
    the syntax unless another one is given; a format without either, such as HTML, is written by templates.
    """

    name: str
    media: str
    suffix: str
    label: str
    syntax: RdfFormat | QueryResultsFormat | None = None
    _: KW_ONLY
    aliases: tuple[str, ...] = ()
    iri: str = ""
    names: tuple[str, ...] = ()
    writer: Writer | None = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:  # by its name alone, which is quick; equal formats have equal names
        return hash(self.name)

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``; text types say that they are UTF-8."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media

    def write(self, results: Any, file: IO[bytes], prefixes: Mapping[str, str] | None = None) -> None:
        """Write the rows, the truth value, the triples or the quads that the format is for.

        Raises ValueError for a format that has no writer, and Unwritable for statements that it cannot write.
        """
        writer = self.writer or (corrected_writer(self.syntax) if self.syntax else None)
        if writer is None:
            raise ValueError(f"{self.label} has no writer.")
        writer(results, file, prefixes or {})


_W3C = "http://www.w3.org/ns/formats/"

HTML = Format("html", "text/html", "html", "HTML", aliases=("application/xhtml+xml",))
TURTLE = Format(
    "turtle",
    "text/turtle",
    "ttl",
    "Turtle",
    RdfFormat.TURTLE,
    aliases=("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/n3"),
    iri=f"{_W3C}Turtle",
    names=("n3",),
)
JSON_LD = Format(
    "json-ld",
    "application/ld+json",
    "jsonld",
    "JSON-LD",
    RdfFormat.JSON_LD,
    aliases=("application/json",),
    iri=f"{_W3C}JSON-LD",
    names=("json",),
)
RDF_XML = Format(
    "rdf-xml",
    "application/rdf+xml",
    "rdf",
    "RDF/XML",
    RdfFormat.RDF_XML,
    aliases=("application/xml", "text/xml"),
    iri=f"{_W3C}RDF_XML",
    names=("xml", "rdf+xml", "rdfxml"),
)
N_TRIPLES = Format(
    "n-triples",
    "application/n-triples",
    "nt",
    "N-Triples",
    RdfFormat.N_TRIPLES,
    aliases=("text/plain", "application/ntriples", "text/ntriples"),
    iri=f"{_W3C}N-Triples",
    names=("ntriples", "nt11"),
)
N_QUADS = Format(
    "n-quads",
    "application/n-quads",
    "nq",
    "N-Quads",
    RdfFormat.N_QUADS,
    aliases=("text/x-nquads",),
    iri=f"{_W3C}N-Quads",
)
TRIG = Format(
    "trig",
    "application/trig",
    "trig",
    "TriG",
    RdfFormat.TRIG,
    aliases=("application/x-trig",),
    iri=f"{_W3C}TriG",
)
SVG = Format("svg", "image/svg+xml", "svg", "SVG")
QUERY = Format("query", "application/sparql-query", "rq", "SPARQL")
JSON = Format(
    "json",
    "application/sparql-results+json",
    "json",
    "JSON",
    QueryResultsFormat.JSON,
    aliases=("application/json", "text/json"),
    iri=f"{_W3C}SPARQL_Results_JSON",
)
XML = Format(
    "xml",
    "application/sparql-results+xml",
    "xml",
    "XML",
    QueryResultsFormat.XML,
    aliases=("application/xml", "text/xml"),
    iri=f"{_W3C}SPARQL_Results_XML",
)
CSV = Format(
    "csv",
    "text/csv",
    "csv",
    "CSV",
    QueryResultsFormat.CSV,
    aliases=("text/comma-separated-values", "application/csv"),
    iri=f"{_W3C}SPARQL_Results_CSV",
    writer=table_writer(QueryResultsFormat.CSV, "boolean\r\n{}\r\n"),
)
TSV = Format(
    "tsv",
    "text/tab-separated-values",
    "tsv",
    "TSV",
    QueryResultsFormat.TSV,
    iri=f"{_W3C}SPARQL_Results_TSV",
    writer=table_writer(QueryResultsFormat.TSV, "?boolean\n{}\n"),
)

PLAIN_JSON = Format("plain-json", "application/json", "json", "JSON")
"""JSON that is no RDF and no result of a query: an object whose members the description of the interface names."""

CSV_NAMES = Format("csv-names", "text/csv", "csv", "CSV with names")
"""A table for people, in which a column with IRIs is followed by one with their names."""
XLSX = Format(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel", names=("excel", "xls")
)
PARQUET = Format("parquet", "application/vnd.apache.parquet", "parquet", "Parquet")
GEOJSON = Format("geojson", "application/geo+json", "geojson", "GeoJSON")

# One media type may mean several formats, as application/json does: each list below has one format for it.

RDF_FORMATS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""The formats for the graph of a document, the preferred first."""

GRAPH_RESULT_FORMATS = (*RDF_FORMATS, N_QUADS, TRIG)
"""The formats for the graph of a CONSTRUCT or DESCRIBE, the preferred first."""

ROW_FORMATS = (JSON, XML, CSV, TSV)
"""The formats for the rows of a SELECT and the truth value of an ASK, the preferred first."""

SHEETS = (XLSX, CSV_NAMES)
"""The formats for people of the rows of a SELECT and the truth value of an ASK."""

DOCUMENT_FORMATS = (HTML, *RDF_FORMATS)
"""The formats for the document of a thing."""

GRAPH_QUERIES = ("CONSTRUCT", "DESCRIBE")
"""The types of queries whose answer is a graph."""


def for_query(query_type: str) -> tuple[Format, ...]:
    """The formats for the answer to SELECT, ASK, CONSTRUCT or DESCRIBE, the preferred first."""
    return GRAPH_RESULT_FORMATS if query_type in GRAPH_QUERIES else ROW_FORMATS


def for_results(name: str) -> Format:
    """The format of this name among those for answers to queries. Raises KeyError."""
    return {one.name: one for one in (*ROW_FORMATS, *GRAPH_RESULT_FORMATS)}[name]


def by_suffix(suffix: str, offered: Iterable[Format]) -> Format | None:
    """The offered format of a URL suffix (``ttl``) or of a name (``turtle``, ``n3``), its own before another name."""
    formats = tuple(offered)
    own = (one for one in formats if suffix in (one.suffix, one.name))
    return next(own, None) or next((one for one in formats if suffix in one.names), None)


def by_name(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format of a short name, a suffix or a media type in any case, as in the parameter ``format``.

    Some clients write it in quotes. A ``+`` that is not escaped in an address arrives as a space.
    """
    plain = name.strip(" '\"").casefold().replace(" ", "+")
    return by_suffix(plain, offered) or (negotiate(plain, offered) if "/" in plain else None)


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The offered format that an ``Accept`` header prefers.

    Of equal weights, a format that is named comes before one that only a wildcard covers, then what the client names
    first, then what is offered first. No header, or an empty one, means anything. ``None`` means that nothing offered
    is acceptable (406).
    """
    if not accept or not accept.strip():
        return offered[0]
    place = (_remembered if len(accept) <= _SHORT_ACCEPT_CHARS else _best)(accept, tuple(offered))
    return None if place is None else offered[place]


def _best(accept: str, offered: tuple[Format, ...]) -> int | None:
    """The place of the offered format that is preferred: another place may have an equal one."""
    ratings = [_rating(one, ranges) for ranges in (_ranges(accept),) for one in offered]
    best = max(ratings)
    return ratings.index(best) if best.quality > 0 else None


_remembered = lru_cache(1024)(_best)
_SHORT_ACCEPT_CHARS = 256  # browsers send 140; 1,024 that are remembered are 300 KB


def names_any(accept: str | None, offered: Iterable[Format]) -> bool:
    """Whether an ``Accept`` header names an offered format itself, not only by a wildcard."""
    ranges = _ranges(accept or "")
    return any(ranges[media][0] > 0 for one in offered for media in (one.media, *one.aliases) if media in ranges)


class _Rating(NamedTuple):
    """How much a client wants a format: its weight, how exactly it is named, and how early (0, -1, …)."""

    quality: float
    exactness: int
    earliness: int


_Ranges = Mapping[str, tuple[float, int]]
"""Media ranges, each with its weight and its place in the header."""


def _ranges(accept: str) -> _Ranges:
    """The media ranges of an ``Accept`` header; one that is malformed is ignored, one that is repeated counts once."""
    found: dict[str, tuple[float, int]] = {}
    for place, item in enumerate(accept.split(",")):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = next((value for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "q"), "1")
        try:
            quality = min(max(float(weight), 0.0), 1.0)
        except ValueError:
            continue
        if "/" in media:
            before, first = found.get(media, (0.0, place))
            found[media] = max(before, quality), first
    return found


def _rating(format: Format, ranges: _Ranges) -> _Rating:
    """The weight of the most specific range that covers a format, or of an alias that is named with a higher one."""
    kinds = (format.media, format.media.split("/")[0] + "/*", "*/*")
    covering = next(((2 - place, *ranges[kind]) for place, kind in enumerate(kinds) if kind in ranges), (0, 0.0, 0))
    ratings = [_Rating(covering[1], covering[0], -covering[2])]
    ratings += [_Rating(ranges[alias][0], 2, -ranges[alias][1]) for alias in format.aliases if alias in ranges]
    return max(ratings)
