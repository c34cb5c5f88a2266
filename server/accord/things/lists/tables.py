"""Things as the rows of a table: CSV with its metadata (CSV on the Web, W3C 2015), and the same rows as JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.engine import Engine
from accord.names import LABELS, RDF, RDFS, XSD, local_name
from accord.publication.settings.presentation import Money
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.lists import Path
from accord.things.names.labels import LANGUAGES, Labels, Name, Reference
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object, Statement, classes_of, outgoing

_SEPARATORS = ("|", "¦", "‖", "␟")
_UNSAFE = re.compile(r"\W", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMERAL = re.compile(r"[\d.:TZeE+-]*")
_NAMED = (*LABELS, RDF + "type")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A property of a thing as a column, or by way of one a property of its part. ``name`` is fit for a URI template
    (RFC 6570) and occurs once in a table; ``about`` is the name of the column that holds the part, empty for the thing.

    ``separator`` is between the values of a cell, and is empty when no thing has more than one. ``datatype`` is the
    local name of an XSD type, ``language`` a BCP 47 tag where all values bear it; ``links`` says that values are IRIs.
    Amounts of several units have a column for each: ``unit`` is that of this column (``GBP``), ``units`` its path.
    """

    name: str
    about: str
    path: Path
    title: str
    links: bool
    separator: str
    datatype: str
    language: str
    unit: str = ""
    units: Path = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The name of the column with the names of its things, where its values are IRIs."""
        return (f"{self.name}_label",) if self.links else ()


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing: its IRI with its name, its classes, and its values by path."""

    thing: Reference
    kinds: tuple[str, ...]
    values: dict[Path, list[Object]]

    def of(self, column: TableColumn) -> list[Object]:
        """The values in a column."""
        if column.unit and column.unit not in _units(self, column.units):
            return []
        return self.values.get(column.path, [])


@dataclass(frozen=True, slots=True)
class Table:
    """Things with all that is stated about them and the parts they lead to; the columns are in reading order.

    ``names`` are those of the IRIs in the cells.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[ThingRow, ...]
    statements: tuple[Statement, ...]
    names: Mapping[str, str]

    def csv(self) -> bytes:
        """The rows as RFC 4180 has it, in UTF-8: IRI, name, then a column a property, and where its values are IRIs one
        more with their names. No cell is a formula.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        head = (name for column in self.columns for name in ((column.name, *column.named)))
        writer.writerow(["iri", "label", *head])
        for row in self.rows:
            cells = [cell for column in self.columns for cell in self._cells(row, column)]
            writer.writerow([row.thing.iri, no_formula(row.thing.name.text), *cells])
        return text.getvalue().encode()

    def _cells(self, row: ThingRow, column: TableColumn) -> list[str]:
        values = _values(row, column)
        written = [no_formula(*values, separator=column.separator)]
        if column.links:
            written.append(no_formula(*(self.names[value] for value in values), separator=column.separator))
        return written

    def objects(self) -> list[dict[str, Any]]:
        """The rows as JSON objects with the names of the columns as keys; what can have several values is a list."""
        return [
            {
                "iri": row.thing.iri,
                "label": row.thing.name.text,
                "label_language": row.thing.name.language,
                "type": list(row.kinds),
                **{column.name: _member(row, column) for column in self.columns if row.of(column)},
            }
            for row in self.rows
        ]

    def metadata(self, url: str, kind: str, title: Name) -> dict[str, Any]:
        """What the CSV at a URL means (Metadata Vocabulary for Tabular Data, W3C 2015): each row is about a thing."""
        label = {"name": "label", "titles": "name", "propertyUrl": RDFS + "label", "datatype": "string"}
        iri = {"name": "iri", "titles": "IRI", "required": True, "suppressOutput": True, "datatype": "string"}
        virtual = {"name": "type", "virtual": True, "propertyUrl": RDF + "type", "valueUrl": kind}
        return {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": title.language or LANGUAGES[0]}],
            "url": url,
            "dc:title": title.text,
            "tableSchema": {
                "aboutUrl": "{+iri}",
                "primaryKey": "iri",
                "columns": [iri, label, *(one for each in self.columns for one in _descriptions(each)), virtual],
            },
        }


