"""JSON-LD: no context from elsewhere, and nothing falls away without a word."""

from __future__ import annotations

import json

import pytest
from texts import lines, only_fault, parse

from accord.errors import LimitError
from accord.parsing import Parsed, ParsingLimits
from accord.parsing.contexts import bundled
from graphs import canonical


def read(document: object, file: str = "f.jsonld", **more: object) -> Parsed:
    return parse(document if isinstance(document, str) else json.dumps(document), file, **more)


@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/context.jsonld",
        "context.jsonld",
        "file:///etc/passwd",
        ["https://schema.org/", "https://example.org/c"],
        {"@import": "https://schema.org/"},
        {"name": {"@id": "x:name", "@context": "https://example.org/c"}},
        [{"name": "x:name"}, [], "https://example.org/c"],
    ],
)
def test_a_context_from_elsewhere_is_refused_with_its_name(context: object) -> None:
    parsed = read({"@id": "a", "@context": context, "name": "x"})
    _, message, remedy = only_fault(parsed)
    assert "never fetched" in message
    assert remedy.startswith("Put the context into the file")
    assert parsed.quads == ()


@pytest.mark.parametrize(
    ("context", "document", "expected"),
    [
        (
            "http://www.w3.org/ns/anno.jsonld",
            {"id": "x:a", "type": "Annotation", "motivation": "tagging", "body": "x:b"},
            "<x:a> <http://www.w3.org/ns/oa#motivatedBy> <http://www.w3.org/ns/oa#tagging>",
        ),
        (
            ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            {"@id": "x:a", "tables": [{"@id": "x:t", "url": "t.csv", "tableSchema": {"@id": "x:s"}}]},
            "<x:t> <http://www.w3.org/ns/csvw#tableSchema> <x:s>",
        ),
        (
            "http://iiif.io/api/presentation/3/context.json",
            {"id": "x:a", "type": "Manifest", "label": {"en": ["Book"], "none": ["1"]}},
            '<x:a> <http://www.w3.org/2000/01/rdf-schema#label> "Book"@en',
        ),
        (
            "https://w3id.org/ro/crate/1.1/context",
            {"@id": "x:a", "@type": ["File", "SoftwareSourceCode"], "conformsTo": {"@id": "x:p"}},
            "<x:a> <http://purl.org/dc/terms/conformsTo> <x:p>",
        ),
        (
            "https://w3id.org/ro/crate/1.2-DRAFT/context",
            {"@id": "x:a", "@type": "File"},
            "<x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/MediaObject>",
        ),
    ],
)
def test_contexts_of_standards_are_answered_from_the_package(
    context: object, document: dict[str, object], expected: str
) -> None:
    parsed = read({"@context": context, **document})
    assert parsed.faults == ()
    assert expected in lines(parsed.quads)


def test_the_place_of_a_context_is_reported_and_escapes_do_not_hide_it() -> None:
    parsed = read('{"@id": "a",\n "\\u0040context": "http:\\/\\/example.org/c"}')
    place, message, _ = only_fault(parsed)
    assert place == "f.jsonld:2:19"
    assert message == "The context <http://example.org/c> is elsewhere, and contexts are never fetched."


@pytest.mark.parametrize(
    "iri", ["https://schema.org", "http://schema.org/", "https://www.schema.org/docs/jsonldcontext.jsonld"]
)
def test_schema_org_is_answered_from_the_package(iri: str) -> None:
    parsed = read(
        {
            "@context": iri,
            "id": "a",
            "type": "Person",
            "name": "Ann",
            "url": "https://a.example/",
            "birthDate": "2000-01-01",
            "dcterms:title": "x",
        }
    )
    assert parsed.faults == ()
    assert parsed.notes == (f"The context <{iri}> is Accord's own copy.",)
    subject = "<https://example.org/folder/a>"
    assert sorted(lines(parsed.quads)) == [
        f'{subject} <http://purl.org/dc/terms/title> "x"',
        f'{subject} <http://schema.org/birthDate> "2000-01-01"^^<http://schema.org/Date>',
        f'{subject} <http://schema.org/name> "Ann"',
        f"{subject} <http://schema.org/url> <https://a.example/>",
        f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person>",
    ]


