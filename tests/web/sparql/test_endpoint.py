"""The endpoint speaks the query operation of the SPARQL 1.1 Protocol, and refuses the rest in words."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from werkzeug.test import TestResponse

from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.requests.rate_limit import ClientLimits, Clients

ALL = "SELECT * { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@pytest.fixture(scope="module")
def client(tiny: Publication) -> Iterator[FlaskClient]:
    """A visitor of the tiny publication, with the engine that serves it in earnest."""
    with local_engine(tiny, EngineLimits(deadline=2)) as engine:
        yield create_app(Site.open(tiny, engine)).test_client()


def ask(client: FlaskClient, text: str, accept: str | None = None, **parameters: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": text, **parameters}, headers=headers)


def post(client: FlaskClient, body: str | bytes, kind: str, parameters: str = "") -> TestResponse:
    return client.post(f"/sparql?{parameters}", data=body, content_type=kind)


@pytest.mark.parametrize(
    ("accept", "media", "format"),
    [
        (None, "application/sparql-results+json", QueryResultsFormat.JSON),
        ("*/*", "application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/json", "application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        ("application/xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", "text/tab-separated-values", QueryResultsFormat.TSV),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml", None),
    ],
)
def test_rows_are_negotiated(
    client: FlaskClient, accept: str | None, media: str, format: QueryResultsFormat | None
) -> None:
    answer = ask(client, ALL, accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    if format:
        assert len(list(parse_query_results(answer.data, format))) > 50  # type: ignore[arg-type]


def test_csv_is_what_spreadsheets_read(client: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(client, ALL, "text/csv").text)))
    assert set(rows[0]) == {"s", "p", "o"}


@pytest.mark.parametrize(
    ("accept", "media", "syntax"),
    [
        (None, "text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE ?s { ?s ?p ?o }"])
def test_graphs_are_negotiated(
    client: FlaskClient, text: str, accept: str | None, media: str, syntax: RdfFormat
) -> None:
    answer = ask(client, text, accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert len(list(parse(answer.data, syntax))) > 50


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_format_overrides_accept(client: FlaskClient, name: str) -> None:
    answer = ask(client, "ASK { ?s ?p ?o }", "text/html", format=name)
    assert answer.status_code == 200
    assert name in str(answer.mimetype) or answer.mimetype == "text/tab-separated-values"


@pytest.mark.parametrize(
    ("text", "parameters", "accept", "media"),
    [
        ("ASK {}", "format=xml&output=xml&results=xml", "application/sparql-results+xml", "sparql-results+xml"),
        ("ASK {}", "format=JSON", "*/*", "sparql-results+json"),
        ("ASK {}", "format='xml'", "*/*", "sparql-results+xml"),
        ("ASK {}", "output=csv", None, "text/csv"),
        ("ASK {}", "results=tsv&results=text/tab-separated-values", "*/*", "text/tab-separated-values"),
        ("ASK {}", "format=auto&timeout=0&default-graph-uri=&infer=false", "*/*", "sparql-results+json"),
        ("ASK {}", "format=turtle", "text/csv", "text/csv"),
        ("ASK {}", "format=text/html", "*/*", "text/html"),
        ("DESCRIBE <a:b>", "format=xml&output=xml&results=xml", "application/rdf+xml,*/*", "application/rdf+xml"),
        ("DESCRIBE <a:b>", "format=json", "*/*", "application/ld+json"),
        ("DESCRIBE <a:b>", "format=n3", "application/turtle,text/turtle,text/rdf+n3,text/n3,*/*", "text/turtle"),
        ("DESCRIBE <a:b>", "format=json-ld&format=application/ld%2Bjson", "*/*", "application/ld+json"),
        ("DESCRIBE <a:b>", "format=rdf%2Bxml&format=application/rdf%2Bxml", "*/*", "application/rdf+xml"),
        ("DESCRIBE <a:b>", "format=csv", "text/rdf+n3", "text/turtle"),
        ("DESCRIBE <a:b>", "", "application/x-turtle", "text/turtle"),
    ],
)
def test_what_clients_of_other_endpoints_send_is_understood(
    client: FlaskClient, text: str, parameters: str, accept: str | None, media: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client.get(f"/sparql?query={quote(text)}&{parameters}", headers=headers)
    assert answer.status_code == 200
    assert media in answer.content_type


def test_select_all_has_the_columns_in_the_order_of_the_text(client: FlaskClient) -> None:
    answer = ask(client, "SELECT DISTINCT * { ?z ?m ?a } LIMIT 1", "text/csv")
    assert answer.text.splitlines()[0] == "z,m,a"


@pytest.mark.parametrize("parameters", ["format=csv", "format=nonsense&output=csv"])
def test_a_format_that_does_not_fit_is_no_wildcard(client: FlaskClient, parameters: str) -> None:
    answer = client.get(f"/sparql?query={quote('DESCRIBE <a:b>')}&{parameters}", headers={"Accept": "*/*"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize(("text", "accept"), [(ALL, "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv")])
def test_what_cannot_be_written_so_is_406_and_says_what_can(client: FlaskClient, text: str, accept: str) -> None:
    answer = ask(client, text, accept)
    assert answer.status_code == 406
    assert "application/" in answer.text


def test_the_three_ways_to_ask_agree(client: FlaskClient) -> None:
    text = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
    ways = [
        ask(client, text),
        post(client, f"query={quote(text)}", FORM),
        post(client, text, DIRECT),
        post(client, text, DIRECT + "; charset=utf-8"),
    ]
    assert {way.status_code for way in ways} == {200}
    assert len({way.data for way in ways}) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("query=", FORM, 400),
        ("other=1", FORM, 400),
        ("", DIRECT, 400),
        (ALL, "text/plain", 415),
        (ALL, "application/json", 415),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "application/sparql-update", 403),
        ("update=INSERT+DATA+%7B%7D", FORM, 403),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", DIRECT, 400),
        ("query=INSERT+DATA+%7B%7D", FORM, 400),
        (b"SELECT * { ?s ?p '\xff' }", DIRECT, 400),
        ("query=SELECT+('%E9'+AS+?x)+%7B%7D", FORM, 400),
        (ALL, DIRECT + "; charset=iso-8859-1", 415),
        ("query=ASK+%7B%7D", FORM + "; charset=utf-16", 415),
    ],
)
def test_what_is_no_query_is_refused(client: FlaskClient, body: str | bytes, kind: str, status: int) -> None:
    answer = post(client, body, kind)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["detail"]


def test_a_form_without_a_query_is_refused_with_the_way_to_post_one(client: FlaskClient) -> None:
    answer = post(client, ALL, FORM)
    assert answer.json
    assert answer.json["detail"] == "The form has no field query."
    assert DIRECT in answer.json["remedy"]


@pytest.mark.parametrize(
    "parameters",
    ["query=ASK%7B%7D&query=ASK%7B%7D", "query=ASK%7B%7D&infer=on&infer=off", "query=ASK%7B%7D&timeout=soon"]
    + ["query=ASK%7B%7D&timeout=-1", "query=ASK%7B%7D&default-graph-uri=relative", "query=ASK%7B%7D&infer=maybe"]
    + ["query=SELECT+('%E9'+AS+?x)+%7B%7D", "default-graph-uri=http://e/", "timeout=1"],
)
def test_parameters_that_make_no_sense_are_400(client: FlaskClient, parameters: str) -> None:
    assert client.get(f"/sparql?{parameters}").status_code == 400


def test_update_by_get_is_403(client: FlaskClient) -> None:
    answer = client.get("/sparql?update=CLEAR+ALL")
    assert answer.status_code == 403
    assert "read-only" in answer.json["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(client: FlaskClient, method: str) -> None:
    assert client.open("/sparql", method=method).status_code == 405


def test_a_mistake_names_line_column_and_token(client: FlaskClient) -> None:
    answer = ask(client, "SELECT *\nWHERE {\n  ?s nope:p ?o }")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = answer.json
    assert problem is not None
    assert (problem["line"], problem["column"], problem["token"]) == (3, 6, "nope:p")


def test_service_is_refused(client: FlaskClient) -> None:
    assert ask(client, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }").status_code == 403


def test_answers_can_be_kept_and_asked_again(client: FlaskClient) -> None:
    first = ask(client, ALL)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert "Accept" in first.headers["Vary"]
    again = client.get("/sparql", query_string={"query": ALL}, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert ask(client, ALL, "text/csv").headers["ETag"] != tag


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "StrUUID()"])
def test_what_is_another_each_time_is_not_kept(client: FlaskClient, function: str) -> None:
    text = f"SELECT ({function} AS ?x) {{}}"
    first, second = ask(client, text), ask(client, text)
    assert first.data != second.data
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("name", "media"), [("jsonld", "application/ld+json"), ("html", "text/html")])
def test_a_format_may_be_named_for_the_description_too(client: FlaskClient, name: str, media: str) -> None:
    assert client.get(f"/sparql?format={name}").mimetype == media
    assert client.get("/sparql?format=csv").status_code == 406


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    got = ask(client, ALL)
    head = client.head("/sparql", query_string={"query": ALL})
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]


def test_every_origin_may_ask(client: FlaskClient) -> None:
    for answer in (ask(client, ALL), ask(client, "nonsense"), client.options("/sparql")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


def test_browsers_get_a_page(client: FlaskClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    form = client.get("/sparql", headers={"Accept": browser})
    assert form.mimetype == "text/html"
    assert "<textarea" in form.text
    assert "deadline" in form.text
    rows = ask(client, ALL + " LIMIT 3", browser)
    assert rows.text.count("<tr>") >= 4
    assert ask(client, "ASK { ?s ?p ?o }", browser).text.count("Yes.") == 1
    assert "The graph, in Turtle" in ask(client, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", browser).text
    wrong = ask(client, "SELECT * {", browser)
    assert (wrong.status_code, wrong.mimetype) == (400, "text/html")


def test_a_page_shows_the_first_rows_and_says_so(client: FlaskClient) -> None:
    page = ask(client, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 1500", "text/html")
    assert "1,500 rows; rows 1 to 100 are shown" in page.text
    assert "Page 1 of 15" in page.text


@pytest.mark.parametrize(
    ("term", "shown"), [("BNODE()", "_:"), ("TRIPLE(<a:a>, <a:b>, 1)", "&lt;a:a&gt; &lt;a:b&gt; ")]
)
def test_a_page_shows_terms_without_an_iri(client: FlaskClient, term: str, shown: str) -> None:
    page = ask(client, f"SELECT ({term} AS ?x) {{}}", "text/html")
    assert page.status_code == 200
    assert f"<code>{shown}" in page.text


def test_what_is_asked_is_escaped(client: FlaskClient) -> None:
    page = ask(client, "SELECT ('<script>alert(1)</script>' AS ?x) {}", "text/html")
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert (
        json.loads(ask(client, "SELECT ('<script>' AS ?x) {}").text)["results"]["bindings"][0]["x"]["value"]
        == "<script>"
    )


BASE = "https://example.org/lights/"
NORTH = BASE + "graph/data/lights/north-head"
COAST = BASE + "graph/data/coast/coast"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(answer: TestResponse) -> int:
    assert answer.status_code == 200
    return int(json.loads(answer.text)["results"]["bindings"][0]["n"]["value"])


def test_the_dataset_is_that_of_the_query_or_outdone_by_the_protocol(client: FlaskClient) -> None:
    def count(graphs: tuple[str, ...] = (), named: tuple[str, ...] = (), text: str = COUNT) -> int:
        parameters = {"query": text, "default-graph-uri": graphs, "named-graph-uri": named}
        return number(client.get("/sparql", query_string=parameters))

    everything, north, coast = count(), count((NORTH,)), count((COAST,))
    in_named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    from_north = COUNT.replace("{", f"FROM <{NORTH}> {{", 1)
    assert 0 < north < everything
    assert count((NORTH, COAST)) == north + coast
    assert count((BASE + "graph/none",)) == 0
    assert count(named=(NORTH,)) == 0, "named graphs alone leave the default graph empty"
    assert count(named=(NORTH,), text=in_named) == north
    assert count((COAST,), text=in_named) == 0
    assert count(text=from_north) == north
    assert count((COAST,), text=from_north) == coast, "the protocol outdoes FROM"


def test_what_follows_is_there_unless_it_is_left_out(client: FlaskClient) -> None:
    whole, stated = number(ask(client, COUNT)), number(ask(client, COUNT, infer="off"))
    inferred = number(ask(client, COUNT.replace("{", f"FROM <{BASE}graph/inferred> {{", 1)))
    assert inferred > 0
    assert whole == stated + inferred
    assert [number(ask(client, COUNT, infer=value)) for value in ("on", "true", "false")] == [whole, whole, stated]
    in_named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(ask(client, in_named)) == number(ask(client, in_named, infer="off"))
    switched = [number(ask(client, COUNT + f"# {turn}", infer=("on", "off")[turn % 2])) for turn in range(6)]
    assert switched == [whole, stated] * 3, "one worker answers both"


def test_what_follows_is_no_part_of_graphs_that_are_named_unless_it_is_added(client: FlaskClient) -> None:
    from_north = COUNT.replace("{", f"FROM <{NORTH}> {{", 1)
    north, inferred = (
        number(ask(client, from_north)),
        number(ask(client, COUNT.replace("{", f"FROM <{BASE}graph/inferred> {{", 1))),
    )
    given = {"query": COUNT, "default-graph-uri": NORTH}
    counts = [number(client.get("/sparql", query_string={**given, "infer": value})) for value in ("", "off", "on")]
    assert counts == [north, north, north + inferred]
    assert number(ask(client, from_north, infer="off")) == north
    answer = ask(client, from_north, infer="on")
    assert answer.status_code == 400
    assert "graph/inferred" in json.loads(answer.text)["remedy"]


def test_silence_makes_nothing_of_a_service(client: FlaskClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        there = f"<http://127.0.0.1:{listener.getsockname()[1]}/>"
        answer = ask(client, f"SELECT * {{ SERVICE SILENT {there} {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert json.loads(answer.text)["results"]["bindings"] == [{}]


def test_an_allowed_service_is_called(tiny: Publication) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with local_engine(tiny, EngineLimits(deadline=5), frozenset({there})) as engine:
            visitor = create_app(Site.open(tiny, engine)).test_client()
            thread = threading.Thread(target=_answer_once, args=(listener,))
            thread.start()
            answer = ask(visitor, f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}")
            thread.join()
    assert json.loads(answer.text)["results"]["bindings"][0]["o"]["value"] == "from elsewhere"


def _answer_once(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    body = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"from elsewhere"}}]}}'
    with connection:
        connection.recv(65536)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)


def test_a_client_that_asks_too_much_learns_when_to_return(tiny: Publication) -> None:
    with local_engine(tiny, EngineLimits(deadline=2)) as engine:
        app = create_app(Site.open(tiny, engine))
        app.extensions["clients"] = Clients(ClientLimits(work=0.05))
        visitor = app.test_client()
        product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        assert ask(visitor, product, timeout="0.2").status_code == 504
        answer = ask(visitor, "ASK { ?s ?p ?o }")
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert json.loads(answer.text)["limit"] == "work"


def test_a_graph_that_is_not_there_is_said_to_be_empty(client: FlaskClient) -> None:
    elsewhere = "http://elsewhere.example/g"
    by_query = {"query": COUNT.replace("{", f"FROM <{elsewhere}> {{", 1)}
    for asked in (by_query, {"query": COUNT, "default-graph-uri": elsewhere}):
        answer = client.get("/sparql", query_string=asked)
        assert number(answer) == 0
        assert answer.headers["Accord-Hint"] == (
            f"There is no graph <{elsewhere}> here, so it is empty. Fix: Leave GRAPH or FROM out to ask everything."
        )
    assert "Accord-Hint" not in client.get("/sparql", query_string={"query": COUNT, "default-graph-uri": NORTH}).headers


def test_a_query_that_the_engine_may_answer_otherwise_than_the_standard_has_a_hint(client: FlaskClient) -> None:
    text = "SELECT * { GRAPH ?g { VALUES ?x { 1 } } }"
    answer = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv"})
    assert "The engine may deviate from SPARQL here: GRAPH ?g" in answer.headers["Accord-Hint"]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("limit", "Write LIMIT in the query."), ("$s", "Write VALUES ?s {"), ("timeout", ""), ("queryLn", "")],
)
def test_a_parameter_that_would_change_the_answer_elsewhere_has_a_hint(
    client: FlaskClient, name: str, remedy: str
) -> None:
    answer = ask(client, "SELECT ?s { ?s a light:Lighthouse }", **{name: "1"})
    assert answer.status_code == 200
    assert (f"The parameter {name} has no effect here." in answer.headers.get("Accord-Hint", "")) is bool(remedy)
    assert remedy in answer.headers.get("Accord-Hint", "")


@pytest.mark.parametrize(
    ("query", "remedy"),
    [("SELECT %2A WHERE %7B%7D", "percent-encoded twice"), ("SELECT ?x\\u0020 {}", "Write the character itself")],
)
def test_what_no_query_may_contain_has_a_remedy(client: FlaskClient, query: str, remedy: str) -> None:
    answer = ask(client, query)
    assert answer.status_code == 400
    assert remedy in json.loads(answer.text)["remedy"]


@pytest.mark.parametrize("named", ["application/sparql-results+xml", "application/sparql-results xml", "XML"])
def test_a_plus_that_an_address_turns_into_a_space_names_the_same_format(client: FlaskClient, named: str) -> None:
    assert ask(client, "ASK {}", format=named).mimetype == "application/sparql-results+xml"


def test_a_query_may_begin_with_a_byte_order_mark(client: FlaskClient) -> None:
    assert ask(client, "\ufeffASK {}").json == {"head": {}, "boolean": True}
    assert post(client, "\ufeffASK {}".encode(), DIRECT).status_code == 200


def test_a_query_in_a_coding_is_refused_as_such(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b"x", content_type=FORM, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert "gzip" in answer.text
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Content-Encoding": "Identity"})
    assert answer.status_code == 200
