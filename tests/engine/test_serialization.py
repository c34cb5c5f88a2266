"""No answer in XML holds what XML cannot carry."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from accord import formats
from accord.engine import Query
from accord.engine.local import LocalEngine
from accord.errors import QueryError
from accord.formats import Format
from accord.serialization import Unwritable, fit, whole, writable

AWKWARD = r"a\u0001b\u000Bc\uFFFEd\uFFFFe\rf\tg\nh\U0001F600\u05D0"


def test_what_xml_cannot_carry_is_replaced_and_the_rest_kept() -> None:
    assert fit("a\0b\x1fc\ufffed\re\tf\n\U0001f600".encode()).decode() == "a\ufffdb\ufffdc\ufffdd&#13;e\tf\n\U0001f600"


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("ab\u00e9", 2), ("\u00e9", 0), ("", 0)])
def test_a_cut_never_splits_a_character(text: str, length: int) -> None:
    assert whole(text.encode()) == length


def test_rows_can_be_read_or_are_refused_in_words(engine: LocalEngine) -> None:
    answer = b"".join(engine.query(Query(r'SELECT ("e\rf\tg\nh\U0001F600" AS ?x) {}', formats.XML)).chunks)
    found = ElementTree.fromstring(answer).find(".//{*}literal")
    assert found is not None
    assert found.text == "e\rf\tg\nh\U0001f600"
    with pytest.raises(QueryError, match=r"cannot carry the character U\+0001"):
        engine.query(Query(f'SELECT ("{AWKWARD}" AS ?x) {{}}', formats.XML))


def test_long_answers_are_corrected_across_chunks(engine: LocalEngine) -> None:
    text = r'SELECT ?s ("\u00e9\r\u00e9" AS ?x) { ?s ?p ?o }'
    answer = b"".join(engine.query(Query(text, formats.XML)).chunks)
    literals = {one.text for one in ElementTree.fromstring(answer).iterfind(".//{*}literal")}
    assert literals == {"\u00e9\r\u00e9"}


@pytest.mark.parametrize("form", [formats.RDF_XML, formats.TURTLE, formats.N_TRIPLES], ids=lambda form: form.name)
def test_graphs_can_be_read(engine: LocalEngine, form: Format) -> None:
    from rdflib import Graph

    value = AWKWARD if form is not formats.RDF_XML else r"e\rf"
    text = f'CONSTRUCT {{ <http://e/a> <http://e/p> "{value}" }} {{}}'
    answer = b"".join(engine.query(Query(text, form)).chunks)
    assert len(Graph().parse(data=answer, format={"rdf-xml": "xml"}.get(form.name, "turtle"))) == 1


@pytest.mark.parametrize("property", ["http://e/1/", "http://e/a?b=1", "http://e/-.", "http://e/1abc", "urn:x:y"])
def test_a_property_is_written_as_xml_or_refused(engine: LocalEngine, property: str) -> None:
    query = Query(f"CONSTRUCT {{ <http://e/a> <{property}> 1 }} {{}}", formats.RDF_XML)
    if property.endswith(("abc", "y")):
        ElementTree.fromstring(b"".join(engine.query(query).chunks))
    else:
        with pytest.raises(QueryError, match="ask for another format"):
            engine.query(query)


@pytest.mark.parametrize(
    "property",
    [f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("Description", "li", "about", "bagID")]
    + ["http://www.w3.org/2000/xmlns/a"],
)
def test_a_property_that_means_something_else_in_rdf_xml_is_refused(property: str) -> None:
    with pytest.raises(Unwritable, match="ask for another format"):
        list(writable([Triple(NamedNode("http://e/a"), NamedNode(property), Literal("v"))]))
