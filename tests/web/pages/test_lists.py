"""Lists: narrowed, sorted, in pages and formats, and the query behind each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from accord.engine.processes import query_store
from accord.formats import CSV, RDF_FORMATS, Format
from accord.names import RDF, RDFS, VOID, XSD
from accord.publication import Publication
from accord.things.lists import ListResult
from accord.things.lists.facets import Choice, tree
from accord.things.lists.query import PLACE, YEAR, ListQuery
from accord.things.names.labels import Name, Reference
from accord.web import Site, create_app
from accord.web.pages.lists.addresses import ALL_COLUMNS, FORMATS
from accord.web.pages.lists.letters import THINGS_PER_PAGE
from engines import StoreEngine

LIGHT = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"
LIGHTHOUSES = "/things/Lighthouse"
METRES = (LIGHT + "focalHeight", LIGHT + "metres")
BROWSER = {"Accept": "text/html"}


class Links(HTMLParser):
    """The addresses of the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs)["href"] or "")


def links(client: FlaskClient, path: str) -> list[str]:
    return Links(client.get(path, headers=BROWSER).text).found


def listed(client: FlaskClient, path: str) -> list[str]:
    """The slugs of the things on a page of a list, in order."""
    rows = client.get(path, headers=BROWSER).text.split('<th scope="row">')[1:]
    return [Links(row.partition("</th>")[0]).found[0].removeprefix("/doc/") for row in rows]


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize("query", ["light:Lighthouse", LIGHT + "Lighthouse"])
def test_a_class_has_one_address_and_the_older_form_still_works(client: FlaskClient, query: str) -> None:
    answer = client.get("/things", query_string={"class": query}, headers=BROWSER)
    assert answer.headers["Content-Location"] == f"{LIGHTHOUSES}.html"
    assert answer.data == client.get(LIGHTHOUSES, headers=BROWSER).data


def test_a_class_of_another_vocabulary_goes_by_its_prefix(client: FlaskClient) -> None:
    assert listed(client, "/things/skos:Concept") == ["sureness-stated", "sureness-supposed"]


def test_a_class_that_no_prefix_fits_is_given_in_full(tiny: Publication) -> None:
    engine, odd = StoreEngine(tiny), "https://else.example/?kind=a"
    graph = NamedNode(tiny.graph(next(file for file in tiny.files if "data" in file.roles)))
    engine.store.add(Quad(NamedNode(ID + "skerry"), NamedNode(RDF + "type"), NamedNode(odd), graph))
    client = create_app(Site.open(tiny, engine)).test_client()
    address = next(one for one in links(client, "/things") if one.startswith("/things?class="))
    assert listed(client, address) == ["skerry"]
    assert parse_qs(urlsplit(address).query) == {"class": [odd]}
    metadata = next(one for one in links(client, address) if "csv-metadata" in one)
    assert client.get(metadata).json["url"].startswith("./things.all.csv?class=https:")


@pytest.mark.parametrize(
    "address",
    [
        "/things/Nobody",
        "/things/light:Nobody",
        "/things/Lighthouse.docx",
        "/things.docx",
        "/things.all.csv-metadata.json",
        "/things?class=light:Nobody",
        "/things?class=http://[",
        "/things/Coast?page=2",
        "/things/Coast?page=0",
        "/things/Lighthouse?light:standsOn=id:atlantis",
        "/things/Lighthouse?light:standsOn=http://[",
        "/things/Lighthouse?light:nothing=id:outer-coast",
        "/things/Lighthouse?sort=light:nothing",
        "/things/Lighthouse?sort=light:keptBy",
    ],
)
def test_a_list_that_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_list_says_by_what_it_can_be_sorted(client: FlaskClient) -> None:
    answer = client.get(f"{LIGHTHOUSES}?sort=light:nothing")
    assert "It can be sorted by light:focalHeight/light:metres, light:firstLit" in answer.text


