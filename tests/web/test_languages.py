"""A reader gets names in the language asked for, on every page, and no page that was made for a reader of another."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.things.names.languages import offered
from accord.web import Site, create_app
from accord.web.gateway import Gateway
from accord.web.requests.languages import negotiate_language
from engines import StoreEngine

DATA = """
@prefix : <https://e.example/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix ex: <https://e.example/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
CONFIGURATION = """
:dataset a void:Dataset ; void:uriSpace "https://e.example/" ; void:vocabulary ex: ; dcterms:language "en" ;
    dcterms:title "Places"@en , "Orte"@de , "أماكن"@ar ; dcterms:description "Where."@en , "Wo."@de .
"""
ONTOLOGY = """
ex:City a owl:Class ; rdfs:label "city"@en , "Stadt"@de , "مدينة"@ar ; rdfs:comment "A town."@en , "Ein Ort."@de .
ex:twin a owl:ObjectProperty ; rdfs:label "twin city"@en , "Partnerstadt"@de , "مدينة توأم"@ar .
"""
THINGS = """
:vienna a ex:City ; rdfs:label "Vienna"@en , "Wien"@de , "فيينا"@ar ; rdfs:comment "Capital."@en , "Hauptstadt."@de .
:cologne geo:lat 50.9 ; geo:long 6.9 .
:cologne a ex:City ; rdfs:label "Cologne"@en , "Köln"@de , "كولونيا"@ar ; ex:twin :vienna .
:zurich a ex:City ; rdfs:label "Zurich"@en , "Zürich"@de .
:top a skos:Concept ; skos:prefLabel "river"@en , "Fluss"@de , "نهر"@ar .
:low a skos:Concept ; skos:broader :top ; skos:prefLabel "brook"@en , "Bach"@de , "جدول"@ar .
"""
ASK = "# title: Which cities?\nSELECT ?city WHERE { ?city a <https://e.example/ns#City> } ORDER BY ?city\n"
FOLDER = {"data/publication.ttl": CONFIGURATION, "ontology/o.ttl": ONTOLOGY, "data/d.ttl": THINGS}
QUERY = "SELECT%20%3Fx%20%7B%20%3Fx%20a%20%3Chttps%3A%2F%2Fe.example%2Fns%23City%3E%20%7D"
BROWSER = {"Accept": "text/html"}
PAGES = {
    "/": ("Orte", "Stadt"),
    "/doc/low": ("Fluss",),
    "/doc/cologne": ("Partnerstadt", "Wien", "Stadt"),
    "/things/City": ("Stadt", "Köln", "Zürich"),
    "/things": ("Stadt",),
    "/search?q=Cologne": ("Köln", "Stadt"),
    "/ontology": ("Stadt", "Partnerstadt"),
    "/ontology/City": ("Stadt", "Ein Ort."),
    "/queries/cities": ("Köln", "Wien"),
    f"/sparql?query={QUERY}": ("Köln",),
}
FIXED = ("/doc/cologne.ttl", "/things/City.ttl", "/things.nt", "/ontology.ttl", "/index.jsonld",
         "/feed.atom", "/llms.txt", "/opensearch.xml", "/sitemap.xml")  # fmt: skip


def app_of(folder: Any) -> Flask:
    publication = Publication.read(folder)
    loaded, engine = LoadedPublication.of(publication), StoreEngine(publication)
    engine.patterns = loaded.statements
    return create_app(Site.open(publication, engine, loaded))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("places")
    for path, text in FOLDER.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(DATA + text, "utf-8")
    (folder / "data" / "queries").mkdir()
    (folder / "data" / "queries" / "cities.rq").write_text(ASK, "utf-8")
    return app_of(folder)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    app.extensions["cache"].clear()
    return app.test_client()


