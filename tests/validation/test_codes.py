"""Every code of a finding has a page, and every page a code."""

from __future__ import annotations

import re

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP

from accord import queries, turtle
from accord.validation.codes import codes, page
from places import ROOT

PACKAGE = ROOT / "server" / "accord"
CODE = re.compile(
    r'"((?:TTL|LIT|TERM|UNIT|AMOUNT|QUOTE|FILE|QUERY|SHAPE|RDF|XML|JSONLD|FORM|SLUG|LIKELY|SUBJECT|TABLE)-[A-Z-]+)"'
)
NO_CODES = {"FILE-END"}
"""Names of the rules of the style, which get their prefix where they are reported."""
LIMITS = {"LIMIT-DEADLINE", "LIMIT-MEMORY"}


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
    assert page("NO-SUCH") is None


def test_an_example_of_the_syntax_has_its_mistake() -> None:
    prefixes = "@prefix id: <https://e.example/> .\n@prefix ex: <https://e.example/ns#> .\n"
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    for code in ("TTL-BRACKET", "TTL-DOT", "TTL-OBJECT", "TTL-QUOTES", "TTL-SUBJECT", "TTL-PREFIX", "TTL-SEMICOLON"):
        found = page(code)
        assert found
        assert code in {fault.code for fault in turtle.read(prefixes + found.example).faults}, code
