"""The page of a thing: the fact first, then facts with numbered sources, then what relates, then the machinery."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from accord.web import Site
from accord.web.pages.things.parts import line_of


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def part(page: str, begin: str, end: str = "</section>") -> str:
    return page.partition(begin)[2].partition(end)[0]


def test_a_sum_is_the_headline_with_who_gives_and_who_gets_it(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford-brc-award-2022.html").text
    headline = part(page, '<div class="headline">', "</div>")
    assert '<span class="figure">around £125m</span>' in headline
    assert "≈ approximate" in words(headline)
    line = "From UK Government to Oxford Biomedical Research Centre and Oxford Health Biomedical Research Centre"
    assert line in words(headline)
    assert words(headline).endswith("2022 to 2027 One sum for two receivers together.")


def test_parties_and_the_year_are_the_headline_of_an_agreement(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford-novo-nordisk-alliance.html").text
    headline = words(part(page, '<div class="headline">', "</div>"))
    assert headline == "Between Novo Nordisk and University of Oxford · established 2017"


def test_a_place_counts_what_concerns_it(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford.html").text
    assert "5 funding arrangements · about £242m in 3 of 5" in words(page)
    assert 'href="/things/Funding?place=id:oxford"' in page


def test_evidence_names_its_source_by_number(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford-brc-award-2022.html").text
    assert 'href="#source-1" title="Key Partnerships"' in page
    sources = part(page, 'id="about-sources"')
    assert '<li id="source-1">[1] <a href="/doc/key-partnerships-page">Key Partnerships</a>' in sources
    assert "The source says so, and marks the number or the date as approximate." in sources
    assert ">[1] Key Partnerships</a>" in page, "beside each phrase is the number, with the title in short"


def test_what_is_said_of_a_paragraph_is_said_once_with_the_sources(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford-brc-award-2022.html").text
    assert page.count("2022 or later") == 1
    assert "paragraph 10 – written: 2022 or later" in words(part(page, 'id="about-sources"'))
    assert "no web address is stated" in words(part(page, 'id="about-sources"'))


def test_what_relates_is_in_words_and_the_nearest_to_people_first(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/university-of-oxford.html").text
    related = part(page, 'id="about-related"')
    assert words(related).startswith(">Related party to (8)")
    assert "supports value" not in related
    ways = words(part(page, 'id="about-ways"'))
    assert "investment in Circadian Therapeutics investment · £2m by way of Circadian Therapeutics" in ways


def test_identifiers_come_after_what_relates_and_the_address_last(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/university-of-oxford.html").text
    order = ['id="about-facts"', 'id="about-related"', 'id="about-identifiers"', "Permanent address"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)


def test_a_mistake_can_be_reported_with_its_file_and_line(real_client: FlaskClient, real_site: Site) -> None:
    page = real_client.get("/doc/oxford-brc-award-2022.html").text
    found = re.search(r'href="/graph/data/funding/oxford-brc-award-2022#L(\d+)"', page)
    assert found is not None
    file = next(one for one in real_site.publication.files if one.path == "data/funding/oxford-brc-award-2022.ttl")
    assert file.data.decode().splitlines()[int(found[1]) - 1] == "id:oxford-brc-award-2022"


def test_no_line_is_named_for_what_a_file_spells_otherwise(site: Site) -> None:
    graph = site.publication.graph(next(one for one in site.publication.files if "data" in one.roles))
    assert line_of(site.publication, graph, "https://example.org/nowhere") is None
    assert line_of(site.publication, "https://example.org/graph/none", "https://example.org/nowhere") is None


def test_without_declared_hints_a_page_has_facts_and_backlinks_in_words(client: FlaskClient) -> None:
    page = client.get("/doc/outer-coast.html").text
    assert 'class="headline"' not in page
    assert "stands on this" in words(part(page, 'id="about-related"'))
