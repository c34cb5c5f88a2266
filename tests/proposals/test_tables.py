"""A table to fill in for a kind of thing, and the findings of a filled one at their cells."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from xlsxwriter import Workbook

from accord.duplicates.names import names_in
from accord.engine.processes import query_store
from accord.errors import InputError, LimitError
from accord.forms.controls import FormMaker
from accord.forms.filled_tables import MOST_ROWS, read_table
from accord.forms.mapping import mapped, read_mapping
from accord.proposals.checking.checker import prepare
from accord.proposals.checking.sheets import checked_table
from accord.proposals.checking.workbooks import FilledTable, read_filled
from accord.publication import Publication
from accord.publication.changed import changed
from accord.publication.examples import read_examples
from command_line import accord, accord_bytes
from proposals.test_store import folder

__all__ = ["folder"]

RIGHT = {
    "label": "Far Light", "stands on": "Brannoc Bay", "source: stands in": "id:pilot-book", "source: page": "3",
    "source: words": "Far Light, on the Bay", "source: sureness": "id:sureness-stated",
}  # fmt: skip


def filled(empty: str, *rows: dict[str, str]) -> str:
    """A table with these rows under its headings and notes."""
    head, note = list(csv.reader(io.StringIO(empty)))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([head, note, *([row.get(name, "") for name in head] for row in rows)])
    return text.getvalue()


def test_a_filled_table_becomes_files(folder: Path) -> None:
    empty = accord("table", "lighthouse", folder=folder).stdout
    assert "Needed. " in empty
    path = folder / "lights.csv"
    path.write_text("\ufeff" + filled(empty, RIGHT, {**RIGHT, "label": "Near Light"}), encoding="utf-8")
    done = accord("table", "lighthouse", "lights.csv", "--write", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'rdfs:label "Far Light"@en' in (folder / "data/lights/far-light.ttl").read_text()
    near = folder / "data/lights/near-light.ttl"
    near.rename(folder / "data/lights/other.ttl.kept")
    again = accord("table", "lighthouse", "lights.csv", "--write", folder=folder)
    assert "exists already" in again.stderr, again.stdout + again.stderr
    assert not near.exists(), "nothing is written when one of the files is there already"


def test_findings_are_at_their_cells(folder: Path) -> None:
    empty = accord("table", "lighthouse", folder=folder).stdout
    head = empty.splitlines()[0].split(",")
    wrong = {**RIGHT, "label": "Near Light", "stands on": "Nowhere", "source: page": "three"}
    (folder / "lights.csv").write_text(filled(empty, RIGHT, wrong))
    done = accord("table", "lighthouse", "lights.csv", folder=folder)
    assert done.returncode == 1
    assert f"lights.csv:4:{head.index('stands on') + 1}: violation: It is not certain" in done.stdout
    assert f"lights.csv:4:{head.index('source: page') + 1}: violation: " in done.stdout
    assert "lights.csv:3:" not in done.stdout


def test_a_table_that_nobody_filled_in_has_that_as_its_only_finding(folder: Path) -> None:
    (folder / "lights.csv").write_text(accord("table", "lighthouse", folder=folder).stdout)
    done = accord("table", "lighthouse", "lights.csv", folder=folder)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "lights.csv:2:1: violation: There is no thing in the table."
    assert "0 things, 1 finding" in done.stdout


@pytest.mark.parametrize("data", [b"\x89PNG\x00\x01", b'a,b\n"x,1\n'])
def test_what_is_no_table_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match="The table is n") as caught:
        read_table(data, "x.csv")
    assert caught.value.remedy == "Save it as CSV UTF-8."


@pytest.mark.parametrize(("data", "line"), [(b"a,b,a\n1,2,3\n", 1), (b"a,b\n1,2\nx, y,2\n", 3)])
def test_no_cell_is_lost(data: bytes, line: int) -> None:
    (note,) = read_table(data, "x.csv").notes
    assert (note.row, note.remedy != "") == (line, True)
    given = read_table(b"a,b\n1,2,,\n", "x.csv")
    assert (len(given.rows), given.notes) == (1, ())


def test_too_many_rows_are_refused_and_formulas_are_text() -> None:
    with pytest.raises(LimitError):
        read_table(b"a\n" + b"1\n" * (MOST_ROWS + 5), "x.csv")
    (row,) = read_table(b"a\n'=1+1\n", "x.csv").rows
    assert row.cells == {"a": "=1+1"}


def workbook(empty: bytes, *rows: Mapping[str, object]) -> bytes:
    """An empty workbook with these rows, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(empty))
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, 2):
        for name, value in row.items():
            sheet.cell(number, head.index(name) + 1).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_has_notes_and_lists_and_its_findings_are_at_their_cells(folder: Path) -> None:
    empty = accord_bytes("table", "lighthouse", "--format", "xlsx", folder=folder)
    sheet = openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0]
    assert sheet.title == "lighthouse"
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(1, head.index("label") + 1).comment.text.startswith("Needed. ")
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert "Choices!$A$1:$A$1" in lists
    wrong = {**RIGHT, "label": "Near Light", "stands on": "Nowhere"}
    (folder / "mine.xlsx").write_bytes(workbook(empty, {**RIGHT, "source: page": 3}, wrong))
    done = accord("check", "mine.xlsx", folder=folder)
    letter = openpyxl.utils.get_column_letter(head.index("stands on") + 1)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"mine.xlsx:3:{head.index('stands on') + 1}: error: lighthouse!{letter}3: It is not certain" in done.stdout
    assert "mine.xlsx:2:" not in done.stdout
    found = json.loads(accord("check", "mine.xlsx", "--format", "json", folder=folder).stdout)
    assert {one["code"] for one in found["findings"]} >= {"TABLE-CELL"}
    (folder / "mine.xlsx").write_bytes(workbook(empty, {**RIGHT, "source: page": 3}))
    assert accord("check", "mine.xlsx", folder=folder).returncode == 0
    done = accord("table", "lighthouse", "mine.xlsx", "--write", folder=folder)
    assert "light:page 3 ;" in (folder / "data/lights/far-light.ttl").read_text(), done.stdout


