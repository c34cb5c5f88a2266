"""Merging two things and withdrawing one with a form: what comes together, what contradicts, and what is sent."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

from web.contributing.test_proposals import BROWSER, World, cache, folder, log_in, propose, token_of, world
from web.test_templates import Page

__all__ = ["cache", "folder", "world"]

BASE = "https://example.org/lights/id/"
MERGE = "/proposals/merge?thing=id:gull&into=id:north-head"


def sent(page: str) -> dict[str, str]:
    """The fields of the form that proposes."""
    form = page.partition('action="/proposals"')[2].partition("</form>")[0]
    assert form, re.findall('<p class="finding.*?</p>', page)
    found = {name: html.unescape(value) for name, value in re.findall(r'name="([\w]+)" value="([^"]*)"', form)}
    for name, text in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = html.unescape(text)
    title = re.search(r'name="title"[^>]*value="([^"]*)"', form)
    return {**found, "title": html.unescape(title[1]) if title else ""}


def with_gull(world: World) -> FlaskClient:
    """A site with one more light, for a maintainer."""
    one = propose(world)
    client = log_in(world, world.maintainer)
    headers = world.as_program(world.maintainer, **{"If-Match": one["tip"]})
    assert world.client().post(f"/proposals/{one['id']}/accept", headers=headers).status_code == 200
    return client


def test_the_other_thing_is_found_by_search(client: FlaskClient) -> None:
    page = client.get("/proposals/merge?thing=id:skerry&q=north+head").text
    Page(page)
    assert f"into={BASE}north-head" in html.unescape(page).replace("%3A", ":").replace("%2F", "/")
    assert client.get("/proposals/merge?thing=id:nothing").status_code == 404
    assert client.get("/proposals/merge?thing=id:skerry&into=id:skerry").status_code == 400


def test_facts_come_together_contradict_or_are_taken_over(client: FlaskClient) -> None:
    page = client.get("/proposals/merge?thing=id:skerry&into=id:north-head").text
    Page(page)
    rows = [re.sub(r"<[^>]*>|\s+", " ", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)]
    kept_by = next(row for row in rows if "keptBy" in row or "kept by" in row.lower())
    assert "in both" in kept_by
    assert any("contradicts" in row and "Outer Coast" in row and "Brannoc Bay" in row for row in rows)
    height = next(row for row in rows if "31 m" in row)
    assert "four and a half metres" in height, "parts are shown by what they state"


def test_a_merge_brings_what_only_the_other_states_and_the_address_leads_on(world: World) -> None:
    client = with_gull(world)
    page = client.get(MERGE).text
    base = re.findall(r'name="base" value="([^"]+)"', page)[0]
    assert client.post(MERGE, data={"base": ""}, headers=BROWSER).status_code == 428
    assert client.post(MERGE, data={"base": "0" * 40}, headers=BROWSER).status_code == 412
    taken = re.findall(r'name="take" value="(\d+)" checked', page)
    answer = client.post(MERGE, data={"base": base, "take": taken, "why": "One light."}, headers=BROWSER)
    assert answer.status_code == 200, re.findall('<p class="finding.*?</p>', answer.text)
    Page(answer.text)
    fields = sent(answer.text)
    assert (fields["kind"], fields["of"], fields["into"]) == ("merge", f"{BASE}gull", f"{BASE}north-head")
    assert "Gull Light, on Brannoc Bay" in fields["text"], "the evidence comes along"
    fields["form_token"] = token_of(answer.text, "/proposals")
    proposed = client.post("/proposals", data=fields, headers=BROWSER)
    assert proposed.status_code == 303, proposed.text
    about = client.get(proposed.location, headers=BROWSER).text
    assert "data/lights/gull.ttl</code> (removed)" in about
    preview = client.get(f"{proposed.location}/preview", headers=BROWSER).text
    assert "id/gull</code> is no longer described" in preview
    accept = f"{proposed.location}/accept"
    seen = re.findall(r'name="seen" value="([0-9a-f]+)"', about)[0]
    decided = client.post(accept, data={"form_token": token_of(about, accept), "seen": seen}, headers=BROWSER)
    assert decided.status_code == 303, decided.text
    text = (world.folder / "data/lights/north-head.ttl").read_text()
    assert 'skos:altLabel "The Old Candle"@en , "Gull Light"@en ;' in text, "a second name is an alias"
    gone = client.get("/id/gull")
    assert (gone.status_code, gone.location) == (301, "/id/north-head")
    assert "One light." in (world.folder / "data/redirects.ttl").read_text()


def test_a_withdrawal_needs_a_reason_and_leaves_a_notice(world: World) -> None:
    client = with_gull(world)
    address = "/proposals/withdraw?thing=id:gull"
    base = re.findall(r'name="base" value="([^"]+)"', client.get(address).text)[0]
    empty = client.post(address, data={"base": base, "why": " "}, headers=BROWSER)
    assert empty.status_code == 422
    assert "Say why" in empty.text
    answer = client.post(address, data={"base": base, "why": "It was never built."}, headers=BROWSER)
    assert answer.status_code == 200
    fields = sent(answer.text)
    assert (fields["kind"], fields["of"], fields["why"]) == ("withdraw", f"{BASE}gull", "It was never built.")
    fields["form_token"] = token_of(answer.text, "/proposals")
    proposed = client.post("/proposals", data=fields, headers=BROWSER)
    about = client.get(proposed.location, headers=BROWSER).text
    seen = re.findall(r'name="seen" value="([0-9a-f]+)"', about)[0]
    accept = f"{proposed.location}/accept"
    client.post(accept, data={"form_token": token_of(about, accept), "seen": seen}, headers=BROWSER)
    gone = client.get("/doc/gull", headers={"Accept": "text/html"})
    assert (gone.status_code, "It was never built." in gone.text) == (410, True)


def test_what_others_lead_to_cannot_be_withdrawn_yet(world: World) -> None:
    client = log_in(world, world.maintainer)
    address = "/proposals/withdraw?thing=id:brannoc-bay"
    page = client.get(address).text
    assert "North Head Light" in page.partition('id="leading"')[2]
    base = re.findall(r'name="base" value="([^"]+)"', page)[0]
    answer = client.post(address, data={"base": base, "why": "It is not a bay."}, headers=BROWSER)
    assert "Not possible yet" in answer.text
    assert "These links would be broken" in answer.text
