"""The JSON-LD contexts that are answered from the package; no other context is ever fetched.

``schema.org`` says what its own context says: every term is in its vocabulary, some properties have an IRI and some a
``schema:Date`` as their value; of its prefixes it has those of well-known vocabularies. ``rdfa11`` is the initial
context of RDFa 1.1. ``anno`` (Web Annotations), ``csvw`` (descriptions of CSV files) and ``iiif-presentation-3`` have
the terms of these standards. RO-Crates take theirs from schema.org and name a few of others; a term that neither has
is taken for one of schema.org, while RO-Crate's own context, of 3,000 names, would leave it out.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_SCHEMA_ORG = ("schema.org", "schema.org/docs/jsonldcontext.json", "schema.org/docs/jsonldcontext.jsonld")
_ADDRESSES = {
    **dict.fromkeys(_SCHEMA_ORG, "schema.org"),
    "iiif.io/api/presentation/3/context.json": "iiif-presentation-3",
    "w3.org/2013/json-ld-context/rdfa11": "rdfa11",
    "w3.org/ns/anno.jsonld": "anno",
    "w3.org/ns/anno": "anno",
    "w3.org/ns/csvw.jsonld": "csvw",
    "w3.org/ns/csvw": "csvw",
}
_RO_CRATE = re.compile(r"w3id\.org/ro/crate/[0-9][0-9.]{0,8}(?:-DRAFT)?/context")
"""RO-Crate 1.0 and later; each version adds terms to the one before."""


def bundled(iri: str) -> str | None:
    """The context of an IRI as JSON on one line; None if the package has none."""
    address = iri.partition("://")[2].removeprefix("www.").rstrip("/#")
    if not iri.startswith(("http://", "https://")):
        return None
    name = "ro-crate" if _RO_CRATE.fullmatch(address) else _ADDRESSES.get(address)
    return None if name is None else _context(name)


def load() -> None:
    """Read all contexts of the package into memory, for a process that may open nothing later."""
    for name in {"ro-crate", *_ADDRESSES.values()}:
        _context(name)


@cache
def _context(name: str) -> str:
    text = files("accord.parsing").joinpath("bundled", f"{name}.jsonld").read_text("utf-8")
    return json.dumps(json.loads(text)["@context"], separators=(",", ":"))