def test_the_classes_are_listed_on_a_page(client: FlaskClient) -> None:
    assert "/things/Lighthouse" in links(client, "/things")
    assert client.get("/things.html").data == client.get("/things").data


# ---------------------------------------------------------------- what a list shows


def test_a_list_names_its_things_and_says_what_they_are(client: FlaskClient) -> None:
    page = client.get("/things/Structure", headers=BROWSER).text
    assert "<h1>structures</h1>" in page
    assert "A squat granite tower" in page
    assert listed(client, "/things/Structure") == ["north-head", "skerry"]
    assert LIGHTHOUSES in links(client, "/things/Structure")


def test_values_that_things_share_narrow_a_list(client: FlaskClient, site: Site) -> None:
    found = site.things.lists.read(ListQuery(LIGHT + "Lighthouse"))
    assert found is not None
    facets = {facet.by.iri: {choice.value.iri: choice.count for choice in facet.choices} for facet in found.facets}
    assert facets[LIGHT + "keptBy"] == {ID + "ines-morvan": 2, ID + "tom-oakley": 1}
    address = next(one for one in links(client, LIGHTHOUSES) if "=id:tom-oakley" in one)
    assert address == f"{LIGHTHOUSES}?light:keptBy=id:tom-oakley"
    assert listed(client, address) == ["north-head"]
    assert LIGHTHOUSES in links(client, address), "the choice can be taken back"
    assert "1 of 2 lighthouses" in client.get(address, headers=BROWSER).text


def test_choices_add_up_and_may_leave_nothing(client: FlaskClient) -> None:
    both = f"{LIGHTHOUSES}?light:keptBy=id:ines-morvan&light:standsOn=id:outer-coast"
    assert listed(client, both) == ["skerry"]
    none = client.get(f"{both}&light:keptBy=id:tom-oakley", headers=BROWSER)
    assert (none.status_code, "Nothing matches all filters" in none.text) == (200, True)


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [
        ("light:firstLit", ["north-head", "skerry"]),
        ("-light:firstLit", ["skerry", "north-head"]),
        ("light:focalHeight/light:metres", ["north-head", "skerry"]),
        ("-light:focalHeight/light:metres", ["skerry", "north-head"]),
    ],
)
def test_a_value_of_a_thing_or_of_its_part_gives_an_order(client: FlaskClient, sort: str, slugs: list[str]) -> None:
    address = f"{LIGHTHOUSES}?sort={sort}"
    assert listed(client, address) == slugs
    other = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    assert {f"{LIGHTHOUSES}?sort={other}", LIGHTHOUSES} <= set(links(client, address))


def light(tiny: Publication, engine: StoreEngine, slug: str, name: str) -> None:
    """One more lighthouse of which only the name is known."""
    graph = NamedNode(tiny.graph(next(file for file in tiny.files if "data" in file.roles)))
    said: dict[str, NamedNode | Literal] = {
        RDF + "type": NamedNode(LIGHT + "Lighthouse"),
        "http://xmlns.com/foaf/0.1/name": Literal(name),
    }
    engine.store.extend(Quad(NamedNode(ID + slug), NamedNode(iri), value, graph) for iri, value in said.items())