def test_a_context_of_the_package_can_be_one_of_several() -> None:
    context = ["https://schema.org/", "http://www.w3.org/2013/json-ld-context/rdfa11", {"extra": "x:extra"}]
    parsed = read({"@context": context, "@id": "a", "foaf:name": "x", "extra": "y", "name": "z"})
    predicates = sorted(quad.predicate.value for quad in parsed.quads)
    assert predicates == ["http://schema.org/name", "http://xmlns.com/foaf/0.1/name", "x:extra"]


def test_other_addresses_are_not_the_packages() -> None:
    for iri in ("https://schema.org.example/", "schema.org", "ftp://schema.org/", "https://schema.org/Person", ""):
        assert bundled(iri) is None


def test_text_that_only_looks_like_a_context_stays() -> None:
    parsed = read({"@id": "a", "x:p": ["@context", '"@context": "https://e/"', {"@value": "@context"}]})
    assert {quad.object.value for quad in parsed.quads} == {"@context", '"@context": "https://e/"'}


def test_keys_without_a_meaning_are_named() -> None:
    parsed = read({"@context": {"known": "x:known"}, "@id": "a", "known": 1, "other": 2, "more": {"known": 3}})
    assert parsed.faults == ()
    assert parsed.notes == ("No context says what these keys mean, so they are not read: more, other.",)


def test_wrong_terms_are_faults_with_a_line() -> None:
    parsed = read(
        '[{"@id": "http://a/ b", "x:p": 1},\n{"@id": "a",\n"x:p": {"@value": "x", "@language": "en_GB"}},\n'
        '{"@id": "b", "_:p": 1},\n{"@id": "c", "x:p": "good"}]'
    )
    assert [(fault.place.line, fault.message) for fault in parsed.faults] == [
        (1, "<http://a/ b> is not a valid IRI: invalid IRI code point ' '."),
        (3, "'en_GB' is not a language tag."),
        (4, "The blank node _:p cannot be a property or a type of literal."),
    ]
    assert [quad.object.value for quad in parsed.quads] == ["good"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"@id": "a",\n"x:p" 1}', "f.jsonld:2:7"),
        ('{"@id": "a"', "f.jsonld:1:12"),
        ('{"@id": "a"}\n{"@id": "b"}', "f.jsonld:2:1"),
        ('{"@id": "a",\n"@context": 5}', "f.jsonld:2:1"),
    ],
)
def test_what_is_not_json_ld_has_a_place(text: str, place: str) -> None:
    parsed = read(text)
    assert only_fault(parsed)[0].rpartition(":")[0] == place.rpartition(":")[0]


def test_a_context_may_come_last_and_lists_keep_their_order() -> None:
    parsed = read({"@id": "a", "p": ["x", "y"], "@context": {"p": {"@id": "x:p", "@container": "@list"}}})
    turtle = parse("<a> <x:p> ('x' 'y') .")
    assert canonical(parsed.quads) == canonical(turtle.quads)


def test_a_file_without_statements_says_so() -> None:
    assert read({"@context": {"a": "x:a"}}).notes == ("f.jsonld makes no statement.",)


def test_depth_and_contexts_are_limited() -> None:
    deep: object = "x"
    for _ in range(70):
        deep = [deep]
    with pytest.raises(LimitError) as caught:
        read({"@id": "a", "x:p": deep})
    assert caught.value.limit == "json_depth"
    terms: dict[str, object] = {f"k{n}": "x:k" for n in range(100)}
    many: dict[str, object] = {"@context": terms, "@graph": [{"@context": {}} for _ in range(100)]}
    assert read(many, limits=ParsingLimits(contexts=11_000)).faults == ()
    scoped: dict[str, object] = {"@context": {"k": {"@id": "x:k", "@context": {}}, **terms}, "@graph": [{"k": {}}] * 60}
    for document in (many, scoped):
        with pytest.raises(LimitError) as caught:
            read(document, limits=ParsingLimits(contexts=5_000))
        assert caught.value.limit == "contexts"
    with pytest.raises(LimitError) as caught:
        read(many, limits=ParsingLimits(context_terms=99))
    assert caught.value.limit == "context_terms"
    with pytest.raises(LimitError) as caught:
        read([{"@context": "https://schema.org/"}] * 20, limits=ParsingLimits(bytes=50_000))
    assert caught.value.limit == "bytes"
