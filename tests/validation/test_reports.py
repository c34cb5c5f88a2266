"""How reports are told, to people and to programs; and how they are remembered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from accord import validation
from accord.errors import Place
from accord.validation import Finding, Report, contributions, grouping, reports
from accord.validation.findings import Severity
from accord.validation.grouping import MOST
from validation.conftest import Writer

PLACE = Place("data/a.ttl", 2, 5, 2, 8)
FINDING = Finding("SH-IN", "violation", "It is wrong.", PLACE, remedy="Write it right.")


def report(*findings: Finding) -> Report:
    return grouping.report(findings, files=2, triples=1234, seconds=0.5)


def test_a_finding_is_shown_with_its_line_and_a_caret() -> None:
    text = reports.text(report(FINDING), {"data/a.ttl": "one\nab: cde .\n"}, colour=False)
    assert text.splitlines() == [
        "data/a.ttl:2:5: error: It is wrong. [SH-IN]",
        "    ab: cde .",
        "        ^^^",
        "    Fix: Write it right.",
        "",
        "1 violation (1,234 statements in 2 files, 0.50 s)",
    ]


def test_a_report_without_findings_says_so() -> None:
    assert reports.text(report(), {}, colour=False) == "No findings (1,234 statements in 2 files, 0.50 s)"


def test_all_severities_are_counted_in_one_sentence() -> None:
    severities: list[Severity] = ["violation", "warning", "warning"]
    findings = [replace(FINDING, code=str(n), severity=one) for n, one in enumerate(severities)]
    assert reports.text(report(*findings), {}, colour=False).splitlines()[-1].startswith("1 violation, 2 warnings (")


@pytest.mark.parametrize(
    ("line", "columns", "caret"),
    [
        ("\tx y", (2, 3), "        ^"),  # a tab is shown as four spaces
        ("日本 x", (4, 5), "         ^"),  # wide characters take two columns
        ("e\u0301 x", (4, 5), "      ^"),  # a combining mark takes none
        ("x" * 300 + "y", (301, 302), " " * 64 + "^"),  # a long line is cut around the place
        ("abc", (4, 4), "       ^"),  # nothing is there: one caret where something is missing
    ],
)
def test_carets_are_under_the_words_that_are_meant(line: str, columns: tuple[int, int], caret: str) -> None:
    finding = replace(FINDING, place=Place("f", 1, columns[0], 1, columns[1]), remedy="")
    told = reports.text(report(finding), {"f": line}, colour=False).splitlines()
    assert told[2] == caret


def test_a_place_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    finding = replace(FINDING, place=Place("f", 1, 3, 4, 1), remedy="")
    assert reports.text(report(finding), {"f": "ab[ x\r\n]\r\n"}, colour=False).splitlines()[1:3] == [
        "    ab[ x",
        "      ^^^",
    ]


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "\x9b1m", "\u202e", "\r\n::error::x", "\x00", "\ud800"])
def test_nothing_steers_the_terminal(hostile: str) -> None:
    place = Place(f"a{hostile}.ttl", 1, 1, 1, 2)
    finding = Finding("X", "warning", f"m{hostile}", place, value=hostile, remedy=f"h{hostile}")
    text = reports.text(report(finding), {place.file: f"s{hostile}t"}, colour=False)
    assert text.isascii()
    assert len(text.splitlines()) == 6
    assert not any(ord(character) < 32 and character != "\n" for character in text)


def test_colour_is_only_used_when_asked_for() -> None:
    assert "\x1b[" not in reports.text(report(FINDING), {"data/a.ttl": "x\ny"}, colour=False)
    assert "\x1b[31;1merror\x1b[0m" in reports.text(report(FINDING), {}, colour=True)


def test_many_findings_alike_are_counted_instead_of_shown() -> None:
    findings = [replace(FINDING, value=str(n), place=Place("f", n, 1, n, 2)) for n in range(1, 10_001)]
    text = reports.text(report(*findings), {}, colour=False)
    assert text.count("[SH-IN]") == reports.SHOWN + 1
    assert f"… and {MOST - reports.SHOWN:,} more like it [SH-IN]" in text
    counted = "10,000 violations (1,234 statements in 2 files, 0.50 s)"
    assert text.endswith(f"{counted} Not listed are 9,900 more: 9,900 of SH-IN.")


def test_json_has_stable_keys() -> None:
    document = json.loads(
        reports.WRITERS["json"](report(FINDING, replace(FINDING, code="A", place=None)), {}, colour=False)
    )
    assert list(document) == ["conforms", "files", "triples", "seconds", "counts", "findings", "unlisted"]
    assert document["counts"] == {"violation": 2, "warning": 0, "info": 0}
    about = ["focus", "property", "value", "remedy", "shape", "term"]
    assert list(document["findings"][0]) == ["code", "severity", "message", "place", *about, "more", "others"]
    assert document["findings"][0]["place"] is None
    assert list(document["findings"][1]["place"]) == ["file", "line", "column", "end_line", "end_column"]


def test_exit_codes_tell_violations_and_limits_apart() -> None:
    assert report(replace(FINDING, severity="warning")).exit_code == 0
    assert report(FINDING).exit_code == 1
    assert report(FINDING, replace(FINDING, code="LIMIT-DEADLINE")).exit_code == 4


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "accord"


def never(*_: object, **__: object) -> Report:
    raise AssertionError("checked again")


def test_a_verdict_is_remembered(write: Writer, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = write(data__bad='<urn:x> <urn:y> "\x1b" .')
    first = validation.verdict(publication)
    assert [path.suffix for path in cache.iterdir()] == [".json"]
    monkeypatch.setattr(contributions, "confined", never)
    assert validation.verdict(publication) == first
    assert first.findings


def test_other_content_has_a_verdict_of_its_own(write: Writer, cache: Path) -> None:
    assert validation.verdict(write()).conforms
    assert not validation.verdict(write(data__bad="<urn:x> a <urn:y> .")).conforms
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("content", ["", "[]", "{", '{"findings": [{}]}', '{"findings": [{"place": 1}]}', "null"])
def test_a_spoilt_cache_is_as_good_as_none(write: Writer, cache: Path, content: str) -> None:
    publication = write()
    first = validation.verdict(publication)
    (path,) = cache.iterdir()
    path.write_text(content)
    assert replace(validation.verdict(publication), seconds=0) == replace(first, seconds=0)
    assert path.read_text() != content


def test_a_cache_that_cannot_be_written_is_done_without(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert validation.verdict(write()).conforms
