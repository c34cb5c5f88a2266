"""Settings guessed from statements: each value with its reason, none from what is true of a part only."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import RdfFormat, parse

from accord.publication.files.addresses import UNKNOWN_BASE
from accord.publication.survey import namespaces, prefixes
from accord.publication.survey.guesses import Guesses, guess, in_words
from accord.publication.survey.tally import Tally, namespace

PREFIXES = """
@prefix : <https://ex.org/id/> . @prefix ns: <https://ex.org/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""


def tally_of(text: str) -> Tally:
    tally = Tally()
    tally.add(parse(PREFIXES + text, RdfFormat.TURTLE, base_iri=UNKNOWN_BASE + "x"))
    return tally


def guessed(text: str, **options: object) -> Guesses:
    return guess(tally_of(text), "my-data", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        (":d a dcat:Dataset ; dct:title 'Birds' .", "Birds", "the title of the dataset <https://ex.org/id/d>"),
        (": a owl:Ontology ; rdfs:label 'Pizza'@en .", "Pizza", "the ontology"),
        (":s skos:prefLabel 'Arten'@de , 'Kinds'@en . :s a skos:ConceptScheme .", "Arten", "the concept scheme"),
        (":a a dcat:Dataset ; dct:title 'A' . :c a dcat:Catalog ; dct:title 'All' .", "All", "the catalogue"),
        (
            ":a a dcat:Dataset ; dct:title 'A' . :b a dcat:Dataset ; dct:title 'B' .",
            "My data",
            "the 2 datasets do not agree in their title",
        ),
        (":x a ns:Bird ; rdfs:label 'Robin' .", "My data", "no dataset, ontology or concept scheme has a title"),
    ],
)
def test_titles(text: str, title: str, why: str) -> None:
    found = guessed(text).title
    assert found.value == title
    assert why in found.why


def test_a_dataset_at_an_address_for_examples_does_not_describe_other_data() -> None:
    example = "<http://example.org/d> a dcat:Dataset ; dct:title 'Weather' . "
    assert guessed(example).title.value == "Weather"
    assert guessed(example + ":x a ns:Bird . :y a ns:Bird .").title.value == "My data"


def test_a_title_is_in_the_language_of_the_data() -> None:
    text = ":d a dcat:Dataset ; dct:title 'Vögel'@de , 'Birds'@en . :x rdfs:label 'a'@en . :y rdfs:label 'b'@en-GB ."
    assert guessed(text).title.value == "Birds"


def test_what_a_part_says_is_no_guess_for_the_whole() -> None:
    same = ":a a dcat:Dataset ; dct:license <https://l.org/1> . :b a dcat:Dataset ; dct:license <https://l.org/{}> ."
    assert guessed(same.format(1)).license.value == "https://l.org/1"
    other = guessed(same.format(2)).license
    assert (other.value, other.why) == ("", "The 2 datasets do not agree in their licence.")


def test_what_few_parts_say_is_no_guess_for_the_whole() -> None:
    found = guessed(
        ":a a owl:Ontology ; dct:license <https://l.org/1> ; dct:title 'A' . :b a owl:Ontology . :c a owl:Ontology ."
    )
    assert (found.license.value, found.title.value) == ("", "My data")
    assert found.license.why == "Only 1 of the 3 ontologies states a licence."


@pytest.mark.parametrize(
    "main",
    [
        "<https://ex.org/my-data.owl> a owl:Ontology ; dct:title 'Main' ; dct:license <https://l.org/1> .",
        "<https://ex.org/ns#> a owl:Ontology ; dct:title 'Main' ; dct:license <https://l.org/1> . ns:A a owl:Class .",
        ":m a owl:Ontology ; dct:title 'Main' ; dct:license <https://l.org/1> ; owl:imports :a , :b .",
    ],
)
def test_the_main_of_several_ontologies_speaks_for_the_whole(main: str) -> None:
    parts = ":a a owl:Ontology ; dct:title 'A' . :b a owl:Ontology ; dct:title 'B' ; dct:license <https://l.org/2> . "
    found = guessed(parts + main)
    assert (found.title.value, found.license.value) == ("Main", "https://l.org/1")