def test_what_is_not_known_comes_last_both_ways(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    light(tiny, engine, "alder", "Alder")
    lists = Site.open(tiny, engine).things.lists
    for descending, first in ((False, ("north-head", "skerry")), (True, ("skerry", "north-head"))):
        listing = lists.read(ListQuery(LIGHT + "Lighthouse", (), (LIGHT + "firstLit",), descending))
        assert listing is not None
        assert listing.things == tuple(ID + slug for slug in (*first, "alder"))
        assert answered(engine.store, listing, union=True) == listing.things


def test_a_long_list_comes_in_pages(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    for number in range(THINGS_PER_PAGE):
        light(tiny, engine, f"light-{number}", f"Light {number}")
    client = create_app(Site.open(tiny, engine)).test_client()
    pages = [client.get(f"{LIGHTHOUSES}?page={number}", headers=BROWSER).text for number in (1, 2)]
    assert f"{THINGS_PER_PAGE + 2:,} lighthouses" in pages[0]
    assert [text.count('<link rel="next"') for text in pages] == [1, 0]
    assert [text.count('<link rel="prev"') for text in pages] == [0, 1]
    both = [slug for number in (1, 2) for slug in listed(client, f"{LIGHTHOUSES}?page={number}")]
    assert len(set(both)) == len(both) == THINGS_PER_PAGE + 2
    assert client.get(f"{LIGHTHOUSES}?page=3").status_code == 404
    assert len(client.get(f"{LIGHTHOUSES}.csv").text.splitlines()) == THINGS_PER_PAGE + 3, "downloads hold all"


# ---------------------------------------------------------------- the query behind


def wishes(site: Site, kind: str) -> Iterator[ListQuery]:
    """The list of a class by name, by each value, and narrowed by the first choices of each facet."""
    yield ListQuery(kind)
    whole = site.things.lists.read(ListQuery(kind))
    assert whole is not None
    for path in site.things.lists.sorts(kind):
        yield from (ListQuery(kind, (), path, descending) for descending in (False, True))
    for facet in whole.facets:
        for filter in ((facet.by.iri, choice.value.iri) for choice in facet.choices[:2]):
            yield ListQuery(kind, (filter,))
            yield ListQuery(kind, lacking=(filter,))


def answered(store: Store, listing: ListResult, union: bool = False) -> tuple[str, ...]:
    found = store.query(listing.query, use_default_graph_as_union=union)
    assert isinstance(found, QuerySolutions)
    return tuple(row["thing"].value for row in found)


@pytest.mark.parametrize("name", ["site", "real_site"])
def test_the_query_gives_the_same_things_in_the_same_order(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    store = query_store(site.publication)
    asked = [wish for kind in site.things.class_index.kinds() for wish in wishes(site, kind.iri)]
    assert len(asked) > 10
    for wish in asked:
        listing = site.things.lists.read(wish)
        assert listing is not None
        assert answered(store, listing) == listing.things, wish


def test_several_values_narrow_the_query_too(site: Site) -> None:
    having = ((LIGHT + "keptBy", ID + "ines-morvan"), (LIGHT + "standsOn", ID + "outer-coast"))
    listing = site.things.lists.read(ListQuery(LIGHT + "Lighthouse", having, METRES))
    assert listing is not None
    assert answered(query_store(site.publication), listing) == listing.things == (ID + "skerry",)


def test_the_query_opens_in_the_query_page(client: FlaskClient, site: Site) -> None:
    address = f"{LIGHTHOUSES}?sort=-light:firstLit"
    opened = next(one for one in links(client, address) if one.startswith("/sparql?query="))
    assert (
        client.get(address, headers={"Accept": "application/json"}).json["query"]
        == parse_qs(opened)["/sparql?query"][0]
    )
    page = client.get(opened, headers=BROWSER)
    assert page.status_code == 200
    assert page.text.index('href="/doc/skerry"') < page.text.index('href="/doc/north-head"')


# ---------------------------------------------------------------- formats


@pytest.mark.parametrize("format", [one for one in FORMATS if one is not ALL_COLUMNS], ids=lambda one: str(one.name))
def test_a_list_comes_in_every_format(client: FlaskClient, format: Format) -> None:
    fixed = client.get(f"{LIGHTHOUSES}.{format.suffix}")
    asked = client.get(LIGHTHOUSES, headers={"Accept": format.media})
    assert fixed.status_code == asked.status_code == 200
    assert fixed.mimetype == asked.mimetype == format.media
    assert fixed.data == asked.data
    assert f"{LIGHTHOUSES}.{format.suffix}" in {*links(client, LIGHTHOUSES), asked.headers["Content-Location"]}
    again = client.get(LIGHTHOUSES, headers={"Accept": format.media, "If-None-Match": asked.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_formats_keep_what_was_asked_for(client: FlaskClient) -> None:
    for suffix in ("csv", "json", "ttl"):
        text = client.get(f"{LIGHTHOUSES}.{suffix}?light:keptBy=id:tom-oakley").text
        assert "North Head Light" in text
        assert "Skerry" not in text


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_the_graph_of_a_list_is_in_the_data_as_its_files_spell_it(
    client: FlaskClient, tiny: Publication, format: Format
) -> None:
    assert isinstance(format.syntax, RdfFormat)
    found = {quad.triple for quad in parse(client.get(f"{LIGHTHOUSES}.{format.suffix}").data, format.syntax)}
    itself = NamedNode("https://example.org/lights/things/Lighthouse")
    stated = {quad.triple for part in ("data", "ontology") for quad in tiny.quads(part)}
    assert {triple for triple in found if triple.subject != itself} <= stated
    assert Triple(itself, NamedNode(VOID + "inDataset"), NamedNode("https://example.org/lights/dataset")) in found
    assert {triple.subject.value for triple in found} >= {ID + "north-head", ID + "skerry", ID + "skerry#height"}


def test_json_has_objects_with_lists_for_what_can_be_several(client: FlaskClient) -> None:
    said = client.get(f"{LIGHTHOUSES}.json").json
    assert (said["total"], said["class"], said["license"]) == (
        2, LIGHT + "Lighthouse", "https://creativecommons.org/publicdomain/zero/1.0/",
    )  # fmt: skip
    north = said["things"][0]
    assert (north["iri"], north["label"], north["type"]) == (
        ID + "north-head",
        "North Head Light",
        [LIGHT + "Lighthouse"],
    )
    assert north["keptBy"] == [ID + "ines-morvan", ID + "tom-oakley"]
    assert (north["standsOn"], north["focalHeight_metres"]) == (ID + "brannoc-bay", "4.50")


def csvw(client: FlaskClient, path: str) -> tuple[dict[str, Any], list[list[str]], str]:
    """The metadata and the rows of a CSV, found as CSV on the Web has it: by the link of the CSV."""
    answer = client.get(path)
    described = re.search(
        r'<([^>]+)>; rel="describedby"; type="application/csvm\+json"', ", ".join(answer.headers.getlist("Link"))
    )
    assert described is not None
    metadata = client.get(described[1]).json
    assert metadata is not None
    return metadata, list(csv.reader(io.StringIO(answer.text, newline=""))), described[1]


def stated(metadata: dict[str, Any], rows: list[list[str]]) -> Iterator[tuple[str, str, str]]:
    """What the rows state by the metadata, as in "Generating RDF from Tabular Data"; values by their lexical form."""
    schema = metadata["tableSchema"]
    columns = [column for column in schema["columns"] if not column.get("virtual")]
    for row in rows[1:]:
        cells = dict(zip((column["name"] for column in columns), row, strict=True))
        for column in schema["columns"]:
            cell = cells.get(column["name"], "")
            about = expanded(column.get("aboutUrl", schema["aboutUrl"]), cells)
            if column.get("suppressOutput") or not (cell or column.get("virtual")):
                continue
            values = cell.split(column["separator"]) if "separator" in column else [cell]
            if "valueUrl" in column:
                values = [expanded(column["valueUrl"], cells)]
            yield from ((about, column["propertyUrl"], value) for value in values)


def expanded(template: str, cells: dict[str, str]) -> str:
    return re.sub(r"\{\+(\w+)\}", lambda found: cells[found[1]], template)


@pytest.mark.parametrize("name", ["site", "real_site"])
def test_csv_by_its_metadata_states_what_the_data_states(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    client = create_app(site).test_client()
    known = {(q.subject.value, q.predicate.value, q.object.value) for q in site.publication.quads("data")}
    for kind in site.things.class_index.kinds():
        path = "/things.all.csv?class=" + kind.iri.replace("#", "%23")
        metadata, rows, _ = csvw(client, path)
        said = set(stated(metadata, rows))
        members = site.things.class_index.members(kind.iri)
        assert {(iri, RDF + "type", kind.iri) for iri in members} <= said
        derived = {one for one in said if one[1] in (RDF + "type", RDFS + "label")}
        assert said - derived <= known, kind.iri
        assert {row[0] for row in rows[1:]} == set(members)


@pytest.mark.parametrize("name", ["client", "real_client"])
def test_the_metadata_keep_the_rules_of_csv_on_the_web(name: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(name)
    site: Site = client.application.extensions["accord"]
    types = {
        "string",
        "anyURI",
        "integer",
        "decimal",
        "double",
        "boolean",
        "date",
        "dateTime",
        "gYear",
        "gYearMonth",
        "gMonthDay",
    }
    for kind in site.things.class_index.kinds():
        metadata, rows, address = csvw(client, "/things.all.csv?class=" + kind.iri.replace("#", "%23"))
        assert address.split("?")[0].endswith(".csv-metadata.json")
        assert metadata["url"].split("?")[0] == "./" + address.split("?")[0].rpartition("/")[2].removesuffix(
            "-metadata.json"
        )
        assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
        columns = metadata["tableSchema"]["columns"]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z0-9][\w.]*", name) for name in names), "RFC 6570 variables, none with _ first"
        assert rows[0] == names[:-1]
        assert [column.get("virtual", False) for column in columns] == [False] * (len(columns) - 1) + [True]
        assert {column.get("datatype", "string") for column in columns} <= types
        assert all("separator" not in column for column in columns if "valueUrl" in column)
        assert all(len(row) == len(rows[0]) for row in rows)


def test_values_that_hold_the_separator_get_another(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    graph = NamedNode(tiny.graph(next(file for file in tiny.files if "data" in file.roles)))
    for text in ("a|b", "c"):
        engine.store.add(Quad(NamedNode(ID + "skerry"), NamedNode(LIGHT + "asStated"), Literal(text), graph))
    client = create_app(Site.open(tiny, engine)).test_client()
    metadata, rows, _ = csvw(client, f"{LIGHTHOUSES}.all.csv")
    assert {(ID + "skerry", LIGHT + "asStated", text) for text in ("a|b", "c")} <= set(stated(metadata, rows))


def test_datatypes_and_languages_are_declared_where_all_values_have_them(client: FlaskClient) -> None:
    metadata, _, _ = csvw(client, f"{LIGHTHOUSES}.all.csv")
    columns = {column["name"]: column for column in metadata["tableSchema"]["columns"]}
    assert columns["focalHeight_metres"]["datatype"] == "decimal"
    assert columns["focalHeight_metres"]["aboutUrl"] == "{+focalHeight}"
    assert columns["focalHeight_asStated"]["lang"] == "en"
    assert columns["homepage"]["datatype"] == "anyURI"
    assert columns["firstLit"]["datatype"] == "string", "years and months are mixed"
    assert columns["standsOn"]["valueUrl"] == "{+standsOn}"
    assert metadata["dc:license"] == {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}


def test_json_is_what_a_program_gets_that_asks_for_json(client: FlaskClient) -> None:
    answer = client.get(LIGHTHOUSES, headers={"Accept": "application/json"})
    assert json.loads(answer.data)["total"] == 2
    assert CSV.media not in answer.content_type
    assert XSD not in answer.text


def test_the_first_link_of_a_csv_describes_it(client: FlaskClient) -> None:
    """Validators of CSV on the Web look at the first link only."""
    links = client.get("/things/Coast.all.csv").headers["Link"]
    assert links.startswith('</things/Coast.all.csv-metadata.json>; rel="describedby"')
    assert 'rel="license"' in links or 'rel="canonical"' in links


def test_no_text_without_a_role_has_a_label(client: FlaskClient) -> None:
    for path in ("/things/Coast", "/limits.html", "/queries", "/sparql?query=DESCRIBE+%3Ca:b%3E&format=html"):
        assert not re.search(r"<pre[^>]*aria-label", client.get(path).text), path


# ---------------------------------------------------------------- what a publication declares


def labels(site: Site, *having: tuple[str, str], lacking: tuple[tuple[str, str], ...] = ()) -> set[str]:
    """The names of the fundings of the real publication that a list has."""
    own = site.publication.settings.vocabulary
    found = site.things.lists.read(ListQuery(own + "Funding", having, lacking=lacking))
    assert found is not None
    return {site.things.labels.of(iri).text for iri in found.things}


def test_a_place_finds_what_is_in_it_and_what_has_to_do_with_it(real_site: Site) -> None:
    base = real_site.publication.settings.thing_base
    oxford = labels(real_site, (PLACE, base + "oxford"))
    assert "Award to the two Oxford biomedical research centres, 2022 to 2027" in oxford
    assert "Oxford Sciences Innovation's investment in Circadian Therapeutics" in oxford, "its recipient is of Oxford"
    assert oxford < labels(real_site, (PLACE, base + "england")), "a wider place has all of it"
    assert not oxford & labels(real_site, lacking=((PLACE, base + "oxford"),))


def test_the_question_about_money_in_a_region_counts_as_the_list_does(real_site: Site) -> None:
    settings, store = real_site.publication.settings, query_store(real_site.publication)
    for place in ("oxford", "oxfordshire", "midlands", "england"):
        iri = settings.thing_base + place
        text = real_site.examples["funding-in-a-region"].bound({"region": NamedNode(iri)}, settings.prefixes)
        rows = store.query(text, prefixes=dict(settings.prefixes))
        assert isinstance(rows, QuerySolutions)
        found = {real_site.things.labels.of(row["funding"].value).text for row in rows}
        assert found == labels(real_site, (PLACE, iri)), place


def test_a_year_finds_the_periods_around_it(real_site: Site) -> None:
    found = labels(real_site, (YEAR, "2024"))
    assert found == {"Award to the two Oxford biomedical research centres, 2022 to 2027"}


def test_a_class_that_is_an_intersection_has_the_columns_of_a_wider_one(real_client: FlaskClient) -> None:
    assert real_client.get("/things/IndustryAgreement.csv").text.startswith("name,party,established on,theme,region,")


def test_a_list_of_one_thing_is_in_the_singular(real_client: FlaskClient) -> None:
    page = real_client.get("/things/Visit").text
    assert "1 visit: <a" in page
    assert "All 1" not in page
    assert "these 1" not in real_client.get("/things/Funding?place=id:london").text


def test_the_columns_are_those_that_the_publication_declares(real_client: FlaskClient) -> None:
    page = real_client.get("/things/Funding", headers=BROWSER).text
    row = page.split('<th scope="row">')[2]
    assert "around £125m" in row
    assert re.search(r'<td data-name="[^"]+" class="number"><div>£<data value="125000000">125,000,000</data>', row)
    assert re.search(r'<time datetime="2022">2022</time> to <time datetime="2027">2027</time>', row)
    grants = real_client.get("/things/Grant", headers=BROWSER).text
    assert "around £125m" in grants, "a narrower class has the columns of the wider one"


def test_the_sum_of_a_list_says_what_is_not_exact_or_left_out(real_client: FlaskClient) -> None:
    page = real_client.get("/things/Funding", headers=BROWSER).text
    total = page.partition('<section class="total"')[2].partition("</section>")[0]
    words = " ".join(re.sub("<[^>]*>", " ", total).split())
    assert "at least about £474m in 8 of these 11 funding arrangements. Of the sums, 2 are marked “about”" in words
    assert "The numbers alone add up to £ 473,500,000 . 3 have no total to add" in words


def test_one_filter_has_the_places_of_all_properties(real_site: Site) -> None:
    own = real_site.publication.settings.vocabulary
    found = real_site.things.lists.read(ListQuery(own + "Funding"))
    names = [facet.by.name.text for facet in found.facets] if found else []
    assert "place" in names
    assert "region" not in names
    region = (own + "region", real_site.publication.settings.base + "id/oxford")
    old = real_site.things.lists.read(ListQuery(own + "Funding", (region,)))
    assert old is not None
    assert "region" in [facet.by.name.text for facet in old.facets], "an old address still has its filter, to remove it"


def test_a_list_leads_to_the_questions_of_its_group(real_client: FlaskClient) -> None:
    header = real_client.get("/things/Funding", headers=BROWSER).text.partition("</header>\n\n<div")[0]
    assert 'href="/queries/total-in-pounds"' in header
    assert 'href="/queries/who-signed"' not in header


def test_amounts_of_several_currencies_give_no_order(real_site: Site) -> None:
    own = real_site.publication.settings.vocabulary
    sorts = real_site.things.lists.sorts(own + "Funding")
    assert (own + "totalInPounds",) in sorts
    assert (own + "totalAmount", "https://schema.org/value") not in sorts


def test_dates_that_share_a_column_give_one_order_and_the_undated_come_last(real_client: FlaskClient) -> None:
    page = real_client.get("/things/Agreement?sort=when", headers=BROWSER).text
    rows, undated = page.partition("<tbody>")[2].split('<tr class="break">')
    dates = re.findall(r'<time datetime="([\d-]+)"', rows)
    assert dates == sorted(dates)
    assert len(dates) == 5
    assert "<time" not in undated
    assert "Without a date" in undated
    assert "8 without a date come last, by name" in page
    assert "/things/Agreement?sort=-when" in links(real_client, "/things/Agreement?sort=when")
    backwards = real_client.get("/things/Agreement?sort=-when", headers=BROWSER).text
    assert re.findall(r'<time datetime="([\d-]+)"', backwards.partition("<tbody>")[2]) == dates[::-1]


def test_a_last_possible_date_is_shown_as_one(real_client: FlaskClient) -> None:
    row = real_client.get("/things/Agreement?year=2026", headers=BROWSER).text.partition("<tbody>")[2]
    assert 'by <time datetime="2026-02-24">' in row


def test_a_list_narrows_by_the_kind_of_its_values(real_client: FlaskClient) -> None:
    """Any NHS body: the trusts, the service as a whole and the group of trusts that no document names."""
    page = real_client.get("/things/Agreement", headers=BROWSER).text
    assert 'href="/things/Agreement?lsp:party/a=lsp:HealthOrganisation"' in page
    found = listed(real_client, "/things/Agreement?lsp:party/a=lsp:HealthOrganisation")
    assert {"northern-university-nhs-partnerships", "oxford-nhs-collaboration"} < set(found)
    assert len(found) > len(listed(real_client, "/things/Agreement?lsp:party/a=lsp:NHSTrust")) > 0


def test_places_are_a_tree_with_the_broadest_in_sight(real_site: Site) -> None:
    listing = real_site.things.lists.read(ListQuery(real_site.publication.settings.vocabulary + "Agreement"))
    assert listing is not None
    places = next(facet for facet in listing.facets if facet.by.iri == PLACE)

    def names(choices: tuple[Choice, ...]) -> Iterator[str]:
        for one in choices:
            yield one.value.name.text
            yield from names(one.below if one.opened else ())

    sight = list(names(places.tree))
    assert sight[:3] == ["Europe", "United Kingdom", "England"]
    assert "Northern England" in sight
    assert "Buckinghamshire" not in sight


def test_a_place_within_another_and_it_within_the_first_are_both_offered() -> None:
    choices = [Choice(Reference(iri, Name(iri)), 1, False) for iri in ("a:1", "a:2", "a:3")]
    around = {"a:1": {"a:2"}, "a:2": {"a:1"}, "a:3": {"a:1", "a:2"}}
    found = tree(choices, lambda iri: frozenset(around[iri]))
    assert sorted(one.value.iri for one in found) == ["a:1", "a:2"]
    assert [one.value.iri for each in found for one in each.below] == ["a:3"]


@pytest.mark.parametrize("name", ["Northern England", "the North", "northern"])
def test_a_value_is_found_by_its_name(real_client: FlaskClient, name: str) -> None:
    answer = real_client.get("/things/Agreement", query_string={"place": name}, headers=BROWSER)
    assert answer.headers["Content-Location"] == "/things/Agreement.html?place=id:northern-england"
    page = real_client.get("/things/Agreement?sort=when&lsp:party=id:nhs", headers=BROWSER).text
    form = page.partition('<form class="find"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="lsp:party" value="id:nhs">' in form
    assert '<option value="England">' in form


def test_without_declared_columns_they_are_what_tells_the_things_apart(client: FlaskClient) -> None:
    page = client.get(LIGHTHOUSES, headers=BROWSER).text
    assert 'data-name="Kept by"' in page or 'data-name="Stands on"' in page
    assert '<th scope="col"' in page


@pytest.mark.parametrize("prefix", ["", "-"])
def test_a_filter_of_a_page_can_be_taken_back(client: FlaskClient, prefix: str) -> None:
    address = f"{LIGHTHOUSES}?{prefix}light:keptBy=id:tom-oakley"
    assert listed(client, address) == (["skerry"] if prefix else ["north-head"])
    assert LIGHTHOUSES in links(client, address)


def test_without_declared_columns_the_shapes_choose_them(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes/ships.ttl").write_text(
        """@prefix : <https://e.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        :Shape a sh:NodeShape ; sh:targetClass :Ship ; sh:property
            [ sh:path :mass ; sh:order 2 ] , [ sh:path :flag ; sh:order 1 ] , [ sh:path :port ; sh:minCount 1 ] .""",
        "utf-8",
    )
    ships = "".join(f':ship-{n} a :Ship ; :colour "c{n}" ; :mass {n} ; :port "Hull" .\n' for n in range(1, 4))
    (tmp_path / "ships.ttl").write_text(f'@prefix : <https://e.example/> . {ships} :ship-1 :flag "red" .', "utf-8")
    publication = Publication.read(tmp_path)
    site = Site.open(publication, StoreEngine(publication))
    chosen = [column.title.text for column in site.things.columns.of("https://e.example/Ship")]
    assert chosen == ["flag", "mass", "port", "colour"], "what is demanded or in order, then what tells apart"


def test_a_list_of_places_has_a_map_and_names_the_nearest_wider_place(real_client: FlaskClient) -> None:
    page = real_client.get("/things/Region", headers=BROWSER).text
    assert "<h1>Places</h1>" in page, "the title is the word of the menu"
    row = page.partition('<th scope="row"><a href="/doc/oxford">')[2].partition("</tr>")[0]
    assert re.findall(r">([A-Z][\w ]+)</a>", row) == ["Golden Triangle", "Oxfordshire"]
    assert 'class="drawing drawing-map"' in page
    assert 'class="drawing' not in real_client.get("/things/Agreement", headers=BROWSER).text


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "all.csv"])
def test_a_table_is_saved_by_the_word_of_the_menu(real_client: FlaskClient, suffix: str) -> None:
    answer = real_client.get(f"/things/Funding.{suffix}")
    assert answer.headers["Content-Disposition"] == f'inline; filename="money.{suffix}"'
