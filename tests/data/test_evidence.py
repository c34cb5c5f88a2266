"""Every statement taken from a document says where, in which words, and how surely; the words are there to be read."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from publication_data import column, lexical, publication, rows, select

from accord.names import RDF
from places import SHARED, needs_shared

LONGEST = 15
"""Words that a phrase may have."""

Statement = tuple[str, str, str]

SHAPES_OF_EVIDENCE = """
SELECT ?evidence ?about ?property ?value {
  ?evidence lsp:about ?about ; lsp:supports ?property . OPTIONAL { ?evidence lsp:supportsValue ?value }
}"""


@cache
def statements() -> tuple[Statement, ...]:
    """What the files taken from documents state: all data but the background and the description of the data set."""
    ours = ("data/background/", "data/publication.ttl", "data/redirects.ttl")
    files = (file for file in publication().files if "data" in file.roles and not file.path.startswith(ours))
    quads = (quad for file in files for quad in file.quads(publication().graph(file)))
    return tuple((lexical(q.subject), lexical(q.predicate), lexical(q.object)) for q in quads)


@cache
def supported() -> dict[tuple[str, str], set[str]]:
    """The values of a property of a thing that have evidence; an empty one stands for all of them."""
    found = defaultdict(set)
    for _, thing, property, value in select(SHAPES_OF_EVIDENCE)[1]:
        found[thing, property].add(value)
    return dict(found)


@cache
def leading_to() -> dict[str, list[Statement]]:
    """For each part of a thing, the statements by which the thing, or another part of it, leads to it."""
    found = defaultdict(list)
    for subject, predicate, object in statements():
        if "#" in object and owner(subject) == owner(object):
            found[object].append((subject, predicate, object))
    return dict(found)


def owner(iri: str) -> str:
    return iri.partition("#")[0]


def has_evidence(statement: Statement) -> bool:
    """By evidence of its own, or, for a part of a thing, by the evidence for the statement that leads to the part."""
    subject, predicate, object = statement
    direct = supported().get((subject, predicate), set())
    return bool(direct & {"", object}) or any(map(has_evidence, leading_to().get(subject, [])))


def wanting_evidence() -> list[Statement]:
    """All statements but those that are ours: of an editorial property, or about a member of an editorial class."""
    editorial = {iri for (iri,) in select("SELECT ?term { ?term lsp:editorial true }")[1]}
    ours = {subject for subject, predicate, kind in statements() if predicate == RDF + "type" and kind in editorial}
    return [one for one in statements() if one[0] not in ours and one[1] not in editorial]


def test_every_statement_from_a_document_has_evidence() -> None:
    wanting = wanting_evidence()
    assert len(wanting) > 1500
    without = [statement for statement in wanting if not has_evidence(statement)]
    share = 1 - len(without) / len(wanting)
    assert share == 1, without


def test_all_evidence_is_about_something_that_is_described() -> None:
    nobody = column(
        "SELECT ?e { ?e a lsp:Evidence . OPTIONAL { ?e lsp:about ?thing . ?thing a ?kind } FILTER (!BOUND(?kind)) }"
    )
    assert nobody == set()


def test_all_evidence_supports_something_that_is_said() -> None:
    """Of the thing or of a part of it; and a value that it names is a value of one of the properties it names."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in publication().quads("data"):
        said[owner(lexical(quad.subject)), lexical(quad.predicate)].add(lexical(quad.object))
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for evidence, thing, property, value in select(SHAPES_OF_EVIDENCE)[1]:
        assert (owner(thing), property) in said, f"{evidence} supports {property}, which is not said"
        if value:
            values[evidence, value] |= said[owner(thing), property]
    assert [key for key, found in values.items() if key[1] not in found] == []


def test_all_evidence_says_where_it_is_and_how_sure() -> None:
    listed = column("SELECT ?one { ?one skos:inScheme id:certainty }")
    assert column("SELECT DISTINCT ?certainty { ?e a lsp:Evidence ; lsp:certainty ?certainty }") <= listed
    incomplete = column(
        """SELECT ?e { ?e a lsp:Evidence . FILTER NOT EXISTS {
            ?e lsp:certainty ?certainty ; lsp:supports ?property ; dcterms:source ?source .
            { ?e lsp:paragraph ?paragraph ; lsp:phrase ?phrase } UNION { ?e lsp:entry ?entry } } }"""
    )
    assert incomplete == set()


def test_the_evidence_of_a_post_is_about_the_membership() -> None:
    bare = rows(
        """SELECT ?membership ?property {
            VALUES ?property { org:organization lsp:post lsp:asOf }
            ?membership a org:Membership ; ?property ?value .
            FILTER NOT EXISTS { ?evidence lsp:about ?membership ; lsp:supports ?property }
        }"""
    )
    assert bare == set()


def test_a_phrase_is_short() -> None:
    phrases = column("SELECT ?phrase { ?e lsp:phrase ?phrase }")
    assert len(phrases) > 400
    assert [phrase for phrase in phrases if len(phrase.split()) > LONGEST] == []


@needs_shared
def test_a_phrase_is_word_for_word_in_its_paragraph() -> None:
    quoted = rows(
        "SELECT ?e ?file ?paragraph ?phrase { ?e lsp:phrase ?phrase ; lsp:paragraph ?paragraph ;"
        " dcterms:source/dcterms:identifier ?file }"
    )
    lines = {path.name: path.read_text("utf-8").split("\n") for path in (SHARED / "sources").iterdir()}
    assert len(lines) == 5
    assert {file for _, file, _, _ in quoted} == lines.keys()
    wrong = [node for node, file, paragraph, phrase in quoted if phrase not in lines[file][int(paragraph) - 1]]
    assert wrong == []


@needs_shared
def test_the_words_of_a_number_are_in_a_document() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in (SHARED / "sources").iterdir())
    assert [words for words in column("SELECT ?words { ?x lsp:asStated ?words }") if words not in texts] == []