@pytest.mark.parametrize(
    ("folder", "title"), [("my-data_2024", "My data 2024"), ("greatWorks", "Great Works"), ("", "Data"), ("-", "Data")]
)
def test_the_name_of_a_folder_in_words(folder: str, title: str) -> None:
    assert in_words(folder) == title


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"https://ex.org/id/": 9}, ["https://ex.org/id/"]),
        ({"https://ex.org/id/": 9, "https://ex.org/ns#": 9}, ["https://ex.org/"]),
        ({"http://b.org/soda_hall#": 5}, ["http://b.org/soda_hall#"]),
        ({"http://b.org/soda#": 5, "http://b.org/soda2#": 5}, ["http://b.org/"]),
        ({"https://w3id.org/a/x/": 5, "https://w3id.org/b/y/": 4}, ["https://w3id.org/a/x/", "https://w3id.org/b/y/"]),
        ({"https://ex.org/id/": 990, "https://ex.org/": 1}, ["https://ex.org/id/"]),
        ({"https://ex.org/id/": 99, "https://other.org/": 1}, ["https://ex.org/id/"]),
        ({"https://ex.org/id/": 1, "http://xmlns.com/foaf/0.1/": 50}, ["https://ex.org/id/"]),
        ({"http://xmlns.com/foaf/0.1/": 50}, ["http://xmlns.com/foaf/0.1/"]),
        ({"http://ex.org": 1}, ["http://ex.org/"]),
        ({"urn:isbn:": 5}, []),
        ({}, []),
    ],
)
def test_bases(described: dict[str, int], expected: list[str]) -> None:
    assert [base for base, _ in namespaces.bases(Counter(described))] == expected


def test_many_sites_are_no_bases() -> None:
    assert namespaces.bases(Counter({f"https://s{number}.org/": 1 for number in range(50)})) == []


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://ex.org/a/b", "https://ex.org/a/"),
        ("https://ex.org/a/", "https://ex.org/"),
        ("https://ex.org/a#b/c", "https://ex.org/a#"),
        ("https://ex.org", "https://ex.org"),
        ("urn:isbn:1", "urn:isbn:"),
    ],
)
def test_namespaces(iri: str, expected: str) -> None:
    assert namespace(iri) == expected


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("http://localhost/data/person/", "data/person/penny.ttl", "http://localhost/"),
        ("https://www.w3.org/People/tim/card#", "card.ttl", "https://www.w3.org/People/tim/"),
        ("https://ex.org/ns#", "other.ttl", "https://ex.org/"),
        ("https://ex.org/id/", "other.ttl", "https://ex.org/id/"),
    ],
)
def test_files_with_relative_iris_lie_where_the_others_do(base: str, path: str, expected: str) -> None:
    assert namespaces.base_of_files(base, [path]) == expected


def test_only_relative_iris_have_a_placeholder_or_the_address_of_the_site() -> None:
    found = guessed("<> a ns:A .", relative=["x.ttl"])
    assert found.base.value == "https://my-data.example/"
    assert found.bases.value == ("https://my-data.example/",)
    assert "placeholder" in found.base.why
    assert guessed("<> a ns:A .", relative=["x.ttl"], site="https://data.ex.org").base.value == "https://data.ex.org/"


def test_what_the_data_say_of_their_base_goes() -> None:
    found = guessed(":d a void:Dataset ; void:uriSpace 'https://ex.org/' . <https://other.org/x> a ns:A .")
    assert found.bases.value == ("https://ex.org/",)
    assert found.base.value == "https://ex.org/"


def test_languages_are_those_of_many_labels() -> None:
    text = "".join(f":x{n} rdfs:label '{n}'@de-AT , '{n}'@en . " for n in range(40)) + ":y rdfs:label 'y'@fr , 'z'@en ."
    assert guessed(text).languages.value == ("en", "de")
    assert guessed(text + ":d a dcat:Dataset ; dct:language 'fr' .").languages.value == ("fr", "en", "de")
    assert guessed(":x rdfs:label 'x' .").languages.why == "None of 1 labels has a language tag."


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ("<http://publications.europa.eu/resource/authority/language/ITA>", "it"),
        ("<http://id.loc.gov/vocabulary/iso639-2/ger>", "de"),
        ("'hsb'", "hsb"),
    ],
)
def test_a_language_of_three_letters_has_two_where_it_can(stated: str, language: str) -> None:
    assert guessed(f":d a dcat:Dataset ; dct:language {stated} .").languages.value == (language,)


