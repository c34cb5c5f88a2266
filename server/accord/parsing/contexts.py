"""The JSON-LD contexts that are answered from the package; no other context is ever fetched.

``schema.org`` says what its own context says: every term is in its vocabulary, some properties have an IRI and some a
``schema:Date`` as their value; of its prefixes it has those of well-known vocabularies. ``rdfa11`` is the initial
context of RDFa 1.1.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

_SCHEMA_ORG = ("schema.org", "schema.org/docs/jsonldcontext.json", "schema.org/docs/jsonldcontext.jsonld")
_ADDRESSES = dict.fromkeys(_SCHEMA_ORG, "schema.org") | {"w3.org/2013/json-ld-context/rdfa11": "rdfa11"}


def bundled(iri: str) -> str | None:
    """The context of an IRI as JSON on one line; None if the package has none."""
    address = iri.partition("://")[2].removeprefix("www.").rstrip("/#")
    name = _ADDRESSES.get(address) if iri.startswith(("http://", "https://")) else None
    return None if name is None else _context(name)


def load() -> None:
    """Read all contexts of the package into memory, for a process that may open nothing later."""
    for name in set(_ADDRESSES.values()):
        _context(name)


@cache
def _context(name: str) -> str:
    text = files("accord.parsing").joinpath("bundled", f"{name}.jsonld").read_text("utf-8")
    return json.dumps(json.loads(text)["@context"], separators=(",", ":"))
