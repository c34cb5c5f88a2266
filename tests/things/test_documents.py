"""The document of a thing in every format."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from accord.formats import RDF_FORMATS, TURTLE, Format
from accord.publication import Publication
from accord.things.natural_order import natural
from accord.web import Site

NORTH_HEAD = "https://example.org/lights/id/north-head"


def triples(data: bytes, format: Format) -> set[Triple]:
    assert isinstance(format.syntax, RdfFormat)
    return {quad.triple for quad in parse(data, format.syntax)}


def source(publication: Publication, iri: str) -> set[Triple]:
    """What the files say of a thing and its parts, by the names of the subjects alone."""
    wanted = (f"<{iri}>", f"<{iri}#")
    return {quad.triple for quad in publication.quads("data") if str(quad.subject).startswith(wanted)}


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_a_document_holds_what_the_files_state(tiny: Publication, site: Site, format: Format) -> None:
    assert triples(site.things.documents.write(NORTH_HEAD, format), format) == source(tiny, NORTH_HEAD)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_another_reader_reads_the_same_graph(site: Site, format: Format) -> None:
    turtle = rdflib.Graph().parse(data=site.things.documents.write(NORTH_HEAD, TURTLE), format="turtle")
    other = rdflib.Graph().parse(data=site.things.documents.write(NORTH_HEAD, format), format=format.media)
    assert len(turtle) > 30
    assert isomorphic(turtle, other)


def test_every_document_of_the_real_publication_holds_what_its_files_state(real: Publication, real_site: Site) -> None:
    of_thing: dict[str, set[Triple]] = {}
    base = real.settings.base + "id/"
    for quad in real.quads("data"):
        owner = str(quad.subject).strip("<>").partition("#")[0]
        if owner.startswith(base):
            of_thing.setdefault(owner, set()).add(quad.triple)
    for iri, wanted in of_thing.items():
        assert triples(real_site.things.documents.write(iri, TURTLE), TURTLE) >= wanted, iri


def test_the_turtle_is_spelled_as_the_source_and_reads_well(site: Site) -> None:
    turtle = site.things.documents.write(NORTH_HEAD, TURTLE).decode()
    assert "light:metres 4.50 ;" in turtle
    assert "light:focalHeight this:height ;" in turtle
    assert "@prefix dcat:" not in turtle
    first, *_, last = turtle.split("\nid:north-head ", 1)[1].split("\nthis:")
    assert first.startswith("a light:Lighthouse")
    assert last.startswith("e5 a light:Quote")


def test_what_nobody_states_anything_about_has_no_document(site: Site) -> None:
    assert site.things.documents.read("not an IRI") == []
    assert site.things.documents.read("https://example.org/lights/id/atlantis") == []


def test_numbers_in_names_sort_as_numbers() -> None:
    assert sorted(["e10", "E9", "e1"], key=natural) == ["e1", "E9", "e10"]


def test_numbers_of_any_length_sort_by_what_they_are_worth() -> None:
    texts = ["e" + "9" * 4_400, "e1" + "0" * 4_400, "e007", "e8", "e0", "e", "e8a"]
    assert sorted(texts, key=natural) == ["e", "e0", "e007", "e8", "e8a", "e" + "9" * 4_400, "e1" + "0" * 4_400]
