"""A table to fill in for a kind of thing, and the findings of a filled one at their cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from accord.errors import InputError, LimitError
from accord.forms.tables import MOST_ROWS, read_table
from command_line import accord
from proposals.test_book import folder

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
    assert (folder / "data/lights/near-light.ttl").exists()


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
    assert "0 things, 1 findings" in done.stdout


@pytest.mark.parametrize("data", [b"a,b\n\xff,1\n", b'a,b\n"x,1\n'])
def test_what_is_no_table_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match="The table is not") as caught:
        read_table(data, "x.csv")
    assert caught.value.remedy == "Save it as CSV UTF-8."


@pytest.mark.parametrize(("data", "line"), [(b"a,b,a\n1,2,3\n", 1), (b"a,b\n1,2\nx, y,2\n", 3)])
def test_no_cell_is_lost(data: bytes, line: int) -> None:
    with pytest.raises(InputError) as caught:
        read_table(data, "x.csv")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.remedy != "") == (line, True)
    assert len(read_table(b"a,b\n1,2,,\n", "x.csv")) == 1


def test_too_many_rows_are_refused_and_formulas_are_text() -> None:
    with pytest.raises(LimitError):
        read_table(b"a\n" + b"1\n" * (MOST_ROWS + 5), "x.csv")
    (row,) = read_table(b"a\n'=1+1\n", "x.csv")
    assert row.cells == {"a": "=1+1"}
