"""The home page: questions with their answers, a fact with its source, changes, and kinds by importance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from accord.engine import Answer, Query
from accord.errors import EngineError
from accord.publication import Publication
from accord.things.ontology.kinds import kinds_of
from accord.web import Site, create_app
from accord.web.pages import front_page
from engines import StoreEngine


class Broken(StoreEngine):
    """An engine that answers no query for now."""

    def query(self, query: Query) -> Answer:
        raise EngineError("No worker answers.")


@pytest.fixture
def broken(tiny: Publication) -> Iterator[FlaskClient]:
    with create_app(Site.open(tiny, Broken(tiny))).test_client() as client:
        yield client


def test_a_question_has_its_answer_beside_it(real_client: FlaskClient) -> None:
    page = real_client.get("/").text
    card = page.partition('<section aria-labelledby="question-2">')[2].partition("</section>")[0]
    assert 'href="/queries/largest-fundings"' in card
    assert "Award to the two Oxford biomedical research centres" in card


def test_a_question_that_is_drawn_is_not_repeated_as_a_card(client: FlaskClient) -> None:
    page = client.get("/").text
    assert page.count('href="/queries/tallest"') == 1
    assert "North Head" in page.partition("<svg")[2].partition("</svg>")[0]


def test_the_publication_chooses_its_questions(real_client: FlaskClient) -> None:
    page = real_client.get("/").text
    assert page.index('href="/queries/funding-per-funder"') < page.index('href="/queries/total-in-pounds"')


def test_a_sum_is_as_exact_as_its_parts_and_has_its_caveats(real_client: FlaskClient) -> None:
    card = real_client.get("/").text.partition("/queries/total-in-pounds")[2].partition("</section>")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", card).split())
    assert "at least about £474m total, 8 funding arrangements, 2 of them approximate, 2 at least so much" in words


def test_an_answer_names_the_value_that_it_is_for(real_client: FlaskClient) -> None:
    page = real_client.get("/").text
    card = page.partition('href="/queries/funding-in-a-region"')[2].partition("</section>")[0]
    assert "Region: Oxford" in re.sub(r"<[^>]*>", "", card)


def test_an_answer_has_the_same_headings_as_on_its_own_page(real_client: FlaskClient) -> None:
    card = real_client.get("/").text.partition('href="/queries/largest-fundings"')[2].partition("</section>")[0]
    own = real_client.get("/queries/largest-fundings").text
    heads = [re.findall(r"<th [^>]*>([^<]*)</th>", one) for one in (card, own)]
    assert "sum (£)" in heads[0]
    assert heads[0] == heads[1][: len(heads[0])]


def test_a_page_without_its_answers_says_so_and_is_not_kept(broken: FlaskClient) -> None:
    for _ in range(2):
        answer = broken.get("/")
        assert "could not be computed just now" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_a_fact_shows_how_it_is_known(real_client: FlaskClient) -> None:
    part = real_client.get("/").text.partition('id="how-we-know"')[2].partition("</section>")[0]
    assert re.search(r"<blockquote>[^<]{10,}</blockquote>", part)
    assert "/doc/key-partnerships-page" in part


def test_what_only_serves_others_comes_last(real_client: FlaskClient) -> None:
    page = real_client.get("/things").text
    main, _, background = page.partition("<details>")
    assert "/things/Agreement" in main
    assert "/things/ListTerm" not in main
    assert "/things/ListTerm" in background


def test_a_kind_is_below_the_wider_one(real_site: Site) -> None:
    index, vocabulary = real_site.things.class_index, real_site.things.vocabulary
    own = real_site.publication.settings.vocabulary
    agreement = next(one for one in kinds_of(index, vocabulary).main if one.kind.iri == own + "Agreement")
    assert own + "StrategicAlliance" in {one.kind.iri for one in agreement.narrower}


def test_no_query_is_asked_where_there_are_none(site: Site) -> None:
    assert front_page.answered(replace(site, examples={}), "") == []