def test_a_table_says_its_kind_or_is_named_after_it(folder: Path) -> None:
    text = filled(accord("table", "lighthouse", folder=folder).stdout, RIGHT)
    (folder / "lighthouse.csv").write_text(text)
    (folder / "other.csv").write_text(text)
    assert accord("check", "lighthouse.csv", folder=folder).returncode == 0
    other = accord("check", "other.csv", folder=folder)
    assert other.returncode == 3
    assert "There is no kind 'other'" in other.stderr
    assert accord("check", "lighthouse.csv", "data/publication.ttl", folder=folder).returncode == 3


MAPPING = """column,heading,value
Name,label,
Coast,stands on,
Remark,,
Name,source: words,
,source: page,{row}
,source: stands in,id:pilot-book
,source: sureness,id:sureness-stated
"""


def test_a_table_of_others_is_read_by_a_mapping(folder: Path) -> None:
    (folder / "map.csv").write_text(MAPPING)
    (folder / "theirs.csv").write_text("Remark,Name,Coast\nold,Far Light,Brannoc Bay\n,Near Light,Nowhere\n")
    command = ("table", "lighthouse", "theirs.csv", "--mapping", "map.csv", "--write")
    done = accord(*command, folder=folder)
    assert done.returncode == 1
    assert "theirs.csv:3:3: violation: It is not certain" in done.stdout, "the column is that of their table"
    assert "theirs.csv:2:" not in done.stdout
    (folder / "theirs.csv").write_text("Remark,Name,Coast\nold,Far Light,Brannoc Bay\n")
    assert accord(*command, folder=folder).returncode == 0
    text = (folder / "data/lights/far-light.ttl").read_text()
    assert 'light:words "Far Light"' in text
    assert "light:page 2 ;" in text
    (folder / "theirs.csv").write_text("Remark,Name,Height\nold,Other Light,3\n")
    assert "The form has no column 'Height'" in accord(*command, folder=folder).stdout
    (folder / "map.csv").write_text("column,heading\nName,lable\n")
    wrong = accord(*command, folder=folder)
    assert wrong.returncode == 2
    assert "map.csv:2:2: The form has no column 'lable'" in wrong.stderr


def test_the_mapping_of_360giving_and_the_question_have_the_headings_of_the_standard(
    real: Publication, real_client: FlaskClient
) -> None:
    """Those of the 360Giving data standard 1.1, as spreadsheets have them."""
    maker = FormMaker(real)
    kinds = {name: iri for iri, name, _ in maker.kinds()}
    file = real.root / "data" / "mappings" / "360giving.csv"
    found = read_mapping(file.read_bytes(), file.name, maker.form(kinds["grant"]))
    required = {"Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date"}
    required |= {f"{who} Org:{what}" for who in ("Recipient", "Funding") for what in ("Identifier", "Name")}
    assert required <= {one.column for one in found}
    question = read_examples(real)["grants-as-360giving"]
    assert question.titled
    assert required - {words.title for words in question.columns.values()} == {"Award Date"}
    head = real_client.get("/queries/grants-as-360giving.csv").text.splitlines()[0]
    assert head == ",".join(words.title for words in question.columns.values())


