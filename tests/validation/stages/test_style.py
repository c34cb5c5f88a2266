"""The house style of Turtle: every file of the repository keeps it, and each way to break it is told at its place."""

from __future__ import annotations

import os
import signal
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import BlankNode

from accord.publication import Publication, SourceFile
from accord.validation import Finding, check_sandboxed
from accord.validation.grouping import OTHERS
from accord.validation.stages import style
from command_line import accord
from places import ROOT

ODD = {"odd-layout.ttl", "byte-order-mark-and-carriage-returns.ttl"}
"""Examples that show that other layouts are Turtle, too."""

GOOD = """\
# What the file is for.

@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://example.org/lights/id/> .

# A light.
id:new
    a light:Lighthouse ;  # of stone
    rdfs:label "New\t\\r\\n"@en , "Neu"@de ;
    # Two coasts.
    light:standsOn id:brannoc-bay ,
        id:outer-coast ;
    light:seen (
        id:skerry id:north-head
    ) ;
    light:words \"\"\"Two lines,
one with\ta tab and blanks. \"\"\" .
""".replace(";  #", "; #")
PREFIXES = "@prefix id: <https://example.org/lights/id/> .\n@prefix light: <https://example.org/lights/ns#> ."
SUBJECT = "# A light.\nid:new\n"
LABEL = '    rdfs:label "New\t\\r\\n"@en , "Neu"@de ;\n'
LONG = f'"{"x" * 70}"'

BREACHES = {
    "comment": ("# What the file is for.\n\n", "", "COMMENT 1:1"),
    "order": (PREFIXES, "\n".join(reversed(PREFIXES.split("\n"))), "PREFIX-ORDER 3:9"),
    "idle": ("@base", "@prefix skos: <http://skos.example/#> .\n@base", "PREFIX-IDLE 6:9"),
    "subject on the line of another": ("\n# A light.\nid:new", "id:new", "LAYOUT 7:1"),
    "indented subject": ("id:new\n", "  id:new\n", "LAYOUT 9:3"),
    "predicate behind the subject": ("id:new\n    a", "id:new a", "LAYOUT 9:8"),
    "two predicates on a line": ("@de ;\n    # Two coasts.\n    light", "@de ; light", "LAYOUT 11:43"),
    "two spaces": ("    # Two coasts.\n    light:standsOn", "  light:standsOn", "LAYOUT 12:3"),
    "object far away": ("a light:Lighthouse", "a  light:Lighthouse", "LAYOUT 10:8"),
    "object at four spaces": ("        id:outer", "    id:outer", "LAYOUT 14:5"),
    "mark without a space": ('"Neu"@de ;', '"Neu"@de;', "LAYOUT 11:40"),
    "term in brackets": ("        id:skerry", "      id:skerry", "LAYOUT 16:7"),
    "class behind a label": (SUBJECT, f'{SUBJECT}    rdfs:label "First"@en ;\n', "CLASS 11:5"),
    "tab": ("# A light", "#\tA light", "TAB 8:2"),
    "blanks": ("of stone\n", "of stone  \n", "BLANKS 10:36"),
    "line end": ("# Two coasts.\n", "# Two coasts.\r\n", "LINE-END 12:18"),
    "no line end": ('blanks. """ .\n', 'blanks. """ .', "FILE-END 19:32"),
    "two line ends": ('blanks. """ .\n', 'blanks. """ .\n\n', "FILE-END 19:33"),
    "wide comment": ("# A light.", f"# {'light ' * 20}.", "WIDTH 8:1"),
    "wide line": (LABEL, f"    rdfs:label {LONG}@en , {LONG}@de ;\n", "WIDTH 11:94"),
}
"""A part of the good file, what stands in its stead, and the finding."""


def files(root: Path) -> list[object]:
    """The Turtle of a publication and the good examples beside its shapes."""
    found = chain(*(root.glob(pattern) for pattern in ("ontology/*.ttl", "data/**/*.ttl", "shapes/*.ttl")))
    examples = (path for path in root.glob("shapes/examples/good/*.ttl") if path.name not in ODD)
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in sorted(chain(found, examples))]


