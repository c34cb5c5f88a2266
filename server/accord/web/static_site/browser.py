"""What the pages of a copy need to search and to answer queries in the browser: the data, as scripts.

A browser that opens a page as a file may not fetch other files, but it may load scripts. So names, data and the engine
(Oxigraph as WebAssembly, the engine of the site) are scripts that the page loads when they are needed.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, RdfFormat, serialize

import accord.web
from accord.engine.processes import query_store
from accord.web import Site

FOLDER = "browser"
"""The folder of a copy that holds the scripts."""
PROGRAM = "static-site.js"
_VENDOR = Path(accord.web.__file__).parent / "static" / "vendor"
_ENGINE = "oxigraph.wasm"


def is_built() -> bool:
    """Whether this installation holds the program: npm built it when Accord was installed."""
    return (_VENDOR / PROGRAM).is_file() and (_VENDOR / _ENGINE).is_file()


def scripts(site: Site, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The scripts, each with its name; ``files`` has the file of each address of the copy."""
    yield PROGRAM, (_VENDOR / PROGRAM).read_bytes()
    yield "names.js", _script("names", list(_names(site, files)))
    yield "data.js", _script("data", _data(site))
    engine = base64.b64encode((_VENDOR / _ENGINE).read_bytes()).decode()
    yield "engine.js", _script("engine", engine)


def _script(name: str, value: Any) -> bytes:
    """A script that keeps a value for the program, under a name."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.accord ??= {{}}).{name} = {written};\n".encode()


def _names(site: Site, files: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Every thing with its page, its names and what else a search should find it by."""
    background = frozenset(site.publication.settings.presentation.background)
    for thing in site.search.things.values():
        address = (site.addresses.path(thing.iri) or "").partition("#")[0]
        if address in files:
            yield {
                "iri": thing.iri,
                "name": thing.name.text,
                "page": files[address],
                "kinds": [site.things.labels.of(kind).text for kind in thing.kinds],
                "about": thing.description.text if thing.description else "",
                "names": [one.text for one in thing.texts if one.is_name],
                "texts": [one.text for one in thing.texts if not one.is_name],
                "last": bool(background & thing.classes),
            }


def _data(site: Site) -> dict[str, Any]:
    """What queries see, and the questions."""
    publication, prefixes = site.publication, site.publication.settings.prefixes
    store = query_store(publication)
    quads = io.BytesIO()
    serialize((quad for quad in store if not isinstance(quad.graph_name, DefaultGraph)), quads, RdfFormat.N_QUADS)
    shapes = [publication.graph(file) for file in publication.with_role("shapes")]
    return {
        "quads": quads.getvalue().decode(),
        "apart": [*shapes, publication.described],
        "inferred": publication.inferred,
        "prefixes": dict(prefixes),
        "questions": {slug: one.bound(one.defaults, prefixes) for slug, one in site.examples.items()},
    }
