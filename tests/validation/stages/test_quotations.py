"""Quoted phrases against the text of their document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accord.publication import Publication, SourceFile
from accord.publication.files.texts import texts_of
from accord.validation import check
from places import SHARED, needs_shared
from validation.conftest import FILES, PREFIXES, Writer
from validation.stages.test_amounts import MONEY, TERMS

TEXT = "Bridges\nThe bridge at Ironbridge was opened in 1781.\n\nIt is the town’s “iron  heart”.\n"
EVIDENCE = """\
id:paper a b:River ; rdfs:label "paper"@en ; b:file "paper.txt" .
<iron-bridge#e> a b:Quote ; b:of id:iron-bridge ; b:backs b:opened ;
    b:source id:paper ; b:page {page} ; b:words "{words}" .
"""


@pytest.fixture
def quoting(write: Writer) -> Publication:
    publication = write(data__publication=MONEY, ontology__bridges=FILES["ontology/bridges.ttl"] + TERMS)
    return replace(publication, texts=(SourceFile("paper.txt", (), TEXT.encode()),))


def found(publication: Publication, words: str, page: int) -> list[tuple[str, str, str]]:
    text = PREFIXES + EVIDENCE.format(page=page, words=words)
    report = check(publication, [SourceFile("new.ttl", ("data",), text.encode())])
    return [(one.code, one.severity, one.remedy) for one in report.findings]


@pytest.mark.parametrize(("words", "page"), [("was opened in 1781", 2), ("town’s “iron heart”", 4), ("Bridges", 1)])
def test_a_phrase_of_its_paragraph_passes(quoting: Publication, words: str, page: int) -> None:
    assert found(quoting, words, page) == []


WRONG = [
    ("was opened in 1781", 4, "QUOTE-PLACE", "Write 2."),
    ("was opened in 1781", 4000, "QUOTE-PLACE", "Write 2."),
    ("was opened in 1782", 2, "QUOTE-WORDS", "The most similar words there are “was opened in 1781.”."),
    ("town's 'iron heart'", 4, "QUOTE-WORDS", "The most similar words there are “town’s “iron heart”.”."),
    ("painted by the queen of Sheba", 2, "QUOTE-WORDS", "Copy the words from the document."),
]


@pytest.mark.parametrize(("words", "page", "code", "remedy"), WRONG)
def test_a_phrase_that_is_not_there_is_found(
    quoting: Publication, words: str, page: int, code: str, remedy: str
) -> None:
    assert found(quoting, words, page) == [(code, "violation", remedy)]


def test_the_document_that_has_the_phrase_is_named(quoting: Publication) -> None:
    other = SourceFile("leaflet.txt", (), b"Leaflet\nIt was painted by the queen of Sheba.\n")
    leaflet = 'id:leaflet a b:River ; rdfs:label "leaflet"@en ; b:file "leaflet.txt" .\n'
    text = PREFIXES + leaflet + EVIDENCE.format(page=2, words="painted by the queen of Sheba")
    publication = replace(quoting, texts=(*quoting.texts, other))
    report = check(publication, [SourceFile("new.ttl", ("data",), text.encode())])
    (one,) = [one for one in report.findings if one.code == "QUOTE-WORDS"]
    assert one.remedy == "id:leaflet has it, in paragraph 2."


def test_what_cannot_be_compared_is_said_once(quoting: Publication) -> None:
    text = PREFIXES + EVIDENCE.format(page=1, words="one") + EVIDENCE.format(page=1, words="two").replace("#e>", "#f>")
    report = check(replace(quoting, texts=()), [SourceFile("new.ttl", ("data",), text.encode())])
    ((code, severity, message),) = [(one.code, one.severity, one.message) for one in report.findings]
    assert (code, severity) == ("QUOTE-UNCHECKED", "info")
    assert message == "2 quoted phrases were not compared with their document, whose text is not here."


def test_texts_are_read_where_the_configuration_names_their_property(write: Writer, tmp_path: Path) -> None:
    (tmp_path / "data" / "texts").mkdir(parents=True)
    (tmp_path / "data" / "texts" / "paper.txt").write_text(TEXT, "utf-8")
    publication = write(data__publication=MONEY)
    assert [one.path for one in publication.texts] == ["data/texts/paper.txt"]
    assert write().texts == ()


@needs_shared
@pytest.mark.slow
def test_every_phrase_of_the_publication_is_in_its_document(real: Publication) -> None:
    report = check(replace(real, texts=texts_of(SHARED / "sources")))
    assert [one for one in report.findings if one.code.startswith("QUOTE-")] == []