class Tables:
    """Makes tables of things, spelled as in the source files."""

    def __init__(
        self, engine: Engine, vocabulary: Vocabulary, labels: Labels, spellings: LexicalForms, money: Money
    ) -> None:
        self._engine = engine
        self._money = money
        self._vocabulary = vocabulary
        self._labels = labels
        self._spellings = spellings

    def read(self, things: Iterable[str]) -> Table:
        """The table of these things, in their order."""
        found = {iri: self._statements(iri) for iri in things}
        rows = tuple(self._row(iri, statements) for iri, statements in found.items())
        paths = {path for row in rows for path in row.values}
        ordered = sorted(paths, key=lambda path: [(self._vocabulary.place(iri), iri) for iri in path])
        iris = {one.value for row in rows for each in row.values.values() for one in each if isinstance(one, NamedNode)}
        names = {iri: self._labels.of(iri).text for iri in iris}
        return Table(self._columns(ordered, rows), rows, tuple(one for each in found.values() for one in each), names)

    def _statements(self, iri: str) -> list[Statement]:
        """What is stated about a thing and the parts it leads to, each statement once, whatever files make it."""
        stated = list(outgoing(self._engine, NamedNode(iri)))
        parts = {one.object: None for one in stated if _is_part(one.object, iri)}
        stated += (one for part in parts if isinstance(part, NamedNode) for one in outgoing(self._engine, part))
        return list({one[:3]: one for one in map(self._spellings.restore, stated)}.values())

    def _row(self, iri: str, statements: Sequence[Statement]) -> ThingRow:
        """The values of the thing, and those of its parts by the property that leads to the part."""
        values: dict[Path, list[Object]] = {}
        leading = {one.object: (one.predicate,) for one in statements if _is_part(one.object, iri)}
        for one in statements:
            if one.predicate not in _NAMED and not isinstance(one.object, BlankNode):
                path = (*leading.get(one.subject, ()), one.predicate)
                values.setdefault(path, []).append(one.object)
        for listed in values.values():
            listed.sort(key=str)
        types = classes_of(one for one in statements if one.subject.value == iri)
        return ThingRow(self._labels.reference(iri), self._vocabulary.most_specific(types), values)

    def _columns(self, paths: Iterable[Path], rows: Sequence[ThingRow]) -> tuple[TableColumn, ...]:
        """A column a path; a part has columns of its own where no thing has several by the same property."""
        columns: dict[Path, TableColumn] = {}
        taken = {"iri", "label", "label_language", "type"}
        for path in paths:
            whole = columns.get(path[:-1])
            if len(path) > 1 and (whole is None or whole.separator):
                continue
            name = "_".join(_UNSAFE.sub("_", local_name(iri)) for iri in path)
            while name in taken or f"{name}_label" in taken:
                name += "_"
            taken |= {name, f"{name}_label"}
            title = ", ".join(self._labels.of(iri).text for iri in path)
            cells = [row.values[path] for row in rows if path in row.values]
            columns[path] = _column(name, whole.name if whole else "", path, title, cells)
        return tuple(one for column in columns.values() for one in self._by_unit(column, columns, rows))

    def _by_unit(
        self, column: TableColumn, columns: Container[Path], rows: Sequence[ThingRow]
    ) -> Iterable[TableColumn]:
        """A column of amounts once for each of their units, where they have several; any other as it is."""
        amounts = len(column.path) > 1 and column.path[-1] in self._money.values and not column.separator
        for units in ((column.path[0], iri) for iri in self._money.units if amounts):
            having = [_units(row, units) for row in rows if column.path in row.values]
            found = sorted({unit for several in having for unit in several})
            if units in columns and len(found) > 1 and all(len(several) == 1 for several in having):
                for unit in found:
                    name, word = f"{column.name}_{_UNSAFE.sub('_', local_name(unit))}", self._unit_name(unit)
                    yield replace(column, name=name, title=f"{column.title} ({word})", unit=unit, units=units)
                return
        yield column

    def _unit_name(self, unit: str) -> str:
        return self._labels.of(unit).text if ":" in unit else unit


def no_formula(*values: str, separator: str = "") -> str:
    """A cell of values that spreadsheets show as it is: ``'`` comes before what they would take for a formula (OWASP,
    "CSV Injection"). Numbers and dates stay as they are, since arithmetic on digits does no harm.
    """
    cell = separator.join(values)
    return f"'{cell}" if cell.startswith(_FORMULA) and not all(map(_NUMERAL.fullmatch, values)) else cell


def _is_part(node: Object, iri: str) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(f"{iri}#")


def _column(name: str, about: str, path: Path, title: str, cells: Sequence[Sequence[Object]]) -> TableColumn:
    values = [value for cell in cells for value in cell]
    datatypes = {value.datatype.value if isinstance(value, Literal) else XSD + "anyURI" for value in values}
    languages = {(value.language or "") if isinstance(value, Literal) else "" for value in values}
    datatype = datatypes.pop() if len(datatypes) == 1 else ""
    return TableColumn(
        name=name,
        about=about,
        path=path,
        title=title,
        links=all(isinstance(value, NamedNode) for value in values),
        separator=_separator(values) if any(len(cell) > 1 for cell in cells) else "",
        datatype=local_name(datatype) if datatype.startswith(XSD) else "string",
        language=languages.pop() if len(languages) == 1 else "",
    )


def _separator(values: Iterable[Object]) -> str:
    """A character that no value has, since CSV on the Web has no way to escape one."""
    text = "".join(value.value for value in values)
    return next((character for character in _SEPARATORS if character not in text), _SEPARATORS[-1])


def _values(row: ThingRow, column: TableColumn) -> list[str]:
    return [value.value for value in row.of(column)]


def _units(row: ThingRow, path: Path) -> list[str]:
    return [value.value for value in row.values.get(path, ())]


def _member(row: ThingRow, column: TableColumn) -> list[str] | str:
    values = _values(row, column)
    return values if column.separator else values[0]


def _descriptions(column: TableColumn) -> list[dict[str, Any]]:
    """A column for the metadata, and the one with the names of its values, which are not statements about the row."""
    found: list[dict[str, Any]] = [_description(column)]
    for name in column.named:
        titles = {"name": name, "titles": f"{column.title}, name", "suppressOutput": True, "datatype": "string"}
        found.append(titles | ({"separator": column.separator} if column.separator else {}))
    return found


def _description(column: TableColumn) -> dict[str, str]:
    """A column for the metadata. An IRI becomes a link where it is the only value; of several, CSVW makes literals."""
    description = {"name": column.name, "titles": column.title, "propertyUrl": column.path[-1]}
    description |= {"aboutUrl": f"{{+{column.about}}}"} if column.about else {}
    if column.links and not column.separator:
        return description | {"valueUrl": f"{{+{column.name}}}"}
    datatype = "string" if column.links else column.datatype  # csvw for Python writes several anyURIs as lists of parts
    description |= {"separator": column.separator} if column.separator else {}
    description |= {"lang": column.language} if column.language else {}
    return description | {"datatype": datatype}
