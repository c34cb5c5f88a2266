"""The addresses of lists: what a list asks for, as a path with parameters, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import request

from accord.formats import CSV, HTML, PARQUET, PLAIN_JSON, RDF_FORMATS, XLSX, Format
from accord.publication import Settings
from accord.spreadsheets import has_parquet
from accord.things.lists import ListResult
from accord.things.lists.columns import ListColumn
from accord.things.lists.query import PLACE, WHEN, YEAR, Filter, ListQuery, Path, kind_of, split
from accord.things.names.labels import Reference
from accord.web.requests.languages import keeping, names_in
from accord.web.responses import Page
from accord.web.site.addresses import Addresses

ALL_COLUMNS = Format("csv-all", CSV.media, "all.csv", "CSV with all columns")
CSVW = Format("csvw", "application/csvm+json", "all.csv-metadata.json", "CSV metadata")
FORMATS = (HTML, CSV, XLSX, ALL_COLUMNS, PLAIN_JSON, *RDF_FORMATS, CSVW)
"""The formats of a list, the preferred first."""


_WORDS = {PLACE: "place", YEAR: "year"}
"""The names of the parameters for filters that are not properties."""
_KINDS = "/a"
"""The end of the name of a parameter for the kinds of the values of a property, as SPARQL writes them."""
_ORDERS = {WHEN: "when"}


def for_programs() -> tuple[Format, ...]:
    """The formats of a list for programs: all that can be written here, beside the spreadsheets."""
    others = tuple(one for one in FORMATS if one not in (HTML, CSV, XLSX))
    return (*others, PARQUET) if has_parquet() else others


@dataclass(frozen=True, slots=True)
class Views:
    """The addresses of a list: with one filter more or less, in another order, its other pages and formats."""

    addresses: Addresses
    query: ListQuery
    root: str

    def narrowed(self, property: str, value: str) -> str:
        """The list with one filter more, or without that filter when it is set already."""
        return self._toggled((property, value), "having", "lacking")

    def excluding(self, property: str, value: str) -> str:
        """The list without the things that have a value, or with them when they are left out already."""
        return self._toggled((property, value), "lacking", "having")

    def _toggled(self, filter: Filter, here: str, there: str) -> str:
        kept = frozenset(getattr(self.query, here)) ^ {filter}
        others = frozenset(getattr(self.query, there)) - {filter}
        changed: dict[str, Any] = {here: tuple(sorted(kept)), there: tuple(sorted(others))}
        return self._address(replace(self.query, **changed))

    def sorted(self, path: Path) -> str:
        """The list sorted by a path (by name for an empty one), in reverse when it is sorted by that already."""
        descending = bool(path) and path == self.query.sort and not self.query.descending
        return self._address(replace(self.query, sort=path, descending=descending))

    def path(self, references: Iterable[Reference]) -> Path:
        """The IRIs of a path."""
        return tuple(one.iri for one in references)

    def paths(self, found: ListResult) -> frozenset[Path]:
        """The paths by which a list can be sorted."""
        return frozenset(map(self.path, found.sorts))

    def sort_name(self, found: ListResult) -> str:
        """What a list is sorted by, in words."""
        return next((_words(path) for path in found.sorts if self.path(path) == self.query.sort), "")

    def field(self, property: str) -> str:
        """The name of the parameter that narrows the list by a property."""
        return parameter(self.addresses, (property, ""))[0]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the address of the list asks for, as the fields of a form."""
        return parse_qsl(locate(self.addresses, self.query).query)

    @property
    def path_alone(self) -> str:
        """The address of the list without what it asks for."""
        return f"{self.root}{locate(self.addresses, self.query).path}"

    def page(self, number: int) -> str:
        """A page of the list, counting from 1."""
        return self._address(self.query, number)

    def written(self, format: Format) -> str:
        """The whole list in one format, with the names that the page has."""
        address = locate(self.addresses, self.query).address(format, self.root)
        return keeping(address) if names_in(format) else address

    def _address(self, query: ListQuery, page: int = 1) -> str:
        place = locate(self.addresses, query, page)
        return keeping(f"{self.root}{place.path}" + (f"?{place.query}" if place.query else ""))


def locate(addresses: Addresses, asked: ListQuery, page: int = 1) -> Page:
    """The page of a list: ``/things/`` and the name of its class, with a prefix unless it is the publication's own.

    A class without a prefix is given in full, as ``class``.
    """
    settings = addresses.settings
    name = _name(settings, asked.kind)
    pairs = [] if name else [("class", asked.kind)]
    pairs += [parameter(addresses, one) for one in asked.having]
    pairs += [("-" + name, value) for name, value in (parameter(addresses, one) for one in asked.lacking)]
    pairs += [("sort", ("-" if asked.descending else "") + written_path(addresses, asked.sort))] if asked.sort else []
    pairs += [("page", str(page))] if page > 1 else []
    query = urlencode(pairs, safe=":/")
    path = f"/things/{quote(name, safe=':')}" if name else "/things"
    canonical = f"{settings.base.rstrip('/')}{path}" + (f"?{query}" if query else "")
    whole = locate(addresses, ListQuery(asked.kind)) if asked.having or asked.lacking or asked.sort else None
    return Page(path, canonical, FORMATS, query, main=whole.main_address("") if whole else "")


def _words(path: Iterable[Reference]) -> str:
    return ", ".join(one.name.text for one in path)


def parameter(addresses: Addresses, filter: Filter) -> tuple[str, str]:
    """A filter as a parameter of an address."""
    property, value = filter
    first, *kinds = split(property)
    name = _WORDS.get(property) or addresses.short(first) + (_KINDS if kinds else "")
    return name, value if property == YEAR else addresses.short(value)


def filters_sent(addresses: Addresses, prefix: str) -> tuple[Filter, ...]:
    """The filters among the parameters: those with the values that things have, or (``-``) those that they lack."""
    named = {word: property for property, word in _WORDS.items()}
    found = set()
    for name, value in request.args.items(multi=True):
        short = name.removeprefix("-")
        if name.startswith("-") == bool(prefix) and (short in named or ":" in short):
            whole = addresses.expand(short.removesuffix(_KINDS))
            property = named.get(short) or (kind_of(whole) if short.endswith(_KINDS) else whole)
            found.add((property, value if property == YEAR else addresses.expand(value)))
    return tuple(sorted(found))


def written_path(addresses: Addresses, path: tuple[str, ...]) -> str:
    return "/".join(_ORDERS.get(property) or addresses.short(property) for property in path)


def _name(settings: Settings, kind: str) -> str | None:
    """The local name of an own class, the prefixed name of any other, ``None`` when there is no prefix for it."""
    own = settings.vocabulary
    short = settings.prefixes.shorten(kind)
    local = short.partition(":")[2] if short else ""
    return local if local and own and kind == own + local else short


def other_orders(found: ListResult, columns: Iterable[ListColumn]) -> list[tuple[Reference, ...]]:
    """The orders that no column of the page gives."""
    given = {column.path for column in columns} | {(one.iri,) for column in columns for one in column.properties}
    return [path for path in found.sorts if tuple(one.iri for one in path) not in given]
