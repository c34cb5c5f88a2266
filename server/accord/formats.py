"""The one table of formats, and content negotiation over it (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer.

    ``media`` is the registered media type, ``suffix`` what a URL ends in, ``syntax`` the serialiser that writes it
    (none for HTML, which templates write), ``aliases`` other media types that clients ask for and mean this.
    """

    name: str
    media: str
    suffix: str
    label: str
    syntax: RdfFormat | QueryResultsFormat | None = None
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``; text types say that they are UTF-8."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


HTML = Format("html", "text/html", "html", "HTML", aliases=("application/xhtml+xml",))
TURTLE = Format("turtle", "text/turtle", "ttl", "Turtle", RdfFormat.TURTLE, ("application/x-turtle",))
JSON_LD = Format("json-ld", "application/ld+json", "jsonld", "JSON-LD", RdfFormat.JSON_LD, ("application/json",))
RDF_XML = Format("rdf-xml", "application/rdf+xml", "rdf", "RDF/XML", RdfFormat.RDF_XML, ("application/xml", "text/xml"))
N_TRIPLES = Format("n-triples", "application/n-triples", "nt", "N-Triples", RdfFormat.N_TRIPLES, ("text/plain",))
N_QUADS = Format("n-quads", "application/n-quads", "nq", "N-Quads", RdfFormat.N_QUADS)
TRIG = Format("trig", "application/trig", "trig", "TriG", RdfFormat.TRIG)
QUERY = Format("query", "application/sparql-query", "rq", "SPARQL")
JSON = Format("json", "application/sparql-results+json", "json", "JSON", QueryResultsFormat.JSON, ("application/json",))
XML = Format(
    "xml", "application/sparql-results+xml", "xml", "XML", QueryResultsFormat.XML, ("application/xml", "text/xml")
)
CSV = Format("csv", "text/csv", "csv", "CSV", QueryResultsFormat.CSV)
TSV = Format("tsv", "text/tab-separated-values", "tsv", "TSV", QueryResultsFormat.TSV)

RDF_FORMATS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""What the graph of a document is written in, the preferred first."""

GRAPH_RESULT_FORMATS = (*RDF_FORMATS, N_QUADS, TRIG)
"""What the endpoint writes a graph in."""

ROW_FORMATS = (JSON, XML, CSV, TSV)
"""What the rows of a SELECT and the truth of an ASK are written in, the preferred first."""

DOCUMENT_FORMATS = (HTML, *RDF_FORMATS)
"""What the document of a thing is written in."""


def by_suffix(suffix: str, offered: Iterable[Format]) -> Format | None:
    """The offered format of a URL suffix (``ttl``) or of a name (``turtle``)."""
    return next((one for one in offered if suffix in (one.suffix, one.name)), None)


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The offered format that an ``Accept`` header likes best, the server's order deciding between equals.

    No header, or an empty one, means anything. ``None`` says that nothing offered is acceptable (406).
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = list(_ranges(accept))
    exact = dict(ranges)
    best, best_quality = None, 0.0
    for one in offered:
        quality = max(_quality(one.media, ranges), *(exact.get(alias, 0.0) for alias in one.aliases), 0.0)
        if quality > best_quality:
            best, best_quality = one, quality
    return best


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    """The media ranges of an ``Accept`` header with their weights; what cannot be read is left out."""
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = next((value for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "q"), "1")
        try:
            quality = min(max(float(weight), 0.0), 1.0)
        except ValueError:
            continue
        if "/" in media:
            yield media, quality


def _quality(media: str, ranges: Iterable[tuple[str, float]]) -> float:
    """The weight that the most specific range gives to a media type, 0 when none covers it."""
    kinds = (media, media.split("/")[0] + "/*", "*/*")
    covering = [(kinds.index(pattern), -quality) for pattern, quality in ranges if pattern in kinds]
    return -min(covering)[1] if covering else 0.0
