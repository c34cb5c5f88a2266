"""A source by its passages."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from accord.web import Site


def test_the_places_of_a_source_come_in_its_order(real_site: Site) -> None:
    source = real_site.publication.settings.thing_base + "key-partnerships-page"
    passages, more = real_site.things.passages.of(source)
    numbers = [int(one.place.removeprefix("paragraph ")) for one in passages]
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 10
    assert not more


def test_a_phrase_says_what_it_supports(real_site: Site) -> None:
    source = real_site.publication.settings.thing_base + "key-partnerships-page"
    passage = next(one for one in real_site.things.passages.of(source)[0] if one.place == "paragraph 10")
    phrase = "have been awarded around £125m in government funding"
    (quotation,) = [one for one in passage.quotations if one.phrase and one.phrase.text == phrase]
    names = {(one.thing.name.text, *(name.text for name in one.properties)) for one in quotation.supports}
    award = "Award to the two Oxford biomedical research centres, 2022 to 2027"
    assert (award, "total amount", "total in pounds") in names


def test_what_is_no_source_has_no_passages(real_site: Site) -> None:
    assert real_site.things.passages.of(real_site.publication.settings.thing_base + "oxford") == ((), False)


def test_the_page_of_a_source_marks_phrases_and_says_what_is_not_stated(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/liverpool-oxford-mou-article.html").text
    part = page.partition('id="about-passages"')[2].partition("</section>")[0]
    top = page.partition("<h1>")[2].partition("</header>")[0]
    assert re.search(r'<li id="paragraph-3">.*?<q><mark>[^<]+</mark></q>', part, re.DOTALL)
    assert '<time datetime="2026-02-24">24 February 2026</time>' in top
    assert '<dt>address</dt><dd><span class="quiet">not stated</span>' in top
    assert page.index('id="about-passages"') < page.index('id="about-facts"')


def test_a_book_of_another_publication_has_its_pages(client: FlaskClient) -> None:
    page = client.get("/doc/pilot-book.html").text
    assert 'id="about-passages"' in page
    assert "<mark>" in page
