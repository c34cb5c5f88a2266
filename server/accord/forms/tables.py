"""The form of a kind of thing as a table: a column for each property, a row for each thing, and a note under each head.

What is filled in becomes the answers of a form, so that a table and a form make the same files. Several values of a
cell are separated by ``;`` or by a new line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accord.did_you_mean import likeliest
from accord.forms.controls import Control, Form
from accord.forms.filled_tables import NOTE, CellNote, TableRow, heading_words
from accord.forms.filling import Answers, Entry, Values
from accord.names import LABELS, local_name, slug_of

SEPARATOR = ";"
_SEPARATORS = re.compile(r"[;\n]")
_KIND, _SLUG = "kind", "address"
ADDRESS = "Lower-case words joined by hyphens. If it is empty, it is made from the name."
"""What to write in the last column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what to write there, and the property, of the thing, of a part or of the evidence."""

    heading: str
    note: str
    control: Control
    part: str = ""


def columns(form: Form) -> list[Column]:
    """The columns of a form, each with a heading of its own."""
    found = [Column(one.name, _note(one), one) for one in form.controls if one.kind not in ("kinds", "part")]
    for part in (one for one in form.controls if one.kind == "part"):
        found += [Column(f"{part.name}: {one.name}", _note(one), one, part.path) for one in part.parts]
    found += [Column(f"source: {one.name}", _note(one), one, "evidence") for one in form.evidence]
    seen: dict[str, Column] = {}
    for one in found:
        seen.setdefault(one.heading, one)
    return list(seen.values())


def template(form: Form) -> bytes:
    """An empty table as CSV: the headings, and a row of notes."""
    text = io.StringIO()
    writer = csv.writer(text)
    several = columns(form)
    choose = f"{NOTE} One of: {', '.join(map(local_name, kinds_of(form)))}. Rows that begin with {NOTE} are not read."
    writer.writerow([_KIND, *(one.heading for one in several), _SLUG])
    writer.writerow([choose, *(one.note for one in several), ADDRESS])
    return text.getvalue().encode()


def kinds_of(form: Form) -> list[str]:
    """The classes that a row may be of."""
    return [option for one in form.controls if one.kind == "kinds" for option in one.options]


def headings(form: Form) -> list[str]:
    """All headings of a table: the kind, the properties and the address."""
    return [_KIND, *(one.heading for one in columns(form)), _SLUG]


def with_headings(form: Form, rows: Sequence[TableRow]) -> tuple[list[TableRow], list[CellNote]]:
    """The rows under the headings of a form, and what is wrong with their own.

    Capitals and spaces do not matter. A heading that is nearly one of the form is a mistake, but its cells count as
    that one's, so that nothing else is said to be missing.
    """
    known = {heading_words(one): one for one in headings(form)}
    places = {heading: (row.head, column) for row in rows for heading, column in row.places.items()}
    given = {one: known.get(heading_words(one), "") for one in places}
    free = [one for one in known.values() if one not in given.values()]
    notes: list[CellNote] = []
    for heading in (one for one, found in given.items() if not found):
        if any(row.cells.get(heading) for row in rows):
            near = _nearest(heading, free)
            given[heading] = near
            free = [one for one in free if one != near]
            notes.append(_unknown(heading, near, places[heading]))
    return [_renamed(row, given) for row in rows], notes


def _nearest(heading: str, free: Sequence[str]) -> str:
    """The heading that somebody meant: the only one whose words are all in theirs, or the most similar."""
    words = set(heading_words(heading).split())
    within = [one for one in free if set(heading_words(one).split()) <= words]
    return within[0] if len(within) == 1 else likeliest(heading, free)


def _unknown(heading: str, near: str, place: tuple[int, int]) -> CellNote:
    message = f"The form has no column {heading[:60]!r}." if heading else "This column has values, but no heading."
    remedy = f"Did you mean {near!r}?" if near else "Use the headings of the empty table, or delete the column."
    return CellNote(*place, message, remedy)


def _renamed(row: TableRow, headings: Mapping[str, str]) -> TableRow:
    cells = {name: row.cells[one] for one, name in headings.items() if name and one in row.cells}
    places = {name: row.places[one] for one, name in headings.items() if name and one in row.places}
    return replace(row, cells=cells, places=places)


def answers_of(form: Form, row: TableRow) -> Answers:
    """A row as the answers of a form."""
    values: dict[str, list[Entry]] = {}
    parts: dict[str, dict[str, list[Entry]]] = {}
    for one in columns(form):
        entries = _entries(row.cells.get(one.heading, ""), one.control)
        if entries and one.part:
            parts.setdefault(one.part, {})[one.control.path] = entries
        elif entries:
            values[one.control.path] = entries
    evidence: Values = parts.pop("evidence", {})
    label = next((one.text for path in LABELS for one in values.get(path, ())), "")
    slug = slug_of(row.cells.get(_SLUG, "")) or slug_of(label) or f"row-{row.number}"
    given = {path: [inner] for path, inner in parts.items()}
    return Answers(_kind(form, row.cells.get(_KIND, "")), slug, values, given, [evidence])


def column_of(form: Form, row: TableRow, place: str) -> int:
    """The number (from 1) of the column of a place in the form, in the table of a row; 1 where there is none."""
    steps = [step for step in place.split() if not step.isdigit()]
    for one in columns(form):
        if one.control.path == steps[-1] and one.part == (steps[0] if len(steps) > 1 else ""):
            return row.places.get(one.heading, 1)
    return 1


def _entries(cell: str, control: Control) -> list[Entry]:
    """The values of a cell; of words there is one, which may have a semicolon."""
    texts: Iterable[str] = [cell] if control.kind in ("words", "string") else _SEPARATORS.split(cell)
    return [Entry(_option(text.strip(), control)) for text in texts if text.strip()]


def _option(text: str, control: Control) -> str:
    """The value of a choice, which may be given by its last part, or by a word that no other one has (``stated``)."""
    if control.kind != "choice":
        return text
    names = {option: local_name(option).casefold() for option in control.options}
    asked = slug_of(text.rpartition(":")[2]) or text.casefold()
    exact = [option for option, name in names.items() if text == option or asked == name]
    found = exact or [option for option, name in names.items() if f"-{name}".endswith(f"-{asked}")]
    return found[0] if len(found) == 1 else text


def _kind(form: Form, text: str) -> str:
    options = kinds_of(form)
    asked = slug_of(text).replace("-", "")
    found = (one for one in options if text == one or asked == local_name(one).casefold())
    return next(found, options[0] if len(options) == 1 else form.iri)


def _note(control: Control) -> str:
    """What to write in a column: the words of the shape, whether it is needed, and what is allowed."""
    needed = f"Needed{f', at least {control.minimum}' if control.minimum > 1 else ''}. " if control.minimum else ""
    allowed = f" One of: {', '.join(map(local_name, control.options))}." if control.options else ""
    return f"{needed}{control.help}{allowed}"