def read(visitor: FlaskClient, path: str, language: str = "") -> str:
    answer = visitor.get(path, headers={**BROWSER, **({"Accept-Language": language} if language else {})})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_names_in_the_language_of_its_reader(visitor: FlaskClient, path: str) -> None:
    for language, tag in (("de-CH, en;q=0.5", "de"), ("fr", "en"), ("", "en"), ("de", "de")):
        page = read(visitor, path, language)
        assert f'<html lang="{tag}">' in page
        main = page[page.index("<main") :]
        for word in PAGES[path]:
            plain = re.sub("<script.*?</script>", "", main, flags=re.S)
            assert (f">{word}" in plain) == (tag == "de"), (word, language)


def test_a_list_is_in_the_order_of_the_names_shown(visitor: FlaskClient) -> None:
    assert visitor.get("/things/City.json", headers={"Accept-Language": "de"}).json["things"][0]["label"] == "Köln"
    labels = [
        [one["label"] for one in visitor.get(f"/things/City.json?lang={tag}").json["things"]] for tag in ("en", "de")
    ]
    assert labels == [["Cologne", "Vienna", "Zurich"], ["Köln", "Wien", "Zürich"]]


def test_names_that_are_missing_fall_back_to_the_language_of_the_publication(visitor: FlaskClient) -> None:
    page = read(visitor, "/things/City", "ar")
    assert '<html lang="ar">' in page
    assert '<span dir="rtl">كولونيا</span>' in page
    assert '<span lang="en">Zurich</span>' in page


def test_what_is_in_no_language_of_the_page_is_marked(visitor: FlaskClient) -> None:
    page = read(visitor, "/doc/vienna", "de")
    assert '<span lang="ar" dir="rtl">فيينا</span>' in page
    assert '<footer class="bottom" lang="en">' in page
    assert '<span lang="en">Vienna</span>' in page
    assert '<footer class="bottom">' in read(visitor, "/doc/vienna", "en")


def test_answers_say_that_they_depend_on_the_language(visitor: FlaskClient) -> None:
    tags = set()
    for language in ("de", "en", "ar"):
        answer = visitor.get("/doc/vienna", headers={**BROWSER, "Accept-Language": language})
        assert "accept-language" in answer.headers["Vary"].lower()
        assert answer.headers["Content-Language"] == language
        tags.add(answer.headers["ETag"])
        again = {**BROWSER, "Accept-Language": language, "If-None-Match": answer.headers["ETag"]}
        assert visitor.get("/doc/vienna", headers=again).status_code == 304
        other = {**again, "Accept-Language": "de" if language != "de" else "en"}
        assert visitor.get("/doc/vienna", headers=other).status_code == 200
    assert len(tags) == 3


@pytest.mark.parametrize("path", FIXED)
def test_documents_are_the_same_for_all_readers(visitor: FlaskClient, path: str) -> None:
    answers = [
        visitor.get(path + address, headers={"Accept-Language": language})
        for language, address in (("en", ""), ("de", ""), ("ar", ""), ("en", "?lang=de"))
    ]
    assert {one.status_code for one in answers} == {200}
    assert len({one.data for one in answers}) == 1
    assert len({one.headers.get("ETag") for one in answers}) == 1
    assert "language" not in answers[0].headers.get("Vary", "").lower()


def test_json_with_one_name_says_its_language(visitor: FlaskClient) -> None:
    found = visitor.get("/search.json?q=Zürich", headers={"Accept-Language": "ar, de"}).json["results"][0]
    assert (found["label"], found["label_language"]) == ("Zurich", "en")
    found = visitor.get("/search.json?q=Zürich", headers={"Accept-Language": "de"}).json["results"][0]
    assert (found["label"], found["label_language"], found["kinds"][0]["label"]) == ("Zürich", "de", "Stadt")
    kinds = visitor.get("/things.json?lang=ar").json["classes"]
    assert {one["label_language"] for one in kinds if one["iri"].endswith("City")} == {"ar"}


