"""Fixes that need no decision: each makes what was meant, a second run finds nothing, and no statement is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord import turtle
from accord.publication import Publication, SourceFile
from accord.validation import fixing
from accord.validation.fixing import fixed
from accord.validation.fixing.edits import Edit
from accord.validation.stages import style
from command_line import accord
from validation.conftest import PREFIXES, Writer

WORDS = 'id:x a b:River ; rdfs:label "X"@en , "Y"@cy ; b:span <x#s> . <x#s> a'
MONEY = "<https://schema.org/currency>"
FIXES = {
    "quotes": ("id:x b:code “C” .", 'b:code "C" .'),
    "a language tag": ('id:x b:code "C"@en_GB .', 'b:code "C"@en-GB .'),
    "a missing dot": ('id:x b:code "C"\nid:y b:code "D" .', '"C" .\n\nid:y'),
    "a missing dot at the end": ('id:x b:code "C"', 'b:code "C" .\n'),
    "a missing semicolon": ('id:x b:code "C"\n    b:cost 3 .', '"C" ;\n    b:cost 3 .'),
    "commas in a number": ("id:x b:cost 3,000,000 .", "b:cost 3000000 ."),
    "an amount in words": ('id:x b:cost "£1.2m"^^xsd:integer .', "b:cost 1200000 ."),
    "a date in words": ('id:x b:opened "12 March 2025"^^xsd:date .', '"2025-03-12"^^xsd:date'),
    "a date of slashes": ('id:x b:opened "25/03/2025"^^xsd:date .', '"2025-03-25"^^xsd:date'),
    "a date without quotes": ("id:x b:opened 2025-03-12 .", '"2025-03-12"^^xsd:date'),
    "a symbol of a currency": (f'id:x {MONEY} "£" .', f'{MONEY} "GBP" .'),
    "small letters of a currency": (f'id:x {MONEY} "gbp" .', f'{MONEY} "GBP" .'),
    "a well-known prefix": ("id:x dcterms:title 'X' .", "@prefix dcterms: <http://purl.org/dc/terms/> .\n"),
    "an accent of its own in a name": ('id:x rdfs:label "Cafe\u0301"@en .', '"Caf\u00e9"@en .'),
    "a space without width in a name": ('id:x rdfs:label "Nov\u200bo"@en .', '"Novo"@en .'),
    "tabs": ("id:x\tb:code\t'C'\t.", "id:x\n    b:code 'C' ."),
    "a space of another kind": ("id:x\u00a0b:code 'C' .", "id:x\n    b:code 'C' ."),
    "lines of Markdown": ("```turtle\nid:x b:code 'C' .\n```", "\nid:x\n    b:code 'C' .\n"),
    "a comment": ("id:x b:code 'C' . # why\n# more\nid:y b:code 'D' .", "'C' . # why\n\n# more\nid:y"),
}
LEFT = {
    "a date that may be two days": 'id:x b:opened "03/04/2025"^^xsd:date .',
    "a currency that is misspelt": f'id:x {MONEY} "GPB" .',
    "a list of small numbers": "id:x b:cost 3 , 100 .",
    "an accent of its own in the words of a source": 'id:x b:code "Cafe\u0301" .',
    "a number in a string": 'id:x b:code "3,000,000" .',
    "tabs in a string": "id:x b:code '''a\tb''' .",
}


def run(publication: Publication, text: str) -> str:
    done = fixed(publication, SourceFile("data/new.ttl", ("data",), text.encode()))
    return done.data.decode()


@pytest.mark.parametrize("kind", FIXES)
def test_a_fix_writes_what_was_meant(write: Writer, kind: str) -> None:
    given_text, wanted = FIXES[kind]
    publication = write()
    text = run(publication, PREFIXES + given_text)
    assert wanted in text
    assert run(publication, text) == text
    assert turtle.read(text).faults == []


@pytest.mark.parametrize("kind", LEFT)
def test_what_may_be_meant_in_two_ways_is_left(write: Writer, kind: str) -> None:
    literal = LEFT[kind].partition("id:x ")[2].rstrip(" .")
    assert literal in run(write(), PREFIXES + LEFT[kind])


def test_line_ends_and_marks_of_other_systems_go(write: Writer) -> None:
    text = PREFIXES + 'id:x\n    b:code "C" .\n'
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    done = fixed(write(), SourceFile("data/new.ttl", ("data",), data))
    assert b"\r" not in done.data
    assert not done.data.startswith(b"\xef")
    assert {"line ends", "byte order mark"} <= set(done.changes)
    assert "\\r" in done.diff()


def test_what_is_not_turtle_is_left(write: Writer) -> None:
    for path, data in (("data/a.rdf", b"<a/>"), ("data/b.ttl", b"\xff\xff"), ("data/c.ttl.gz", b"x")):
        assert not fixed(write(), SourceFile(path, ("data",), data)).is_changed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.lists(st.sampled_from([" ", "\n", "\t", "  \n", "\n\n", " # c\n", "\n    "]), min_size=14, max_size=14))
def test_any_layout_becomes_the_style_of_the_house(write: Writer, gaps: list[str]) -> None:
    words = WORDS.split()
    body = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    text = f"# A file.\n\n{PREFIXES}{body} b:Span .\n"
    publication = write()
    after = run(publication, text)
    assert [triple[:3] for triple in turtle.read(after).triples] == [triple[:3] for triple in turtle.read(text).triples]
    assert after.count("# c") == text.count("# c")
    found = style.check(publication, [SourceFile("data/new.ttl", ("data",), after.encode())])
    assert {one.code for one in found} <= {"STYLE-PREFIX-ORDER", "STYLE-COMMENT"}
    assert run(publication, after) == after


def test_the_publication_has_nothing_to_fix(real: Publication) -> None:
    assert [file.path for file in real.files if fixed(real, file).is_changed] == []


def test_fixes_are_shown_before_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text("@prefix id: <https://w3id.org/lifescience-partnerships/id/> .\nid:x id:y “z” .\n")
    before = file.read_bytes()
    shown = accord("fix", str(file))
    assert (shown.returncode, file.read_bytes()) == (1, before)
    assert '+    id:y "z" .' in shown.stdout
    written = accord("fix", str(file), "--write")
    assert written.returncode == 0
    assert '"z"' in file.read_text()
    assert accord("fix", str(file)).returncode == 0


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("<urn:a> <urn:b> “c” .\n")
    (tmp_path / "link.ttl").symlink_to(tmp_path / "real.ttl")
    assert accord("fix", str(tmp_path / "link.ttl"), "--write").returncode == 2
    assert "“c”" in (tmp_path / "real.ttl").read_text()


def test_a_file_with_more_faults_than_rounds_is_fixed_in_one_run(write: Writer) -> None:
    lines = "".join(f'id:x{n} b:code “C{n}” ; rdfs:label "N"@en_GB\n' for n in range(70))
    done = fixed(write(), SourceFile("new.ttl", ("data",), (PREFIXES + lines).encode()))
    assert done.is_finished
    assert not turtle.read(done.data.decode()).faults


def test_what_is_not_finished_is_said(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No fix goes on for ever; if one did, the command would say so."""
    monkeypatch.setattr(fixing.values, "edits", lambda document, _: [Edit(0, 0, "# more\n", "more")])
    publication = write(data__new=PREFIXES + "id:x b:code 'C' .")
    file = next(one for one in publication.files if one.path == "data/new.ttl")
    assert not fixed(publication, file, style=False).is_finished


def test_utf_16_becomes_utf_8(write: Writer) -> None:
    done = fixed(write(), SourceFile("data/new.ttl", ("data",), f"{PREFIXES}id:x b:code 'é' .\n".encode("utf-16")))
    assert "id:x\n    b:code 'é' .\n" in done.data.decode("utf-8")
    assert done.changes["encoding"] == 1
