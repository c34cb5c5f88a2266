"""Tables as people make them: read as they are meant, or one finding at the cell, in words that need no Turtle."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache

import openpyxl
import pytest

from accord.duplicates.names import Names, names_in
from accord.errors import InputError
from accord.forms.controls import Form, FormMaker
from accord.proposals.checking.checker import prepare
from accord.proposals.checking.sheets import CheckedTable, checked_table
from accord.proposals.checking.workbooks import read_filled
from accord.publication import Publication
from places import TINY

RIGHT = {
    "kind": "Lighthouse", "label": "Far Light", "stands on": "Brannoc Bay", "source: stands in": "pilot-book",
    "source: page": "3",
    "source: words": "Far Light, on the Bay", "source: sureness": "stated", "address": "",
}  # fmt: skip
HEAD = list(RIGHT)


@cache
def known() -> tuple[Publication, Form, Names]:
    publication = Publication.read(TINY)
    maker = FormMaker(publication)
    iri = next(iri for iri, name, _ in maker.kinds() if name == "lighthouse")
    prepare()
    return publication, maker.form(iri), names_in(publication, maker)


def told(data: bytes) -> CheckedTable:
    publication, form, names = known()
    return checked_table(publication, form, read_filled(data, "t"), "t", names)


def written(*rows: Mapping[str, str], head: list[str] | None = None, delimiter: str = ",", above: str = "") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(head or HEAD)
    writer.writerows([row.get(name, "") for name in HEAD] for row in rows)
    return above + text.getvalue()


NEAR = {**RIGHT, "label": "Near Light"}
FINE = {
    "as it is": written(RIGHT).encode(),
    "semicolons": written(RIGHT, delimiter=";").encode(),
    "Unicode text of Excel": written(RIGHT, delimiter="\t").encode("utf-16"),
    "a mark of the byte order": written(RIGHT).encode("utf-8-sig"),
    "a title above": written(RIGHT, above="Lights of the coast,,\r\n,,\r\n").encode(),
    "headings again": written(RIGHT, dict(zip(HEAD, HEAD, strict=True)), NEAR).encode(),
    "empty rows": written(RIGHT, {}, NEAR).encode(),
    "capitals and spaces": written(RIGHT, head=[f" {one.upper()} " for one in HEAD]).encode(),
    "odd spaces in a name": written({**RIGHT, "stands on": " Brannoc\u00a0 Bay "}).encode(),
    "nothing behind the last cell": written(RIGHT).replace("stated,\r\n", "stated\r\n").encode(),
}


@pytest.mark.parametrize("data", FINE.values(), ids=FINE)
def test_a_table_is_read_as_it_is_meant(data: bytes) -> None:
    done = told(data)
    assert [one.message for one in done.findings if one.severity != "info"] == []
    assert 'rdfs:label "Far Light"@en' in done.files[0][1]


@pytest.mark.parametrize(
    ("heading", "cell", "message", "remedy"),
    [
        ("stands on", "Branoc Bay", "Nothing here is called “Branoc Bay”.", "Write “Brannoc Bay”"),
        ("stands on", "n/a", "“n/a” is no value.", "Leave the cell empty."),
        ("stands on", "#REF!", "“#REF!” is the error of a formula.", "Write the value."),
        ("source: page", "p. 12", "p. 12 is not a whole number.", "Write 12."),
        ("source: page", "3 f.", "3 f. is not a whole number.", "Write 3."),
    ],
)
def test_a_cell_has_one_finding(heading: str, cell: str, message: str, remedy: str) -> None:
    done = told(written({**RIGHT, heading: cell}).encode())
    (one,) = (one for one in done.findings if one.severity != "info")
    assert (one.row, one.column) == (2, HEAD.index(heading) + 1)
    assert (one.message, one.remedy[: len(remedy)]) == (message, remedy)


def test_two_names_in_a_cell_are_parted() -> None:
    data = written({**RIGHT, "stands on": "Brannoc Bay and brannoc-bay"}).encode()
    (one,) = (one for one in told(data).findings if one.severity != "info")
    assert one.message == "“Brannoc Bay and brannoc-bay” names 2 things."
    assert one.remedy == "Write a ; between them: Brannoc Bay; brannoc-bay."


def test_a_heading_that_is_nearly_right_is_the_only_finding() -> None:
    head = ["stands on coast" if one == "stands on" else one for one in HEAD]
    (one,) = (one for one in told(written(RIGHT, head=head).encode()).findings if one.severity != "info")
    assert (one.row, one.column, one.remedy) == (1, 3, "Did you mean 'stands on'?")


def test_a_row_of_sums_and_a_second_row_of_one_thing_have_a_finding_each() -> None:
    done = told(written(RIGHT, RIGHT, {"label": "Total:"}).encode())
    found = [(one.row, one.message) for one in done.findings if one.severity != "info"]
    assert found == [
        (3, "Rows 2 and 3 have the same name, and so the same address."),
        (4, "Row 4 has sums, which are no thing."),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old form of Excel"),
        (b"<html><table><tr><td>kind</td></tr></table></html>", "a web page or XML, not a table"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_filled(data, "t")
    assert message in caught.value.message
    assert "CSV UTF-8" in caught.value.remedy


def test_all_mistakes_of_a_table_are_said_at_once() -> None:
    wrong = {**RIGHT, "label": "Light of £1", "stands on": "Branoc Bay"}
    text = (
        written(wrong, {**NEAR, "source: page": "p. 3"}, head=[*HEAD[:-1], "label"]) + "Lighthouse,a,b,c,d,e,f,g,h\r\n"
    )
    done = told(text.encode("cp1252"))
    assert [(one.row, one.column, one.message) for one in done.findings if one.severity != "info"] == [
        (1, 8, "The heading 'label' is there twice."),
        (2, 2, "The table is not UTF-8. Row 2 has '£' in another encoding."),
        (2, 3, "Nothing here is called “Branoc Bay”."),
        (3, 5, "p. 3 is not a whole number."),
        (4, 1, "Row 4 has more cells than there are headings."),
    ]


def test_formulas_of_a_workbook_are_said_beside_the_other_mistakes() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([{**RIGHT, "source: page": "=1+2", "stands on": "Branoc Bay"}[name] or None for name in HEAD])
    file = io.BytesIO()
    book.save(file)
    found = [(one.row, one.column, one.message) for one in told(file.getvalue()).findings if one.severity != "info"]
    assert found == [
        (2, 3, "Nothing here is called “Branoc Bay”."),
        (2, 5, "The cell has a formula, which is not calculated here."),
    ]


def test_a_workbook_says_what_is_odd_about_its_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for one in (RIGHT, {**NEAR, "stands on": ""}, {**RIGHT, "label": "Old Light"}):
        sheet.append([one[name] or None for name in HEAD])
    sheet.merge_cells("C2:C3")
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("Notes")["A1"] = "Ask Ann."
    file = io.BytesIO()
    book.save(file)
    done = told(file.getvalue())
    assert [one.cell("") for one in done.findings if one.severity == "violation"] == ["C2"]
    assert "C2 to C3 are merged" in next(one.message for one in done.findings if one.severity == "violation")
    notes = [one.message for one in done.findings if one.severity == "info"]
    assert any("Row 4 is hidden" in one for one in notes)
    assert any("“Notes” is not read" in one for one in notes)