def test_a_language_is_chosen_by_a_link_and_kept_by_the_links_of_the_page(visitor: FlaskClient) -> None:
    page = read(visitor, "/things/City?page=1")
    choice = re.search(r'<a href="([^"]*)" rel="nofollow" hreflang="de" lang="de">Deutsch</a>', page)
    assert choice is not None
    assert choice[1] == "/things/City?lang=de"
    german = read(visitor, choice[1], "en")
    assert '<html lang="de">' in german
    assert 'href="/doc/cologne?lang=de"' in german
    assert '<input type="hidden" name="lang" value="de">' in german
    assert 'href="/things/City.csv?lang=de"' in german
    assert 'href="/things/City.ttl"' in german
    assert re.search(r'<link rel="canonical" href="/things/City">', german)
    assert "?lang=" not in read(visitor, "/things/City", "de").split("</details>", 1)[1]


TABLES = {
    "/things/City.csv": "Köln",
    "/things/City.xlsx": "Köln",
    "/things/City.all.csv": "Köln",
    "/things/City.all.csv-metadata.json": "Stadt",
    "/things.csv": "Stadt",
    "/places.geojson": "Köln",
    "/things/City.geojson": "Köln",
    "/queries/cities.csv": "Köln",
    "/queries/cities.xlsx": "Köln",
    f"/sparql?query={QUERY}&format=xlsx": "Köln",
    f"/sparql?query={QUERY}&format=csv-names": "Köln",
}


def content(answer: Any) -> str:
    """An answer as text; a workbook with all its parts."""
    if not answer.data.startswith(b"PK"):
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("path", TABLES)
def test_tables_have_the_names_that_the_page_has(visitor: FlaskClient, path: str) -> None:
    mark, tags = "&" if "?" in path else "?", set()
    for language, address in (("de", path), ("en", f"{path}{mark}lang=de"), ("en", path), ("", path)):
        answer = visitor.get(address, headers={"Accept-Language": language} if language else {})
        assert answer.status_code == 200
        is_german = (language, address) not in (("en", path), ("", path))
        assert (TABLES[path] in content(answer)) == is_german
        assert answer.headers["Content-Language"] == ("de" if is_german else "en")
        assert "accept-language" in answer.headers["Vary"].lower()
        tags.add(answer.headers["ETag"])
    assert len(tags) == 3


def test_what_the_query_engine_writes_is_the_same_for_all(visitor: FlaskClient) -> None:
    path = f"/sparql?query={QUERY}&format=csv"
    german, english = (visitor.get(path, headers={"Accept-Language": language}) for language in ("de", "en"))
    assert german.data == english.data
    assert "language" not in german.headers.get("Vary", "").lower()


def test_redirects_keep_the_language(visitor: FlaskClient) -> None:
    assert visitor.get("/cologne?lang=de").headers["Location"] == "/doc/cologne?lang=de"
    assert visitor.get("/cologne?lang=fr").headers["Location"] == "/doc/cologne"


def test_robots_are_asked_not_to_read_the_pages_of_each_language(visitor: FlaskClient) -> None:
    assert "Disallow: /*?lang=" in visitor.get("/robots.txt").text
    assert "lang=" not in visitor.get("/sitemap.xml").text


def test_the_menu_of_languages_has_nothing_that_was_sent_beside(visitor: FlaskClient) -> None:
    assert "evil" not in read(visitor, "/doc/vienna?evil=1")
    assert "evil" not in read(visitor, "/doc/vienna")


