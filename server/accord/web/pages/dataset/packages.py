"""The dataset as other programs pack it: Croissant for machine learning, RO-Crate for research archives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, request

from accord.descriptions.croissant import croissant
from accord.descriptions.dataset import Dataset
from accord.descriptions.files import CsvwColumn, OfferedFile, dump_files, table_file
from accord.descriptions.ro_crate import FILE_NAME, ro_crate
from accord.formats import Format
from accord.names import local_name
from accord.things.lists import ListQuery
from accord.things.lists.tables import Table
from accord.things.names.labels import Name
from accord.web.pages.lists.addresses import ALL_COLUMNS, locate
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import Site, current

JSON = Format("json", "application/ld+json", "json", "JSON-LD")
_MOST_ROWS = 2_000
"""Things of a table that is described with its checksum, which takes a second for so many; the lists have all."""

blueprint = Blueprint("packages", __name__)

Write = Callable[[Dataset, Sequence[OfferedFile], str], dict[str, Any]]


@blueprint.get("/croissant.json")
@may_wait
def croissant_json() -> Response:
    """The dataset in Croissant 1.0: its files with checksums, and the columns of its tables.

    :produces: JSON
    """
    return _answer(current(), "croissant.json", croissant)


@blueprint.get(f"/{FILE_NAME}")
@may_wait
def ro_crate_json() -> Response:
    """The dataset as an RO-Crate 1.1: its files on the web, with checksums.

    :produces: JSON
    """
    return _answer(current(), FILE_NAME, ro_crate)


def _answer(site: Site, name: str, write: Write) -> Response:
    page = Page(f"/{name}", site.publication.settings.base + name, (JSON,), host=request.host_url)

    def written(_: Format) -> bytes:
        with working():
            files = [*dump_files(site.descriptions.dumps, request.url_root), *_tables(site.for_all)]
            fields = write(site.descriptions.dataset, files, request.url_root)
        return json.dumps(fields, ensure_ascii=False, indent=1).encode() + b"\n"

    return answer(site, page, written, JSON)


def _tables(site: Site) -> Iterator[OfferedFile]:
    """The lists of the classes that the publication names first, as CSV."""
    index, labels = site.things.class_index, site.things.labels
    for kind in site.publication.settings.featured:
        if 0 < index.size(kind) <= _MOST_ROWS:
            found = site.things.lists.read(ListQuery(kind))
            if found is None:
                continue
            table = site.things.tables.read(found.things)
            url = request.url_root.rstrip("/") + locate(site.addresses, found.asked).address(ALL_COLUMNS)
            yield table_file(
                f"{local_name(kind)}.csv", f"{labels.of(kind).text}, a row for each", url, table.csv(), _columns(table)
            )


def _columns(table: Table) -> Iterator[CsvwColumn]:
    """The columns of a table, as its description in CSV on the Web has them; several values of a cell are a string."""
    for one in table.metadata("", "", Name(""))["tableSchema"]["columns"]:
        if not one.get("virtual"):
            datatype = "string" if "separator" in one else one.get("datatype", "anyURI")
            yield CsvwColumn(one["name"], one["titles"], datatype)