def test_the_languages_of_a_few_names_are_not_those_of_the_publication() -> None:
    plain = "".join(f":x{n} rdfs:label '{n}' . " for n in range(40))
    found = guessed(plain + ":y rdfs:label 'y'@ar .").languages
    assert (found.value, found.why) == ((), "Only 1 of 41 labels have a language tag.")
    assert guessed(plain + ":y rdfs:label 'a'@de , 'b'@de , 'c'@fr .").languages.value == ("de",)


def test_a_note_on_a_known_term_makes_it_no_vocabulary_of_the_folder() -> None:
    assert guessed("foaf:name a owl:DatatypeProperty ; rdfs:label 'called' .").vocabulary.value == ""


def test_who_publishes_a_vocabulary_of_everybody_has_it_as_the_base() -> None:
    terms = "".join(f"schema:C{n} a rdfs:Class . " for n in range(9))
    text = "@prefix schema: <https://schema.org/> . <https://schema.org/> a owl:Ontology ; dct:title 'Vocabulary' . "
    found = guessed(text + terms + "<https://codes.org/1> rdfs:label 'x' . <https://codes.org/2> rdfs:label 'y' .")
    assert (found.base.value, found.vocabulary.value) == ("https://schema.org/", "https://schema.org/")


def test_vocabulary_and_classes_go_by_use() -> None:
    text = "ns:A a owl:Class . ns:B a owl:Class . foaf:Person a owl:Class . :x a ns:A . :y a ns:A , ns:B . [] a ns:C ."
    found = guessed(text)
    assert found.vocabulary.value == "https://ex.org/ns#"
    assert found.featured.value == ("https://ex.org/ns#A", "https://ex.org/ns#B")


def test_kinds_of_things_with_names_come_first() -> None:
    statements = "".join(f":s{n} a ns:Statement . " for n in range(40)) + ":a a ns:Item ; rdfs:label 'Athens' ."
    assert guessed(statements).featured.value == ("https://ex.org/ns#Item", "https://ex.org/ns#Statement")
    apart = ":a a ns:Item . :b rdfs:label 'B' . :a rdfs:label 'Athens' . :b a ns:Place . :c a ns:Statement ."
    assert tally_of(apart).named == Counter({"https://ex.org/ns#Item": 1, "https://ex.org/ns#Place": 1})


def test_a_folder_with_the_name_of_a_version_is_called_by_its_host() -> None:
    assert guess(tally_of("<https://semic.org/x> a ns:A ."), "v3.0.1").title.value == "semic.org"


def test_several_datasets_are_what_a_publication_is_about() -> None:
    few = "".join(f":d{n} a dcat:Dataset . " for n in range(3)) + ":x a ns:A ."
    assert guessed(few).featured.value == ("https://ex.org/ns#A",)
    many = f"{few} :d3 a dcat:Dataset ."
    assert guessed(many).featured.value == ("http://www.w3.org/ns/dcat#Dataset", "https://ex.org/ns#A")


def test_coordinates_and_images_are_noticed() -> None:
    found = guessed(":x <http://www.w3.org/2003/01/geo/wgs84_pos#lat> 1 ; foaf:depiction <https://ex.org/x.png> .")
    assert found.coordinates.value == ("http://www.w3.org/2003/01/geo/wgs84_pos#lat",)
    assert found.images.value == ("http://xmlns.com/foaf/0.1/depiction",)
    assert guessed(":x a ns:A .").images.value == ()


@pytest.mark.parametrize(
    "data",
    [
        b"@prefix ex: <https://ex.org/ns#> .",
        b"\xef\xbb\xbfPREFIX ex:<https://ex.org/ns#>",
        b'<?xml version="1.0"?><rdf:RDF xmlns:ex="https://ex.org/ns#">',
        b'{"@context": {"ex": "https://ex.org/ns#"}}',
    ],
)
def test_prefixes_are_declared_in_every_syntax(data: bytes) -> None:
    assert ("ex", "https://ex.org/ns#") in prefixes.declared(data)


