"""A form made from the shapes says what is wrong beside the field, and what is right becomes Turtle."""

from __future__ import annotations

import html
import io
import re

from flask.testing import FlaskClient

from web.test_templates import Page

BASE = "https://example.org/lights/id/"
RIGHT = {
    "v/rdfs:label/0": "Gull Point Light",
    "v/light:standsOn/0": "Brannoc Bay",
    "v/evidence/0/light:book/0": "id:pilot-book",
    "v/evidence/0/light:page/0": "14",
    "v/evidence/0/light:words/0": "Gull Point Light stands on Brannoc Bay",
    "v/evidence/0/light:sureness/0": f"{BASE}sureness-stated",
}


def field(page: str, label: str) -> str:
    """The part of a page that holds a field, by its label."""
    return next(part for part in page.split('<div class="field')[1:] if re.search(rf"<label[^>]*>{label}\b", part))


def test_the_kinds_with_a_shape_have_forms(client: FlaskClient) -> None:
    page = client.get("/contribute")
    assert 'href="/contribute/lighthouse"' in page.text
    assert client.get("/contribute/castle").status_code == 404


def test_the_empty_form_is_sound(client: FlaskClient) -> None:
    page = client.get("/contribute/lighthouse").text
    Page(page)
    assert "(needed)" in field(page, "stands on")
    assert '<option value="Brannoc Bay">' in page, "names are suggested"


def test_a_right_form_is_shown_as_turtle(client: FlaskClient) -> None:
    answer = client.post("/contribute/lighthouse", data=RIGHT)
    assert answer.status_code == 200, re.findall('<p class="finding.*?</p>', answer.text)
    Page(answer.text)
    text = html.unescape(answer.text)
    assert "data/lights/gull-point-light.ttl" in text
    assert "id:gull-point-light\n    a light:Lighthouse ;\n" in text
    assert "light:standsOn id:brannoc-bay" in text
    assert "light:backs rdf:type , light:standsOn , rdfs:label" in text


def test_mistakes_are_beside_their_fields(client: FlaskClient) -> None:
    wrong = {**RIGHT, "v/evidence/0/light:page/0": "twelve", "v/light:standsOn/0": ""}
    answer = client.post("/contribute/lighthouse", data=wrong)
    assert answer.status_code == 422
    assert "exactly one stretch of coast" in field(answer.text, "stands on")
    assert "twelve" in field(answer.text, "page")
    assert "finding" in field(answer.text, "page")
    assert 'value="14"' not in answer.text
    assert "Gull Point Light" in field(answer.text, "label"), "what was written stays"


def test_a_name_that_is_not_certain_asks_what_is_meant(client: FlaskClient) -> None:
    answer = client.post("/contribute/lighthouse", data={**RIGHT, "v/light:standsOn/0": "Branoc"})
    assert answer.status_code == 422
    part = field(answer.text, "stands on")
    assert "It is not certain what" in part
    assert f'value="{BASE}brannoc-bay"' in part
    chosen = {**RIGHT, "v/light:standsOn/0": "Branoc", "r/light:standsOn/0": f"{BASE}brannoc-bay"}
    assert client.post("/contribute/lighthouse", data=chosen).status_code == 200


def test_a_likely_duplicate_is_named(client: FlaskClient) -> None:
    answer = client.post("/contribute/lighthouse", data={**RIGHT, "v/rdfs:label/0": "The North Head Lights"})
    assert "This looks like" in answer.text
    assert "North Head Light" in answer.text


def test_a_filled_table_is_checked_cell_by_cell(client: FlaskClient) -> None:
    empty = client.get("/contribute/lighthouse/table.csv")
    assert empty.mimetype == "text/csv"
    head = empty.text.splitlines()[0].split(",")
    cells = {"label": "Far Light", "stands on": "Nowhere at all", "source: page": "3"}
    table = ",".join(head) + "\n" + ",".join(cells.get(name, "") for name in head) + "\n"
    answer = client.post("/contribute/lighthouse/table", data={"file": (io.BytesIO(table.encode()), "x.csv")})
    assert answer.status_code == 422
    Page(answer.text)
    assert f"<td>{chr(ord('A') + head.index('stands on'))}2</td>" in answer.text
    broken = client.post("/contribute/lighthouse/table", data={"file": (io.BytesIO(b"a\n\xff\n"), "x.csv")})
    assert "not UTF-8" in broken.text
    assert client.post("/check/preview", data={"file": (io.BytesIO(b"a"), "x.xlsx")}).status_code == 415


def test_a_filled_workbook_is_checked_in_another_process(client: FlaskClient) -> None:
    empty = client.get("/contribute/lighthouse/table.xlsx")
    assert empty.mimetype.endswith("spreadsheetml.sheet")
    answer = client.post("/contribute/lighthouse/table", data={"file": (io.BytesIO(empty.data), "x.xlsx")})
    assert answer.status_code == 422
    assert "<td>lighthouse!A2</td>" in answer.text


def test_markup_in_a_field_is_text(client: FlaskClient) -> None:
    answer = client.post("/contribute/lighthouse", data={**RIGHT, "v/rdfs:label/0": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text
    assert not client.get("/contribute/%3Cscript%3E").text.count("<script>alert")


WRONG = {
    "v/rdfs:label/0": "PROFESSOR QUILL'S GRANT",
    "v/lsp:funder/0": "id:oxford",
    "v/lsp:recipient/0": "id:university-of-warwick",
    "v/lsp:totalAmount/0/schema:value/0": "3",
    "v/lsp:totalAmount/0/schema:currency/0": "pounds",
    "v/lsp:totalAmount/0/lsp:asStated/0": "up to £3m each year, planned",
    "v/schema:startDate/0": "next year",
    "v/lsp:durationInYears/0": "five",
    "v/evidence/0/dcterms:source/0": "id:key-partnerships-page",
    "v/evidence/0/lsp:paragraph/0": "twelve",
    "v/evidence/0/lsp:phrase/0": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 ... 16",
}
SPOKEN = re.compile(
    r"\b(?:lsp|rdfs?|skos|schema|xsd|id|org|dcterms|sh):\w|\^\^|\bIRI\b|\bclass\b|literal|predicate|--texts|data/|\"@en"
)


def test_findings_in_a_form_speak_of_fields_and_names(real_client: FlaskClient) -> None:
    answer = real_client.post("/contribute/grant", data=WRONG)
    assert answer.status_code == 422
    found = [html.unescape(one) for one in re.findall(r'<p class="finding[^>]*>.*?</p>', answer.text)]
    assert len(found) > 7, found
    assert [one for one in found if SPOKEN.search(re.sub("<[^>]*>", "", one))] == []
    assert any("Name a thing of that kind; 'Oxford' is of 'region'." in one for one in found), found
    assert any("Write GBP." in one for one in found), found
