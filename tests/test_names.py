"""IRIs as people write them, and back."""

from __future__ import annotations

import pytest

from accord.names import Prefixes, local_name

PREFIXES = Prefixes({"e": "http://e/", "deep": "http://e/deep/", "n": "http://e/ns#"})


def test_prefixes_are_those_of_the_turtle() -> None:
    turtle = b"@prefix e: <http://e/> .\n  PREFIX f-2: <http://f#>\n@base <http://x/> .\n@prefix : <http://d/> ."
    assert dict(Prefixes.declared_in(turtle)) == {"e": "http://e/", "f-2": "http://f#", "": "http://d/"}


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("http://e/a", "e:a"),
        ("http://e/deep/a", "deep:a"),
        ("http://e/ns#Caf\u00e9", "n:Caf\u00e9"),
        ("http://e/a/b", None),
        ("http://e/a.", None),
        ("http://e/", None),
        ("http://other/a", None),
    ],
)
def test_shortening(iri: str, short: str | None) -> None:
    assert PREFIXES.shorten(iri) == short
    if short:
        assert PREFIXES.expand(short) == iri


def test_expanding_what_nobody_declared() -> None:
    assert PREFIXES.expand("x:a") is None
    assert PREFIXES.expand("plain") is None


@pytest.mark.parametrize(("iri", "name"), [("http://e/a#b", "b"), ("http://e/a/", "a"), ("urn:x", "urn:x")])
def test_a_name_of_last_resort(iri: str, name: str) -> None:
    assert local_name(iri) == name
