"""Turtle that is written for a contributor is in the house style and says what it was given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from accord.forms.tidy import Block, Writer
from accord.names import XSD
from accord.publication import Publication, SourceFile
from accord.things.statements import Object
from accord.validation.stages import style

BASE = "https://example.org/lights/id/"
NS = "https://example.org/lights/ns#"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)
TERMS: st.SearchStrategy[Object] = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en")),
    st.integers().map(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer"))),
    st.sampled_from(["3,000,000", "", "-", "1.", "١٢", "4.50"]).map(
        lambda text: Literal(text, datatype=NamedNode(XSD + "decimal"))
    ),
    st.sampled_from(["skerry", "skerry#e1", "a.b", "x y".replace(" ", "-")]).map(lambda slug: NamedNode(BASE + slug)),
)


def written(publication: Publication, blocks: list[Block]) -> str:
    return Writer(publication.settings.prefixes, BASE, style.house_order(publication)).file("A new light.", blocks)


@given(st.lists(TERMS, min_size=1, max_size=8), TERMS)
def test_what_is_written_is_read_again(tiny: Publication, several: list[Object], one: Object) -> None:
    block = Block(BASE + "new", [(NS + "keptBy", several), (NS + "words", [one])])
    text = written(tiny, [block])
    found = {quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)}
    thing = NamedNode(BASE + "new")
    assert found == {Triple(thing, NamedNode(NS + "keptBy"), term) for term in several} | {
        Triple(thing, NamedNode(NS + "words"), one)
    }


def test_it_is_in_the_house_style(tiny: Publication) -> None:
    keepers = [NamedNode(f"{BASE}keeper-with-a-rather-long-name-{number}") for number in range(12)]
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    blocks = [
        Block(BASE + "new", [(kind, [NamedNode(NS + "Lighthouse")]), (NS + "keptBy", keepers)]),
        Block(BASE + "new#e1", [(kind, [NamedNode(NS + "Quote")]), (NS + "of", [NamedNode(BASE + "new")])]),
    ]
    text = written(tiny, blocks)
    assert style.check(tiny, [SourceFile("data/lights/new.ttl", ("data",), text.encode())]) == []
    assert "@base" in text
    assert max(map(len, text.splitlines())) <= 120