def test_grants_that_are_written_as_360giving_are_read_again_without_loss(real: Publication) -> None:
    path, amount = "data/agreements/sleep.ttl", "lsp:totalAmount <warwick-nottingham-sleep-grant#total> ;"
    text = (real.root / "shapes/examples/good/memorandum-with-its-grant.ttl").read_text()
    text = text.replace(
        "id:university-of-warwick , id:university-of-nottingham ;\n    lsp:under",
        "id:university-of-warwick ;\n    lsp:under",
    )
    publication = changed(real, {path: text.replace(amount, f'{amount} lsp:aim "sleep"@en ;').encode()})
    question = read_examples(publication)["grants-as-360giving"]
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in publication.settings.prefixes.items())
    found: Any = query_store(publication).query(prefixes + question.text)
    names = [one.value for one in found.variables]
    rows = [[str(one[name].value) if one[name] else "" for name in names] for one in found]
    assert len(rows) == 2
    written = io.StringIO()
    csv.writer(written).writerows([[question.columns[name].title for name in names], *rows])
    maker = FormMaker(real)
    form = maker.form(real.settings.vocabulary + "Grant")
    file = real.root / "data" / "mappings" / "360giving.csv"
    mapping = read_mapping(file.read_bytes(), file.name, form)
    given = tuple(mapped(read_table(written.getvalue().encode(), "grants.csv").rows, mapping))
    for row in given:
        row.cells["source: source"] = "id:key-partnerships-page"
    prepare()
    done = checked_table(real, form, FilledTable(given, "", "grant"), "g.csv", names_in(real, maker))
    (_, sleep), (_, other) = sorted(done.files, key=lambda one: "sleep" not in one[1])
    for line in (
        'rdfs:label "Wellcome\'s grant for sleep research at Warwick and Nottingham"@en ;',
        "lsp:funder id:wellcome ;",
        "lsp:recipient id:university-of-warwick ;",
        'lsp:aim "sleep"@en',
        "schema:value 3000000 ;",
        'schema:currency "GBP" ;',
        "lsp:qualifier id:qualifier-about",
        'lsp:asStated "around £3m"',
        'schema:startDate "2024"^^xsd:gYear ;',
        'schema:endDate "2029"^^xsd:gYear ;',
    ):
        assert line in sleep, (line, sleep)
    assert "lsp:qualifier" not in other
    assert 'lsp:asStated "£2m"' in other


def simple(*rows: tuple[object, ...], **parts: bytes) -> bytes:
    """A workbook of one sheet named Ours, with further parts (``__`` for a slash)."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Our lights")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return file.getvalue()


def test_numbers_and_dates_of_a_workbook_are_what_they_are() -> None:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "d mmm yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["year", "sum", "day", "yes", "code"])
        sheet.write_row(1, 0, [1923, 0.1, datetime.date(1923, 4, 1), True, "007"])
    prepare()
    (row,) = read_filled(file.getvalue(), "x.xlsx").rows
    assert list(row.cells.values()) == ["1923", "0.1", "1923-04-01", "true", "007"]


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
REFUSED = {
    "macros": (simple(("a",), xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "has macros"),
    "links": (simple(("a",), xl__externalLinks__externalLink1=b"x"), "links to other workbooks"),
    "no zip": (b"PK\x03\x04" + b"x" * 100, "not a workbook that can be read"),
    "no sheets": (simple(("a",)).replace(b"xl/workbook.xml", b"xl/workbooc.xml"), "no sheet that is shown"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_table_does_not_need_is_refused_in_words(name: str) -> None:
    data, words = REFUSED[name]
    prepare()
    with pytest.raises(InputError, match=words) as caught:
        read_filled(data, "x.xlsx")
    assert caught.value.remedy


def test_entities_and_bombs_are_refused() -> None:
    prepare()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(simple(("a",)))) as given, zipfile.ZipFile(file, "w") as archive:
        for one in given.infolist():
            archive.writestr(one.filename, DOCTYPE if one.filename.endswith("sharedStrings.xml") else given.read(one))
    with pytest.raises(InputError, match="document type"):
        read_filled(file.getvalue(), "x.xlsx")
    for bomb in (simple(("a",), xl__media=bytes(3_000_000)), simple(("a",), **{f"p{n}": b"" for n in range(600)})):
        with pytest.raises(LimitError, match="parts of"):
            read_filled(bomb, "x.xlsx")
    far = io.BytesIO()
    with Workbook(far) as book:
        book.add_worksheet().write(1_048_575, 16_383, "far")
    with pytest.raises(LimitError, match="XFD1048576, which is too far"):
        read_filled(far.getvalue(), "x.xlsx")
