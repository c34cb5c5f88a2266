"""IRIs as people write them, and back."""

from __future__ import annotations

import re

import pytest

from accord import queries
from accord.names import LABELS, Prefixes, is_iri, is_part, local_name, owner

PREFIXES = Prefixes({"e": "http://e/", "deep": "http://e/deep/", "n": "http://e/ns#"})


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


def test_the_owner_of_a_part() -> None:
    assert (owner("http://e/a#p"), owner("http://e/a")) == ("http://e/a", "http://e/a")
    assert is_part("http://e/a#p", "http://e/a")
    assert not is_part("http://e/a", "http://e/a")
    assert not is_part("http://e/ab#p", "http://e/a")


ALTERNATIVES = re.compile(r"(?:[\w:]+|<[^<>]*>)(?:\|(?:[\w:]+|<[^<>]*>))+")
DECLARED = re.compile(r"^PREFIX (\w+): <(.*)>$", re.MULTILINE)


def iris(path: str, prefixes: Prefixes) -> tuple[str | None, ...]:
    return tuple(step[1:-1] if step.startswith("<") else prefixes.expand(step) for step in path.split("|"))


@pytest.mark.parametrize(("name", "times"), [("list", 2), ("list-by-value", 2), ("rule-label", 1)])
def test_queries_look_for_the_same_labels_as_the_program(name: str, times: int) -> None:
    text = queries.load(name).text
    prefixes = Prefixes(dict(DECLARED.findall(text)))
    found = [iris(path, prefixes) for path in ALTERNATIVES.findall(text.partition("SELECT")[2])]
    assert found == [LABELS] * times


def test_no_other_query_has_a_list_of_labels() -> None:
    others = set(queries.names()) - {"list", "list-by-value", "rule-label"}
    assert [name for name in others if re.search(r"rdfs:label\|", queries.load(name).text)] == []


@pytest.mark.parametrize("text", ["https://example.org/a", "urn:isbn:1", "mailto:a@example.org", "http://e/\u00fc"])
def test_an_iri_in_full(text: str) -> None:
    assert is_iri(text)


@pytest.mark.parametrize(
    "text", ["", "id:a", "Note: x", "http://a b", "http://a/\nb", "http://a/\r", "http://[x", "http://a/<b>"]
)
def test_no_iri(text: str) -> None:
    assert not is_iri(text)
