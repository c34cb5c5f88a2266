"""What a list asks for, and the SPARQL query that asks the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord import queries
from accord.names import ACCORD, RDF, XSD
from accord.things.ontology.class_index import UNTYPED

PLACE, YEAR = ACCORD + "place", ACCORD + "year"
"""The filters that are not properties: a place that things concern, and a year of one of their dates or periods."""

WHEN = ACCORD + "when"
"""The order that is not a property: the first of the dates that share a column."""

DATES = (XSD + "date", XSD + "gYear", XSD + "gYearMonth", XSD + "dateTime")

Filter = tuple[str, str]
"""A property and the value of it that the things of a list have, as IRIs; for :data:`YEAR` a year.

:func:`kind_of` a property is another one, whose values are classes.
"""

_TYPE = RDF + "type"


def kind_of(property: str) -> str:
    """The filter by the kinds of the values of a property."""
    return f"{property} {_TYPE}"


def split(property: str) -> list[str]:
    """The properties on the way of a filter: one, or two for the kinds of its values."""
    return property.split(" ")


Path = tuple[str, ...]
"""The properties that lead to a literal, as IRIs: one of a thing, or two by way of a part of it; none is the name."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which things to list, and by what: the name, or the value at the end of a path. All are IRIs in full.

    The things have all of ``having`` and none of ``lacking``.
    """

    kind: str
    having: tuple[Filter, ...] = ()
    sort: Path = ()
    descending: bool = False
    lacking: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterPatterns:
    """How filters and orders are written: ``place`` is the path to a place, ``start`` and ``end`` those of a period.

    ``dated`` are the properties whose first date is the order :data:`WHEN`.
    """

    place: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    dated: tuple[str, ...] = ()

    def sorted(self, path: Path) -> str:
        """The value that things are sorted by as a pattern: ``?sorted``."""
        if path != (WHEN,):
            return f"?thing {'/'.join(str(NamedNode(property)) for property in path)} ?sorted"
        dates, types = ("|".join(str(NamedNode(one)) for one in several) for several in (self.dated, DATES))
        dated = f"DATATYPE({{}}) IN ({types.replace('|', ', ')})"
        earlier = f"?thing {dates} ?earlier FILTER({dated.format('?earlier')} && STR(?earlier) < STR(?date))"
        first = f"?thing {dates} ?date FILTER({dated.format('?date')}) FILTER NOT EXISTS {{ {earlier} }}"
        return f"{first} BIND(STR(?date) AS ?sorted)"

    def lines(self, asked: ListQuery) -> list[str]:
        """The filters of a list as lines of a query."""
        wanted = [self._pattern(*one) for one in asked.having]
        unwanted = [f"FILTER NOT EXISTS {{ {self._pattern(*one)} }}" for one in asked.lacking]
        return [f"    {line}" for line in (*wanted, *unwanted)]

    def _pattern(self, property: str, value: str) -> str:
        if property == YEAR:
            return self._in_year(value)
        path = self.place if property == PLACE else "/".join(str(NamedNode(one)) for one in split(property))
        return f"?thing {path} {NamedNode(value)} ."

    def _in_year(self, year: str) -> str:
        text, types = Literal(year), ", ".join(str(NamedNode(one)) for one in DATES)
        start, end = ("|".join(str(NamedNode(one)) for one in ends) for ends in (self.start, self.end))
        dated = f'STR(?date) = {text} || STRSTARTS(STR(?date), "{year}-")'
        between = f"SUBSTR(STR(?from), 1, 4) <= {text} && {text} <= SUBSTR(STR(?until), 1, 4)"
        both = f"DATATYPE(?from) IN ({types}) && DATATYPE(?until) IN ({types})"
        return (
            f"FILTER EXISTS {{ {{ ?thing ?dated ?date . FILTER(DATATYPE(?date) IN ({types}) && ({dated})) }} "
            f"UNION {{ ?thing {start} ?from ; {end} ?until . FILTER({both} && {between}) }} }}"
        )


def write_query(asked: ListQuery, condition: str, patterns: FilterPatterns, language: str = "en") -> str:
    """The query that lists what a query names, with IRIs in full; ``condition`` are the lines that say what a thing is.

    Names in the language come before others. Raises ValueError for one that names something that is not an IRI.
    """
    text = queries.load("list-by-value" if asked.sort else "list").text
    if asked.descending:
        text = text.replace(" ASC(", " DESC(")
    text = "\n".join(_narrowed(text.splitlines(), patterns.lines(asked))) + "\n"
    places = {"    FILTER(<things>)": condition, "<class>": str(NamedNode(asked.kind))}
    places |= {"?thing <sort> ?sorted": patterns.sorted(asked.sort)}
    if language != "en":
        places |= {"names in\n# English": f"names in\n# “{language}”", "Names in English": f"Names in “{language}”"}
        places |= {'"en"': str(Literal(language)), "?english": "?preferred"}
    if asked.kind == UNTYPED:
        typed = "?thing a <class> ."
        places = {typed: "?thing ?any_property ?any_value .\n    FILTER NOT EXISTS { ?thing a ?class }", **places}
    for place, written in places.items():
        text = text.replace(place, written)
    return text


def _narrowed(lines: Iterable[str], filters: list[str]) -> list[str]:
    """The lines of a query with the filters in place of the line for one."""
    return [line for one in lines for line in (filters if "<property>" in one else [one])]
