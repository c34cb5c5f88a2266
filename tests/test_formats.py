"""Content negotiation as RFC 9110 §12.5.1 says."""

from __future__ import annotations

from io import BytesIO

import pytest

from accord import formats
from accord.formats import DOCUMENT_FORMATS, RDF_FORMATS, ROW_FORMATS, Format, by_suffix, negotiate


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "html"),
        ("", "html"),
        ("*/*", "html"),
        ("text/turtle", "turtle"),
        ("TEXT/TURTLE", "turtle"),
        ("text/turtle;q=0, */*", "html"),
        ("text/html;q=0, */*;q=0.1", "turtle"),
        ("text/*;q=0.5, application/ld+json;q=0.4", "html"),
        ("text/*;q=0.5, text/html;q=0.1", "turtle"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf-xml"),
        ("application/n-triples, text/turtle", "n-triples"),
        ("text/turtle, application/n-triples", "turtle"),
        ("application/json, text/plain, */*", "json-ld"),
        ("application/ld+json, text/turtle, */*", "json-ld"),
        ("image/png, */*, application/rdf+xml", "rdf-xml"),
        ("text/markdown, text/html, */*", "html"),
        ("application/*, text/*, */*", "json-ld"),
        ("text/n3", "turtle"),
        ("application/x-turtle;q=0.9, application/rdf+xml;q=0.8", "turtle"),
        ("text/turtle;q=0.2, text/n3, application/ld+json;q=0.5", "turtle"),
        ("text/turtle; charset=utf-8; q=0.5, application/ld+json;q=0.6", "json-ld"),
        ("application/json", "json-ld"),
        ("application/xhtml+xml", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        ("text/turtle;q=high, application/ld+json", "json-ld"),
        ("text/turtle;q=7", "turtle"),
    ],
)
def test_what_a_client_asks_for(accept: str | None, expected: str | None) -> None:
    chosen = negotiate(accept, DOCUMENT_FORMATS)
    assert (chosen.name if chosen else None) == expected


def test_suffixes_and_names_find_formats() -> None:
    assert by_suffix("ttl", DOCUMENT_FORMATS) is by_suffix("turtle", DOCUMENT_FORMATS) is formats.TURTLE
    assert by_suffix("csv", RDF_FORMATS) is None


@pytest.mark.parametrize("offered", [DOCUMENT_FORMATS, ROW_FORMATS], ids=["pages", "results"])
def test_no_two_formats_of_one_list_share_a_name(offered: tuple[Format, ...]) -> None:
    for attribute in ("name", "media", "suffix", "label"):
        values = [getattr(one, attribute) for one in offered]
        assert len(values) == len(set(values))


def test_text_says_that_it_is_utf_8() -> None:
    assert formats.TURTLE.content_type == "text/turtle; charset=utf-8"
    assert formats.JSON_LD.content_type == "application/ld+json"


def test_the_formats_of_a_query_follow_its_type() -> None:
    assert formats.for_query("SELECT") == formats.for_query("ASK") == ROW_FORMATS
    assert formats.for_query("CONSTRUCT") == formats.for_query("DESCRIBE") == formats.GRAPH_RESULT_FORMATS


@pytest.mark.parametrize("format", [*ROW_FORMATS, *formats.GRAPH_RESULT_FORMATS], ids=lambda one: one.name)
def test_every_format_of_results_has_an_iri_of_the_w3c_and_is_found_by_its_name(format: Format) -> None:
    assert format.iri.startswith("http://www.w3.org/ns/formats/")
    assert formats.for_results(format.name) is format


def test_a_format_without_a_writer_says_so() -> None:
    with pytest.raises(ValueError, match="HTML has no writer"):
        formats.HTML.write((), BytesIO())


def test_a_format_is_the_one_that_was_offered_although_another_place_has_an_equal_one() -> None:
    here, there = (formats.Format("data", "application/json", "json", "JSON") for _ in range(2))
    for offered in ((here, formats.HTML), (there, formats.HTML)):
        assert formats.negotiate("application/json", offered) is offered[0]


@pytest.mark.parametrize(
    ("media", "format"),
    [
        ("text/ntriples", formats.N_TRIPLES),
        ("application/n3", formats.TURTLE),
        ("text/x-nquads", formats.N_QUADS),
        ("application/x-trig", formats.TRIG),
    ],
)
def test_older_names_of_media_types_are_known(media: str, format: Format) -> None:
    assert negotiate(media, formats.GRAPH_RESULT_FORMATS) is format
    assert formats.by_name(media, formats.GRAPH_RESULT_FORMATS) is format
    assert negotiate("text/comma-separated-values", ROW_FORMATS) is formats.CSV