def told(publication: Publication, text: str) -> list[str]:
    """The findings on a text, each as its code without STYLE- and its place."""
    found = style.check(publication, [SourceFile("new.ttl", ("data",), text.encode())])
    return [f"{one.code.removeprefix('STYLE-')} {str(one.place).removeprefix('new.ttl:')}" for one in found]


@pytest.mark.parametrize("path", files(ROOT))
def test_the_publication_keeps_the_style(real: Publication, path: Path) -> None:
    file = SourceFile(path.relative_to(ROOT).as_posix(), ("data",), path.read_bytes())
    assert [f"{one.place} {one.message}" for one in style.check(real, [file])] == []


@pytest.mark.parametrize("path", files(ROOT / "tests" / "publication"))
def test_the_tiny_publication_keeps_the_style(tiny: Publication, path: Path) -> None:
    file = SourceFile(path.relative_to(ROOT).as_posix(), ("data",), path.read_bytes())
    assert [f"{one.place} {one.message}" for one in style.check(tiny, [file])] == []


def test_data_have_no_blank_nodes(real: Publication, tiny: Publication) -> None:
    for quad in chain(real.quads("data"), tiny.quads("data")):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)


def test_a_tidy_file_is_left_in_peace(tiny: Publication) -> None:
    assert told(tiny, GOOD) == []


@pytest.mark.parametrize(("part", "instead", "finding"), BREACHES.values(), ids=BREACHES)
def test_each_breach_is_reported_at_its_place(tiny: Publication, part: str, instead: str, finding: str) -> None:
    assert GOOD.count(part) == 1
    assert told(tiny, GOOD.replace(part, instead)) == [finding]


@pytest.mark.parametrize("data", [b"id:new a light:Lighthouse", b"\xff\xfe", b"# Nothing yet.\n"])
def test_what_cannot_be_read_has_no_style(tiny: Publication, data: bytes) -> None:
    assert style.check(tiny, [SourceFile("new.ttl", ("data",), data)]) == []


def test_unknown_prefixes_join_by_the_alphabet() -> None:
    order = ("id", "lsp", "owl", "xsd", "accord", "dcat", "skos")
    assert style.ordered(["vann", "skos", "sh", "xsd", "id"], order) == ["id", "xsd", "sh", "skos", "vann"]
    assert style.ordered(["b", "a"], ()) == ["a", "b"]


def test_the_command_line_warns_when_asked(tmp_path: Path) -> None:
    untidy = tmp_path / "new.ttl"
    untidy.write_text(
        "@prefix id: <https://example.org/lights/id/> .\n@prefix light: <https://example.org/lights/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n"
        'id:new a light:Coast ; rdfs:label "New Coast"@en .\n',
        "utf-8",
    )
    plain, strict = accord("check", str(untidy)), accord("check", str(untidy), "--style")
    assert (plain.returncode, strict.returncode) == (0, 0)
    assert "STYLE-" not in plain.stdout
    assert f"{untidy}:5:8: warning: " in strict.stdout


def test_the_style_of_a_strangers_file_is_looked_at_in_the_sandbox(tiny: Publication) -> None:
    """Where a check of the style takes too long or falls over, the check ends, and not the program."""

    def seen(_publication: Publication, _files: object) -> list[Finding]:
        return [Finding("STYLE-PROCESS", "info", str(os.getpid()))]

    def endless(_publication: Publication, _files: object) -> list[Finding]:
        while True:
            signal.pause()

    file = SourceFile("new.ttl", ("data",), GOOD.encode())
    (found,) = [one for one in check_sandboxed(tiny, [file], also=[seen]).findings if one.code == "STYLE-PROCESS"]
    assert found.message != str(os.getpid())
    assert "LIMIT-DEADLINE" in {one.code for one in check_sandboxed(tiny, [file], also=[endless], seconds=0.5).findings}


def test_many_breaches_are_counted(tiny: Publication) -> None:
    text = GOOD.replace("# A light.", "\n".join("#\tA light." for _ in range(1000)))
    report = check_sandboxed(tiny, [SourceFile("new.ttl", ("data",), text.encode())], also=[style.check])
    tabs = [one for one in report.findings if one.code == "STYLE-TAB"]
    assert [(one.more, len(one.others)) for one in tabs] == [(999, OTHERS)]
