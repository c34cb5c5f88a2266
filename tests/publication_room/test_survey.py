"""A folder read once: what it holds, the file to edit that is made of it, and the lines that say so."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

import accord.publication
from accord import parsing
from accord.errors import EngineError, InputError, LimitError
from accord.names import ACCORD
from accord.publication import EvidenceTerms, IdentifierTerms, Publication, survey
from accord.publication.files import layout
from accord.publication.files.addresses import UNKNOWN_BASE
from accord.publication.files.batches import Read
from accord.publication.files.layout import LeftOut, find
from accord.publication.settings import reading_report, template
from accord.publication.survey import Survey
from accord.publication.survey import result_cache as looked
from accord.validation import check
from places import ROOT, SHARED

P = "@prefix : <https://ex.org/id/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
CASES = pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the shared folder with cases is absent")


def here(function: Callable[..., object], *arguments: object) -> Callable[[], Any]:
    """Call a function as a child would: what comes back went through JSON."""
    return lambda: json.loads(json.dumps(function(*arguments)))


def made(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def surveyed(root: Path) -> Survey:
    return survey.survey(find(root), here)


def reasons(found: Survey) -> dict[str, tuple[str, str]]:
    return {one.path: (one.reason, one.detail) for one in found.left_out}


def test_one_of_the_files_that_say_the_same_is_read(tmp_path: Path) -> None:
    turtle = P + "<> rdfs:label 'x' ; :p [ :q 1 ] ."
    quads = parsing.parse(turtle.encode(), "x.ttl", base=UNKNOWN_BASE + "x").quads
    triples = "".join(f"{quad} .\n" for quad in quads)
    packed = gzip.compress(turtle.encode())
    root = made(tmp_path, {"x.nt": triples, "x.ttl": turtle, "x.ttl.gz": packed, "y.nt": triples})
    found = surveyed(root)
    assert [file.path for file in found.files] == ["x.ttl", "y.nt"]
    assert reasons(found) == {"x.nt": (layout.SAME, "x.ttl"), "x.ttl.gz": (layout.SAME, "x.ttl")}


def test_files_that_differ_are_both_read(tmp_path: Path) -> None:
    root = made(tmp_path, {"x.ttl": P + ":a :b 1 .", "x.nt": "<https://ex.org/id/a> <https://ex.org/id/b> <x:c> .\n"})
    assert [file.path for file in surveyed(root).files] == ["x.nt", "x.ttl"]


def test_what_cannot_be_read_is_left_out_with_its_reason(tmp_path: Path) -> None:
    root = made(
        tmp_path,
        {
            "good.ttl": P + ":a a :B .",
            "half.ttl": P + ":a a :B . :a :p q:r .",
            "bad.rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><",
            "package.json": '{"name": "x"}',
            "context.jsonld": '{"@context": {"name": "https://ex.org/name"}}',
        },
    )
    found = surveyed(root)
    assert [(file.path, file.faults) for file in found.files] == [("good.ttl", 0), ("half.ttl", 1)]
    assert found.files[1].fault.startswith("half.ttl:2:")
    assert {path: reason for path, (reason, _) in reasons(found).items()} == {
        "bad.rdf": survey.UNREADABLE,
        "package.json": layout.NO_RDF,
        "context.jsonld": layout.CONTEXTS,
    }
    assert reasons(found)["bad.rdf"][1].startswith("bad.rdf:1:")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (EngineError("The work stopped early."), looked.PARSER_DIED),
        (LimitError("Too long.", limit="deadline", value=1), looked.TOO_MUCH),
    ],
)
def test_the_file_that_ends_its_parser_is_found_and_the_others_are_read(
    tmp_path: Path, error: Exception, reason: str
) -> None:
    root = made(tmp_path, {f"f{number}.ttl": P + f":a :b {number} ." for number in range(9)} | {"f4.nt": "# deadly\n"})
    calls = 0

    def start(function: Callable[..., object], groups: list[list[Read]], *others: object) -> Callable[[], Any]:
        nonlocal calls
        calls += 1
        if any(candidate.path == "f4.nt" for group in groups for candidate, _ in group):
            return Mock(side_effect=error)
        return here(function, groups, *others)

    found = survey.survey(find(root), start)
    assert {file.path for file in found.files} == {f"f{number}.ttl" for number in range(9)}
    assert reasons(found) == {"f4.nt": (reason, str(error.args[0]))}
    assert calls < 20


def test_statements_that_no_store_reads_as_they_are_come_as_n_quads(tmp_path: Path) -> None:
    xml = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="https://ex.org/p/">'
        '<rdf:Description rdf:about="{}"><p:size>4.50</p:size></rdf:Description></rdf:RDF>'
    )
    faulty = P + ":a :b 1 . :c :d ."
    files = {
        "a.rdf": xml.format("https://ex.org/a"),
        "b.rdf": xml.format("b"),
        "c.ttl": faulty,
        "d.ttl": P + ":a :b 2 .",
    }
    found = {file.path: file.as_n_quads for file in surveyed(made(tmp_path, files)).files}
    assert found["a.rdf"] == b'<https://ex.org/a> <https://ex.org/p/size> "4.50" .\n'
    assert found["b.rdf"] is None, "its base is not known yet"
    assert found["c.ttl"] is not None
    assert b"integer" in found["c.ttl"]
    assert found["d.ttl"] is None


def test_roles_and_relative_iris(tmp_path: Path) -> None:
    files = {
        "person/amy.ttl": "<> a <http://schema.org/Person> ; <http://schema.org/knows> <penny> .",
        "all.nt": "<http://localhost:8080/person/penny> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:P> .\n",
    }
    found = surveyed(made(tmp_path, files))
    assert {file.roles for file in found.files} == {("data",)}
    assert found.guesses.base.value == "http://localhost:8080/"


HOSTILE = '"; accord:facet <x:y> . # \\n\\r\\u0085\\u2028 \\" \\\\ \\u0000'


@pytest.mark.parametrize(
    "text",
    [
        "",
        P + "<> a :B .",
        P + f'@prefix dcat: <http://www.w3.org/ns/dcat#> . :d a dcat:Dataset ; rdfs:label "{HOSTILE}" .',
        "@prefix 1a: <https://ex.org/1#> . @prefix a.: <https://ex.org/2#> . 1a:x a a.:y .",
        P + "@prefix accord: <https://ex.org/other#> . @prefix dc: <http://www.w3.org/ns/dcat#> . :a a accord:B .",
    ],
)
def test_the_configuration_is_turtle_whatever_the_data_hold(tmp_path: Path, text: str) -> None:
    found = surveyed(made(tmp_path, {"x.ttl": text}))
    written = template.configuration(found)
    parsed = parsing.parse(written.encode(), "publication.ttl", base="https://ex.org/", places=True)
    assert parsed.faults == ()
    own = {quad.predicate.value for quad in parsed.quads if ACCORD in quad.predicate.value}
    assert own <= {ACCORD + "featuredClass"}
    path = template.write(found, written)
    assert find(tmp_path).configuration == path.name
    with pytest.raises(InputError, match="exists already"):
        template.write(found, written)


def test_every_setting_has_a_line() -> None:
    names = {name.removeprefix("accord:") for name, _, _ in template.OWN}
    terms = [("evidence", field.name) for field in fields(EvidenceTerms)]
    terms += [("identifier", field.name) for field in fields(IdentifierTerms)]
    read = {prefix + ("Class" if name == "kind" else name.capitalize()) for prefix, name in terms}
    source = "".join(path.read_text("utf-8") for path in Path(accord.publication.__file__).parent.rglob("*.py"))
    read |= set(re.findall(r'ACCORD \+ "([a-z]\w+)"', source))
    assert names == read


def test_the_configuration_goes_where_all_files_are_still_read(tmp_path: Path) -> None:
    found = surveyed(made(tmp_path, {"data/a.ttl": P + ":a a :B .", "ontology/o.ttl": P + ":B a rdfs:Class ."}))
    assert template.place(found) == "data/publication.ttl"
    found = surveyed(made(tmp_path, {"dist/b.ttl": P + ":b a :B ."}))
    assert template.place(found) == "publication.ttl"


def test_what_is_written_is_what_is_guessed_again(tmp_path: Path) -> None:
    triple = "<http://h.org/data/p/b> <x:p> <x:o> .\n"
    found = surveyed(made(tmp_path, {"data/p/a.ttl": "<> a <x:P> .", "b.nt": triple}))
    template.write(found, template.configuration(found))
    again = surveyed(tmp_path)
    for name in ("title", "base", "bases", "languages", "featured"):
        assert getattr(again.guesses, name).value == getattr(found.guesses, name).value, name


def test_the_report_is_a_few_lines(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"d{n}.ttl": P + f":a{n} a :Bird ; rdfs:label 'x'@en ." for n in range(30)}
    files |= {f"p{n}.png": b"" for n in range(40)} | {"q.rq": "ASK {}", "half.ttl": P + ":a a :B . :a :p q:r ."}
    lines = reading_report.lines(surveyed(made(tmp_path, files)))
    assert lines[0] == "Read 31 files with 61 statements: 31 data; 1 query."
    assert lines[1].startswith("  1 file with 1 fault, the rest is read; the first: half.ttl:2:")
    assert "  base: https://ex.org/id/ (All 31 described IRIs begin with it)" in lines
    assert "  kinds: Bird, B (The classes with the most things: 30 Bird, 1 B)" in lines
    assert lines[-2:] == ["Left out 40 files and folders:", "  40 not RDF: p0.png, p1.png, p10.png and 37 more"]
    assert len(lines) <= 12


def test_a_report_says_no_more_than_a_line_of_each_thing(tmp_path: Path) -> None:
    found = surveyed(made(tmp_path, {"a.ttl": P + ":a a :B ."}))
    hostile = [LeftOut("x\n\x1b[2J" + "y" * 500, f"reason {number}", "z\n" * 500) for number in range(40)]
    lines = reading_report.lines(Survey(found.layout, found.files, tuple(hostile), found.guesses))
    assert all(line.isprintable() and len(line) < 400 for line in lines)
    assert lines[-1] == "  28 for 28 other reasons"


@CASES
def test_folders_of_others() -> None:
    cases = SHARED / "cases/folders"
    hcrt = surveyed(cases / "hcrt").guesses
    assert hcrt.title.value == "Hochschulcampus Ressourcentypen"
    assert hcrt.base.value == "https://w3id.org/kim/hcrt/"
    assert set(hcrt.languages.value) == {"de", "en", "nl", "sv", "uk", "fr", "cs"}
    assert surveyed(cases / "tbbt").guesses.base.value == "http://localhost:8080/"
    pizza = surveyed(cases / "pizza")
    assert (pizza.files[0].roles, pizza.statements) == (("data", "ontology"), 2_332)
    dxwg = surveyed(cases / "dxwg")
    assert len(dxwg.files) == 63
    assert {one.reason for one in dxwg.left_out} == {layout.SAME}
    assert dxwg.guesses.title.value == "Dxwg"


def test_the_publication_of_this_repository_has_its_roles_and_settings() -> None:
    found = surveyed(ROOT)
    assert {(file.path.partition("/")[0], file.roles) for file in found.files} == {
        ("ontology", ("ontology",)),
        ("data", ("data",)),
        ("shapes", ("shapes",)),
    }
    assert found.guesses.base.value == "https://w3id.org/lifescience-partnerships/"
    assert found.guesses.title.value == "Life Science Partnerships"


def test_ontologies_that_are_imported_and_not_there_are_named(tmp_path: Path) -> None:
    ontology = "<https://ex.org/o> a owl:Ontology ; owl:imports <https://ex.org/o2> , <https://else.org/o> ."
    other = "<https://ex.org/o2> a owl:Ontology ."
    declared = "@prefix owl: <http://www.w3.org/2002/07/owl#> ."
    found = surveyed(made(tmp_path, {"o.ttl": declared + ontology, "o2.ttl": declared + other}))
    assert found.imports == ("https://else.org/o",)
    assert "Not fetched: 1 ontology of owl:imports that no file holds: https://else.org/o" in reading_report.lines(
        found
    )


def test_a_file_that_is_left_out_keeps_all_its_mistakes(tmp_path: Path) -> None:
    bad = '<a> b c .\n<http://e/a> <http://e/b> .\n"x" <http://e/b> 1 .\n'
    made(tmp_path, {"bad.ttl": bad, "ok.ttl": P + ":a :b 1 ."})
    (left_out,) = surveyed(tmp_path).left_out
    assert [fault.place.line for fault in left_out.faults] == [1, 2, 3]
    codes = {finding.code: finding.severity for finding in check(Publication.read(tmp_path)).findings}
    assert codes == dict.fromkeys(("FILE-LEFT-OUT", "TTL-SYNTAX", "TTL-OBJECT", "TTL-SUBJECT"), "warning")


def test_a_folder_without_rdf_says_what_it_holds(tmp_path: Path) -> None:
    root = made(tmp_path, {"data.csv": "a,b\n", "README.md": "Words"})
    with pytest.raises(InputError, match=r"no RDF that can be read\. It holds README\.md, data\.csv\.\n"):
        Publication.read(root, start=here)
    made(root, {"release.zip": b"PK"})
    with pytest.raises(InputError) as refused:
        Publication.read(root, start=here)
    assert refused.value.remedy == "Unpack release.zip."


def test_an_import_by_a_relative_iri_is_shown_as_it_is_written(tmp_path: Path) -> None:
    text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <http://ex.org/o> a owl:Ontology ; owl:imports <other> ."
    assert surveyed(made(tmp_path, {"o.ttl": text})).imports == ("other",)


def test_classes_with_one_name_have_their_whole_iris(tmp_path: Path) -> None:
    things = "".join(f"<http://ex.org/{n}> a <http://{n % 2}.org/Agent> .\n" for n in range(4))
    shown = reading_report.lines(surveyed(made(tmp_path, {"a.nt": things})))
    assert any("kinds: http://0.org/Agent, http://1.org/Agent (" in line for line in shown)


def test_two_spellings_of_schema_org_are_said(tmp_path: Path) -> None:
    text = "<http://ex.org/a> <http://schema.org/name> 'A' . <http://ex.org/b> <https://schema.org/name> 'B' , 'C' ."
    shown = reading_report.lines(surveyed(made(tmp_path, {"a.ttl": text})))
    assert any("(1 statement with http and 2 statements with https)" in line for line in shown)
