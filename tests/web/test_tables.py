"""Lists, questions and answers as spreadsheets and maps, and the lines that read them into other programs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pyoxigraph import RdfFormat, parse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUERY = "SELECT ?light ?h { ?light a light:Lighthouse ; light:focalHeight/light:metres ?h } ORDER BY ?h"


def workbook(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, XLSX), answer.text
    return load_workbook(io.BytesIO(answer.data))


def about(book: Any) -> dict[str, str]:
    return {row[0].value: row[1].value for row in book["About"].rows if row[0].value}


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))


def test_a_list_is_a_workbook(client: FlaskClient) -> None:
    book = workbook(client, "/things/Lighthouse.xlsx")
    assert book.sheetnames == ["Data", "All columns", "About"]
    head, *rows = [[cell.value for cell in row] for row in book["Data"].rows]
    assert head[:3] == ["name", "stands on", "focal height"]
    assert head[-3:] == ["documents", "words of the documents", "link"]
    assert "https://example.org/lights/id/north-head" in [row[-1] for row in rows]
    head, *rows = [[cell.value for cell in row] for row in book["All columns"].rows]
    assert head[:2] == ["name", "kind"]
    assert "North Head Light" in [row[0] for row in rows]
    north = dict(zip(head, next(row for row in rows if row[0] == "North Head Light"), strict=True))
    assert next(value for name, value in north.items() if name.endswith("metres")) == 4.5
    assert "four and a half metres" in north["words of the documents"]
    link = next(cell for cell in book["Data"]["A"] if cell.value == "North Head Light").hyperlink.target
    assert link == "http://localhost/doc/north-head"
    assert about(book)["Address"].startswith("http://localhost/things/Lighthouse")
    assert {"Table", "From", "Licence", "Data version", "Query"} <= set(about(book))


def test_a_question_is_a_workbook(client: FlaskClient) -> None:
    book = workbook(client, "/queries/tallest.xlsx")
    assert [cell.value for cell in next(book["Data"].rows)] == ["light", "metres"]
    assert about(book)["Read this first"].startswith("The lights with the height")
    assert about(book)["Address"] == "http://localhost/queries/tallest.html"


def test_an_answer_is_a_workbook(client: FlaskClient) -> None:
    book = workbook(client, f"/sparql?format=xlsx&query={quote(QUERY)}")
    assert book["Data"]["A2"].hyperlink.target.startswith("http://localhost/doc/")
    assert isinstance(book["Data"]["B2"].value, int | float)
    assert "PREFIX light: <https://example.org/lights/ns#>" in [row[1].value for row in book["About"].rows]
    same = client.get("/sparql", query_string={"query": QUERY}, headers={"Accept": XLSX})
    assert same.mimetype == XLSX
    assert client.get("/sparql?format=xlsx&query=DESCRIBE%20%3Ca:b%3E").status_code == 406
    assert workbook(client, "/sparql?format=xlsx&query=ASK%7B%7D")["Data"]["A2"].value is True


def test_csv_has_names_beside_iris(client: FlaskClient) -> None:
    rows = table(client, f"/sparql?format=csv-names&query={quote(QUERY)}")
    assert {"light", "light_label", "h"} == set(rows[0])
    assert "North Head Light" in [row["light_label"] for row in rows]
    assert b"light_label" not in client.get(f"/sparql?format=csv&query={quote(QUERY)}").data
    lights = table(client, "/things/Lighthouse.all.csv")
    north = next(row for row in lights if row["label"] == "North Head Light")
    assert north["standsOn_label"] == "Brannoc Bay"
    columns = json.loads(client.get("/things/Lighthouse.all.csv-metadata.json").text)["tableSchema"]["columns"]
    assert [one["name"] for one in columns if not one.get("virtual")] == list(lights[0])


@pytest.mark.parametrize(
    "address", ["/things/Lighthouse.csv", "/queries/tallest.csv", f"/sparql?format=csv-names&query={quote(QUERY)}"]
)
def test_a_byte_order_mark_is_written_where_it_is_asked_for(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    marked = client.get(f"{address}{'&' if '?' in address else '?'}bom=1")
    assert marked.data == b"\xef\xbb\xbf" + plain.data
    assert marked.headers["ETag"] != plain.headers["ETag"]
    assert client.get(address).data == plain.data


def test_places_are_on_a_map(real_client: FlaskClient) -> None:
    answer = real_client.get("/places.geojson")
    assert answer.mimetype == "application/geo+json"
    features = json.loads(answer.text)["features"]
    oxford = next(one for one in features if one["properties"]["name"] == "Oxford")
    assert oxford["geometry"]["coordinates"] == [-1.25596, 51.75222]
    assert oxford["properties"]["url"] == "http://localhost/doc/oxford"
    regions = json.loads(real_client.get("/things/Region.geojson").text)["features"]
    assert 0 < len(regions) <= len(features)
    assert 'href="/things/Region.geojson"' in real_client.get("/things/Region.html").text
    assert "geojson" not in real_client.get("/things/Funding.html").text


def test_the_columns_of_money_are_apart(real_client: FlaskClient) -> None:
    book = workbook(real_client, "/things/Funding.xlsx")
    head = [cell.value for cell in next(book["All columns"].rows)]
    for name in ("value (GBP)", "value (DKK)", "currency", "how exact", "in the words of the source"):
        assert any(title.startswith("total amount") and title.endswith(name) for title in head), head
    assert "total amount, value" not in head, "kroner and pounds would be in one column"
    assert head[-2:] == ["documents", "words of the documents"]


def test_money_begins_with_a_short_table(real_client: FlaskClient) -> None:
    book = workbook(real_client, "/things/Funding.xlsx?place=id:oxford")
    head, *rows = [[cell.value for cell in row] for row in book["Data"].rows]
    assert head == ["name", "funder", "recipient or what is funded", "amount", "total in pounds (£)", "when",
                    "how exact", "counted in a sum", "remarks", "documents",
                    "words of the documents", "link"]  # fmt: skip
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    novo = next(row for name, row in found.items() if "Novo" in name)
    assert (novo["total in pounds (£)"], novo["how exact"]) == (115_000_000, "about")
    assert "1 billion Danish kroner" in novo["amount"]
    award = next(row for name, row in found.items() if name.startswith("Award"))
    assert (award["when"], award["counted in a sum"]) == ("2022 to 2027", "yes")
    assert award["remarks"] == "One sum for two receivers together."
    assert award["documents"] == "Key Partnerships (paragraph 10)"
    assert "have been awarded around £125m in government funding" in award["words of the documents"]
    nihr = next(row for name, row in found.items() if name.startswith("NIHR"))
    assert nihr["counted in a sum"] == "no: there is no sum to compare"
    assert "does not say whether this is the same money" in nihr["remarks"]
    said = about(book)
    assert said["Rows"].startswith("5 of all 11 funding arrangements (place: Oxford)")
    assert said["Sum"].startswith("£242,000,000 in 3 of these 5 funding arrangements.")
    assert table(real_client, "/things/Funding.csv?place=id:oxford")[0].keys() == dict.fromkeys(head).keys()


def test_rows_are_rdf_too(client: FlaskClient) -> None:
    triples = list(parse(client.get("/queries/tallest.ttl").data, RdfFormat.TURTLE))
    assert sum("#solution" in str(one.predicate) for one in triples) == len(table(client, "/queries/tallest.csv"))


def test_lines_for_other_programs_are_shown(client: FlaskClient) -> None:
    for address, csv_address in (
        ("/queries/tallest", "http://localhost/queries/tallest.csv"),
        ("/things/Lighthouse.html", "http://localhost/things/Lighthouse.csv"),
    ):
        page = client.get(address, headers={"Accept": "text/html"}).text
        assert f"read_csv(&#39;{csv_address}&#39;)" in page
        assert f"=IMPORTDATA(&#34;{csv_address}&#34;)" in page