def test_most_files_decide_on_a_prefix_and_made_up_ones_come_last() -> None:
    declared = Counter(
        {("ex", "https://a.org/"): 2, ("ex", "https://b.org/"): 1, ("ns1", "http://purl.org/dc/terms/"): 9}
    )
    found = prefixes.choose(declared, [], "https://b.org/soda_hall#")
    assert found["ex"] == "https://a.org/"
    assert found["dcterms"] == "http://purl.org/dc/terms/"
    assert found["soda_hall"] == "https://b.org/soda_hall#"
    assert "ns1" not in found
    assert "example" in prefixes.choose(Counter(), [], "https://data.example.org/")
    assert len(set(found.values())) == len(found)


def test_counters_stay_small() -> None:
    """A namespace, a class and a property for each of many things are no reason to remember them all."""
    lines = "".join(f"<https://ex.org/{n}/x> a ns:C{n} ; ns:p{n} {n} .\n" for n in range(60_000))
    tally = tally_of(lines)
    assert tally.statements == 120_000
    assert max(len(tally.described), len(tally.types), len(tally.properties)) <= 70_000
    tally.bound()
    assert max(len(tally.described), len(tally.types), len(tally.properties)) <= 20_000
    assert guess(tally, "x").base.value == "https://ex.org/"


def test_a_tally_crosses_processes_unchanged() -> None:
    tally = tally_of(":d a dcat:Dataset ; dct:title 'Birds'@en . [] a ns:A .")
    assert Tally.from_json(tally.as_json()) == tally
    both = Tally()
    both.update(tally)
    assert both == tally


@pytest.mark.parametrize(
    ("folder", "title"), [("data", "ex.org"), ("RDF", "ex.org"), ("birds", "Birds"), ("data-of-birds", "Data of birds")]
)
def test_a_folder_whose_name_says_nothing_has_the_host_as_its_title(folder: str, title: str) -> None:
    assert guess(tally_of(":x rdfs:label 'Robin' ."), folder).title.value == title


def test_the_space_of_the_target_of_links_is_no_base() -> None:
    links = ":d a void:Dataset ; void:uriSpace 'https://ex.org/' . :t a void:Dataset ; void:uriSpace 'http://d.org/' ."
    assert guessed(links).bases.value == ("https://ex.org/",)


def test_the_things_of_a_copied_vocabulary_are_not_those_of_the_folder() -> None:
    copied = "".join(f"<https://schema.org/M{n}> a <https://schema.org/Specialty> ; rdfs:label 'M' ." for n in range(9))
    own = ":x a ns:Bird ; rdfs:label 'Robin' ."
    assert guessed(copied + own).featured.value[:1] == ("https://ex.org/ns#Bird",)


def test_the_language_in_which_a_publication_describes_itself_comes_first() -> None:
    labels = ":x rdfs:label 'Cobertura'@pt . :y rdfs:label 'Massa'@pt ."
    assert guessed(labels + ": a owl:Ontology ; rdfs:comment 'An ontology of pizza'@en .").languages.value == (
        "en",
        "pt",
    )
    two = ": a owl:Ontology ; rdfs:comment 'A pizza'@en , 'Uma pizza'@pt ."
    assert guessed(labels + two).languages.value == ("pt",)


def test_a_vocabulary_has_half_of_the_terms_or_is_above_them() -> None:
    spread = "".join(f"<https://ex.org/part{at}/C{at}> a owl:Class ." for at in range(5))
    assert guessed(spread).vocabulary.value == "https://ex.org/"
    foreign = "".join(f"<https://o{at}.org/a/C> a owl:Class ." for at in range(5))
    assert guessed(foreign).vocabulary.value == ""


def test_the_title_of_a_scheme_counts_however_late_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.publication.survey.tally._MAX_DESCRIBED", 3)
    things = "".join(f":x{n} rdfs:label 'x' . " for n in range(9))
    first, last = (tally_of(f":s{n} a skos:ConceptScheme ; rdfs:label 'Scheme {n}' . {things}") for n in (1, 2))
    late = tally_of(f"{things} :s3 a skos:ConceptScheme ; rdfs:label 'Scheme 3' .")
    for more in (last, late):
        first.update(more)
    assert guess(first, "my-data").title.value == "My data"
    assert guess(late, "my-data").title.value == "Scheme 3"
