"""Content negotiation as RFC 9110 §12.5.1 says."""

from __future__ import annotations

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
        ("application/n-triples, text/turtle", "turtle"),
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