def through(gateway: Gateway, path: str, language: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The body and the headers of an answer of a gateway."""
    headers = [(b"host", b"localhost"), (b"accept", b"text/html"), (b"accept-language", language)]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": headers, "http_version": "1.1", "client": ("127.0.0.1", 1)}  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(gateway(scope, receive, send))
    return b"".join(one.get("body", b"") for one in sent[1:]), dict(sent[0]["headers"])


def test_a_page_in_the_cache_is_for_readers_of_its_language_only(app: Flask) -> None:
    app.extensions["cache"].clear()
    gateway = Gateway(app, threads=2)
    for _ in range(2):
        for language in (b"de", b"en", b"ar", b"de-AT,en;q=0.2", b"xx", b"x" * 5_000):
            body, headers = through(gateway, "/doc/vienna", language)
            expected = language[:2] if language[:2] in (b"de", b"ar") else b"en"
            assert b'<html lang="%s">' % expected in body
            assert headers[b"content-language"] == expected
    assert len(app.extensions["cache"]) == 6


def test_a_publication_in_one_language_has_no_choice(client: FlaskClient, site: Site) -> None:
    assert site.languages == ("en",)
    page = client.get("/doc/north-head", headers={**BROWSER, "Accept-Language": "de"})
    assert "language" not in page.headers["Vary"].lower()
    assert "Content-Language" not in page.headers
    assert '<html lang="en">' in page.text
    assert "hreflang" not in page.text
    app = client.application
    app.extensions["cache"].clear()
    gateway = Gateway(app, threads=2)
    for language in (b"de", b"en", b"fr;q=0.3"):
        through(gateway, "/doc/north-head", language)
    assert len(app.extensions["cache"]) == 2


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("de", "de"), ("DE-ch", "de"), ("de-Latn-CH-1996", "de"), ("fr, de;q=0.5", "de"),
        ("de;q=0.1, ar;q=0.9", "ar"), ("*", "en"), ("*;q=0.5, de;q=0.1", "de"), ("de;q=0", "en"), ("en;q=0", "de"),
        ("en;q=0, de;q=0, ar;q=0", "zh-hans"), ("zh-TW", "zh-hant"), ("zh", "zh-hans"), ("zh-Hant-HK", "zh-hant"),
        ("zh-cmn", "zh-hans"), ("de-x-private", "de"), ("de;q=2", "en"), ("de;;q=1", "en"), (",,,", "en"),
        ("de\x00", "en"), ("en-GB,en;q=0.9,de;q=0.8", "en"), ("d" * 10_000, "en"), ("de," * 10_000, "de"),
        ("x," * 60 + "de", "en"), ("ar;q=0.999, de;q=1.000", "de"), (" de ;q=0.3 ,ar; q=0.2", "de"), ("é", "en"),
    ],
)  # fmt: skip
def test_accept_language_is_read_as_the_standards_say(header: str, language: str) -> None:
    assert negotiate_language(header, ("en", "de", "ar", "zh-hans", "zh-hant")) == language


@pytest.mark.parametrize(
    ("counts", "preferred", "languages"),
    [
        ({}, ("en",), ("en",)),
        ({"de": 9}, ("en",), ("en",)),
        ({"en": 100, "de": 4}, ("en",), ("en",)),
        ({"en": 100, "de": 4}, ("en", "de"), ("en", "de")),
        ({"en": 100, "fr": 20, "de": 30}, ("en",), ("en", "de", "fr")),
        ({"de": 9, "fr": 9}, ("en",), ("en", "de", "fr")),
        ({"zh-hans": 50, "zh-hant": 50, "en": 50}, ("zh", "en"), ("zh-hans", "zh-hant", "en")),
        ({"pt-br": 5, "pt-pt": 5}, ("pt",), ("pt-br", "pt-pt")),
        ({"en": 90, "en-gb": 5, "cy": 50}, ("en",), ("en", "cy")),
    ],
)
def test_the_languages_offered_are_those_of_the_names(
    counts: dict[str, int], preferred: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    assert offered(counts, preferred) == languages


def test_the_menu_names_the_language_of_a_publication_in_several_regions_of_it(tmp_path: Path) -> None:
    names = " . ".join(f'<http://e.example/{n}> :label "a {n}"@en-US , "b {n}"@en-CA , "c {n}"@de' for n in range(5))
    (tmp_path / "a.ttl").write_text(f"@prefix : <http://www.w3.org/2000/01/rdf-schema#> . {names} .")
    publication = Publication.read(tmp_path)
    with create_app(Site.open(publication, StoreEngine(publication))).test_client() as client:
        page = client.get("/", headers={"Accept-Language": "en"}).text
    assert "</span> English (en-ca)</summary>" in page
    assert '<html lang="en-ca">' in page
