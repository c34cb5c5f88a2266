"""The prefixes of a folder: those that its files declare, and the well-known ones of the namespaces that it uses."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping

from accord.names import ACCORD, WELL_KNOWN

_HEAD = 64 << 10
"""Bytes in which declarations are looked for: they come first."""
_MOST = 200
"""Prefixes that are kept; every one makes the shortening of an IRI slower."""
_TURTLE = re.compile(rb"(?:^|[.>])[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_XML = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*["']([^"'<>\s&]+)["']""")
_JSON = re.compile(rb'"([A-Za-z][\w.-]*)"\s*:\s*"(https?://[^"\s\\]*[#/])"')
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_MADE_UP = re.compile(r"(?:ns|j\.|_|p|n)\d+", re.IGNORECASE)
"""Prefixes that programs make up where they know none."""
_ALWAYS = ("rdf", "rdfs", "owl", "xsd", "skos", "dcat", "dcterms", "foaf", "void")


def declared(data: bytes) -> Iterable[tuple[str, str]]:
    """The prefixes that a file of any syntax declares, with their namespaces; also of a compressed file."""
    head = data[:_HEAD]
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return []  # the parser says what is wrong with the file
    head = head.removeprefix(b"\xef\xbb\xbf")
    patterns = (_XML,) if head.lstrip().startswith(b"<?xml") or b"<rdf:RDF" in head else (_TURTLE, _JSON)
    return [
        (prefix.decode("utf-8", "replace"), iri.decode("utf-8", "replace"))
        for pattern in patterns
        for prefix, iri in pattern.findall(head)
    ]


def choose(counts: Counter[tuple[str, str]], used: Iterable[str], own: str = "") -> Mapping[str, str]:
    """One namespace for each prefix, and one prefix for each namespace.

    ``counts`` has in how many files each pair is declared: what most files say goes. ``used`` are the namespaces that
    the data use; those without a declaration have their well-known prefix. ``own`` is the namespace for which a prefix
    is made of its last step if it has none.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    ranked = sorted(counts, key=lambda pair: (bool(_MADE_UP.fullmatch(pair[0])), -counts[pair], pair))
    well_known = [(prefix, iri) for prefix, iri in WELL_KNOWN.items() if prefix in _ALWAYS or iri in set(used)]
    spare = [(_word(own), own)] if own else []
    pairs = [pair for pair in ranked if not _MADE_UP.fullmatch(pair[0])] + well_known + spare
    for prefix, iri in [*pairs, *ranked, ("accord", ACCORD)]:
        if _NAME.fullmatch(prefix) and iri not in taken and ":" in iri and len(found) < _MOST:
            if prefix in found:
                continue
            found[prefix] = iri
            taken.add(iri)
    return found


def _word(namespace: str) -> str:
    """The last step of a namespace as a prefix: ``soda_hall`` for ``http://example.org/soda_hall#``.

    Of a host alone it is the longest part but the last: ``example`` for ``https://data.example.org/``.
    """
    before, slash, last = namespace.rstrip("#/").rpartition("/")
    if before.endswith("/") and slash:
        names = last.partition(":")[0].split(".")
        return max(names[:-1] or names, key=len).lower()
    return last.lower()
