"""Every code of a finding has a page, and every page a code."""

from __future__ import annotations

import re

import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP

from accord import queries, turtle
from accord.publication import Publication, SourceFile
from accord.validation import Report
from accord.validation.checking import check
from accord.validation.codes import codes, page
from accord.validation.stages import style
from places import ROOT

PACKAGE = ROOT / "server" / "accord"
CODE = re.compile(
    r'"((?:TTL|LIT|TERM|UNIT|AMOUNT|QUOTE|FILE|QUERY|SHAPE|RDF|XML|JSONLD|FORM|SLUG|LIKELY|SUBJECT|TABLE)-[A-Z-]+)"'
)
NO_CODES = {"FILE-END"}
"""Names of the rules of the style, which get their prefix where they are reported."""
LIMITS = {"LIMIT-DEADLINE", "LIMIT-MEMORY"}
UNSEEN = str.maketrans({"␣": " ", "⍽": "\N{NO-BREAK SPACE}", "↹": "\t", "␍": "\r", "␤": "\n"})
"""What examples write for characters that cannot be seen."""
REPORTED_AS = {"SH-NODE": "SH-MINCOUNT"}
"""What the nested shape finds is reported in place of the shape that leads to it."""
PREFIXES = """\
@prefix ex: <https://example.org/{0}#> .
@prefix id: <https://example.org/{0}/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def in_the_code() -> set[str]:
    rooms = ("turtle", "parsing", "validation", "duplicates", "proposals")
    texts = (path.read_text("utf-8") for room in rooms for path in (PACKAGE / room).rglob("*.py"))
    found = {code for text in texts for code in CODE.findall(text)} - NO_CODES
    rules = {queries.load(name).settings["code"] for name in queries.names() if name.startswith("rule-")}
    return found | rules | LIMITS


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    own = {code for code in codes() if not code.startswith(("SH-", "STYLE-"))}
    assert own == in_the_code()


def test_every_constraint_of_shacl_has_a_page() -> None:
    names = {str(one.shacl_constraint_component).rpartition("#")[2] for one in CONSTRAINT_PARAMETERS_MAP.values()}
    wanted = {f"SH-{name.removesuffix('ConstraintComponent').upper()}" for name in names}
    known = set(codes())
    assert {code for code in wanted if code not in known} <= {
        "SH-PROPERTY",
        "SH-JS",
        "SH-EXPRESSION",
        "SH-NOTIMPLEMENTED",
    }
    assert page("SH-MADEUP") is not None


def test_a_page_says_what_is_wrong_and_how_to_fix_it() -> None:
    for code in codes():
        found = page(code)
        assert found
        assert found.title
        assert not found.title.endswith(".")
        assert found.what.endswith((".", "here")), code
        assert found.fix, code
        assert found.example.strip(), code
    assert page("NO-SUCH") is None


def test_an_example_of_the_syntax_has_its_mistake() -> None:
    prefixes = "@prefix id: <https://e.example/> .\n@prefix ex: <https://e.example/ns#> .\n"
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    for code in ("TTL-BRACKET", "TTL-DOT", "TTL-OBJECT", "TTL-QUOTES", "TTL-SUBJECT", "TTL-PREFIX", "TTL-SEMICOLON"):
        found = page(code)
        assert found
        assert code in {fault.code for fault in turtle.read(prefixes + found.example).faults}, code


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The check of a folder with the examples of all SHACL constraints, each in a namespace of its own."""
    folder = tmp_path_factory.mktemp("shaped")
    for code in (one for one in codes() if one.startswith("SH-")):
        lines = _example(code).replace("https://example.org/ns#", f"https://example.org/{code}#").splitlines()
        shapes = [line for line in lines if re.match(r"ex:\w*Shape ", line)]
        data = [line for line in lines if line not in shapes]
        for name, those in (("shapes", shapes), ("data", data)):
            (folder / f"{name}-{code}.ttl").write_text(PREFIXES.format(code) + "\n".join(those) + "\n", "utf-8")
    return check(Publication.read(folder))


@pytest.mark.parametrize("code", [code for code in codes() if code.startswith("SH-")])
def test_an_example_of_a_shape_has_its_mistake(shaped: Report, code: str) -> None:
    found = {one.code for one in shaped.findings if one.place and one.place.file == f"data-{code}.ttl"}
    assert REPORTED_AS.get(code, code) in found


@pytest.mark.parametrize("code", [code for code in codes() if code.startswith("STYLE-")])
def test_an_example_of_the_style_has_its_mistake(tiny: Publication, code: str) -> None:
    text = PREFIXES.format("ns").removesuffix("\n") + _example(code).translate(UNSEEN) + "\n"
    file = SourceFile("new.ttl", ("data",), text.encode())
    assert code in {one.code for one in style.check(tiny, [file])}


def _example(code: str) -> str:
    found = page(code)
    assert found
    return found.example
