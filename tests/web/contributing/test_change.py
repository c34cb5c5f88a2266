"""The form that changes a thing: filled with what is stated, and sent as a proposal that changes nothing else."""

from __future__ import annotations

import html
import re
from pathlib import Path

from flask.testing import FlaskClient

from accord.forms.controls import MOST_VALUES, FormMaker
from accord.publication import Publication
from accord.publication.changed import changed
from accord.web import create_app
from accord.web.contributing.forms.answers import FormNames, read_answers
from accord.web.site import Site
from engines import StoreEngine
from repositories import run
from web.contributing.test_contribute import field
from web.contributing.test_proposals import BROWSER, World, cache, folder, log_in, token_of, world
from web.test_templates import Page

__all__ = ["cache", "folder", "world"]

BASE = "https://example.org/lights/id/"
FORM = "/proposals/change?thing=id:north-head"
PATH = "data/lights/north-head.ttl"


def fields(page: str) -> dict[str, str]:
    """What a browser sends of the form on a page, if nobody touches it."""
    form = page.partition('class="facts-form"')[2].partition("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") != "radio" or re.search(r"\bchecked\b", tag):
            found[given["name"]] = html.unescape(given.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>', options)
        found[name] = html.unescape(chosen[1] or "") if chosen else ""
    return found


def sent_text(page: str) -> str:
    """The file that the page proposes."""
    match = re.search(r'<textarea name="text" hidden aria-hidden="true">([^<]*)</textarea>', page)
    assert match, "nothing is proposed"
    return html.unescape(match[1])


def test_the_page_of_a_thing_leads_to_its_form(client: FlaskClient) -> None:
    page = client.get("/doc/north-head", headers={"Accept": "text/html"}).text
    address = html.unescape(re.findall(r'href="([^"]*/proposals/change[^"]*)"', page)[0])
    answer = client.get(address)
    assert answer.status_code == 200
    Page(answer.text)
    assert "North Head Light" in field(answer.text, "label")
    assert 'value="4.50"' in field(answer.text, "metres")
    assert "<details><summary>Passage 1: " in answer.text, "it has no mistakes, so it is folded"
    kept = answer.text.partition('id="kept"')[2]
    assert "Nørre Høved Fyr" in kept
    assert "1871-03" in kept


def test_a_form_that_nobody_touched_changes_nothing(client: FlaskClient) -> None:
    answer = client.post(FORM, data=fields(client.get(FORM).text))
    assert answer.status_code == 200, re.findall('<p class="finding.*?</p>', answer.text)
    assert "Nothing is changed yet." in answer.text
    assert "Propose it" not in answer.text


def test_a_change_is_shown_in_words_and_proposed_with_the_rest_as_it_was(world: World) -> None:
    client = log_in(world, world.contributor)
    given = fields(client.get(FORM).text)
    wrong = client.post(FORM, data={**given, "v/light:focalHeight/0/light:metres/0": "five"}, headers=BROWSER)
    assert wrong.status_code == 422
    assert "five is not a number" in field(wrong.text, "metres")
    answer = client.post(FORM, data={**given, "v/light:focalHeight/0/light:metres/0": "4.75"}, headers=BROWSER)
    assert answer.status_code == 200, re.findall('<p class="finding.*?</p>', answer.text)
    Page(answer.text)
    assert "<ins>metres: 4.75</ins>" in answer.text
    assert "<del>metres: 4.50</del>" in answer.text
    before = (world.folder / PATH).read_text()
    text = sent_text(answer.text)
    assert text == before.replace("light:metres 4.50", "light:metres 4.75")
    proposed = client.post(
        "/proposals",
        data={
            "form_token": token_of(answer.text, "/proposals"),
            **{"kind": "change", "base": world.version, "path": PATH, "title": "Higher", "why": ""},
            "text": text.replace("\n", "\r\n"),
        },
        headers=BROWSER,
    )
    assert proposed.status_code == 303, proposed.text
    assert "+    light:metres 4.75 ;" in client.get(proposed.location, headers=BROWSER).text


def test_a_link_with_other_words_means_something_else(client: FlaskClient) -> None:
    given = fields(client.get(FORM).text)
    answer = client.post(FORM, data={**given, "v/light:standsOn/0": "Outer Coast"})
    assert answer.status_code == 200, re.findall('<p class="finding.*?</p>', answer.text)
    assert "light:standsOn id:outer-coast" in sent_text(answer.text)


def test_a_change_says_which_version_it_was_made_from(world: World) -> None:
    client = log_in(world, world.contributor)
    given = fields(client.get(FORM).text)
    assert client.post(FORM, data={**given, "base": ""}, headers=BROWSER).status_code == 428
    assert client.post(FORM, data={**given, "base": "0" * 40}, headers=BROWSER).status_code == 412
    change(world.folder, "Another keeper")
    world.desk.reload()
    stale = client.post(FORM, data=given, headers=BROWSER)
    assert stale.status_code == 412
    assert "Another keeper" in stale.text, "what changed since"


def change(folder: Path, message: str) -> None:
    place = folder / PATH
    place.write_text(place.read_text().replace("id:ines-morvan , ", ""))
    run(folder, "commit", "--all", "--message", message)


def test_what_no_form_can_change_says_why(client: FlaskClient) -> None:
    assert client.get("/proposals/change?thing=id:nothing").status_code == 404
    assert client.get("/proposals/change").status_code == 404
    answer = client.get("/proposals/change?thing=id:brannoc-bay")
    assert answer.status_code == 200
    assert "There is no form for the kind" in answer.text
    assert "coast" in answer.text, "its file"
    assert client.post("/proposals/change?thing=id:brannoc-bay").status_code == 400


def test_a_form_shows_more_values_than_twenty_and_says_where_the_others_are_changed(tiny: Publication) -> None:
    names = " , ".join(f'"Candle {number}"@en' for number in range(110))
    files = {one.path: one for one in tiny.files}
    text = files[PATH].data.decode().replace('rdfs:label "North Head Light"@en', f"rdfs:label {names}")
    many = changed(tiny, {PATH: text.encode()})
    client = create_app(Site.open(many, StoreEngine(many))).test_client()
    page = client.get(FORM).text
    assert sum(name.startswith("v/rdfs:label/") for name in fields(page)) == MOST_VALUES
    assert f"<code>{PATH}</code> itself" in page.partition('id="kept"')[2]
    form = FormMaker(many).form("https://example.org/lights/ns#Lighthouse")
    answers = read_answers(form, fields(page), FormNames(many.settings.prefixes))
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    assert [one.text for one in answers.values[label]] == [f"Candle {number}" for number in range(MOST_VALUES)]
