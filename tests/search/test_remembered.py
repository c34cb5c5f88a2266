"""Searches by what people remember: sums, years, posts, initials, phrases and questions; each hit says why."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.search import Filters, Hit
from accord.search.snippets import LONGEST, snippet
from accord.search.sums import in_digits
from accord.web import Site
from engines import StoreEngine

REAL = "https://w3id.org/lifescience-partnerships/id/"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def agreements(real: Publication) -> Site:
    return Site.open(real, StoreEngine(real))


def _first(agreements: Site, query: str) -> Hit:
    return agreements.search.find(query, Filters(), 0, 1).hits[0]


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("£300m", "300000000 GBP"),
        ("£ 300m", "300000000 GBP"),
        ("up to £3m a year", "up to  3000000 GBP a year"),
        ("115 million", "115000000"),
        ("1.5bn", "1500000000"),
        ("$2,500", "2500 USD"),
        ("€1 billion", "1000000000 EUR"),
        ("300,000,000", "300000000"),
        ("2013", "2013"),
        ("2017-18", "2017- 18"),
        ("4.25", "4.25"),
        ("M25", "M25"),
        ("10 metres", "10 metres"),
    ],
)
def test_a_sum_is_one_number_however_it_is_written(written: str, digits: str) -> None:
    assert in_digits(written).split() == digits.split()


@pytest.mark.parametrize(
    ("query", "slug", "label", "words"),
    [
        ("115 million", "novo-nordisk-investment", "equivalent amount", "115,000,000 GBP"),
        ("115000000", "novo-nordisk-investment", "equivalent amount", "115,000,000 GBP"),
        ("1bn", "novo-nordisk-investment", "total amount", "1,000,000,000 DKK"),
        ("about £125m", "oxford-brc-award-2022", "total amount", "125,000,000 GBP"),
        ("£55m each year", "cancer-research-uk-oxford-centre-investment", "annual amount", "55,000,000 GBP"),
        ("2013", "oxford-oxford-health-collaboration", "signed on", "2013"),
        ("chief operating officer", "paul-durrands", "post", "Chief Operating Officer"),
        ("CRUK", "cancer-research-uk", "initials of Cancer Research UK", "CRUK"),
        ("millions of people who call", "northern-england", "in the words of the source", "call the North home"),
    ],
)
def test_what_people_remember_is_found_and_told(
    agreements: Site, query: str, slug: str, label: str, words: str
) -> None:
    hit = _first(agreements, query)
    assert hit.why
    if query != "2013":
        assert hit.thing.iri == REAL + slug
    assert hit.why.label == label
    assert words in hit.why.text
    assert any(marked for _, marked in hit.snippet)


def test_classes_above_and_plurals_are_found(agreements: Site) -> None:
    found = agreements.search.find("oxford fundings", Filters(), 0, 10)
    assert found.total >= 5
    funding = "https://w3id.org/lifescience-partnerships/ns#Funding"
    assert all(funding in hit.thing.classes for hit in found.hits[:5])


def test_what_only_serves_others_comes_last(agreements: Site) -> None:
    last = agreements.search.find("", Filters(), 0, 1000).hits
    behind = [agreements.search._is_background(hit.thing) for hit in last]
    assert 0 < sum(behind) < len(behind)
    assert behind == sorted(behind)


@pytest.mark.parametrize(
    ("query", "title"), [("who funds what", "Who funds what?"), ("timeline", "Timeline: what happened when?")]
)
def test_questions_are_found_by_their_words(agreements: Site, query: str, title: str) -> None:
    assert agreements.question_index.find(query, 3)[0].title == title


def test_the_page_shows_sums_questions_and_what_to_ask_instead(client: FlaskClient) -> None:
    found = client.get("/search.json?q=candle").json
    assert found is not None
    assert found["results"][0]["matched"] == {
        "in": "also called",
        "text": "The Old Candle",
        "snippet": "The Old Candle",
    }
    assert found["results"][0]["amounts"] == ["focal height: 4.5"]
    assert found["proposals"] == []
    nothing = client.get("/search.json?q=zzzzzz").json
    assert nothing is not None
    assert nothing["results"] == []
    assert nothing["proposals"][0]["url"].startswith("http://localhost/queries/")
    page = client.get("/search?q=zzzzzz", headers=BROWSER).text
    assert f'<a href="/queries/{nothing["proposals"][0]["url"].rpartition("/")[2]}">' in page


def test_a_snippet_is_the_part_around_the_word() -> None:
    text = "long " * 100 + "needle " + "and more " * 50
    pieces = snippet(text, lambda word: word == "needle")
    shown = "".join(piece for piece, _ in pieces)
    assert ("needle", True) in pieces
    assert (shown[0], shown[-1]) == ("…", "…")
    assert len(shown) <= LONGEST + 2
    assert snippet("short", lambda _: False) == (("short", False),)
    assert len("".join(piece for piece, _ in snippet("x" * 1000, lambda _: False))) <= LONGEST + 1
